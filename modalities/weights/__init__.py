"""Weights as files: fetched once, checked whole, then found by their size.

What makes requests is imported when something is first fetched.
"""

from typing import TYPE_CHECKING, Any

from .digests import file_digest
from .folder import home, is_here, locate, path_of
from .placing import place, verify
from .table import WEIGHTS, WeightsFile

if TYPE_CHECKING:
    from .download import fetch

__all__ = [
    "WEIGHTS",
    "WeightsFile",
    "fetch",
    "file_digest",
    "home",
    "is_here",
    "locate",
    "path_of",
    "place",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name != "fetch":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .download import fetch

    return fetch
