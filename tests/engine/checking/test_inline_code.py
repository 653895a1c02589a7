"""Code in a sentence of a recipe is what its snippet or its tests write."""

import pytest
from recipes.checking import inline_code
from recipes.reading.page import parse
from recipes.running.store import Store

SNIPPET = '''"""Sizes of things."""

# %% sizes
import numpy as np
from scipy import ndimage
from scipy.integrate import dblquad
from scipy.linalg import eigh, svd
from scipy.signal import convolve2d

A = np.ones((3, 4))
U, s, Vt = svd(A, full_matrices=False)
values = eigh(A @ A.T)[0]


def integrand(y, x):
    """The product, as tplquad would have it."""
    return x * y


area, _ = dblquad(integrand, 0, 1, 0, 1)
edges = ndimage.sobel(A, axis=0).astype(np.uint8)
wide = convolve2d(A, A, "same")
print(f"{area} is no nan: delta_grad == 0.0")
'''
TESTS = '''"""Sizes, checked."""

import numpy as np
from scipy.integrate import nquad
from scipy.optimize import BFGS, minimize

from snippets.a import page as run


def test_area():
    """The area is that of nquad."""
    PAGE.says("`tplquad` calls `fun(y, x)`")
    box = [(0, 1), (0, 1)]
    assert np.isclose(run.area, nquad(run.integrand, box)[0])
    assert run.values[np.argsort(run.values)][0] < 1e-9
    minimize(np.sum, box, method="trust-constr", hess=BFGS(), tol=0.5)
'''
PAGE = """---
description: Areas with {description}.
---
# Areas

{lead}

```snippet
sizes
```

{sentence}

```snippet
sizes
show: figure
caption: What {caption} finds.
alt: What {alt} finds.
```

## See also

- {elsewhere} for more.
"""
PLACES = {"description": 1, "lead": 6, "sentence": 12, "caption": 14, "alt": 14, "elsewhere": 23}


@pytest.fixture
def said(tmp_path):
    """What is said of a page with a sentence in some places, each with its line."""
    store = Store(tmp_path / "results", pytest.fail)

    def check(sentence="", snippet=SNIPPET, tests=TESTS, **others):
        texts = {**dict.fromkeys(PLACES, "it"), "sentence": sentence, **others}
        page = parse("a/page.md", PAGE.format(**texts))
        for path, source in (("snippets/a/page.py", snippet), ("tests/a/test_page.py", tests)):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(source, encoding="utf-8")
        found = inline_code.sources(tmp_path, page, ["a/page.py"])
        again = [list(inline_code.check(page, found, one)) for one in (store, store, None)]
        assert again[0] == again[1] == again[2]
        return [str(problem) for problem in again[0]]

    return check


@pytest.mark.parametrize(
    "code",
    [
        *("dblquad", "svd", "U", "y", "integrand", "A.T", "ndimage.sobel", "np.uint8", "uint8"),
        *("full_matrices=False", "svd(A, full_matrices=False)", "A @ A.T", "axis = 0", "eigh"),
        *('"same"', "'same'", "delta_grad == 0.0", "nan", "inf", "None", "range", "for", "0"),
        *("trust-constr", "BFGS", "hess", "values[np.argsort(values)]"),
        *("func(y, x)", "func", "gfun", '"full"', "boundary", "compute_uv", "overwrite_a"),
        *("data.csv", "docs/a/page.md", "pip install scipy", "numpy.isclose", "scipy.integrate"),
        *("scipy.integrate.dblquad", "scipy.integrate.nquad", "scipy.linalg.svd(A)"),
    ],
)
def test_what_the_snippet_its_tests_or_the_documentation_says_may_be_said(said, code):
    assert said(f"It is `{code}`.") == []


@pytest.mark.parametrize(
    ("sentence", "reported"),
    [
        (
            "`nquad` calls it.",
            "“nquad” is scipy.integrate.nquad, which snippets/a/page.py does not",
        ),
        ("`tplquad` calls it.", "name what it uses, or write it in full under “See also”"),
        ("`isclose` calls it.", "“isclose” is numpy.isclose, which snippets/a/page.py does not"),
        ("`dbquad` calls it.", "do you mean “dblquad”?"),
        ("`wholly_unknown` is.", "“wholly_unknown” is no name of snippets/a/page.py, nor a param"),
        ("`dblquad` calls `func(x, y)`.", "“func(x, y)” stands neither in snippets/a/page.py nor"),
        ("`dblquad` calls `fun(y, x)`.", "“fun(y, x)” stands neither in"),
        ("Write `full_matrices=True`.", "do you mean “full_matrices=False”?"),
        ("Write `full_matrix=False`.", "do you mean “full_matrices=False”?"),
        ("Write `compute_uv=False`.", "no call in snippets/a/page.py has"),
        ("Write `strange=3`.", "has “strange=3”; call it there so, or name"),
        (
            "Pass `tol=0.5`.",
            "has “tol=0.5”; call it there so, or name the function in the sentence",
        ),
        ("Give `svd` `tol=0.5`.", "no call of “svd” has “tol=”; it stands in a call of “minimize”"),
        ("Give `eigh` `full_matrices=False`.", "no call of “eigh” has “full_matrices=”; it stands"),
        ("By default `compute_uv=False` holds.", "no call in snippets/a/page.py has"),
        ('Its mode is `"valid"`.', '“"valid"” stands neither in'),
        ("It is `svd(A, full_matrices=True)`.", "stands neither in snippets/a/page.py nor in"),
        ("It is `A.H`.", "“A.H” stands neither in"),
        ("It is `ndimage.prewitt`.", "“ndimage.prewitt” stands neither in"),
        ("As `scipy.ndimage.prewitt`.", "nor its tests use “scipy.ndimage.prewitt”; they use “sc"),
        ("As scipy.ndimage.prewitt does.", "or what else there is under “See also”"),
    ],
)
def test_what_nothing_says_is_reported(said, sentence, reported):
    (problem,) = said(sentence)
    assert problem.startswith("docs/a/page.md:12: ") and reported in problem


LATER = """

# %% later
from scipy.linalg import qr

qr(A)
"""


def test_what_only_tests_use_stands_in_no_description(said):
    (problem,) = said(description="scipy.optimize")
    assert "“scipy.optimize” stands above the first cell, which does not use it" in problem


def test_what_stands_above_the_first_cell_is_used_in_it(said):
    problems = said("`qr`.", SNIPPET + LATER, lead="`qr`.", description="scipy.linalg.qr")
    assert [one.split(": “")[0] for one in problems] == ["docs/a/page.md:1", "docs/a/page.md:6"]
    assert all("above the first cell, which does not use it" in one for one in problems)
    assert said("`qr`.", SNIPPET + LATER, lead="`svd`.", caption="`qr`", elsewhere="`qr`") == []


def test_a_keyword_of_the_tests_stands_beside_its_function(said):
    assert said("Give `scipy.optimize.minimize` a tolerance, `tol=0.5`.") == []


def test_a_default_may_be_said_in_a_sentence_about_defaults(said):
    assert said("By default it is `full_matrices=True`, and `svd` has `compute_uv=True`.") == []
    assert said("By default they are many, so write `full_matrices=False`.") == []


@pytest.mark.parametrize("place", PLACES)
def test_a_function_that_is_not_used_may_stand_below_see_also_alone(said, place):
    problems = said(**{place: "`scipy.integrate.quad`"})
    assert [problem.split(": ")[0] for problem in problems] == (
        [] if place == "elsewhere" else [f"docs/a/page.md:{PLACES[place]}"]
    )


@pytest.mark.parametrize("place", ["lead", "sentence", "caption", "alt", "elsewhere"])
def test_a_short_name_is_one_of_the_snippet_wherever_it_stands(said, place):
    (problem,) = said(**{place: "`quad`"})
    assert problem.startswith(f"docs/a/page.md:{PLACES[place]}: “quad” is scipy.integrate.quad")


def test_other_pages_and_what_is_not_python_are_not_read(tmp_path, said):
    assert inline_code.sources(tmp_path, parse("a.md", "`quad` and `x=3`"), []) is None
    said("It is `svd`.")
    recipe = parse("a/page.md", PAGE)
    assert inline_code.sources(tmp_path, recipe, ["a/page.py"])
    (tmp_path / "tests/a/test_page.py").write_text("def test_(:\n", encoding="utf-8")
    assert inline_code.sources(tmp_path, recipe, ["a/page.py"]) is None


def test_a_build_reports_it(convert):
    text = "# Corners\n\n`corner` is a name, `corners` too.\n\n```snippet\ncount\n```\n"
    problem = convert(text).problem
    assert problem.startswith("docs/a/page.md:3: “corner” is no name of snippets/a/page.py, ")
    assert problem.endswith("do you mean “corners”?")
