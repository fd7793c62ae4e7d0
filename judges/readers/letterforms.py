"""O or 0, I or 1: what the recogniser leaves open between them, weighed by the forms of the print.

The recogniser tends to the digit: of all O that it reads as 0 it mostly gives the O a share, and
of true 0 hardly ever. And a typeface tells more than one glyph does. Its digits are all about as
wide as its 0 and its O is mostly wider; and where one 0 bears a dot or a bar, so do the others.

Log odds of the letter are linear in these, fitted by ``benchmarks/letterforms.py``.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .ctc import Line
from .glyphs import Glyph, glyphs

_PRIOR = -2.0
"""Log odds of the letter before looking: codes hold some seven times as many 0 as O."""
_CERTAIN = 3.5
"""Log odds (0.97) up to which the forms overrule the recogniser."""
_LEAST = -6.9
"""Log odds (0.001) down to which a character that the recogniser holds possible remains so."""
_WIDTHS = (-0.1, 0.35)
"""Logarithm of a glyph's width against the digits': beyond, it was measured badly."""
_USUAL = 0.15
"""The same, half way between a 0 and an O."""
_SAME_HEIGHT = 0.2
"""Logarithm of a glyph's height against the others', up to which it was cut out whole."""
_EMPTY, _MARKED = 0.15, 0.3
"""How inked a glyph's middle is at most where it is plain, and at least where it is marked."""


class _Pair(NamedTuple):
    """A digit, the letter like it, and what the log odds of the letter are made of."""

    digit: str
    letter: str
    base: float
    recogniser: float
    """For each unit of the recogniser's own log odds."""
    width: float = 0.0
    """For each unit of the logarithm of the width against the other digits'."""
    unmarked: float = 0.0
    """Where other zeros of the line are marked and this one is not."""


_ROUND = _Pair("0", "O", base=3.9, recogniser=0.76, width=7.1, unmarked=3.4)
_STRAIGHT = _Pair("1", "I", base=8.3, recogniser=1.25)
TWINS = (_ROUND, _STRAIGHT)


def by_form(line: Line, strip: NDArray[np.uint8]) -> Line:
    """The line with the shares of O and 0, and of I and 1, weighed anew, and its text by these.

    ``strip`` is the picture of it, of shape (height, width, 3). Characters of which the recogniser
    gives the other of the pair no share stay as they are, and the two of a pair keep their sum.
    """
    pairs = {place: pair for place in range(len(line.text)) if (pair := _open(line, place))}
    if not pairs:
        return line
    forms = _forms(line, strip)
    text, confidences, shares = list(line.text), list(line.confidences), list(line.shares)
    for place, pair in pairs.items():
        both = _shares(line, place)
        letter, total = _weighed(line, forms, place, pair), both[pair.letter] + both[pair.digit]
        both |= {pair.letter: letter * total, pair.digit: (1 - letter) * total}
        text[place] = pair.letter if both[pair.letter] > both[pair.digit] else pair.digit
        confidences[place] = both.pop(text[place])
        shares[place] = both
    return Line("".join(text), tuple(confidences), tuple(shares), line.places)


def are_twins(one: str, other: str) -> bool:
    """Whether two characters are the two of a pair."""
    return any({one, other} == {pair.digit, pair.letter} for pair in TWINS)


def _open(line: Line, place: int) -> _Pair | None:
    """The pair of which one was read, and the other is possible to the recogniser as well."""
    own, others = line.text[place], line.shares[place].keys()
    for pair in TWINS:
        both = {pair.digit, pair.letter}
        if own in both and both - {own} <= others:
            return pair
    return None


def _shares(line: Line, place: int) -> dict[str, float]:
    """Of all characters that are possible at a place, the one that was read included."""
    return {line.text[place]: line.confidences[place], **line.shares[place]}


def _weighed(line: Line, forms: Mapping[int, Glyph], place: int, pair: _Pair) -> float:
    """The letter's share of what the two of a pair have together."""
    shares = _shares(line, place)
    known = math.log(shares[pair.letter] / shares[pair.digit])
    odds = _PRIOR + pair.base + pair.recogniser * known + _by_glyphs(line.text, forms, place, pair)
    return 1 / (1 + math.exp(-min(max(odds, _LEAST), max(known, _CERTAIN))))


def _by_glyphs(text: str, forms: Mapping[int, Glyph], place: int, pair: _Pair) -> float:
    """What the forms of a character and of the others in its line add to the log odds."""
    own = forms.get(place)
    if own is None:
        return 0.0
    odds = 0.0
    digits = [math.log(glyph.width) for at, glyph in forms.items() if text[at] in "23456789"]
    if digits:
        wider = math.log(own.width) - float(np.median(digits))
        odds += pair.width * (min(max(wider, _WIDTHS[0]), _WIDTHS[1]) - _USUAL)
    zeros = [glyph.middle for at, glyph in forms.items() if at != place and text[at] == "0"]
    if own.middle <= _EMPTY and any(middle > _MARKED for middle in zeros):
        odds += pair.unmarked
    return odds


def _forms(line: Line, strip: NDArray[np.uint8]) -> dict[int, Glyph]:
    """By place, the glyphs of capitals and digits that are as high as most of them."""
    places = [place for place, char in enumerate(line.text) if char.isalnum()]
    cut = glyphs(strip, [line.places[place] for place in places])
    high = {
        place: glyph
        for place, glyph in zip(places, cut, strict=True)
        if glyph is not None and (line.text[place].isdigit() or line.text[place].isupper())
    }
    if not high:
        return {}
    usual = float(np.median([glyph.height for glyph in high.values()]))
    return {
        place: glyph
        for place, glyph in high.items()
        if abs(math.log(glyph.height / usual)) < _SAME_HEIGHT
    }
