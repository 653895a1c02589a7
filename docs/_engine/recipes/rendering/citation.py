"""How a page is cited, from what ``CITATION.cff`` says of the whole site."""

import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from recipes.problem import Problem, ProblemError
from recipes.reading import settings

FILE = "CITATION.cff"


@dataclass(frozen=True)
class Work:
    """The site as a work: who wrote it, and which version this is."""

    title: str
    authors: tuple[str, ...]
    version: str
    year: str


class _Author(msgspec.Struct, rename="kebab"):
    """A person, or an entity with a name."""

    name: str = ""
    given_names: str = ""
    family_names: str = ""


class _File(msgspec.Struct, rename="kebab"):
    """What a citation needs of a file in the Citation File Format."""

    title: str
    authors: tuple[_Author, ...]
    version: str
    date_released: str


def read(root: Path) -> Work | None:
    """Read ``CITATION.cff`` of a project; None where there is none.

    Raises
    ------
    ProblemError
        If it is not YAML or lacks what a citation needs.
    """
    file = root / FILE
    if not file.is_file():
        return None
    try:
        found = settings.load(settings.Source(file.read_text(encoding="utf-8"), FILE), _File).values
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise ProblemError(Problem(FILE, 1, message)) from None
    authors = tuple(
        one.name or f"{one.given_names} {one.family_names}".strip() for one in found.authors
    )
    return Work(found.title, authors, found.version, found.date_released[:4])


def text(work: Work, title: str, address: str) -> str:
    """Return one line that cites a page."""
    where = f", {address}" if address else ""
    names = ", ".join(work.authors)
    return f"{names} ({work.year}). {title}. {work.title}, version {work.version}{where}"


def bibtex(work: Work, title: str, path: str, address: str) -> str:
    """Return a BibTeX entry for the page at a path."""
    key = "scipy-by-example-" + re.sub(r"\W+", "-", path.removesuffix(".md"))
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in work.authors),
        "title": f"{{{_escaped(title)}}}",
        "booktitle": _escaped(work.title),
        "year": work.year,
        "version": work.version,
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
