"""The audit of functions: what agrees is what the function returns, and nothing is guessed."""

import numpy as np
import pytest
from recipes.checking import documentation
from recipes.mathematics.equation import Equation
from recipes.tools.audit import functions as audit
from recipes.tools.audit.claims import pair_parameters, read_left_side, subject
from recipes.tools.audit.report import CORRECTIONS, differences
from recipes.tools.mutation import sites
from scipy import integrate, signal, special
from scipy.interpolate import BSpline
from scipy.signal import windows

HEAD = "wave(x, a)\n\nA wave.\n\n.. math::\n\n    {}\n\nReturns\n-------\ny : float\n    It.\n"


def wave(x, a):
    return a * np.sin(x) ** 2


def verdicts(tex, function=wave, head=HEAD, name="test.wave"):
    found = audit.findings(subject(name, function, head.replace("{}", tex)))
    return [(one.verdict, one.reason) for one in found]


SHOWN = {"signal.windows.blackman", "signal.gauss_spline"}  # misprints, shown below


@pytest.fixture(scope="module")
def found():
    of_shown = (one for one in audit.subjects() if one.name in SHOWN)
    return [finding for one in of_shown for finding in audit.findings(one)]


@pytest.mark.parametrize(
    "tex",
    [
        r"W(x, a) = a \sin^2 x",
        r"W_a(x) = a (1 - \cos^2 x)",
        r"y = a \sin(x)^2",
        r"a \sin^2 x",
        r"y / a = 1 - \cos^2 x",
        r"u / a = 1 - \cos^2 x",
        r"W(t, b) = \frac{b}{2} (1 - \cos(2 t))",
        r"W(x, a) = a \sin^2 x \qquad (x > 0)",
    ],
)
def test_a_formula_that_is_computed_agrees(tex):
    assert verdicts(tex) == [("agrees", "")]


@pytest.mark.parametrize("tex", [r"\mathrm{wave}(x, a) = a \cos^2 x", r"a \cos^2 x"])
def test_another_formula_of_the_function_itself_differs_with_the_place_and_both_values(tex):
    ((verdict, reason),) = verdicts(tex)
    assert verdict == "differs"
    assert reason == "at x = 0.23, a = 0.15 it prints 0.1422, not 0.007796"
    assert 0.15 * np.cos(0.23) ** 2 == pytest.approx(0.1422, abs=5e-5)


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"W(x, a) = a \cos^2 x", "its value is not what the function returns"),
        (r"W(x, a) = b \sin^2 x", "no value is bound to “b”"),
        (r"W(x, a) \approx a x^2", "an approximation"),
        (r"W(x, a) = -W(x, -a)", "an identity: the same name is on both sides"),
        (r"W(x) = \sin^2 x", "does not have the parameters"),
        (r"y = \sin^2 x", "the parameter a is not in it"),
        (r"a = a \frac{\sin^2 x}{\sin^2 x}", "an identity: it does not say"),
        (r"b x a = x a b", "an identity: it does not say"),
        (r"W(x, a) = a \sin^2 x \qquad (x > 9)", "no values together"),
        (r"a " + 4 * r"\int_0^1 t dt " + "x", "takes too long"),
    ],
)
def test_what_does_not_bind_its_names_is_not_read(tex, reason):
    ((verdict, reported),) = verdicts(tex)
    assert verdict == "not read" and reason in reported


def test_several_values_are_compared_in_their_order():
    def both(x, a):
        return wave(x, a), a * np.cos(x) ** 2

    tex = r"a \sin^2 x \\ a \cos^2 x"
    assert verdicts(tex, both) == [("agrees", "")] * 2
    assert [verdict for verdict, _ in verdicts(tex, lambda x, a: both(x, a)[::-1])] == [
        "differs",
        "not read",
    ]
    assert "several values" in verdicts(r"a \sin^2 x", both)[0][1]


def test_vectors_sets_and_windows_are_bound():
    head = "norm(u)\n\n.. math::\n\n    {}\n"
    squares = r"\sqrt{\sum_i u_i^2}"
    assert verdicts(squares, lambda u: np.linalg.norm(u), head) == [("agrees", "")]
    assert verdicts(squares, lambda u: np.abs(u).sum(), head)[0][0] == "differs"
    head = "ramp(M)\n\n.. math::\n\n    {}\n"
    ramp = "signal.windows.ramp"
    assert verdicts(r"w(n) = n / M", lambda M: np.arange(M) / M, head, ramp) == [("agrees", "")]
    assert verdicts(r"w(n) = n / M", lambda M: np.ones(M), head, ramp)[0][0] == "differs"


def test_a_letter_of_several_functions_is_the_one_of_so_many_arguments():
    """L is Struve's of an order and a place, and Laguerre's of a degree, an order and a place."""
    places = np.linspace(0.5, 2, 4)
    for tex, function, head in [
        (r"L_v(x)", special.modstruve, "modstruve(v, x)"),
        (r"L^{(k)}_n(x)", special.eval_genlaguerre, "eval_genlaguerre(n, k, x)"),
        (r"L^{(k)}_n(x)", special.assoc_laguerre, "assoc_laguerre(x, n, k)"),
    ]:
        head = f"{head}\n\n.. math::\n\n    {{}}\n"
        assert verdicts(tex, function, head, f"special.{function.__name__}") == [("agrees", "")]
    assert audit.notation("special.x")["L"](3, 2.5, places) == pytest.approx(
        special.assoc_laguerre(places, 3, 2.5)
    )
    assert places == pytest.approx(np.linspace(0.5, 2, 4)), "it was written into"


def test_left_sides_name_a_function_and_its_arguments():
    assert read_left_side(r"I_x(a, b)") == ("I", ("x", "a", "b"))
    assert read_left_side(r"\binom{n}{k}") == ("binom", ("n", "k"))
    assert read_left_side(r"E_1(z)") == ("E_1", ("z",))
    assert read_left_side(r"x + y") is None
    assert pair_parameters(["v", "z"], ("z", "nu")) == {"v": "nu", "z": "z"}
    assert pair_parameters(["v", "z"], ("z",)) is None


@pytest.mark.long
def test_most_formulas_that_define_a_function_are_read_and_nothing_is_read_wrongly():
    found = audit.functions()
    agreeing = [one.name for one in found if one.verdict == "agrees"]
    assert len(agreeing) >= 115 and len(set(agreeing)) >= 100
    assert {"special.beta", "special.sici", "signal.windows.hann", "stats.gmean"} <= set(agreeing)
    differing = {one.name for one in found if one.verdict == "differs"}
    assert differing <= SHOWN
    assert all(one.reason for one in found if one.verdict == "not read")


def test_the_printed_blackman_is_the_periodic_window(found):
    (one,) = (one for one in found if one.name == "signal.windows.blackman")
    if one.verdict == "agrees":
        pytest.skip("this SciPy prints it rightly")
    rhs = Equation(one.tex).rhs
    printed = [rhs(n=n, M=9) for n in range(9)]
    assert printed == pytest.approx(windows.blackman(9, sym=False), abs=1e-12)
    assert np.max(np.abs(printed - windows.blackman(9))) > 0.1


def test_the_printed_gauss_spline_takes_the_variance_for_the_deviation(found):
    (one,) = (one for one in found if one.name == "signal.gauss_spline")
    if one.verdict == "agrees":
        pytest.skip("this SciPy prints it rightly")
    n, ends = 3, np.arange(5) - 2.0
    variance, _ = integrate.quad(lambda x: x**2 * BSpline.basis_element(ends)(x), -2, 2)
    assert variance == pytest.approx((n + 1) / 12)  # of the spline itself
    computed, _ = integrate.quad(lambda x: signal.gauss_spline(np.array([x]), n)[0], -9, 9)
    assert computed == pytest.approx(1)
    printed, _ = integrate.quad(lambda x: Equation(one.tex)(x=x, sigma=variance), -9, 9)
    assert printed > 1.5


def test_a_changed_token_is_not_taken_for_the_function(found):
    """Change each token on the right: what still agrees is at most one in a hundred."""
    tried, agreed = 0, []
    for function, tex in [
        (special.beta, r"B(a, b) = \frac{\Gamma(a) \Gamma(b)}{\Gamma(a + b)}"),
        (special.pdtr, r"f(k, m) = e^{-m} \sum_{j = 0}^{k} \frac{m^j}{j!}"),
        (special.entr, r"e(x) = -x \log(x)"),
        (special.i0, r"I_0(x) = \sum_{k=0}^\infty \frac{(x^2/4)^k}{(k!)^2}"),
        (special.eval_chebyu, r"U_n(x) = (n + 1) {}_2F_1(-n, n + 2; 3/2; (1 - x)/2)"),
        (special.bdtr, r"\mathrm{bdtr}(k, n, p) = I_{1 - p}(n - k, k + 1)"),
        (special.wrightomega, r"\omega = z - \log(\omega)"),
    ]:
        line = next(one for one in function.__doc__.split("\n") if one.endswith("out=None)"))
        head = (
            f"{line.strip()}\n\n.. math::\n\n    {{}}\n\nReturns\n-------\nomega : float\n    It.\n"
        )
        assert verdicts(tex, function, head, "special.wave") == [("agrees", "")], tex
        for site in sites.of_formula(tex, 0, sites.symbols([tex])):
            if site.start > tex.index("="):
                for new in site.choices:
                    changed = tex[: site.start] + new + tex[site.end :]
                    tried += 1
                    if ("agrees", "") in verdicts(changed, function, head, "special.wave"):
                        agreed.append(f"{tex}: {site.old} -> {new}")
    assert tried > 120 and len(agreed) <= tried / 100, agreed


def test_formulas_as_they_should_read_are_what_scipy_computes():
    window, spline = (
        CORRECTIONS[f"signal.{name}"] for name in ("windows.blackman", "gauss_spline")
    )
    shown = [Equation(window.tex).rhs(n=n, M=8) for n in range(8)]
    assert shown == pytest.approx(windows.blackman(8), abs=1e-12)
    assert r"$\sigma^2 = (n + 1) / 12$" in spline.reason
    for n, x in ((1, 0.3), (3, -0.8), (4, 1.7)):
        shown = Equation(spline.tex)(x=x, sigma=np.sqrt((n + 1) / 12))
        assert shown == pytest.approx(signal.gauss_spline(np.array([x]), n)[0])


def test_what_differs_stands_beside_what_is_computed_with_both_values():
    (one,) = audit.findings(subject("test.wave", wave, HEAD.replace("{}", r"a \cos^2 x")))
    assert differences([one, *audit.findings(subject("test.wave", wave, HEAD))]).split("\n") == [
        f"### [`scipy.test.wave`]({documentation.named('scipy.test.wave').address})",
        "",
        "| SciPy prints | As it should read |",
        "| --- | --- |",
        r"| $\displaystyle a \cos^2 x$ | not written down here yet |",
        "| at x = 0.23, a = 0.15: 0.1422 | what SciPy computes: 0.007796 |",
    ]


def test_each_difference_is_explained(found):
    known = {one.name for one in found if one.verdict == "differs"}
    assert known <= CORRECTIONS.keys()
