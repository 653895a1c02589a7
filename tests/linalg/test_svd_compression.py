"""What the page linalg/svd-compression.md says about the SVD of a picture, checked."""

import numpy as np
import pytest
from pytest import approx
from recipes.testing import distinguishable, drawn, one_based, page
from scipy.linalg import hilbert, svd

from snippets.linalg import svd_compression as run

PAGE = page("linalg/svd-compression.md")
EPS = np.finfo(float).eps


@pytest.fixture
def named():
    """What the page calls its matrices, vectors and numbers, of the picture."""
    return {
        "A": run.A,
        "U": run.U,
        "V": run.Vt.T,
        "Sigma": np.diag(run.s),
        "sigma": one_based(run.s),
        "u": lambda i: run.U[:, i - 1],
        "v": lambda i: run.Vt[i - 1],
        "m": run.m,
        "n": run.n,
        "r": len(run.s),
    }


def test_the_decomposition_is_an_equation(named):
    assert PAGE.equation("svd").holds(named)
    tall = np.random.default_rng(1).normal(size=(9, 6))
    u, s, vt = svd(tall, full_matrices=False)
    assert PAGE.equation("svd").holds(A=tall, U=u, Sigma=np.diag(s), V=vt.T)
    assert PAGE.inline("V^T")(V=vt.T) == approx(vt)


@pytest.mark.parametrize("k", [1, 7])
def test_the_layers_add_up_to_the_approximation(k, named):
    assert PAGE.equation("rank-k").defines("A_k")(named, k=k) == approx(run.rank(k), abs=1e-9)


def test_the_approximation_needs_as_many_numbers_as_the_page_says(named):
    assert PAGE.equation("count").lhs(named, k=run.k) == run.kept
    assert PAGE.inline("m n")(named) == run.numbers
    break_even = PAGE.inline(r"\frac{m n}{m + n + 1}")
    assert break_even(named) == approx(run.number_rank)
    needed = PAGE.equation("count").lhs(k=break_even(m=9, n=6), m=9, n=6)
    assert needed == approx(PAGE.inline("m n")(m=9, n=6)) == approx(54)


@pytest.mark.parametrize("k", [3, 20])
def test_both_equations_of_the_error_hold(k, named):
    of_rank = {**named, "k": k, "A_k": run.rank(k)}
    assert PAGE.equation("frobenius").holds(of_rank)
    assert PAGE.equation("spectral").holds(of_rank)
    assert PAGE.equation("frobenius").lhs({**named, "A_k": run.A_k}) == approx(run.frobenius)
    assert PAGE.equation("spectral").rhs({**named, "k": run.k}) == approx(run.spectral)


def test_the_eigenvalues_by_hand_are_squares_and_so_is_their_condition(matrix):
    squares = np.linalg.eigvalsh(PAGE.inline("A^T A")(A=matrix))
    assert np.sqrt(squares[::-1]) == approx(run.svd_by_hand(matrix)[1])
    assert PAGE.inline(r"\kappa(A^T A) = \kappa(A)^2").holds(A=matrix, kappa=np.linalg.cond)


@pytest.fixture
def matrix():
    return np.random.default_rng(1).normal(size=(9, 6))


def test_the_picture_is_the_middle_of_the_portrait_in_grey():
    width, height = run.portrait.size
    assert height > width and run.A.shape == (225, 225)
    left, right = (height - width) / 2, (height + width) / 2
    middle = run.portrait.convert("L").resize((225, 225), box=(0, left, width, right))
    assert np.abs(run.A - np.asarray(middle)).max() <= 1


def test_the_factors_are_orthogonal_and_multiply_to_the_picture():
    identity = np.eye(run.n)
    assert run.U.T @ run.U == approx(identity, abs=1e-12)
    assert run.Vt @ run.Vt.T == approx(identity, abs=1e-12)
    assert run.U @ np.diag(run.s) @ run.Vt == approx(run.A, abs=1e-9)


def test_the_truncated_product_is_the_sum_of_layers():
    layers = sum(run.s[i] * np.outer(run.U[:, i], run.Vt[i]) for i in range(run.k))
    assert run.A_k == approx(layers, abs=1e-9)
    assert np.linalg.matrix_rank(run.A_k) == run.k


@pytest.mark.parametrize("k", [1, 5, 20, 50, 224])
def test_the_error_is_what_was_left_out(k):
    error = run.A - run.rank(k)
    assert np.linalg.norm(error) == approx(np.sqrt(np.sum(run.s[k:] ** 2)))
    assert np.linalg.norm(error, 2) == approx(run.s[k])
    assert run.tails[k] == approx(np.linalg.norm(error))


def test_no_other_matrix_of_that_rank_is_closer():
    """Best fits within random column spaces, and within spaces near the best one."""
    rng = np.random.default_rng(2)
    for size in (0.01, 0.1, 1.0, 100.0):
        basis = run.U[:, : run.k] + size * rng.normal(size=(run.m, run.k)) / 15
        q, _ = np.linalg.qr(basis)
        rival = run.A - q @ (q.T @ run.A)
        assert np.linalg.norm(rival) > run.frobenius
        assert np.linalg.norm(rival, 2) > run.spectral


def test_the_printed_errors_are_those_of_the_rank_shown():
    assert run.frobenius == approx(run.left_out)
    assert run.spectral == approx(run.s[run.k])


def test_numbers_and_bytes_count_what_is_stored():
    assert run.kept == run.k * (run.m + run.n + 1) == 9020
    assert (run.picture_bytes, run.single_bytes, run.double_bytes) == (50625, 36080, 72160)


def test_at_break_even_the_parts_are_as_large_as_the_picture():
    one_rank = sum(part.size for part in run.parts) / run.k
    assert run.number_rank * one_rank == approx(run.numbers)
    assert run.byte_rank * one_rank * np.float32().nbytes == approx(run.picture_bytes)


def test_the_usual_formats_beat_the_SVD_on_this_picture():
    assert run.jpeg_kilobytes < run.svd_kilobytes / 2 and run.jpeg_rms < run.svd_rms / 2
    assert run.jpeg_rms < run.svd_rms == approx(run.frobenius / 225)
    assert run.jpeg_kilobytes < run.png_kilobytes < run.single_bytes / 1000


def test_the_full_square_matrix_is_what_the_default_would_return():
    full, _, _ = svd(run.tall[:400])
    rows, columns = run.tall.shape
    assert full.shape == (400, 400) and run.thin_u.shape == (rows, columns)
    assert run.full_megabytes / run.thin_megabytes == rows / columns == 80


def test_by_hand_agrees_where_singular_values_are_large(matrix):
    U, s, Vt = run.svd_by_hand(matrix)
    assert s == approx(svd(matrix, compute_uv=False))
    assert U * s @ Vt == approx(matrix)
    assert run.hand_A_k == approx(run.A_k, abs=1e-6)


def test_by_hand_an_eigenvalue_that_rounding_made_negative_counts_by_its_size(monkeypatch):
    monkeypatch.setattr(run, "eigh", lambda squares: (np.array([-4.0, 9.0]), np.eye(2)))
    assert run.svd_by_hand(np.eye(2))[1] == approx([3, 2])


def test_by_hand_squares_the_condition_number(matrix):
    assert np.linalg.cond(matrix.T @ matrix) == approx(np.linalg.cond(matrix) ** 2)
    for size, true, by_svd, by_eigh in zip(
        run.sizes, run.smallest, run.by_svd, run.by_eigh, strict=True
    ):
        largest = np.linalg.norm(hilbert(size), 2)
        assert true == approx(largest / np.linalg.cond(hilbert(size)), rel=0.5)
        assert abs(by_svd - true) < 10 * EPS * largest
        assert by_eigh == approx(true, abs=run.floor * largest)
    assert run.by_svd[1] == approx(run.smallest[1], rel=1e-3)
    assert run.by_eigh[0] == approx(run.smallest[0], rel=1e-6)
    # Noise of the size of the floor comes that near to the true values once in a thousand times.
    assert all(abs(run.by_eigh[n] / run.smallest[n] - 1) > 0.1 for n in (1, 2))
    assert run.verdicts.tolist() == ["right", "noise", "noise"]


def test_only_pixels_out_of_range_wrap():
    outside = (run.A_k <= -1) | (run.A_k >= 256)
    change = np.abs(run.wrapped - run.clipped.astype(float))
    assert change[~outside].max() <= 1 < 100 < change[outside].min()
    assert 0.005 < run.above < run.below < 0.05
    assert run.rms(run.clipped) <= run.svd_rms < run.rms(run.wrapped)


def test_clipping_takes_the_nearest_grey_that_a_byte_can_hold():
    inside = (run.A_k >= 0) & (run.A_k <= 255)
    assert np.abs(run.clipped - run.A_k)[inside].max() <= 0.5
    assert set(run.clipped[run.A_k < 0]) == {0} and set(run.clipped[run.A_k > 255]) == {255}
    assert run.below == np.signbit(run.A_k).mean()
    assert run.above == np.mean(run.A_k / 255 > 1)


def test_a_kilobyte_is_a_thousand_bytes():
    assert run.svd_kilobytes * 1000 == run.single_bytes
    assert run.png_kilobytes * 1000 == len(run.png.getvalue())


def test_each_state_shows_the_approximation_of_its_rank():
    assert run.ranks == [1, 2, 5, 10, 20, 50, 100]
    shown = [panel.images[0].get_array() for panel in run.panels]
    for k, picture, error in zip(run.ranks, shown, run.errors, strict=True):
        assert np.linalg.matrix_rank(picture) == k
        left_out = np.sqrt(np.sum(run.s[k:] ** 2))
        assert error == approx(left_out / np.sqrt(run.numbers))  # Eckart and Young
    assert run.counts == [
        sum(part[..., :k].size for part in (run.U, run.s, run.Vt.T)) for k in run.ranks
    ]


def test_the_figures_show_the_decay_and_both_conversions():
    values, error, dots = run.ax.lines
    assert values.get_ydata() * run.s[0] == approx(run.s[:-1])
    assert dots.get_ydata() == approx(error.get_ydata()[np.array(run.ranks) - 1])
    labelled = {text.get_text(): text.xy for text in run.ax.texts}
    assert labelled == {
        f"$k = {k}$": approx(xy)
        for k, xy in zip(run.ranks, dots.get_xydata(), strict=True)
        if k > 10
    }
    assert [ax.get_title() for ax in run.pair] == ["wrapped", "clipped"]
    assert distinguishable(drawn(run.ax)[:2])


def test_black_and_white_are_the_same_in_all_pictures():
    pictures = [ax.images[0] for ax in (*run.panels, *run.pair)]
    assert {picture.get_clim() for picture in pictures} == {(0, 255)}
    shown = [picture.get_array() for picture in pictures[-2:]]
    assert (shown[0] == run.wrapped).all() and (shown[1] == run.clipped).all()
