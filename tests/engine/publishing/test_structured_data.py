"""What pages say to machines of themselves, of projects made for the purpose."""

import io
import json

import pytest
from PIL import Image, ImageChops
from recipes.publishing import cards, structured_data
from recipes.rendering.citation import Work

WORK = Work("A site", ("A & Team",), "1.2.0", "2026")
SITE = structured_data.Site("A site", "All of it.", "https://site.example/x/", WORK)
UNKNOWN = structured_data.Site("A site", "All of it.", "")
FILES = {
    "docs/index.md": "# All\n\n```recipes\n```\n",
    "docs/a/index.md": "# Chapter\n\n```recipes\n```\n",
    "docs/a/page.md": "---\ndescription: It adds.\n---\n# Add </script>\n\n```snippet\nadd\n```\n",
    "snippets/a/page.py": '"""Add."""\n# %% add\nfrom scipy.special import erf\nprint(erf(0))\n',
}


def things(library, path, site=SITE):
    loaded = library(FILES)
    return json.loads(structured_data.json_ld(loaded, loaded.pages[path], site))["@graph"]


def test_a_recipe_is_an_article_about_the_functions_that_it_uses(library):
    article, _ = things(library, "a/page.md")
    assert (article["@type"], article["description"]) == ("TechArticle", "It adds.")
    assert [about["name"] for about in article["about"]] == ["scipy.special.erf"]
    assert article["url"] == "https://site.example/x/a/page/"
    assert article["image"] == "https://site.example/x/assets/cards/a/page.png"
    assert (article["author"][0]["name"], article["version"]) == ("A & Team", "1.2.0")


def test_a_recipe_stands_below_its_chapter(library):
    _, way = things(library, "a/page.md")
    items = [(one["position"], one["name"], one["item"]) for one in way["itemListElement"]]
    assert items == [
        (1, "All", "https://site.example/x/"),
        (2, "Chapter", "https://site.example/x/a/"),
        (3, "Add </script>", "https://site.example/x/a/page/"),
    ]


def test_a_chapter_lists_its_recipes_and_the_first_page_is_the_site(library):
    chapter, way = things(library, "a/index.md")
    assert chapter["@type"] == "CollectionPage" and len(way["itemListElement"]) == 2
    assert [one["name"] for one in chapter["mainEntity"]["itemListElement"]] == ["Add </script>"]
    assert [one["@type"] for one in things(library, "index.md")] == ["WebSite"]


def test_no_title_ends_the_script_that_holds_it(library):
    loaded = library(FILES)
    for page in loaded.pages.values():
        assert "<" not in structured_data.json_ld(loaded, page, SITE)


def test_a_site_without_an_address_claims_none(library):
    for path in ("index.md", "a/index.md", "a/page.md"):
        said = json.dumps(things(library, path, UNKNOWN))
        for name in ("url", "image", "item"):
            assert f'"{name}"' not in said


TITLES = ["Add", "Integrate over a region whose limits depend on the other variable", "Wärme", ""]
TITLES += ["word " * 80, "x" * 400]


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_card_has_its_size_and_keeps_its_edges_free(title, count):
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), "#2660ad").save(picture, "PNG")
    drawn = cards.draw("A site", title, [picture.getvalue()] * count)
    card = Image.open(io.BytesIO(drawn)).convert("RGB")
    assert card.size == (1200, 630) and len(drawn) < 150_000
    inner = card.crop((20, 0, 1200, 630))
    paper = Image.new("RGB", inner.size, card.getpixel((40, 40)))
    left, top, right, bottom = ImageChops.difference(inner, paper).getbbox()
    assert left >= 30 and top >= 40 and right <= 1150 and bottom <= 590


def test_the_same_card_has_the_same_bytes():
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), "#2660ad").save(picture, "PNG")
    once, again = (cards.draw("A site", TITLES[1], [picture.getvalue()] * 3) for _ in "12")
    assert once == again


def test_a_title_beside_a_figure_does_not_reach_into_it():
    black = io.BytesIO()
    Image.new("RGB", (640, 400), "black").save(black, "PNG")
    with_title, without = (
        Image.open(io.BytesIO(cards.draw("A site", title, [black.getvalue()]))).convert("RGB")
        for title in ("x" * 400, "")
    )
    box = ImageChops.difference(with_title, without).getbbox()
    assert box and box[2] < 620
