"""What is this site's own, in one place; all else in the engine would do for another site."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SiteProfile:
    """What the engine takes for granted of a site.

    Attributes
    ----------
    name
        What the site is called where no configuration says it.
    license
        Of text and code, as an address.
    packages
        What snippets run with, and how a reader is told: they are part of the key of a result.
    folded
        Parts of a page that are unfolded on request, with what stands on the fold; ``{tests}`` is
        how many tests hold.
    online
        Parts that make no sense away from the site, such as in a notebook.
    references
        The part that names what a recipe does not use.
    """

    name: str = "SciPy by Example"
    license: str = "https://spdx.org/licenses/MIT.html"
    packages: Mapping[str, str] = field(
        default_factory=lambda: {
            "numpy": "NumPy",
            "scipy": "SciPy",
            "matplotlib": "Matplotlib",
            "pillow": "Pillow",
        }
    )
    folded: Mapping[str, str] = field(
        default_factory=lambda: {
            "By hand": "What people write instead, and what it costs",
            "How we know": "{tests} tests hold",
        }
    )
    online: tuple[str, ...] = ("How we know", "See also")
    references: str = "See also"


PROFILE = SiteProfile()
