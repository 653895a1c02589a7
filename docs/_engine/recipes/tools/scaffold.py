"""A new recipe: page, snippet and test as a small recipe that holds, with what is still to write.

What is to write is marked ``TODO:``, and a build fails as long as a mark is left.
"""

import keyword
import pkgutil
import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from string import Template
from typing import NoReturn

from recipes.problem import Problem, ProblemError
from recipes.reading.page import rewrite

LONGEST = 80  # of a title: it is the first line of the snippet
_PATH = re.compile(r"(?P<chapter>[a-z]+)/(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_ENTRY = re.compile(r"^(?P<indent> *)- (?:.*: )?(?P<chapter>[a-z]+)/[\w-]+\.md\n", re.M)

PAGE = r"""---
description: "TODO: what a reader finds here, in 50 to 200 characters, with the function's name"
symbols: {x: "TODO: horizontal coordinate"}
# level: and tags: are words of docs/_engine/recipes/reading/vocabulary.toml
# depends: {area: seed}, where a number holds for one seed, number of threads, tolerance or version
---
# $title

TODO: Say in one sentence that `quad` is the function to use, and when.

```math {#eq-task}
\int_{0}^{1} 2 x \, dx = 1
```

```snippet
task
```

```snippet
figure
show: figure
caption: "TODO: What the figure shows."
alt: "TODO: What somebody needs to know who cannot see it, in words of its own."
```

The area is {{ 1 = area }}. TODO: State each number with its name in the snippet.

## By hand

TODO: What do people write instead?

```snippet
by_hand
```

TODO: What does it cost them, in digits, lines or time?

## Pitfall

TODO: Which mistake do people make with the function?

```snippet
pitfall
```

## How we know

```tests
```

## See also

- TODO: Related functions, such as `scipy.integrate.dblquad`, and recipes.
"""

SNIPPET = '''"""$title."""

# %% task
# TODO: the shortest call that works, as you would send it to a colleague
from scipy.integrate import quad

area, error_estimate = quad(lambda x: 2 * x, 0, 1)
print(f"area = {area:.4f}")

# %% figure
# TODO: the answer as a picture, with names and units on its axes
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 1, 101)
fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(x, 2 * x)
ax.set(xlabel="$$x$$", ylabel="$$2 x$$")
plt.show()

# %% by_hand
# TODO: what people write instead
import numpy as np

left = np.linspace(0, 0.99, 100)
sum_of_strips = np.sum(2 * left * 0.01)
print(f"area = {sum_of_strips:.4f}")

# %% pitfall
# TODO: the wrong way, and what it gives
backwards, _ = quad(lambda x: 2 * x, 1, 0)
print(f"area = {backwards:.4f}")
'''

TEST = '''"""What the page $chapter/$name.md says, checked."""

from pytest import approx

from recipes.testing import page, shows
from snippets.$chapter import $module as run

PAGE = page("$chapter/$name.md")


def test_closed_form():
    """The integral of 2x from 0 to 1 is 1."""
    # TODO: evaluate what the page prints, and compare it with what the snippet computes
    equation = PAGE.equation("task")
    assert equation.holds()
    assert run.area == approx(equation.rhs())
    integrand, limits = equation.lhs.integrand(x=0.3)
    assert (integrand, limits) == (approx(0.6), {"x": (0, 1)})
    PAGE.says("The area is")  # the words of the page that this test proves


def test_figure():
    # TODO: say what is drawn; say elsewhere what is true of the world
    shows(run.ax, lines={"integrand": (run.x, 2 * run.x)}, labels=("$$x$$", "$$2 x$$"))
'''

INDEX = """---
description: "TODO: what scipy.$chapter is for, in 50 to 200 characters"
---
# $heading: TODO: its tasks in a few words

TODO: Say what `scipy.$chapter` is for, and when to use it.

```recipes
```
"""

NAVIGATION = """\
  - $heading:
      - $chapter/index.md
      - $chapter/$name.md
"""


def new(root: Path, path: str, title: str) -> list[str]:
    """Write the files of a recipe and enter it in the navigation; return what was written.

    Parameters
    ----------
    path
        Of the page below ``docs``, such as ``integrate/curve-length``.

    Raises
    ------
    ProblemError
        If the path or the title will not do, or a file is there already; nothing is written then.
    """
    words = _substitutions(path.removesuffix(".md"), title)
    chapter, name, module = words["chapter"], words["name"], words["module"]
    texts = {
        f"docs/{chapter}/{name}.md": PAGE,
        f"snippets/{chapter}/{module}.py": SNIPPET,
        f"tests/{chapter}/test_{module}.py": TEST,
    }
    for file in texts:
        if (root / file).exists():
            raise ProblemError(Problem(file, 1, "is there already; choose another name"))
    if not (root / "docs" / chapter / "index.md").exists():
        texts[f"docs/{chapter}/index.md"] = INDEX
    files = {file: Template(text).substitute(words) for file, text in texts.items()}
    configuration = root / "mkdocs.yml"
    known = configuration.read_text(encoding="utf-8")
    for file, text in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    if (entered := _with_entry(known, words)) != known:
        rewrite(configuration, entered)
        return [*files, configuration.name]
    return list(files)


def _substitutions(path: str, title: str) -> dict[str, str]:
    """What the texts of a recipe are filled with."""
    match = _PATH.fullmatch(path)
    if not match:
        _refuse(path, "is no “chapter/name” in lower-case letters, digits and hyphens; fix it")
    chapter, name = match["chapter"], match["name"]
    import scipy  # a build needs its names no sooner

    packages = [one.name for one in pkgutil.iter_modules(scipy.__path__) if one.ispkg]
    chapters = sorted(one for one in packages if not one.startswith("_"))
    if chapter not in chapters:
        near = get_close_matches(chapter, chapters, 1) or chapters
        _refuse(path, f"“scipy.{chapter}” is no part of SciPy; there is {', '.join(near)}")
    module = name.replace("-", "_")
    if module in {"index", "notebook", *sys.stdlib_module_names} or keyword.iskeyword(module):
        _refuse(path, f"“{name}” is taken, by Python or by the site; choose another name")
    title = title.strip()
    if not title or len(title) > LONGEST or set(title) & set('"\\{}`$<>\n'):
        _refuse(path, f"“{title}” is no title: up to {LONGEST} characters of plain words")
    return {
        "chapter": chapter,
        "heading": chapter.capitalize(),
        "name": name,
        "module": module,
        "title": title,
    }


def _refuse(path: str, message: str) -> NoReturn:
    raise ProblemError(Problem(f"docs/{path}.md", 1, message))


def _with_entry(configuration: str, words: Mapping[str, str]) -> str:
    """The configuration with the recipe in its navigation, if it has one with chapters."""
    page = f"{words['chapter']}/{words['name']}.md"
    if re.search(rf"[-:] {re.escape(page)}$", configuration, re.M):
        return configuration
    entries = list(_ENTRY.finditer(configuration))
    own = [one for one in entries if one["chapter"] == words["chapter"]]
    if own:
        entry = f"{own[-1]['indent']}- {page}\n"
    elif entries:
        entry = Template(NAVIGATION).substitute(words)
    else:
        return configuration
    place = (own or entries)[-1].end()
    return configuration[:place] + entry + configuration[place:]
