"""What it takes to run what a reader takes away: Python, libraries, and files beside it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.page import Page

from . import paths

_MODULES = {"pillow": "PIL"}  # of packages that are imported by another name


@dataclass(frozen=True)
class Needs:
    """What the scripts of some recipes need.

    Attributes
    ----------
    packages
        Those of the site's profile that they import.
    data
        The files that they read from their own folder.
    """

    packages: tuple[str, ...]
    data: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What a reader needs who follows a link."""
        names = [PROFILE.packages[one] for one in self.packages]
        return f"Script and notebook need {_listed(['Python', *names])}{self._reads}."

    @property
    def archive(self) -> str:
        """What a link to a zip is called."""
        return "Zip with data" if self.data else "Zip"

    @property
    def ran(self) -> str:
        """With which versions the notebooks ran."""
        versions = paths.versions()
        names = ["Python", *(PROFILE.packages[one] for one in self.packages)]
        return f"Ran with {_listed([f'{name} {versions[name]}' for name in names])}{self._reads}."

    @property
    def metadata(self) -> str:
        """The head of a script, which ``uv run`` and ``pipx run`` obey (PEP 723)."""
        files = f"# Needs {_listed(self.data)} beside it, as in the zip.\n" if self.data else ""
        pinned = [f'#   "{one}=={paths.version(one)}",\n' for one in self.packages]
        return (
            f'{files}# /// script\n# requires-python = ">={python()}"\n'
            f"# dependencies = [\n{''.join(pinned)}# ]\n# ///\n"
        )

    @property
    def _reads(self) -> str:
        return f", and {_listed(self.data)} from the zip" if self.data else ""


def of(project: Project, pages: Sequence[Page]) -> Needs:
    """Return what some recipes need, with all that their snippets build on."""
    members = [member for page in pages for member in project.family(page.snippet)]
    imported = {name.partition(".")[0] for member in members for name in member.modules}
    packages = tuple(one for one in PROFILE.packages if _MODULES.get(one, one) in imported)
    return Needs(packages, tuple(sorted({name for member in members for name in member.data})))


def python() -> str:
    """The oldest Python for which the versions that ran are known to exist."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def of_tests(page: Page) -> str:
    """The head of a test module, which imports the snippet and reads the page."""
    return (
        f"# Needs the repository of {PROFILE.name}. There: uv run pytest tests/{page.test_module}\n"
    )


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
