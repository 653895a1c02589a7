"""The parts of ``mkdocs.yml`` that a project needs, whichever program builds the site."""

import os
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from recipes.problem import Problem, ProblemError

from .settings import Source

FILE = "mkdocs.yml"
BUILT_IN = ("toc", "tables", "fenced_code")  # what MkDocs adds to every site
_PYTHON_NAME = "tag:yaml.org,2002:python/name:"


class _Loader(yaml.SafeLoader):
    """Reads values as MkDocs does: variables of the environment, and names of Python functions."""


def _variable(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """``!ENV NAME`` or ``!ENV [NAME, default]``."""
    if isinstance(node, yaml.SequenceNode):
        written = [loader.construct_object(one, deep=True) for one in node.value]
    else:
        written = [node.value]
    *names, default = written if len(written) > 1 else [*written, None]
    found = next((os.environ[name] for name in names if name in os.environ), None)
    return default if found is None else yaml.safe_load(found)


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    module, _, name = suffix.rpartition(".")
    return getattr(import_module(module), name)


_Loader.add_constructor("!ENV", _variable)
_Loader.add_multi_constructor(_PYTHON_NAME, _function)


@dataclass(frozen=True)
class Configuration:
    """A configuration as text, read when it is asked for."""

    path: Path
    text: str

    @cached_property
    def values(self) -> dict[str, Any]:
        """All settings.

        Raises
        ------
        ProblemError
            If it is not YAML, or not a mapping.
        """
        try:
            found = yaml.load(self.text, _Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
            line = mark.line if mark else 0
            raise self._error(f"is not YAML: {reason}; fix the line", line) from None
        except (ImportError, AttributeError, ValueError) as error:
            raise self._error(f"names something that is not installed: {error}; fix it") from None
        if not isinstance(found, dict):
            raise self._error("is not “name: value”, one a line; fix it")
        return found

    @property
    def extensions(self) -> tuple[list[str], dict[str, dict[str, Any]]]:
        """The names of the Markdown extensions, and the settings of each."""
        names = list(BUILT_IN)
        options: dict[str, dict[str, Any]] = {}
        written = self.values.get("markdown_extensions")
        if written is None and self.inherited:
            return self.inherited.extensions
        for entry in written or []:
            for name, own in entry.items() if isinstance(entry, dict) else [(entry, None)]:
                names += [str(name)] if str(name) not in names else []
                options[str(name)] = dict(own or {})
        return names, options

    def plugin(self, name: str) -> Source | None:
        """The settings of a plugin as they stand in the file; None where it is not used."""
        assert isinstance(self.values, dict)  # this says what is wrong with the file
        tree: Any = yaml.compose(self.text, yaml.SafeLoader)
        for key, plugins in tree.value:
            entries = plugins.value if key.value == "plugins" else []
            for entry in entries:
                pair = entry if isinstance(entry, tuple) else None
                if pair is None and isinstance(entry, yaml.MappingNode) and entry.value:
                    pair = entry.value[0]
                named = pair[0] if pair else entry
                if named.value == name:
                    return self._part(pair[1] if pair else None, named.start_mark.line)
        return self.inherited.plugin(name) if self.inherited else None

    @cached_property
    def inherited(self) -> "Configuration | None":
        """What the file builds on, by its line ``INHERIT``."""
        name = self.values.get("INHERIT")
        return read(self.path.parent / str(name)) if name else None

    def _part(self, node: yaml.Node | None, line: int) -> Source:
        name = "“recipes” under plugins"
        if node is None or node.value in ("", "null", "~"):
            return Source("", self.path.name, line + 1, name)
        start, end = node.start_mark, node.end_mark
        text = " " * start.column + self.text[start.index : end.index]
        return Source(text, self.path.name, start.line + 1, name)

    def _error(self, message: str, line: int = 0) -> ProblemError:
        return ProblemError(Problem(self.path.name, line + 1, message))


def read(file: Path) -> Configuration:
    """Read the configuration of a project.

    Raises
    ------
    ProblemError
        If there is none, or it is not UTF-8.
    """
    try:
        return Configuration(file, file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        message = f"there is no {file.name} here; run this in the project's folder"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise ProblemError(Problem(file.name, line, message)) from None
    except OSError as error:
        message = f"cannot be read ({error.strerror}); see to its rights"
    raise ProblemError(Problem(file.name, 1, message))
