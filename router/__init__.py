"""The router: catalogue, indexes, fan-out, answers, command line.

Names are imported on first use, so that what needs neither models nor indexes starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answer import Answer, Completeness, Confirmed, Dossier, Fate
    from .config import Config, load_config
    from .errors import RouterError
    from .ingest import Ingest
    from .reembed import Reembed
    from .request import Request
    from .router import Router
    from .store import Store

_HOMES = {
    "Answer": "answer",
    "Completeness": "answer",
    "Config": "config",
    "Confirmed": "answer",
    "Dossier": "answer",
    "Fate": "answer",
    "Ingest": "ingest",
    "Reembed": "reembed",
    "Request": "request",
    "Router": "router",
    "RouterError": "errors",
    "Store": "store",
    "load_config": "config",
}

__all__ = [
    "Answer",
    "Completeness",
    "Config",
    "Confirmed",
    "Dossier",
    "Fate",
    "Ingest",
    "Reembed",
    "Request",
    "Router",
    "RouterError",
    "Store",
    "load_config",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
