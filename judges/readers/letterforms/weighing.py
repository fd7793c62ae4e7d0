"""O or 0, I or 1: what the recogniser leaves open, weighed by the forms of the print.

The recogniser tends to the digit: of all O that it reads as 0 it mostly gives the O a share, and
of true 0 hardly ever. How like it is to other characters tells more (see ``likeness``), and a
typeface tells more than one glyph does. Its digits are all about as wide as its 0 and its O is
mostly wider; and where one 0 bears a dot or a bar, so do the others. An I without serifs is one
bar, as wide all the way down; hardly any 1 is.

Log odds of the letter are linear in these, fitted by ``benchmarks/letterforms.py``.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from judges.readers.ctc import Line

from .glyphs import Glyph, glyphs
from .likeness import likeness

PRIOR = -2.0
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
_UNEVEN, _EVEN = 0.6, 0.9
"""How even a glyph is at most where it has a flag, and at least where it is one bar."""
_BAR = 0.45
"""Width against height beyond which a glyph is no bar."""


class Pair(NamedTuple):
    """A digit, the letter like it, and what the log odds of the letter are made of."""

    digit: str
    letter: str
    base: float
    recogniser: float
    """For each unit of the recogniser's own log odds."""
    likeness: float = 0.0
    """For each unit of the log odds by likeness."""
    width: float = 0.0
    """For each unit of the logarithm of the width against the other digits'."""
    unmarked: float = 0.0
    """Where other zeros of the line are marked and this one is not."""
    bar: float = 0.0
    """Where the glyph is one bar."""


ROUND = Pair("0", "O", base=3.33, recogniser=0.54, likeness=0.59, width=1.36, unmarked=3.25)
STRAIGHT = Pair("1", "I", base=0.06, recogniser=0.2, likeness=0.95, bar=1.49)
PAIRS = (ROUND, STRAIGHT)


class Evidence(NamedTuple):
    """What speaks for the letter of a pair."""

    pair: Pair
    recogniser: float
    """Its log odds, as the recogniser has it."""
    likeness: float
    """Its log odds, by how like it is to all characters."""
    width: float
    """Logarithm of the glyph's width against the digits', less what is usual; 0 if unknown."""
    unmarked: float
    """1 where other zeros of the line are marked and this glyph is not, else 0."""
    bar: float
    """1 where the glyph is one bar, 0 where it has a flag or serifs, or is not found."""

    def odds(self) -> float:
        """Log odds of the letter, codes being what they are."""
        pair = self.pair
        recognised = pair.recogniser * self.recogniser + pair.likeness * self.likeness
        formed = pair.width * self.width + pair.unmarked * self.unmarked + pair.bar * self.bar
        return PRIOR + pair.base + recognised + formed


def by_form(line: Line, strip: NDArray[np.uint8]) -> Line:
    """The line with the shares of each pair weighed anew, and its text by these.

    ``strip`` is the picture of it, of shape (height, width, 3). Characters of which the recogniser
    gives the other of a pair no share stay as they are, and the two of a pair keep their sum.
    """
    if not any(_open(line, pair) for pair in PAIRS):
        return line
    forms = forms_of(line, strip)
    for pair in PAIRS:
        line = _weighed(line, evidence(line, forms, pair))
    return line


def _weighed(line: Line, found: Mapping[int, Evidence]) -> Line:
    text, confidences, shares = list(line.text), list(line.confidences), list(line.shares)
    for place, each in found.items():
        both = _shares(line, place)
        digit, letter = each.pair.digit, each.pair.letter
        odds = min(max(each.odds(), _LEAST), max(each.recogniser, _CERTAIN))
        total = both[digit] + both[letter]
        both[letter] = total / (1 + math.exp(-odds))
        both[digit] = total - both[letter]
        text[place] = letter if odds > 0 else digit
        confidences[place] = both.pop(text[place])
        shares[place] = both
    return line._replace(text="".join(text), confidences=tuple(confidences), shares=tuple(shares))


def evidence(line: Line, forms: Mapping[int, Glyph], pair: Pair) -> dict[int, Evidence]:
    """By place, what speaks for the letter where the recogniser holds both of a pair possible.

    ``forms`` are those of the line.
    """
    found = {}
    for place in _open(line, pair):
        shares = _shares(line, place)
        found[place] = Evidence(
            pair,
            math.log(shares[pair.letter] / shares[pair.digit]),
            likeness(pair.letter, line.likenesses[place]),
            _width(line.text, forms, place),
            _unmarked(line.text, forms, place),
            _bar(forms, place),
        )
    return found


def are_twins(one: str, other: str) -> bool:
    """Whether two characters are the two of a pair."""
    return any({one, other} == {pair.digit, pair.letter} for pair in PAIRS)


def _open(line: Line, pair: Pair) -> list[int]:
    """Places where one of a pair was read, and the other is possible to the recogniser as well."""
    both = {pair.digit, pair.letter}
    return [
        place
        for place, (own, others) in enumerate(zip(line.text, line.shares, strict=True))
        if own in both and both - {own} <= others.keys()
    ]


def _shares(line: Line, place: int) -> dict[str, float]:
    """Of all characters that are possible at a place, the one that was read included."""
    return {line.text[place]: line.confidences[place], **line.shares[place]}


def _width(text: str, forms: Mapping[int, Glyph], place: int) -> float:
    digits = [math.log(glyph.width) for at, glyph in forms.items() if text[at] in "23456789"]
    if place not in forms or not digits:
        return 0.0
    wider = math.log(forms[place].width) - float(np.median(digits))
    return min(max(wider, _WIDTHS[0]), _WIDTHS[1]) - _USUAL


def _unmarked(text: str, forms: Mapping[int, Glyph], place: int) -> float:
    zeros = [glyph.middle for at, glyph in forms.items() if at != place and text[at] == "0"]
    plain = place in forms and forms[place].middle <= _EMPTY
    return float(plain and any(middle > _MARKED for middle in zeros))


def _bar(forms: Mapping[int, Glyph], place: int) -> float:
    if place not in forms or forms[place].width > _BAR * forms[place].height:
        return 0.0
    return min(max((forms[place].even - _UNEVEN) / (_EVEN - _UNEVEN), 0.0), 1.0)


def forms_of(line: Line, strip: NDArray[np.uint8]) -> dict[int, Glyph]:
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
