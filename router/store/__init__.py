"""The catalogue store: items, media, vectors and readings, each item written in one transaction."""

from .durable import durably, sync_tree, write_durably
from .folder import INDEXES
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
from .server import Server, look_at_server
from .store import Store

__all__ = [
    "INDEXES",
    "Awaiting",
    "Embedded",
    "ItemRow",
    "MediumKey",
    "MediumRow",
    "ReadingSet",
    "Scope",
    "Server",
    "Store",
    "StoredMedium",
    "VectorRows",
    "durably",
    "identifier",
    "look_at_server",
    "sync_tree",
    "write_durably",
]
