"""Spoken codes as a transcript has them: letters, digits, number words, the NATO alphabet."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .symbol_words import AFTER, ANNOUNCING, BEFORE, LETTERS, MARKS, NUMBERS, TENS, TIMES

_TOKEN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[0-9]+")
_DOUBLE_U = "doubleu"
LENGTHS = range(3, 25)
"""Symbols that a code has. A letter or two are soon heard in anything."""


class Part(NamedTuple):
    """Symbols that one word of a transcript stands for."""

    symbols: str
    written: str
    """The word. Letters and digits stand for themselves."""
    also: tuple[str, ...] = ()
    """What else it may stand for: ``twenty three`` is 23, and may be 203."""

    @property
    def is_word(self) -> bool:
        return self.written != self.symbols


class Spelled(NamedTuple):
    """A code that was spelled."""

    before: str
    """The phrase before it, such as ``The code is``, or nothing."""
    parts: tuple[Part, ...]

    @property
    def code(self) -> str:
        """Capitals and digits only."""
        return "".join(part.symbols for part in self.parts)

    @property
    def others(self) -> tuple[str, ...]:
        """The codes that the same words may mean as well, sorted: one part read otherwise."""
        symbols = [part.symbols for part in self.parts]
        found = {
            "".join((*symbols[:at], other, *symbols[at + 1 :]))
            for at, part in enumerate(self.parts)
            for other in part.also
        }
        return tuple(sorted(found - {self.code}))


def spelled(transcript: str) -> Spelled | None:
    """The code that a transcript consists of, or None where it is not one code and nothing else.

    Phrases such as ``the code is`` may stand before it, and ``please`` after it. Any other word
    makes it None, as does ``the`` by itself: it may be a symbol that was misheard, and what is left
    would be another code.
    """
    before, words = _phrase(
        [w for w in _TOKEN.findall(_joined(transcript)) if w.lower() not in MARKS]
    )
    parts = [part for at in range(len(words)) for part in _parts(words[at:])]
    found = Spelled(" ".join(before), tuple(part for part in parts if part is not None))
    is_whole = len(found.parts) == len(parts)
    return found if is_whole and len(found.code) in LENGTHS else None


def _joined(transcript: str) -> str:
    """Without the separators that a transcript puts into numbers; X-ray and double U in one."""
    text = re.sub(r"\bx-?ray\b", "xray", transcript, flags=re.IGNORECASE)
    text = re.sub(r"\bdouble[- ]u\b", _DOUBLE_U, text, flags=re.IGNORECASE)
    return re.sub(r"(?<=[0-9])[.,](?=[0-9])", "", text)


def _phrase(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The phrase before a code, and the code. Capitals are symbols, so the phrase has none."""
    start, end = 0, len(words)
    while start < end and words[start].lower() in BEFORE and not words[start].isupper():
        start += 1
    while start and not _announces(words[:start]):
        start -= 1
    while end > start and (thanks := _thanks(words[start:end])):
        end -= thanks
    return words[:start], words[start:end]


def _announces(phrase: Sequence[str]) -> bool:
    last = phrase[-1].lower()
    return last in ANNOUNCING or (last == "is" and len(phrase) > 1)


def _thanks(words: Sequence[str]) -> int:
    """How many words at the end are no part of a code."""
    if words[-1].isupper():
        return 0
    if words[-1].lower() in AFTER:
        return 1
    return 2 if [word.lower() for word in words[-2:]] == ["thank", "you"] else 0


def _parts(words: Sequence[str]) -> Iterator[Part | None]:
    """What the first of some words stands for, given those after it; None is no symbol."""
    word, following = words[0], words[1] if len(words) > 1 else ""
    name = word.lower()
    if name in TENS or _is_tens(word):
        yield _tens(word, TENS.get(name, word), _is_unit(following))
    elif name in TIMES:
        is_followed = following and following.lower() not in TIMES
        after = next(_parts(words[1:]), None) if is_followed else None
        yield after and Part(after.symbols[0] * (TIMES[name] - 1), word)
    elif word.isdigit():
        yield Part(word, word)
    elif word.isupper() or len(word) == 1:
        yield from (Part(letter, letter) for letter in word.upper())
    else:
        yield _named(word, name)


def _tens(word: str, digits: str, before_unit: bool) -> Part:
    """``seventy`` is 70 and, before a unit, 7. Digits stand as they were written."""
    if not before_unit:
        return Part(digits, word)
    if word.isdigit():
        return Part(digits, word, (digits[0],))
    return Part(digits[0], word, (digits,))


def _named(word: str, name: str) -> Part | None:
    if name == _DOUBLE_U:
        return Part("W", "W", ("UU",))
    symbols = NUMBERS.get(name) or LETTERS.get(name)
    return Part(symbols, word) if symbols else None


def _is_unit(word: str) -> bool:
    """Whether it is one digit that tens can go with."""
    return NUMBERS.get(word.lower(), word) in {*"123456789"}


def _is_tens(digits: str) -> bool:
    return digits in TENS.values()
