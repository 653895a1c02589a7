"""What a displayed formula says of its function, where the docstring binds its names.

The names are the parameters of the signature and what the section “Returns” names. A formula
that says something else, or that leaves a name open, is not read.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..mathematics.equation import Equation, Statement
from ..mathematics.errors import MathError
from . import distributions
from .subjects import Subject

_SPELLINGS = {"lmb": "lambda", "lmbda": "lambda", "sig": "sigma"}
# What docstrings abbreviate or type as letters.
_REWRITTEN: tuple[tuple[str, str], ...] = (
    (r"\\_", ""),
    (r"\\!", " "),
    (r"(?:\{\})?_(\d)F_(\d)", r"\\mathrm{hyp\1f\2}"),
    (r"(?<![A-Za-z}\])'])\(([^()]*)\)_(\{[^{}]*\}|\w)", r"\\mathrm{poch}(\1, \2)"),
    (r"(?<![\\A-Za-z{])(Ei|He|Ai|Bi|Re|sinc)(?![A-Za-z])", r"\\mathrm{\1}"),
    (r"\{(\\\|[^|]*?\\\|)\}_", r"\1_"),
)
_SEPARATED = (r",?\s*\\q?quad", r",\\quad ")
_NAME = r"[A-Za-z]\w*"
_LEFT = re.compile(
    rf"(?:(bar|tilde) )?(?:\{{ )?({_NAME})(?: \}})?((?: [_^] (?:\{{ [^{{}}]* \}}|\S+))*)( ')?"
    r"(?: \( ([^()]*) \))?"
)
_CHOSEN = re.compile(rf"(binom) \{{ ({_NAME}) \}} \{{ ({_NAME}) \}}|({_NAME}) !")


def notation() -> dict[str, Any]:
    """Return what the docstrings mean by names that they do not define."""
    from scipy import special

    def counted(**functions: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: functions[f"of{len(given)}"](*given)

    return {
        **distributions.notation(),
        "imath": 1j,
        "Ei": special.expi,
        "I": counted(of2=special.iv, of3=lambda x, a, b: special.betainc(a, b, x)),
        "J": special.jv,
        "Y": special.yv,
        "H": special.struve,
        "L": special.modstruve,
        "T": special.eval_chebyt,
        "U": special.eval_chebyu,
        "P": counted(of2=special.eval_legendre, of4=special.eval_jacobi),
        "w": special.wofz,
        "gamma": np.euler_gamma,
        "poch": special.poch,
        "hyp1f1": special.hyp1f1,
        "hyp2f1": special.hyp2f1,
        **{f"R_{kind}": getattr(special, f"ellipr{kind.lower()}") for kind in "CDFGJ"},
    }


def prepared(tex: str) -> list[str]:
    """Split a display at blank lines; rewrite what its author abbreviated or typed as letters."""
    found = []
    for piece in re.split(r"\n\s*\n", tex):
        piece = re.sub(r"\\text(?:rm)?\{([A-Za-z]+)\}(?=\()", r"\\mathrm{\1}", piece)
        for pattern, new in (*_REWRITTEN, *([] if "cases" in piece else [_SEPARATED])):
            piece = re.sub(pattern, new, piece)
        found.append(distributions.written(piece))
    return found


def left(tex: str) -> tuple[str, tuple[str, ...]] | None:
    """Read a name with its indices and arguments: ``I_x(a, b)`` is I of x, a, b."""
    plain = " ".join(token.name for token in Equation(tex).tokens if token.text != ":")
    if chosen := _CHOSEN.fullmatch(plain):
        return ("binom", (chosen[2], chosen[3])) if chosen[1] else ("factorial", (chosen[4],))
    match = _LEFT.fullmatch(plain)
    if not match:
        return None
    name = "_".join(filter(None, match.group(1, 2)))
    atoms: list[str] = []
    for script in re.findall(r"[_^] (\{ [^{}]* \}|\S+)", match[3]):
        inner = re.sub(r"[{}() ]", "", script)
        if re.fullmatch(r"\d+|\*|[A-Z]|\w{5,}", inner) and inner not in ("alpha", "gamma"):
            name += f"_{inner}"
        else:
            atoms += inner.split(",")
    atoms += [re.sub(r"[{} ]", "", one) for one in re.split(r"[,;]", match[5] or "") if one.strip()]
    named = all(re.fullmatch(r"[A-Za-z]+(_\w+)?", atom) for atom in atoms)
    return (name + "'" * bool(match[4]), tuple(atoms)) if named else None


def matched(parameters: Sequence[str], atoms: Sequence[str]) -> dict[str, str] | None:
    """Pair parameters with what a formula calls them: by name, the others in order."""
    spelled = {name: _SPELLINGS.get(name, name) for name in parameters}
    pairs = {name: one for name, one in spelled.items() if one in atoms}
    others = [name for name in parameters if name not in pairs]
    free = [atom for atom in atoms if atom not in pairs.values()]
    if len(others) != len(free):
        return None
    return pairs | dict(zip(others, free, strict=True))


@dataclass(frozen=True)
class Claim:
    """What one formula says of the function, as far as it can be bound.

    Attributes
    ----------
    sides
        Equal to what is returned; or to each other, if ``result`` is among their names.
    names
        What the formula calls each parameter.
    further
        The argument of what is returned, where that is a function itself.
    result
        What the formula calls what is returned, where that stands inside of it.
    """

    tex: str
    sides: tuple[str, ...]
    names: Mapping[str, str]
    further: str = ""
    result: str = ""


def claim(statement: Statement, subject: Subject) -> Claim:
    """Bind a formula to its function.

    Raises
    ------
    MathError
        If it says something else; the message is the reason.
    """
    tex = statement.equation.tex
    if set(statement.relations) - {"="}:
        raise MathError("it is an approximation, a condition, or a rule")
    sides = tuple(side.tex.rstrip(": ") for side in statement.sides)
    if not all(sides):
        raise MathError("a side of it is empty")
    named = left(sides[0]) if len(sides) > 1 else ("", ())
    if named and named[1]:
        return _called(subject, tex, sides[1:], named)
    symbols = {token.name for token in Equation(tex).tokens if token.name.isidentifier()}
    names = _all_matched(subject.parameters, symbols)
    if named and named[0] not in subject.parameters:
        return Claim(tex, sides[1:] or sides, names)
    results = [name for name in subject.returned if _alone(name, symbols, tex)]
    if len(results) != 1:
        raise MathError("nothing in it is what the function returns")
    return Claim(tex, sides, names, result=results[0])


def _called(
    subject: Subject, tex: str, sides: tuple[str, ...], named: tuple[str, tuple[str, ...]]
) -> Claim:
    head, atoms = named
    names, further = matched(subject.parameters, atoms), ""
    if names is None and len(atoms) == len(subject.parameters) + 1:
        names, further = matched(subject.parameters, atoms[:-1]), atoms[-1]
    if names is None:
        raise MathError("its left side does not have the parameters of the function")
    again = re.compile(rf"(?<![A-Za-z\\{{]){re.escape(head)}\s*[_(^]")
    if any(again.search(side) for side in sides):
        raise MathError("it is an identity: the same name is on both sides")
    return Claim(tex, sides, names, further)


def _alone(name: str, symbols: set[str], tex: str) -> bool:
    return name in symbols and not re.search(rf"{re.escape(name)}\s*[_'(]", tex)


def _all_matched(parameters: Sequence[str], symbols: set[str]) -> dict[str, str]:
    names = {}
    for name in parameters:
        spelled = _SPELLINGS.get(name, name)
        found = [one for one in (spelled, spelled.upper()) if one in symbols]
        if not found:
            raise MathError(f"the parameter {name} is not in it")
        names[name] = found[0]
    return names
