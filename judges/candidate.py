"""A candidate as judges see it: an item and its facts. No similarity, no rank, no lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that some lane proposed. There is no field here that proximity could enter by."""

    id: str
    record: Mapping[str, Any]
    """The item's structured facts, as they stand in the catalogue."""
