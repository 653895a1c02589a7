"""Official pages: each link has the form in which the documentation of its library is named."""

import importlib
import inspect
import io
import re
from importlib.metadata import version

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from recipes.checking.documentation import libraries, page, pages, public_name, returns

SCIPY = f"https://docs.scipy.org/doc/scipy-{version('scipy')}/reference/"
NUMPY = f"https://numpy.org/doc/{'.'.join(version('numpy').split('.')[:2])}/reference/"
MATPLOTLIB = f"https://matplotlib.org/{version('matplotlib')}/api/"
PILLOW = f"https://pillow.readthedocs.io/en/{version('pillow')}/reference/"
AXES = "matplotlib.axes._axes.Axes()"
SPACE = "mpl_toolkits.mplot3d.axes3d.Axes3D"

# As they are named on the sites themselves: where the page of a name stands.
OFFICIAL = {
    "scipy.integrate.quad": f"{SCIPY}generated/scipy.integrate.quad.html",
    "scipy.special.expit": f"{SCIPY}generated/scipy.special.expit.html",
    "scipy.stats.norm": f"{SCIPY}generated/scipy.stats.norm.html",
    "scipy.stats.norm.pdf": f"{SCIPY}generated/scipy.stats.rv_continuous.pdf.html",
    "scipy.signal.windows.hann": f"{SCIPY}generated/scipy.signal.windows.hann.html",
    "scipy.constants.c": f"{SCIPY}constants.html",
    "scipy.constants.value": f"{SCIPY}generated/scipy.constants.value.html",
    "scipy.spatial._qhull.Delaunay().find_simplex": (
        f"{SCIPY}generated/scipy.spatial.Delaunay.find_simplex.html"
    ),
    "scipy.sparse._csr.csr_array().toarray": (
        f"{SCIPY}generated/scipy.sparse.csr_array.toarray.html"
    ),
    "numpy.linspace": f"{NUMPY}generated/numpy.linspace.html",
    "numpy.abs": f"{NUMPY}generated/numpy.absolute.html",
    "numpy.linalg.norm": f"{NUMPY}generated/numpy.linalg.norm.html",
    "numpy.pi": f"{NUMPY}constants.html#numpy.pi",
    "numpy.newaxis": f"{NUMPY}constants.html#numpy.newaxis",
    "numpy.uint8": f"{NUMPY}arrays.scalars.html#numpy.uint8",
    "numpy.ndarray().mean": f"{NUMPY}generated/numpy.ndarray.mean.html",
    "numpy.ndarray().T": f"{NUMPY}generated/numpy.ndarray.T.html",
    "numpy.maximum.accumulate": f"{NUMPY}generated/numpy.ufunc.accumulate.html",
    "numpy.random.default_rng": f"{NUMPY}random/generator.html#numpy.random.default_rng",
    "numpy.random.default_rng().normal": (
        f"{NUMPY}random/generated/numpy.random.Generator.normal.html"
    ),
    "numpy.polynomial.Polynomial": (
        f"{NUMPY}generated/numpy.polynomial.polynomial.Polynomial.html"
    ),
    "matplotlib.pyplot.subplots": f"{MATPLOTLIB}_as_gen/matplotlib.pyplot.subplots.html",
    f"{AXES}.plot": f"{MATPLOTLIB}_as_gen/matplotlib.axes.Axes.plot.html",
    f"{AXES}.set_xlim": f"{MATPLOTLIB}_as_gen/matplotlib.axes.Axes.set_xlim.html",
    "matplotlib.pyplot.gca().plot": f"{MATPLOTLIB}_as_gen/matplotlib.axes.Axes.plot.html",
    "matplotlib.figure.Figure().colorbar": (
        f"{MATPLOTLIB}_as_gen/matplotlib.figure.Figure.colorbar.html"
    ),
    f"{SPACE}().plot_surface": f"{MATPLOTLIB}_as_gen/{SPACE}.plot_surface.html",
    f"{SPACE}().set_xlabel": f"{MATPLOTLIB}_as_gen/matplotlib.axes.Axes.set_xlabel.html",
    "matplotlib.colors.LogNorm": f"{MATPLOTLIB}_as_gen/matplotlib.colors.LogNorm.html",
    "matplotlib.cbook.get_sample_data": (
        f"{MATPLOTLIB}cbook_api.html#matplotlib.cbook.get_sample_data"
    ),
    "PIL.Image.open": f"{PILLOW}Image.html#PIL.Image.open",
    "PIL.Image.open().convert": f"{PILLOW}Image.html#PIL.Image.Image.convert",
    "PIL.JpegImagePlugin.JpegImageFile().resize": f"{PILLOW}Image.html#PIL.Image.Image.resize",
    "PIL.ImageDraw.Draw().polygon": f"{PILLOW}ImageDraw.html#PIL.ImageDraw.ImageDraw.polygon",
}


@pytest.mark.parametrize(("path", "address"), OFFICIAL.items(), ids=OFFICIAL)
def test_a_name_leads_to_its_own_page(path, address):
    found = page(path)
    assert found and found.address == address
    assert found.name in address or address.endswith("constants.html")


@pytest.mark.parametrize(
    "path",
    [
        "scipy.ndimage",  # a module
        "scipy.__version__",
        "scipy.integrate.nosuch",
        "scipy.optimize.minimize().x",  # what is returned is not certain
        "scipy.optimize._optimize.OptimizeResult().x",  # in no list of members
        "scipy.spatial.Delaunay().simplices",
        "scipy.stats._multivariate.multivariate_normal_frozen().pdf",  # a private class
        f"{AXES}.xaxis",  # no method
        "numpy.ndarray()._private",
        "os.path.join",
    ],
)
def test_what_has_no_page_has_no_link(path):
    assert pages([path]) == {}


def test_each_method_of_axes_and_arrays_has_a_page_of_its_name():
    for kind, above in (("numpy.ndarray", NUMPY), ("matplotlib.axes.Axes", MATPLOTLIB)):
        module, _, name = kind.rpartition(".")
        owner = getattr(importlib.import_module(module), name)
        methods = [one for one, _ in inspect.getmembers(owner, callable) if one[0] != "_"]
        assert len(methods) > 30
        for one in methods:
            assert page(f"{kind}().{one}").name == f"{kind}.{one}"
            assert page(f"{kind}().{one}").address.startswith(above)


def test_the_patterns_of_a_library_are_for_its_own_names():
    for name, library in libraries().items():
        assert library.address.startswith("https://")
        assert re.search(r"\{(version|minor)\}", library.address)
        for pattern, _ in library.pages:
            assert re.match(rf"\(?{name}\\\.", pattern), pattern


def called():
    """What the functions return whose results are written down."""
    picture = Image.new("L", (4, 3))
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    array, figure = np.ones((2, 2)), Figure()
    return {
        "PIL.Image.Image.convert": picture.convert("RGB"),
        "PIL.Image.Image.resize": picture.resize((2, 2)),
        "PIL.Image.fromarray": Image.fromarray(array.astype(np.uint8)),
        "PIL.Image.new": picture,
        "PIL.Image.open": Image.open(stored),
        "matplotlib.figure.Figure.add_axes": figure.add_axes((0, 0, 1, 1)),
        "matplotlib.figure.Figure.add_subplot": figure.add_subplot(),
        "numpy.arange": np.arange(3),
        "numpy.array": np.array([1]),
        "numpy.asarray": np.asarray(picture),
        "numpy.empty": np.empty(3),
        "numpy.eye": np.eye(2),
        "numpy.full": np.full(2, 3),
        "numpy.linspace": np.linspace(0, 1),
        "numpy.ndarray.astype": array.astype(int),
        "numpy.ndarray.copy": array.copy(),
        "numpy.ndarray.ravel": array.ravel(),
        "numpy.ndarray.reshape": array.reshape(4),
        "numpy.ones": array,
        "numpy.random.default_rng": np.random.default_rng(0),
        "numpy.zeros": np.zeros(3),
    }


def test_what_a_function_is_said_to_return_it_returns():
    found = called()
    assert found.keys() == returns().keys()
    for name, one in found.items():
        assert returns()[name] in {public_name(kind) for kind in type(one).__mro__}, name
