"""Which other code a spoken one may have been."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

from judges.reading import Reading

from .scoring import MORE, TWINS, alike

FURTHEST = 2
"""Symbols. More of them are not misheard at once where each was heard surely."""
RIVAL = 0.05
"""A code that was said with this probability keeps it open which one it was."""
_ZERO = "Z0"
"""``Z O`` and ``zero`` are said nearly alike; this is both of them, the letter O as the digit."""


def same_sound(one: str, other: str) -> bool:
    """Whether two codes are said alike, by what their symbols are called."""
    return alike(one).replace(_ZERO, "0") == alike(other).replace(_ZERO, "0")


def is_exact(code: str, reading: Reading) -> bool:
    """Whether the code has the letter O and the digit 0 where each was heard, and not *oh*."""
    if code != reading.value:
        return False
    places: list[dict[str, Any]] = reading.details.get("symbols", [])
    shares = [place["or"].get(twin, 0.0) for place in places for twin in TWINS
              if place["symbol"] in TWINS]  # fmt: skip
    return all(share < RIVAL for share in shares)


def likelihood(code: str, reading: Reading) -> float:
    """At most how likely it was that this code was said, given the reading of what was.

    1 for codes that are said alike, or that the same words may mean. Otherwise what the first
    symbol that differs has at its place, and what share of the transcripts says this code. Codes
    that differ in more than ``FURTHEST`` symbols are told by the transcripts alone.
    """
    also = reading.details.get("also", ())
    if same_sound(code, reading.value) or any(same_sound(code, other) for other in also):
        return 1.0
    shares: Mapping[str, float] = reading.details.get("codes", {})
    said = sum(share for other, share in shares.items() if alike(other) == alike(code))
    if Levenshtein.distance(alike(code), alike(reading.value)) > FURTHEST:
        return float(said)
    return float(max(said, _at_first_difference(alike(code), reading)))


def _at_first_difference(code: str, reading: Reading) -> float:
    read = alike(reading.value)
    places: list[dict[str, Any]] = reading.details.get("symbols", [])
    at = next((at for at, pair in enumerate(zip(code, read, strict=False)) if len(set(pair)) > 1),
              min(len(code), len(read)))  # fmt: skip
    if at == len(code) or at >= len(places):
        return 0.0  # it ends before the other one does: the transcripts tell
    rivals = places[at]["or"]
    own = sum(share for rival, share in rivals.items() if alike(rival) == code[at])
    return float(own + (rivals.get(MORE, 0.0) if at == len(read) else 0.0))
