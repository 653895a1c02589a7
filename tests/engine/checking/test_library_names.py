"""A name of a library is one that the installed library has, wherever it stands on a page."""

import subprocess
import sys

import numpy
import pytest
import scipy
from recipes.checking import library_names
from recipes.reading import page
from recipes.running.store import Store

PAGE = """---
description: Areas with {description}.
---
# Areas with {title}

Use {prose}, or `{code}`, or [`{link}`](other.md); {emphasis} too.

```python
{block}
```

```snippet
only
show: figure
caption: What `{caption}` finds.
alt: What {alt} finds.
```
"""
PLACES = {
    "description": 1,
    "title": 4,
    "prose": 6,
    "code": 6,
    "link": 6,
    "emphasis": 6,
    "block": 9,
    "caption": 15,
    "alt": 16,
}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "results", pytest.fail)


@pytest.fixture
def found(store):
    """Find the faults of a page that has a name in each place, or another one in some."""

    def find(**texts):
        known = dict.fromkeys(PLACES, "scipy.integrate.quad")
        text = PAGE
        for place, name in {**known, **texts}.items():
            text = text.replace(f"{{{place}}}", name)
        return list(library_names.check(page.parse("a/page.md", text), store))

    return find


@pytest.fixture
def said(found):
    """What is said of a name in inline code."""
    return lambda name: [problem.message for problem in found(code=name)]


def test_a_page_whose_names_are_there_has_no_fault(found):
    assert found() == []


@pytest.mark.parametrize("place", PLACES)
def test_a_misprint_is_reported_with_its_line_wherever_it_stands(found, place):
    (problem,) = found(**{place: "scipy.integrate.quadd"})
    assert (problem.path, problem.line) == ("docs/a/page.md", PLACES[place])
    version = scipy.__version__
    assert problem.message.startswith(f"there is no “scipy.integrate.quadd” in SciPy {version}; ")
    assert "do you mean “scipy.integrate.quad” or " in problem.message


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("scipy.integrate.quadd()", "scipy.integrate.quadd"),
        ("scipy.integrate.quadd(f, 0, 1)[0]", "scipy.integrate.quadd"),
        ("from scipy.integrate import quad, quadd as q", "scipy.integrate.quadd"),
        ("from scipy.integrat import (quad, dblquad)", "scipy.integrat"),
        ("_scipy.integrate.quadd_", "scipy.integrate.quadd"),
        ("**scipy.integrate.quadd**.", "scipy.integrate.quadd"),
        ("numpy.linalg.svdd", "numpy.linalg.svdd"),
        ("matplotlib.axes.Axes.plott", "matplotlib.axes.Axes.plott"),
        ("PIL.Imagee.open", "PIL.Imagee.open"),
        ("scipy.stats.norm.pdff", "scipy.stats.norm.pdff"),
        ("scipy.interpolate.CubicSpline.derivativ", "scipy.interpolate.CubicSpline.derivativ"),
        ("scipy.optimize.OptimizeResult.xx", "scipy.optimize.OptimizeResult.xx"),
        ("scipy.optimize.minimize.x", "scipy.optimize.minimize.x"),
        ("scipy.integrate._quad", "scipy.integrate._quad"),
    ],
)
def test_what_the_library_does_not_have_is_reported(said, written, name):
    messages = said(written)
    assert messages and messages[0].startswith(f"there is no “{name}” in ")


@pytest.mark.parametrize(
    "name",
    [
        "scipy.integrate.dblquad()",
        "scipy.signal.windows",
        "scipy.special.expit",
        "scipy.stats.norm.pdf",
        "scipy.interpolate.CubicSpline.derivative",
        "scipy.interpolate.CubicSpline.c",
        "scipy.optimize.OptimizeResult.x",
        "scipy.spatial.Delaunay.find_simplex",
        "scipy.stats._result_classes.TtestResult",
        "numpy.random.Generator.normal",
        "numpy.ndarray.T",
        "numpy.r_",
        "matplotlib.axes.Axes.xaxis",
        "matplotlib.pyplot",
        "PIL.ImageDraw.Draw",
        "from numpy import sin, cos as cosine",
        "docs.scipy.org, https://numpy.org/doc and scipy.org",
        "my_scipy.integrate.quadd",
        "https://pages.example/scipy.html",
        "scipy.integrate. The",
    ],
)
def test_what_the_library_has_is_no_fault(said, name):
    assert said(name) == []


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("scipy.integrate._quadpack_py.quad", "is private; name what the documentation has"),
        ("scipy.integrate.quadpack", "is a deprecated module; name what “scipy.integrate” has"),
        ("scipy.integrate.quadpack.quad", "is a deprecated module; name what"),
        ("numpy.core.multiarray", "“numpy.core” is a deprecated module; name what “numpy” has"),
    ],
)
def test_what_the_documentation_leaves_out_is_reported(said, name, reported):
    (message,) = said(name)
    assert reported in message


def test_a_name_that_warns_of_its_end_is_reported(said, monkeypatch):
    def leave(name):
        import warnings

        warnings.warn(f"numpy.{name} is deprecated. Use another.", DeprecationWarning, 2)
        return 3

    monkeypatch.setattr(numpy, "__getattr__", leave)
    expected = "“numpy.going” is deprecated: numpy.going is deprecated; name another"
    assert said("numpy.going") == [expected]


def test_a_page_that_names_no_library_imports_none():
    program = """if True:
        import sys
        from recipes.checking import library_names
        from recipes.reading import page
        text = "# Areas\\n\\nSciPy and NumPy, see https://docs.scipy.org/doc and `quad`.\\n"
        assert not list(library_names.check(page.parse("a.md", text), None))
        print({"scipy", "numpy", "matplotlib", "PIL"} & set(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stdout + done.stderr


def test_a_name_is_looked_up_once(found, monkeypatch):
    first = found(prose="scipy.integrate.quadd", alt="scipy.integrate.quadd")
    assert [problem.line for problem in first] == [6, 16]
    monkeypatch.setattr(library_names, "look_up", pytest.fail)
    assert found(prose="scipy.integrate.quadd", alt="scipy.integrate.quadd") == first


def test_the_last_module_of_a_name_is_not_imported():
    program = """if True:
        import sys
        from recipes.checking import library_names
        library_names.look_up("matplotlib.pyplot")
        print("matplotlib.pyplot" in sys.modules)"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stdout + done.stderr


def test_a_build_reports_it(convert):
    text = "# Areas\n\n`scipy.integrate.quadd` finds them.\n\n```snippet\ncount\n```\n"
    problem = convert(text).problem
    assert problem.startswith("docs/a/page.md:3: there is no “scipy.integrate.quadd” in SciPy")
