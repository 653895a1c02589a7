"""A recipe at work, and what a build says when a page is wrong."""

# %% recipe
from scipy.integrate import dblquad


def upper(x):
    return 1 - 2 * x


value, error = dblquad(lambda y, x: x * y, 0, 0.5, 0, upper)
print(f"{value:.10f}")

# %% page
tex = r"\int_0^{1/2} \int_0^{1-2x} x y \, dy \, dx = \frac{1}{96}"
sentence = "The integral is {{ 0.0104 = value }}."

# %% refusals
from recipes.checking import sentences
from recipes.mathematics.equation import Equation
from recipes.reading import page


def refusals(sentence, value):
    """What the build finds wrong with a page that says this."""
    read = page.parse("integrate/double-integral.md", sentence)
    return [
        problem.message.partition(";")[0]
        for problem in sentences.check(read, {"value": value})
    ]


wrong_number = refusals(sentence.replace("0.0104", "0.0140"), value)
wrong_code = refusals(sentence, dblquad(lambda y, x: x + y, 0, 0.5, 0, upper)[0])
wrong_sign = Equation(tex.replace("1-2x", "1+2x"))
left, right = wrong_sign.lhs(), wrong_sign.rhs()

print("a number   0.0104 -> 0.0140")
print("  refused:", *wrong_number)
print("a sign     1 - 2x -> 1 + 2x")
print(f"  refused: the left side is {left:.4f}, the right side {right:.4f}")
print("an operator   x * y -> x + y")
print("  refused:", *wrong_code)
