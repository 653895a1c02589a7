"""SciPy's own formulas: whether a docstring prints what the function computes.

Each module imports only from modules named before it:

``distributions``  densities and masses of `scipy.stats`
``subjects``       functions whose docstrings display formulas
``claims``         what such a formula says of its function, where it can be bound
``points``         arguments at which they are compared, and what names mean there
``functions``      formulas and functions, compared at several points
"""
