"""Snippets that tests import, executed when a test first uses a name of theirs.

Collecting tests imports all test modules, in each test process; without this every snippet would
run there. A snippet that fails, fails each test that uses it.
"""

import sys
import tempfile
import types
import warnings
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

from recipes.reading.bundle import family
from recipes.running import figures
from recipes.running.runner import contents

PACKAGE = "snippets"
collecting = False  # set by the pytest plugin


class _LazySnippet(types.ModuleType):
    """A module that has only the names that Python gives it, until another one is asked for."""

    def __getattr__(self, name: str) -> Any:
        # What pytest and the import system look for says nothing of the snippet.
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        _execute(self)
        return getattr(self, name)


class _LazyLoader(Loader):
    """Puts off what another loader executes."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.failure: Exception | None = None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _LazySnippet(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass  # see `_execute`


class _SnippetFinder(MetaPathFinder):
    """Finds the snippets below the package of all snippets."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(f"{PACKAGE}."):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None and not spec.submodule_search_locations:
            spec.loader = _LazyLoader(spec.loader)
        return spec


def install() -> None:
    """Have snippets imported lazily from now on, in this process."""
    if not any(isinstance(finder, _SnippetFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _SnippetFinder())


@contextmanager
def _folder_of_its_own(module: types.ModuleType) -> Iterator[None]:
    """Work where the snippet's data is, as in a build: what it writes is gone afterwards."""
    assert module.__spec__ and module.__spec__.origin
    parts = module.__name__.split(".")[1:]
    root = Path(module.__spec__.origin).parents[len(parts) - 1]
    members = family(root, f"{'/'.join(parts)}.py")
    with tempfile.TemporaryDirectory(prefix="recipe-") as folder, chdir(folder):
        for name, content in contents(root, members).items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content)
        yield


def _execute(module: types.ModuleType) -> None:
    """Run a snippet in the state that it has in a build, whatever its first user is doing.

    Raises
    ------
    RuntimeError
        If tests are still being collected.
    Exception
        What the snippet raises; again for each who asks.
    """
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    loader = module.__loader__
    assert isinstance(loader, _LazyLoader)
    if collecting:
        path = module.__name__.replace(".", "/")
        message = f"{path}.py is needed while tests are collected, which runs no snippet; "
        raise RuntimeError(message + "use its names inside a test or a fixture")
    if loader.failure is not None:
        raise loader.failure
    names, figure_numbers = set(vars(module)), plt.get_fignums()
    module.__class__ = types.ModuleType  # a name that is missing from here on is missing
    try:
        with warnings.catch_warnings(), mpl.rc_context(), _folder_of_its_own(module):
            warnings.simplefilter("error")
            figures.use_style()
            loader.loader.exec_module(module)
    except Exception as error:
        loader.failure = error
        for name in set(vars(module)) - names:  # what it has set so far is no result
            delattr(module, name)
        module.__class__ = _LazySnippet
        raise
    finally:
        for number in set(plt.get_fignums()).difference(figure_numbers):
            plt.close(number)
