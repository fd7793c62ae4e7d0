"""Print as a reader reports it, set by hand: lines on packs, and a catalogue of packs."""

from collections.abc import Mapping, Sequence
from typing import Any

from judges import Reading

SIZE = (600, 600)
"""Of the pictures that these lines are on, in pixels."""

TEAS: Mapping[str, Mapping[str, Any]] = {
    "mint": {"brand": "Quillon", "printed": ["PEPPERMINT", "LOOSE LEAF"]},
    "ginger": {"brand": "Quillon", "printed": ["ginger", "LOOSE LEAF"]},
    "ginger-lemon": {"brand": "Quillon", "printed": ["ginger & lemon", "LOOSE LEAF"]},
    "black": {"brand": "Quillon", "printed": ["STRONG", "BLACK"]},
    "decaf": {"brand": "Quillon", "printed": ["STRONG", "BLACK", "DECAF"]},
    "rosehip": {"brand": "Quillon", "printed": ["ROSEHIP", "INFUSION"]},
    "rosehip-twin": {"brand": "Quillon", "printed": ["ROSEHIP", "INFUSION"]},
    "candy": {"brand": "Harrow Mill", "printed": ["PEPPERMINT", "CANDY"]},
    "syrup-low": {"brand": "Harrow Mill", "printed": ["SYRUP", "1,5%"]},
    "syrup-high": {"brand": "Harrow Mill", "printed": ["SYRUP", "15%"]},
}
"""Families that differ by one word, by none, by one more, and by a decimal point."""


def line(
    text: str,
    x: float = 300,
    y: float = 300,
    height: float = 24,
    confidence: float = 0.99,
    picture: str = "photo",
) -> Reading:
    """A line of print centred at (x, y), its letters three fifths as wide as high."""
    half, up = 0.3 * height * len(text), height / 2
    return Reading(
        kind="words", value=text, text=text, confidence=confidence,
        box=((x - half, y - up), (x + half, y - up), (x + half, y + up), (x - half, y + up)),
        reader="words", version="1", details={"medium": picture, "size": list(SIZE)},
    )  # fmt: skip


def pack(*texts: str, x: float = 300, y: float = 200, **rest: Any) -> list[Reading]:
    """Lines below one another, as on the front of one pack; the first is centred at (x, y)."""
    step = 1.5 * rest.get("height", 24)
    return [line(text, x, y + step * row, **rest) for row, text in enumerate(texts)]


def catalogue_pictures(fronts: Mapping[str, Sequence[str]]) -> dict[str, list[Reading]]:
    """What a reader found on the catalogue picture of each item."""
    return {name: pack(*texts, picture=f"catalogue {name}") for name, texts in fronts.items()}
