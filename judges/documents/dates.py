"""Dates written out in text, and every day that each could stand for."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = (
    "jan january januari januar janvier enero ene",
    "feb february februari februar février fevrier febrero",
    "mar march mars marz märz mrz marzo",
    "apr april avril abril abr",
    "may maj mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio",
    "aug august augusti aout août agosto ago",
    "sep sept september septembre septiembre",
    "oct october oktober okt octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre décembre diciembre dic",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
"""Names of months and their numbers, English, German, French, Spanish and Swedish."""
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SPELLED = {
    **{word: number for number, word in enumerate(_ORDINALS, 1)},
    **{f"twenty {word}": 20 + number for number, word in enumerate(_ORDINALS[:9], 1)},
    "thirtieth": 30,
    "thirty first": 31,
}
"""Days as words."""
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|er|\.)?(?![0-9])"
_WORDS = sorted(_SPELLED, key=len, reverse=True)
_WORD_DAY = rf"(?<!twenty[ -])(?<!thirty[ -])(?P<word>{'|'.join(_WORDS).replace(' ', '[ -]')})"
_YEAR = r"(?P<year>[12][0-9]{3}|['\u2019]?[0-9]{2})(?![0-9])"
_GAP = r"[\s,./-]{0,3}"
_OF = r"(?:\s+(?:of|de)\s+(?:the\s+)?|[\s,./-]{0,3})"
_ONE, _TWO = "(?P<one>[0-3]?[0-9])", "(?P<two>[0-3]?[0-9])"
_MARK = "(?P<mark>[-/.])"
_END = "(?![-/][0-9])"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.,/-])(?:{pattern})(?![\w])", re.IGNORECASE)
    for pattern in (
        rf"(?P<year>[12][0-9]{{3}}){_MARK}{_ONE}(?P=mark){_TWO}{_END}",
        rf"(?P<year>[12][0-9]{{3}}){_GAP}{_MONTH}{_GAP}{_DAY}",
        rf"{_ONE}{_MARK}\s?{_TWO}(?:(?P=mark)\s?|,\s?){_YEAR}{_END}",
        rf"(?:{_DAY}|{_WORD_DAY}){_OF}{_MONTH}(?:{_OF}){_YEAR}",
        rf"{_MONTH}{_GAP}(?:the\s+)?(?:{_DAY}|{_WORD_DAY})\s?[,./-]?\s?(?:of\s+)?{_YEAR}",
    )
)
_PIVOT = 69
"""Two digits up to this are of the 2000s, as POSIX has it for ``%y``."""


class Date(NamedTuple):
    """A date in a text."""

    start: int
    end: int
    """Characters."""
    days: tuple[dt.date, ...]
    """What it could stand for, likeliest first: 3/7/2017 is in March or in July."""


def dates_in(text: str) -> list[Date]:
    """Every date with day, month and year, in order. A day that no calendar has is none."""
    found: list[Date] = []
    for match in _matches(text):
        days = _days(match)
        if days and not any(
            match.start() < each.end and each.start < match.end() for each in found
        ):
            found.append(Date(match.start(), match.end(), days))
    return sorted(found)


def parse(text: str) -> tuple[dt.date, ...]:
    """What a text that is one date could stand for; () for any other text."""
    stripped = text.strip()
    found = dates_in(stripped[:60])
    if len(found) == 1 and found[0][:2] == (0, len(stripped)):
        return found[0].days
    return ()


def _matches(text: str) -> Iterator[re.Match[str]]:
    for pattern in _PATTERNS:
        yield from pattern.finditer(text)


def _days(found: re.Match[str]) -> tuple[dt.date, ...]:
    parts = found.groupdict()
    year = year_of(parts["year"])
    if parts.get("month"):
        word = parts.get("word")
        day = _SPELLED[word.lower().replace("-", " ")] if word else int(parts["day"])
        orders = [(MONTHS[parts["month"].lower()], day)]
    else:
        one, two = int(parts["one"]), int(parts["two"])
        orders = [(one, two)]
        # Only a date that starts with its year has one order the world over.
        if len(parts["year"]) != 4 or not found[0].startswith(parts["year"]):
            orders = [(two, one), (one, two)] if parts["mark"] == "." else [(one, two), (two, one)]
    days = (_day(year, month, day) for month, day in orders)
    return tuple(dict.fromkeys(day for day in days if day is not None))


def year_of(digits: str) -> int:
    """A year of four digits, or of two as POSIX reads them."""
    number = int(digits.lstrip("'\u2019"))
    if number > 99:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
