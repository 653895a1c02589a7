"""Equations as pages print them, with values computed without the engine, and slips that are false.

A file holds the equations of one field. Each has its ``tex``; ``names`` to bind, and ``let``, which
are not bound but of use to others: numbers, or expressions in Python, evaluated in their order;
where no name carries it, the ``value`` of its sides. A slip is a piece of the TeX, what stands
there by mistake, and where it was computed, the value that the mistake has.
"""

import math
import tomllib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import scipy
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.mathematics.evaluation.arrays import centred, one_based

FOLDER = Path(__file__).parent
FIELDS = sorted(path.stem for path in FOLDER.glob("*.toml"))
OUTCOMES = ["right", "refused clearly", "refused unclearly", "wrong", "raw"]
LIBRARIES = {
    "math": math,
    "mp": mpmath.mp,
    "np": np,
    "one_based": one_based,
    "centred": centred,
    "integrate": scipy.integrate,
    "interpolate": scipy.interpolate,
    "linalg": scipy.linalg,
    "constants": scipy.constants,
    "optimize": scipy.optimize,
    "signal": scipy.signal,
    "special": scipy.special,
    "stats": scipy.stats,
}
# What tells a reader what to do: to write or bind something else, or to take another way.
ADVICE = (
    "write bind bound brackets use give take put say set state name call pass ask evaluate choose"
    " spell needs must instead add close compute check"
).split()


@dataclass
class Entry:
    """An equation of the table.

    Attributes
    ----------
    refused
        Whether it has no value or more than one reading, so that the engine must refuse it.
    """

    tex: str
    prelude: str = ""
    let: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    value: Any = None
    rtol: float = 1e-9
    atol: float = 0.0
    slips: list[list[str]] = field(default_factory=list)
    refused: bool = False

    @cached_property
    def scope(self) -> dict[str, Any]:
        """What expressions may use: libraries, the file's own functions, the names before them."""
        scope = dict(LIBRARIES)
        exec(self.prelude, scope)
        for name, code in [*self.let.items(), *self.names.items()]:
            scope[name] = eval(code, scope) if isinstance(code, str) else code
            scope[f"{name}_"] = scope[name]  # so `lambda_` can be used further on
        return scope

    @property
    def bound(self) -> dict[str, Any]:
        """The names with their values."""
        return {name: self.scope[name] for name in self.names}

    def computed(self, code: Any) -> Any:
        """Return the value of an expression, as NumPy has it."""
        value = eval(code, dict(self.scope)) if isinstance(code, str) else code
        number = isinstance(value, mpmath.mpf | mpmath.mpc)
        return np.asarray(complex(value) if number else value)

    def mistaken(self, slip: list[str]) -> str:
        """Return the TeX with the slip in it."""
        old, new, *_ = slip
        assert self.tex.count(old) == 1, f"{old} stands {self.tex.count(old)} times in {self.tex}"
        return self.tex.replace(old, new)

    def held(self, tex: str) -> bool:
        """Whether the engine says that this is true; an expression must have the value."""
        equation = Equation(tex)
        if self.value is not None and len(equation.parts) == 1 and not equation.relations:
            return self.same(equation(self.bound), self.computed(self.value))
        rtol = None if self.rtol == 1e-9 else self.rtol
        return bool(equation.holds(self.bound, rtol=rtol, atol=self.atol))

    def right(self, tex: str) -> bool:
        """Whether it holds, with sides of the value that was computed."""
        if not self.held(tex):
            return False
        if self.value is None:
            return True
        first = Equation(tex).parts[0]
        sides = first.sides if set(first.relations) <= {"="} else first.sides[-1:]
        value = self.computed(self.value)
        return all(self.same(side(self.bound), value) for side in sides)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values agree."""
        one, other = np.squeeze(np.asarray(one)), np.squeeze(np.asarray(other))
        if one.shape != other.shape:
            return False
        scale = (
            np.abs(other).max(initial=0) or 1
        )  # a constant of nature is smaller than any tolerance
        return bool(np.allclose(one, other, rtol=self.rtol, atol=1e-11 * scale))


@dataclass
class Outcome:
    """What the engine made of an entry, and what it said."""

    kind: str
    tex: str
    said: str = ""


def entries(name: str) -> list[Entry]:
    """Return the entries of a field."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    shared = {key: table[key] for key in ("prelude", "refused") if key in table}
    return [Entry(**shared, **entry) for entry in table["equation"]]


def clear(error: MathError) -> bool:
    """Whether it says where it stopped and what to do: a word of advice, and a caret."""
    message = error.message
    if message.startswith("cannot be computed:"):  # what a library says is no advice
        message = message.rpartition(";")[2] if ";" in message else ""
    words = message.replace(",", " ").replace(".", " ").lower().split()
    return bool(error.tex) and any(word in ADVICE for word in words)


def attempt(question: Callable[[str], bool], tex: str) -> Outcome:
    """Return the engine's answer on one TeX: true, false, refused, or an error of another kind."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return Outcome(str(question(tex)), tex)
        except MathError as error:
            kind = "refused clearly" if clear(error) else "refused unclearly"
            return Outcome(kind, tex, str(error))
        except Exception as error:  # whatever it is, a user must not see it
            return Outcome("raw", tex, f"{type(error).__name__}: {error}")


def outcome(entry: Entry) -> Outcome:
    """Return what the engine makes of an entry and its slips."""
    entry.scope  # noqa: B018  what fails here is the table's fault
    for slip in entry.slips:
        accepted = attempt(entry.held, entry.mistaken(slip))
        if accepted.kind in ("True", "raw"):
            kind = "wrong" if accepted.kind == "True" else "raw"
            return Outcome(kind, accepted.tex, accepted.said or "a slip that is accepted")
    found = attempt(entry.held if entry.refused else entry.right, entry.tex)
    if entry.refused:
        kinds = {"refused clearly": "right", "True": "wrong", "False": "wrong"}
        return Outcome(
            kinds.get(found.kind, found.kind), entry.tex, found.said or "must be refused"
        )
    kinds = {"True": "right", "False": "wrong"}
    return Outcome(kinds.get(found.kind, found.kind), entry.tex, found.said or "true, but not held")


def outcomes(name: str) -> Iterator[Outcome]:
    """Go through the entries of a field."""
    return map(outcome, entries(name))
