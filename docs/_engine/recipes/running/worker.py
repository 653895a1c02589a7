"""Execute one snippet in this process, which is a fresh one: outputs, figures, facts.

Knows a `Job` and nothing of pages, stores or sites. What a snippet does is contained as far as
Python reaches: it runs in a folder of its own, warnings are errors, and reading or writing
elsewhere and opening a connection are refused.
"""

import builtins
import errno
import gc
import importlib
import io
import linecache
import os
import random
import re
import site
import sys
import sysconfig
import time
import traceback
import types
import warnings
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recipes.reading.controls import visible

from . import figure_overlaps, figure_points, figure_tables, figures, library_types, terminal
from .compilation import compiled
from .facts import FactError, facts_of
from .guard import guard
from .outcome import CellResult, Failure, Job, Outcome, Picture, to_bytes
from .standard_library import finish, forget_server
from .streams import WRITTEN_LIMIT, Streams
from .warned import WarnedError, Watch, filter_warnings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OUTPUT_LIMIT = 20_000  # bytes a cell; more is a mistake on a page that a person reads
SOUND_LIMIT = 1_000_000  # bytes a file; a reader waits for it

_ENGINE_FRAME = re.compile(
    r'  File "[^"\n]*[/\\]recipes[/\\](?:running|checking|tools)[/\\][^\n]*\n(    [^\n]*\n)*'
)
_IMPORT_FRAME = re.compile(
    r'  File "(?:<frozen importlib|[^"\n]*[/\\]importlib[/\\])[^\n]*\n(    [^\n]*\n)*'
)
_LIBRARY = re.compile(r'File "[^"\n]*[/\\](site-packages|lib/python[0-9.]+|Lib)[/\\]')


class _StopError(Exception):
    """A failure that the worker itself found in a cell."""


def execute(job: Job) -> Outcome:
    """Run a job in the current working directory, which holds its files.

    Standard output and standard error must be one regular file, open for writing, at the
    descriptors 1 and 2: what libraries write below Python is caught as well.
    """
    import matplotlib.pyplot as plt

    streams = Streams()
    watch = Watch(job.label, f"{Path.cwd()}{os.sep}")
    module = _prepare(job, watch)
    results: dict[str, CellResult] = {}
    try:
        program = compiled(job)
        module.__doc__ = program.docstring
        for name in job.neighbours:
            importlib.import_module(name)
            plt.close("all")
            _shown.clear()
        watch.check()
    except BaseException as error:
        return Outcome(failure=_failure(error, job, job.cells[0][1]))
    begin = time.perf_counter()
    facts = {}
    sounds = _sounds()  # those that came with it, or that a neighbour wrote
    for name, start in job.cells:
        place = streams.place()
        last = name == job.cells[-1][0]
        try:
            _run(program.cells[name], module, last=last)
            drawn = _drawn()  # which may print too
            written = _written(streams, place)
            types_then = library_types.of_names(module.__dict__)
            if last:
                facts = facts_of(module.__dict__)
                place, module = streams.place(), types.ModuleType("__main__")
                _forget_the_snippet(module)
                written += _written(streams, place)
            watch.check()  # first: what a library logs a thousand times is too much to print
            before, sounds = sounds, _sounds()
            heard = _written_since(before, sounds)
            results[name] = CellResult(_printed(written), drawn, heard, types_then)
        except FactError as error:
            line = program.binding(error.name) or start
            failure = Failure(line, _readable(str(error)))
            return Outcome(results, {}, time.perf_counter() - begin, failure)
        except BaseException as error:
            failure = _failure(error, job, start)
            return Outcome(results, {}, time.perf_counter() - begin, failure)
    return Outcome(results, facts, time.perf_counter() - begin)


def executed(job: Job) -> bytes:
    """Execute a job, and return its outcome as data."""
    return to_bytes(execute(job))


def _prepare(job: Job, watch: Watch) -> types.ModuleType:
    """Make this process look to the snippet like a new interpreter started on it."""
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib.texmanager import TexManager

    folder = Path.cwd()
    sys.argv = [job.main]
    sys.path[:] = [str(folder), *filter(_is_library, sys.path)]
    sys.dont_write_bytecode = True
    forget_server(folder)
    figures.use_style()
    for name in ("_cache_dir", "_texcache"):  # by Matplotlib's version; it was the machine's
        if hasattr(TexManager, name):
            setattr(TexManager, name, type(getattr(TexManager, name))(folder / "tex.cache"))
    plt.show = _show  # type: ignore[assignment]
    filter_warnings(job.neighbours)
    for name, content in job.files.items():
        if name.endswith(".py"):
            label = f"{job.label.rpartition('/')[0]}/{name}"
            lines = io.StringIO(content.decode("utf-8-sig")).readlines()
            linecache.cache[label] = (len(content), None, lines, label)
    gc.freeze()  # what is here already is not looked through at the end
    module = types.ModuleType("__main__")
    module.__file__ = job.main
    module.__builtins__ = builtins  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    watch.start()
    np.random.seed()  # noqa: NPY002 (not the server's state: a missing seed shows)
    random.seed()
    sys.addaudithook(guard(folder.resolve(), watch))
    return module


def _run(code: types.CodeType, module: types.ModuleType, *, last: bool) -> None:
    """Run a cell; after the last one, what Python does before it ends."""
    process = os.getpid()
    try:
        exec(code, module.__dict__)
    except SystemExit as ended:
        if os.getpid() != process:
            os._exit(ended.code if isinstance(ended.code, int) else ended.code is not None)
        if not last or not (ended.code is None or ended.code == 0):
            raise
    except BaseException:
        if os.getpid() != process:
            traceback.print_exc()
            os._exit(1)
        raise
    if os.getpid() != process:  # a fork, which ends with the cell: the result is its parent's
        sys.stdout.flush()
        os._exit(0)
    if last:
        # As in any child of multiprocessing; the functions are the snippet's, others are cleared.
        finish()


class _Marker:
    """Is gone when the names are, among which it stands."""


def _forget_the_snippet(instead: types.ModuleType) -> None:
    """Let go of what a snippet made, as Python does at its end: open files are noticed now."""
    left = weakref.ref(marker := _Marker())
    sys.modules["__main__"].__dict__["__marker__"] = marker
    del marker
    sys.modules["__main__"] = instead
    _known.clear()
    # Its frames are states, not a film, so no program renders it.
    warnings.filterwarnings("ignore", "Animation was deleted", UserWarning)
    gc.collect()
    if left() is not None:  # a library still holds a function, and so all the names
        for names in gc.get_referrers(left()):
            if isinstance(names, dict):
                names.update(dict.fromkeys(names.keys() - {"__builtins__"}))
        gc.collect()


_FOLDERS = (*sysconfig.get_paths().values(), *site.getsitepackages(), site.getusersitepackages())
_LIBRARIES = frozenset(Path(path).resolve() for path in _FOLDERS)


def _is_library(path: str) -> bool:
    return Path(path).resolve() in _LIBRARIES or path.endswith((".zip", "lib-dynload"))


def _written(streams: Streams, begin: int) -> bytes:
    """What was written since ``begin``."""
    end = streams.place()
    if end - begin > WRITTEN_LIMIT:
        raise _StopError(
            f"printed {end - begin} bytes; a cell may print {OUTPUT_LIMIT}, so print less"
        )
    return streams.read(begin, end)


def _printed(content: bytes) -> str:
    """What a terminal shows of what was written."""
    try:
        text = terminal.shown(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise _StopError(f"printed the byte 0x{byte:02x}, which is not UTF-8; print text") from None
    if (size := len(text.encode())) > OUTPUT_LIMIT:
        raise _StopError(f"printed {size} bytes; a cell may print {OUTPUT_LIMIT}, so print less")
    return text


def _sounds() -> dict[str, tuple[int, bytes]]:
    """The WAV files in the folder, in the order of their names, each with its time."""
    files = [file for file in sorted(Path.cwd().glob("*.wav")) if file.is_file()]
    found = {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}
    return {
        name: (time, one)
        for name, (time, one) in found.items()
        if (one[:4], one[8:12]) == (b"RIFF", b"WAVE")
    }


def _written_since(
    before: dict[str, tuple[int, bytes]], sounds: dict[str, tuple[int, bytes]]
) -> tuple[bytes, ...]:
    """The new ones; one may be the same again: a person who ran the snippet has its files."""
    new = {name: one for name, (time, one) in sounds.items() if (time, one) != before.get(name)}
    for name, one in new.items():
        if len(one) > SOUND_LIMIT:
            message = f"wrote {name} with {len(one)} bytes; a sound may have {SOUND_LIMIT}"
            raise _StopError(f"{message}, so make it shorter")
    return tuple(new.values())


_shown: list[Picture] = []  # by calls of show, in this cell
_known: "list[Figure]" = []  # what was drawn; it is drawn again when it is shown again, changed


def _show(*_: Any, block: bool | None = None) -> None:
    """Draw the figures as they are now, and close them, as a person does with their windows."""
    if block is not False:
        _shown.extend(map(_picture, [one for one in _known if one.stale]))
        _draw_open()


def _draw_open() -> None:
    import matplotlib.pyplot as plt

    _shown.extend(_picture(plt.figure(number)) for number in plt.get_fignums())
    plt.close("all")


def _drawn() -> tuple[Picture, ...]:
    """What a cell drew: first what it showed, then the open figures; they are closed."""
    _draw_open()
    drawn = tuple(_shown)
    _shown.clear()
    return drawn


def _picture(figure: "Figure") -> Picture:
    engine = figure.get_layout_engine()
    settled = figures.settle(figure)
    for said in figure_overlaps.covered(figure, automatic=False):
        raise _StopError(f"draws a figure in which {said}; place it elsewhere")
    drawn = figures.pictures(figure, settled, figure_overlaps.covered(figure, automatic=True))
    listed = figure_tables.listing(figure)
    tables = tuple(
        figure_tables.Table(visible(table.title), tuple(map(_visible, table.rows)))
        for table in figure_tables.tables(listed)
    )
    points = tuple(map(_visible, figure_points.rows(listed)))
    picture = Picture(visible(drawn.svg), drawn.png, tables, points, drawn.thumbnails)
    if figure not in _known:
        _known.append(figure)
    if engine is not None:  # to lay it out anew, should it be shown again
        figure.set_layout_engine(engine)
    figure.stale = False
    return picture


def _visible(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(visible, row))


def _failure(error: BaseException, job: Job, start: int) -> Failure:
    """What a person needs to know of an exception, with the snippet's own traceback."""
    if isinstance(error, MemoryError):  # what follows needs some
        traceback.clear_frames(error.__traceback__)
        vars(sys.modules["__main__"]).clear()
    if isinstance(error, _StopError):
        return Failure(start, str(error))
    if isinstance(error, WarnedError):
        return Failure(error.line or start, _warned(_readable(str(error))), error.detail)
    frames = traceback.extract_tb(error.__traceback__)
    own = [number for number, frame in enumerate(frames) if frame.filename == job.label]
    line = frames[own[-1]].lineno if own else start
    if isinstance(error, SyntaxError) and error.filename == job.label:
        line = error.lineno
    shown = traceback.TracebackException.from_exception(error, capture_locals=False)
    if own:
        shown.stack = traceback.StackSummary.from_list(frames[own[0] :])
    detail = _IMPORT_FRAME.sub("", _ENGINE_FRAME.sub("", "".join(shown.format())))
    detail = _readable(_LIBRARY.sub('File "…/', detail))
    return Failure(line or start, _readable(_message(error, job)), detail)


def _readable(text: str) -> str:
    """A text without the folder of this run, and as a terminal shows it."""
    return terminal.shown(text.replace(f"{Path.cwd()}{os.sep}", ""))


def _message(error: BaseException, job: Job) -> str:
    if isinstance(error, SystemExit):
        return f"called sys.exit({error.code!r}); a snippet runs to its end, so remove the call"
    if isinstance(error, MemoryError):
        return "needs more memory than its limit; use less, or raise memory_limit in mkdocs.yml"
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "wrote more than a snippet may; write and print less"
    try:
        text = str(error)
    except BaseException as other:  # of the snippet's own class
        text = f"its text cannot be made, that raises {type(other).__name__}"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "found no room on the disk; make room for temporary files, or set TMPDIR"
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return f"a snippet writes only in its own folder: {text}; fix the line"
    if isinstance(error, FileNotFoundError):
        return f"raised {_summary(error, text)}; {_brought(job)}"
    summary = _summary(error, text)
    if isinstance(error, Warning):
        return _warned(summary + figures.hint(summary))
    return f"raised {summary}; fix the line"


def _summary(error: BaseException, text: str) -> str:
    return f"{type(error).__name__}: {text}".rstrip(": ").partition("\n")[0]


def _brought(job: Job) -> str:
    """Which files a snippet finds, for one that looks for another."""
    data = sorted(name for name in job.files if not name.endswith(".py"))
    names = ", ".join(data[:5]) + (" …" if data[5:] else "") if data else "none"
    return (
        f"with a snippet come the files below {job.label.rpartition('/')[0]}/ that its strings "
        f"name (here {names}), so put it there and write its name as seen from there"
    )


def _warned(summary: str) -> str:
    return f"warned, and warnings are errors: {summary}; fix the cause or catch it on purpose"
