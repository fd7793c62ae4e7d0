"""Proving a config that a caller sends: its text alone counts, nothing around it."""

from typing import Any

from judges.settings import sealed
from modalities import SPACES, registry
from router.config import Config, build_config, parse_yaml
from router.errors import ConfigError

from .problems import public

LARGEST = 64 * 2**10
"""Bytes of one config."""
_NAME = "config"


def checked(text: str) -> dict[str, Any]:
    """As ``crossjudge check``: the judges that guard each dimension, or every problem.

    Files and variables that the config names are not looked at: a judge that needs one of them to
    be built is a problem.
    """
    try:
        with sealed():
            config = build_config(parse_yaml(text, _NAME))
        _check_spaces(config)
    except ConfigError as error:
        problems = [public(ValueError(line)) for line in error.problems]
        return {"proven": False, "problems": problems, "guards": {}}
    guards = {str(dimension): list(names) for dimension, names in config.proof.guards.items()}
    return {"proven": True, "problems": [], "guards": guards}


def _check_spaces(config: Config) -> None:
    """By name only: to build one may mean to look at files."""
    known = registry(SPACES, "crossjudge.spaces")
    for space in config.spec.spaces:
        name = space.use.partition(":")[0]
        if name not in known:
            raise ConfigError(
                f"{_NAME}: spaces: found {name!r}, expected one of {', '.join(sorted(known))}"
            )
