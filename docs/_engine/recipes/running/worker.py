"""Execute one snippet in this process, which is a fresh one: outputs, figures, facts.

Knows a `Job` and nothing of pages, stores or sites. What a snippet does is contained as far as
Python reaches: it runs in a folder of its own, warnings are errors, and writing elsewhere or
opening a connection is refused.
"""

import ast
import builtins
import errno
import importlib
import linecache
import os
import random
import re
import site
import sys
import sysconfig
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import figure_overlaps, figure_points, figure_tables, figures
from .facts import facts_of
from .outcome import CellResult, Failure, Job, Outcome, Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OUTPUT_LIMIT = 20_000  # bytes a cell; more is a mistake on a page that a person reads

_ENGINE_FRAME = re.compile(
    r'  File "[^"\n]*[/\\]recipes[/\\](?:running|checking|tools)[/\\][^\n]*\n(    [^\n]*\n)*'
)
_IMPORT_FRAME = re.compile(
    r'  File "(?:<frozen importlib|[^"\n]*[/\\]importlib[/\\])[^\n]*\n(    [^\n]*\n)*'
)
_LIBRARY = re.compile(r'File "[^"\n]*[/\\](site-packages|lib/python[0-9.]+|Lib)[/\\]')


# What Python itself would only print: an exception in a destructor, a file left open.
_ignored: list[BaseException] = []


class _StopError(Exception):
    """A failure that the worker itself found in a cell."""


def execute(job: Job) -> Outcome:
    """Run a job in the current working directory, which holds its files.

    Standard output and standard error must be one regular file, open for writing, at the
    descriptors 1 and 2: what libraries write below Python is caught as well.
    """
    import matplotlib.pyplot as plt

    module = _prepare(job)
    statements = _statements(job)
    results: dict[str, CellResult] = {}
    try:
        for name in job.neighbours:
            importlib.import_module(name)
            plt.close("all")
            _shown.clear()
        _printed(os.lseek(1, 0, os.SEEK_END))
        _raise_ignored()
    except BaseException as error:
        return Outcome(failure=_failure(error, job, job.cells[0][1]))
    begin = time.perf_counter()
    for name, start in job.cells:
        offset = os.lseek(1, 0, os.SEEK_CUR)
        try:
            exec(compile(statements[name], job.label, "exec", optimize=0), module.__dict__)
            results[name] = CellResult(_printed(offset), _drawn())
            _raise_ignored()
        except BaseException as error:
            failure = _failure(error, job, start)
            return Outcome(results, {}, time.perf_counter() - begin, failure)
    seconds = time.perf_counter() - begin
    return Outcome(results, facts_of(module.__dict__), seconds)


def _prepare(job: Job) -> types.ModuleType:
    """Make this process look to the snippet like a new interpreter started on it."""
    import matplotlib.pyplot as plt
    import numpy as np

    folder = Path.cwd()
    sys.argv = [job.main]
    sys.path[:] = [str(folder), *filter(_is_library, sys.path)]
    sys.dont_write_bytecode = True
    for stream in ("stdout", "stderr"):
        setattr(sys, stream, open(1, "w", -1, "utf-8", newline="\n", closefd=False))  # noqa: SIM115
    figures.use_style()
    plt.show = _show  # type: ignore[assignment]
    warnings.resetwarnings()
    warnings.simplefilter("error")
    for name, content in job.files.items():
        if name.endswith(".py"):
            label = f"{job.label.rpartition('/')[0]}/{name}"
            lines = content.decode().splitlines(keepends=True)
            linecache.cache[label] = (len(content), None, lines, label)
    module = types.ModuleType("__main__")
    module.__file__ = job.main
    module.__builtins__ = builtins  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    sys.unraisablehook = lambda ignored: _ignored.append(ignored.exc_value or _StopError("failed"))
    threading.excepthook = lambda ended: _ignored.append(ended.exc_value or _StopError("failed"))
    np.random.seed()  # noqa: NPY002 (not the server's state: a missing seed shows)
    random.seed()
    sys.addaudithook(_guard(folder.resolve()))
    return module


_FOLDERS = (*sysconfig.get_paths().values(), *site.getsitepackages(), site.getusersitepackages())
_LIBRARIES = frozenset(Path(path).resolve() for path in _FOLDERS)


def _is_library(path: str) -> bool:
    return Path(path).resolve() in _LIBRARIES or path.endswith((".zip", "lib-dynload"))


def _statements(job: Job) -> dict[str, ast.Module]:
    """The statements of each cell, with their lines in the file."""
    tree = ast.parse(job.files[job.main], filename=job.label)
    cells: dict[str, ast.Module] = {}
    ends = [start for _, start in job.cells[1:]] + [sys.maxsize]
    for (name, start), end in zip(job.cells, ends, strict=True):
        body = [statement for statement in tree.body if start <= _first_line(statement) < end]
        cells[name] = ast.Module(body, [])
    return cells


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _guard(folder: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that refuses to change files outside ``folder`` and to use the network."""
    changing = {"os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime"}
    changing |= {"shutil.rmtree", "sqlite3.connect"}
    pairs = {"os.rename": 2, "os.link": 2, "os.symlink": 2}
    network = {"connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto"}

    def check(path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            target = Path(os.fsdecode(path))
            resolved = target.parent.resolve() / target.name
            inside = (resolved := resolved.resolve()) == folder or folder in resolved.parents
            if not inside and resolved != Path(os.devnull):
                message = f"a snippet writes only in its own folder, not to {target}"
                raise PermissionError(message)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
                check(path)
        elif event in changing:
            check(arguments[0])
        elif event in pairs:
            for path in arguments[: pairs[event]]:
                check(path)
        elif event.startswith("socket.") and event[7:] in network:
            raise PermissionError("a snippet uses no network; put its data beside it")

    return hook


def _printed(offset: int) -> str:
    """What came to the output since ``offset``."""
    sys.stdout.flush()
    sys.stderr.flush()
    end = os.lseek(1, 0, os.SEEK_CUR)
    if end - offset > OUTPUT_LIMIT:
        raise _StopError(
            f"printed {end - offset} bytes; a cell may print {OUTPUT_LIMIT}, so print less"
        )
    if hasattr(os, "pread"):  # does not move the place at which a thread may be writing
        content = os.pread(1, end - offset, offset)
    else:
        os.lseek(1, offset, os.SEEK_SET)
        content = os.read(1, end - offset)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise _StopError(f"printed the byte 0x{byte:02x}, which is not UTF-8; print text") from None


def _raise_ignored() -> None:
    if _ignored:
        raise _ignored[0]


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
    box = figures.settle(figure)
    for said in figure_overlaps.covered(figure, automatic=False):
        raise _StopError(f"draws a figure in which {said}; place it elsewhere")
    svg, png = figures.pictures(figure, box, figure_overlaps.covered(figure, automatic=True))
    picture = Picture(svg, png, figure_tables.tables(figure), figure_points.rows(figure))
    if figure not in _known:
        _known.append(figure)
    if engine is not None:  # to lay it out anew, should it be shown again
        figure.set_layout_engine(engine)
    figure.stale = False
    return picture


def _failure(error: BaseException, job: Job, start: int) -> Failure:
    """What a person needs to know of an exception, with the snippet's own traceback."""
    if isinstance(error, _StopError):
        return Failure(start, str(error))
    frames = traceback.extract_tb(error.__traceback__)
    own = [number for number, frame in enumerate(frames) if frame.filename == job.label]
    line = frames[own[-1]].lineno if own else start
    if isinstance(error, SyntaxError) and error.filename == job.label:
        line = error.lineno
    shown = traceback.TracebackException.from_exception(error, capture_locals=False)
    if own:
        shown.stack = traceback.StackSummary.from_list(frames[own[0] :])
    folder = f"{Path.cwd()}{os.sep}"
    detail = "".join(shown.format()).replace(folder, "")
    detail = _IMPORT_FRAME.sub("", _ENGINE_FRAME.sub("", detail))
    return Failure(line or start, _message(error), _LIBRARY.sub('File "…/', detail))


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"called sys.exit({error.code!r}); a snippet runs to its end, so remove the call"
    if isinstance(error, MemoryError):
        return "needs more memory than its limit; use less, or raise memory_limit in mkdocs.yml"
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "wrote more than a snippet may; write and print less"
    summary = f"{type(error).__name__}: {error}".rstrip(": ").partition("\n")[0]
    if isinstance(error, Warning):
        summary += figures.hint(summary)
        return f"warned, and warnings are errors: {summary}; fix the cause or catch it on purpose"
    return f"raised {summary}; fix the line"
