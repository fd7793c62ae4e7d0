"""What works on this machine, and what is missing."""

from collections.abc import Iterator
from pathlib import Path

from .catalogue import look_at_catalogue
from .finding import Finding, State, Timing
from .machine import is_one_train, look_at_machine
from .readers import look_at_readers
from .spaces import look_at_spaces
from .speed import measure

__all__ = ["Finding", "State", "Timing", "examine", "is_one_train", "measure"]


def examine(config: Path | None = None) -> Iterator[Finding]:
    """Everything, one finding at a time; slow ones come last.

    The spaces, and the catalogue's server, are those of a config; without one, all registered
    spaces. Raises ConfigError.
    """
    yield from look_at_machine()
    yield from look_at_catalogue(config)
    yield from look_at_spaces(config)
    yield from look_at_readers()
