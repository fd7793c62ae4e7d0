"""Measures in a line: a number and its unit, and how often it is packed."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .numbers import Number, number_at
from .quantity import FLAT, Quantity
from .spellings import LONGEST, PACKS, unit_of
from .tokens import Token
from .units import UNITS, Dimension, Unit

_TIMES = frozenset({"x", "\u00d7", "\u2715", "\u2716", "*"})
_EACH = frozenset({*_TIMES, "à", "á", "a", "of", "je", "de", "med", "mit", "with", "@"})
_BRACKETS = frozenset("([{<")
_CLOSING = frozenset(")]}>")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_MOST_PACKED = 10_000
"""No pack holds more; a larger factor is something else."""
_SEPARATORS = frozenset(".,'\u2019")
_APOSTROPHES = frozenset("'\u2019")
_QUOTES = frozenset('"\u201c\u201d')
_CONFUSABLE = frozenset("oOqQDlLiIzZsSbB|")
"""Letters that readers take digits for."""
_LONE = frozenset("oOQDlIZSB|")
"""Those of them that, standing alone before a number, are likelier a part of it than a word."""


class Measure(NamedTuple):
    """One measure, with every quantity that it could state."""

    quantities: tuple[Quantity, ...]
    """Likeliest first; several where the number or the unit leaves it open."""
    start: int
    """Its first token."""
    end: int
    """The token after it."""
    sides: bool = False
    """Whether it multiplies lengths: the size of something, not an amount of it."""


class _Part(NamedTuple):
    number: Number
    unit: Unit
    word: str
    end: int


def measure_at(tokens: Sequence[Token], at: int, taken: int = 0) -> Measure | None:
    """The longest measure that starts at a token. Tokens before ``taken`` belong to another."""
    if _is_blocked(tokens, at, taken):
        return None
    factors, position = _factors(tokens, at)
    part = _part(tokens, position)
    if part is None:
        return _lone_factor(tokens, at, factors)
    if part.unit.dimension is Dimension.COUNT and not factors:
        packed = _packed(tokens, at, part)
        if packed is not None:
            return packed
    count, end, sides = _after(tokens, part)
    if len(factors) > 1 or (factors and count > 1):
        return None
    sides = sides or (bool(factors) and part.unit.dimension in FLAT)
    count = 1 if sides else max([count, *factors])
    quantities = _quantities(part, count)
    return Measure(quantities, at, end, sides) if quantities else None


def _lone_factor(tokens: Sequence[Token], at: int, factors: Sequence[int]) -> Measure | None:
    """A line that is only ``6x`` or ``x6``: the count of a pack whose size stands elsewhere."""
    if len(tokens) != 2 or not any(token.text.lower() in _TIMES for token in tokens):
        return None
    count = factors[0] if factors else _whole(number_at(tokens, at))
    if count is None:
        return None
    return Measure((Quantity(Fraction(count), UNITS["pcs"]),), at, len(tokens))


def _factors(tokens: Sequence[Token], at: int) -> tuple[list[int], int]:
    """The whole numbers that are each followed by a times sign, and the token after the last."""
    factors: list[int] = []
    while len(factors) <= 2:
        number = number_at(tokens, at)
        factor = _whole(number)
        if number is None or factor is None or number.end >= len(tokens):
            break
        if tokens[number.end].text.lower() not in _TIMES:
            break
        factors.append(factor)
        at = number.end + 1
    return factors, at


def _whole(number: Number | None) -> int | None:
    if number is None or len(number.values) != 1 or number.values[0].denominator != 1:
        return None
    return int(number.values[0]) if 1 <= number.values[0] <= _MOST_PACKED else None


def _part(tokens: Sequence[Token], at: int) -> _Part | None:
    number = number_at(tokens, at)
    if number is None:
        return None
    position = number.end
    dashed = position < len(tokens) and tokens[position].text in _DASHES
    bracket = position < len(tokens) and tokens[position].text in _BRACKETS
    unit, word, end = _unit(tokens, position + (dashed or bracket))
    if unit is None or (number.spelled and len(word) < 3):
        return None
    if _is_no_unit(tokens, position, number, word, end):
        return None
    if bracket:
        # "20 (kg)", but not "2 (g/l)".
        if not (end < len(tokens) and tokens[end].text in _CLOSING):
            return None
        end += 1
    return _Part(number, unit, word, end)


def _unit(tokens: Sequence[Token], at: int) -> tuple[Unit | None, str, int]:
    for length in range(min(LONGEST, len(tokens) - at), 0, -1):
        words = tuple(token.text for token in tokens[at : at + length])
        unit = unit_of(words)
        # What goes on without a gap is another word: the m of "500 m1".
        end = at + length
        open_end = end < len(tokens) and tokens[end].glued and tokens[end].kind == "number"
        unreadable = end < len(tokens) and tokens[end].glued and tokens[end].text in "\ufffd|"
        another = open_end or unreadable or _is_code(tokens, end) or _is_elided(tokens, end)
        if unit is not None and not another:
            return unit, " ".join(words), end
    if _is_inch_mark(tokens, at):
        return UNITS["in"], "inch", at + 1
    # 6er-Pack
    if at + 2 < len(tokens) and tokens[at].text.lower() == "er" and tokens[at].glued:
        skipped = at + 1 + (tokens[at + 1].text in _DASHES)
        if tokens[skipped].text.lower() in PACKS:
            return unit_of(("pcs",)), "pack", skipped + 1
    return None, "", at


def _is_code(tokens: Sequence[Token], end: int) -> bool:
    """Whether a dash and a number go on without a gap: ``24703 L-202``."""
    if end + 1 >= len(tokens):
        return False
    dash, number = tokens[end], tokens[end + 1]
    return dash.glued and number.glued and dash.text in _DASHES and number.kind == "number"


def _is_elided(tokens: Sequence[Token], end: int) -> bool:
    """Whether an apostrophe ties a word to the next: the article of ``28 - l'année``."""
    if end + 1 >= len(tokens):
        return False
    mark, word = tokens[end], tokens[end + 1]
    return mark.glued and word.glued and mark.text in _APOSTROPHES and word.kind == "word"


def _is_inch_mark(tokens: Sequence[Token], at: int) -> bool:
    """A double quote after a number that neither opens nor closes a quotation."""
    if at >= len(tokens) or tokens[at].text not in _QUOTES:
        return False
    return tokens[at - 1].kind == "number" and sum(each.text in _QUOTES for each in tokens) == 1


def _is_no_unit(tokens: Sequence[Token], at: int, number: Number, word: str, end: int) -> bool:
    """``2 in 1``, ``5G`` and ``1st`` look like measures and are none."""
    if word.lower() == "in":
        return end < len(tokens) and tokens[end].kind != "sign"
    glued = at < len(tokens) and tokens[at].glued
    if word == "G" and glued:
        return number.values[0] in (2, 3, 4, 5, 6)
    return word.lower() == "st" and glued and number.values[0] % 10 == 1


def _after(tokens: Sequence[Token], part: _Part) -> tuple[int, int, bool]:
    """What follows a measure: ``330 ml x 6`` gives a count, ``10 cm x 15 cm`` sides."""
    end = part.end
    if not (end < len(tokens) and tokens[end].text.lower() in _TIMES):
        return 1, end, False
    if part.unit.dimension in FLAT:
        following = _part(tokens, end + 1)
        return 1, following.end if following else end, True
    number, following = number_at(tokens, end + 1), _part(tokens, end + 1)
    count = _whole(number)
    counted = following is None or following.unit.dimension is Dimension.COUNT
    if number is None or count is None or not counted:
        return 1, end, False
    return count, following.end if following else number.end, False


def _packed(tokens: Sequence[Token], at: int, pieces: _Part) -> Measure | None:
    """``6-pack 330 ml`` and ``6 st à 33 cl``: a count, and the size of each."""
    count, position = _whole(pieces.number), pieces.end
    if count is None or pieces.unit.symbol != "pcs":
        return None
    linked = position < len(tokens) and tokens[position].text.lower() in _EACH
    if not linked and pieces.word.lower() not in PACKS:
        return None
    position += linked
    if position < len(tokens) and tokens[position].text in {",", "("}:
        position += 1
    each = _part(tokens, position)
    if each is None or each.unit.dimension in FLAT:
        return None
    quantities = _quantities(each, count)
    return Measure(quantities, at, each.end) if quantities else None


def _quantities(part: _Part, count: int) -> tuple[Quantity, ...]:
    return tuple(
        Quantity(value, part.unit, count)
        for value in part.number.values
        if _is_possible(value, part.unit)
    )


def _is_possible(value: Fraction, unit: Unit) -> bool:
    if unit.dimension is Dimension.COUNT:
        return value.denominator == 1 and 1 <= value <= 10**9
    return value > 0


def _is_blocked(tokens: Sequence[Token], at: int, taken: int) -> bool:
    """Whether what stands before a number could be a part of it that was misread."""
    token = tokens[at]
    if token.kind == "sign" or at in {0, taken}:
        return token.kind == "sign"
    before = tokens[at - 1]
    if token.kind == "word":
        return token.glued and before.kind == "number"
    # What stands before a times sign is a factor, even where it could not be read as one.
    if before.kind == "number" or before.text.lower() in _TIMES:
        return not (at == 1 and len(tokens) == 2)
    if before.kind == "word":
        return token.glued or before.text in _LONE
    if token.glued:
        return _is_torn(tokens, at - 1)
    # A reader puts gaps where there are none: "1, 5 l".
    return before.text in _SEPARATORS and (at == 1 or _may_begin(tokens, at - 2, taken))


def _is_torn(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sign before a number ties it to something that may be its first part."""
    sign = tokens[at]
    known = at > 0 and tokens[at - 1].kind == "word" and not _looks_like_digits(tokens[at - 1].text)
    if sign.text == ":" or sign.text in _SEPARATORS:
        return not known
    if sign.text in _DASHES or sign.text == "/":
        # "scp-173 m" and "scp2-173 m" are codes.
        inner = at > 1 and tokens[at - 1].kind == "number" and tokens[at - 1].glued
        return sign.glued and tokens[at - 2 if inner else at - 1].kind == "word"
    return sign.text not in _TIMES and sign.text not in '([{<~\u212e\u2248=+"\u201c\u2022\u00b7;>'


def _may_begin(tokens: Sequence[Token], at: int, taken: int) -> bool:
    if at < taken:
        return False
    return tokens[at].kind == "number" or tokens[at].text in _LONE


def _looks_like_digits(word: str) -> bool:
    return len(word) <= 3 and _CONFUSABLE.issuperset(word)
