"""The shape of the built pages: their parts, headings, titles, weight and search index."""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from recipes.reading import page, prose
from recipes.reading.document import Prose
from recipes.reading.typed import typed

Parse = Callable[[str], BeautifulSoup]

# The heaviest of each, compressed, with about 30 % of room; look at what grew before raising it.
BUDGET = {
    "recipe": 27_000,
    "notebook": 530_000,
    "finder": 70_000,
    "moving": 45_000,
    "other": 20_000,
}
# In the order that they follow each other.
SIGHT = [f".first-sight {one}" for one in (".highlight", ".output", "figure")]
OPENING = ["h1", *SIGHT, ".take-away"]
CLOSING = [".by-hand", ".pitfall", ".how-we-know", ".see-also", ".versions"]
TEXT_FILES = {".html", ".css", ".js", ".json", ".ipynb", ".py", ".svg", ".xml", ".txt"}


def article(soup: BeautifulSoup) -> Tag:
    found = soup.select_one("article")
    assert found
    return found


def places(soup: BeautifulSoup, selectors: list[str]) -> list[int]:
    """Where the first element of each selector stands among all elements of the article."""
    elements = [id(element) for element in article(soup).find_all(True)]
    found = []
    for selector in selectors:
        first = article(soup).select_one(selector)
        assert first, f"there is no {selector}"
        found.append(elements.index(id(first)))
    return found


def test_each_page_of_the_site_is_tested(
    site: Path, addresses: list[str], sample: set[str]
) -> None:
    built = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert built == {
        address if address.endswith(".html") else f"{address}index.html" for address in addresses
    }
    assert sample <= set(addresses)


def test_a_recipe_has_all_parts_in_order(html: Parse, recipe: str) -> None:
    soup = html(recipe)
    found = places(soup, [*OPENING, *CLOSING])
    assert found == sorted(found)
    (equation,) = places(soup, [".equation"])
    assert found[0] < equation < found[len(OPENING)]


def test_a_recipe_begins_with_the_function_to_use(html: Parse, recipe: str) -> None:
    first = article(html(recipe)).select_one("p:not(.take-away *)")
    assert first
    assert first.select("a.scipy"), first.get_text()


def test_a_recipe_offers_its_script_and_its_notebook(
    html: Parse, recipe: str, recipes: dict[str, str]
) -> None:
    links = {str(link["href"]) for link in html(recipe).select(".take-away a[download]")}
    stem = "../../downloads/" + recipes[recipe].removesuffix(".py")
    assert {f"{stem}.py", f"{stem}.ipynb"} <= links


def test_a_recipe_says_with_which_versions_it_ran(html: Parse, recipe: str) -> None:
    foot = article(html(recipe)).select_one(".versions")
    assert foot
    for name in ("Python", "NumPy", "SciPy", "Matplotlib"):
        assert re.search(rf"\b{name} \d+\.\d+", foot.get_text())


def test_headings_do_not_skip_a_level(html: Parse, address: str) -> None:
    levels = [int(heading.name[1]) for heading in article(html(address)).select("h1,h2,h3,h4,h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


def test_no_two_pages_have_the_same_title(html: Parse, addresses: list[str]) -> None:
    pages = [address for address in addresses if address != "404.html"]
    titles = Counter(str(html(address).title) for address in pages)
    assert [title for title, count in titles.items() if count > 1] == []


def test_each_page_says_what_it_is_about(html: Parse, addresses: list[str]) -> None:
    """In its `description`, as search engines show it; each page in its own words."""
    said = {
        address: str(meta["content"])
        for address in addresses
        if address != "404.html" and (meta := html(address).select_one("meta[name=description]"))
    }
    assert len(said) == len(addresses) - 1
    repeated = [text for text, count in Counter(said.values()).items() if count > 1]
    assert [address for address in said if said[address] in repeated] == []


def test_no_page_is_heavier_than_its_budget(
    site: Path, addresses: list[str], recipes: dict[str, str]
) -> None:
    over = {}
    for address in addresses:
        kind = "recipe" if address in recipes else "other"
        kind = "notebook" if address.endswith("notebook/") else kind
        kind = address[:-1] if address[:-1] in BUDGET else kind
        file = site / address
        file = file if file.is_file() else file / "index.html"
        size = len(gzip.compress(file.read_bytes(), 9, mtime=0))
        if size > BUDGET[kind]:
            over[address] = size
    assert over == {}


def test_nothing_in_the_site_names_a_folder_of_this_machine(site: Path, root: Path) -> None:
    folders = {root, site.parent, Path(sys.prefix), Path.home()}
    names = re.compile("|".join(re.escape(f"{folder}/") for folder in folders) + "|/tmp/")
    reported = [
        f"{file.relative_to(site)}: {found[0]}"
        for file in site.rglob("*")
        if file.suffix in TEXT_FILES and (found := names.search(file.read_text(encoding="utf-8")))
    ]
    assert reported == []


def test_the_search_index_has_words_only(site: Path) -> None:
    """Neither TeX nor drawings; the code of the snippets is what it is."""
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    code = re.compile(r"<(pre|code)>.*?</\1>", re.S)
    for entry in index["docs"]:
        text = code.sub("", entry["title"] + "\n" + entry["text"])
        odd = re.findall(r"\\[a-zA-Z]+|\$|\{\{|<svg|<path|matplotlib\.org|MATH|<!--", text)
        assert odd == [], entry["location"]


def test_search_reads_the_formulas_in_sentences(
    site: Path, root: Path, recipes: dict[str, str]
) -> None:
    """As a person types them."""
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    sought, lost = [], []
    for address in recipes:
        one = page.read(root / "docs", f"{address.rstrip('/')}.md")
        sentences = [block.text for block in one.of_kind(Prose)]
        of_page = [typed(found.tex) for text in sentences for found in prose.formulas(text)]
        texts = [entry["text"] for entry in index["docs"] if entry["location"].startswith(address)]
        found = " ".join(unescape("".join(texts)).split())
        lost += [f"{one.path}: {tex}" for tex in of_page if tex not in found]
        sought += of_page
    assert len(sought) > 20 and lost == []


def test_search_knows_no_code_of_tests(site: Path, root: Path, recipes: dict[str, str]) -> None:
    """They would come before the recipes, whose functions they name more often."""
    index = (site / "search" / "index.json").read_text(encoding="utf-8")
    for snippet in recipes.values():
        path = root / "tests" / Path(snippet).with_name(f"test_{Path(snippet).name}")
        imports = re.findall(r"^from snippets.*", path.read_text(encoding="utf-8"), re.M)
        assert imports and not [one for one in imports if one in index]


def test_search_finds_the_text_of_a_part_under_its_own_heading(
    site: Path, recipes: dict[str, str]
) -> None:
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    text = {entry["location"]: entry["text"] for entry in index["docs"]}
    parts = [f"{recipe}#{part}" for recipe in recipes for part in ("by-hand", "pitfall")]
    assert [part for part in parts if not text.get(part)] == []


def test_search_finds_a_text_only_once(site: Path) -> None:
    """Cards and notebooks repeat what the recipes say."""
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    paragraphs = Counter(
        paragraph
        for entry in index["docs"]
        for paragraph in re.findall(r"<p>(.*?)</p>", entry["text"], re.S)
        if len(paragraph) > 80
    )
    assert [text for text, count in paragraphs.items() if count > 1] == []


def test_every_figure_has_its_data_behind_it(html: Parse, recipe: str) -> None:
    for figure in html(recipe).select("figure.recipe-figure"):
        tables = figure.select("details.figure-data table")
        assert len(tables) >= len(figure.select("img.only-light"))
        for table in tables:
            assert table.caption.get_text().strip()
            assert table.select("tbody tr") and table.select("thead th[scope=col]")
            assert all(row.find("th", scope="row") for row in table.select("tbody tr"))
