"""What the page constants/blackbody.md says about the light of hot bodies, checked."""

import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.constants import c, convert_temperature, h, k, physical_constants, sigma, zero_Celsius
from scipy.integrate import IntegrationWarning, quad
from scipy.optimize import minimize_scalar
from scipy.special import lambertw, zeta

from snippets.constants import blackbody as run

PAGE = page("constants/blackbody.md")


def test_planck():
    """The radiance is what the printed law gives, in any units."""
    PAGE.says(
        "has what Planck's law needs, such as `h` and `sigma`, in SI units and with all digits"
    )
    PAGE.says("go from a temperature to the light of a star, a lamp or a furnace")
    PAGE.says("The radiance $B$ of a black body at wavelength $\\lambda$ and temperature $T$ is")
    law = PAGE.equation("planck").defines("B")
    names = {"h": h, "c": c, "k": k}
    assert law(names, lambda_=7e-7, T=3000) == approx(run.planck(7e-7, 3000))
    assert law(h=2, c=3, k=5, lambda_=0.7, T=1.1) == approx(
        2 * 2 * 9 / 0.7**5 / (np.exp(6 / 3.85) - 1)
    )


def test_exact_constants():
    """The constants are those that define the SI, and so have no uncertainty."""
    assert (h, c, k) == (6.62607015e-34, 299_792_458, 1.380649e-23)
    PAGE.says("has each constant with its unit and its uncertainty")
    names = ["Planck constant", "speed of light in vacuum", "Boltzmann constant"]
    names += ["Stefan-Boltzmann constant", "Wien wavelength displacement law constant"]
    values = [run.h, run.c, run.k, run.sigma, run.Wien]
    for name, value in zip(names, values, strict=True):
        listed, unit, uncertainty = physical_constants[name]
        assert listed == value and unit and uncertainty == 0
    assert physical_constants["Newtonian constant of gravitation"][2] > 0


def test_stefan_boltzmann():
    """The constant of Stefan and Boltzmann follows from the others by the sum of 1/n^4."""
    assert run.sigma == approx(2 * np.pi * k**4 / (h**3 * c**2) * 6 * zeta(4), rel=1e-12)
    x, _ = quad(lambda x: x**3 / np.expm1(x), 0, 100)
    assert run.sigma == approx(2 * np.pi * k**4 / (h**3 * c**2) * x, rel=1e-9)


def test_wien():
    """The constant of Wien is that of the Lambert function, and the peak is where it says."""
    PAGE.says("the peak is at 502 nm", "These are Wien's law and the law of Stefan and Boltzmann")
    closed = h * c / (k * (5 + lambertw(-5 * np.exp(-5)).real))
    assert run.Wien == approx(closed, rel=1e-12)
    for T in (run.sun, 310):
        found = minimize_scalar(lambda x, T=T: -run.planck(x * 1e-9, T), (100, 2e6 / T, 2e7 / T))
        assert found.x * 1e-9 * T == approx(closed, rel=1e-6)
    assert run.radiance == approx(run.planck(closed / 5772, 5772) / 1e12)


def test_power():
    """All wavelengths together carry the power of Stefan and Boltzmann, at any temperature."""
    PAGE.says("`Wien` and `sigma` are their constants", "Everything here is in metres, kelvin and")
    PAGE.says("`nano` is the number that turns nanometres into metres and back")
    assert run.nano == 1e-9
    PAGE.says("All wavelengths and directions together carry 63 MW from each square metre")
    for T in (300, run.sun):
        peak = run.Wien / T
        light, _ = quad(lambda x, T=T, peak=peak: run.planck(x * peak, T) * peak, 0.02, np.inf)
        assert np.pi * light == approx(sigma * T**4, rel=1e-9)
    assert run.power * 1e6 == approx(sigma * 5772**4)


def test_directions():
    """The directions of a half space, each weighted with its cosine, add up to pi."""
    PAGE.says("The factor `np.pi` adds up the directions")
    directions, _ = quad(lambda angle: 2 * np.pi * np.cos(angle) * np.sin(angle), 0, np.pi / 2)
    assert directions == approx(np.pi) and run.shares[0] < 1


def test_limits():
    """Long waves follow the law of Rayleigh and Jeans, and short ones fall off exponentially."""
    assert run.planck(0.1, 5772) == approx(2 * c * k * 5772 / 0.1**4, rel=1e-3)
    short, T = 50e-9, 3000
    wien = 2 * h * c**2 / short**5 * np.exp(-h * c / (short * k * T))
    assert run.planck(short, T) == approx(wien, rel=1e-9)


def test_visible():
    """The visible share agrees with a series for the integral."""
    PAGE.says("How much of it is visible", "Of the light of the Sun 44 % is visible")
    PAGE.says("Integrate the radiance over the wavelengths from 380 to 750 nm")

    def above(x):  # the share of all light with a larger h c / (wavelength k T)
        n = np.arange(1, 200)
        terms = np.exp(-n * x) * (x**3 / n + 3 * x**2 / n**2 + 6 * x / n**3 + 6 / n**4)
        return 15 / np.pi**4 * np.sum(terms)

    for T, share in zip((5772, 2700), run.shares, strict=True):
        red, violet = (h * c / (wavelength * k * T) for wavelength in (750e-9, 380e-9))
        assert share == approx(above(red) - above(violet), rel=1e-6)


def test_by_hand():
    """Constants of three digits give a power that is as wrong as their product."""
    PAGE.says("with scipy.constants, against constants from memory", section="description")
    PAGE.says("With these rounded constants the power is 0.5 % below the true one")
    digits = [f"{constant:.2e}" for constant in (run.h, run.c, run.k)]
    assert [float(d) for d in digits] == [run.typed_h, run.typed_c, run.typed_k]
    ratio = (run.typed_k / k) ** 4 / (run.typed_h / h) ** 3 / (run.typed_c / c) ** 2
    assert run.short == approx(ratio - 1)


def test_pitfall():
    """In metres quad warns and finds next to nothing; in nanometres it finds all."""
    PAGE.says("why quad loses light in metres", section="description")
    PAGE.says("looks for the integrand where its variable is about one")
    PAGE.says("In metres all light is near a millionth, and `quad` misses it")
    PAGE.says("Integrate in a unit in which the peak is neither tiny nor huge")
    PAGE.says("It warns that the integral is “probably divergent”, and returns less than 1 W")
    with pytest.warns(IntegrationWarning, match="probably divergent"):
        lost, _ = quad(run.planck, 0, np.inf, args=(5772,))
    seen = []
    with warnings.catch_warnings(action="ignore"):
        quad(lambda x: seen.append(x) or 0, 0, np.inf)
    assert 0.1 < np.median(seen) < 10 and run.Wien / run.sun < 1e-6
    assert run.missed == np.pi * lost and run.right == approx(run.power, rel=1e-6)


def test_temperatures():
    """Paper is said to burn at 451 degrees Fahrenheit, which is 233 degrees Celsius."""
    PAGE.says("`scipy.constants.convert_temperature` turns degrees Celsius and Fahrenheit into")
    kelvin, (celsius,) = convert_temperature(451, "F", "K"), convert_temperature([451], "F", "C")
    assert kelvin == approx(celsius + zero_Celsius) and celsius == approx(233, abs=0.5)
    assert run.Wien / kelvin > 750 * run.nano  # its glow is not visible


def test_figure():
    PAGE.says("The radiance of the Sun and of cooler bodies")
    PAGE.says("The dashed line joins the peaks", "Humps over an axis of wavelengths")
    PAGE.says("The hotter the body, the higher its hump and the farther left its peak")
    PAGE.says("The hottest peaks inside a shaded band, where light is visible")
    PAGE.says("and the coolest close to the right end of it")
    nm = np.linspace(100, 2500, 481)
    lines = {f"{T} K": (nm, run.planck(nm / 1e9, T) / 1e12) for T in (5772, 5000, 4000)}
    at = [x[np.argmax(y)] for x, y in lines.values()]
    assert 380 < at[0] < at[1] < at[2] and at[2] == approx(750, abs=30)
    peaks = np.linspace(450, 1000, 56)
    lines["peak"] = peaks, run.planck(peaks / 1e9, run.Wien * 1e9 / peaks) / 1e12
    for T in (5772, 5000, 4000):
        top = max(lines[f"{T} K"][1])
        assert np.interp(run.Wien * 1e9 / T, *lines["peak"]) == approx(top, rel=5e-3)
    labels = ("wavelength (nm)", "radiance (kW per m², sr and nm)")
    legend, limits = ["visible", *lines], ((0, 2500), (0, 30))
    shapes = {"visible": ([380, 750, 750, 380], [0, 0, 1, 1])}
    shows(
        run.ax,
        shapes=shapes,
        lines=lines,
        styles={"peak": "--"},
        labels=labels,
        limits=limits,
        legend=legend,
    )
