"""An edit that changes nothing that a recipe says fails no check; one that does, does."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recipes.tools.mutation.sites import Mutant

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[4]
PROJECT = Path(__file__).with_name("project")  # two recipes with all that recipes are made of
# Judged as `recipe drift` does it: in a process that forks, with one thread, and on copies.
JUDGE = """
import json, os, sys
from recipes.tools.mutation import __main__ as drift
from recipes.tools.mutation.sites import Mutant
from recipes.tools.mutation.runs import run

library = drift._open(())
recipes = drift.recipes(library)
drift._preload(library, recipes)
ended = {}
for page, edits in json.load(sys.stdin).items():
    (recipe,) = [one for one in recipes if one.page == page]
    judged = run(recipe, [Mutant(**edit) for edit in edits], min(2, os.cpu_count() or 1))
    ended[page] = {one.mutant.kind: one.by for one in judged}
json.dump(ended, sys.stdout)
"""
# By page: the file, a text that it holds once, what becomes of it, and what kind of edit that is.
HARMLESS = {
    "integrate/region.md": [
        ("page", "A double integral with scipy.integrate.dblquad, against a grid of cells.",
         "scipy.integrate.dblquad beside a grid of cells.", "front matter: another description"),
        ("page", "symbols: {x: horizontal coordinate, y: vertical coordinate}",
         "symbols:\n  y: vertical coordinate\n  x: horizontal coordinate",
         "front matter: other order, in lines"),
        ("page", "allow: [2-D]", 'allow:\n  - "2-D"', "front matter: quoted"),
        ("page", "a triangle, a disc, the area", "such as a triangle, a disc, or the area",
         "prose: another wording"),
        ("page", "The answer needs no computer: it", "No computer is needed for the answer. It",
         "prose: another wording"),
        ("page", "People lay a grid over the bounding box and add up the cells",
         "It is common to cover the bounding box with a grid and to add up its cells",
         "prose: another wording"),
        ("page", "# Integrate over a triangle", "# Find the integral over a triangle",
         "prose: another title"),
        ("page", "1 000 000 = points", "1,000,000 = points", "prose: thousands separator"),
        ("page", "[Smooth a picture](", "[A smooth picture](", "prose: link text"),
        ("page", "; the dashed line is its border", ". Its border is the dashed line",
         "caption: another wording"),
        ("page", "$y = 1 - 2x$, shaded", "$y=-2 x+1$, shaded", "caption: commuted"),
        ("page", "A triangle with a right angle at the origin.",
         "The right angle of a triangle is at the origin.", "caption: another alt text"),
        ("page", r"\int_{0}^{1/2} \int_{0}^{1-2x} x y \, dy \, dx",
         r"\int_0^{\frac{1}{2}} \! \int_0^{1 - 2 x} y x\,dy\,dx", "mathematics: commuted"),
        ("page", r"\frac{1}{96}", "1/96", "mathematics: slash for a fraction"),
        ("page", "With $x^2 y$", "With $y x^{2}$", "mathematics: commuted in a sentence"),
        ("page", r"\frac{1}{2} \left| x - y - 1 \right|", r"\tfrac12 \lvert 1 + y - x \rvert",
         "mathematics: absolute value of the negative"),
        ("page", "x^2 + y^2 = 1", "y^{2} + x^{2} = 1", "mathematics: commuted sum"),
        ("page", r"S = \frac{1 + \sqrt{2}}{2}", r"S = \tfrac{1}{2} + \tfrac{\sqrt{2}}{2}",
         "mathematics: fraction in parts"),
        ("page", r"\lambda = \frac{\sqrt{2}}{4}", r"\lambda = \frac{1}{2 \sqrt{2}}",
         "mathematics: root below"),
        ("snippet", "    inside = Y < upper(X)\n    return np.sum(integrand(Y, X)[inside])",
         "    below = Y < upper(X)\n    return np.sum(integrand(Y, X)[below])",
         "code: renamed local variable"),
        ("snippet", "return 1 - 2 * x", "return -2 * x + 1", "code: commuted"),
        ("snippet", "cells = 1000\n", "# A grid of squares.\ncells = 1000\n\n",
         "code: comment and blank line"),
        ("snippet", "for name, place, look in names:\n    ax.annotate(name, place, **look)",
         "for text, where, offset in names:\n    ax.annotate(text, where, **offset)",
         "code: renamed loop variables"),
        ("snippet", "def midpoint_grid(cells):\n",
         'def midpoint_grid(cells):\n    """Add up the cells below the border."""\n',
         "code: docstring"),
        ("snippet", 'cmap="viridis", rasterized=True', 'rasterized=True, cmap="plasma"',
         "figure: another colour map, keywords in other order"),
        ("snippet", '"o", color="C1"', '"s", color="C1", markersize=5', "figure: another marker"),
        ("snippet", "figsize=(5, 3.4)", "figsize=(6.6, 6.2)", "figure: another size"),
        ("snippet", 'linestyle="--"', 'linestyle="--", linewidth=3', "figure: a thicker line"),
    ],
    "signal/smoothing.md": [
        ("page", "Smooth a picture with scipy.signal.convolve2d.",
         '"Pictures: smooth them with scipy.signal.convolve2d."', "front matter: in quotes"),
        ("page", "A picture is mostly calm.", "A picture is calm for the greater part.",
         "prose: reworded"),
        ("page", "## Pitfall\n", "## What happens to small integers\n", "prose: another heading"),
        ("page", "Convert to floating point first. Small integers wrap.",
         "Small integers wrap. Convert to floating point first.",
         "prose: sentences in other order"),
        ("page", "From afar you see a blurred picture", "Seen from afar, a picture is blurred",
         "prose: another wording"),
        ("page", "draws a frame that is not in the picture",
         "draws a frame which the picture does not have", "caption: another wording"),
        ("page", r"$\log(1 + \lvert F \rvert)$", r"$\log\left(|F|+1\right)$", "caption: commuted"),
        ("page", "bright in the lower right, dark in the upper left",
         "dark in the upper left, bright in the lower right",
         "caption: other order in an alt text"),
        ("page", r"\sum_{i=-1}^{1} \sum_{j=-1}^{1} K[i, j] \, f[m - i, n - j]",
         r"\sum_{p=-1}^{1} \sum_{q=-1}^{1} f[m - p, n - q] K[p, q]",
         "mathematics: renamed indices, commuted"),
        ("page", r"\frac{1}{M N} \sum_{u=0}^{M-1} \sum_{v=0}^{N-1}",
         r"\tfrac{1}{N M} \sum_{v=0}^{N-1} \sum_{u=0}^{M-1}", "mathematics: sums in other order"),
        ("page", r"\left( \frac{u m}{M} + \frac{v n}{N} \right)",
         r"\Bigl( \tfrac{n v}{N} + \tfrac{m u}{M} \Bigr)", "mathematics: commuted in an exponent"),
        ("page", r"= \frac{M N}{2}", r"= \frac{1}{2} M N", "mathematics: factor in front"),
        ("page", r"\frac{1}{1 + e^{-x}}", r"\frac{1}{\exp(-x) + 1}",
         "mathematics: exp for a power of e"),
        ("page", r"\sqrt{(2 \pi)^d |\Sigma|}", r"(2 \pi)^{d/2} \sqrt{\lvert \Sigma \rvert}",
         "mathematics: power for a root"),
        ("page", "A = B^{-1} - C^{-1}", "A = -C^{-1} + B^{-1}", "mathematics: commuted matrices"),
        ("page", r"\frac{1}{|T|} \sum_{p \in T} c_p", r"\frac{\sum_{q \in T} c_q}{\lvert T \rvert}",
         "mathematics: one fraction, renamed index"),
        ("page", r"(x_i - \bar{x})(y_i - \bar{y})", r"(y_i - \bar y) \, (x_i - \bar x)",
         "mathematics: commuted factors"),
        ("page", "t = 2 v - 2 - h", r"t = 2 \, (v - 1) - h", "mathematics: factored out"),
        ("page", "k (m + n + 1)", r"(n + m + 1) \, k", "mathematics: commuted in a sentence"),
        ("page", r"$\frac{m n}{m + n + 1}$", r"$n m / (1 + m + n)$",
         "mathematics: commuted, with a slash"),
        ("page", r"\left\| A - A_k \right\|_F", r"\lVert A - A_k \rVert_{F}", "mathematics: bars"),
        ("page", r"\kappa(A)^2", r"\left( \kappa(A) \right)^2", "mathematics: parentheses"),
        ("snippet", "    smooth = padded[:-2] + 2 * padded[1:-1] + padded[2:]\n"
         "    return (smooth[:, :-2] + 2 * smooth[:, 1:-1] + smooth[:, 2:]) / 16",
         "    blurred = padded[2:] + padded[:-2] + 2 * padded[1:-1]\n"
         "    return (blurred[:, :-2] + 2 * blurred[:, 1:-1] + blurred[:, 2:]) / 16",
         "code: renamed local variable, commuted"),
        ("snippet", "size = len(kernel)", "size = kernel.shape[0]", "code: shape for len"),
        ("snippet", "np.sum(picture**2)", "np.sum(picture * picture)", "code: x * x for x**2"),
        ("snippet", "total = np.sum(whole)", "total = whole.sum()", "code: equivalent expression"),
        ("snippet", "    gradient = np.asarray(p) @ [[1, 2], [3, 4]]\n"
         "    return -gradient[0] / gradient[1]",
         "    across, up = np.asarray(p) @ [[1, 2], [3, 4]]\n    return -across / up",
         "code: unpacked"),
        ("snippet", 'cmap="magma", aspect="auto"', 'aspect="auto", cmap="inferno"',
         "figure: another colour map"),
        ("snippet", 'orientation="horizontal",\n    extend="both",\n    shrink=0.7,',
         'extend="both",\n    orientation="horizontal",\n    shrink=0.8,',
         "figure: keywords in other order, longer colour bar"),
    ],
}  # fmt: skip
# By page, edits that are mistakes.
MISTAKES = {
    "integrate/region.md": [
        ("page", "allow: [2-D]", "allow: [3-D]", "front matter: another number"),
        ("page", r"x y \, dy", r"x^2 y \, dy", "mathematics: another power"),
        ("page", "0.0104 = value", "0.0105 = value", "prose: another digit"),
        ("page", "0.5 = x[-1]", "0.5 = y[-1]", "caption: another name"),
        ("snippet", "inside = Y < upper", "inside = Y > upper", "code: another relation"),
        ("snippet", 'linestyle="--"', 'linestyle=":"', "figure: dots for dashes"),
    ],
    "signal/smoothing.md": [
        ("page", r"\frac{M N}{2}", r"\frac{M N}{4}", "mathematics: another divisor"),
        ("page", "66 = total", "67 = total", "prose: another number"),
        ("page", r"\log(1 + \lvert F", r"\log(2 + \lvert F", "caption: another number"),
        ("snippet", "kernel)\ntotal", "kernel, mode='same')\ntotal", "code: another border"),
    ],
}  # fmt: skip
KINDS = {"front matter", "prose", "caption", "mathematics", "code", "figure"}


def edit(page, where, old, new, kind):
    """The change of a text that its file holds exactly once."""
    path = f"docs/{page}" if where == "page" else f"snippets/{page[:-3]}.py"
    content = (PROJECT / path).read_bytes()
    count = content.count(old.encode())
    reported = f"{kind}: {path}: {old!r} -> {new!r}"
    assert count == 1, f"{path} holds this {count} times instead of once; fix the edit {reported}"
    start = content.index(old.encode())
    return Mutant(path, start, start + len(old.encode()), old, new, reported)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """What noticed each edit, by page and edit; nothing if no check did."""
    root = shutil.copytree(PROJECT, tmp_path_factory.mktemp("edits") / "project")
    (root / ".cache").mkdir()
    for katex in (ROOT / ".cache").glob("katex-*"):
        (root / ".cache" / katex.name).symlink_to(katex)
    edits = {
        page: [vars(edit(page, *one)) for one in [*rows, *MISTAKES[page]]]
        for page, rows in HARMLESS.items()
    }
    done = subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=json.dumps(edits),
        cwd=root,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def noticed(judged, page, rows):
    kinds = [edit(page, *one).kind for one in rows]
    return {kind: judged[page][kind] for kind in kinds}


def test_there_are_edits_of_all_kinds():
    rows = [row for rows in HARMLESS.values() for row in rows]
    mistakes = [row for rows in MISTAKES.values() for row in rows]
    assert len(rows) >= 40
    for kinds in (rows, mistakes):
        assert {row[-1].partition(":")[0] for row in kinds} == KINDS


@pytest.mark.parametrize("page", HARMLESS)
def test_no_check_fails_on_an_edit_that_changes_nothing_that_is_said(judged, page):
    found = noticed(judged, page, HARMLESS[page])
    flagged = [f"{reported} (noticed by: {by})" for reported, by in found.items() if by]
    assert not flagged, "false alarms:\n" + "\n".join(flagged)


@pytest.mark.parametrize("page", MISTAKES)
def test_a_mistake_in_the_same_run_is_noticed(judged, page):
    found = noticed(judged, page, MISTAKES[page])
    assert [reported for reported, by in found.items() if not by] == []
