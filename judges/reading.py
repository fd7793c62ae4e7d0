"""Readings: what was read, how surely, where it stands, and who read it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Point = tuple[float, float]
Box = tuple[Point, Point, Point, Point]


class Reading(BaseModel):
    """One value that a reader found in a medium."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    """What sort of value this is: ``barcode``, ``words``, ``model_code`` …"""
    value: Any
    """The value in the normal form of its kind, JSON-compatible."""
    text: str
    """The value as it stood in the medium."""
    confidence: float = Field(ge=0, le=1)
    """The reader's own confidence. Comparable only within one reader and version."""
    box: Box | None = None
    """Corners in pixels of the medium, clockwise from the top left of the text."""
    span: tuple[float, float] | None = None
    """Start and end: seconds of a recording, characters of a text."""
    page: int | None = None
    """The page of a document, counted from 1."""
    reader: str
    version: str
    details: dict[str, Any] = {}
    """What else the reader knows, such as a barcode's symbology."""
