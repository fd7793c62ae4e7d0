"""What all readings of one document say together: one name and one year, or why not."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from judges.reading import Reading

from .names import Likeness, Name, compare, parse
from .statement import Manner, Part

SURE = 0.8
"""A line of print that the words reader is less sure of than this says nothing."""


class Print(NamedTuple):
    """What a document, or a request for one, says."""

    name: Name | None
    year: str | None
    """The year it is for; of a document that states none, the year of its edition."""
    doubt: str | None
    """Why its name or year cannot be told; a reason code."""
    mark: str | None
    """``draft`` or ``superseded`` where it says so."""
    readings: tuple[Reading, ...]
    """Those that it rests on."""


def printed(readings: Iterable[Reading], *manners: Manner) -> Print | None:
    """What readings of one document say in the given manners; None where they name nothing.

    Names count where they stand with a year or edition in one phrase; a year alone in its line
    only speaks against the other.
    """
    sure = [each for each in readings if each.confidence >= SURE and _is_known(each)]
    weighty = [each for each in sure if each.details["manner"] in manners]
    names = _of(weighty, Part.FORM)
    years, beside, editions = (
        _values(_of(weighty, Part.YEAR)),
        _values(each for each in _of(sure, Part.YEAR) if each.details["manner"] not in manners),
        _values(_of(weighty, Part.EDITION)),
    )
    marks = [each for part in (Part.DRAFT, Part.SUPERSEDED) for each in _of(sure, part)]
    if not names and not years:
        return None
    name, doubt = _name(names)
    if not years:
        years = {edition[:4] for edition in editions}
    if len(years) > 1 or (years and beside and not years & beside):
        doubt = doubt or "several_years"
    shown = [
        each for each in weighty if each.details["part"] in (Part.FORM, Part.YEAR, Part.EDITION)
    ]
    return Print(
        name,
        next(iter(years)) if len(years) == 1 else None,
        doubt,
        str(marks[0].details["part"]) if marks else None,
        _distinct([*shown, *marks]),
    )


def _is_known(reading: Reading) -> bool:
    """Whether it is as this package's reader makes them; a foreign reader's may be anything."""
    part, manner = reading.details.get("part"), reading.details.get("manner")
    return part in list(Part) and manner in list(Manner) and isinstance(reading.value, str)


def _of(readings: Iterable[Reading], part: Part) -> list[Reading]:
    return [each for each in readings if each.details["part"] == part]


def _values(readings: Iterable[Reading]) -> set[str]:
    return {each.value for each in readings}


def _name(readings: Sequence[Reading]) -> tuple[Name | None, str | None]:
    """The one name of all readings, as its fullest form has it."""
    parsed = [parse(each.value) for each in readings]
    names = list(dict.fromkeys(name for name in parsed if name is not None))
    if not names:
        return None, "no_form"
    fullest = max(names, key=lambda name: len(name.parents))
    if any(compare(fullest, name) is not Likeness.SAME for name in names):
        return None, "several_documents"
    return fullest, None


def _distinct(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """One reading of each value; the first."""
    first = {(each.details["part"], each.value): each for each in reversed(list(readings))}
    return tuple(reversed(first.values()))
