"""Words of a page are bound to the test that quotes them, and a test that quotes evaluates."""

import os
import re
import subprocess
import sys

import pytest
from recipes.checking import evidence, sentences
from recipes.checking.bound_page import BoundPage
from recipes.checking.quotations import ClaimError
from recipes.reading import page

TEXT = """---
description: Means of numbers, and never of words
---
# Take a *mean* of numbers

The mean of `sample` is {{ 2.5 = mean }}, and
it is **never** larger than the reader’s maximum, $x^2$.

## By hand

People [add](https://example.org/never "always") them up. A loop is slow.

```snippet
mean
show: figure
caption: The dashed line is the mean.
alt: >-
  Dots to the left of
  a line.
```

## Pitfall

A loop is slow, and warns of nothing.
"""


@pytest.fixture
def bound():
    return BoundPage(page.parse("a/page.md", TEXT))


@pytest.mark.parametrize(
    "words",
    [
        "and it is never larger than",  # over the end of a line, and without emphasis
        "it is *never* larger",
        "The mean of sample is 2.5",  # code, and a fact as its literal
        "the reader's maximum, $x^2$",  # typographic apostrophes, and formulas
        "Never larger",
        "People add them up",  # and not where the link leads
        "The dashed line",  # of a caption
        "to the left of a line",  # of an alt text
        "Take a mean",  # of the title
    ],
)
def test_words_are_compared_as_readers_see_them(bound, words):
    bound.says(words)


@pytest.mark.parametrize(
    ("words", "line", "near"),
    [
        ("it is never smaller than", 7, "it is **never** larger than"),
        ("ever larger than the", 7, "**never** larger than the"),  # whole words only
        ("to the right of a line", 18, "to the left of a line"),
        ("Take a *median* of", 4, "Take a *mean* of"),
        ("of sample is 2.6", 6, "of `sample` is 2.5"),
        ("loops are slow", 11, "loop is slow"),
    ],
)
def test_words_that_do_not_stand_there_are_reported_with_the_nearest_ones(bound, words, line, near):
    with pytest.raises(ClaimError) as error:
        bound.says(words)
    said = str(error.value)
    assert said.startswith(f"docs/a/page.md:{line}: “{words}” does not stand on the page; ")
    assert f"“{near}”: does the test still prove them?" in said


def test_where_nothing_is_like_them_that_is_said(bound):
    with pytest.raises(ClaimError, match="nor anything like it; quote what does"):
        bound.says("quadrature formulas")


def test_words_that_stand_twice_need_their_section(bound):
    with pytest.raises(ClaimError) as error:
        bound.says("A loop is slow")
    said = str(error.value)
    assert "in line 11 and 24; quote more of it, or name its section=" in said
    bound.says("A loop is slow", section="Pitfall")
    bound.says("A loop is slow", section="By hand")
    bound.says("A loop is slow, and warns")
    with pytest.raises(ClaimError, match="there is no section “Pitfalls”; there is Take a mean"):
        bound.says("A loop is slow", section="Pitfalls")
    with pytest.raises(ClaimError, match="does not stand below “By hand”"):
        bound.says("it is never larger", section="By hand")


def test_words_of_the_title_are_in_no_other_section(bound):
    title = "Take a mean of numbers"
    bound.says("it is never larger", section=title)
    with pytest.raises(ClaimError, match="does not stand below “Take a mean of numbers”"):
        bound.says("warns of nothing", section=title)


def test_words_of_the_description_are_quoted_as_such(bound):
    bound.says("never of words", section="description")
    bound.says("it is never")  # those of the page stand there once
    with pytest.raises(ClaimError, match=r"page\.md:2: .* the nearest words are “of words”"):
        bound.says("always of words", section="description")


RECIPE = """# Take a mean

The mean is never below zero.

```snippet
mean
```
"""
SNIPPET = '"""Take a mean."""\n\n# %% mean\nmean = 2.5\nprint(mean)\n'
HEAD = """
import pytest
from recipes.checking.bound_page import page
from snippets.a import page as run

PAGE = page("a/page.md")
LIMIT = 0


def limited():
    return max(run.mean, LIMIT)


@pytest.fixture
def sample():
    return [run.mean]


def compare(value):
    assert value == run.mean


def test_mean({arguments}):
    PAGE.says("is never below")
"""


def module_of(body, arguments=""):
    return HEAD.format(arguments=arguments) + "".join(f"    {line}\n" for line in body)


@pytest.fixture
def run(project):
    """Run the tests of a scratch recipe; return their number by outcome, and what was printed."""

    def start(*body, text=RECIPE, after="", snippet=SNIPPET, tests=""):
        tests = tests or module_of(body) + after
        root = project(
            {
                "pyproject.toml": "[tool.pytest.ini_options]\n",
                "docs/a/page.md": text,
                "snippets/a/page.py": snippet,
                "tests/conftest.py": 'pytest_plugins = ["recipes.checking.pytest_plugin"]\n',
                "tests/a/test_page.py": tests,
            }
        )
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["--import-mode=importlib"]
        environment = {
            **os.environ,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": str(root),
        }
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        ends = re.findall(r"(\d+) (passed|failed|skipped)", done.stdout)
        return {name: int(count) for count, name in ends}, done.stdout

    return start


def test_a_page_whose_words_are_quoted_by_a_test_that_evaluates_passes(run):
    ends, printed = run("assert run.mean >= 0")
    assert ends == {"passed": 2}, printed


def test_a_changed_word_fails_the_test_that_proves_it(run):
    ends, printed = run("assert run.mean >= 0", text=RECIPE.replace("never", "often"))
    assert ends == {"failed": 1, "skipped": 1}
    assert "docs/a/page.md:3: “is never below” does not stand on the page; " in printed
    assert "“is often below”" in printed
    assert "quotations.py" not in printed and "bound_page.py" not in printed


def test_a_word_that_no_test_quotes_fails_the_page(run):
    text = RECIPE.replace("below zero", "below zero, and Euler's method converges")
    ends, printed = run("assert run.mean >= 0", text=text)
    assert ends == {"passed": 1, "failed": 1}
    assert "docs/a/page.md:3: “Euler's” names a method or a person, and no test quotes" in printed
    assert 'PAGE.says("method converges")' in printed


def test_what_a_skipped_test_quotes_is_not_proved(run):
    ends, _ = run('pytest.skip("for now")', "assert run.mean >= 0")
    assert ends == {"skipped": 2}


def test_what_is_quoted_where_no_test_comes_is_not_proved(run):
    after = '    if LIMIT:\n        PAGE.says("no one")\n'
    text = RECIPE.replace("zero.", "zero, and no one minds.")
    ends, printed = run("assert run.mean >= 0", text=text, after=after)
    assert ends == {"passed": 1, "failed": 1}
    assert "“no” says how often" in printed


def test_a_test_that_quotes_in_vain_fails_the_page(run):
    ends, printed = run("assert LIMIT == 0")
    assert ends == {"passed": 1, "failed": 1}
    assert VAIN in printed


LINE = HEAD[: HEAD.index("def test_mean")].count("\n") + 1
VAIN = "test_mean quotes words and evaluates nothing of its recipe"


@pytest.mark.parametrize(
    "body",
    [
        ["assert True"],
        ["assert run"],
        ["assert LIMIT == 0"],
        ["assert run.mean or True"],
        ["assert run.mean == run.mean"],
        ["run.mean"],
        ["assert PAGE"],
        ["mean = 2.5", "assert mean >= 0"],
        ["with pytest.raises(ValueError):", "    float('a')"],
    ],
)
def test_a_test_that_quotes_and_evaluates_nothing_is_found(body):
    (problem,) = evidence.check(module_of(body), "tests/a/test_page.py")
    assert str(problem).startswith(f"tests/a/test_page.py:{LINE}: {VAIN}")


def test_a_variable_of_another_test_is_no_evidence():
    other = "\n\ndef test_other():\n    value = run.mean\n    assert value\n"
    tests = module_of(["value = 1", "assert value"]) + other
    (problem,) = evidence.check(tests, "tests/a/test_page.py")
    assert VAIN in str(problem)


@pytest.mark.parametrize(
    ("body", "arguments"),
    [
        (["value = run.mean", "assert value"], ""),
        (["assert limited() >= 0"], ""),
        (["compare(2.5)"], ""),
        (["for value in sample:", "    assert value > 0"], "sample"),
        (["with pytest.raises(TypeError):", "    run.mean()"], ""),
        (["def double():", "    return 2 * run.mean", "assert double() > 0"], ""),
        (["from numpy.testing import assert_allclose", "assert_allclose(run.mean, 2.5)"], ""),
    ],
)
def test_what_is_evaluated_may_come_by_a_name_of_the_module(body, arguments):
    assert evidence.check(module_of(body, arguments), "tests/a/test_page.py") == ()


MEANS = """# Compare the means of samples

The p value is {{ 0.03 = p }}. CONCLUSION

```snippet
means
```
"""
TWO_SAMPLES = """'Compare the means of samples.'

# %% means
from scipy.stats import ttest_ind

before, after = [1, 2, 3, 4, 5, 6], [4, 6, 5, 8, 7, 6]
p = ttest_ind(before, after).pvalue
level = 0.05
print(f"p = {p:.2f}")
"""
TEST_OF_MEANS = '''
from recipes.checking.bound_page import page
from snippets.a import page as run

PAGE = page("a/page.md")


def test_means():
    """At a level of 5 % the test rejects that the means are equal."""
    PAGE.says("there is a difference")
    assert run.p < run.level
'''


def test_a_right_number_with_the_opposite_conclusion_is_noticed(run):
    right = MEANS.replace("CONCLUSION", "At a level of {{ 5 % = level }} there is a difference.")
    ends, printed = run(text=right, snippet=TWO_SAMPLES, tests=TEST_OF_MEANS)
    assert ends == {"passed": 2}, printed
    wrong = MEANS.replace("CONCLUSION", "At a level of {{ 5 % = level }} there is no difference.")
    facts = {"p": 0.026, "level": 0.05}
    assert not list(sentences.check(page.parse("a/page.md", wrong), facts))
    ends, printed = run(text=wrong, snippet=TWO_SAMPLES, tests=TEST_OF_MEANS)
    assert ends == {"failed": 1, "skipped": 1}
    assert "the nearest words are “there is no difference”" in printed
