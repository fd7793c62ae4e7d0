"""Logs of the command line: events with fields, on stderr. Library code configures none."""

import logging

import structlog
import typer

_LEVELS = ("debug", "info", "warning", "error")


def configure_logs(level: str) -> None:
    """Events of this level and above go to stderr. Raises BadParameter for an unknown level."""
    if level.lower() not in _LEVELS:
        raise typer.BadParameter(
            f"found {level!r}, expected one of {', '.join(_LEVELS)}", param_hint="CROSSJUDGE_LOG"
        )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            structlog.processors.KeyValueRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=_stderr_logger,
        cache_logger_on_first_use=False,
    )


def _stderr_logger(*_names: str) -> structlog.PrintLogger:
    # Looked up at each use: a test or a caller may have replaced the stream.
    import sys

    return structlog.PrintLogger(sys.stderr)
