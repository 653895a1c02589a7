"""An edit that changes nothing that a recipe says fails no check; one that does, does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from recipes.tools.mutation.mutants import Mutant

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[4]
# Judged as `recipe drift` does it: in a process that forks, with one thread, and on copies.
JUDGE = """
import json, os, sys
from recipes.tools.mutation import __main__ as drift
from recipes.tools.mutation.mutants import Mutant
from recipes.tools.mutation.runs import run

library = drift._open(())
recipes = drift.recipes(library)
drift._preload(library, recipes)
ended = {}
for page, edits in json.load(sys.stdin).items():
    (recipe,) = [one for one in recipes if one.page == page]
    judged = run(recipe, [Mutant(**edit) for edit in edits], min(2, os.cpu_count() or 1), id)
    ended[page] = {one.mutant.kind: one.by for one in judged}
json.dump(ended, sys.stdout)
"""
# By page: the file, a text that it holds once, what becomes of it, and what kind of edit that is.
HARMLESS = {
    "fft/image-spectrum.md": [
        ("page", "fine stripes, in every direction", "fine stripes, whichever way they run",
         "prose: another wording"),
        ("page", "## The cross in the picture", "## Where the cross comes from",
         "prose: another heading"),
        ("page", "A grid of pictures: the portrait", "Pictures in a grid: the portrait",
         "prose: another alt text"),
        ("page", "in a few lines, with", "in just a few lines and with", "prose: another wording"),
        ("page", r"\left( \frac{u m}{M} + \frac{v n}{N} \right)",
         r"\Bigl( \tfrac{n v}{N} + \tfrac{m u}{M} \Bigr)", "mathematics: commuted"),
        ("page", r"\frac{1}{M N} \sum_{u=0}^{M-1} \sum_{v=0}^{N-1}",
         r"\tfrac{1}{N M} \sum_{v=0}^{N-1} \sum_{u=0}^{M-1}", "mathematics: sums in other order"),
        ("page", r"F[0, 0] = \sum_{m=0}^{M-1} \sum_{n=0}^{N-1} f[m, n]",
         r"F[0, 0] = \sum_{p=0}^{M-1} \sum_{q=0}^{N-1} f[p, q]", "mathematics: renamed indices"),
        ("page", r"= \frac{M N}{2}", r"= \frac{1}{2} M N", "mathematics: factor in front"),
        ("page", r"$\log(1 + \lvert F \rvert)$", r"$\log\left(|F|+1\right)$",
         "mathematics: commuted in a caption"),
        ("snippet", "index = np.arange(count)\n"
         "    return np.exp(-2j * np.pi * np.outer(index, index) / count)",
         "k = np.arange(count)\n    return np.exp(-2j * np.pi * np.outer(k, k) / count)",
         "code: renamed local variable"),
        ("snippet", "np.sum(picture**2)", "np.sum(picture * picture)", "code: x * x for x**2"),
        ("snippet", 'ax.imshow(values, cmap="magma"', 'ax.imshow(values, cmap="inferno"',
         "figure: another colour map"),
        ("snippet", "figsize=(6.2, 5.8)", "figsize=(6.6, 6.2)", "figure: another size"),
    ],
    "integrate/double-integral.md": [
        ("page", "such as $x y$", "such as $y x$", "mathematics: commuted in a sentence"),
        ("page", "a triangle, a disc, the area", "such as a triangle, a disc, or the area",
         "prose: another wording"),
        ("page", "People lay a grid over the bounding box and add up the cells",
         "It is common to cover the bounding box with a grid and to add up those cells",
         "prose: another wording"),
        ("page", "1 000 000 = points", "1,000,000 = points", "prose: thousands separator"),
        ("page", "; the dashed strip is one inner integral",
         ". One inner integral is the dashed strip", "prose: another caption"),
        ("page", r"\int_{0}^{1/2} \int_{0}^{1-2x} x y \, dy \, dx",
         r"\int_0^{\frac{1}{2}} \! \int_0^{1 - 2 x} y x\,dy\,dx", "mathematics: commuted"),
        ("page", r"\frac{1}{96}", "1/96", "mathematics: slash for a fraction"),
        ("page", "$y = 1 - 2x$, shaded", "$y=-2 x+1$, shaded",
         "mathematics: commuted in a caption"),
        ("page", "With $x^2 y$", "With $y x^{2}$", "mathematics: commuted in a sentence"),
        ("snippet", "    inside = Y < upper(X)\n    return np.sum(integrand(Y, X)[inside])",
         "    below = Y < upper(X)\n    return np.sum(integrand(Y, X)[below])",
         "code: renamed local variable"),
        ("snippet", "return 1 - 2 * x", "return -2 * x + 1", "code: commuted"),
        ("snippet", 'aspect="auto", cmap="viridis"', 'cmap="cividis", aspect="auto"',
         "figure: another colour map, keywords in other order"),
        ("snippet", "evaluations = 0\n", "# Count the calls.\nevaluations = 0\n\n",
         "code: comment and blank line"),
    ],
    "linalg/svd-compression.md": [
        ("page", "So the rank can be chosen before any picture is rebuilt.",
         "So you can choose the rank before you rebuild a picture.", "prose: another wording"),
        ("page", "## Ask for the thin matrices", "## Thin matrices are enough",
         "prose: another heading"),
        ("page", "[Find the edges of a picture](", "[Edges of a picture](", "prose: link text"),
        ("page", r"\sum_{i=1}^{k} \sigma_i u_i v_i^T", r"\sum_{j=1}^{k} \sigma_j u_j v_j^T",
         "mathematics: renamed index"),
        ("page", "k (m + n + 1)", r"(n + m + 1) \, k", "mathematics: commuted"),
        ("page", r"$\frac{m n}{m + n + 1}$", r"$n m / (1 + m + n)$",
         "mathematics: commuted, with a slash"),
        ("page", r"\left\| A - A_k \right\|_F", r"\lVert A - A_k \rVert_{F}", "mathematics: bars"),
        ("page", r"\kappa(A)^2", r"\left( \kappa(A) \right)^2", "mathematics: parentheses"),
        ("snippet", "    file = BytesIO()\n    picture.save(file, form)\n    return file",
         "    buffer = BytesIO()\n    picture.save(buffer, form)\n    return buffer",
         "code: renamed local variable"),
        ("snippet", "np.sqrt(np.sum(s[k:] ** 2))", "np.linalg.norm(s[k:])",
         "code: equivalent expression"),
        ("snippet", '"o", color="C1")', '"s", color="C1", markersize=5)', "figure: another marker"),
    ],
    "optimize/triangle-on-circle.md": [
        ("page", "The answer needs no computer:", "No computer is needed for the answer:",
         "prose: another wording"),
        ("page", "needs no slope and no start, and it sees every maximum.",
         "sees every maximum, and needs neither a slope nor a start.", "prose: other order"),
        ("page", "The area as the free corner $P$ walks",
         "How the area changes while the free corner $P$ walks", "prose: another caption"),
        ("page", "## Leave out redundant bounds", "## Do without redundant bounds",
         "prose: another heading"),
        ("page", r"\frac{1}{2} \left| x - y - 1 \right|", r"\tfrac12 \lvert 1 + y - x \rvert",
         "mathematics: absolute value of the negative"),
        ("page", "x^2 + y^2 = 1", "y^{2} + x^{2} = 1", "mathematics: commuted"),
        ("page", r"S = \frac{1 + \sqrt{2}}{2}", r"S = \tfrac{1}{2} + \tfrac{\sqrt{2}}{2}",
         "mathematics: fraction in parts"),
        ("page", r"\lambda = \frac{\sqrt{2}}{4}", r"\lambda = \frac{1}{2 \sqrt{2}}",
         "mathematics: root below"),
        ("snippet", "return x**2 + y**2", "return x * x + y * y", "code: x * x for x**2"),
        ("snippet", "for name, place, look in names:\n    ax.annotate(name, place, **look,",
         "for text, where, offset in names:\n    ax.annotate(text, where, **offset,",
         "code: renamed loop variables"),
        ("snippet", "def signed_area(p):\n",
         'def signed_area(p):\n    """Positive to the left of the chord."""\n', "code: docstring"),
        ("snippet", 'color="C0", linestyle="--"', 'color="C0", linestyle=(0, (5, 2))',
         "figure: other dashes"),
    ],
    "signal/sobel.md": [
        ("page", "A picture is mostly calm.", "Most of a picture is calm.", "prose: reworded"),
        ("page", "## The border\n", "## What happens at the border\n", "prose: another heading"),
        ("page", "Convert to floating point first. "
         "Shifted slices of a `uint8` picture wrap in the same way.",
         "Shifted slices of a `uint8` picture wrap in the same way. "
         "Convert to floating point first.", "prose: sentences in other order"),
        ("page", "draw a frame that is not in the picture",
         "draw a frame where the picture has none", "prose: another caption"),
        ("page", r"\sqrt{(K * f)^2 + (K^T * f)^2}", r"\sqrt{ (K^{T} * f)^{2}+(K * f)^{2} }",
         "mathematics: commuted"),
        ("page", r"\sum_{i=-1}^{1} \sum_{j=-1}^{1} K[i, j] \, f[m - i, n - j]",
         r"\sum_{p=-1}^{1} \sum_{q=-1}^{1} f[m - p, n - q] K[p, q]",
         "mathematics: renamed indices, commuted"),
        ("page", "$f[m, n] = c n$", r"$f[m, n] = n \, c$", "mathematics: commuted in a sentence"),
        ("snippet", "    smooth = padded[:-2] + 2 * padded[1:-1] + padded[2:]\n"
         "    return smooth[:, :-2] - smooth[:, 2:]",
         "    blurred = padded[2:] + padded[:-2] + 2 * padded[1:-1]\n"
         "    return blurred[:, :-2] - blurred[:, 2:]", "code: renamed local variable, commuted"),
        ("snippet", "grown_side = len(grown)", "grown_side = grown.shape[0]",
         "code: shape for len"),
        ("snippet", 'orientation="horizontal",\n    extend="both",\n    shrink=0.7,',
         'extend="both",\n    orientation="horizontal",\n    shrink=0.8,',
         "figure: keywords in other order, longer colour bar"),
    ],
    "spatial/mosaic.md": [
        ("page", "From afar you see a blurred picture.", "Seen from afar, a picture is blurred.",
         "prose: another wording"),
        ("page", "## A brush", "## Strokes with a brush", "prose: another heading"),
        ("page", "It is drawn by code, not a photograph;", "It is no photograph but drawn by code;",
         "prose: another caption"),
        ("page", "large ones in the blue and pink sky, small ones among the towers",
         "small ones among the towers, large ones in the blue and pink sky",
         "prose: other order in an alt text"),
        ("page", "t = 2 v - 2 - h", r"t = 2 \, (v - 1) - h", "mathematics: factored out"),
        ("page", r"\frac{1}{|T|} \sum_{p \in T} c_p", r"\frac{\sum_{q \in T} c_q}{\lvert T \rvert}",
         "mathematics: one fraction, renamed index"),
        ("page", r"(x_i - \bar{x})(y_i - \bar{y})", r"(y_i - \bar y) \, (x_i - \bar x)",
         "mathematics: commuted"),
        ("snippet", '    mask = Image.new("1", (width, height))\n'
         "    outline = [(column, row) for row, column in points[corners]]\n"
         "    ImageDraw.Draw(mask).polygon(outline, fill=1)\n"
         "    return template[np.asarray(mask)]", '    shape = Image.new("1", (width, height))\n'
         "    outline = [(x, y) for y, x in points[corners]]\n"
         "    ImageDraw.Draw(shape).polygon(outline, fill=1)\n"
         "    return template[np.asarray(shape)]", "code: renamed local variables"),
        ("snippets/spatial/skyline.py", "figsize=(6.4, 4)", "figsize=(8, 5)",
         "figure: another size"),
    ],
    "stats/gaussian-mixture.md": [
        ("page", "Correlation says how much of the spread a line explains.",
         "How much of the spread a line explains is what correlation says.",
         "prose: another wording"),
        ("page", "## Far from both clouds", "## Far away", "prose: another heading"),
        ("page", "The second cloud weighs more, so its peak is the higher one.",
         "The higher peak is that of the second cloud, which weighs more.",
         "prose: another caption"),
        ("page", r"\sum_{k=1}^{2} w_k \, \mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}_k, \Sigma_k)",
         r"\sum_{l=1}^{2} \mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}_l, \Sigma_l) \, w_l",
         "mathematics: renamed index, commuted"),
        ("page", r"\sqrt{(2 \pi)^d |\Sigma|}", r"(2 \pi)^{d/2} \sqrt{\lvert \Sigma \rvert}",
         "mathematics: power for a root"),
        ("page", r"A = \Sigma_1^{-1} - \Sigma_2^{-1}", r"A = -\Sigma_2^{-1} + \Sigma_1^{-1}",
         "mathematics: commuted"),
        ("page", r"\frac{1}{1 + e^{-g(\mathbf{x})}}", r"\frac{1}{\exp(-g(\mathbf{x})) + 1}",
         "mathematics: exp for a power of e"),
        ("snippet", "    gradient = b - A @ [x, border(x)]\n    return -gradient[0] / gradient[1]",
         "    across, up = b - A @ [x, border(x)]\n    return -across / up", "code: unpacked"),
        ("snippet", "linear**2 - 4", "linear * linear - 4", "code: x * x for x**2"),
        ("snippet", 'cmap="viridis", rasterized=True', 'rasterized=True, cmap="plasma"',
         "figure: another colour map, keywords in other order"),
        ("snippet", "linewidths=0.5", "linewidths=0.8", "figure: thicker lines"),
    ],
}  # fmt: skip
# By page, one edit that is a mistake.
TELLING = {
    "fft/image-spectrum.md": ("page", r"\frac{M N}{2}", r"\frac{M N}{4}", "mathematics"),
    "integrate/double-integral.md": ("page", r"x y \, dy", r"x^2 y \, dy", "mathematics"),
    "linalg/svd-compression.md": ("snippet", "V / s, s, V.T", "V / s, s, V", "code"),
    "optimize/triangle-on-circle.md": ("page", "$B = (1, 0)$", "$B = (0, 1)$", "mathematics"),
    "signal/sobel.md": ("snippet", "return smooth[:, :-2] -", "return smooth[:, :-2] +", "code"),
    "spatial/mosaic.md": ("page", "t = 2 v - 2 - h", "t = 2 v - 1 - h", "mathematics"),
    "stats/gaussian-mixture.md": ("snippet", "sqrt(linear**2 -", "sqrt(linear**2 +", "code"),
}  # fmt: skip


def edit(page, where, old, new, kind):
    """The change of a text that its file holds exactly once."""
    own = {"page": f"docs/{page}", "snippet": f"snippets/{page[:-3].replace('-', '_')}.py"}
    path = own.get(where, where)
    content = (ROOT / path).read_bytes()
    count = content.count(old.encode())
    reported = f"{kind}: {path}: {old!r} -> {new!r}"
    assert count == 1, f"{path} holds this {count} times instead of once; fix the edit {reported}"
    start = content.index(old.encode())
    return Mutant(path, start, start + len(old.encode()), old, new, reported)


@pytest.fixture(scope="module")
def judged():
    """What noticed each edit of each page; nothing if no check did."""
    edits = {
        page: [vars(edit(page, *one)) for one in [*rows, TELLING[page]]]
        for page, rows in HARMLESS.items()
    }
    done = subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=json.dumps(edits),
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    by = json.loads(done.stdout)
    return {page: {one["kind"]: by[page][one["kind"]] for one in edits[page]} for page in edits}


def test_there_are_edits_of_all_kinds():
    rows = [row for rows in HARMLESS.values() for row in rows]
    kinds = [row[-1].partition(":")[0] for row in rows]
    assert len(rows) >= 40
    assert {"prose", "mathematics", "code", "figure"} == set(kinds)


@pytest.mark.parametrize("page", HARMLESS)
def test_no_check_fails_on_an_edit_that_changes_nothing_that_is_said(judged, page):
    *harmless, _ = judged[page].items()
    flagged = [f"{reported} (noticed by: {by})" for reported, by in harmless if by]
    assert not flagged, "false alarms:\n" + "\n".join(flagged)


@pytest.mark.parametrize("page", TELLING)
def test_a_mistake_in_the_same_run_is_noticed(judged, page):
    *_, mistake = judged[page].values()
    assert mistake
