"""What a reader takes away in one piece: a recipe or a chapter as a zip that runs elsewhere."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.bundle import standalone
from recipes.reading.page import Page
from recipes.rendering import needs, notebook, paths

BEGIN = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold: the same bytes each time
README = """{title}

From {site}{address}

To run it, with Python {python} or newer:

    python -m venv .venv && . .venv/bin/activate
    python -m pip install -r requirements.txt
{commands}

On Windows the first line is: py -m venv .venv & .venv\\Scripts\\activate
The notebooks hold the same code with its text and its results.
"""


@cache
def requirements() -> str:
    """The packages that the recipes ran with, pinned."""
    return "".join(f"{package}=={paths.version(package)}\n" for package in PROFILE.packages)


def script(project: Project, page: Page) -> bytes:
    """Return a recipe's snippet with all that it builds on, below what it needs to run."""
    head = needs.of(project, [page]).metadata
    return (head + standalone(project.family(page.snippet))).encode()


def contents(project: Project, page: Page) -> dict[str, bytes]:
    """Return the script of a recipe, its notebook and what they read, by name."""
    path = PurePosixPath(page.snippet)
    return {
        path.name: script(project, page),
        path.with_suffix(".ipynb").name: notebook.recipe(project, page),
        **data(project, page),
    }


@dataclass(frozen=True)
class Archive:
    """A zip with one folder that holds all that some recipes of a chapter need.

    Parameters
    ----------
    root
        Of the project.
    name
        Of the folder.
    address
        Of the page that it comes from, or empty where that is not known.
    """

    root: Path
    title: str
    name: str
    address: str

    def beside(self, commands: str = "") -> dict[str, bytes]:
        """Return what is packed beside the recipes, by name; the commands run them."""
        files = {
            "README.txt": README.format(
                site=PROFILE.name,
                title=self.title,
                address=f", {self.address}" if self.address else "",
                python=needs.python(),
                commands=commands,
            ).encode(),
            "requirements.txt": requirements().encode(),
        }
        license_file = self.root / "LICENSE"
        if license_file.is_file():
            files["LICENSE"] = license_file.read_bytes()
        return files

    def packed(self, recipes: Sequence[Mapping[str, bytes]]) -> bytes:
        """Return the zip of recipes, of which the `contents` of each are given."""
        files: dict[str, bytes] = {}
        for one in recipes:
            files |= one
        scripts = [name for name in sorted(files) if name.endswith(".py")]
        files |= self.beside("\n".join(f"    python {name}" for name in scripts))
        return _zip({f"{self.name}/{path}": content for path, content in sorted(files.items())})


def data(project: Project, page: Page) -> dict[str, bytes]:
    """Return the files that the snippets of a page read from their own folder, by name."""
    return {
        name: (project.snippets / member.path).parent.joinpath(name).read_bytes()
        for member in project.family(page.snippet)
        for name in member.data
    }


def _zip(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, BEGIN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also when packed elsewhere
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return written.getvalue()
