"""Whether what a page prints is a fact: as a number, as a date, or as text."""

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import Any

from judges.codes import compact, fold
from judges.facts import FactType, as_moment

from .dates import parse
from .values import amount


class Match(StrEnum):
    """How a printed value compares with a fact; all but the first two leave it open."""

    SAME = "same"
    OTHER = "other"
    AMBIGUOUS = "value_ambiguous"
    """It can be read in several ways, and one of them is the fact."""
    UNCERTAIN = "value_uncertain"
    """A text that differs only where readers confuse or lose letters."""
    UNREADABLE = "value_unreadable"
    """It is no number, or no date."""
    OTHER_UNIT = "other_unit"
    SEVERAL = "several_values"
    FACT_TYPE = "fact_type"


def matching(kind: FactType, text: str, fact: Any, tolerance: float, unit: str | None) -> Match:
    """``fact`` must be of type ``kind`` and finite; ``tolerance`` and ``unit`` are for numbers."""
    if kind is FactType.DATE:
        return _date(text, as_moment("fact", fact).date())
    if kind is FactType.STRING:
        return _text(text, fact)
    return _number(text, Fraction(str(fact)), Fraction(str(tolerance)), unit)


def _date(text: str, fact: dt.date) -> Match:
    return _open(parse(text), [fact == day for day in parse(text)])


def _number(text: str, fact: Fraction, tolerance: Fraction, unit: str | None) -> Match:
    found = amount(text)
    if found is None:
        return Match.UNREADABLE
    if unit is not None and found.unit != unit.upper():
        return Match.OTHER_UNIT
    return _open(found.values, [abs(value - fact) <= tolerance for value in found.values])


def _open(values: tuple[Any, ...], same: list[bool]) -> Match:
    if not values:
        return Match.UNREADABLE
    if not any(same):
        return Match.OTHER
    return Match.SAME if all(same) else Match.AMBIGUOUS


def _text(text: str, fact: str) -> Match:
    one, other = (" ".join(each.casefold().split()).lstrip("# ") for each in (text, fact))
    if not one or not other:
        return Match.UNREADABLE
    if one == other:
        return Match.SAME
    if compact(text) == compact(fact) or fold(text) == fold(fact):
        return Match.UNCERTAIN
    # A line may be cut off, or run together with its neighbour.
    return Match.UNCERTAIN if fold(text) in fold(fact) or fold(fact) in fold(text) else Match.OTHER
