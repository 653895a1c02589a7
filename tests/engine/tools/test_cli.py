"""The command ``recipe`` in a scratch project."""

from pathlib import Path

import pytest
from PIL import Image
from recipes.problem import ProblemError
from recipes.tools import timings

FILES = {
    "mkdocs.yml": "site_name: Scratch\ntheme: mkdocs\nplugins: [recipes]\n",
    "docs/a/page.md": """---
timings:
  twice: [twice(corners), corners * 2]
---
# Count

```snippet
count
show: code
```

It has {{ 4 = corners }} corners, a third is {{ 0.33 = third }}.

```snippet
picture
show: figure
caption: A line.
alt: A line up to {{ 4 = corners }}.
```

````markdown
{{ 5 = corners }}
````
""",
    "docs/b/other.md": "# Nothing here\n",
    "snippets/a/page.py": '''"""Count."""

# %% count
corners = 4
third = 1 / 3


def twice(number):
    return 2 * number


print(corners)

# %% picture
import matplotlib.pyplot as plt

plt.plot([0, corners])
''',
}
PAGE = "docs/a/page.md"


@pytest.fixture
def scratch(inside):
    """A sound project, as the current folder."""
    return inside(FILES)


def change(path, old, new):
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_run_prints_what_each_cell_prints(scratch, recipe):
    output = recipe("run")
    assert output.index("snippets/a/page.py") < output.index("# %% count") < output.index("4\n")
    assert "drew .cache/figures/a/page/picture.png\n" in output
    assert Path(".cache/figures/a/page/picture.png").read_bytes().startswith(b"\x89PNG")


def test_run_saves_each_figure_where_it_is_told_to(scratch, project, recipe):
    two = "for n in (1, 2):\n    plt.subplots(figsize=(n, 1))\nplt.show()\n"
    project(
        {"snippets/a/two.py": f'"""Two."""\n\n# %% both\nimport matplotlib.pyplot as plt\n\n{two}'}
    )
    output = recipe("run", "--figures", "drawn", "a/two.py")
    names = ["drawn/a/two/both-1.png", "drawn/a/two/both-2.png"]
    assert [line for line in output.splitlines() if "drew" in line] == [
        f"drew {one}" for one in names
    ]
    with Image.open(names[0]) as narrow, Image.open(names[1]) as wide:
        assert narrow.width < wide.width


@pytest.mark.parametrize("path", ["snippets/a/lone.py", "a/lone.py"])
def test_run_takes_a_snippet_that_no_page_shows(scratch, project, path, recipe):
    project({"snippets/a/lone.py": '"""Alone."""\n\n# %% a\nprint("lone")\n'})
    output = recipe("run", path)
    assert "lone\n" in output
    assert "a/page.py" not in output


def test_run_tells_what_is_wrong_with_a_snippet(scratch, recipe):
    change("snippets/a/page.py", "print(corners)", "1 / 0")
    output = recipe("run", "a/page.py", code=1)
    assert "snippets/a/page.py:12: raised ZeroDivisionError" in output
    assert "no snippets/a/no.py; fix the name" in recipe("run", "a/no.py", code=1)


def test_run_of_one_snippet_does_not_mind_that_another_is_broken(scratch, project, recipe):
    project({"snippets/a/lone.py": '"""Alone."""\n\n# %% a\nprint("lone")\n'})
    change("snippets/a/page.py", "print(corners)", "print(")
    assert "lone\n" in recipe("run", "a/lone.py")


def test_check_says_that_all_pages_hold(scratch, recipe):
    assert "all pages hold" in recipe("check")


@pytest.mark.parametrize(
    ("link", "lost"),
    [
        ("../b/other.md", ""),
        ("../b/other.md#nothing-here", ""),
        ("#count", ""),
        ("https://example.org/none.md#part", ""),
        ("other.md", "other.md"),
        ("../b/another.md#part", "../b/another.md#part"),
        ("#counts", "#counts"),
    ],
)
def test_check_tells_of_a_link_that_leads_nowhere(scratch, link, lost, recipe):
    change(PAGE, "It has", f"[Here]({link}). It has")
    said = recipe("check", PAGE, code=1 if lost else 0)
    reported = f"{PAGE}:12: the link “{lost}” leads nowhere; fix it\n"
    assert said == (reported if lost else "all pages hold\n")


def test_check_tells_all_that_is_wrong_and_nothing_of_other_pages(scratch, recipe):
    change(PAGE, "{{ 4 = corners }} corners", "{{ 5 = corners }} corners, 3 sides")
    output = recipe("check", code=1)
    assert f"{PAGE}:12: the page says 5 but corners is 4" in output
    assert f"{PAGE}:12: “3” is a number that nothing proves" in output
    assert "all pages hold" in recipe("check", "docs/b/other.md")
    assert "all pages hold" in recipe("check", "b/other.md")
    assert "no page docs/b/no.md; fix the name" in recipe("check", "b/no.md", code=1)


@pytest.fixture
def beside_broken(scratch, project):
    """The sound page, beside one whose snippet fails and one that cannot be read."""
    project(
        {
            "docs/b/broken.md": "# Broken\n\n```snippet\ncell\n```\n\nIt is {{ 1 = one }}.\n",
            "docs/b/unread.md": "---\nallow: [\n---\n# Unread\n",
            "snippets/b/broken.py": '"""Break."""\n\n# %% cell\n1 / 0\n',
        }
    )


def test_a_page_that_is_named_is_checked_alone(beside_broken, recipe):
    assert recipe("check", PAGE) == "all pages hold\n"
    assert recipe("facts", PAGE).count("  holds") == 3
    every = recipe("check", code=1)
    assert "snippets/b/broken.py:4: raised ZeroDivisionError" in every
    assert "docs/b/unread.md:3: the front matter is not YAML" in every


def test_what_is_wrong_with_the_page_that_is_named_is_reported(beside_broken, recipe):
    said = recipe("check", "docs/b/broken.md", code=1)
    assert "snippets/b/broken.py:4: raised ZeroDivisionError" in said
    assert "unread" not in said
    said = recipe("check", "docs/b/unread.md", code=1)
    assert said.startswith("docs/b/unread.md:3: the front matter is not YAML")


def test_a_named_page_needs_the_snippets_of_others_that_it_shows(scratch, project, recipe):
    project({"docs/b/other.md": "# Other\n\n```snippet\na/page.py#count\n```\n"})
    change("snippets/a/page.py", "print(corners)", "1 / 0")
    assert "snippets/a/page.py:12: raised" in recipe("check", "docs/b/other.md", code=1)


def test_only_the_numbers_of_the_page_that_is_named_are_rewritten(beside_broken, recipe):
    change("snippets/a/page.py", "corners = 4", "corners = 6")
    other = Path("docs/b/broken.md").read_text(encoding="utf-8")
    assert f"{PAGE}: rewritten" in recipe("facts", "--fix", PAGE)
    assert Path("docs/b/broken.md").read_text(encoding="utf-8") == other


def test_the_digits_of_a_page_that_is_named_are_checked_alone(beside_broken, recipe):
    assert f"{PAGE}: 3 facts, hold" in recipe("facts", "--check", "--no-oldest", PAGE)


@pytest.mark.parametrize("written", ["docs\\a\\page.md", "a\\page.md", ".\\docs\\a/page.md"])
def test_a_path_may_have_backslashes_and_is_reported_with_slashes(scratch, written, recipe):
    change(PAGE, "{{ 4 = corners }} corners", "{{ 5 = corners }} corners")
    assert recipe("check", written, code=1).startswith(f"{PAGE}:12: the page says 5")
    missing = written.replace("page.md", "none.md")
    assert "there is no page docs/a/none.md" in recipe("check", missing, code=1)


def test_facts_are_listed_with_their_place_in_the_order_of_the_page(scratch, recipe):
    lines = [line for line in recipe("facts").splitlines() if line.startswith("docs/")]
    assert lines == [
        f"{PAGE}:12: 4 = corners  holds",
        f"{PAGE}:12: 0.33 = third  holds",
        f"{PAGE}:18: 4 = corners  holds",
    ]


def test_a_fact_that_no_longer_holds_is_reported_and_not_changed(scratch, recipe):
    change("snippets/a/page.py", "corners = 4", "corners = 6")
    before = Path(PAGE).read_text(encoding="utf-8")
    output = recipe("facts", code=1)
    assert f"{PAGE}:12: 4 = corners  is 6" in output
    assert "use --fix" in output
    assert Path(PAGE).read_text(encoding="utf-8") == before


def test_facts_are_rewritten_on_request_and_nothing_else(scratch, recipe):
    change("snippets/a/page.py", "corners = 4", "corners = 6")
    change("snippets/a/page.py", "1 / 3", "2 / 3")
    before = Path(PAGE).read_text(encoding="utf-8")
    assert f"{PAGE}: rewritten" in recipe("facts", "--fix")
    wanted = before.replace("4 = corners", "6 = corners").replace("0.33 =", "0.67 =")
    assert Path(PAGE).read_text(encoding="utf-8") == wanted
    recipe("facts")
    recipe("check")


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("0.33 = third", "0.33 = thrid", "do you mean third?"),
        ("0.33 = third", "many = third", "“many” is no number"),
    ],
)
def test_a_fact_that_cannot_be_rewritten_stays_a_fault(scratch, old, new, reported, recipe):
    change(PAGE, old, new)
    before = Path(PAGE).read_text(encoding="utf-8")
    assert reported in recipe("facts", "--fix", code=1)
    assert Path(PAGE).read_text(encoding="utf-8") == before


@pytest.mark.parametrize("value", ["nan", "inf"])
def test_what_is_not_finite_is_not_written_into_a_page(scratch, value, recipe):
    change("snippets/a/page.py", "1 / 3", f'float("{value}")')
    before = Path(PAGE).read_text(encoding="utf-8")
    assert f"{PAGE}:12: 0.33 = third" in recipe("facts", "--fix", code=1)
    assert Path(PAGE).read_text(encoding="utf-8") == before


def test_a_folder_that_is_no_project_is_reported(tmp_path, monkeypatch, recipe):
    monkeypatch.chdir(tmp_path)
    assert "no mkdocs.yml here" in recipe("run", code=1)


def test_settings_that_are_wrong_are_reported(scratch, recipe):
    change("mkdocs.yml", "[recipes]", "[recipes: {time_limit: 1, memory_limit: a lot}]")
    assert "'a lot' is not a size; write it as" in recipe("run", code=1)


def test_a_project_without_the_plugin_is_reported(scratch, recipe):
    change("mkdocs.yml", "plugins: [recipes]", "plugins: []")
    assert "plugins" in recipe("run", code=1)


def test_timings_are_measured_recorded_and_stated(scratch, recipe):
    output = recipe("bench", "--timings")
    assert f"{PAGE}: twice" in output
    recorded = Path("snippets/timings.yml").read_text(encoding="utf-8")
    ratio = recorded.rpartition("ratio: ")[2].strip()
    change(PAGE, "It has", f"It takes {{{{ {ratio} = timing.twice }}}} times. It has")
    recipe("check")
    change("snippets/a/page.py", "return 2 * number", "return number + number")
    assert "was not measured for this code; run “recipe bench --timings”" in recipe("check", code=1)


def test_a_timing_that_cannot_be_measured_is_reported(scratch, recipe):
    change(PAGE, "twice(corners)", "thrice(corners)")
    output = recipe("bench", "--timings", code=1)
    assert f"{PAGE}:1: timings: NameError: name 'thrice' is not defined" in output


@pytest.mark.parametrize(
    ("ratio", "rounded"), [(123.4, 100), (9.6, 10), (2.4, 2), (1.0, 1), (0.123, 0.1)]
)
def test_a_timing_has_one_digit(ratio, rounded):
    found = timings.Timing("a/page.md", "grid", ratio).rounded
    assert found == rounded
    assert isinstance(found, int) == (rounded >= 1)


def test_a_script_that_fails_is_no_measurement():
    assert timings.time_pairs(("1 / 0", {})).startswith("ZeroDivisionError")


def test_a_cell_that_was_not_timed_does_not_end_a_timing(library):
    """Only what the expressions name has a part in them."""
    loaded = library(FILES)
    page = loaded.pages["a/page.md"]
    key = loaded.timing_key(page, "twice")
    source = FILES["snippets/a/page.py"]
    for old, new, same in [
        ("1 / 3", "2 / 3", True),
        ("print(corners)", "print(third)", True),
        ("corners = 4", "corners = 6", False),
        ("return 2", "return 3", False),
    ]:
        changed = library({"snippets/a/page.py": source.replace(old, new)}, run=False)
        assert (changed.timing_key(page, "twice") == key) == same, old


def test_a_timing_of_a_broken_snippet_is_reported(library):
    loaded = library({**FILES, PAGE: FILES[PAGE].replace("corners * 2", "1 +")})
    with pytest.raises(ProblemError, match="timings: SyntaxError"):
        timings.measure(loaded, loaded.pages["a/page.md"])


def test_run_saves_the_sounds_that_a_cell_writes(scratch, recipe):
    write = "Path('a.wav').write_bytes(b'RIFF' + bytes(4) + b'WAVE')"
    change("snippets/a/page.py", "corners = 4", f"from pathlib import Path\n{write}\ncorners = 4")
    assert "wrote .cache/figures/a/page/count.wav\n" in recipe("run")
    assert Path(".cache/figures/a/page/count.wav").read_bytes().endswith(b"WAVE")
