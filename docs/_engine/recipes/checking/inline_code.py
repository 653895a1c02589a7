"""Code in the sentences of a recipe: its snippet or its tests have it, token by token.

So ``full_matrices=False`` stands in a call, and ``dblquad`` is no other function: one that the
recipe does not use is named in full, below “See also”. What the documentation says of a function
that the snippet uses counts too: its parameters, how it calls them, and defaults.
"""

import builtins
import keyword
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from recipes.problem import Problem, ProblemError
from recipes.profile import PROFILE
from recipes.reading import comparisons, prose, snippet, written
from recipes.reading.page import Page
from recipes.reading.written import Written
from recipes.running.store import Store

from . import library_names
from .sentences import Text, texts

NEAR = 3  # names to choose from
_PYTHON = {*dir(builtins), *keyword.kwlist, "nan", "inf"}
_KEYWORD = re.compile(r"(?P<name>[A-Za-z_]\w*)=(?P<value>[^=].*)")
_FILE = re.compile(
    r"[\w.-]*(?:/[\w.-]*)+|[\w-]+\.(?:csv|ipynb|jpe?g|json|md|np[yz]|png|py|txt|wav)"
)
_COMMAND = re.compile(r"(?:conda|git|pip|python|recipe|uv|uvx) .*")
_DEFAULT = re.compile(r"\bdefaults?\b", re.I)


@dataclass(frozen=True)
class Sources:
    """What the Python files of a recipe write.

    Attributes
    ----------
    name
        Of the snippet, for messages.
    first
        The cell that the page shows first, with code.
    """

    name: str
    snippet: Written
    tests: Written
    first: Written = field(default_factory=Written)


def sources(root: Path, page: Page, snippets: Sequence[str]) -> Sources | None:
    """Read the snippets of a recipe, below ``root/snippets``, and its tests.

    Returns
    -------
    sources
        None if the page is no recipe, or a file is not Python, which is reported elsewhere.
    """
    if not (snippets and page.is_recipe and page.chapter):
        return None
    tests = root / "tests" / page.test_module
    code, proofs = Written(), Written()
    try:
        for path in snippets:
            own = snippet.parse(root / "snippets", path)
            code |= written.read(own.source)
        if tests.is_file():
            proofs = written.read(tests.read_text(encoding="utf-8-sig"))
    except (OSError, ProblemError, SyntaxError, ValueError):
        return None
    shown = (own.cells.get(view.cell) for view in page.cells if view.own and "code" in view.parts)
    first = next(filter(None, shown), None)
    return Sources(page.snippet, code, proofs, written.read(first.source) if first else code)


def check(page: Page, found: Sources, store: Store | None = None) -> Iterator[Problem]:
    """Find code in the sentences of a recipe that neither its snippet nor its tests have.

    Parameters
    ----------
    store
        Remembers what was looked up in the installed libraries.
    """
    front = " ".join((page.front.description, page.front.title))
    for name, _ in library_names.names(front):
        if message := _of_library(name, found) or _of_answer(name, found):
            yield Problem(page.label, 1, message)
    elsewhere = _references(page)
    for text in texts(page):
        for name, place in library_names.names(text.content):
            number = text.line(place)
            if number not in elsewhere and (message := _of_library(name, found)):
                yield page.problem(number, message)
        ends = [end for _, end in comparisons.sentences(prose.blanked(text.content))]
        for span in prose.spans(text.content):
            if span.kind == "code":
                code = " ".join(text.content[span.start : span.end].strip("`").split())
                sentence = _sentence(text, ends, span.start)
                message = _fault(code, sentence, found, store)
                if not message and text.line(span.start) <= page.lead.count("\n"):
                    message = _of_answer(code, found)
                if message:
                    yield page.problem(text.line(span.start), message)


def _references(page: Page) -> range:
    """The lines of the body of the part where a page names what it does not use."""
    lines = [one.line for one in page.headings if one.level <= 2]
    for heading in page.headings:
        if heading.text.strip() == PROFILE.references:
            following = [line for line in lines if line > heading.line]
            return range(heading.line, min(following, default=page.body.count("\n") + 1))
    return range(0)


def _sentence(text: Text, ends: list[int], place: int) -> str:
    number = bisect_right(ends, place)
    start = ends[number - 1] if number else 0
    return text.content[start : ends[min(number, len(ends) - 1)]]


def _fault(code: str, sentence: str, found: Sources, store: Store | None) -> str:
    """What is wrong with a piece of code; nothing if it is what the Python files say."""
    if pair := _KEYWORD.fullmatch(code):
        return _of_keyword(pair, sentence, found, store)
    elsewhere = _FILE.fullmatch(code) or _COMMAND.fullmatch(code) or code in _PYTHON
    elsewhere = elsewhere or not re.search(r"\w", code)
    if elsewhere or any(library_names.names(code)):  # full names are looked up as such
        return ""
    quoted = re.compile(rf"(?<!\w){re.escape(code)}(?!\w)")
    if any(quoted.search(text) for text in found.snippet.texts | found.tests.texts):
        return ""
    if code.isidentifier() and code in _known(found):
        return ""
    if not code.isidentifier() and (found.snippet.holds(code) or found.tests.holds(code)):
        return ""
    if library_names.documents(found.snippet.full, code, store):
        return ""
    return _unknown(code, found)


def _known(found: Sources) -> set[str]:
    """Names that may stand in a sentence; a function that only the tests call is none."""
    classes = {name for name in found.tests.names if not name[0].islower()}
    members = found.tests.members - found.tests.called
    return {*found.snippet.names, *found.snippet.members, *members, *classes}


def _of_library(name: str, found: Sources) -> str:
    """What is wrong with the full name of something that is not below “See also”."""
    above, _, last = name.rpartition(".")
    for one in (found.snippet, found.tests):
        if name in one.full or (above in one.full and last in one.members):
            return ""
    if not library_names.exists(name):
        return ""  # reported as such
    used = library_names.within(found.snippet.full | found.tests.full)
    near = get_close_matches(name, used, NEAR, 0.6)
    hint = f"; they use {_listed(near)}" if near else ""
    message = f"neither snippets/{found.name} nor its tests use “{name}”{hint}; "
    return f"{message}name what they use, or what else there is under “{PROFILE.references}”"


def _of_answer(name: str, found: Sources) -> str:
    """What is wrong with a function of a library that a page names before it shows any code."""
    used = library_names.within(found.snippet.full | found.tests.full)
    meant = {one for one in used if f".{one}".endswith(f".{name}")}
    if not meant or meant & found.first.full:
        return ""
    message = f"“{name}” stands above the first cell, which does not use it; name there what "
    return message + "answers the task, and others further down"


def _of_keyword(pair: re.Match[str], sentence: str, found: Sources, store: Store | None) -> str:
    """What is wrong with a keyword: calls in the snippet have it.

    Where the sentence names functions, calls of one of them do, in the tests if not in the snippet.
    In a sentence about defaults it may be one.
    """
    code, name = pair[0], f"{pair['name']}="
    if _DEFAULT.search(sentence) and library_names.documents(found.snippet.full, code, store):
        return ""
    called, named = found.snippet.keywords, _functions(sentence, found)
    proved = bool(named) and found.tests.holds(code)
    if not (proved or found.snippet.holds(code)):
        same = sorted({one for _, one in called if one.startswith(name)})
        near = same or get_close_matches(code, {one for _, one in called}, NEAR, 0.6)
        hint = f"do you mean {_listed(near)}?" if near else "call it there so, or name the "
        hint += "" if near else "function in the sentence and call it so in a test"
        return f"no call in snippets/{found.name} has “{code}”; {hint}"
    having = sorted({one for one, of in called | found.tests.keywords if of.startswith(name)})
    if having and named and not named & {*having}:
        message = f"no call of {_listed(sorted(named))} has “{name}”; "
        return f"{message}it stands in a call of {_listed(having[:NEAR])}"
    return ""


def _functions(sentence: str, found: Sources) -> set[str]:
    """The functions of libraries that a sentence names, without their modules."""
    spans = (span for span in prose.spans(sentence) if span.kind == "code")
    words = {sentence[one.start : one.end].strip("`").rpartition(".")[2] for one in spans}
    used = library_names.within(found.snippet.full | found.tests.full)
    return words & {one.rpartition(".")[2] for one in used}


def _unknown(code: str, found: Sources) -> str:
    where = f"snippets/{found.name}"
    if not code.isidentifier():
        return f"“{code}” stands neither in {where} nor in its tests; write what stands there"
    near = get_close_matches(code, _known(found), NEAR, 0.6)
    for module in library_names.within(found.snippet.full | found.tests.full):
        if library_names.exists(f"{module}.{code}"):
            message = f"“{code}” is {module}.{code}, which {where} does not use; "
            return f"{message}name what it uses, or write it in full under “{PROFILE.references}”"
    message = f"“{code}” is no name of {where}, nor a parameter of what that calls; "
    return message + (f"do you mean {_listed(near)}?" if near else "fix it")


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)
