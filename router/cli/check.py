"""``crossjudge check``: is every way through a config's graph judged?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .status import OK, USAGE
from .terminal import complain, put

if TYPE_CHECKING:
    from router.config import Config


def check(
    configs: Annotated[list[Path], typer.Argument(metavar="CONFIG...", help="YAML configs.")],
) -> int:
    """Prove a config's judge graph: which judges guard what, or every way that escapes."""
    # Imported when it runs: see the package's docstring. So in every command.
    from router.build import build_spaces
    from router.config import load_config
    from router.errors import ConfigError

    status = OK
    for path in configs:
        try:
            config = load_config(path)
            build_spaces(config)
            _report(path, config)
        except ConfigError as error:
            status = USAGE
            for problem in error.problems:
                complain(problem)
    return status


def _report(path: Path, config: "Config") -> None:
    guards = config.proof.guards
    width = max(len(dimension) for dimension in guards)
    put((str(path), "bold"), ": ", ("proven", "bold green"))
    for dimension, judges in guards.items():
        put((f"{dimension:<{width}}", "cyan"), "  ", ", ".join(judges), indent=2)
