"""What Material leaves without a name, or prints without an escape."""

import re
from typing import Any

from markupsafe import escape
from mkdocs.structure.nav import Navigation

# The name of a chapter leads to its page; beside it stands what opens its part of the menu.
_CHAPTER = re.compile(
    r'(?P<title><span class="md-ellipsis">(?P<name>[^<]*)</span>\s*</a>\s*'
    r'<label [^>]*?)tabindex="0"'
)
_ICON = '<svg xmlns="http://www.w3.org/2000/svg"'  # of Material; our pictures are files


def escape_titles(nav: Navigation) -> None:
    """Escape the titles that the configuration gives, which the theme prints as they stand."""
    pending: list[Any] = list(nav.items)
    while pending:
        item = pending.pop()
        if vars(item).get("title"):
            item.title = escape(item.title)
        pending += item.children or []


def named(html: str) -> str:
    """Name what Material leaves without a name, or calls the same as another part."""
    html = html.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)
    html = html.replace(_ICON, f'{_ICON} aria-hidden="true"')
    # The contents lead to each part; a heading is not called “Pitfall ¶”.
    html = html.replace('class="headerlink"', 'class="headerlink" aria-hidden="true" tabindex="-1"')
    html = _CHAPTER.sub(_with_a_name, html)
    return html.replace(
        'class="md-path" aria-label="Navigation"', 'class="md-path" aria-label="Breadcrumbs"'
    )


def _with_a_name(match: re.Match[str]) -> str:
    """A part of the menu is called as its chapter; the page of the chapter opens it as well."""
    return f'{match["title"]}tabindex="-1" aria-label="{" ".join(match["name"].split())}"'
