"""How surely a code was read within its line, and what its characters may be instead."""

from collections import defaultdict
from typing import NamedTuple

from judges.codes import compact, fold

from .ctc import Line

LEAST = 0.001
"""The share from which another character is told."""


class Sureness(NamedTuple):
    """How surely a code was read, and what some of its characters may be instead."""

    confidence: float
    """Of its least sure character, together with those that look like it (O and 0)."""
    rivals: dict[str, dict[str, float]]
    """These and their shares, by their place among the letters and digits."""


def sureness(line: Line, code: str) -> Sureness:
    """Of a code that stands in a line."""
    start = line.text.find(code)
    whole = slice(start, start + len(code)) if start >= 0 else slice(None)
    sure, rivals, place = [], {}, 0
    for own, share, others in zip(
        line.text[whole], line.confidences[whole], line.shares[whole], strict=True
    ):
        alike = {other: part for other, part in others.items() if fold(other) == fold(own) != ""}
        sure.append(min(share + sum(alike.values()), 1.0))
        rival: defaultdict[str, float] = defaultdict(float)
        for other, part in alike.items():
            rival[compact(other)] += part
        rival.pop(compact(own), None)
        told = {other: round(part, 4) for other, part in rival.items() if part >= LEAST}
        if told:
            rivals[str(place)] = told
        place += len(compact(own))
    return Sureness(min(sure), rivals)
