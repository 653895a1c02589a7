"""One page being converted: what it is, where it stands, what was found wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from recipes.problem import Problem, ProblemError
from recipes.reading.page import Page
from recipes.reading.typed import typed

from .katex.npm import InstallError
from .katex.renderer import Katex, TexError

_SLOT = re.compile(r'<span data-math="(?P<number>\d+)">[^<]*</span>')


@dataclass
class Conversion:
    """One page being converted: what it is, and what was found wrong with it.

    Parameters
    ----------
    href
        The address of a path in the site, as seen from the page.
    late
        Where given, rendered mathematics goes there under the number of the slot that stands for
        it on the page, so that a builder can index the page's text before it puts the markup in.
    symbols
        Those met in sentences so far.
    """

    page: Page
    href: Callable[[str], str]
    problems: list[Problem] = field(default_factory=list)
    late: dict[str, str] | None = None
    symbols: list[str] = field(default_factory=list)

    def keep(self, html: str, tex: str) -> Markup:
        """Return the mathematics itself, or what stands for it: as a person types it."""
        if self.late is None:
            return Markup(html)
        number = str(len(self.late))
        self.late[number] = html
        return Markup(f'<span data-math="{number}">{escape(typed(tex))}</span>')


def completed(output: str, late: Mapping[str, str]) -> str:
    """Put the rendered mathematics into a page in place of what stood for it."""
    return _SLOT.sub(lambda match: late.get(match["number"], match[0]), output)


def render_tex(katex: Katex, page: Page, number: int, tex: str, *, display: bool) -> str:
    """TeX to HTML, or a problem that shows the line and the place in it."""
    try:
        return katex.render(tex, display=display)
    except TexError as error:
        before = tex[: min(error.position, len(tex.rstrip()))]
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        shown = tex.splitlines()[line]
        indent = len(shown) - len(shown.lstrip())  # of a list
        detail = f"    {shown.lstrip()}\n    {' ' * max(column - indent, 0)}^"
        message = f"broken TeX: {error.message}; fix it at the caret"
        raise ProblemError(page.problem(number + line, message, detail)) from None
    except InstallError as error:
        raise ProblemError(page.problem(number, str(error))) from None
