r"""What stands between ``\begin`` and ``\end``: matrices and cases."""

from typing import TYPE_CHECKING

from . import dots
from .tree import Between, Case, Cases, Chain, Matrix, Node

if TYPE_CHECKING:
    from .parser import Parser

MATRICES = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array"}


def read(parser: "Parser") -> Node:
    """Read an environment."""
    name = parser.peek().text
    if name not in {*MATRICES, "cases"}:
        raise parser.error(f"the environment “{name}” has no value; use a matrix or cases")
    start = parser.at
    parser.take()
    node = _cases(parser, start) if name == "cases" else _matrix(parser, start, name == "vmatrix")
    if parser.tokens[parser.at - 1].text != name:
        raise parser.error(f"“{name}” is not closed by an \\end of its own", start)
    return node


def _end_row(parser: "Parser") -> bool:
    """Take the end of a row; whether another one follows."""
    if parser.peek().text == "\\\\":
        parser.take()
        return parser.peek().kind != "end"
    if parser.peek().kind != "end":
        raise parser.error("expected “&”, “\\\\” or the end here")
    return False


def _matrix(parser: "Parser", start: int, bars: bool) -> Node:
    rows: list[tuple[Node, ...]] = []
    more = True
    while more:
        if _is_row_of_dots(parser):
            more = _end_row(parser)
            row = _row(parser)
            if len(rows[-1:]) != 1 or len(rows[-1]) != 1 or len(row) != 1:
                raise parser.error(
                    "dots between rows need one column; write A_{ij} = ... instead", start
                )
            rows[-1] = (dots.between(parser, rows[-1][0].span, row[0].span, ";"),)
        else:
            rows.append(_row(parser))
        more = _end_row(parser)
    parser.take()
    spread = any(isinstance(cell, Between) for row in rows for cell in row)
    if not spread and len({len(row) for row in rows}) != 1:
        raise parser.error("the rows of this matrix have different lengths", start)
    return Matrix((start, parser.at), tuple(rows), bars)


def _is_row_of_dots(parser: "Parser") -> bool:
    ahead = 0
    while parser.peek(ahead).text in (r"\dots", "&"):
        ahead += 1
    if not ahead or parser.peek(ahead).text != "\\\\":
        return False
    for _ in range(ahead):
        parser.take()
    return True


def _row(parser: "Parser") -> tuple[Node, ...]:
    cells = [parser.expression()]
    while parser.peek().text == "&":
        parser.take()
        if parser.peek().text == r"\dots":
            parser.take()
            parser.take("&")
            start = parser.at
            parser.expression()
            cells[-1] = dots.between(parser, cells[-1].span, (start, parser.at), ",")
        else:
            cells.append(parser.expression())
    return tuple(cells)


def _cases(parser: "Parser", start: int) -> Node:
    rows = []
    more = True
    while more:
        begin = parser.at
        value = parser.expression()
        if parser.peek().text in (",", "."):
            parser.take()
        conditions: tuple[Chain, ...] = ()
        if parser.peek().text == "&":
            parser.take()
            conditions = _conditions(parser)
        rows.append(Case((begin, parser.at), value, conditions))
        more = _end_row(parser)
    parser.take()
    return Cases((start, parser.at), tuple(rows))


def _conditions(parser: "Parser") -> tuple[Chain, ...]:
    """Read ``if x < 0 and y > 0``; “otherwise” has no condition."""
    from .parser import CONDITION_WORDS

    found = []
    while parser.peek().kind != "end" and parser.peek().text != "\\\\":
        token = parser.peek()
        if token.kind == "word":
            unknown = set(token.text.replace(",", " ").replace(".", " ").split()) - CONDITION_WORDS
            if unknown or ("or" in token.text.split()):
                raise parser.error(f"cannot read the condition “{token.text}”; write a relation")
            parser.take()
        elif token.text in (",", ".", r"\quad", r"\qquad"):
            parser.take()
        else:
            found.append(parser.chain())
    return tuple(found)
