"""What the page special/index.md says about formulas, their functions and old names, checked."""

import sys
from importlib import import_module

import mpmath
import numpy as np
import pytest
import scipy
from mpmath import mpf
from pytest import approx
from recipes.testing import page
from scipy import special

from snippets.special import index as run

PAGE = page("special/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def test_exact_values():
    """The exact values are those of forty digits, and belong to the formulas that are printed."""
    PAGE.says("Each formula is computed as it stands on paper")
    with mpmath.workdps(40):
        x, y, a = mpf(run.x), mpf(run.y), [mpf(each) for each in run.a]
        exact = {
            "log1p": mpmath.log(1 + x),
            "expm1": mpmath.exp(x) - 1,
            "cosm1": mpmath.cos(y) - 1,
            "erfc": 1 - mpmath.erf(5),
            "logsumexp": mpmath.log(sum(map(mpmath.exp, a))),
            "gammaln": mpmath.log(mpmath.gamma(200)),
            "log_ndtr": mpmath.log(mpmath.ncdf(-40)),
            "ive": mpmath.besseli(0, 800) * mpmath.exp(-800),
        }
    assert run.exact == approx({name: float(value) for name, value in exact.items()}, rel=3e-16)


def test_what_goes_wrong():
    """Each formula fails as its row says: by a subtraction, an overflow or an underflow."""
    PAGE.says("`x` loses digits beside one", "the exponentials overflow", "the factorial overflows")
    PAGE.says("the probability underflows", "one factor overflows, the other underflows")
    assert (1 + run.x) - 1 == approx(run.x, rel=1e-6) and (1 + run.x) - 1 != run.x
    for near_one in (np.exp(run.x), np.cos(run.y), special.erf(5)):
        assert 0 < abs(near_one - 1) < 2e-10
    with np.errstate(all="ignore"):
        assert np.isinf([*np.exp(run.a), special.gamma(200), special.iv(0, 800)]).all()
    assert special.ndtr(-40) == np.exp(-800.0) == 0
    assert np.isinf([run.plain[name] for name in ("logsumexp", "gammaln", "log_ndtr")]).all()
    assert np.isnan(run.plain["ive"])


@pytest.mark.parametrize("x", [1e-3, 1e-7, -1e-12])
def test_small_arguments(x):
    """The functions keep their digits at other arguments, where the formulas lose some."""
    with mpmath.workdps(40):
        small = mpf(x)
        exact = [mpmath.log(1 + small), mpmath.exp(small) - 1, mpmath.cos(small) - 1]
    found = np.array([special.log1p(x), special.expm1(x), special.cosm1(x)])
    plain = np.array([np.log(1 + x), np.exp(x) - 1, np.cos(x) - 1])
    exact = np.array([float(value) for value in exact])
    assert found == approx(exact, rel=1e-14, abs=0)
    assert (abs(plain / exact - 1) > 1e-14).all() and run.worst < 1e-15


def test_names():
    """The letters of the names mean the same in other functions."""
    PAGE.says("`m1` is minus one, `1p` is one plus, `log` or `ln` is the logarithm")
    PAGE.says("an `e` behind a Bessel function takes out its exponential")
    assert special.powm1(1.3, 2.7) == approx(1.3**2.7 - 1)
    assert special.xlog1py(2, 0.3) == approx(2 * np.log(1 + 0.3))
    assert special.betaln(2, 3.5) == approx(np.log(special.beta(2, 3.5)))
    assert special.log_softmax([1.0, 3]) == approx(np.log(special.softmax([1.0, 3])))
    assert special.kve(1, 2.5) == approx(special.kv(1, 2.5) * np.exp(2.5))
    assert set(run.functions) <= set(dir(special))


def test_spherical_harmonics():
    """Degree and polar angle come first in the new function, and came last in the old one."""
    PAGE.says("`sph_harm_y`, with degree and polar angle first")
    polar, azimuth = 0.4, 1.1
    closed = -np.sqrt(15 / (8 * np.pi)) * np.sin(polar) * np.cos(polar) * np.exp(1j * azimuth)
    assert special.sph_harm_y(2, 1, polar, azimuth) == approx(closed)
    if VERSION < (1, 17):
        with pytest.warns(DeprecationWarning):
            assert special.sph_harm(1, 2, azimuth, polar) == approx(closed)
    assert run.worst < 1e-15


@pytest.mark.parametrize(
    "old, removed",
    [(name, (1, 17)) for name in ("sph_harm", "lpn", "lpmn", "clpmn")]
    + [(name, (1, 15)) for name in ("btdtr", "btdtri")],
)
def test_removed_names(old, removed):
    """The names that the page calls removed are gone, and those in their place are there."""
    PAGE.says("`sph_harm` removed in 1.17", "`lpn` removed in 1.17")
    PAGE.says("`clpmn` removed in 1.17", "`btdtri` removed in 1.15")
    assert hasattr(import_module("scipy.special"), old) == (VERSION < removed)
    values, slopes = special.legendre_p_all(3, 0.3, diff_n=1)
    assert values[3] == approx((5 * 0.3**3 - 3 * 0.3) / 2) and slopes[1] == 1
    assert special.assoc_legendre_p_all(2, 1, 0.3).shape[-2:] == (3, 3)
    chance = special.betainc(2, 3, 0.4)
    assert special.betaincinv(2, 3, chance) == approx(0.4) and run.worst < 1e-15


def test_names_of_misc(monkeypatch):
    """What was in scipy.misc is here."""
    PAGE.says("those of `scipy.special`")
    assert special.comb(5, 2) == special.factorial(5) / (2 * 6) == 10
    assert special.logsumexp(run.a) == approx(run.exact["logsumexp"])
    monkeypatch.delitem(sys.modules, "scipy.misc", raising=False)
    with pytest.warns(DeprecationWarning):
        misc = import_module("scipy.misc")
    assert not {"comb", "factorial", "logsumexp"} & set(dir(misc))
