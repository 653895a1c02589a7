"""What the page says about the triangle, checked."""

import numpy as np
from pytest import approx
from recipes.testing import page

from snippets.integrate import region as run

PAGE = page("integrate/region.md")


def test_the_equation_is_what_the_snippet_integrates():
    PAGE.says("no computer")
    equation = PAGE.equation("triangle")
    assert equation.holds()
    assert run.value == approx(equation.rhs(), rel=1e-12)
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(run.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(run.upper(0.2)))}
    assert PAGE.inline("x^2 y")(x=0.2, y=0.7) == approx(0.2**2 * 0.7)


def test_the_largest_triangle_has_its_corner_on_the_diagonal():
    corner = np.sqrt(0.5)
    area = PAGE.inline(r"\frac{1}{2} \left| x - y - 1 \right|")
    assert PAGE.equation("largest").defines("S")() == approx(area(x=-corner, y=corner))
    assert area(x=0.8, y=-0.6) == approx(0.2)
    assert PAGE.inline("x^2 + y^2 = 1").holds(x=-0.6, y=0.8)
    assert PAGE.equation("multiplier").holds({"lambda": corner / 2})


def test_the_grid_comes_near():
    assert run.midpoint_grid(10) == approx(1 / 96, rel=0.2)
    assert run.midpoint_grid(100) == approx(1 / 96, rel=0.02)


def test_the_figure_shows_the_border():
    PAGE.says("The region below", "the dashed line")
    (line,) = run.ax.get_lines()
    border = PAGE.inline("y = 1 - 2x").defines("y")
    for x, y in line.get_xydata()[::10]:
        assert y == approx(border(x=x))
    assert line.get_linestyle() == "--" and line.get_label() == "border"
    assert len(line.get_xdata()) == 51
    (mesh,) = run.ax.collections
    shown = mesh.get_array()
    assert shown.shape == (51, 51) and shown.mask[-1, -1] and shown[20, 20] == approx(0.08)
    assert (run.ax.get_xlabel(), run.ax.get_ylabel()) == ("$x$", "$y$")
    assert [(one.get_text(), one.xy) for one in run.ax.texts] == [("edge", (0.25, 0.5))]
