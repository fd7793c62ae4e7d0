"""The command line. Commands import their work when they run, so that ``--help`` starts at once."""

from .app import main, run

__all__ = ["main", "run"]
