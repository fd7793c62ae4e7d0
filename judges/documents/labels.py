"""Labelled values within one line: ``Total: 1 234,50 EUR``, ``Invoice no. 4711``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .values import LONGEST, is_value

LONGEST_LINE = 400
"""Characters. What follows is not looked at."""
_WORD = r"\(?[^\W\d_][^\W\d_.'\u2019()/&-]{0,24}[.)]?"
LABEL = rf"{_WORD}(?:[ /&-]{{1,2}}{_WORD}){{0,5}}(?: ?#)?"
_COLUMNS = re.compile(r"\s*[|\u2502]\s*|\s*(?:\.\s?){4,}\s*|\s{3,}|\t")
_WITH_COLON = re.compile(rf"(?<![\w.])(?P<label>{LABEL})\s?:\s*")
_WITHOUT = re.compile(rf"(?P<label>{LABEL})\s+(?P<value>\S.*)")
_ALONE = re.compile(rf"(?P<label>{LABEL})\s?(?P<colon>:?)")


class Labelled(NamedTuple):
    """A label and its value within a line."""

    label: str
    value: str
    start: int
    end: int
    """Characters of the value."""


class Lone(NamedTuple):
    """A line that may be a label and nothing more."""

    label: str
    sure: bool
    """Whether a colon says so."""


def normal(label: str) -> str:
    """A label for comparing: case, spaces and punctuation do not count; ``#`` is ``no``."""
    return " ".join(re.findall(r"[^\W_]+", label.casefold().replace("#", " no ")))


def labelled(line: str) -> list[Labelled]:
    """Every labelled value of a line; columns are told apart by wide gaps, bars or dotted leaders.

    Several values in a row after one label are all its own: whoever asks cannot know which it is.
    """
    found: list[Labelled] = []
    label: str | None = None
    for at, piece in _pieces(line[:LONGEST_LINE]):
        if label is not None and is_value(piece):
            found.append(Labelled(label, piece.strip(), *_trimmed(at, piece)))
            continue
        inside = [each._replace(start=at + each.start, end=at + each.end) for each in _in(piece)]
        found += inside
        lone = None if inside else alone(piece)
        label = inside[-1].label if inside else lone.label if lone else None
    return found


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _COLUMNS.finditer(line):
        yield start, line[start : gap.start()]
        start = gap.end()
    yield start, line[start:]


def alone(line: str) -> Lone | None:
    """The label that a whole line is."""
    match = _ALONE.fullmatch(line[:LONGEST].strip()) if len(line) <= LONGEST else None
    return None if match is None else Lone(match["label"], sure=bool(match["colon"]))


def _in(piece: str) -> Iterator[Labelled]:
    colons = list(_WITH_COLON.finditer(piece))
    if not colons:
        match = _split(piece)
        if match is not None:
            yield match
        return
    # A label may be the end of a longer one unless something plain stands before it.
    begins = not piece[: colons[0].start()].strip()
    for colon, following in zip(colons, (*colons[1:], None), strict=True):
        value = piece[colon.end() : following.start() if following else len(piece)]
        plain = is_value(value)
        alone_in_piece = len(colons) == 1 and 0 < len(value.strip()) <= LONGEST
        if begins and (plain or alone_in_piece):
            yield Labelled(colon["label"], value.strip(), *_trimmed(colon.end(), value))
        begins = plain


def _split(piece: str) -> Labelled | None:
    """``Invoice no. 4711``: the shortest label after which the rest is one value."""
    words = list(re.finditer(r"\S+", piece))
    for first in range(1, min(len(words), 8)):
        start = words[first].start()
        label, value = piece[:start].strip(), piece[start:].strip()
        if is_value(value) and re.fullmatch(LABEL, label):
            return Labelled(label, value, start, start + len(value))
    return None


def _trimmed(at: int, text: str) -> tuple[int, int]:
    start = at + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
