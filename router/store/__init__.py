"""The catalogue store: items, media, vectors and readings, each item written in one transaction."""

from .durable import durably, sync_tree, write_durably
from .identifiers import identifier
from .rows import (
    Awaiting,
    Embedded,
    ItemRow,
    MediumKey,
    MediumRow,
    ReadingSet,
    StoredMedium,
    VectorRows,
)
from .scope import Scope
from .store import INDEXES, Store

__all__ = [
    "INDEXES",
    "Awaiting",
    "Embedded",
    "ItemRow",
    "MediumKey",
    "MediumRow",
    "ReadingSet",
    "Scope",
    "Store",
    "StoredMedium",
    "VectorRows",
    "durably",
    "identifier",
    "sync_tree",
    "write_durably",
]
