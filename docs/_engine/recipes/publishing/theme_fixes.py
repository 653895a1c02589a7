"""What Material leaves without a name, or prints without an escape."""

import re
from typing import Any

from markupsafe import escape
from mkdocs.structure.nav import Navigation

# The name of a chapter leads to its page; beside it stands what opens its part of the menu.
_CHAPTER = re.compile(
    r'<span class="md-ellipsis">(?P<name>[^<]*</span>\s*</a>\s*<label [^>]*?)'
    r'(?P<id>id="[^"]*") tabindex="0"'
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
    # A part of the menu is called as its chapter, whose page opens it as well.
    html = _CHAPTER.sub(r'<span class="md-ellipsis" \g<id>>\g<name>tabindex="-1"', html)
    return html.replace(
        'class="md-path" aria-label="Navigation"', 'class="md-path" aria-label="Breadcrumbs"'
    )
