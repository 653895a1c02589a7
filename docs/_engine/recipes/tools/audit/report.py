"""Where SciPy prints one formula and computes another, as Markdown for people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from recipes.checking import documentation

from .distributions import Finding


@dataclass(frozen=True)
class Correction:
    """A formula as it should read, and what is wrong with the printed one."""

    tex: str
    reason: str


# The tests hold each against what SciPy computes.
CORRECTIONS: Mapping[str, Correction] = {
    "genhalflogistic": Correction(
        r"f(x, c) = \frac{2 (1 - c x)^{1/c - 1}}{[1 + (1 - c x)^{1/c}]^2}",
        "The 1 belongs outside of the fraction in the exponent. What is printed does not integrate"
        " to one; what SciPy computes does.",
    ),
    "landau": Correction(
        r"f(x) = \frac{1}{\pi} \int_0^\infty \exp(-\frac{2 t}{\pi} \log t - x t) \sin(2 t) dt",
        "The printed integral is a density too, but of another scale and place.",
    ),
    "signal.windows.blackman": Correction(
        r"w(n) = 0.42 - 0.5 \cos(2\pi n/(M - 1)) + 0.08 \cos(4\pi n/(M - 1))",
        "The printed window is the periodic one, which `sym=False` returns.",
    ),
    "signal.gauss_spline": Correction(
        r"\frac{1}{\sqrt{2\pi\sigma^2}} \exp(-\frac{x^2}{2\sigma^2})",
        r"And $\sigma^2 = (n + 1) / 12$: the docstring takes this variance for the standard"
        " deviation. With it the printed function does not integrate to one.",
    ),
}


def differences(findings: Iterable[Finding]) -> str:
    """Return the formulas that differ, each beside the one that is computed, with their values."""
    return "\n\n".join(part for one in findings if one.where for part in _compared(one))


def _compared(one: Finding) -> Iterator[str]:
    name = f"scipy.{one.name}" if "." in one.name else f"scipy.stats.{one.name}"
    place, printed, computed = one.where or ("", "", "")
    correction = CORRECTIONS.get(one.name)
    should = _formula(correction.tex) if correction else "not written down here yet"
    page = documentation.named(name)
    yield f"### [`{name}`]({page.address})" if page else f"### `{name}`"
    yield "\n".join(
        [
            "| SciPy prints | As it should read |",
            "| --- | --- |",
            f"| {_formula(one.tex)} | {should} |",
            f"| at {place}: {printed} | what SciPy computes: {computed} |",
        ]
    )
    if correction:
        yield correction.reason


def _formula(tex: str) -> str:
    return rf"$\displaystyle {' '.join(tex.split())}$"
