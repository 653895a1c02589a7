"""The words of a page that its tests quote, read from the test module; nothing is run.

``PAGE.says("without a warning", section="Pitfall")`` in a test binds words of the page ``PAGE`` to
what that test proves.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from recipes.problem import Problem, ProblemError

PAGE = "PAGE"  # what a test module calls the page that it proves
SAYS = "says"


@dataclass(frozen=True)
class Claim:
    """Words of a page, quoted by a test.

    Attributes
    ----------
    words
        As they are quoted.
    section
        The heading below which they stand; empty where that is not said.
    test
        The name of the test function.
    sentence
        What readers see of the test: the first line of its docstring, empty where it has none.
    line
        Of the quotation in the test module, counted from 1.
    """

    words: str
    section: str
    test: str
    sentence: str
    line: int


@lru_cache(maxsize=256)  # a build asks for the same module several times
def parse(source: str, label: str) -> ast.Module:
    """Parse a test module; its tree is shared, and not to be changed.

    Raises
    ------
    ProblemError
        If it is not Python.
    """
    try:
        return ast.parse(source)
    except SyntaxError as error:
        message = f"is not Python: {error.msg}; fix the line"
        raise ProblemError(Problem(label, error.lineno or 1, message)) from None


def tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The test functions of a module, in order."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node


@lru_cache(maxsize=256)
def read(source: str, label: str) -> tuple[Claim, ...]:
    """Return the claims of a test module, in the order of its tests.

    Parameters
    ----------
    label
        The module, for messages, such as ``tests/integrate/test_double_integral.py``.

    Raises
    ------
    ProblemError
        If it is not Python, or a quotation is none of a string that stands there, in a test.
    """
    tree = parse(source, label)
    found: list[Claim] = []
    seen: set[ast.Call] = set()
    for test in tests(tree):
        sentence, *_ = (ast.get_docstring(test) or "").split("\n")
        for call in calls(test):
            seen.add(call)
            section = _section(call, label)
            for argument in call.args:
                words = _literal(argument, label)
                found.append(Claim(words, section, test.name, sentence, argument.lineno))
    for call in calls(tree):
        if call not in seen:
            message = f"“{PAGE}.{SAYS}” stands in no test function; quote words in the test that "
            raise ProblemError(Problem(label, call.lineno, f"{message}proves them"))
    return tuple(found)


def binds_page(source: str, label: str) -> bool:
    """Whether a test module proves a page, which it calls ``PAGE``.

    Raises
    ------
    ProblemError
        If it is not Python.
    """
    names = (
        target.id
        for node in parse(source, label).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    return PAGE in names


def calls(node: ast.AST, method: str = SAYS) -> Iterator[ast.Call]:
    """The calls of ``PAGE.says``, or of another method, below a node, in order of their lines."""
    found = [
        one
        for one in ast.walk(node)
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr == method
        and isinstance(one.func.value, ast.Name)
        and one.func.value.id == PAGE
    ]
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _section(call: ast.Call, label: str) -> str:
    sections = [one for one in call.keywords if one.arg == "section"]
    if len(sections) < len(call.keywords) or not call.args:
        message = f"expected {PAGE}.{SAYS}(“words”, …, section=“Heading”); fix the call"
        raise ProblemError(Problem(label, call.lineno, message))
    return _literal(sections[0].value, label) if sections else ""


def _literal(node: ast.expr, label: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        return node.value
    message = f"“{ast.unparse(node)}” is no quotation; write the words of the page as a string"
    raise ProblemError(Problem(label, node.lineno, message))
