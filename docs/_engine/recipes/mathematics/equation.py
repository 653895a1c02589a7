"""Equations as tests use them: sides that evaluate, relations that hold, tokens that are used."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from .errors import MathError
from .evaluation.numeric import Numeric
from .evaluation.relations import RELATIVE, related
from .expression import EDGES, Expression, Names, bound
from .parsing.tokens import QUADS, RELATIONS, Token, tokenize

_FRAMES = {"aligned", "align", "gathered", "split", "equation", "alignat", "alignedat"}
_SILENT = EDGES | {"{", "}", "\\\\"}  # structure: says nothing that could be wrong
_OPEN, _CLOSED = {"(", "[", "{", r"\{"}, {")", "]", "}", r"\}"}


class Equation:
    """A piece of LaTeX, displayed or in a sentence: one statement or several.

    Parameters
    ----------
    tex
        The LaTeX, without the dollars.
    label
        What a person calls it.
    place
        Where it stands, such as ``page:line``, for messages.

    Attributes
    ----------
    used
        The places of the tokens that an evaluation had a part for.
    by_equality
        Those of them that were only compared with other LaTeX.
    """

    def __init__(self, tex: str, label: str = "", place: str = "") -> None:
        self.tex = tex
        self.label = label
        self.place = place
        self.tokens = tokenize(tex)
        self.used: set[int] = set()
        self.by_equality: set[int] = set()

    def __repr__(self) -> str:
        return f"<Equation {self.label or self.tex}>"

    @cached_property
    def parts(self) -> list["Statement"]:
        """The statements: rows, or parts set apart by a comma and a wide space."""
        return [Statement(self, span) for span in self._rows(range(len(self.tokens)))]

    def _rows(self, places: range) -> Iterator[list[int]]:
        row: list[int] = []
        inner = [k for k in places if not self._is_frame(self.tokens[k])]
        level = 0
        for number, k in enumerate(inner):
            token = self.tokens[k]
            level += (token.text in _OPEN or token.kind == "begin") - (
                token.text in _CLOSED or token.kind == "end"
            )
            following = self.tokens[inner[number + 1]].text if number + 1 < len(inner) else ""
            apart = token.text == "," and following in QUADS
            if level == 0 and (token.text == "\\\\" or apart):
                if row:
                    yield row
                row = []
            elif not (level == 0 and token.text == "&"):
                row.append(k)
        if any(self.tokens[k].text not in EDGES for k in row):
            yield row

    def _is_frame(self, token: Token) -> bool:
        return token.kind in ("begin", "end") and token.text in _FRAMES

    @property
    def only(self) -> "Statement":
        """The statement, if there is one.

        Raises
        ------
        MathError
            If there are several.
        """
        if len(self.parts) != 1:
            message = f"{len(self.parts)} statements; take one of .parts"
            raise MathError(message, self.tex, 0, self.place)
        return self.parts[0]

    @property
    def sides(self) -> list["Expression"]:
        """The sides of the only statement."""
        return self.only.sides

    @property
    def lhs(self) -> "Expression":
        """The first side of the only statement."""
        return self.only.lhs

    @property
    def rhs(self) -> "Expression":
        """The last side of the only statement."""
        return self.only.rhs

    @property
    def relations(self) -> list[str]:
        """The signs between the sides of the only statement."""
        return self.only.relations

    def __call__(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the value of an expression without a relation."""
        if self.relations:
            raise MathError("a relation has no value; take a side, or ask if it holds", self.tex)
        return self.lhs(names, **more)

    def holds(self, names: Names | None = None, /, *, rtol: float = RELATIVE, **more: Any) -> bool:
        """Whether all statements are true, with these names."""
        held = [part.holds(names, rtol=rtol, **more) for part in self.parts]
        return all(held)  # all are evaluated, so that all tokens count as used

    def use(self, *relations: str) -> "Statement":
        """See `Statement.use`."""
        return self.only.use(*relations)

    def defines(self, name: str) -> "Expression":
        """See `Statement.defines`."""
        return self.only.defines(name)

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """See `Statement.sympy`."""
        return self.only.sympy(names, **more)

    def problem(self) -> Any:
        """Read a problem of optimization; see `optimization.Problem`."""
        from .optimization import problem

        return problem(self)

    def unused(self) -> list[Token]:
        """Return the tokens that no evaluation had a part for; braces and commas do not count."""
        return [
            token
            for k, token in enumerate(self.tokens)
            if k not in self.used and token.text not in _SILENT and not self._is_frame(token)
        ]


class Statement:
    """A relation between two sides or more, or one expression."""

    def __init__(self, equation: Equation, places: list[int]) -> None:
        self.equation = equation
        self._signs: list[int] = []
        level, side = 0, list[int]()
        sides = [side]
        for k in places:
            token = equation.tokens[k]
            level += (token.text in _OPEN or token.kind == "begin") - (
                token.text in _CLOSED or token.kind == "end"
            )
            if level == 0 and token.text in RELATIONS:
                self._signs.append(k)
                side = []
                sides.append(side)
            else:
                side.append(k)
        self.sides = [Expression(equation, side) for side in sides]
        self.relations = [equation.tokens[k].text for k in self._signs]

    def __repr__(self) -> str:
        signs = [*self.relations, ""]
        pairs = zip(self.sides, signs, strict=True)
        return f"<Statement {' '.join(f'{side.tex} {sign}' for side, sign in pairs)}>"

    @property
    def lhs(self) -> "Expression":
        """The first side."""
        return self.sides[0]

    @property
    def rhs(self) -> "Expression":
        """The last side."""
        return self.sides[-1]

    def holds(self, names: Names | None = None, /, *, rtol: float = RELATIVE, **more: Any) -> bool:
        """Whether every side stands in its relation to the next, with these names.

        Parameters
        ----------
        rtol
            How far numbers that are equal may differ, relatively.
        """
        if not self._signs:
            raise MathError("an expression does not hold; evaluate it", self.equation.tex)
        given = bound(names, more)
        values = [side.evaluated(Numeric(), given, whole=True) for side in self.sides]
        self.equation.used.update(self._signs)
        pairs = zip(self.relations, values, values[1:], strict=False)
        return all(related(sign, one, other, rtol) for sign, one, other in pairs)

    def use(self, *relations: str) -> "Statement":
        """Assert which signs stand between the sides."""
        said = [plain_sign(sign) for sign in relations]
        assert self.relations == said, f"the page has {self.relations} here, not {said}"
        self.equation.used.update(self._signs)
        return self

    def defines(self, name: str) -> "Expression":
        """Assert that the left side is this name and the sign is ``=``; return the right side."""
        self.use(*["="] * len(self.relations))
        assert len(self.sides) > 1, f"{self.equation} defines nothing"
        assert self.lhs.is_(name), f"the left side is {self.lhs.tex}, not {name}"
        return self.rhs

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the expression, or the equation of the first and the last side, as SymPy's."""
        import sympy

        sides = [side.sympy(names, **more) for side in self.sides]
        if len(sides) == 1:
            return sides[0]
        self.use(*["="] * len(self.relations))
        return sympy.Eq(sides[0], sides[-1], evaluate=False)


def plain_sign(tex: str) -> str:
    """A relation in the spelling that all variants share."""
    return tokenize(tex)[0].text
