"""What a terminal leaves to be read of a text that was written to it.

A progress bar is its last state, a colour code colours nothing, and a control character that
moves nothing is shown as its symbol. There is no edge: a line is as long as what is written.
"""

import re
import unicodedata
from collections.abc import Callable

from recipes.reading.controls import visible

_FARTHEST = 1000  # a column or line that a jump may reach; writing may go beyond

_MOVES = re.compile("[\b\r\x1b]")
_PART = re.compile(
    r"""
      \x1b \[ (?P<parameters>[0-?]*) [ -/]* (?P<final>[@-~])    # a control sequence
    | \x1b [\]PX^_] [^\x07\x1b]* (?: \x07 | \x1b\\ | \Z )       # a title, a link
    | \x1b [78] | \x1b [ -/]+ [0-~] | \x1b [=>cDEHMNOZ]         # a short sequence
    | (?P<step> [\b\r\n] )
    | (?P<text> [^\b\r\n\x1b]+ | \x1b )
    """,
    re.VERBOSE,
)


def shown(text: str) -> str:
    """Return what stands on a terminal of endless width after ``text`` was written to it."""
    text = text.replace("\r\n", "\n")
    if not _MOVES.search(text):
        return visible(text)
    screen = _Screen()
    for part in _PART.finditer(text):
        if part["text"]:
            screen.write(visible(part["text"]))
        elif part["step"]:
            screen.step(part["step"])
        elif part["final"]:
            screen.control(part["final"], part["parameters"])
    return str(screen)


class _Screen:
    """Lines of columns, each of which holds a character, and the place of the next one."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0
        self.saved = 0, 0

    def __str__(self) -> str:
        lines = ["".join(line).rstrip(" ") for line in self.lines]
        while len(lines) > self.row + 1 and not lines[-1]:
            lines.pop()
        return "\n".join(lines)

    def write(self, text: str) -> None:
        line = self._line()
        for character in text:
            if unicodedata.combining(character) and self.column:
                line[self.column - 1] += character
                continue
            wide = unicodedata.east_asian_width(character) in "WF"
            columns = [character, ""] if wide else [character]
            end = self.column + len(columns)
            if line[self.column : self.column + 1] == [""]:  # half of a wide one is left
                line[self.column - 1] = " "
            if line[end : end + 1] == [""]:
                line[end] = " "
            line[self.column : end] = columns
            self.column = end

    def step(self, character: str) -> None:
        if character == "\n":
            self.row, self.column = self.row + 1, 0
            self._line()
        elif character == "\r":
            self.column = 0
        else:
            self.column = max(0, self.column - 1)

    def control(self, final: str, parameters: str) -> None:
        """Obey a sequence that moves or erases; all others change only looks."""
        values = [int(one[:6]) if one.isdecimal() else 0 for one in parameters.split(";")]
        first = values[0]
        if final in "KJ":
            self._erase(first, whole=final == "J")
        elif final in "PX":
            line, end = self._line(), self.column + (first or 1)
            line[self.column : end] = [] if final == "P" else [" "] * len(line[self.column : end])
        elif final == "s":
            self.saved = self.row, self.column
        elif final == "u":
            self.row, self.column = self.saved
        elif final in _JUMPS:
            row, column = _JUMPS[final](self.row, self.column, first or 1, [*values, 0][1] or 1)
            self.row = min(max(0, row), max(len(self.lines), _FARTHEST) - 1)
            self.column = min(max(0, column), max(self.column, _FARTHEST))

    def _line(self) -> list[str]:
        """The line of the cursor, filled up to it."""
        while len(self.lines) <= self.row:
            self.lines.append([])
        line = self.lines[self.row]
        line += [" "] * (self.column - len(line))
        return line

    def _erase(self, which: int, *, whole: bool) -> None:
        line = self._line()
        if which == 0:
            del line[self.column :]
        else:
            line[: self.column + 1 if which == 1 else None] = [" "] * (self.column + 1)
        if whole and which != 1:
            del self.lines[self.row + 1 :]
        if whole and which != 0:
            self.lines[: self.row] = [[] for _ in range(self.row)]


# Where a sequence leads from a line and a column, by its two parameters.
_JUMPS: dict[str, Callable[[int, int, int, int], tuple[int, int]]] = {
    "A": lambda row, column, n, _: (row - n, column),
    "B": lambda row, column, n, _: (row + n, column),
    "C": lambda row, column, n, _: (row, column + n),
    "D": lambda row, column, n, _: (row, column - n),
    "E": lambda row, column, n, _: (row + n, 0),
    "F": lambda row, column, n, _: (row - n, 0),
    "G": lambda row, column, n, _: (row, n - 1),
    "d": lambda row, column, n, _: (n - 1, column),
    "H": lambda row, column, n, m: (n - 1, m - 1),
    "f": lambda row, column, n, m: (n - 1, m - 1),
}
