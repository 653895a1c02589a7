"""A problem of optimization as it stands on a page: what is sought, of what, under what."""

from dataclasses import dataclass

from .formula import Expression, Formula, Statement
from .parsing.cursor import Cursor

SENSES = {"min": "min", "max": "max", "minimize": "min", "maximize": "max"}
SENSES |= {"minimise": "min", "maximise": "max"}
SUBJECT = {"subject to", "s.t.", "such that", "subject to:"}


@dataclass(frozen=True)
class Problem:
    """A minimum or a maximum under constraints.

    Attributes
    ----------
    sense
        ``"min"`` or ``"max"``.
    variables
        As they stand below the sense.
    """

    sense: str
    variables: list[str]
    objective: Expression
    constraints: list[Statement]


def problem(formula: Formula) -> Problem:
    r"""Read a formula as a problem of optimization.

    Raises
    ------
    MathError
        If it begins with no sense, ``\min`` or ``\max``.
    """
    tokens = formula.tokens
    start = next((k for k, token in enumerate(tokens) if token.name in SENSES), None)
    if start is None:
        raise formula.error("no \\min or \\max is here; begin a problem with one")
    subject = next((k for k, token in enumerate(tokens) if token.text in SUBJECT), len(tokens))
    variables, at = _variables(formula, start + 1)
    formula.used.update(range(start, at))
    end = next((k for k in range(at, subject) if tokens[k].text == "\\\\"), subject)
    objective = Expression(formula, list(range(at, end)))
    if subject < len(tokens):
        formula.used.add(subject)
    rows = formula.rows(range(subject + 1, len(tokens)), commas=True)
    constraints = [Statement(formula, row) for row in rows]
    return Problem(SENSES[tokens[start].name], variables, objective, constraints)


def _variables(formula: Formula, at: int) -> tuple[list[str], int]:
    cursor = Cursor(formula.tex, formula.tokens, {}, {})
    cursor.at = at
    if not cursor.accept("_"):
        return [], at
    names: list[str] = []
    first, last = cursor.group()
    for token in formula.tokens[first:last]:
        if token.text == ",":
            names.append("")
        elif token.text not in ("{", "}"):
            names = [*names[:-1], (names[-1] if names else "") + token.name]
    return names, cursor.at
