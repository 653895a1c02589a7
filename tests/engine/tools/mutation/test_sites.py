"""Every token that says something can be changed, and a change is one token."""

import ast

import pytest
from recipes.tools.mutation import sites
from recipes.tools.mutation.sites import choose, in_bytes

SOURCE = '''"""Draw."""

# %% data
import numpy as np
from scipy.signal import convolve2d

limit = 0.5
values = np.arange(10)[2:limit_at] * -3
total = np.sum(values, axis=0)
smooth = convolve2d(values, kernel, mode="same")
if total >= 7 and not flag:
    print(f"{total % 13:.2f}", smooth.mean(), total.round(8))
ax.plot(values, total, color="red", linewidth=4, label="the 9 values")
ax.annotate("peak", (1, 2), (30, 40), xytext=(5, 6))
'''


def changes(found):
    return {(site.old, new) for site in found for new in site.choices}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.5", "0.6"),
        ("10", "11"),
        ("2", "3"),
        ("limit_at", "limit_at + 1"),
        ("*", "/"),
        ("-", "+"),
        ("sum", "mean"),
        ("0", "1"),
        ("convolve2d", '__import__("scipy.signal").signal.correlate2d'),
        ('"same"', '"full"'),
        ("values, kernel", "kernel, values"),
        (">=", "<"),
        ("7", "8"),
        ("and", "or"),
        ("values, total", "total, values"),
        ("%", "*"),
        ("13", "14"),
        ("mean", "sum"),
        ("1", "2"),
    ],
)
def test_code_is_changed_where_it_means_something(old, new):
    assert (old, new) in changes(sites.of_code(SOURCE))


@pytest.mark.parametrize("silent", ["8", "4", "9", "30", "40", "5", "6", '"red"', ".2f"])
def test_code_is_not_changed_where_it_only_looks_or_rounds(silent):
    assert silent not in {old for old, _ in changes(sites.of_code(SOURCE))}


def test_every_change_of_code_compiles_and_differs():
    content = SOURCE.encode()
    for mutant in choose("a.py", content, sites.of_code(SOURCE), "code", 0):
        changed = mutant.applied(content).decode()
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(SOURCE))


def test_mathematics_is_changed_token_by_token():
    tex = r"A_k = \sum_{i=1}^{k} \sin \sigma_i + 0.5"
    found = changes(sites.of_formula(tex, 0, sites.symbols([tex])))
    assert {("=", "<"), (r"\sum", r"\prod"), ("1", "2"), (r"\sin", r"\cos"), ("+", "-")} <= found
    assert {("0.5", "0.6"), ("_", "^"), ("k", "i"), (r"\sigma", "A")} <= found
    letters = {old for old, _ in found}
    assert "{" not in letters and r"\frac" not in letters


def test_a_command_before_a_letter_keeps_its_distance():
    for site in sites.of_formula("xy", 0, ["x", r"\pi"]):
        for new in site.choices:
            assert new + "xy"[site.end :] in (r"\pi y", "xy"[: site.end], r"\pi", "x")


FACTS = {"size": 8, "sizes": [8, 9], "share": 0.25, "other": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is {{ 8 = size }} wide.", {("8", "9"), ("size", "sizes")}),
        ("It is {{ 8 = sizes[0] }}.", {("8", "9"), ("0", "1"), ("sizes", "size")}),
        ("{{ two = other }} are {{ 25 % more = share }}.", {("two", "three"), ("more", "less")}),
        ("{{ 3 = other }} is {{ less }} than {{ 8 = size }}.", {("less", "more")}),
        ("The first of {{ 8 = size }} and the left one.", {("first", "last"), ("left", "right")}),
        ("In 2-D.", {("2", "3")}),
    ],
)
def test_sentences_are_changed_in_numbers_names_and_directions(text, expected):
    assert expected <= changes(sites.of_sentences(text, [(0, len(text))], FACTS))


def test_directions_without_a_fact_and_code_are_left_alone():
    text = "The first one is larger. `x = 3` and $y = 4$ are no prose. It is {{ 8 = size }}."
    assert changes(sites.of_sentences(text, [(0, len(text))], FACTS)) == {
        ("8", "9"),
        ("size", "sizes"),
    }


def test_places_count_bytes_and_the_draw_depends_on_the_seed_alone():
    text = "π is not {{ 8 = size }}; {{ 3 = other }}."
    found = in_bytes(text, list(sites.of_sentences(text, [(0, len(text))], FACTS)))
    drawn = [choose("a.md", text.encode(), found, "prose", seed) for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1]
    assert {mutant.line(text.encode()) for mutant in drawn[0]} == {1}
