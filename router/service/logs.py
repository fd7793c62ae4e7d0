"""Logs of the service: one JSON object a line on stderr, those of other libraries too."""

import logging
import sys

import orjson
import structlog
from structlog.typing import EventDict, Processor


def configure_service_logs(level: str) -> None:
    """Events of this level and above, each with the id of the request that it belongs to."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, _json],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _json],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    # What libraries say below a warning is about themselves.
    root.setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


def _json(_logger: object, _name: str, event: EventDict) -> str:
    return orjson.dumps(dict(event), default=str, option=orjson.OPT_NON_STR_KEYS).decode()
