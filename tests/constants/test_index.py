"""What the page constants/index.md says about constants, units and old names, checked."""

from importlib import import_module

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy import constants

from snippets.constants import index as run

PAGE = page("constants/index.md")


def test_fixed_values():
    """Where the uncertainty is zero, the value defines a unit or follows from those that do."""
    PAGE.says("Zero stands where the units of the SI fix the value")
    fixed = {"c": 299_792_458, "h": 6.62607015e-34, "k": 1.380649e-23, "N_A": 6.02214076e23}
    fixed["R"] = fixed["k"] * fixed["N_A"]
    for letter, value in fixed.items():
        assert getattr(constants, letter) == approx(value, rel=1e-15)
        assert run.uncertainty[letter] == 0
    assert all(run.uncertainty[letter] > 0 for letter in set(run.remembered) - set(fixed))


def test_measured_values():
    """The measured ones fit together, by laws of physics, within their uncertainty."""
    alpha, rydberg = constants.alpha, constants.Rydberg
    permittivity = constants.e**2 / (2 * alpha * constants.h * constants.c)
    mass = 2 * rydberg * constants.h / (constants.c * alpha**2)
    assert constants.epsilon_0 == approx(permittivity, rel=run.uncertainty["epsilon_0"])
    assert constants.m_e == approx(mass, rel=run.uncertainty["m_e"])


def test_letters_of_the_table():
    """The letter and the name stand for the same value, which is better known than remembered."""
    PAGE.says("Write the name: even `G` is known better than people type it")
    for letter, (typed, name) in run.remembered.items():
        assert getattr(constants, letter) == constants.value(name)
        assert run.error[letter] == abs(typed / constants.value(name) - 1)
        assert run.uncertainty[letter] < run.error[letter] / 10


def test_letters_that_mislead():
    """The small g is what a stone gains in speed, and k is that of Boltzmann."""
    PAGE.says("`g` is the acceleration of a falling stone, and `k` is no kilo")
    earth, radius = 5.972e24, 6.371e6
    assert constants.g == approx(constants.G * earth / radius**2, rel=0.005)
    assert constants.k != constants.kilo == 1000 and run.error["k"] < 1e-3


def test_functions():
    """The answers follow from definitions: of the degree, the mile, the wavelength."""
    PAGE.says("Multiply by a unit to come into the SI, and divide by it to come out")
    PAGE.says(
        "Temperatures need `convert_temperature`, since their zero differs",
        '`constants.unit("proton mass")` kg',
    )
    PAGE.says("all names with these words")
    assert run.warm == 25 + 273.15 and run.proton_unit == "kg"
    assert constants.convert_temperature([32, 212], "F", "C") == approx([0, 100])
    assert run.frequency * run.wave == approx(299_792_458)
    assert run.marathon == approx(26.2 * 5280 * 12 * 0.0254)
    assert run.marathon / constants.mile == approx(26.2)
    assert run.called and all("proton mass" in name.lower() for name in run.called)
    every = [name for name in constants.physical_constants if "proton mass" in name.lower()]
    assert set(run.called) <= set(every) and "proton mass" in run.called
    assert run.proton_uncertainty == approx(5.2e-37 / 1.67262192595e-27, rel=1e-6)


def test_year_of_the_values():
    """The values are those that the page names: digits of the electron and of G."""
    PAGE.says("The values are those of CODATA 2022")
    assert constants.m_e == 9.1093837139e-31 and constants.G == 6.67430e-11
    assert constants.alpha == 7.2973525643e-3
    assert run.uncertainty["m_e"] == approx(2.8e-40 / 9.1093837139e-31)


def test_old_names():
    """What is called removed is gone, codata warns, and names of old tables give new values."""
    PAGE.says("`C2K`, `K2C`, `F2C` removed", "the module `codata` warns, to be removed in 2.0")
    PAGE.says('`"electric constant"` an older name, still works')
    PAGE.says('`"mag. constant"` an older name, still works')
    assert not {"C2K", "K2C", "F2C"} & set(dir(import_module("scipy.constants")))
    with pytest.warns(DeprecationWarning, match="removed in SciPy 2.0"):
        assert import_module("scipy.constants").codata.value is constants.value
    old = [constants.value(name) for name in ("electric constant", "mag. constant")]
    new = [
        constants.value(f"vacuum {name}") for name in ("electric permittivity", "mag. permeability")
    ]
    assert old == new
    assert 1 / np.sqrt(old[0] * old[1]) == approx(constants.c, rel=1e-9)
    assert run.error["epsilon_0"] == abs(8.85e-12 / new[0] - 1)
