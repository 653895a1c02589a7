"""The audit reads formulas as they are meant, and says so where it cannot."""

import numpy as np
import pytest
from recipes.mathematics.equation import Equation
from recipes.tools.audit import distributions as audit
from recipes.tools.audit.report import CORRECTIONS
from recipes.tools.mutation import sites
from scipy import integrate, stats

PRINTED = r"""A distribution.

    Notes
    -----
    The probability density function is:

    .. math::

        f(x, c) = {}

    for :math:`x > 0`, where :math:`h(t) = t^2`.
    """


def verdict(tex, computed, shapes=("c",), values=(2.0,)):
    docstring = PRINTED.replace("{}", tex)
    found = audit.compare("test", docstring, shapes, values, [0.3, 0.7, 1.9], computed)
    return found.verdict, found.reason


KNOWN = {"gamma": (1.7,), "weibull_min": (2.3,), "logistic": (), "rayleigh": ()}
MISPRINTED = {"genhalflogistic", "landau"}  # shown below


@pytest.fixture(scope="module")
def findings():
    return {finding.name: finding for finding in audit.distributions({*KNOWN, *MISPRINTED})}


@pytest.mark.parametrize(
    "tex",
    [
        r"c \exp(-c x)",
        r"c exp(-c x)",
        r"c * e^{-cx}",
        r"\frac{c}{e^{c x}}",
        "c \\exp(\n        -c x)",
        r"\frac{c}{h(x)} x^2 \exp(-c x)",
    ],
)
def test_a_density_that_is_computed_agrees(tex):
    assert verdict(tex, lambda x: 2 * np.exp(-2 * x))[0] == "agrees"


def test_another_density_differs_with_the_place_and_both_values():
    found = verdict(r"c \exp(-x)", lambda x: 2 * np.exp(-2 * x))
    assert found[0] == "differs"
    assert found[1] == "at 1.9 it prints 0.2991, not 0.04474"


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"C \exp(-c x)", "no value is bound to “C”"),
        (r"c / 2 x", "below the “/” or not?"),
        (
            "c e^{-cx},\\quad x \\ge 0 \\\\\n        &= 0,\\quad x < 0",
            "in pieces that are no “cases”",
        ),
    ],
)
def test_what_has_no_one_meaning_is_not_read(tex, reason):
    found = verdict(tex, lambda x: 2 * np.exp(-2 * x))
    assert found[0] == "not read" and reason in found[1]


@pytest.mark.long
def test_most_of_scipy_is_read_and_nothing_is_read_wrongly():
    found = audit.distributions()
    agreeing = [one.name for one in found if one.verdict == "agrees"]
    differing = {one.name for one in found if one.verdict == "differs"}
    assert len(agreeing) + len(differing) >= 105
    assert differing <= MISPRINTED


def test_the_printed_genhalflogistic_is_no_density(findings):
    if findings["genhalflogistic"].verdict == "agrees":
        pytest.skip("this SciPy prints it rightly")
    c = 0.5
    rhs = Equation(findings["genhalflogistic"].tex).rhs
    printed, _ = integrate.quad(lambda x: rhs(x=x, c=c), 0, 1.8)  # of the support up to 2
    computed, _ = integrate.quad(stats.genhalflogistic(c).pdf, 0, 1 / c)
    assert computed == pytest.approx(1) and printed > 2


def test_the_printed_landau_is_the_density_of_another_scale(findings):
    if findings["landau"].verdict == "agrees":
        pytest.skip("this SciPy prints it rightly")
    rhs = Equation(findings["landau"].tex).rhs
    other = stats.landau(loc=np.log(np.pi / 2), scale=np.pi / 2)
    for x in (0.4, 1.3, 5.0):
        assert rhs(x=x) == pytest.approx(other.pdf(x), rel=1e-6)


def test_a_changed_token_is_not_taken_for_the_density(findings):
    """Change each token of some densities: what still agrees is at most one in a hundred."""
    tried, agreed = 0, []
    for name, shapes in KNOWN.items():
        one, tex = getattr(stats, name), findings[name].tex
        letters = sites.symbols([tex])
        names = [part.strip() for part in (one.shapes or "").split(",") if part.strip()]
        for site in sites.of_formula(tex, 0, letters):
            if site.start <= tex.index("="):
                continue
            for new in site.choices:
                changed = tex[: site.start] + new + tex[site.end :]
                docstring = f"\n\n    .. math::\n\n        {changed}\n"
                points = one(*shapes).ppf(audit.SHARES)
                found = audit.compare(name, docstring, names, shapes, points, one(*shapes).pdf)
                tried += 1
                if found.verdict == "agrees":
                    agreed.append(f"{name}: {site.old} -> {new}")
    assert tried > 60 and len(agreed) <= tried / 100, agreed


@pytest.mark.parametrize("name", ["genhalflogistic", "landau"])
def test_a_density_as_it_should_read_is_what_scipy_computes(name, findings):
    one, tex = findings[name], CORRECTIONS[name].tex
    shapes = {"c": 0.5} if name == "genhalflogistic" else {}
    frozen = getattr(stats, name)(*shapes.values())
    for x in frozen.ppf(audit.SHARES):
        assert Equation(tex).rhs(x=x, **shapes) == pytest.approx(frozen.pdf(x), rel=1e-6)
    assert one.verdict == "agrees" or one.tex != tex
