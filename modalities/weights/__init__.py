"""Weights as files: fetched once, checked whole, then found by their size."""

from .digests import file_digest
from .folder import home, is_here, locate, path_of
from .table import WEIGHTS, WeightsFile

__all__ = [
    "WEIGHTS",
    "WeightsFile",
    "file_digest",
    "home",
    "is_here",
    "locate",
    "path_of",
]
