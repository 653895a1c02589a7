"""A page that finds the function for a task, with the recipe that the snippets tell."""

import pytest
from bs4 import BeautifulSoup
from recipes.rendering import finder
from recipes.rendering.plain_markdown import page_text

TASKS = """task,function,synonyms,have_want,since
find a <root>,scipy.optimize.brentq,zero,a function: its zero,
draw a line,scipy.stats.linregress,,pairs of values: a line,
solve,scipy.linalg.solve,,a matrix: a solution,
find neighbours,scipy.spatial.KDTree.query_pairs,,points: neighbours,
count neighbours,scipy.spatial.KDTree.count_neighbors,,points: their number; points: neighbours,
"""
NAMES = """name,origin,fate,version,function,note
fzero,MATLAB,,,scipy.optimize.brentq,
t.test,R,,,scipy.stats.linregress,
scipy.odr,SciPy,deprecated,1.17,,use <odrpack>
"""
PARTS = ("ask", "pairs", "tasks", "names")
SNIPPET = '"""Count."""\n\n# %% count\ncount = 1\nprint(count)\n'
FILES = {"snippets/a/page_tasks.csv": TASKS, "snippets/a/page_names.csv": NAMES}


def shown(*parts):
    return "# Find\n\n" + "\n".join(f"```finder\n{part}\n```\n" for part in parts)


def recipe(title, lead, code):
    page = f"# {title}\n\n{lead}\n\n```snippet\nuse\n```\n"
    return page, f'"""{title}."""\n\n# %% use\n{code}\n'


def recipes(**given):
    files = {}
    for name, parts in given.items():
        files[f"docs/b/{name}.md"], files[f"snippets/b/{name}.py"] = recipe(*parts)
    return files


ROOT = ("Find a root", "`brentq` does it.", "from scipy.optimize import brentq\nprint(brentq)")
LINE = ("Solve", "`solve` does.", "import scipy.stats as s\nprint(s.linregress, 'brentq')")
TREE = (
    "Search",
    "`KDTree` does.",
    "from scipy.spatial import KDTree\nprint(len(KDTree([[0], [1]]).query_pairs(2)))",
)


@pytest.fixture
def built(convert):
    def of(*parts, **files):
        converted = convert(shown(*parts), SNIPPET, **{**FILES, **files})
        return BeautifulSoup(converted.html, "html.parser"), converted.problems

    return of


def rows(soup):
    return {
        row.th.contents[0]: [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        for row in soup.select(".finder-tasks tbody tr")
    }


def test_each_task_has_its_function_with_a_link(built):
    soup, problems = built("tasks")
    assert problems == []
    row = soup.find(id="optimize.brentq")
    assert row.th.contents[0] == "find a <root>" and row.select_one(".words").string == "zero"
    assert row.a["href"].endswith("/scipy.optimize.brentq.html")
    assert row.a.get_text() == "scipy.optimize.brentq"
    headings = [heading.get_text() for heading in soup.find_all("h3")]
    assert headings == ["scipy.linalg", "scipy.optimize", "scipy.spatial", "scipy.stats"]


def test_a_recipe_that_uses_a_function_is_there_by_itself(built):
    soup, _ = built("tasks", **recipes(root=ROOT, line=LINE))
    found = rows(soup)
    assert found["find a <root>"][1] == "Find a root"  # not the one with its name in a text
    assert found["draw a line"][1] == "used in Solve"
    assert found["solve"][1] == ""
    assert soup.find(id="optimize.brentq").select("a")[1]["href"] == "/site/b/root.md"


def test_a_method_belongs_to_the_recipe_that_calls_it(built):
    found = rows(built("tasks", **recipes(tree=TREE))[0])
    assert found["find neighbours"][1] == "Search"
    assert found["count neighbours"][1] == ""


def test_of_several_recipes_that_begin_with_a_function_the_nearest_comes_first(built):
    roots = {
        "one": ("Cool a cup", *ROOT[1:]),
        "two": ("Find the zero of a sum", *ROOT[1:]),
        "zzz": ROOT,
    }
    soup, _ = built("tasks", **recipes(**roots))
    links = [link.get_text() for link in soup.find(id="optimize.brentq").select("td:last-child a")]
    assert len(links) == finder.MOST and "Cool a cup" not in links


def test_what_one_has_and_wants_leads_to_the_tasks(built):
    soup, _ = built("pairs", "tasks")
    have = {row.th.get_text(): row for row in soup.select(".finder-pairs tbody tr")}
    assert list(have) == ["a function", "a matrix", "pairs of values", "points"]
    wants = [item.get_text() for item in have["points"].select("li")]
    wanted = "neighbours: KDTree.query_pairs, KDTree.count_neighbors"
    assert wants == [wanted, "their number: KDTree.count_neighbors"]
    for link in soup.select(".finder-pairs a"):
        assert soup.find(id=link["href"].removeprefix("#"))


def test_a_name_says_what_became_of_it(built):
    soup, _ = built("names")
    cells = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in soup.select(".finder-names tbody tr")
    ]
    assert ["fzero", "comes from MATLAB", "scipy. optimize. brentq"] in cells
    assert ["scipy. odr", "is deprecated since SciPy 1.17; use <odrpack>", ""] in cells


def test_only_the_page_with_a_box_fetches_what_it_needs(built):
    soup, _ = built("ask", "tasks", **recipes(root=ROOT))
    fetched = [one.get("src") or one.get("href") for one in soup.select("script, link")]
    assert fetched == [f"/site/finder/{name}" for name in finder.ASSETS]
    assert "1 of these tasks" in soup.get_text()
    assert not built("tasks")[0].select("script, link")


def test_a_function_that_is_not_there_is_reported_with_its_row(built):
    wrong = TASKS.replace("scipy.linalg.solve,", "scipy.linalg.slove,")
    _, (problem,) = built("tasks", **{"snippets/a/page_tasks.csv": wrong})
    assert str(problem).startswith("snippets/a/page_tasks.csv:4: there is no “scipy.linalg.slove”")


def test_a_function_of_a_later_version_is_not_missed(built):
    later = TASKS.replace("scipy.linalg.solve,,a matrix: a solution,", "scipy.linalg.new,,,99.1")
    soup, problems = built("tasks", **{"snippets/a/page_tasks.csv": later})
    assert problems == [] and "since 99.1" in soup.get_text()


def test_a_table_with_a_fault_is_reported_once_a_part(built):
    _, problems = built("tasks", **{"snippets/a/page_tasks.csv": "task\n"})
    assert [problem.path for problem in problems] == ["snippets/a/page_tasks.csv"]


@pytest.mark.parametrize("part", ["", "task", "ask tasks"])
def test_a_part_that_there_is_not_is_refused(built, part):
    _, (problem,) = built(part)
    assert "shows one of ask, pairs, tasks, names; write it in the line below" in str(problem)


def test_the_text_for_programs_has_all_of_it(library):
    files = {"docs/find.md": shown(*PARTS), **recipes(root=ROOT)}
    tables = {path.replace("a/page", "find"): text for path, text in FILES.items()}
    loaded = library({**files, **tables})
    text = page_text(loaded, loaded.pages["find.md"])
    line = "| find a <root> | `scipy.optimize.brentq` | [Find a root](b/root.md) |"
    assert line in text and "### scipy.optimize" in text
    assert "| `fzero` | comes from MATLAB | `scipy.optimize.brentq` |" in text
    assert "| points | their number | `scipy.spatial.KDTree.count_neighbors` |" in text


def test_the_search_has_an_entry_for_each_task_and_for_a_name_without_one(library):
    tables = {path.replace("a/page", "find"): text for path, text in FILES.items()}
    loaded = library({"docs/find.md": shown("tasks"), **tables})
    found = finder.entries(loaded, loaded.pages["find.md"], "find/")
    assert len(found) == 6
    assert found[0]["location"] == "find/#optimize.brentq"
    assert found[0]["title"] == "find a &lt;root&gt;"
    assert found[0]["text"] == "scipy.optimize.brentq; zero. fzero comes from MATLAB"
    assert found[-1]["location"] == "find/#name-scipy-scipy-odr"
    assert "odr is deprecated since SciPy 1.17" in found[-1]["text"]


def test_a_recipe_is_searched_by_the_names_that_lead_to_its_function(library):
    """Names of several words would be found by each of them."""
    tables = {path.replace("a/page", "find"): text for path, text in FILES.items()}
    loaded = library({"docs/find.md": shown("tasks"), **tables})
    wanted = ["scipy.optimize.brentq", "scipy.stats.linregress"]
    assert finder.synonyms(loaded, wanted) == ["fzero"]
