"""A formula, its statements and their sides: they have values once their names have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .errors import MathError
from .evaluation.arrays import squeeze
from .evaluation.evaluator import Evaluator
from .evaluation.numeric import RELATIVE, Numeric, related
from .parsing.parser import parse
from .parsing.tokens import QUADS, RELATIONS, Token, plain, tokenize

_EDGES = QUADS | {",", ".", ";", "&"}
_FRAMES = {"aligned", "align", "gathered", "split", "equation", "alignat", "alignedat"}
_SPACED = RELATIONS | QUADS | set("+-,;&|") | {r"\\", r"\|"}
_SILENT = _EDGES | {"{", "}", "\\\\"}  # structure: says nothing that could be wrong
_OPEN, _CLOSED = {"(", "[", "{", r"\{"}, {")", "]", "}", r"\}"}
Names = Mapping[str, Any]


def bindings(names: Names | None, more: Names) -> dict[str, Any]:
    """Names of a call; ``lambda_`` stands for a name that Python keeps for itself."""
    both = {**(names or {}), **more}
    return {name.removesuffix("_") if len(name) > 1 else name: both[name] for name in both}


class Formula:
    """A piece of LaTeX, and which of its tokens an evaluation had a part for.

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

    @cached_property
    def parts(self) -> list["Statement"]:
        """The statements: rows, or parts set apart by a comma and a wide space."""
        return [Statement(self, row) for row in self.rows(range(len(self.tokens)))]

    def rows(self, places: Iterable[int], commas: bool = False) -> Iterator[list[int]]:
        """Split at the ends of rows, and at commas: all, or those before a wide space."""
        row: list[int] = []
        tokens = self.tokens
        levels = self.levels(k for k in places if not self._is_frame(tokens[k]))
        for number, (k, level) in enumerate(levels):
            following = tokens[levels[number + 1][0]].text if number + 1 < len(levels) else ""
            apart = tokens[k].text == "," and (commas or following in QUADS)
            if level == 0 and (tokens[k].text == "\\\\" or apart):
                if row:
                    yield row
                row = []
            elif not (level == 0 and tokens[k].text == "&"):
                row.append(k)
        if any(tokens[k].text not in _EDGES for k in row):
            yield row

    def error(self, message: str) -> MathError:
        """Return what is wrong with the whole."""
        return MathError(message, self.tex, 0, self.place)

    def _is_frame(self, token: Token) -> bool:
        return token.kind in ("begin", "end") and token.text in _FRAMES

    def unused(self) -> list[Token]:
        """Return the tokens that no evaluation had a part for; braces and commas do not count."""
        return [
            token
            for k, token in enumerate(self.tokens)
            if k not in self.used and token.text not in _SILENT and not self._is_frame(token)
        ]

    def levels(self, places: Iterable[int]) -> list[tuple[int, int]]:
        """Return places of tokens, each with the number of brackets that are open behind it."""
        level, found = 0, []
        for k in places:
            token = self.tokens[k]
            level += token.text in _OPEN or token.kind == "begin"
            level -= token.text in _CLOSED or token.kind == "end"
            found.append((k, level))
        return found


@dataclass(frozen=True, eq=False)
class Expression:
    """A side of a statement: it has a value once its names have.

    Attributes
    ----------
    places
        Its tokens in the formula.
    """

    equation: Formula
    places: list[int]

    @property
    def _trimmed(self) -> list[int]:
        tokens, places = self.equation.tokens, list(self.places)
        while places and tokens[places[-1]].text in _EDGES:
            places.pop()
        while places and tokens[places[0]].text in _EDGES:
            places.pop(0)
        return [
            place
            for n, place in enumerate(places)
            if tokens[place].text not in QUADS
            or not (self._spaces(places[n - 1]) or self._spaces(places[n + 1]))
        ]

    def _spaces(self, place: int) -> bool:
        """Whether a wide space beside this token is mere space: it separates no factors."""
        token = self.equation.tokens[place]
        return token.text in _SPACED or token.kind in ("begin", "end", "word")

    @property
    def tex(self) -> str:
        """The LaTeX of this side."""
        tokens = [self.equation.tokens[k] for k in self._trimmed]
        return self.equation.tex[tokens[0].start : tokens[-1].end] if tokens else ""

    def __repr__(self) -> str:
        return f"<Expression {self.tex}>"

    def __call__(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the value: a number, a vector of shape (n,), or a matrix.

        Raises
        ------
        MathError
            If a name has no value, or the LaTeX no one meaning.
        """
        return squeeze(self.value(Numeric(), bindings(names, more)))

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the exact value as SymPy's; names without a value become symbols."""
        from .evaluation.exact import Exact  # SymPy takes its time, and few need it

        return squeeze(self.value(Exact(), bindings(names, more)))

    def integrand(self, names: Names | None = None, /, **at: Any) -> tuple[Any, dict[str, Any]]:
        """Open the integrals: return the integrand at a point, and the limits there."""
        opened = Opened(bindings(names, at))
        return squeeze(self.value(opened, opened.point)), opened.limits

    def is_(self, tex: str) -> bool:
        """Whether this side is, token for token, the LaTeX given."""
        places = self._trimmed
        same = list(plain([self.equation.tokens[k] for k in places])) == list(plain(tokenize(tex)))
        if same:
            self.equation.used.update(places)
            self.equation.by_equality.update(places)
        return same

    def value(self, algebra: Numeric, names: dict[str, Any]) -> Any:
        """Return the value in an algebra, and note the tokens that had a part in it."""
        places, tex = self._trimmed, self.equation.tex
        tokens = tuple(self.equation.tokens[k] for k in places)
        try:
            if not tokens:
                raise MathError("there is nothing on this side", tex, 0)
            evaluator = Evaluator(tex, tokens, algebra, names)
            value = evaluator.value(parse(tex, tokens, names), names)
        except MathError as error:
            place = self.equation.place
            raise MathError(error.message, tex, error.position, place) from error.__cause__
        self.equation.used.update(places[k] for k in evaluator.used if k < len(places))
        return value


class Opened(Numeric):
    """Integrals are opened, not computed.

    Attributes
    ----------
    limits
        Those met on the way to the integrand, by variable.
    """

    def __init__(self, point: dict[str, Any]) -> None:
        self.point = point
        self.limits: dict[str, tuple[Any, Any]] = {}

    def integral(self, function: Any, variable: str, low: Any, high: Any) -> Any:
        """Return the integrand at the point."""
        if variable not in self.point:
            raise MathError(f"no value is bound to “{variable}”, at which to look inside")
        self.limits[variable] = low, high
        return function(self.point[variable])


class Statement:
    """A relation between two sides or more, or one expression."""

    def __init__(self, equation: Formula, places: list[int]) -> None:
        self.equation = equation
        self._signs: list[int] = []
        sides: list[list[int]] = [[]]
        for k, level in equation.levels(places):
            if level == 0 and equation.tokens[k].text in RELATIONS:
                self._signs.append(k)
                sides.append([])
            else:
                sides[-1].append(k)
        self.sides = [Expression(equation, side) for side in sides]
        self.relations = [equation.tokens[k].text for k in self._signs]

    def __repr__(self) -> str:
        signs = [*self.relations, ""]
        pairs = zip(self.sides, signs, strict=True)
        return f"<Statement {' '.join(f'{side.tex} {sign}' for side, sign in pairs)}>"

    @property
    def lhs(self) -> Expression:
        """The first side."""
        return self.sides[0]

    @property
    def rhs(self) -> Expression:
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
        given = bindings(names, more)
        values = [side.value(Numeric(), given) for side in self.sides]
        self.equation.used.update(self._signs)
        pairs = zip(self.relations, values, values[1:], strict=False)
        try:
            return all(related(sign, one, other, rtol) for sign, one, other in pairs)
        except (TypeError, ValueError) as error:
            message = (
                error.message if isinstance(error, MathError) else f"cannot be compared: {error}"
            )
            raise self.equation.error(message) from error

    def use(self, *relations: str) -> "Statement":
        """Assert which signs stand between the sides."""
        said = [tokenize(sign)[0].text for sign in relations]
        assert self.relations == said, f"the page has {self.relations} here, not {said}"
        self.equation.used.update(self._signs)
        return self

    def defines(self, name: str) -> Expression:
        """Assert that the left side is this name and the sign is ``=``; return the right side."""
        self.use(*["="] * len(self.relations))
        assert len(self.sides) > 1, f"{self.equation} defines nothing"
        assert self.lhs.is_(name), f"the left side is {self.lhs.tex}, not {name}"
        return self.rhs

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the expression, or the equation of the first and the last side, as SymPy's."""
        import sympy  # takes its time, and few need it

        sides = [side.sympy(names, **more) for side in self.sides]
        if len(sides) == 1:
            return sides[0]
        self.use(*["="] * len(self.relations))
        return sympy.Eq(sides[0], sides[-1], evaluate=False)
