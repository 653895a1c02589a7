"""Names for formulas of which each uses only some."""


def asked(equation, names):
    """The names that a formula asks for."""
    keys = equation.keys(names)
    return {key: value for key, value in names.items() if key in keys}
