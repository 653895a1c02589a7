"""Every link leads somewhere, also those in raw HTML, which MkDocs does not check."""

import importlib
import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache, reduce
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

Parse = Callable[[str], BeautifulSoup]

REFERENCES = {
    "a": "href",
    "audio": "src",
    "link": "href",
    "img": "src",
    "script": "src",
    "source": "src",
}
SCIPY_PAGE = re.compile(
    r"https://docs\.scipy\.org/doc/scipy-[\d.]+/reference/(?:constants|generated/(scipy\.[\w.]+))\.html"
)
SCIPY_NAME = re.compile(r"`(scipy(?:\.\w+)+)")


def references(soup: BeautifulSoup) -> Iterator[str]:
    for tag, attribute in REFERENCES.items():
        for element in soup.find_all(tag):
            if element.has_attr(attribute):
                yield str(element[attribute])


def exists(name: str) -> bool:
    """Whether a dotted name can be had by imports and public attributes."""
    parts = name.split(".")
    if any(part.startswith("_") for part in parts):
        return False
    for number in range(len(parts), 0, -1):
        try:
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # old names
                module = importlib.import_module(".".join(parts[:number]))
        except ModuleNotFoundError:
            continue
        try:
            reduce(getattr, parts[number:], module)
        except AttributeError:
            return False
        public = getattr(module, "__all__", parts[number:])
        return not parts[number:] or parts[number] in public
    return False


@pytest.fixture(scope="module")
def ids(html: Parse) -> Callable[[str], set[str]]:
    """All that a fragment can name on a page."""
    return cache(lambda address: {str(one["id"]) for one in html(address).find_all(id=True)})


def test_every_internal_link_and_fragment_resolves(
    html: Parse, ids: Callable[[str], set[str]], site: Path, site_url: str, address: str
) -> None:
    """All links to this site; one that leads beside its folder leads to another."""
    here = urlsplit(site_url)
    broken = []
    for reference in references(html(address)):
        target = urlsplit(urljoin(site_url + address, reference))
        if target.netloc != here.netloc:
            continue
        if not target.path.startswith(here.path):
            broken.append(reference)
            continue
        path = unquote(target.path).removeprefix(here.path)
        file = site / path / "index.html" if not path or path.endswith("/") else site / path
        if not file.is_file() or (
            target.fragment
            and file.suffix == ".html"
            and unquote(target.fragment) not in ids(path.removesuffix("index.html"))
        ):
            broken.append(reference)
    assert broken == []


def test_no_link_depends_on_where_the_site_is(html: Parse, address: str) -> None:
    """Links to the root break where the site lies in a folder; only the error page has them."""
    rooted = [one for one in references(html(address)) if one.startswith("/")]
    assert rooted == [] or address == "404.html"


def test_links_to_elsewhere_are_encrypted(html: Parse, address: str) -> None:
    assert [one for one in references(html(address)) if one.startswith(("http:", "//"))] == []


def test_every_scipy_link_names_something_public(html: Parse, address: str) -> None:
    links = {str(link["href"]) for link in html(address).select("a.scipy")}
    names = {link: SCIPY_PAGE.fullmatch(link) for link in links}
    wrong = [link for link, found in names.items() if not found or not exists(found[1] or "scipy")]
    assert wrong == []


LIBRARY_PAGE = re.compile(
    r"https://(?:"
    r"numpy\.org/doc/\d+\.\d+/reference/(?:(?:random/)?generated/numpy\.[\w.]+\.html"
    r"|(?:constants|arrays\.scalars|random/generator)\.html#numpy\.[\w.]+)"
    r"|matplotlib\.org/[\d.]+/api/(?:_as_gen/(?:matplotlib|mpl_toolkits)\.[\w.]+\.html"
    r"|(?:\w+_api|transformations)\.html#matplotlib\.[\w.]+)"
    r"|pillow\.readthedocs\.io/en/[\d.]+/reference/Image\w*\.html#PIL\.[\w.]+)"
)


def test_every_link_to_another_library_has_the_form_of_its_pages(html: Parse, address: str) -> None:
    links = {str(link["href"]) for link in html(address).select("a.library")}
    assert [link for link in links if not LIBRARY_PAGE.fullmatch(link)] == []


def test_every_scipy_name_in_the_text_can_be_imported(root: Path) -> None:
    wrong = [
        f"{file.relative_to(root)}: {name}"
        for file in sorted((root / "docs").rglob("*.md"))
        for name in SCIPY_NAME.findall(file.read_text(encoding="utf-8"))
        if not exists(name)
    ]
    assert wrong == []
