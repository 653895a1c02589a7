"""Prove an equation, and notice a change of a single symbol."""

# %% equation
from recipes.mathematics.equation import Equation

tex = r"\int_{0}^{1/2} \int_{0}^{1-2x} x y \, dy \, dx = \frac{1}{96}"
equation = Equation(tex)
print("the left side, exactly:", equation.lhs.sympy().doit())
print("as printed, in numbers:", equation.holds())

# %% names
formula = Equation("f(x + 1)").lhs
print("a function:", formula(f=lambda x: x**2, x=2))
print("a number:  ", formula(f=10, x=2))

# %% tokens
opened = Equation(tex)
opened.lhs()
print("not used yet:", *(token.text for token in opened.unused()))

# %% mutants
from recipes.mathematics.errors import MathError
from recipes.tools.mutation.sites import of_formula, symbols


def verdict(mutant):
    """What a test says that asks whether both sides agree."""
    try:
        return "still true" if Equation(mutant).holds() else "false"
    except MathError:
        return "refused"


changes, survivors = [], []
for site in of_formula(tex, 0, symbols([tex])):
    for new in site.choices:
        mutant = tex[: site.start] + new + tex[site.end :]
        changes.append(verdict(mutant))
        if changes[-1] == "still true":
            survivors.append(mutant)
            print(f"{site.old} -> {new}: {mutant}")
tried, missed = len(changes), len(survivors)
false, refused = changes.count("false"), changes.count("refused")
print(f"{tried} changes: {false} false, {refused} refused, {missed} still true")

# %% mutant
wrong = Equation(tex.replace("1-2x", "1+2x"))
left, right = wrong.lhs(), wrong.rhs()
print(f"{left:.6f} is not {right:.6f}")

# %% integrand
x, y = 0.2, 0.7
for survivor in survivors:
    inside, limits = Equation(survivor).lhs.integrand(x=x, y=y)
    print(f"{inside:.2f} instead of {x * y:.2f}, or limits: {limits}")

# %% sentence
from recipes.checking import page_checks
from recipes.reading import page
from scipy.stats import ttest_ind

old, new = [71, 64, 78, 69, 73, 66], [75, 80, 72, 83, 77, 79]  # marks of two courses
p = ttest_ind(old, new).pvalue
said = "The p value is {{ 0.02 = p }}, so the marks do not differ."
tutorial = page.parse("marks.md", said)
complaints = list(page_checks.check(tutorial, {"p": p}))
print(f"p = {p:.3f}, complaints: {len(complaints)}")

# %% quotation
test = '''
from snippets import marks as run

PAGE = page("marks.md")

def test_difference():
    """The marks differ more than chance explains."""
    PAGE.says("so the marks differ")
    assert run.p < 0.05
'''
failures = list(page_checks.check(tutorial, {"p": p}, test))
for failure in failures:
    print(failure)
