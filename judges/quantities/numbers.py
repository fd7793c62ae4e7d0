"""Numbers as packs write them, and every value that they could stand for."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .tokens import Token, word_set

_LONGEST = 40
"""Digits. No amount of anything is stated in more."""
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,'\u2019])[0-9]{3})(?:\1[0-9]{3})*")
_WORDS: dict[int | Fraction, str] = {
    1: "one ett ein eine un une una", 2: "two två zwei deux dos", 3: "three tre drei trois tres",
    4: "four fyra vier quatre cuatro", 5: "five fem fünf cinq cinco", 6: "six sex sechs seis",
    7: "seven sju sieben sept siete", 8: "eight åtta acht huit ocho", 9: "nine nio neun neuf nueve",
    10: "ten tio zehn dix diez", 11: "eleven elva elf onze once",
    12: "twelve tolv zwölf douze doce",
    13: "thirteen tretton dreizehn treize trece",
    14: "fourteen fjorton vierzehn quatorze catorce", 15: "fifteen femton fünfzehn quinze quince",
    16: "sixteen sexton sechzehn seize dieciséis", 17: "seventeen sjutton siebzehn diecisiete",
    18: "eighteen arton achtzehn dieciocho", 19: "nineteen nitton neunzehn diecinueve",
    20: "twenty tjugo zwanzig vingt veinte", 30: "thirty trettio dreißig trente treinta",
    40: "forty fyrtio vierzig quarante cuarenta",
    50: "fifty femtio fünfzig cinquante cincuenta", 60: "sixty sextio sechzig sesenta",
    70: "seventy sjuttio siebzig setenta", 80: "eighty åttio achtzig ochenta",
    90: "ninety nittio neunzig noventa",
    100: "hundred hundra hundert cent cien",
    Fraction(1, 2): "half halv halva halvt halb halbe halber demi medio media",
    Fraction(1, 4): "quarter kvarts viertel",
}  # fmt: skip
_VALUES = {word: Fraction(value) for value, words in _WORDS.items() for word in words.split()}
_TIMES = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    **dict.fromkeys(word_set("millions millionen miljon miljoner millón millones"), 10**6),
    **dict.fromkeys(word_set("milliard milliards milliarde milliarden miljard miljarder"), 10**9),
}
_ARTICLES = frozenset({"a", "an", "en", "of", "de"})


class Number(NamedTuple):
    """A number in a line."""

    values: tuple[Fraction, ...]
    """What it could stand for, likeliest first: 1,500 is 1500 or 1.5."""
    end: int
    """The token after it."""
    spelled: bool = False
    """Whether it is written as a word."""


def number_at(tokens: Sequence[Token], at: int) -> Number | None:
    """The number that starts at a token, or None. Nothing is repaired: 1O0 is none."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        number = _fraction(tokens, at) or _spaced(tokens, at) or _alone(token, at)
    elif token.kind == "word" and token.text.lower() in _VALUES:
        number = _spelled(tokens, at)
    else:
        return None
    return _multiplied(tokens, number) if number and number.values else None


def values_of(text: str) -> tuple[Fraction, ...]:
    """What one run of digits and separators could stand for, likeliest first; () for none.

    One separator before three digits parts thousands or decimals. A leading zero without a
    separator has lost one, and tells nothing.
    """
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) > _LONGEST:
        return ()
    if digits == text:
        return () if len(text) > 1 and text[0] == "0" else (Fraction(text),)
    cut = max(text.rfind(mark) for mark in ".,'\u2019")
    whole, mark, part = text[:cut], text[cut], text[cut + 1 :]
    grouped = _GROUPED.fullmatch(text)
    if grouped and (text.count(mark) > 1 or mark in "'\u2019"):
        return (Fraction(digits),)
    plain = whole.isdigit() and (whole == "0" or whole[0] != "0")
    if mark in "'\u2019" or not (plain or (_GROUPED.fullmatch(whole) and mark not in whole)):
        return ()
    decimal = Fraction(re.sub(r"[^0-9]", "", whole) + "." + part)
    if not grouped:
        return (decimal,)
    return (Fraction(digits), decimal) if mark == "," else (decimal, Fraction(digits))


def _alone(token: Token, at: int) -> Number:
    return Number(values_of(token.text), at + 1)


def _fraction(tokens: Sequence[Token], at: int) -> Number | None:
    """``1/2``, and ``1 1/2``."""
    whole = Fraction(0)
    first = tokens[at]
    if at + 3 < len(tokens) and tokens[at + 2].text == "/" and first.text.isdigit():
        mixed = _share(tokens, at + 1)
        if mixed is not None and mixed < 1 and len(first.text) <= _LONGEST:
            return Number((int(first.text) + mixed,), at + 4)
    share = _share(tokens, at)
    return None if share is None else Number((whole + share,), at + 3)


def _share(tokens: Sequence[Token], at: int) -> Fraction | None:
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/":
        return None
    above, slash, below = tokens[at : at + 3]
    written = above.kind == below.kind == "number" and slash.glued and below.glued
    if not written or not (above.text.isdigit() and below.text.isdigit()):
        return None
    if max(len(above.text), len(below.text)) > _LONGEST or int(below.text) == 0:
        return None
    return Fraction(int(above.text), int(below.text))


def _spaced(tokens: Sequence[Token], at: int) -> Number | None:
    """``1 000`` and ``2 500``; the latter may be a 2 beside 500, so both are possible."""
    first = tokens[at].text
    if not (first.isdigit() and len(first) <= 3 and first[0] != "0"):
        return None
    end, digits = at + 1, first
    while end < len(tokens) and _is_group(tokens, end) and len(digits) <= _LONGEST:
        digits += tokens[end].text
        end += 1
    if end == at + 1:
        return None
    last = tokens[end - 1].text
    alone = () if last[0] == "0" else (Fraction(last),)
    return Number((Fraction(digits), *alone), end)


def _is_group(tokens: Sequence[Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    return (
        token.kind == "number"
        and len(token.text) == 3
        and token.text.isdigit()
        and token.start - before.end == 1
    )


def _spelled(tokens: Sequence[Token], at: int) -> Number:
    """``two``, ``half a``, ``twenty-five``."""
    value, end = _VALUES[tokens[at].text.lower()], at + 1
    if value >= 20 and value % 10 == 0:
        ones = end + (end < len(tokens) and tokens[end].text == "-")
        more = _VALUES.get(tokens[ones].text.lower()) if ones < len(tokens) else None
        if more is not None and 1 <= more < 10:
            return Number((value + more,), ones + 1, spelled=True)
    if value < 1 and end < len(tokens) and tokens[end].text.lower() in _ARTICLES:
        end += 1
    return Number((value,), end, spelled=True)


def _multiplied(tokens: Sequence[Token], number: Number) -> Number:
    at = number.end
    at += at < len(tokens) and tokens[at].text == "-"
    times = _TIMES.get(tokens[at].text.lower()) if at < len(tokens) else None
    if times is not None:
        values = tuple(value * times for value in number.values)
        # "un million de litres"
        linked = at + 1 < len(tokens) and tokens[at + 1].text.lower() == "de"
        return Number(values, at + 1 + linked, number.spelled)
    return number
