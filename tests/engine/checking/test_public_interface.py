"""What SciPy offers is counted where it is installed: each thing once, under its first name."""

import importlib
import warnings

import pytest
import scipy
from recipes.checking.public_interface import scipy_interface


@pytest.fixture(scope="module")
def interface():
    return scipy_interface()


def test_a_thing_with_two_names_is_counted_once(interface):
    assert interface.aliases["scipy.linalg.blas.get_blas_funcs"] == "scipy.linalg.get_blas_funcs"
    assert interface.counted("scipy.linalg.blas.get_blas_funcs") == "scipy.linalg.get_blas_funcs"
    assert "get_blas_funcs" not in interface.namespaces["scipy.linalg.blas"]


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("scipy.integrate.quad", "scipy.integrate.quad"),
        ("scipy.spatial.Delaunay.find_simplex", "scipy.spatial.Delaunay"),
        ("scipy.constants.c", None),
        ("scipy.integrate.nosuch", None),
    ],
)
def test_a_method_belongs_to_its_class(interface, name, counted):
    assert interface.counted(name) == counted


def test_kinds_are_told_apart(interface):
    assert interface.namespaces["scipy.stats"]["norm"] == "distribution"
    assert interface.namespaces["scipy.stats"]["ttest_ind"] == "function"
    assert interface.namespaces["scipy.special"]["expit"] == "function"
    assert interface.namespaces["scipy.spatial"]["Delaunay"] == "class"


def test_no_namespace_that_scipy_calls_public_is_left_out(interface):
    listed = pytest.importorskip("scipy._lib._public_api").PUBLIC_MODULES
    counted = {
        id(getattr(importlib.import_module(namespace), name))
        for namespace, names in interface.namespaces.items()
        for name in names
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in listed:
            if not {*module.split(".")[1:2]} <= {*scipy.__all__}:
                continue  # deprecated, as scipy.odr is: SciPy itself names it no more
            there = importlib.import_module(module)
            for name in getattr(there, "__all__", ()):
                found = getattr(there, name, None)
                assert not callable(found) or id(found) in counted, f"{module}.{name}"
