"""The audit of functions: what agrees is what the function returns, and nothing is guessed."""

import inspect

import numpy as np
import pytest
from scipy import special

from docs._engine.audit import functions as audit
from docs._engine.audit.claims import left, matched
from docs._engine.audit.subjects import subject
from docs._engine.drift import formulas

HEAD = "wave(x, a)\n\nA wave.\n\n.. math::\n\n    {}\n\nReturns\n-------\ny : float\n    It.\n"


def wave(x, a):
    return a * np.sin(x) ** 2


def verdicts(tex, function=wave, head=HEAD):
    found = audit.findings(subject("test.wave", function, head.replace("{}", tex)))
    return [(one.verdict, one.reason) for one in found]


@pytest.fixture(scope="module")
def found():
    return audit.functions()


@pytest.mark.parametrize(
    "tex",
    [
        r"W(x, a) = a \sin^2 x",
        r"W_a(x) = a (1 - \cos^2 x)",
        r"y = a \sin(x)^2",
        r"a \sin^2 x",
        r"y / a = 1 - \cos^2 x",
        r"W(t, b) = \frac{b}{2} (1 - \cos(2 t))",
    ],
)
def test_a_formula_that_is_computed_agrees(tex):
    assert verdicts(tex) == [("agrees", "")]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"W(x, a) = a \cos^2 x", "its value is not what the function returns"),
        (r"W(x, a) = b \sin^2 x", "no value is bound to “b”"),
        (r"W(x, a) \approx a x^2", "an approximation"),
        (r"W(x, a) = -W(x, -a)", "an identity: the same name is on both sides"),
        (r"W(x) = \sin^2 x", "does not have the parameters"),
        (r"y = \sin^2 x", "the parameter a is not in it"),
        (r"a = a \sin^2 x / \sin^2 x", "nothing in it is what the function returns"),
    ],
)
def test_what_does_not_bind_its_names_is_not_read(tex, reason):
    ((verdict, told),) = verdicts(tex)
    assert verdict == "not read" and reason in told


def test_several_values_and_functions_of_vectors_are_told_apart():
    assert "several values" in verdicts(r"W(x, a) = a \sin^2 x", lambda x, a: (x, a))[0][1]
    head = "norm(u)\n\n.. math::\n\n    {}\n"
    squares = r"\sqrt{\sum_i u_i^2}"
    assert verdicts(squares, lambda u: np.linalg.norm(u), head) == [("agrees", "")]
    assert verdicts(squares, lambda u: np.abs(u).sum(), head)[0][0] == "not read"


def test_left_sides_name_a_function_and_its_arguments():
    assert left(r"I_x(a, b)") == ("I", ("x", "a", "b"))
    assert left(r"\binom{n}{k}") == ("binom", ("n", "k"))
    assert left(r"E_1(z)") == ("E_1", ("z",))
    assert left(r"x + y") is None
    assert matched(["v", "z"], ("z", "nu")) == {"v": "nu", "z": "z"}
    assert matched(["v", "z"], ("z",)) is None


def test_most_formulas_that_define_a_special_function_are_read(found):
    agreeing = [one.name for one in found if one.verdict == "agrees"]
    assert len(agreeing) >= 85 and len(set(agreeing)) >= 75
    assert {"special.beta", "special.hyp2f1", "spatial.distance.jaccard", "stats.gmean"} <= set(
        agreeing
    )
    assert {one.verdict for one in found} == {"agrees", "not read"}
    assert all(one.reason for one in found if one.verdict == "not read")


def test_a_changed_token_does_not_agree_any_more():
    """Change each token on the right: what still agrees is at most one in a hundred."""
    tried, agreed = 0, []
    for function, tex in [
        (special.beta, r"B(a, b) = \frac{\Gamma(a) \Gamma(b)}{\Gamma(a + b)}"),
        (special.pdtr, r"f(k, m) = e^{-m} \sum_{j = 0}^{k} \frac{m^j}{j!}"),
        (special.entr, r"e(x) = -x \log(x)"),
        (special.i0, r"I_0(x) = \sum_{k=0}^\infty \frac{(x^2/4)^k}{(k!)^2}"),
    ]:
        names = ", ".join(subject("", function, inspect.getdoc(function)).parameters)
        head = f"{function.__name__}({names}, out=None)\n\n.. math::\n\n    {{}}\n"
        assert verdicts(tex, function, head) == [("agrees", "")], tex
        for site in formulas.sites(tex, 0, formulas.symbols([tex])):
            if site.start > tex.index("="):
                for new in site.choices:
                    changed = tex[: site.start] + new + tex[site.end :]
                    tried += 1
                    if ("agrees", "") in verdicts(changed, function, head):
                        agreed.append(f"{tex}: {site.old} -> {new}")
    assert tried > 60 and len(agreed) <= tried / 100, agreed
