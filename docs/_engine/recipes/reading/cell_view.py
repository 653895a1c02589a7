"""What a ``snippet`` fence asks for: a cell, which parts of it, and what is said of its figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NoReturn, Protocol

import yaml

PARTS = ("code", "output", "figure")
CONTROLS = ("slider", "choice", "wipe")  # how a reader goes through the states of a figure
OPTIONS = ("show", "caption", "alt", "preview", *CONTROLS, "states")
_TARGET = re.compile(r"(?:(?P<path>[\w./-]+\.py)#)?(?P<cell>[a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class State:
    """One picture of a figure with several: its label on the control, and what it shows."""

    label: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What a ``snippet`` fence asks for.

    Attributes
    ----------
    control
        One of `CONTROLS`, or empty.
    name
        What the control changes.
    states
        One for each picture that the cell draws, in order.
    preview
        Whether the figure stands where its cell cannot run yet.
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

    @property
    def first(self) -> int:
        """The state that is shown at first, and where one picture stands for all."""
        return (len(self.states) - 1) // 2 if self.control == "slider" else 0

    def texts(self) -> Iterator[str]:
        """All that is said of the figure."""
        said = (text for state in self.states for text in (state.label, state.text))
        yield from filter(None, (self.caption, self.alt, self.name, *said))


class Fail(Protocol):
    """Raises an error that names the page; ``line`` counts from the first of the fence."""

    def __call__(self, message: str, line: int = 0) -> NoReturn:
        """Raise it."""


def read(lines: Sequence[str], snippet: str, fail: Fail) -> Shown:
    """Read the lines of a fence on a page whose own snippet is ``snippet``.

    Calls ``fail`` if it names no cell, or an option is unknown, missing or not of its kind.
    """
    if not lines or not (target := _TARGET.fullmatch(lines[0].strip())):
        written = lines[0].strip() if lines else ""
        fail(f"expected a cell or path.py#cell in the first line, not “{written}”")
    path = target["path"] or snippet
    if ".." in PurePosixPath(path).parts or path.startswith("/"):
        fail(f"“{path}” leads out of snippets/; name a file below it")
    options = _options(lines, fail)
    parts = tuple(str(options.get("show", "code output")).split())
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        fail(f"show takes {', '.join(PARTS)}, not “{' '.join(unknown)}”")
    texts = {name: str(options.get(name) or "").strip() for name in ("caption", "alt")}
    control, name, states = _control(options, fail)
    for option, text in texts.items():
        if "figure" in parts and not text:
            fail(f"a figure needs “{option}:”, which says what it shows; write it")
    if "figure" not in parts and (foreign := options.keys() - {"show"}):
        fail(f"“{min(foreign)}:” belongs to a figure; add “show: figure” or remove it")
    preview = options.get("preview", False)
    if preview not in (True, False):
        fail(f"preview is true or false, not “{preview}”")
    said = {**texts, "control": control, "name": name}
    return Shown(path, target["cell"], parts, **said, states=states, preview=preview)


def _options(lines: Sequence[str], fail: Fail) -> dict[str, Any]:
    try:
        options = yaml.safe_load("\n".join(lines[1:])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "unreadable"
        message = f"the options are not YAML: {reason}; quote the text or begin it with “>-”"
        fail(message, 2 + (mark.line if mark else 0))
    if not isinstance(options, dict):
        fail("the options are “name: text”, one a line")
    for name in options:
        if name not in OPTIONS:
            fail(f"unknown option “{name}”; there is {', '.join(OPTIONS)}")
    return options


def _control(options: dict[str, Any], fail: Fail) -> tuple[str, str, tuple[State, ...]]:
    """Which control a figure has, what it changes, and its states."""
    controls = [name for name in CONTROLS if name in options]
    written = options.get("states")
    if not controls and written is None:
        return "", "", ()
    if len(controls) != 1 or written is None:
        fail(f"“states:” go with one of {', '.join(f'“{name}:”' for name in CONTROLS)}; write both")
    if not isinstance(written, dict) or not all(
        isinstance(text, str) for pair in written.items() for text in pair
    ):
        fail('“states:” are “"label": "sentence"”, one for each picture, in quotes')
    control, name = controls[0], str(options[controls[0]] or "").strip()
    if not name:
        fail(f"“{control}:” needs the name of what it changes; write it")
    if len(written) < 2 or (control == "wipe" and len(written) > 2):
        fail("a wipe has two states, the others two or more; fix “states:”")
    states = tuple(State(label.strip(), text.strip()) for label, text in written.items())
    if not all(state.label and state.text for state in states):
        fail("each state has a label and a sentence; write both")
    return control, name, states
