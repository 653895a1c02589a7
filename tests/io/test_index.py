"""What the page io/index.md says about files, sample data and old names, checked."""

import struct
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy import io, sparse
from scipy.io import wavfile

from snippets.io import index as run

PAGE = page("io/index.md")


def test_sizes():
    """A float takes eight bytes, an `int16` two, and a line of text 24 digits, sign and end."""
    PAGE.says("How many bytes does each number take, and how many each of those entries")
    assert run.sound.dtype.itemsize == 8 and np.int16().itemsize == 2
    for way, bytes_each in {"matlab": 8, "netcdf": 8, "numpy": 8, "wave": 2}.items():
        assert 0 < run.size[way] - bytes_each < 0.3  # what describes the array
    negative = np.mean(run.sound < 0)
    assert run.size["text"] == approx(25 + negative, abs=0.6)
    assert run.matrix.nnz == run.density * run.matrix.shape[0] * run.matrix.shape[1]
    assert run.entry["numpy"] == approx(8 / run.density, rel=1e-3)
    assert run.entry["text"] == approx(25 / run.density, rel=1e-2)
    assert run.entry["matlab"] == approx(8 + 4 + 4 * 301 / run.matrix.nnz, abs=0.5)


def test_rounding(tmp_path):
    """A file of `int16` loses half a step at most, one of floats nothing, and others nothing."""
    PAGE.says("A file of `wavfile` is small because it rounds")
    assert 0.9 / (2 * run.top) < run.error["wave"] <= 0.5001 / run.top
    assert [way for way, lost in run.error.items() if lost] == ["wave"]
    wavfile.write(tmp_path / "float.wav", run.rate, run.sound)
    rate, read = wavfile.read(tmp_path / "float.wav")
    assert rate == run.rate and np.array_equal(read, run.sound)


def test_other_data(tmp_path):
    """Names, sparse matrices and complex numbers survive; a matrix as text is a Matrix Market."""
    PAGE.says(
        "`savemat`, which keeps names and sparse matrices, or `mmwrite` for one matrix as text"
    )
    PAGE.says("`loadmat` returns vectors as matrices", "MATLAB, several named arrays")
    PAGE.says("axes with names, climate", "For Python alone `np.save` is enough")
    PAGE.says("`scipy.sparse.save_npz` for sparse matrices")
    mixed = {"z": np.array([1 + 2j, 3]), "m": run.matrix}
    io.savemat(tmp_path / "mixed.mat", mixed)
    read = io.loadmat(tmp_path / "mixed.mat", spmatrix=False)
    assert read["z"].shape == (1, 2) and np.array_equal(read["z"][0], mixed["z"])
    assert (read["m"] != run.matrix).nnz == 0 and read["m"].nnz == run.matrix.nnz
    io.mmwrite(tmp_path / "m.mtx", run.matrix)
    assert (tmp_path / "m.mtx").read_text().startswith("%%MatrixMarket matrix coordinate real")
    assert (io.mmread(tmp_path / "m.mtx", spmatrix=False) != run.matrix).nnz == 0
    sparse.save_npz(tmp_path / "m.npz", run.matrix)
    assert (sparse.load_npz(tmp_path / "m.npz") != run.matrix).nnz == 0
    assert (tmp_path / "m.npz").stat().st_size < run.entry["numpy"] * run.matrix.nnz / 20
    run.write_netcdf(tmp_path / "x.nc", run.sound)
    with io.netcdf_file(tmp_path / "x.nc", mmap=False) as file:
        assert file.variables["x"].dimensions == ("t", "c")


def test_fortran(tmp_path):
    """A record of Fortran has its length in bytes before and behind the numbers."""
    PAGE.says("writes and reads the unformatted records of Fortran", "for Weka only read")
    with io.FortranFile(tmp_path / "x.dat", "w") as file:
        file.write_record(run.sound)
    length = struct.pack("i", run.sound.nbytes)
    assert (tmp_path / "x.dat").read_bytes() == length + run.sound.tobytes() + length
    with io.FortranFile(tmp_path / "x.dat") as file:
        assert np.array_equal(file.read_reals(), run.sound.ravel())
    assert not {"writesav", "savesav", "savearff", "dumparff"} & {*dir(io), *dir(io.arff)}


def test_datasets():
    """The three samples are addresses to download from, by a package that SciPy does not need."""
    PAGE.says("They are not part of SciPy: it downloads them when they are first asked for")
    PAGE.says("pictures and a curve to try things on", "needs the package `pooch`")
    PAGE.says("The recipes here do without")
    snippets = [path.read_text(encoding="utf-8") for path in Path("snippets").glob("*/*.py")]
    assert snippets and not any("datasets" in snippet for snippet in snippets)
    addresses = import_module("scipy.datasets._registry").registry_urls
    samples = {"face", "ascent", "electrocardiogram"}
    datasets = import_module("scipy.datasets")
    assert samples <= set(datasets.__all__) and len(addresses) == len(samples)
    assert all(address.startswith("https://") for address in addresses.values())
    if find_spec("pooch") is None:
        with pytest.raises(ImportError, match="pooch"):
            datasets.face()
    assert run.size


def test_misc(monkeypatch):
    """The module misc is empty and warns, and what replaces it is there."""
    PAGE.says("`face`, `ascent`, `electrocardiogram` of `misc` removed in 1.15")
    PAGE.says("`derivative` of `misc` removed in 1.15", "empty, warns, to be removed in 2.0")
    PAGE.says("`imread`, `imsave`, `imresize` of `misc` removed")
    monkeypatch.delitem(sys.modules, "scipy.misc", raising=False)
    with pytest.warns(DeprecationWarning, match="will be removed in 2.0.0"):
        misc = import_module("scipy.misc")
    assert [name for name in dir(misc) if callable(getattr(misc, name))] == []
    derivative = import_module("scipy.differentiate").derivative
    assert derivative(np.sin, 0.3).df == approx(np.cos(0.3)) and run.size


@pytest.mark.parametrize("module, name", [("netcdf", "netcdf_file"), ("idl", "readsav")])
def test_old_modules(module, name):
    """Names of the old modules are those of scipy.io, with a warning."""
    PAGE.says("the modules `netcdf`, `idl` of `scipy.io` warn, to be removed in 2.0")
    with pytest.warns(DeprecationWarning, match="removed in SciPy 2.0.0"):
        old = getattr(import_module(f"scipy.io.{module}"), name)
    assert old is getattr(run.io, name)
