"""Sentences as authors write them: which say something that nothing proves, and which do not.

A gap here lets a false sentence pass, so of two senses of a phrase the one that compares counts.
"""

import pytest

SNIPPET = '''"""Sizes."""

# %% sizes
small, large, share, ratio, error = 3, 8, 0.25, 200.4, 0.001
'''
HARMLESS = """
The right answer is {{ 8 = large }}, and no warning says so.
Of the clusters {{ 25 % = share }} are right.
Only {{ 3 = small }} digits are right; the others are noise.
Its right angle is one of {{ 3 = small }} angles.
Swap the arguments, and {{ 3 = small }} terms are left.
The other {{ 3 = small }} are left as they are.
The code above prints {{ 3 = small }}.
The equation below has {{ 3 = small }} roots.
With the formula (see above) it is {{ 8 = large }}.
As before, `quad` returns {{ 8 = large }}.
It is {{ 8 = large }} after all.
Scale the data before you cluster: {{ 25 % = share }} are lost.
Sort them by size before you
    interpolate; {{ 3 = small }} were out of order.
The error of {{ 0.001 = error }} no longer matters.
It works as long as there are {{ 3 = small }} points.
The two are more or less equal, {{ 3 = small }} and {{ 3 = small }}.
The root is near {{ 3 = small }}, more exactly at {{ 3 = small }}.
More precisely, it is {{ 3 = small }}.
See the manual for more details on the {{ 3 = small }} methods.
Most people write {{ 8 = large }} lines.
Once more the sum is {{ 8 = large }}.
What is more, it costs {{ 8 = large }} calls.
Above all, {{ 3 = small }} points make a plane.
It is better to keep all {{ 8 = large }} of them.
The best fit has the slope {{ 3 = small }}.
By least squares the slope is {{ 3 = small }}.
Its maximum likelihood estimate is {{ 3 = small }}.
The matrix is positive definite and has {{ 3 = small }} rows.
Sooner or later one of the {{ 8 = large }} starts finds it.
A closer look shows {{ 3 = small }} of them.
There are two ways to write it, and the two agree.
Only one of the {{ 8 = large }} is a root, a thing or two apart.
Step 1: sort the points, as in section 2.
On the half-open interval repeat step 1.
"""
CLAIMS = """
The left of these is {{ 3 = small }}.
The right panel keeps {{ 8 = large }} terms.
The largest is right of {{ 3 = small }}.
The answer {{ 3 = small }} lies to the left.
Left of the line are {{ 3 = small }} points.
From left to right they are {{ 3 = small }} and {{ 8 = large }}.
The curve lies above {{ 3 = small }}.
Above all {{ 3 = small }} points lies the plane.
It converges from above to {{ 3 = small }}.
The curve above the axis ends at {{ 8 = large }}.
After {{ 3 = small }} steps it stops.
After all {{ 3 = small }} terms the error is {{ 0.001 = error }}.
Before the refinement the error is {{ 0.001 = error }}.
The error is {{ 0.001 = error }} before you refine the grid.
Before you refine the grid, the error is {{ 0.001 = error }}.
With the data before you scale them it is {{ 0.001 = error }}.
It takes no longer than {{ 3 = small }} steps.
It takes as long as {{ 3 = small }} others.
This is {{ 200 = ratio }} times as long as it was.
It needs more than {{ 3 = small }} points.
It is more exactly computed, to {{ 8 = large }} digits.
It needs at most {{ 8 = large }} points.
It needs at least {{ 3 = small }} points.
The value that occurs most often is {{ 3 = small }}.
The first {{ 3 = small }} terms do.
It crosses zero for the first time at {{ 3 = small }}.
The maximum is {{ 8 = large }}.
The upper bound is {{ 8 = large }}.
The slope is positive, {{ 3 = small }}.
It is better than {{ 3 = small }}.
The error falls to {{ 0.001 = error }}.
The lower one is the best, {{ 3 = small }}.
It converges in two steps.
It is wrong by a factor of two.
The three are alike in two places.
The step 1 is too long.
It lies in a band of half a pixel, in step 3.
At section 2.5 it ends.
"""


def lines(problems):
    return [int(str(problem).split(":")[1]) for problem in problems]


def test_a_phrase_that_compares_nothing_is_no_alarm(convert):
    assert len(HARMLESS.splitlines()) > 30
    assert [str(one) for one in convert(f"# Title\n{HARMLESS}", SNIPPET).problems] == []


@pytest.mark.parametrize("sentence", CLAIMS.strip().splitlines())
def test_each_sentence_that_says_more_than_its_facts_is_an_alarm(convert, sentence):
    assert len(CLAIMS.splitlines()) > 30
    problems = convert(f"# Title\n\n{sentence}\n", SNIPPET).problems
    assert set(lines(problems)) == {3}
