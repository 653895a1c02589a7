"""A formula, its statements and their sides: they have values once their names have."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import mpmath
import numpy as np

from . import layout
from .binding import Bound, Names, bindings, check_used, occurs
from .conditions import Condition, is_condition
from .errors import MathError
from .evaluation import rounding, sets
from .evaluation.arrays import Counted, squeeze
from .evaluation.evaluator import Evaluator
from .evaluation.keys import keys_of
from .evaluation.numeric import Numeric, Opened
from .evaluation.relations import RELATIVE, related
from .layout import EDGES
from .parsing import tree
from .parsing.parser import key_of, parse, variables_of
from .parsing.tokens import QUADS, RELATIONS, Token, plain, tokenize

_SPACED = RELATIONS | QUADS | set("+-,;&|") | {r"\\", r"\|"}
_SILENT = EDGES | {"{", "}", "\\\\", r"\left.", r"\right."}  # says nothing that could be wrong
_LOGIC = (r"\implies", r"\iff")


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
        self.tokens = _tokens(tex, place)
        self.used: set[int] = set()
        self.by_equality: set[int] = set()

    @cached_property
    def variables(self) -> tuple[str, ...] | None:
        """By what the formula differentiates; None if it has no derivatives."""
        return variables_of(self.tex, self.tokens)

    @cached_property
    def _pieces(self) -> tuple[list["Statement"], list[Condition]]:
        statements: list[Statement] = []
        conditions: list[Condition] = []
        for row in self.rows(range(len(self.tokens))):
            if statements and is_condition(self.tokens, row):
                try:
                    conditions.append(Condition(self.tokens, row))
                except MathError as error:
                    start = self.tokens[row[0]].start
                    raise MathError(error.message, self.tex, start, self.place) from None
            else:
                statements.append(Statement(self, row))
        return statements, conditions

    @property
    def parts(self) -> list["Statement"]:
        """The statements: rows, or parts set apart by a comma and a wide space."""
        return self._pieces[0]

    @property
    def conditions(self) -> list[Condition]:
        """What stands behind the statements: for which values they hold, and definitions."""
        return self._pieces[1]

    def rows(self, places: Iterable[int], commas: bool = False) -> list[list[int]]:
        """Split at the ends of rows and at commas; see `layout.rows`."""
        try:
            return list(layout.rows(self.tokens, places, commas))
        except MathError as error:
            raise self.error(error.message) from None

    def scopes(self, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The names for which the formula is said to hold: one scope, or one for each index.

        Raises
        ------
        MathError
            If a condition of the formula is not met by the names.
        """
        scopes = [given]
        for condition in self.conditions:
            scopes = [more for one in scopes for more in self._under(condition, one)]
        yield from scopes

    def _under(self, condition: Condition, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The names under a condition."""
        self.used.update(condition.words)
        if condition.is_range:
            yield from self._through(condition, given)
            return
        if not condition.places:
            yield given
            return
        members = [one.removeprefix("\\") for one in condition.members]
        if members and not set(members) & set(given) and condition.within:
            self.used.update(condition.places)
            values = squeeze(Expression(self, condition.within).value(Numeric(), given))
            for one in sets.elements(values):
                chosen = tuple(one) if len(members) > 1 else (one,)
                yield {**given, **dict(zip(members, chosen, strict=True))}
            return
        defined = definition(self, condition, given)
        if defined:
            yield {**given, **defined}
            return
        if condition.is_free(set(given)):
            self.used.update(condition.places)
            yield given
            return
        for row in self.rows(condition.places, commas=True):
            if not Statement(self, row).check(given, None, 0.0):
                message = (
                    "the condition of this formula does not hold with these names; bind others"
                )
                raise self.error(message)
        yield given

    def _through(self, condition: Condition, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        r"""Each value of an index that runs, as in ``k = 1, \dots, n``; or the one bound."""
        sign = next(k for k in condition.places if self.tokens[k].text in ("=", r"\in"))
        at = condition.places.index(sign)
        key = key_of(Expression(self, condition.places[:at]).tex)
        listed = [k for k in condition.places[at + 1 :] if self.tokens[k].text not in QUADS]
        values = _listed(self, listed, given)
        self.used.update(condition.places[: at + 1])
        if key not in given:
            yield from ({**given, key: value} for value in values)
            return
        bound = squeeze(given[key])
        if isinstance(bound, list | tuple | range | np.ndarray):
            yield from ({**given, key: value} for value in bound if value in values)
        elif bound in values:
            yield given
        else:
            message = f"“{key}” is bound to {bound}, for which this formula is not said to hold"
            raise self.error(message)

    def refuse_unused(self, names: Names, evaluated: list["Statement"]) -> None:
        """Refuse names that neither these statements nor the rest of the formula uses."""
        used: set[str] = set()
        inside: set[int] = set()
        for statement in evaluated:
            used |= statement.keys(names)
            inside |= {k for side in statement.sides for k in side.places}
        rest = [token for k, token in enumerate(self.tokens) if k not in inside]
        needed = names.keys() - getattr(names, "shared", frozenset())
        self.check_used([key for key in needed if not occurs(key, rest)], used)

    def check_used(self, names: Iterable[str], used: set[str]) -> None:
        """Refuse names that are bound and stand nowhere; see `binding.check_used`."""
        try:
            check_used(names, used)
        except MathError as error:
            raise self.error(error.message) from None

    def error(self, message: str) -> MathError:
        """Return what is wrong with the whole."""
        return MathError(message, self.tex, 0, self.place)

    def unused(self) -> list[Token]:
        """Return the tokens that no evaluation had a part for; braces and commas do not count."""
        return [
            token
            for k, token in enumerate(self.tokens)
            if k not in self.used and token.text not in _SILENT and not layout.is_frame(token)
        ]


def _tokens(tex: str, place: str) -> tuple[Token, ...]:
    try:
        return tokenize(tex)
    except MathError as error:
        raise MathError(error.message, error.tex, error.position, place) from None


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
        while places and tokens[places[-1]].text in EDGES:
            places.pop()
        while places and tokens[places[0]].text in EDGES:
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
    def trimmed(self) -> list[Token]:
        """Its tokens, without commas and wide spaces at the ends."""
        return [self.equation.tokens[k] for k in self._trimmed]

    @property
    def tex(self) -> str:
        """The LaTeX of this side."""
        tokens = [self.equation.tokens[k] for k in self._trimmed]
        return self.equation.tex[tokens[0].start : tokens[-1].end] if tokens else ""

    def __repr__(self) -> str:
        return f"<Expression {self.tex}>"

    def __call__(self, names: Names | None = None, /, **more: Any) -> Any:
        r"""Return the value: a number, a vector of shape (n,), or a matrix.

        With ``\pm`` it is a pair, that of the upper signs first.

        Raises
        ------
        MathError
            If a name has no value, or is not used, or the LaTeX has no one meaning.
        """
        given = self._bound(names, more)
        both = [self.value(Numeric(), given, upper) for upper in self._signs()]
        self.refuse_unused(given)
        return _plain(both[0]) if len(both) == 1 else tuple(map(_plain, both))

    def _bound(self, names: Names | None, more: Names) -> Bound:
        given = _bindings(self.equation, names, more)
        for condition in self.equation.conditions:
            given.update(definition(self.equation, condition, given))
        return given

    def _signs(self) -> tuple[bool, ...]:
        texts = {self.equation.tokens[k].text for k in self.places}
        return (True, False) if {r"\pm", r"\mp"} & texts else (True,)

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the exact value as SymPy's; names without a value become symbols."""
        from .evaluation.exact import Exact  # SymPy takes its time, and few need it

        given = self._bound(names, more)
        value = squeeze(self.value(Exact(), given))
        self.refuse_unused(given)
        return value

    def integrand(self, names: Names | None = None, /, **at: Any) -> tuple[Any, dict[str, Any]]:
        """Open the integrals: return the integrand at a point, and the limits there."""
        opened = Opened(_bindings(self.equation, names, at))
        value = squeeze(self.value(opened, opened.point))
        self.refuse_unused({key: 0 for key in opened.point if key not in opened.limits})
        return value, opened.limits

    def refuse_unused(self, names: Names) -> None:
        """Refuse names that neither this side nor the rest of the formula uses.

        Raises
        ------
        MathError
            With the names that there are.
        """
        used = self.keys(names)
        rest = [token for k, token in enumerate(self.equation.tokens) if k not in set(self.places)]
        needed = names.keys() - getattr(names, "shared", frozenset())
        self.equation.check_used([key for key in needed if not occurs(key, rest)], used)

    def keys(self, names: Names) -> set[str]:
        """The names that this side asks for."""
        return set(keys_of(self._tree(names)))

    def _tree(self, names: Names) -> tree.Node:
        tokens = tuple(self.equation.tokens[k] for k in self._trimmed)
        return parse(self.equation.tex, tokens, names, self.equation.variables)

    def is_(self, tex: str) -> bool:
        """Whether this side is, token for token, the LaTeX given."""
        places = self._trimmed
        same = list(plain([self.equation.tokens[k] for k in places])) == list(plain(tokenize(tex)))
        if same:
            self.equation.used.update(places)
            self.equation.by_equality.update(places)
        return same

    def value(self, algebra: Numeric, names: dict[str, Any], upper: bool = True) -> Any:
        """Return the value in an algebra, and note the tokens that had a part in it."""
        places, tex = self._trimmed, self.equation.tex
        tokens = tuple(self.equation.tokens[k] for k in places)
        try:
            if not tokens:
                raise MathError("there is nothing on this side", tex, 0)
            evaluator = Evaluator(tex, tokens, algebra, names, upper)
            with np.errstate(divide="raise", invalid="raise", over="ignore", under="ignore"):
                value = evaluator.value(self._tree(names), names)
            value = value.array if isinstance(value, Counted) else value
        except MathError as error:
            place = self.equation.place
            raise MathError(error.message, tex, error.position, place) from error.__cause__
        self.equation.used.update(places[k] for k in evaluator.used if k < len(places))
        return value


def _plain(value: Any) -> Any:
    """A value as a test takes it: a float in place of a number of more digits."""
    value = squeeze(value)
    if isinstance(value, mpmath.mpf | mpmath.mpc):
        return complex(value) if isinstance(value, mpmath.mpc) else float(value)
    return value


def _listed(formula: Formula, places: list[int], given: dict[str, Any]) -> list[Any]:
    r"""The values of ``1, \dots, n``, or of a set in braces."""
    tokens = [formula.tokens[k] for k in places]
    if tokens and tokens[0].text not in (r"\{", "("):
        here = tokens[0].start, tokens[-1].end
        opening = Token(r"\{", "command", here[0], here[0])
        closing = Token(r"\}", "command", here[1], here[1])
        tokens = [opening, *tokens, closing]
        places = [-1, *places, -1]
    evaluator = Evaluator(formula.tex, tuple(tokens), Numeric(), given)
    node = parse(formula.tex, tuple(tokens), given, formula.variables)
    values = squeeze(evaluator.value(node, given))
    formula.used.update(places[k] for k in evaluator.used if places[k] >= 0)
    return list(values)


def _bindings(formula: Formula, names: Names | None, more: Names) -> Bound:
    try:
        return bindings(names, more)
    except MathError as error:
        raise formula.error(error.message) from None


def definition(formula: Formula, condition: Condition, names: Names) -> dict[str, Any]:
    r"""What ``where q = …`` gives to a name that is not bound; nothing if it is no definition."""
    if not condition.places:
        return {}
    statement = Statement(formula, condition.places)
    if statement.relations not in (["="], [":="]):
        return {}
    key = key_of(statement.lhs.tex)
    if key in names or not re.fullmatch(r"[^\W\d]\w*", key) or condition.is_range:
        return {}
    formula.used.update([*condition.words, *statement.signs, *statement.lhs.places])
    return {key: squeeze(statement.rhs.value(Numeric(), dict(names)))}


class Statement:
    """A relation between two sides or more, or one expression."""

    def __init__(self, equation: Formula, places: list[int]) -> None:
        self.equation = equation
        places, self._modulus = _without_modulus(equation, places)
        levels = layout.levels(equation.tokens, places)
        top = [k for k, level in levels if level == 0]
        self._logic = next((k for k in top if equation.tokens[k].text in _LOGIC), None)
        if self._logic is not None:
            at = places.index(self._logic)
            self._halves = (
                Statement(equation, places[:at]),
                Statement(equation, places[at + 1 :]),
            )
        self._extrapolated = False
        self.signs: list[int] = []
        sides: list[list[int]] = [[]]
        for k, level in levels:
            if level == 0 and equation.tokens[k].text in RELATIONS:
                self.signs.append(k)
                sides.append([])
            else:
                sides[-1].append(k)
        self.sides = [Expression(equation, side) for side in sides]
        self.relations = [equation.tokens[k].text for k in self.signs]

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

    def holds(
        self,
        names: Names | None = None,
        /,
        *,
        rtol: float | None = None,
        atol: float = 0.0,
        **more: Any,
    ) -> bool:
        """Whether every side stands in its relation to the next, with these names.

        Parameters
        ----------
        rtol
            How far numbers that are equal may differ, relatively; 1e-9 if it is not given.
        atol
            How far they may differ absolutely; not at all if it is not given.

        Raises
        ------
        MathError
            If a name has no value, or is not used, or the LaTeX has no one meaning; also if a
            condition of the formula is not met.
        """
        given = _bindings(self.equation, names, more)
        held = [self.check(scope, rtol, atol) for scope in self.equation.scopes(given)]
        self.equation.refuse_unused(given, [self])
        return all(held)

    def check(self, given: dict[str, Any], rtol: float | None, atol: float) -> bool:
        """Whether it holds, with names as `bindings` returns them; unused ones are no error."""
        if self._logic is not None:
            return self._follows(given, rtol, atol)
        if not self.signs:
            raise MathError("an expression does not hold; evaluate it", self.equation.tex)
        both = self._both(given)
        self.equation.used.update(self.signs)
        try:
            return all(
                self._linked(number, values, given, upper, rtol, atol)
                for upper, values in both
                for number in range(len(self.relations))
            )
        except MathError as error:
            if error.tex:
                raise
            message = f"cannot be compared: {error.message}"
            raise self.equation.error(message) from error
        except Exception as error:  # whatever the comparison of two values raises
            raise self.equation.error(f"cannot be compared: {error}") from error

    def _follows(self, given: dict[str, Any], rtol: float | None, atol: float) -> bool:
        premise, conclusion = (half.check(given, rtol, atol) for half in self._halves)
        assert self._logic is not None
        self.equation.used.add(self._logic)
        if self.equation.tokens[self._logic].text == r"\iff":
            return premise is conclusion
        if not premise:
            raise self.equation.error("the premise does not hold, so nothing is said; bind others")
        return conclusion

    def _both(self, given: dict[str, Any]) -> list[tuple[bool, list[Any]]]:
        r"""The values of all sides; with ``\pm``, those of the upper and of the lower signs."""
        signed = [len(side._signs()) > 1 for side in self.sides]
        algebra = Numeric()
        values = [side.value(algebra, given) for side in self.sides]
        self._extrapolated = algebra.extrapolated
        if not any(signed):
            return [(True, values)]
        lower = [
            side.value(Numeric(), given, upper=False) if has else value
            for side, has, value in zip(self.sides, signed, values, strict=True)
        ]
        if sum(signed) == 1:
            for number, has in enumerate(signed):
                value = squeeze(values[number])
                if has:
                    continue
                if np.shape(value) != (2,):
                    message = "one side has two values, by its signs; bind the other to both, the "
                    raise self.equation.error(message + "upper sign first")
                swapped = layout.nearer(
                    value, [v[number + (1 if number == 0 else -1)] for v in (values, lower)]
                )
                values[number], lower[number] = value[swapped], value[1 - swapped]
        return [(True, values), (False, lower)]

    def _linked(
        self,
        number: int,
        values: list[Any],
        given: dict[str, Any],
        upper: bool,
        rtol: float | None,
        atol: float,
    ) -> bool:
        """Whether two neighbouring sides stand in the relation between them."""
        relation = self.relations[number]
        one, other = values[number], values[number + 1]
        if relation == r"\equiv" and self._modulus is not None:
            modulus = self._modulus.value(Numeric(), given)
            difference = squeeze(one) - squeeze(other)
            return float(difference % modulus) == 0
        if relation == r"\approx" and rtol is None and not atol:
            units = [layout.half_unit(side.trimmed) for side in self.sides[number : number + 2]]
            known = [unit for unit in units if unit is not None]
            if not known:
                message = "how near is “\\approx”? give the test rtol, or atol"
                raise self.equation.error(message)
            rtol, atol = RELATIVE, max(known)
        tolerance = RELATIVE if rtol is None else rtol

        def noise() -> float:
            if sum(len(side._signs()) > 1 for side in self.sides) == 1:
                return 0.0
            zero = any(isinstance(squeeze(side), int) and not squeeze(side) for side in values)
            if self._extrapolated and not zero:
                return 0.0  # it is known to less than rounding, and takes long
            pair = self.sides[number : number + 2]
            return rounding.slack(
                lambda algebra: [squeeze(side.value(algebra, given, upper)) for side in pair],
                (squeeze(one), squeeze(other)),
                tolerance if zero else rounding.ROUNDING,
            )

        return related(relation, one, other, tolerance, atol, noise)

    def use(self, *relations: str) -> "Statement":
        """Assert which signs stand between the sides."""
        said = [tokenize(sign)[0].text for sign in relations]
        assert self.relations == said, f"the page has {self.relations} here, not {said}"
        self.equation.used.update(self.signs)
        return self

    def defines(self, name: str) -> Expression:
        """Assert that the left side is this name and the sign is ``=``; return the right side."""
        self.use(*["="] * len(self.relations))
        assert len(self.sides) > 1, f"{self.equation} defines nothing"
        assert self.lhs.is_(name), f"the left side is {self.lhs.tex}, not {name}"
        return self.rhs

    def keys(self, names: Names) -> set[str]:
        """The names that its sides ask for."""
        if self._logic is not None:
            return self._halves[0].keys(names) | self._halves[1].keys(names)
        expressions = [*self.sides, *([self._modulus] if self._modulus else [])]
        return set().union(*(side.keys(names) for side in expressions))

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the expression, or the equation of the first and the last side, as SymPy's."""
        import sympy  # takes its time, and few need it

        sides = [side.sympy(names, **more) for side in self.sides]
        if len(sides) == 1:
            return sides[0]
        self.use(*["="] * len(self.relations))
        return sympy.Eq(sides[0], sides[-1], evaluate=False)


def _without_modulus(formula: Formula, places: list[int]) -> tuple[list[int], Expression | None]:
    r"""Places without ``\pmod{n}`` at their end, and n."""
    tokens = formula.tokens
    for at, k in enumerate(places):
        text = tokens[k].text
        opened = text == "(" and at + 1 < len(places) and tokens[places[at + 1]].text == "mod"
        if text == r"\pmod" or opened:
            formula.used.update(places[at : at + 1 + opened])
            inner = [j for j in places[at + 1 + opened :] if tokens[j].text not in EDGES]
            if opened and inner and tokens[inner[-1]].text == ")":
                formula.used.add(inner.pop())
            return places[:at], Expression(formula, inner)
    return places, None
