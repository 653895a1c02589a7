"""What a ``snippet`` fence asks for: a cell, which parts of it, and what is said of its figure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar, NoReturn

import msgspec

from . import settings

PARTS = ("code", "output", "figure", "sound", "markdown")  # the last is output that is Markdown
CONTROLS = ("slider", "choice", "wipe")  # how a reader goes through the states of a figure
_TARGET = re.compile(r"(?:(?P<path>[\w./-]+\.py)#)?(?P<cell>[a-z][a-z0-9_]*)")


class Options(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The options of a fence, below the name of its cell."""

    show: str = "code output"
    caption: str = ""
    alt: str = ""
    preview: bool = False
    slider: str = ""
    choice: str = ""
    wipe: str = ""
    states: dict[str, str] = msgspec.field(default_factory=dict)

    ADVICE: ClassVar[Mapping[str, str]] = {
        "states": '“"label": "sentence"”, one for each picture, in quotes',
        "preview": "true or false",
    }


@dataclass(frozen=True)
class State:
    """One picture of a figure with several: its label on the control, and what it shows."""

    label: str
    text: str


@dataclass(frozen=True)
class CellOptions:
    """What a fence asks for.

    Attributes
    ----------
    path, cell
        The snippet, below ``snippets``, and the name of the cell.
    parts
        Of `PARTS`.
    control
        One of `CONTROLS`, or empty.
    name
        What the control changes.
    states
        One for each picture that the cell draws, in order.
    preview
        Whether the figure stands where its cell cannot run yet.
    own
        Whether the snippet is the page's own, and the fence does not name it.
    """

    path: str
    cell: str
    parts: tuple[str, ...]
    caption: str = ""
    alt: str = ""
    control: str = ""
    name: str = ""
    states: tuple[State, ...] = ()
    preview: bool = False
    own: bool = True

    @property
    def first_state(self) -> int:
        """The state that is shown at first, and where one picture stands for all."""
        return (len(self.states) - 1) // 2 if self.control == "slider" else 0

    def texts(self) -> Iterator[str]:
        """All that is said of the figure or the sound."""
        said = (text for state in self.states for text in (state.label, state.text))
        yield from filter(None, (self.caption, self.alt, self.name, *said))


def read(lines: Sequence[str], snippet: str, label: str, fence: int) -> CellOptions:
    """Read the lines of a fence on a page whose own snippet is ``snippet``.

    Parameters
    ----------
    label, fence
        The page, and the line of its file in which the fence begins, for messages.

    Raises
    ------
    ProblemError
        If it names no cell, or an option is unknown, missing or not of its kind.
    """
    advice = "quote the text or begin it with “>-”"
    source = settings.Source("\n".join(lines[1:]), label, fence + 2, "the block", advice, "option")
    written = lines[0].strip() if lines else ""
    target = _TARGET.fullmatch(written)
    if target is None:
        message = f"expected a cell or path.py#cell in the first line, not “{written}”"
        source.fail(message, fence)
    path = target["path"] or snippet
    if ".." in PurePosixPath(path).parts or path.startswith("/"):
        source.fail(f"“{path}” leads out of snippets/; name a file below it", fence)
    loaded = settings.load(source, Options)
    options = loaded.values
    parts = tuple(options.show.split())
    _check(source, loaded, parts, fence)
    control, name, states = _control(source, loaded, fence)
    return CellOptions(
        path,
        target["cell"],
        parts,
        options.caption.strip(),
        options.alt.strip(),
        control,
        name,
        states,
        options.preview,
        own=not target["path"],
    )


def _check(
    source: settings.Source,
    loaded: settings.Loaded[Options],
    parts: tuple[str, ...],
    fence: int,
) -> None:
    options = loaded.values
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        message = f"show takes {', '.join(PARTS)}, not “{' '.join(unknown)}”"
        source.fail(message, loaded.line("show"))
    if {"figure", "sound"} <= {*parts}:
        source.fail("a figure and a sound have a caption each; show them in two blocks", fence)
    needed = {"figure": ("caption", "alt"), "sound": ("caption",)}
    kind = next((part for part in needed if part in parts), "")
    if kind != "figure":
        for option, *_ in filter(None, loaded.lines):
            if option not in ("show", *needed.get(kind, ())):
                message = f"“{option}:” belongs to a figure; add “show: figure” or remove it"
                source.fail(message, loaded.line(option))
    for option in needed.get(kind, ()):
        if not getattr(options, option).strip():
            message = f"a {kind} needs “{option}:”, which says what it shows; write it"
            source.fail(message, loaded.lines.get((option,), fence))


def _control(
    source: settings.Source, loaded: settings.Loaded[Options], fence: int
) -> tuple[str, str, tuple[State, ...]]:
    """Which control a figure has, what it changes, and its states."""

    def fail(message: str) -> NoReturn:
        source.fail(message, fence)

    controls = [name for name in CONTROLS if (name,) in loaded.lines]
    given = ("states",) in loaded.lines
    if not controls and not given:
        return "", "", ()
    if len(controls) != 1 or not given:
        fail(f"“states:” go with one of {', '.join(f'“{name}:”' for name in CONTROLS)}; write both")
    control = controls[0]
    name, written = getattr(loaded.values, control).strip(), loaded.values.states
    if not name:
        fail(f"“{control}:” needs the name of what it changes; write it")
    if len(written) < 2 or (control == "wipe" and len(written) > 2):
        fail("a wipe has two states, the others two or more; fix “states:”")
    states = tuple(State(label.strip(), text.strip()) for label, text in written.items())
    if not all(state.label and state.text for state in states):
        fail("each state has a label and a sentence; write both")
    return control, name, states
