"""How a page is cited, from what ``CITATION.cff`` says of the whole site."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from recipes.problem import Problem, ProblemError

FILE = "CITATION.cff"


@dataclass(frozen=True)
class Work:
    """The site as a work: who wrote it, and which version this is."""

    title: str
    authors: tuple[str, ...]
    version: str
    year: str


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
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
        authors = tuple(
            author.get("name") or f"{author['given-names']} {author['family-names']}"
            for author in found["authors"]
        )
        year = str(found["date-released"])[:4]
        return Work(str(found["title"]), authors, str(found["version"]), year)
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError, AttributeError) as error:
        message = f"cannot be read ({type(error).__name__}: {error}); it needs title, authors, "
        raise ProblemError(Problem(FILE, 1, f"{message}version and date-released")) from None


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
