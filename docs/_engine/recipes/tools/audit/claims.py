"""What a displayed formula says of a function of SciPy, where the docstring binds its names.

The names are the parameters of the signature and what the section “Returns” names. A formula
that says something else, or that leaves a name open, is not read.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recipes.mathematics.equation import Equation, Statement
from recipes.mathematics.errors import MathError

from . import distributions

MODULES = (
    "special signal.windows signal spatial.distance stats integrate linalg fft ndimage optimize"
    " interpolate cluster.hierarchy cluster.vq sparse sparse.linalg sparse.csgraph spatial"
).split()
_SIGNATURE = re.compile(r"^\w+\(([^()]*)\)\s*$", re.M)
_RETURNS = re.compile(r"^Returns\n-+\n((?:.+\n|\n(?=\S+ : ))*)", re.M)
_RETURNED = re.compile(r"^(\w[\w, ]*) : ", re.M)
UNKNOWN = "?"  # the one name without a value is what is returned
_MOST = 3  # integrals and endless sums: more would take too long
_SPELLINGS = {
    "lmb": "lambda",
    "lmbda": "lambda",
    "sig": "sigma",
    "weights": "w",
    "samples": "x",
}
# What docstrings abbreviate or type as letters.
_REWRITTEN: tuple[tuple[str, str], ...] = (
    (r"\\_", ""),
    (r"\\!", " "),
    (r"\\text(?:rm)?\{([A-Za-z]+)\}(?=\()", r"\\mathrm{\1}"),
    (r"(?:\{\})?_(\d)F_(\d)", r"\\mathrm{hyp\1f\2}"),
    (r"(?<![A-Za-z}\])'])\(([^()]*)\)_(\{[^{}]*\}|\w)", r"\\mathrm{poch}(\1, \2)"),
    (r"(?<![\\A-Za-z{])(Ei|He|Ai|Bi|Re|sinc)(?![A-Za-z])", r"\\mathrm{\1}"),
    (r"\{(\\\|[^|]*?\\\|)\}_", r"\1_"),
    (r"\\sum(?=\s*\{.*_i)", r"\\sum_i"),
)
_SEPARATED = re.compile(r",?\s*\\q?quad")
_ENDLESS = re.compile(r"\\i*nt(?![a-z])|\\(?:sum|prod)_\{[^{}]*\}\s*\^\{?\s*\\infty")
_NAME = r"[A-Za-z]\w*"
_LEFT = re.compile(
    rf"(?:(bar|tilde) )?(?:\{{ )?({_NAME})(?: \}})?((?: [_^] (?:\{{ [^{{}}]* \}}|\S+))*)( ')?"
    r"(?: \( ([^()]*) \))?"
)
_CHOSEN = re.compile(rf"(binom) \{{ ({_NAME}) \}} \{{ ({_NAME}) \}}|({_NAME}) !")
_BOUNDS = {"<", ">", r"\le", r"\ge", r"\ne", r"\in"}


@dataclass(frozen=True)
class Subject:
    """A function and what its docstring says of it.

    Attributes
    ----------
    parameters
        Those that a call needs.
    optional
        Those that it may have.
    returned
        What its section “Returns” calls what it returns.
    """

    name: str
    docstring: str
    function: Callable[..., Any]
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        """The name without the module, and without underscores, as formulas print it."""
        return self.name.rpartition(".")[2].replace("_", "")

    @property
    def is_window(self) -> bool:
        """Whether it returns a table that formulas call ``w(n)``."""
        return self.name.startswith("signal.windows.")


def subjects() -> Iterator[Subject]:
    """Find the functions of the installed SciPy whose docstrings display formulas."""
    seen: set[int] = set()
    for module in MODULES:
        where = importlib.import_module(f"scipy.{module}")
        for name in sorted(getattr(where, "__all__", dir(where))):
            function = getattr(where, name, None)
            if not callable(function) or isinstance(function, type) or id(function) in seen:
                continue
            seen.add(id(function))
            docstring = inspect.getdoc(function) or ""
            if ".. math::" in docstring and not hasattr(function, "rvs"):
                yield subject(f"{module}.{name}", function, docstring)


def subject(name: str, function: Callable[..., Any], docstring: str) -> Subject:
    """Read the names of parameters and of what is returned."""
    section = _RETURNS.search(docstring)
    lines = _RETURNED.findall(section[1]) if section else []
    returned = [part.strip() for line in lines for part in line.split(",")]
    needed, optional = _parameters(function, docstring)
    return Subject(name, docstring, function, tuple(needed), tuple(optional), tuple(returned))


def _parameters(function: Callable[..., Any], docstring: str) -> tuple[list[str], list[str]]:
    """The parameters that a call needs, and those that it may have."""
    written = [one for one in _SIGNATURE.findall(docstring) if "x1" not in one and "[" not in one]
    first = written[0] if written else ""
    if inputs := getattr(function, "nin", None):  # a ufunc
        return [part.strip() for part in first.split(",")][:inputs], []
    try:
        found = inspect.signature(function).parameters.values()
    except ValueError:
        return [], []
    if first and any(one.kind is one.VAR_POSITIONAL for one in found):
        return [part.strip() for part in re.split(r",\s*\*", first)[0].split(",")], []
    needed = [one for one in found if one.default is one.empty]
    if any(one.kind is one.KEYWORD_ONLY or one.kind is one.VAR_POSITIONAL for one in needed):
        return [], []
    return [one.name for one in needed], [one.name for one in found if one not in needed]


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
        The argument of what is returned, where that is a function or a table itself.
    result
        What the formula calls what is returned, where that stands inside of it.
    conditions
        Where it holds.
    sure
        Whether it can mean nothing else, so that another value is a misprint.
    """

    tex: str
    sides: tuple[str, ...]
    names: Mapping[str, str]
    further: str = ""
    result: str = ""
    conditions: tuple[str, ...] = ()
    sure: bool = False


def split_display(tex: str) -> list[str]:
    """Split a display at blank lines and into rows; write out what its author abbreviated."""
    found = []
    for piece in re.split(r"\n\s*\n", tex):
        for pattern, new in _REWRITTEN:
            piece = re.sub(pattern, new, piece)
        rows = re.split(r"\\\\", piece)
        if r"\begin" in piece or "=" in rows[0]:
            rows = [piece]
        if r"{cases}" not in piece:
            rows = [_SEPARATED.sub(r",\\quad ", row) for row in rows]
        found += [distributions.normalize(row) for row in rows if row.strip()]
    return found


def claims(displays: Sequence[str], subject: Subject) -> Iterator[Claim | tuple[str, str]]:
    """Bind the statements of all displays; yield the LaTeX and the reason of what says no more."""
    for number, tex in enumerate(displays):
        try:
            equation = Equation(tex)
            parts = equation.parts
        except MathError as error:
            yield tex, distributions.shorten(error)
            continue
        bounds = [place > 0 and _is_condition(part) for place, part in enumerate(parts)] + [False]
        for place, part in enumerate(parts):
            if bounds[place]:
                continue
            stop = bounds.index(False, place + 1)
            conditions = tuple(_text(one).strip("() ") for one in parts[place + 1 : stop])
            conditions += tuple(one.of(tex) for one in equation.conditions if one.places)
            try:
                one = _claim(part, tex, subject, conditions)
            except MathError as error:
                yield tex, distributions.shorten(error)
            else:
                # The first display of a docstring, if it is an expression, is of what is returned.
                sure = one.sure or (number == place == 0 and not part.relations)
                yield Claim(**{**vars(one), "sure": sure and not one.result})


def _text(statement: Statement) -> str:
    signs = [*statement.relations, ""]
    return " ".join(f"{side.tex} {sign}" for side, sign in zip(statement.sides, signs, strict=True))


def _is_condition(statement: Statement) -> bool:
    """Whether it is ``x > 0``, perhaps in brackets, behind what holds there."""
    outer = set(statement.relations)
    inner = {token.text for token in Equation(statement.lhs.tex).tokens}
    bracketed = not outer and statement.lhs.tex.startswith("(")
    return bool(outer & _BOUNDS) or (bracketed and bool(inner & _BOUNDS))


def _claim(statement: Statement, tex: str, subject: Subject, conditions: tuple[str, ...]) -> Claim:
    """Bind a formula to its function.

    Raises
    ------
    MathError
        If it says something else; the message is the reason.
    """
    if set(statement.relations) - {"=", ":="}:
        raise MathError("it is an approximation, a condition, or a rule")
    sides = tuple(side.tex.rstrip(": ") for side in statement.sides)
    if not all(sides):
        raise MathError("a side of it is empty")
    if len(_ENDLESS.findall(" ".join(sides))) > _MOST:
        raise MathError("it takes too long")
    named = read_left_side(sides[0]) if len(sides) > 1 else None
    if named and named[1]:
        return _claim_of_call(subject, tex, sides[1:], named, conditions)
    symbols = _symbols(" = ".join(sides))
    names = _pair_all_parameters(subject, symbols)
    if len(sides) == 1:
        return Claim(tex, sides, names, conditions=conditions)
    inside = _symbols(" ".join(sides[1:]))
    if named and named[0] not in {*names.values(), *inside}:
        return Claim(tex, sides[1:], names, conditions=conditions)
    results = [
        one
        for one in _find_spellings(subject.returned, symbols).values()
        if not re.search(rf"(?<![A-Za-z]){re.escape(one)}\s*[_'(]", tex)
    ]
    known = len(results) == 1 and results[0] not in names.values()
    return Claim(tex, sides, names, "", results[0] if known else UNKNOWN, conditions)


def _claim_of_call(
    subject: Subject,
    tex: str,
    sides: tuple[str, ...],
    named: tuple[str, tuple[str, ...]],
    conditions: tuple[str, ...],
) -> Claim:
    head, atoms = named
    names, further = pair_parameters(subject.parameters, atoms), ""
    in_table = subject.is_window and named == ("w", ("n",))
    if in_table:
        names, further = _pair_all_parameters(subject, _symbols(" ".join(sides))), "n"
    elif names is None and len(atoms) == len(subject.parameters) + 1:
        names, further = pair_parameters(subject.parameters, atoms[:-1]), atoms[-1]
    if names is None:
        raise MathError("its left side does not have the parameters of the function")
    again = re.compile(rf"(?<![A-Za-z\\_{{]){re.escape(head)}\s*[_(^]")
    if any(again.search(side) for side in sides):
        raise MathError("it is an identity: the same name is on both sides")
    return Claim(tex, sides, names, further, "", conditions, in_table or head == subject.own)


def read_left_side(tex: str) -> tuple[str, tuple[str, ...]] | None:
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
        if re.fullmatch(r"\d+|\*|[A-Z]|\w{6,}", inner):  # a label, as of R_F
            name += f"_{inner}"
        else:
            atoms += inner.split(",")
    atoms += [re.sub(r"[{} ]", "", one) for one in re.split(r"[,;]", match[5] or "") if one.strip()]
    named = all(re.fullmatch(r"[A-Za-z]+(_\w+)?", atom) for atom in atoms)
    distinct = len(set(atoms)) == len(atoms)
    return (name + "'" * bool(match[4]), tuple(atoms)) if named and distinct else None


def pair_parameters(parameters: Sequence[str], atoms: Sequence[str]) -> dict[str, str] | None:
    """Pair parameters with what a formula calls them: by name, the others in order."""
    spelled = {name: _SPELLINGS.get(name, name) for name in parameters}
    pairs = {name: one for name, one in spelled.items() if one in atoms}
    others = [name for name in parameters if name not in pairs]
    free = [atom for atom in atoms if atom not in pairs.values()]
    if len(others) != len(free):
        return None
    return pairs | dict(zip(others, free, strict=True))


def _symbols(tex: str) -> set[str]:
    return {token.name for token in Equation(tex).tokens if token.name.isidentifier()}


def _find_spellings(names: Sequence[str], symbols: set[str]) -> dict[str, str]:
    """Pair names of the code with letters of a formula; a matrix may have a capital there."""
    found: dict[str, str] = {}
    for name in names:
        spelled = _SPELLINGS.get(name, name)
        free = [one for one in (spelled, spelled.upper()) if one in symbols - {"e"}]
        if free and free[0] not in found.values():
            found[name] = free[0]
    return found


def _pair_all_parameters(subject: Subject, symbols: set[str]) -> dict[str, str]:
    """Pair all parameters; one may stand in a definition, or in counts as ``c_{TF}`` of u and v."""
    names = _find_spellings(subject.parameters, symbols)
    defined = distributions.definitions(subject.docstring)
    used = set(symbols)
    for name in sorted(symbols & set(defined)):
        used |= _symbols(defined[name][1].rhs.tex)
    if used & {"c", "TT", "FF", "TF", "FT"}:
        used |= {"u", "v"}
    for name in subject.parameters:
        if name not in names:
            if name not in used:
                raise MathError(f"the parameter {name} is not in it")
            names[name] = name
    return names | _find_spellings(subject.optional, symbols - set(names.values()))
