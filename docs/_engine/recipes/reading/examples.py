"""A test module as examples: what each test says, the formula that it begins with, and its code.

A comment at the left margin, ``# Names``, is the heading of the tests below it. A new test is a new
example, and nothing else has to be written.
"""

import ast
import re
import textwrap
from dataclasses import dataclass

from recipes.problem import Problem, ProblemError

_HEADING = re.compile(r"# *(?P<words>.+)")


@dataclass(frozen=True)
class Example:
    """A test, as readers see it.

    Attributes
    ----------
    heading
        The comment above it, and above others.
    sentence
        The first line of its docstring.
    tex
        The formula.
    code
        Its body, without the docstring.
    line
        Where it begins in its module.
    """

    heading: str
    sentence: str
    tex: str
    code: str
    line: int


def read(source: str, label: str) -> list[Example]:
    """Return the examples of a test module, in its order.

    Raises
    ------
    ProblemError
        If it is not Python, or a test has no sentence, formula or heading.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        message = f"is not Python: {error.msg}; fix the line"
        raise ProblemError(Problem(label, error.lineno or 1, message)) from None
    lines = source.splitlines()
    return [
        _example(node, lines, label)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _example(test: ast.FunctionDef, lines: list[str], label: str) -> Example:
    said, *_ = (ast.get_docstring(test) or "").split("\n")
    above = (_HEADING.fullmatch(line) for line in reversed(lines[: test.lineno - 1]))
    heading = next((match["words"] for match in above if match), "")
    tex = next(filter(None, map(_tex, ast.walk(test))), "")
    wanted = {
        "a docstring whose first line is a sentence, with a period": said.endswith("."),
        'a formula, as Equation(r"...")': tex,
        "a comment at the left margin above it, as its heading": heading,
    }
    if missing := [form for form, there in wanted.items() if not there]:
        message = f"“{test.name}” is shown as an example, and lacks {missing[0]}; write it"
        raise ProblemError(Problem(label, test.lineno, message))
    body = lines[test.body[0].end_lineno : test.end_lineno]  # comments are no part of the tree
    code = textwrap.dedent("\n".join(body)).strip("\n")
    return Example(heading, said, tex, code, test.lineno)


def _tex(node: ast.AST) -> str:
    """The LaTeX that a node makes a formula of."""
    match node:
        case ast.Call(func=ast.Name(id="Equation"), args=[ast.Constant(value=str() as tex), *_]):
            return tex
    return ""
