"""What pages say of the last complete runs: the rates, their dates, what has changed since."""

import pytest
import yaml
from recipes.checking import rates
from recipes.problem import ProblemError
from recipes.project import Project
from recipes.rendering import mutation_rates
from recipes.running.runner import Runner, Settings
from recipes.running.store import Store

PAGE = "# Sums\n\n```snippet\nsum\n```\n"
FILES = {
    f"{folder}/a/{name}": text
    for stem in ("one", "two", "three")
    for folder, name, text in (
        ("docs", f"{stem}.md", PAGE),
        ("snippets", f"{stem}.py", '"""Add."""\n\n# %% sum\ntotal = 55\n'),
        ("tests", f"test_{stem}.py", "def test_the_sum_is_that_of_gauss(): ...\n"),
    )
}
COUNTED = {kind: {"killed": 9, "total": 10} for kind in rates.CLASSES}


@pytest.fixture
def measured(project):
    """A project of three recipes, with the runs of some of them recorded."""

    def measure(*stems):
        root = project(FILES)
        store = Store(root / ".cache/results", print)
        loaded = Project(root, Runner(root / "snippets", store, Settings(), print))
        loaded.load(run=False)
        for stem in stems:
            paths = rates.files(f"a/{stem}.md", [f"a/{stem}.py"], f"a/test_{stem}.py")
            rates.write(root / ".cache", f"a/{stem}.md", rates.state(root, paths), COUNTED, 0)
        return loaded

    return measure


def test_without_a_record_the_page_says_who_measures(measured):
    assert mutation_rates.html(measured()) == f"<p>{mutation_rates.UNMEASURED}</p>"
    assert mutation_rates.markdown(measured()) == [mutation_rates.UNMEASURED]


def test_with_a_record_the_page_shows_the_rates_and_the_date_of_the_run(measured):
    library = measured("one", "two", "three")
    file = library.root / ".cache" / rates.RECORD
    recorded = file.read_text(encoding="utf-8")
    today = rates.read(file.parent)["a/one.md"]["on"]
    file.write_text(recorded.replace(str(today), "2026-11-22", 1), encoding="utf-8")
    html = mutation_rates.html(library)
    assert "<th scope='row'>code</th><td>30</td><td>27</td><td>90.0 %</td>" in html
    assert html.endswith(f"<p>Measured from 2026-11-22 to {today}.</p>")
    assert mutation_rates.markdown(library)[2:] == [
        *("| mathematics | 30 | 27 |", "| prose | 30 | 27 |", "| captions | 30 | 27 |"),
        *("| words, by quotation | 30 | 27 |", "| code | 30 | 27 |"),
        "",
        f"Measured from 2026-11-22 to {today}.",
    ]


def test_the_page_says_how_many_recipes_are_newer_than_their_run(measured, project):
    library = measured("one", "two")
    project({"docs/a/one.md": PAGE.replace("Sums", "Additions")})
    (today,) = {one["on"] for one in rates.read(library.root / ".cache").values()}
    said = f"Measured on {today}. Since then 1 recipe has changed. 1 recipe is not measured yet."
    assert mutation_rates.html(library).endswith(f"<p>{said}</p>")
    project({f"snippets/a/{stem}.py": '"""Add."""\n\n# %% sum\n' for stem in ("one", "two")})
    assert "Since then 2 recipes have changed." in mutation_rates.html(library)


def test_a_recipe_that_is_gone_counts_no_more(measured):
    library = measured("one", "two", "three")
    (library.root / "docs/a/two.md").unlink()
    library.load(run=False)
    assert "| code | 20 | 18 |" in mutation_rates.markdown(library)


def test_a_record_of_a_run_without_a_class_counts_the_others(measured):
    library = measured("one", "two")
    file = library.root / ".cache" / rates.RECORD
    record = yaml.safe_load(file.read_text(encoding="utf-8"))
    del record["a/one.md"][rates.QUOTED]
    file.write_text(yaml.safe_dump(record), encoding="utf-8")
    shown = mutation_rates.markdown(library)
    assert "| words, by quotation | 10 | 9 |" in shown and "| code | 20 | 18 |" in shown


@pytest.mark.parametrize("text", ["[1]", "a: {}", "a: [", "a/one.md: {on: 5}"])
def test_a_record_that_no_run_wrote_is_reported(measured, text):
    library = measured()
    (library.root / ".cache").mkdir(exist_ok=True)
    (library.root / ".cache" / rates.RECORD).write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        mutation_rates.html(library)
    assert str(caught.value.problem).startswith(".cache/drift.yml:1: is not what “recipe drift")
