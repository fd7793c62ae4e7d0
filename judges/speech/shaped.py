"""What a spoken code can be where the shapes of all codes are known."""

from collections.abc import Mapping
from typing import Any

from judges.code_shapes import Shapes
from judges.reading import Reading

from .scoring import MORE, TWINS, alike

_ROUNDING = 0.001
"""Of probabilities in a reading's details."""


def narrowed(reading: Reading, shapes: Shapes) -> Reading:
    """The reading, less what no code of these shapes is.

    Where a place holds a digit in all codes that begin alike, no letter was said there: the 8 is no
    A, and *oh* is the digit. What remains is as likely as it was beside its other rivals. A reading
    of no known shape stays as it is. ``details.heard`` keeps value and confidence as they were.
    """
    code = _of_known_shape(str(reading.value), shapes)
    places: list[dict[str, Any]] = reading.details.get("symbols", [])
    if code is None or not places:
        return reading
    symbols = [_narrowed(code, at, place, shapes) for at, place in enumerate(places)]
    before, least = (min(place["probability"] for place in each) for each in (places, symbols))
    # Where the transcripts disagree it is they that limit the confidence, and no symbol.
    is_of_symbol = reading.confidence > before - _ROUNDING
    heard = {"value": reading.value, "confidence": reading.confidence}
    return reading.model_copy(
        update={
            "value": code,
            "confidence": least if is_of_symbol else reading.confidence,
            "details": {**reading.details, "symbols": symbols, "heard": heard},
        }
    )


def _of_known_shape(heard: str, shapes: Shapes) -> str | None:
    """What was heard, or the one code of a known shape that is said alike."""
    twins = {str(at): TWINS for at, symbol in enumerate(heard) if symbol in TWINS}
    known = shapes.possible(heard, twins, twins=False)
    if heard in known:
        return heard
    return next(iter(known)) if len(known) == 1 else None


def _narrowed(code: str, at: int, place: Mapping[str, Any], shapes: Shapes) -> dict[str, Any]:
    """One place of a reading, or its end, without rivals that no code of these shapes has there."""
    own = code[at : at + 1]
    told: Mapping[str, float] = place["or"]
    rivals = {
        rival: share
        for rival, share in told.items()
        if rival != own and shapes.begin_with(*_with(code[:at], rival))
    }
    probability = place["probability"]
    against = 1 - probability
    # The other one of O and 0 takes nothing from the probability, which is that of both.
    untold = max(0.0, against - _sum_apart(own, told))
    possible = min(against, untold + _sum_apart(own, rivals))
    return {
        "symbol": own,
        "probability": round(probability / (probability + possible), 3) if probability else 0.0,
        "or": rivals,
    }


def _with(start: str, rival: str) -> tuple[str, int]:
    """How a code begins that has the rival there, and how many symbols follow at least."""
    return (start, 1) if rival == MORE else (start + rival, 0)


def _sum_apart(own: str, rivals: Mapping[str, float]) -> float:
    """The shares of rivals that are not said like this symbol."""
    return sum(share for rival, share in rivals.items() if alike(rival) != alike(own))
