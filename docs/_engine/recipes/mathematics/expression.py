"""One side of an equation: it has a value once its names have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import MathError
from .evaluation.arrays import settled
from .evaluation.evaluate import Evaluator
from .evaluation.numeric import Numeric
from .parsing.parser import Parser
from .parsing.tokens import QUADS, RELATIONS, plain, tokenize

if TYPE_CHECKING:
    from .equation import Equation

_SPACED = RELATIONS | QUADS | set("+-,;&|") | {r"\\", r"\|"}
EDGES = QUADS | {",", ".", ";", "&"}
Names = Mapping[str, Any]


def bound(names: Names | None, more: Names) -> dict[str, Any]:
    """Names of a call; ``lambda_`` stands for a name that Python keeps for itself."""
    both = {**(names or {}), **more}
    return {name.removesuffix("_") if len(name) > 1 else name: both[name] for name in both}


@dataclass(frozen=True, eq=False)
class Expression:
    """A side of a statement: it has a value once its names have.

    Attributes
    ----------
    places
        Its tokens in the equation.
    """

    equation: "Equation"
    places: list[int]

    @property
    def _trimmed(self) -> list[int]:
        tokens, places = self.equation.tokens, list(self.places)
        while places and tokens[places[-1]].text in EDGES:
            places.pop()
        while places and tokens[places[0]].text in EDGES:
            places.pop(0)
        return [
            place
            for before, place, after in zip(
                [*places[:1], *places[:-1]], places, [*places[1:], *places[-1:]], strict=True
            )
            if tokens[place].text not in QUADS or not (self._spaces(before) or self._spaces(after))
        ]

    def _spaces(self, place: int) -> bool:
        """Whether a wide space beside this token is mere space: it separates no factors."""
        token = self.equation.tokens[place]
        return token.text in _SPACED or token.kind in ("begin", "end", "word")

    @property
    def tex(self) -> str:
        """The LaTeX of this side."""
        places = self._trimmed
        if not places:
            return ""
        tokens = self.equation.tokens
        return self.equation.tex[tokens[places[0]].start : tokens[places[-1]].end]

    def __repr__(self) -> str:
        return f"<Expression {self.tex}>"

    def __call__(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the value: a number, a vector of shape (n,), or a matrix.

        Raises
        ------
        MathError
            If a name has no value, or the LaTeX no one meaning.
        """
        return self.evaluated(Numeric(), bound(names, more))

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the exact value as SymPy's; names without a value become symbols."""
        from .evaluation.exact import Exact

        return self.evaluated(Exact(), bound(names, more))

    def integrand(self, names: Names | None = None, /, **at: Any) -> tuple[Any, dict[str, Any]]:
        """Open the integrals: return the integrand at a point, and the limits there."""
        opened = Opened(bound(names, at))
        return self.evaluated(opened, opened.point), opened.limits

    def is_(self, tex: str) -> bool:
        """Whether this side is, token for token, the LaTeX given."""
        places = self._trimmed
        mine = tuple(self.equation.tokens[k] for k in places)
        same = list(plain(mine)) == list(plain(tokenize(tex)))
        if same:
            self.equation.used.update(places)
            self.equation.by_equality.update(places)
        return same

    def evaluated(self, algebra: Numeric, names: dict[str, Any], whole: bool = False) -> Any:
        """Return the value in an algebra, and note the tokens that had a part in it."""
        places = self._trimmed
        tokens = tuple(self.equation.tokens[k] for k in places)
        tex = self.equation.tex
        try:
            if not tokens:
                raise MathError("there is nothing on this side", tex, 0)
            root = Parser(tex, tokens, names).whole()
            evaluator = Evaluator(tex, tokens, algebra, names)
            value = evaluator.value(root, names)
        except MathError as error:
            place = self.equation.place
            raise MathError(error.message, tex, error.position, place) from error.__cause__
        self.equation.used.update(places[k] for k in evaluator.used if k < len(places))
        return value if whole else settled(value)


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
