"""Spoken codes as a transcript has them: spelled letters, digits, number words, the NATO alphabet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[0-9]+")
_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
).split()
_LETTER_NAMES = {
    "bee": "B", "cee": "C", "dee": "D", "eff": "F", "gee": "G", "aitch": "H", "jay": "J",
    "kay": "K", "ell": "L", "em": "M", "en": "N", "pee": "P", "cue": "Q", "ess": "S", "tee": "T",
    "vee": "V", "ex": "X", "wye": "Y", "zed": "Z", "zee": "Z",
}  # fmt: skip
_LETTERS: Mapping[str, str] = {
    **{word: word[0].upper() for word in _NATO},
    **{"alfa": "A", "juliett": "J", "whisky": "W"},
    **_LETTER_NAMES,
}
_UNITS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {"oh": 0, "niner": 9, "nought": 0}
_TENS: Mapping[str, int] = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_TIMES: Mapping[str, int] = {"double": 2, "triple": 3, "treble": 3}
_MARKS = frozenset({"dash", "hyphen", "slash", "minus", "stroke", "dot", "point", "underscore"})
_BEFORE = frozenset(
    "the code is it's its this that my number model part item product article please".split()
)
_AFTER = frozenset({"please", "thanks", "thank", "you"})
LENGTHS = range(3, 25)
"""Symbols that a code has. A letter or two are soon heard in anything."""


class Part(NamedTuple):
    """Symbols that one stretch of a transcript stands for."""

    symbols: str
    also: tuple[str, ...] = ()
    """What else the same words may mean: ``twenty three`` is 23, and may be 203."""


class Spelled(NamedTuple):
    """A code that was spelled."""

    parts: tuple[Part, ...]

    @property
    def code(self) -> str:
        """Capitals and digits only."""
        return "".join(part.symbols for part in self.parts)

    @property
    def others(self) -> tuple[str, ...]:
        """The codes that the same words may mean as well, sorted: one part read otherwise."""
        found = {
            "".join((*_symbols(self.parts[:at]), other, *_symbols(self.parts[at + 1 :])))
            for at, part in enumerate(self.parts)
            for other in part.also
        }
        return tuple(sorted(found - {self.code}))


def spelled(transcript: str) -> Spelled | None:
    """The code that a transcript consists of, or None where it is not one code and nothing else.

    Phrases such as ``the code is`` may stand before it, and ``please`` after it. Any other word
    makes it None: it may be a symbol that was misheard, and what is left would be another code.
    """
    words = _bare([w for w in _TOKEN.findall(_joined(transcript)) if w.lower() not in _MARKS])
    parts = list(_parts(words))
    found = Spelled(tuple(part for part in parts if part is not None))
    is_whole = len(found.parts) == len(parts)
    return found if is_whole and len(found.code) in LENGTHS else None


def _joined(transcript: str) -> str:
    """Without the separators that a transcript puts into numbers; X-ray and double U in one."""
    text = re.sub(r"\bx-?ray\b", "xray", transcript, flags=re.IGNORECASE)
    text = re.sub(r"\bdouble[- ]u\b", "doubleu", text, flags=re.IGNORECASE)
    return re.sub(r"(?<=[0-9])[.,](?=[0-9])", "", text)


def _bare(words: Sequence[str]) -> Sequence[str]:
    """Without the phrase around a code. Capitals are symbols, so the phrase has none."""
    start, end = 0, len(words)
    while start < end and words[start].lower() in _BEFORE and not words[start].isupper():
        start += 1
    while end > start and words[end - 1].lower() in _AFTER and not words[end - 1].isupper():
        end -= 1
    return words[start:end]


def _parts(words: Sequence[str]) -> Iterator[Part | None]:
    """Each part, and None for a word that stands for no symbols."""
    at = 0
    while at < len(words):
        times = _TIMES.get(words[at].lower(), 1)
        at += times > 1
        part, used = _part(words[at:])
        yield part and _repeated(part, times)
        at += used


def _part(words: Sequence[str]) -> tuple[Part | None, int]:
    """What the first words stand for, and how many they are."""
    if not words:
        return None, 1
    word, following = words[0], words[1] if len(words) > 1 else ""
    if word.lower() in _UNITS or word.lower() in _TENS:
        return _number([each.lower() for each in words])
    if word.isdigit():
        if _is_tens(word) and len(following) == 1 and following in "123456789":
            return Part(word + following, (word[:-1] + following,)), 2
        return Part(word), 1
    if word.isupper() or len(word) == 1:
        return Part(word.upper()), 1
    if word.lower() == "doubleu":
        return Part("W", ("UU",)), 1
    letter = _LETTERS.get(word.lower())
    return (Part(letter) if letter else None), 1


def _number(words: Sequence[str]) -> tuple[Part, int]:
    """A number in words: tens and a unit are one number, and may be two."""
    value, used, also = _below_hundred(words)
    for name, factor in (("hundred", 100), ("thousand", 1000)):
        if words[used : used + 1] == [name] and 0 < value < factor:
            value, used, also = value * factor, used + 1, ()
            rest = used + (words[used : used + 1] == ["and"])
            if words[rest : rest + 1] and (words[rest] in _UNITS or words[rest] in _TENS):
                more, extra = _number(words[rest:])
                if int(more.symbols) < factor:
                    return Part(str(value + int(more.symbols)), (f"{value}{more.symbols}",)), (
                        rest + extra
                    )
    return Part(str(value), also), used


def _below_hundred(words: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    if words[0] in _UNITS:
        return _UNITS[words[0]], 1, ()
    tens, unit = _TENS[words[0]], _UNITS.get(words[1], 0) if len(words) > 1 else 0
    if 0 < unit < 10:
        return tens + unit, 2, (f"{tens}{unit}",)
    return tens, 1, ()


def _is_tens(digits: str) -> bool:
    return len(digits) == 2 and digits[1] == "0" and digits[0] > "1"


def _repeated(part: Part, times: int) -> Part:
    """``double`` and ``triple`` repeat the symbol that follows them."""
    if times == 1:
        return part
    first = part.symbols[0] * (times - 1)
    return Part(first + part.symbols, tuple(first + other for other in part.also))


def _symbols(parts: Sequence[Part]) -> Iterator[str]:
    return (part.symbols for part in parts)
