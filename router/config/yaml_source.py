"""Strict YAML with line numbers: no duplicate keys, no aliases, no tags beyond plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from router.errors import ConfigError

KeyPath = tuple[str | int, ...]

_LARGEST = 2**20
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class YamlSource:
    """One parsed YAML file that still knows on which line each key stands."""

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    def where(self, path: KeyPath) -> str:
        """``file:line`` of a key, or of its nearest ancestor that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def read_yaml(path: Path) -> YamlSource:
    """Read a file as a YAML mapping. Raises ConfigError naming file, line and what was expected."""
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        text = raw.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not UTF-8 text (byte {error.start})") from error
    if len(raw) > _LARGEST:
        raise ConfigError(f"{name}: more than {_LARGEST} bytes, expected a config")
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlSource:
    """Parse text as a YAML mapping. Raises ConfigError as ``read_yaml`` does."""
    try:
        _refuse_aliases(text, name)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise ConfigError(f"{name}:1: found no mapping at the top, expected `key: value` lines")
        lines = dict(_walk(node, (), name))
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(error.problem or error.context).split())
        raise ConfigError(f"{name}:{line}: not valid YAML: {problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error
    return YamlSource(name, data, lines)


def _refuse_aliases(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = _line(event)
            raise ConfigError(f"{name}:{line}: found alias *{event.anchor}; write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ConfigError(f"{name}:{_line(event)}: nested deeper than {_DEEPEST}")


def _line(part: yaml.Event | yaml.Node) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _walk(node: yaml.Node, path: KeyPath, name: str) -> Iterator[tuple[KeyPath, int]]:
    yield path, _line(node)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = _line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                raise ConfigError(f"{name}:{line}: found a key that is not a word")
            key = str(key_node.value)
            if key in seen:
                raise ConfigError(
                    f"{name}:{line}: duplicate key {key!r}, first given on line {seen[key]}"
                )
            seen[key] = line
            yield from _walk(value_node, (*path, key), name)
            yield (*path, key), line
    elif isinstance(node, yaml.SequenceNode):
        for position, element in enumerate(node.value):
            yield from _walk(element, (*path, position), name)
