"""A problem of optimization as it stands on a page: what is sought, of what, under what."""

from dataclasses import dataclass

from .equation import Equation, Statement
from .errors import MathError
from .expression import Expression
from .parsing.parser import Parser
from .parsing.tokens import QUADS

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


def problem(equation: Equation) -> Problem:
    r"""Read an equation as a problem of optimization.

    Raises
    ------
    MathError
        If it begins with no sense, ``\min`` or ``\max``.
    """
    tokens = equation.tokens
    start = next((k for k, token in enumerate(tokens) if token.name in SENSES), None)
    if start is None:
        message = "no \\min or \\max is here; begin a problem with one"
        raise MathError(message, equation.tex, 0, equation.place)
    subject = next((k for k, token in enumerate(tokens) if token.text in SUBJECT), len(tokens))
    variables, at = _variables(equation, start + 1)
    equation.used.update(range(start, at))
    end = next((k for k in range(at, subject) if tokens[k].text == "\\\\"), subject)
    objective = Expression(equation, list(range(at, end)))
    if subject < len(tokens):
        equation.used.add(subject)
    constraints = [
        Statement(equation, places) for places in _constraints(equation, subject + 1, len(tokens))
    ]
    return Problem(SENSES[tokens[start].name], variables, objective, constraints)


def _variables(equation: Equation, at: int) -> tuple[list[str], int]:
    parser = Parser(equation.tex, equation.tokens, {})
    parser.at = at
    if parser.peek().text != "_":
        return [], at
    parser.take()
    names: list[str] = []
    first, last = parser.group()
    for token in equation.tokens[first:last]:
        if token.text == ",":
            names.append("")
        elif token.text not in ("{", "}"):
            names = [*names[:-1], (names[-1] if names else "") + token.name]
    return names, parser.at


def _constraints(equation: Equation, start: int, stop: int) -> list[list[int]]:
    """Split what stands behind “subject to” at rows and at commas."""
    rows: list[list[int]] = [[]]
    level = 0
    for k in range(start, stop):
        token = equation.tokens[k]
        level += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if level == 0 and token.text in (",", "\\\\"):
            rows.append([])
        elif token.text not in QUADS | {"&"} and token.kind not in ("begin", "end"):
            rows[-1].append(k)
    return [row for row in rows if row]
