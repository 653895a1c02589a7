"""YAML that people write, validated against a model: each fault is an error with its line.

Scalars are text as it stands in the file: ``3.10`` is not the number 3.1, nor ``no`` a truth value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar, get_origin

import msgspec
import yaml

from recipes.problem import Problem, ProblemError

from .controls import visible

Model = TypeVar("Model")
DEEPEST = 10  # levels of lists and mappings
_QUICK = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # in C, where the machine has it
_FAULT = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?", re.S)
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]")
_FIELD = re.compile(
    r"Object (?P<fault>contains unknown|missing required) field `(?P<key>.*)`", re.S
)
_EXPECTED = re.compile(r"Expected `(?P<kind>\w+)[^`]*`")
_KINDS = {
    "array": "a list, “[one, two]”",
    "object": "“name: value”, one a line",
    "str": "text",
    "bool": "true or false",
    "int": "an integer",
    "float": "a number",
}


@dataclass(frozen=True)
class Source:
    """A piece of YAML in a file.

    Attributes
    ----------
    path
        The file, for messages.
    first
        The line of the file that the piece begins in.
    name
        What it is, for messages.
    advice
        What to do where it is no YAML.
    entry
        What one of its names is called.
    """

    content: str
    path: str
    first: int = 1
    name: str = "the file"
    advice: str = "fix the line"
    entry: str = "key"

    def fail(self, message: str, line: int) -> NoReturn:
        """Raise a problem at a line of the file."""
        raise ProblemError(Problem(self.path, line, message))


@dataclass(frozen=True)
class Loaded(Generic[Model]):
    """Values, and the lines of the file in which their keys stand."""

    values: Model
    lines: Mapping[tuple[str, ...], int]

    def line(self, *keys: str) -> int:
        """The line of a key, or of what holds it."""
        while keys not in self.lines:
            keys = keys[:-1]
        return self.lines[keys]


def load(source: Source, model: type[Model]) -> Loaded[Model]:
    """Read YAML and validate it.

    Parameters
    ----------
    model
        A `msgspec.Struct`. Where it has ``ADVICE``, that says by key what to write.

    Raises
    ------
    ProblemError
        If it is no YAML, holds an alias or a tag, or does not fit the model.
    """
    values, lines = read(source)
    loaded = Loaded(values, lines)
    # `list[X]` passes for a class until Python 3.12 asks it for its parents.
    if get_origin(model) is None and issubclass(model, msgspec.Struct):
        if not isinstance(values, dict):
            source.fail(f"{source.name} is not “name: value”, one a line; fix it", lines[()])
        # A name without a value is one that is not given, save where it may be an empty text.
        texts = {one.encode_name for one in msgspec.structs.fields(model) if one.type is str}
        values = {key: one for key, one in values.items() if one != "" or key in texts}
    try:
        return Loaded(msgspec.convert(values, model, strict=False), lines)
    except msgspec.ValidationError as error:
        message, keys = _explained(str(error), values, model)
        source.fail(message.format(name=source.name, entry=source.entry), loaded.line(*keys))


def read(source: Source) -> tuple[Any, dict[tuple[str, ...], int]]:
    """Read YAML as text, lists and mappings; return these and the line of each key.

    Raises
    ------
    ProblemError
        As `load` does.
    """
    lines: dict[tuple[str, ...], int] = {(): source.first}
    try:
        try:
            node = _composed(source, _QUICK)
        except yaml.YAMLError:  # in the words that are the same everywhere
            node = _composed(source, yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        line = source.first + (mark.line if mark else 0)
        source.fail(f"{source.name} is not YAML: {reason}; {source.advice}", line)
    return _value(source, node, (), lines) if node else {}, lines


def _composed(source: Source, loader: Any) -> Any:
    _check_events(source, loader)
    return yaml.compose(source.content, loader)


def _check_events(source: Source, loader: Any) -> None:
    """Refuse what could grow without end, or become an object of Python's, before it is built."""
    level = 0
    event: Any
    for event in yaml.parse(source.content, loader):
        line = source.first + event.start_mark.line
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        if level > DEEPEST:
            source.fail(f"{source.name} has more than {DEEPEST} levels; write it flat", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            source.fail(f"{source.name} has an anchor or an alias; write the text itself", line)
        if tag := getattr(event, "tag", None):
            source.fail(f"{source.name} has the tag “{tag}”; write plain text", line)


def _value(
    source: Source, node: yaml.Node, keys: tuple[str, ...], lines: dict[tuple[str, ...], int]
) -> Any:
    if isinstance(node, yaml.SequenceNode):
        places = [(*keys, str(number)) for number in range(len(node.value))]
        for place, one in zip(places, node.value, strict=True):
            lines[place] = source.first + one.start_mark.line
        pairs = zip(places, node.value, strict=True)
        return [_value(source, one, place, lines) for place, one in pairs]
    if not isinstance(node, yaml.MappingNode):
        return visible(node.value)  # "\x02" is one, though the file holds none
    found: dict[str, Any] = {}
    for key_node, one in node.value:
        key, place = key_node.value, source.first + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            source.fail(f"{source.name} has a list or a mapping as a name; write text", place)
        if key in found:
            source.fail(f"{source.name} has “{key}” twice; remove one", place)
        lines[*keys, key] = place
        found[key] = _value(source, one, (*keys, key), lines)
    return found


def _explained(error: str, values: Any, model: Any) -> tuple[str, tuple[str, ...]]:
    """What is wrong in our own words, and the keys that lead there."""
    match = _FAULT.fullmatch(error)
    assert match
    path = match["path"] or ""
    keys = tuple(key or index for key, index in _STEP.findall(path))
    if "[...]" in path and isinstance(values, dict):
        keys = (*keys[:1], *_culprit(values, keys[:1], model), *keys[1:])
    if field := _FIELD.fullmatch(match["what"]):
        if field["fault"].startswith("missing"):
            return f"{{name}} needs “{field['key']}:”; write it", keys
        known = f"; there is {', '.join(model.__struct_fields__)}" if not keys else ""
        return f"{{name}} has an unknown {{entry}} “{field['key']}”{known}", (*keys, field["key"])
    key = keys[0] if keys else ""
    advice = getattr(model, "ADVICE", {}).get(key)
    expected = _EXPECTED.match(match["what"])
    kind = _KINDS.get(expected["kind"], expected["kind"]) if expected else match["what"]
    where = f" of {'.'.join(keys[1:])}" if keys[1:] else ""
    return f"“{key}”{where} is {advice or kind}; fix it", keys


def _culprit(values: dict[str, Any], keys: tuple[str, ...], model: Any) -> tuple[str, ...]:
    """The entry of a mapping that does not fit, which the message leaves out."""
    inner = values[keys[0]] if keys else values
    for entry, one in inner.items():
        alone = {keys[0]: {entry: one}} if keys else {entry: one}
        try:
            msgspec.convert(alone, model, strict=False)
        except msgspec.ValidationError:
            return (entry,)
    return ()
