"""SciPy's own formulas: whether a docstring prints what the function computes."""
