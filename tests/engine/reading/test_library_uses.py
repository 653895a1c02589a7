"""Names of libraries in code: by aliases, methods and scopes, and never by a guess."""

import ast

import pytest
from recipes.reading.library_uses import Names, bound_names, certain_types, read

IMPORTS = """import numpy as np
import scipy.fft
from matplotlib import pyplot as plt
from scipy import ndimage, stats as st
from scipy.integrate import quad as integrate
"""
TYPES = {"ax": "matplotlib.axes._axes.Axes", "views[]": "matplotlib.axes._axes.Axes"}
TYPES |= {"a": "numpy.ndarray"}


def found(code, **types):
    """The paths that a line of code leads to, each with the characters that are the name."""
    names = Names(bound_names([*ast.walk(ast.parse(IMPORTS))]), TYPES | types)
    lines = code.split("\n")
    return {use.path: lines[use.line - 1][use.begin : use.end] for use in read(code, names)}


@pytest.mark.parametrize(
    ("code", "path", "name"),
    [
        ("np.linalg.norm(x)", "numpy.linalg.norm", "np.linalg.norm"),
        ("y = np.pi", "numpy.pi", "np.pi"),
        ("scipy.fft.fft(x)", "scipy.fft.fft", "scipy.fft.fft"),
        ("ndimage.sobel(x)", "scipy.ndimage.sobel", "ndimage.sobel"),
        ("st.norm.pdf(0)", "scipy.stats.norm.pdf", "st.norm.pdf"),
        ("integrate(f, 0, 1)", "scipy.integrate.quad", "integrate"),
        ("from scipy.fft import fft as f", "scipy.fft.fft", "fft"),
        ("from scipy.fft import (\n    dct,\n    fft)", "scipy.fft.fft", "fft"),
        ("ax.plot(x)", "matplotlib.axes._axes.Axes().plot", "plot"),
        ("views[0].plot(x)", "matplotlib.axes._axes.Axes().plot", "plot"),
        ("a[1:].mean()", "numpy.ndarray().mean", "mean"),
        ("a[:, 0].T", "numpy.ndarray().T", "T"),
        ("np.random.default_rng(0).normal()", "numpy.random.default_rng().normal", "normal"),
        ("(\n    np.zeros(3)\n    .mean()\n)", "numpy.zeros().mean", "mean"),
        ("'ü', np.e", "numpy.e", "np.e"),
        ("def f():\n    r = np.zeros(3)\n    return r.T", "numpy.zeros().T", "T"),
        ("def f(x):\n    return ax.plot(x)", "matplotlib.axes._axes.Axes().plot", "plot"),
    ],
)
def test_a_name_is_read_as_python_reads_it(code, path, name):
    assert found(code).get(path) == name


@pytest.mark.parametrize(
    "code",
    [
        "a[0].mean()",  # a number, or an array
        "views[0:2].plot(x)",
        "other.plot(x)",
        "def f(ax):\n    ax.plot(x)",
        "def f(*, ax):\n    ax.plot(x)",
        "lambda ax: ax.plot(x)",
        "[ax.plot(x) for ax in others]",
        "def f():\n    for ax in others:\n        ax.plot(x)",
        "def f():\n    ax = g()\n    ax.plot(x)",
        "def f(r):\n    r = np.zeros(3)\n    return r.mean()",
        "def f():\n    r = np.zeros(3)\n    r = r[0]\n    return r.mean()",
        "np.zeros(3).mean(",
    ],
)
def test_what_may_be_something_else_is_not_read(code):
    assert not [path for path in found(code) if path.rpartition(".")[2] in ("plot", "mean")]


def test_a_name_that_two_imports_bind_means_neither():
    nodes = [*ast.walk(ast.parse("from scipy.linalg import hilbert\nfrom numpy import e"))]
    nodes += ast.walk(ast.parse("from scipy.signal import hilbert\nfrom numpy import e"))
    assert bound_names(nodes) == {"e": "numpy.e"}


@pytest.mark.parametrize(
    ("cell", "before", "certain"),
    [
        ("x = f()", {}, True),
        ("print(x.T)", {"x": "numpy.ndarray"}, True),
        ("x = x + 1", {"x": "numpy.ndarray"}, True),
        ("x = x.convert()", {"x": "PIL.Image.Image"}, False),
        ("x = f()\nx = g(x)", {}, False),
        ("def g():\n    x = 1\nx = f()", {}, True),
        ("for x in f():\n    pass", {}, True),
        ("x = f()", {"x[]": "matplotlib.axes._axes.Axes"}, False),
    ],
)
def test_a_type_holds_for_a_cell_that_does_not_change_it(cell, before, certain):
    after = {"x": "numpy.ndarray"}
    assert certain_types(ast.parse(cell).body, before, after) == (after if certain else {})
