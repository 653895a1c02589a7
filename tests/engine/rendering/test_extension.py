"""The extension shows what snippets computed, in any builder that uses Python-Markdown."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown
from recipes.reading.page import parse
from recipes.rendering.conversion import completed
from recipes.rendering.extension import Conversion, RecipeExtension

ROOT = Path(__file__).resolve().parents[3]
FIGURE = "```snippet\npicture\nshow: figure\ncaption: {}\nalt: {}\n```\n"


def shown(cell, *options):
    return "\n".join(["```snippet", cell, *options, "```", ""])


def outputs(html):
    """What a reader sees as output."""
    found = re.findall(r'<pre[^>]*aria-label="Output"[^>]*>(.*?)</pre>', html, re.S)
    return [re.sub(r"<[^>]*>", "", text) for text in found]


def test_a_fence_shows_code_and_output(convert):
    html = convert(shown("count")).html
    assert "corners = 4" in html
    assert outputs(html) == ["4"]


def test_our_fences_are_expanded_before_those_of_others_are_read(convert):
    html = convert(shown("count", "show: code")).html
    assert '<pre id="cell-count"><code class="language-python">corners = 4' in html


@pytest.mark.parametrize(("part", "code", "output"), [("code", 1, []), ("output", 0, ["4"])])
def test_a_fence_shows_only_what_it_asks_for(convert, part, code, output):
    html = convert(shown("count", f"show: {part}")).html
    assert (html.count("corners = 4"), outputs(html)) == (code, output)


def test_a_cell_that_prints_nothing_has_no_empty_output(convert):
    assert outputs(convert(shown("silent")).html) == []


def test_what_a_snippet_prints_is_text(convert):
    evil = "</code><script>alert(1)</script> &amp; {{ 1 = x }} $x$ **b**"
    html = convert(shown("a"), f'"""Print."""\n\n# %% a\nprint({evil!r})\n').html
    (output,) = outputs(html)
    assert output.strip() == "&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; " + (
        "{{ 1 = x }} $x$ **b**"
    )
    assert "<script>" not in html


def test_what_a_snippet_prints_as_markdown_is_typeset(convert):
    printed = "**b** | $x$\n--- | ---\n$x + y$ | `z`"
    snippet = f'"""Print."""\n\n# %% a\nprint({printed!r})\n'
    html = convert(shown("a", "show: markdown"), snippet).html
    assert outputs(html) == [] and "$" not in html
    assert "<th><strong>b</strong></th>" in html and "<td><code>z</code></td>" in html


def test_code_may_hold_a_fence(convert):
    html = convert(shown("a", "show: code"), '"""Do."""\n\n# %% a\nx = "````"\ny = 1\n').html
    assert "````" in html
    assert "y = 1" in html.partition("</code>")[0]


def test_a_figure_has_a_picture_for_each_theme_with_text_and_size(convert):
    html = convert(FIGURE.format("With *four*{{ 4 = corners }}.", "A {{ 4 = corners }}-gon.")).html
    for theme in ("light", "dark"):
        assert f'<img class="only-{theme}" src="/site/figures/a/page/picture-{theme}.svg"' in html
    assert html.count('alt="A 4-gon."') == 2
    assert "<em>four</em>" in html
    assert 'width="0"' not in html


def test_all_figures_of_a_cell_are_shown(convert):
    two = (
        '"""Draw."""\n\n# %% picture\nimport matplotlib.pyplot as plt\nplt.figure()\nplt.figure()\n'
    )
    html = convert(FIGURE.format("Both are empty.", "None."), two).html
    assert html.count("picture-light.svg") == 1
    assert html.count("picture-2-light.svg") == 1


def test_a_fact_shows_its_number_and_where_it_comes_from(convert):
    html = convert("A third is {{ 0.333 = third }}.\n\n" + shown("count")).html
    assert ">0.333</span>" in html
    assert "third = 0.3333333333333333, computed by a/page.py" in html


def test_an_equation_is_rendered_with_its_anchor_and_mathml(convert):
    html = convert("```math {#eq-my-square}\nx^2\n```\n\nwith $x$\n").html
    assert 'id="eq-my-square"' in html
    assert html.count("<math") == 2
    assert "$" not in html


def test_other_fences_code_and_html_are_left_alone(convert):
    text = (
        "````markdown\n```snippet\nmissing\n```\n{{ 9 = x }} $\\broken{$ 5\n````\n\n"
        "`{{ 9 = x }}` and `$\\broken{$`\n\n<div title='5'>$a$</div>\n"
    )
    html = convert(text)
    assert html.problems == []
    assert "```snippet\nmissing\n```\n{{ 9 = x }} $\\broken{$ 5" in html.html
    assert "<code>{{ 9 = x }}</code> and <code>$\\broken{$</code>" in html.html


@pytest.mark.parametrize("end", [shown("count"), "```bash\nls\n```", "```math {#eq-a}\nx\n```\n"])
def test_a_block_is_no_paragraph_wherever_it_stands(convert, end):
    html = convert(f"text\n\n{end}").html
    assert re.findall(r"<p>\s*<(?:pre|div)", html) == []


def test_a_fence_in_a_list_stays_in_its_item(convert):
    html = convert(
        "- first\n\n    ```snippet\n    count\n    show: output\n    ```\n\n- second\n"
    ).html
    assert html.index("first") < html.index('aria-label="Output"') < html.index("second")
    assert html.index("</nav>") < html.index("<ul>\n") < html.index("first")
    assert html.index("second") < html.index("</ul>\n")
    assert re.findall(r"<p>\s*<(?:pre|div)", html) == []


def test_tabs_indent_as_they_do_in_markdown(convert):
    assert convert("- a\n\n\t- b\n").html == Markdown().convert("- a\n\n\t- b\n")


def test_a_fact_may_break_over_two_lines(convert):
    fact = "{{ 4 =\ncorners }}"
    text = f"A {fact}-gon has {fact} corners.\n\n{shown('count')}\nEnd.\n"
    html = convert(text)
    assert html.problems == []
    assert "corners = 4" in html.html
    assert "<p>End.</p>" in html.html
    assert "```" not in html.html


def test_sections_are_framed_and_what_people_write_by_hand_is_folded(convert):
    text = "# T\n\n" + shown("count") + "\n## By hand\n\ncode\n\n## See also\n\nmore\n"
    html = convert(text).html
    assert html.index('<section class="part by-hand">') < html.index("<details>")
    assert html.index("<details>") < html.index("code</p>")
    assert html.index("</details>") < html.index('<section class="part see-also">')
    for file in ("page.py", "page.ipynb"):
        assert f'href="/site/downloads/a/{file}" download' in html
    assert "SciPy" in html.rpartition('class="versions"')[2]


def test_functions_link_to_scipy_from_code_and_prose(convert):
    snippet = '"""Add."""\n\n# %% a\nfrom scipy.integrate import quad\n\nquad(abs, 0, 1)\n'
    html = convert(shown("a") + "\nUse `quad` or `scipy.fft.fft`, not `abs`.\n", snippet).html
    for name in ("scipy.integrate.quad", "scipy.fft.fft"):
        assert f"generated/{name}.html" in html
    assert html.count('class="scipy"') == 2


@pytest.mark.parametrize("said", ["assert 4", '"""A square has four\n    corners."""'])
def test_a_test_that_says_nothing_in_one_line_is_an_error(convert, said):
    test = {"tests/a/test_page.py": f"import math\n\n\ndef test_corners():\n    {said}\n"}
    (problem,) = convert("# A\n\n```tests\n```\n", **test).problems
    assert str(problem).startswith("tests/a/test_page.py:4: “test_corners” begins with no sentence")
    assert "say in one line of a docstring" in str(problem)


def test_tests_are_shown_as_sentences_with_their_code(convert):
    said = '"""A square has four corners.\n\n    Or so.\n    """'
    written = f"def test_corners():\n    {said}\n    assert 4\n"
    test = {"tests/a/test_page.py": f"{written}\n\ndef test_figure():\n    assert 5\n"}
    html = convert("```tests\n```\n", **test).html
    assert html.count("<li") == 1
    assert '<li id="test-corners">A square has four corners.</li>' in html
    assert "assert 4" in html
    assert 'href="/site/downloads/a/test_page.py" download' in html


def test_recipes_are_listed_with_what_the_reader_sees_of_their_title(convert):
    text = "---\ndescription: About <squares>.\n---\n# Count {{ 4 = corners }} corners\n\n"
    text += shown("count") + "\n```recipes\n```\n"
    html = convert(text).html
    assert '<span class="card-title">Count 4 corners</span>' in html
    assert "About &lt;squares&gt;." in html
    assert 'href="/site/a/page.md"' in html


def test_the_extension_knows_nothing_of_mkdocs(library, results):
    """In a process of its own, as a person would use it without a site."""
    files = {
        "docs/a/page.md": "# T\n\n" + shown("count") + "\nIt has {{ 4 = corners }}.\n",
        "snippets/a/page.py": '"""Do."""\n\n# %% count\ncorners = 4\nprint(corners)\n',
    }
    loaded = library(files)
    program = """
import json, sys
from pathlib import Path
from markdown import Markdown
from recipes.rendering.extension import Conversion, RecipeExtension
from recipes.rendering.katex.renderer import Katex
from recipes.project import Project
from recipes.running.runner import Runner, Settings
from recipes.running.store import Store

root, store = map(Path, sys.argv[1:])
project = Project(root, Runner(root / "snippets", Store(store, print), Settings(), print))
project.load()
extension = RecipeExtension(project, Katex(root, print))
extension.conversion = Conversion(project.pages["a/page.md"], str)
body = extension.conversion.page.body
html = Markdown(extensions=[extension, "fenced_code"]).convert(body)
foreign = [name for name in sys.modules if "mkdocs" in name]
print(json.dumps([html, extension.conversion.problems, foreign]))
"""
    command = [sys.executable, "-c", program, loaded.root, results.folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    html, problems, foreign = json.loads(run.stdout)
    assert (problems, foreign) == ([], [])
    assert ">4</span>" in html


def test_without_a_page_markdown_is_left_alone(library, katex):
    text = "It costs $5$ and `{{ 1 = x }}`.\n"
    extension = RecipeExtension(library({}), katex)
    assert Markdown(extensions=[extension]).convert(text) == Markdown().convert(text)


def test_one_page_leaves_nothing_to_the_next(library, katex):
    """The same extension converts all pages of a site."""
    extension = RecipeExtension(library({}), katex)
    markdown = Markdown(extensions=[extension])
    text = "---\nallow: [2-D]\n---\nIn 2-D.\n\n```math {#eq-a}\nx\n```\n"
    for path in ("a/one.md", "a/two.md"):
        extension.conversion = Conversion(parse(path, text), str)
        markdown.reset().convert(text)
        assert extension.conversion.problems == []


def test_a_builder_may_put_the_mathematics_in_later(convert):
    """What stands for it is what a person types, and no two formulas have the same."""
    page = "# T\n\n$x < 1$ and $\\frac{1}{2} \\sigma_k^2$, then\n\n```math {#eq-z}\nz\n```\n"
    late: dict[str, str] = {}
    html = convert(page, late=late).html
    assert "katex" not in html
    assert [html.count(f'data-math="{number}"') for number in late] == [1, 1, 1]
    assert 'x &lt; 1</span> and <span data-math="1">1/2 sigma_k^2</span>, then' in html
    whole = completed(html, late)
    assert whole == convert(page).html
    assert whole.count('class="katex"') == 3


def test_control_characters_of_a_page_are_shown(convert):
    text = "# T\n\na\x02b\x03 `c\x02` \x02amp\x03\n\n```python\nx\x02klzzwxh:q\x03\n```\n\n"
    html = convert(text + "```snippet\ncount\nshow: code output\n```\n").html
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    for shown in ("a␂b␃", "<code>c␂</code>", "␂amp␃", "x␂klzzwxh:q␃"):
        assert shown in html


def test_control_characters_of_a_figure_are_shown(convert):
    snippet = '"""Draw."""\n\n# %% a\nimport warnings\nwarnings.simplefilter("ignore")\n'
    snippet += "import matplotlib.pyplot as plt\nplt.plot([0, 1], label='l\\x02')\n"
    snippet += "plt.title('t\\x03\\x02')\nplt.gca().set_gid('g\\x02')\n"
    options = 'show: figure\ncaption: "C \\x02 c"\nalt: "A \x03 a"\n'
    html = convert(f"# T\n\n```snippet\na\n{options}```\n", snippet).html
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    for shown in ("C ␂ c", "A ␃ a", "t␃␂"):
        assert shown in html
