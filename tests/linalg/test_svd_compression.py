"""What the page linalg/svd-compression.md says about the SVD of a picture, checked."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.cbook import get_sample_data
from PIL import Image
from pytest import approx
from recipes.testing import one_based, page, shared, shows
from scipy.linalg import hilbert, svd
from scipy.sparse.linalg import svds

from snippets.linalg import svd_compression as run

PAGE = page("linalg/svd-compression.md")
TALL = np.random.default_rng(1).normal(size=(9, 6))  # rows and columns differ


def named(A, k):
    """What the page calls the parts of a matrix and of its approximation."""
    U, s, Vt = svd(A, full_matrices=False)
    names = {"A": A, "U": U, "Sigma": np.diag(s), "V": Vt.T, "sigma": one_based(s)}
    names |= {"u": lambda i: U[:, i - 1], "v": lambda i: Vt[i - 1], "r": len(s)}
    names |= {"A_k": U[:, :k] * s[:k] @ Vt[:k], "m": A.shape[0], "n": A.shape[1], "k": k}
    return shared(names)


def test_factors():
    """The factors multiply to the picture, and their columns are orthogonal."""
    PAGE.says("the columns of the left vectors $U$ and of the right vectors $V$ are orthogonal")
    PAGE.says(r"orthogonal, and the diagonal matrix $\Sigma$ holds the singular values")
    PAGE.says("Multiplying the columns of `U` by `s` does its work", "without building it")
    PAGE.says(r"Its factors are $A = U \Sigma V^T$")
    assert PAGE.inline(r"A = U \Sigma V^T").holds(named(TALL, 1))
    assert run.U * run.s @ PAGE.inline("V^T")(V=run.Vt.T) == approx(run.A, abs=1e-9)
    for factor in (run.U, run.Vt.T):
        assert factor.T @ factor == approx(np.eye(run.n), abs=1e-12)


def test_layers():
    """The sum of the first k layers is the truncated product, and has rank k."""
    PAGE.says("writes a matrix as a sum of layers, the most important first", "keep the first few")
    PAGE.says("when rows and columns have much in common", "computes only the largest")
    assert (np.diff(run.s) <= 0).all()
    mixed = np.random.default_rng(3).permutation(run.A.ravel()).reshape(run.A.shape)
    assert np.linalg.norm(svd(mixed, compute_uv=False)[run.k :]) > 2 * run.frobenius
    assert sorted(svds(run.A, 3)[1]) == approx(run.s[2::-1])
    layers = PAGE.equation("rank-k").defines("A_k")
    assert layers(named(TALL, 4)) == approx(named(TALL, 4)["A_k"])
    assert layers(named(run.A, run.k)) == approx(run.A_k, abs=1e-9)
    assert np.linalg.matrix_rank(run.A_k) == run.k


def test_count():
    """An approximation of rank k is k (m + n + 1) numbers, fewer than the picture has up to 112."""
    PAGE.says("The first columns of `U`, values of `s` and rows of $V^T$ are", "For this picture")
    PAGE.says("To save numbers, the rank $k$ must stay below", "Compress an image with the SVD")
    PAGE.says("rows of $V^T$ are $k (m + n + 1)$ numbers instead of $m n$", "is the limit")
    PAGE.says("With 20 singular values that is 9 020 instead of 50 625")
    count, pixels = PAGE.inline("k (m + n + 1)"), PAGE.inline("m n")
    limit = PAGE.inline(r"\frac{m n}{m + n + 1}")
    assert count(named(run.A, run.k)) == sum(part.size for part in run.parts) == run.kept == 9020
    assert pixels(named(run.A, 1)) == run.A.size == 50625
    assert int(limit(named(run.A, 1))) == run.ranks[-1] == 112
    assert count(m=9, n=6, k=limit(m=9, n=6)) == approx(pixels(m=9, n=6)) == approx(54)
    assert run.counts == [count(named(run.A, k)) for k in run.ranks]


@pytest.mark.parametrize("k", [1, 5, 20, 50, 224])
def test_eckart_young(k):
    """The error of each rank is what its singular values leave out, in both norms."""
    PAGE.says("(Eckart and Young). In the Frobenius norm its error is all that was left out")
    PAGE.says("and in the 2-norm the first value left out")
    names = named(run.A, k)
    assert PAGE.equation("frobenius").holds(names)
    assert PAGE.inline(r"\left\| A - A_k \right\|_2 = \sigma_{k+1}").holds(names)


def test_errors():
    """The root mean square follows from the singular values, without any picture."""
    PAGE.says("choose the rank $k$ before you rebuild any", "its error is the root mean square")
    PAGE.says("How large the error is")
    for k, error in zip(run.ranks, run.errors, strict=True):
        assert error == approx(np.linalg.norm(run.s[k:]) / np.sqrt(run.A.size))
    assert run.frobenius == approx(run.left_out) == approx(225 * run.errors[3])
    assert run.spectral == approx(run.s[run.k])


def test_no_rival():
    """No matrix of rank 20 that fits the picture within random columns is closer to it."""
    PAGE.says("No matrix of rank $k$ is closer to the picture $A$ than the approximation $A_k$")
    rng = np.random.default_rng(2)
    for size in (0.01, 0.1, 1.0, 100.0):  # from near the best columns to far away
        q, _ = np.linalg.qr(run.U[:, : run.k] + size * rng.normal(size=(run.m, run.k)) / 15)
        rival = run.A - q @ (q.T @ run.A)
        assert np.linalg.norm(rival) > run.frobenius
        assert np.linalg.norm(rival, 2) > run.spectral


def test_portrait():
    """The picture is the middle of the portrait in grey."""
    PAGE.says("The picture $A$ is the middle of a", "which comes with Matplotlib")
    with get_sample_data("grace_hopper.jpg") as file:
        grey = Image.open(file).convert("L")
    width, height = grey.size
    middle = (0, (height - width) / 2, width, (height + width) / 2)
    assert abs(run.A - np.asarray(grey.resize((225, 225), box=middle))).max() <= 1


def test_bytes():
    """Numbers take four or eight bytes each, and a JPEG takes less for a smaller error."""
    PAGE.says(
        "with scipy.linalg.svd, its exact error, and why numbers are not bytes",
        section="description",
    )
    PAGE.says("vectors in `float32`. In the `float64` that `svd` returns", "A pixel takes one byte")
    PAGE.says("The SVD suits data whose rows or columns are alike", "Numbers are not bytes")
    PAGE.says("since it uses that small patches are alike", "holds fractions, which take more")
    PAGE.says("The picture is only", "kB and is off by")
    assert run.U.dtype == float and 0 < abs(run.U).max() < 1
    mixed = run.A[np.random.default_rng(3).permutation(run.m)]  # the SVD does not care
    assert svd(mixed, compute_uv=False) == approx(run.s)
    Image.fromarray(mixed.astype(np.uint8)).save(file := BytesIO(), "JPEG")
    assert len(file.getvalue()) > 1.5 * len(run.jpeg.getvalue())
    assert (run.single_bytes, run.double_bytes) == (4 * run.kept, 8 * run.kept)
    assert {part.dtype for part in run.parts} == {np.dtype(np.float64)}
    assert run.factor == approx(np.asarray(run.picture).nbytes / 36080)
    assert run.jpeg_kilobytes * 1000 == len(run.jpeg.getvalue()) < run.single_bytes / 2
    assert run.jpeg_error < run.rms(run.A_k) / 2


def test_thin():
    """The thin left vectors have as many columns as the matrix, the full ones as many as rows."""
    PAGE.says("By default `svd` also completes", "so write `full_matrices=False`")
    PAGE.says("By default `svd` also completes the left vectors $U$ to a square matrix")
    PAGE.says("On a square picture that costs nothing")
    PAGE.says("With 4 000 rows and 50 columns it takes")
    assert svd(run.A)[0].shape == run.U.shape == (225, 225)
    full, _, _ = svd(run.tall[:400])
    assert full.shape == (400, 400) and run.U_thin.shape == run.tall.shape == (4000, 50)
    assert (run.thin_megabytes, run.full_megabytes) == (1.6, 128)


def test_eigenvalues(monkeypatch):
    """By hand the factors are the same, from eigenvalues that are squares."""
    PAGE.says("The squares of the singular values are the eigenvalues of $A^T A$")
    PAGE.says("For large singular values both agree, and on this tall matrix")
    PAGE.says("so people write a few lines around")
    U, s, Vt = run.svd_by_hand(TALL)
    assert s == approx(svd(TALL, compute_uv=False))
    assert U * s @ Vt == approx(TALL) and U.T @ U == approx(np.eye(6), abs=1e-12)
    assert s[::-1] ** 2 == approx(np.linalg.eigvalsh(PAGE.inline("A^T A")(A=TALL)))
    # An eigenvalue that rounding made negative counts by its size.
    monkeypatch.setattr(run, "eigh", lambda squares: (np.array([-4.0, 9.0]), np.eye(2)))
    assert run.svd_by_hand(np.eye(2))[1] == approx([3, 2])


def test_condition():
    """By hand the condition number is squared, so a small singular value is lost in rounding."""
    PAGE.says("so small values drown in rounding", "A Hilbert matrix has one of", "and `svd` finds")
    PAGE.says("By hand not even the first digit is true")
    squared = PAGE.inline(r"\kappa(A^T A) = \kappa(A)^2")
    assert squared.holds(A=TALL, kappa=np.linalg.cond)
    largest = np.linalg.norm(hilbert(8), 2)
    assert run.smallest == approx(largest / np.linalg.cond(hilbert(8)), rel=1e-3)
    assert run.by_svd == approx(run.smallest, rel=1e-3) and run.svd_holds
    # Noise comes as near to the true value as that once in ten thousand times.
    assert run.by_eigh < largest * np.sqrt(np.finfo(float).eps) and not run.hand_holds


def test_wrapping():
    """Only pixels out of range wrap; clipping takes the nearest grey that a byte can hold."""
    PAGE.says("A conversion to `uint8` wraps them, so black turns white", "too bright for a byte")
    PAGE.says("leaves the range of the pixels", "of them are too dark and", "Round and clip first")
    assert (run.wrapped[run.A_k <= -1] > 128).all()
    outside = (run.A_k <= -1) | (run.A_k >= 256)
    assert (run.wrapped[~outside] == np.trunc(run.A_k[~outside])).all()
    assert abs(run.wrapped - run.clipped.astype(float))[outside].min() > 100
    assert abs(run.clipped - np.minimum(np.maximum(run.A_k, 0), 255)).max() <= 0.5
    assert (run.below, run.above) == (np.signbit(run.A_k).mean(), np.mean(run.A_k / 255 > 1))
    assert run.rms(run.clipped) <= run.rms(run.A_k) < run.rms(run.wrapped) / 2


def test_figure_ranks():
    PAGE.says("With 1 singular value there are only blurred stripes across and down")
    PAGE.says("down; with 5 a head and a cap emerge; with 20 a face appears under a woven texture")
    PAGE.says("The approximation $A_k$ at each rank", "The same portrait again and again")
    PAGE.says("and with 112 the texture is gone")
    assert np.linalg.matrix_rank(run.images[0]) == 1  # each row has the pattern of the others
    assert run.errors == sorted(run.errors, reverse=True) and run.errors[-1] < run.errors[3] / 5
    for ax, k in zip(run.axes, [1, 5, 10, 20, 40, 80, 112], strict=True):
        shows(ax, image=named(run.A, k)["A_k"], between=(0, 255))


def test_figure_clip():
    PAGE.says("converted to bytes without and with `clip`", "The same blurred portrait side")
    PAGE.says("On the left the dark uniform and the flag are sprinkled with white specks")
    PAGE.says("the white collar and cap with black ones", "On the right there are none")
    left, right = (ax.get_position().x0 for ax in run.pair)
    black, white = run.A_k < -1, run.A_k > 256
    assert left < right and run.wrapped[black].min() > 128 > 127 > run.wrapped[white].max()
    assert not run.clipped[black].any() and (run.clipped[white] == 255).all()
    for ax, name in zip(run.pair, ("wrapped", "clipped"), strict=True):
        shows(ax, image=getattr(run, name), between=(0, 255), title=name)
