"""Ingest: from a manifest to stored items, embedded and read once."""

from .ingest import Ingest
from .report import IngestReport, Outcome, Progress

__all__ = ["Ingest", "IngestReport", "Outcome", "Progress"]
