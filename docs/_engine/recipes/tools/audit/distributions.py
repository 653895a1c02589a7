"""The densities and masses that `scipy.stats` prints, against `pdf` and `pmf`.

Each is read from its docstring and evaluated at several points.
"""

import inspect
import math
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from recipes.mathematics.binding import Shared
from recipes.mathematics.equation import Equation, Statement
from recipes.mathematics.errors import MathError
from recipes.mathematics.layout import PIECES

TOLERANCE = 1e-6  # relative
SHARES = (0.17, 0.42, 0.68, 0.91)  # of the probability: the points are these quantiles
MISSING = re.compile(r"no value is bound to “([^”]*)”")
_INLINE = re.compile(r":math:`([^`]*)`")
# Words that docstrings type as letters.
_TYPED = re.compile(r"(?<![\\A-Za-z])(cosh|sinh|exp|log|df|sup)(?![A-Za-z])")
_RUNS = {
    "cosh": r"\cosh ",
    "sinh": r"\sinh ",
    "exp": r"\exp ",
    "log": r"\log ",
    "df": r"\mathrm{df}",
}

Where = tuple[str, str, str]


@dataclass(frozen=True)
class Finding:
    """What came of one distribution.

    Attributes
    ----------
    verdict
        ``agrees``, ``differs`` or ``not read``.
    tex
        The formula as printed.
    reason
        Why it was not read, or where it differs.
    where
        Where it differs most: the point, what is printed there, and what is computed.
    """

    name: str
    verdict: str
    tex: str = ""
    reason: str = ""
    where: Where | None = None


def differing(name: str, tex: str, where: Where) -> Finding:
    """Return that a formula differs."""
    return Finding(name, "differs", tex, "at {} it prints {}, not {}".format(*where), where)


def notation() -> dict[str, Any]:
    """Return what the docstrings mean by names that they do not define."""
    from scipy import special

    return {
        "*": lambda one, other: one * other,
        "i": 1j,
        "B": special.beta,
        "beta": special.beta,
        "zeta": special.zeta,
        "phi": lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi),
        "Phi": special.ndtr,
        "I": special.iv,
        "K": special.kv,
        "I_0": special.i0,
        "K_1": special.k1,
        "H": lambda n, a: sum(k**-a for k in range(1, int(n) + 1)),
    }


def formulas(docstring: str) -> Iterator[str]:
    """Find the displayed formulas of a docstring, in its order."""
    lines = inspect.cleandoc(docstring).split("\n")
    number = 0
    while number < len(lines):
        match = re.fullmatch(r"(\s*)\.\. math::\s*(.*)", lines[number])
        number += 1
        if not match:
            continue
        body = [match[2]]
        while number < len(lines) and (
            not lines[number].strip() or re.match(rf"{match[1]}\s", lines[number])
        ):
            body.append(lines[number].strip())
            number += 1
        yield "\n".join(body).strip()


def normalize(tex: str) -> str:
    """A formula with the words that its author typed as letters, as commands, and on one line."""
    tex = _TYPED.sub(lambda match: _RUNS.get(match[1], rf"\{match[1]} "), tex)
    rows = tex.split(r"\\")
    continued = r"\begin" not in tex and not any("=" in row for row in rows[1:])
    return " ".join(rows) if continued else tex


def _statements(tex: str) -> list[Statement]:
    try:
        return Equation(normalize(tex)).parts
    except MathError as error:
        if error.message == PIECES:
            raise MathError("it is printed in pieces that are no “cases”") from None
        return []


def _read_left_side(statement: Statement) -> tuple[str, tuple[str, ...]] | None:
    """The name that a statement defines, and its arguments: ``R(t) = ...``."""
    if statement.relations[:1] != ["="]:
        return None
    match = re.fullmatch(
        r"\\?([A-Za-z]+)(_\{?[\w,]+\}?)?\s*(?:\(([^()]*)\))?", statement.lhs.tex.strip()
    )
    if not match:
        return None
    name = match[1] + (match[2] or "").replace("{", "").replace("}", "")
    given = re.sub(r"\\mathrm\{(\w+)\}", r"\1", match[3] or "")
    parts = re.split(r"[,;]", given) if given else []
    return name, tuple(part.strip().lstrip("\\") for part in parts)


def density(docstring: str, shapes: Sequence[str], discrete: bool) -> Statement | None:
    """Return what prints the density or the mass, ``f(x, ...)``: with all shapes, if there is one.

    Raises
    ------
    MathError
        If it is printed in pieces that say in words which one counts.
    """
    variables = ("k", "x") if discrete else ("x",)
    found: list[tuple[bool, Statement]] = []
    for tex in formulas(docstring):
        for statement in _statements(tex):
            left = _read_left_side(statement)
            if left and left[0] in ("f", "p") and left[1][:1] and left[1][0] in variables:
                found.append((len(left[1]) - 1 == len(shapes), statement))
    return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def definitions(docstring: str) -> dict[str, tuple[tuple[str, ...], Statement]]:
    """Return what else a docstring defines: names, and functions with their arguments."""
    found: dict[str, tuple[tuple[str, ...], Statement]] = {}
    inline = (match[1] for match in _INLINE.finditer(docstring))
    for tex in [*formulas(docstring), *inline]:
        try:
            statements = _statements(tex)
        except MathError:
            continue
        for statement in statements:
            left = _read_left_side(statement)
            if left and left[0] not in found:
                found[left[0]] = (left[1], statement)
    return found


def value(statement: Statement, names: Mapping[str, Any], defined: Mapping[str, Any]) -> Any:
    """Evaluate a right side; a name without a value is looked up in the docstring.

    Raises
    ------
    MathError
        If a name is defined nowhere, or the formula has no one meaning.
    """
    known = Shared(names)
    for _ in range(12):
        try:
            return statement.rhs(known)
        except MathError as error:
            missing = MISSING.search(error.message)
            if not missing or missing[1] not in defined:
                raise
            arguments, definition = defined[missing[1]]
            if arguments:
                call: Callable[..., Any] = partial(_call, arguments, definition, known, defined)
                known[missing[1].split("_")[0]] = call
            else:
                known[missing[1]] = value(definition, known, _without(defined, missing[1]))
    raise MathError("the definitions of its names go round in a circle")


def _call(
    arguments: Sequence[str],
    definition: Statement,
    known: Mapping[str, Any],
    defined: Mapping[str, Any],
    *given: Any,
) -> Any:
    if len(given) != len(arguments):
        message = f"it calls “{definition.lhs.tex}” with another number of arguments"
        raise MathError(message)
    return value(definition, {**known, **dict(zip(arguments, given, strict=True))}, defined)


def _without(defined: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {other: one for other, one in defined.items() if other != name}


def shorten(error: MathError) -> str:
    """Why a formula was not read, without what its author should do."""
    return re.split(r"; |(?<=\?) ", error.message)[0]


def compare(
    name: str,
    docstring: str,
    shapes: Sequence[str],
    values: Sequence[float],
    points: Sequence[float],
    computed: Callable[[float], float],
    discrete: bool = False,
) -> Finding:
    """Compare the printed density with the computed one at some points."""
    try:
        statement = density(docstring, shapes, discrete)
    except MathError as error:
        return Finding(name, "not read", reason=shorten(error))
    if statement is None:
        return Finding(name, "not read", reason="its docstring prints no density as f(x) = ...")
    left = _read_left_side(statement)
    assert left
    variable, *printed = left[1]
    defined = definitions(docstring)
    bound = {key: one for key, one in notation().items() if key not in defined}
    bound |= dict(zip(shapes, values, strict=False))
    if len(printed) == len(values) and set(printed) != set(shapes):
        bound |= dict(zip(printed, values, strict=True))
    worst, where = 0.0, ("", "", "")
    tex = statement.equation.tex
    nested = tex.count(r"\int") > 1  # a point takes seconds
    try:
        for point in points[1:2] if nested else points:
            shown = complex(value(statement, {**bound, variable: point}, defined))
            wanted = computed(point)
            difference = abs(shown - wanted) / max(abs(wanted), 1e-300)
            if not difference <= worst:  # also where it is no number
                worst = difference
                where = f"{point:.4g}", f"{shown.real:.4g}", f"{wanted:.4g}"
    except MathError as error:
        return Finding(name, "not read", tex, reason=shorten(error))
    return Finding(name, "agrees", tex) if worst < TOLERANCE else differing(name, tex, where)


def _at(function: Callable[..., Any], values: Sequence[float], point: float) -> float:
    return float(function(point, *values))


def distributions(only: Collection[str] = ()) -> list[Finding]:
    """Compare distributions of the installed ``scipy.stats``, with SciPy's own test values.

    Parameters
    ----------
    only
        The names of some; without them, all are compared.
    """
    from scipy import stats
    from scipy.stats._distr_params import distcont, distdiscrete

    found: dict[str, Finding] = {}
    for name, values in sorted(
        (pair for pair in [*distcont, *distdiscrete] if isinstance(pair[0], str)),
        key=lambda pair: 0 in pair[1],  # where a shape is zero, a limit is printed
    ):
        if name in found or (only and name not in only):
            continue
        one = getattr(stats, name)
        discrete = isinstance(one, stats.rv_discrete)
        shapes = [part.strip() for part in (one.shapes or "").split(",") if part.strip()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            points = [float(point) for point in one.ppf(SHARES, *values)]
            if discrete:
                points = [int(point) for point in points]
            function = one.pmf if discrete else one.pdf
            computed: Callable[[float], float] = partial(_at, function, values)
            docstring = one.__doc__ or ""
            found[name] = compare(name, docstring, shapes, values, points, computed, discrete)
    return list(found.values())
