"""Configs: strict YAML, every name checked, every graph proven, before any query."""

from .build import Config, build_config, load_config
from .spec import Budget, ConfigSpec, Fanout, Stop
from .yaml_source import YamlSource, parse_yaml, read_yaml

__all__ = [
    "Budget",
    "Config",
    "ConfigSpec",
    "Fanout",
    "Stop",
    "YamlSource",
    "build_config",
    "load_config",
    "parse_yaml",
    "read_yaml",
]
