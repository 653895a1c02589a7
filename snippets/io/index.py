"""Which file for which data."""

# %% files
from pathlib import Path

import numpy as np
from scipy import io, sparse
from scipy.io import wavfile

sound = np.sin(np.linspace(0, 50, 1000)).reshape(500, 2)
density = 0.01
matrix = sparse.random_array((300, 300), density=density, rng=0)
rate, top = 8000, 32767


def write_netcdf(name, array):
    with io.netcdf_file(name, "w") as file:
        for axis, length in zip("tc", array.shape, strict=True):
            file.createDimension(axis, length)
        file.createVariable("x", "d", ("t", "c"))[:] = array


def read_netcdf(name):
    with io.netcdf_file(name, mmap=False) as file:
        return file.variables["x"][:]


def write_wave(name, array):
    wavfile.write(name, rate, np.round(top * array).astype(np.int16))


def write_matlab(name, array, packed=False):
    io.savemat(name, {"x": array}, do_compression=packed)


def read_matlab(name):
    return io.loadmat(name)["x"]


ways = {
    "matlab.mat": (write_matlab, read_matlab),
    "packed.mat": (lambda name, x: write_matlab(name, x, True), read_matlab),
    "market.mtx": (io.mmwrite, io.mmread),
    "netcdf.nc": (write_netcdf, read_netcdf),
    "wave.wav": (write_wave, lambda name: wavfile.read(name)[1] / top),
    "numpy.npy": (np.save, np.load),
    "text.txt": (np.savetxt, np.loadtxt),
}
size, error, entry = {}, {}, {}
for name, (write, read) in ways.items():
    way = Path(name).stem
    write(name, sound)
    size[way] = Path(name).stat().st_size / sound.size
    error[way] = np.max(abs(read(name) - sound))
    if way in ("matlab", "packed", "market", "numpy", "text"):
        whole = way in ("numpy", "text")
        write(name, matrix.toarray() if whole else matrix)
        entry[way] = Path(name).stat().st_size / matrix.nnz
