"""Manifests: what a catalogue is to hold, one item a line, as JSONL or CSV."""

from .item import BadItem, Entry, ManifestItem, MediumEntry
from .reading import estimated_length, read_manifest

__all__ = [
    "BadItem",
    "Entry",
    "ManifestItem",
    "MediumEntry",
    "estimated_length",
    "read_manifest",
]
