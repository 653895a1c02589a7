"""Related recipes have functions or tags in common, and say which; figures and pages follow."""

import re

import pytest
from markdown import Markdown
from recipes.reading.vocabulary import vocabulary
from recipes.rendering import function_index, gallery, plain_markdown, related
from recipes.rendering.extension import Conversion, RecipeExtension

PAGE = "---\nlevel: further\ntags: [{tags}]\n---\n# {title}\n\n```snippet\n{cell}\n```\n"
SEE = "\n## See also\n\n- [{0}]({0}.md)\n"
CODE = (
    '"""Do it."""\n\n# %% call\nfrom scipy.integrate import quad\nfrom scipy import special as sc\n'
)
CODE += "import matplotlib.pyplot as plt\n\n{}\n"
FIGURE = "figure, ax = plt.subplots()\nax.plot([0, 1])\n"


def recipe(name, call, tags="integrals", more="", shown="call"):
    folder = f"a/{name}".replace("-", "_")
    page = PAGE.format(tags=tags, title=name.capitalize(), cell=shown) + more
    return {f"docs/a/{name}.md": page, f"snippets/{folder}.py": CODE.format(call)}


@pytest.fixture
def loaded(library):
    return library(
        {
            "docs/a/index.md": "# Alphabet: letters\n\n```gallery\n```\n\n```functions\n```\n",
            **recipe("one", f"value = quad(sc.expit, 0, 1)\n{FIGURE}", "integrals, images"),
            **recipe("two", f"value = quad(abs, 0, 1)[0]\n{FIGURE}"),
            **recipe("three", f"value = sc.expit(1)\n{FIGURE}", "images, signals"),
            **recipe(
                "four", f"quadrature = quad\n{FIGURE}", "signals, images", SEE.format("three")
            ),
            **recipe("five", FIGURE, "graphs"),
        }
    )


def named(project, name):
    page = project.pages[f"a/{name}.md"]
    return {one.path[2:-3]: related.reason(one) for one in related.related(project, page)}


def test_what_both_use_or_are_about_relates_them(loaded):
    assert named(loaded, "one") == {
        "three": "also uses `scipy.special.expit`",
        "two": "also uses `scipy.integrate.quad`",
        "four": "also uses `scipy.integrate.quad`",
    }
    assert next(iter(named(loaded, "one"))) == "three", "few recipes use this function"


def test_two_tags_do_without_a_function_and_one_does_not(loaded):
    assert named(loaded, "three")["four"] == "is also about images and signals"
    assert "three" not in named(loaded, "two")


def test_plotting_alone_relates_nothing(loaded):
    assert named(loaded, "five") == {}


def test_what_a_recipe_links_itself_is_not_repeated(loaded):
    assert "three" not in named(loaded, "four")


def test_the_foot_of_a_recipe_says_why(loaded, katex):
    extension = RecipeExtension(loaded, katex)
    html = {}
    for name in ("four", "five"):
        extension.conversion = Conversion(loaded.pages[f"a/{name}.md"], lambda path: f"/{path}")
        text = extension.conversion.page.body
        html[name] = Markdown(extensions=["extra", extension]).convert(text)
    reason = '<a href="/a/one.md">One</a> also uses <code>scipy.integrate.quad</code>'
    assert reason in re.sub(r'<a class="scipy"[^>]*>(.*?)</a>', r"\1", html["four"])
    assert html["four"].index("part see-also") < html["four"].index("Related recipes")
    assert "Related" not in html["five"]


def test_functions_are_listed_with_the_recipes_that_use_them(loaded):
    interface, parts = function_index.parts(loaded)
    shown = {row.name: [page.path for page in row.recipes] for part in parts for row in part.rows}
    assert shown == {
        "scipy.integrate.quad": ["a/four.md", "a/one.md", "a/two.md"],
        "scipy.special.expit": ["a/one.md", "a/three.md"],
    }
    of = {part.name: part for part in parts}
    assert of["scipy.integrate"].shown == 1 and "quad" not in of["scipy.integrate"].missing
    assert of["scipy.integrate"].total == len(of["scipy.integrate"].missing) + 1
    assert "scipy.linalg" in function_index.without(parts)
    assert "The recipes use 2 of these" in function_index.summary(interface, parts)


def test_an_import_alone_is_no_use(library):
    project = library(recipe("one", FIGURE))
    assert function_index.used(project) == {"a/one.md": {}}


def test_a_method_is_listed_where_its_class_is_certain(library):
    call = (
        "from scipy.interpolate import CubicSpline\n\ncurve = CubicSpline([0, 1, 2], [0, 1, 0])\n"
    )
    project = library(recipe("one", f"{call}slope = curve.derivative()(0.5)\n{FIGURE}"))
    assert "scipy.interpolate.CubicSpline.derivative" in function_index.used(project)["a/one.md"]


def test_the_gallery_has_each_figure_with_what_it_is_chosen_by(library, katex):
    figure = "\n```snippet\ncall\nshow: figure\ncaption: One $x$.\nalt: A line.\n```\n"
    project = library(
        {
            "docs/a/index.md": "# Alphabet: letters\n\n```gallery\n```\n",
            **recipe("one", FIGURE, "graphs, images", figure),
            **recipe("two", f"{FIGURE}{FIGURE}", "graphs", figure),
            **recipe("three", "value = 1", "graphs"),
        }
    )
    choices, shown = gallery.of(project, lambda path: f"/{path}")
    assert [(one.title, one.href, one.caption) for one in shown] == [
        ("One", "/a/one.md", "One x."),
        ("Two", "/a/two.md", "One x."),
        ("Two", "/a/two.md", "One x."),
    ]
    assert len({source for one in shown for source in one.pictures.values()}) == 6
    assert choices == {
        "Chapter": {"a": "Alphabet"},
        "Level": {"further": "further"},
        "Tag": {"graphs": "graphs", "images": "images"},
    }
    extension = RecipeExtension(project, katex)
    extension.conversion = Conversion(project.pages["a/index.md"], lambda path: f"/{path}")
    html = Markdown(extensions=["extra", extension]).convert(project.pages["a/index.md"].body)
    assert html.count("<li data-chapter") == 3 and 'data-tag="graphs|images"' in html


def test_readers_of_text_have_the_functions_too(loaded):
    text = plain_markdown.page_text(loaded, loaded.pages["a/index.md"])
    assert re.search(r"- \[`scipy.special.expit`\]\(https://[^)]+\): One; Three", text)
    assert "- [Two](two.md)" in text


def test_where_there_is_a_gallery_a_recipe_needs_what_it_is_sorted_by(convert):
    text = "# A\n\n```snippet\ncount\n```\n"
    others = {"docs/a/index.md": "# Alphabet\n\n```gallery\n```\n"}
    level, tags = convert(text, **others).problems
    assert str(level).startswith("docs/a/page.md:1: a recipe needs “level:”, by which the gallery")
    assert str(tags).endswith("choose of " + ", ".join(vocabulary().tags))
    assert not convert(f"---\nlevel: further\ntags: [images]\n---\n{text}", **others).problems
    assert not convert(text, **{"docs/a/index.md": "# Alphabet\n"}).problems
