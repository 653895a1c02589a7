"""What MkDocs finds wrong with ``mkdocs.yml``, each thing with its line."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

_REPORTED = re.compile(r"Config value '(?P<name>\w+)': (?P<message>.*)", re.S)
_OURS = re.compile(r"mkdocs\.yml: (?:\w+\.)*(?P<name>\w+): ")
_QUOTED = re.compile(r"""["'](?P<word>[\w.-]+)["']""")
_TYPE = re.compile(r"<class '(\w+)'>")


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect the errors that MkDocs logs in place of raising them."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    listener = Listener(logging.ERROR)
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        yield said
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)


def explained(error: BaseException, said: list[str], file: Path) -> str:
    """Say what is to fix, for an error of MkDocs and what was logged before it."""
    if isinstance(error, OSError):
        return f"{file.name}: {error.strerror}; see that it can be read"
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    cause = error.__cause__ or error.__context__
    if reported := [match for one in said if (match := _REPORTED.fullmatch(one))]:
        problems = [_value(text, match["name"], match["message"]) for match in reported]
    elif isinstance(cause, yaml.YAMLError):
        problems = [_syntax(text, cause)]
    elif isinstance(error, TypeError) or "Expected a key-value mapping" in str(error):
        problems = [(1, "is not “name: value”, one a line; fix it")]
    else:
        spoken = "\n".join(said) or str(error)
        ours = _OURS.match(spoken)
        return spoken.replace(":", f":{_line(text, ours['name'])}:", 1) if ours else spoken
    return "\n".join(f"{file.name}:{line}: {message}" for line, message in problems)


def _syntax(text: str, error: yaml.YAMLError) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # what cannot be decoded
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        return line, "is not UTF-8; save it as UTF-8"
    reason = getattr(error, "problem", None) or "unreadable"
    return mark.line + 1, f"is not YAML: {reason}; fix the line"


def _value(text: str, name: str, message: str) -> tuple[int, str]:
    """What MkDocs says of a value, at the line of what it quotes, or of the value."""
    said = _TYPE.sub(r"\1", " ".join(message.split())).rstrip(".")
    quoted = [match["word"] for match in _QUOTED.finditer(said)]
    return max(_line(text, word) for word in [name, *quoted]), f"“{name}”: {said}; fix it"


def _line(text: str, word: str) -> int:
    """The first line that has a word, or 1."""
    found = re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", text)
    return text[: found.start()].count("\n") + 1 if found else 1
