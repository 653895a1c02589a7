r"""What stands between ``\begin`` and ``\end``: matrices and cases."""

from .cursor import Cursor
from .dots import between
from .grammar import CONDITION_WORDS, chain, expression, read
from .tokens import QUADS
from .tree import Between, Case, Cases, Chain, Matrix, Node

MATRICES = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array"}


def environment(cursor: Cursor) -> Node:
    """Read an environment."""
    name = cursor.peek().text
    if name not in {*MATRICES, "cases"}:
        raise cursor.error(f"the environment “{name}” has no value; use a matrix or cases")
    start = cursor.at
    cursor.take()
    node = _cases(cursor, start) if name == "cases" else _matrix(cursor, start, name == "vmatrix")
    if cursor.tokens[cursor.at - 1].text != name:
        raise cursor.error(f"“{name}” is not closed by an \\end of its own", start)
    return node


def braced_cases(cursor: Cursor) -> Node:
    r"""Read an array between ``\left\{`` and ``\right.``."""
    start = cursor.at
    cursor.take(r"\{")
    cursor.take()
    node = _cases(cursor, start)
    if not cursor.accept(r"\right."):
        raise cursor.error("a brace before an array is closed by “\\right.”")
    return node


def _end_row(cursor: Cursor) -> bool:
    """Take the end of a row; whether another one follows."""
    if cursor.accept("\\\\"):
        return cursor.peek().kind != "end"
    if cursor.peek().kind != "end":
        raise cursor.error("expected “&”, “\\\\” or the end here")
    return False


def _matrix(cursor: Cursor, start: int, bars: bool) -> Node:
    rows: list[tuple[Node, ...]] = []
    more = True
    while more:
        if _is_row_of_dots(cursor):
            _end_row(cursor)
            row = _row(cursor)
            if not rows or len(rows[-1]) != 1 or len(row) != 1:
                message = "dots between rows need one column; write A_{ij} = ... instead"
                raise cursor.error(message, start)
            rows[-1] = (between(cursor, rows[-1][0].span, row[0].span, ";", read),)
        else:
            rows.append(_row(cursor))
        more = _end_row(cursor)
    cursor.take()
    spread = any(isinstance(cell, Between) for row in rows for cell in row)
    if not spread and len({len(row) for row in rows}) != 1:
        raise cursor.error("the rows of this matrix have different lengths", start)
    return Matrix(cursor.span(start), tuple(rows), bars)


def _is_row_of_dots(cursor: Cursor) -> bool:
    """Whether only dots come before the end of the row; they are taken then."""
    ahead = 0
    while cursor.peek(ahead).text in (r"\dots", "&"):
        ahead += 1
    if not ahead or cursor.peek(ahead).text != "\\\\":
        return False
    cursor.at += ahead
    return True


def _row(cursor: Cursor) -> tuple[Node, ...]:
    cells = [expression(cursor)]
    while cursor.accept("&"):
        if cursor.accept(r"\dots"):
            cursor.take("&")
            start = cursor.at
            expression(cursor)
            cells[-1] = between(cursor, cells[-1].span, cursor.span(start), ",", read)
        else:
            cells.append(expression(cursor))
    return tuple(cells)


def _cases(cursor: Cursor, start: int) -> Node:
    rows = []
    more = True
    while more:
        begin = cursor.at
        value = expression(cursor)
        apart = cursor.accept(",", ".")
        while cursor.accept(*QUADS):
            apart = True
        apart = cursor.accept("&") or apart
        alternatives = _alternatives(cursor) if apart else ((),)
        rows.append(Case(cursor.span(begin), value, alternatives))
        more = _end_row(cursor)
    cursor.take()
    return Cases(cursor.span(start), tuple(rows))


def _alternatives(cursor: Cursor) -> tuple[tuple[Chain, ...], ...]:
    """Read ``if x < 0 and y > 0 or z = 1``; “otherwise” has no condition."""
    found: list[list[Chain]] = [[]]
    while cursor.peek().kind != "end" and cursor.peek().text != "\\\\":
        token = cursor.peek()
        if token.kind == "word":
            words = token.text.replace(",", " ").replace(".", " ").split()
            if set(words) - CONDITION_WORDS:
                raise cursor.error(f"cannot read the condition “{token.text}”; write a relation")
            cursor.take()
            if "or" in words and found[-1]:
                found.append([])
        elif not cursor.accept(",", ".", ":", "&", *QUADS):
            found[-1].append(chain(cursor))
    return tuple(map(tuple, found))
