"""What Python code writes: its tokens, names and texts, and the keywords of what it calls."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from . import claims
from .scipy_names import dotted, imported

_SILENT = {
    *(tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENCODING),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
}
_BETWEEN = "\0"


@dataclass(frozen=True)
class Written:
    """What some files write.

    Attributes
    ----------
    names
        Of variables, functions and imports.
    members
        Names of attributes and of keywords.
    texts
        Strings, without those that document or quote a page.
    full
        What is used of libraries, by names such as ``scipy.integrate.quad``, and their modules.
    called
        Names of functions that are called.
    keywords
        As ``axis=0``, each with the name of a function that is called with it.
    """

    names: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    keywords: frozenset[tuple[str, str]] = frozenset()
    tokens: tuple[str, ...] = field(default=(), repr=False)

    def __or__(self, other: "Written") -> "Written":
        return Written(
            self.names | other.names,
            self.members | other.members,
            self.texts | other.texts,
            self.full | other.full,
            self.called | other.called,
            self.keywords | other.keywords,
            self.tokens + other.tokens,
        )

    def holds(self, code: str) -> bool:
        """Whether a piece of code stands in it, token by token."""
        wanted = tokens(code)
        return bool(wanted) and any(_joined(wanted) in written for written in self.tokens)


@lru_cache(maxsize=256)  # a server asks at each save
def read(source: str) -> Written:
    """Read one file; what it writes of a snippet, as ``run.value``, is read as ``value``.

    Raises
    ------
    SyntaxError
        If it is not Python.
    """
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    bound = imported(nodes)
    silent = {id(one.value) for one in nodes if isinstance(one, ast.Expr)}
    for call in claims.calls(tree):  # words of the page
        silent |= {id(one) for one in call.args}
    strings = [one for one in nodes if isinstance(one, ast.Constant) and id(one) not in silent]
    snippets = {name for name, full in bound.items() if full.startswith("snippets.")}
    return Written(
        frozenset(_names(nodes)) | bound.keys(),
        frozenset(_members(nodes)),
        frozenset(one.value for one in strings if isinstance(one.value, str)),
        frozenset(_full(nodes, bound)),
        frozenset(name for name, _ in _calls(nodes)),
        frozenset(_keywords(nodes)),
        (_joined(_without(snippets, tokens(source))),),
    )


@lru_cache(maxsize=1024)
def tokens(code: str) -> tuple[str, ...]:
    """Return the tokens of some code, its strings in one kind of quotes; none if it is no code."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type not in _SILENT:
                plain = token.type == tokenize.STRING and token.string[0] in "\"'"
                found.append(repr(ast.literal_eval(token.string)) if plain else token.string)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return ()
    return tuple(found)


def _joined(written: Iterable[str]) -> str:
    return f"{_BETWEEN}{_BETWEEN.join(written)}{_BETWEEN}"


def _without(modules: set[str], written: tuple[str, ...]) -> Iterator[str]:
    """The tokens without the names of some modules in front of what is theirs."""
    place = 0
    while place < len(written):
        if written[place] in modules and written[place + 1 : place + 2] == (".",):
            place += 2
        yield from written[place : place + 1]
        place += 1


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def _members(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def _full(nodes: Iterable[ast.AST], bound: Mapping[str, str]) -> Iterator[str]:
    written = {*bound, *filter(None, map(dotted, nodes))}
    for name in written:
        head, dot, rest = name.partition(".")
        parts = f"{bound[head]}{dot}{rest}".split(".") if head in bound else []
        yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _calls(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.Call]]:
    for node in nodes:
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield name.rpartition(".")[2], node


def _keywords(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    for name, call in _calls(nodes):
        for one in call.keywords:
            if one.arg:
                yield name, f"{one.arg}={ast.unparse(one.value)}"
