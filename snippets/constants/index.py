"""What constants from memory cost, and which function gives what."""

# %% memory
from scipy.constants import physical_constants

remembered = {  # as people type it, and its name
    "c": (3e8, "speed of light in vacuum"),
    "h": (6.63e-34, "Planck constant"),
    "k": (1.38e-23, "Boltzmann constant"),
    "N_A": (6.022e23, "Avogadro constant"),
    "R": (8.314, "molar gas constant"),
    "epsilon_0": (8.85e-12, "vacuum electric permittivity"),
    "m_e": (9.11e-31, "electron mass"),
    "G": (6.67e-11, "Newtonian constant of gravitation"),
}
error, uncertainty = {}, {}
for letter, (typed, name) in remembered.items():
    value, unit, deviation = physical_constants[name]
    error[letter] = abs(typed / value - 1)
    uncertainty[letter] = deviation / value

# %% functions
from scipy import constants

proton = constants.value("proton mass")
proton_unit = constants.unit("proton mass")
proton_uncertainty = constants.precision("proton mass")
called = constants.find("proton mass")
warm = constants.convert_temperature(25, "C", "K")
frequency = constants.lambda2nu(500e-9)
marathon = 26.2 * constants.mile
wave = 500 * constants.nano
