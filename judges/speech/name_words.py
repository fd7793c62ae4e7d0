"""Names as they are said: words in one form, phrases around them, and which names sound alike."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from .symbol_words import AFTER, NUMBERS, TENS

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_DIGITS: dict[str, str] = {
    **{word: digits for word, digits in NUMBERS.items() if word not in {"oh", "niner"}},
    **TENS,
}
PHRASE_BEFORE = frozenset(
    {"the", "a", "an", "this", "that", "it's", "its", "is", "my", "our", "your", "please", "i"}
    | {"i'm", "am", "want", "need", "would", "like", "to", "buy", "order", "looking", "look", "for"}
    | {"find", "show", "search", "get", "me", "do", "you", "have", "product", "called", "name"}
    | {"named", "hello", "hi"}
)
"""Words of a phrase that may stand before a name, as ``I'm looking for the``."""
PHRASE_AFTER = AFTER | {"thank", "you", "now"}
_LETTERS_ALIKE = (
    ("ph", "f"), ("gh", ""), ("kn", "n"), ("wr", "r"), ("wh", "w"), ("ck", "k"), ("qu", "kw"),
    ("sch", "s"), ("sh", "s"), ("tch", "s"), ("ch", "s"), ("th", "t"), ("dge", "s"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("aeiouy", "a"),
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("fv", "f"),
        **dict.fromkeys("gkq", "k"),
        **dict.fromkeys("cjsz", "s"),
        **dict.fromkeys("mn", "n"),
        "h": None,
        "w": None,
        "x": "ks",
    }
)
_NEAR = 0.25
"""Share of its sounds by which a name differs from one that it may be misheard for."""


def words_of(text: str) -> Words:
    """Words without case, accents and punctuation, numbers in digits: ``Café Two`` as cafe, 2."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("\u2019", "'")
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(_DIGITS.get(word, word) for word in _WORD.findall(letters))


def without_phrases(said: Words) -> Iterator[Words]:
    """What may be a name in what was said: all of it, and what is left without phrases."""
    starts = [0]
    while starts[-1] < len(said) and said[starts[-1]] in PHRASE_BEFORE:
        starts.append(starts[-1] + 1)
    ends = [len(said)]
    while ends[-1] and said[ends[-1] - 1] in PHRASE_AFTER:
        ends.append(ends[-1] - 1)
    yield from (said[start:end] for start in starts for end in ends if start < end)


def sound_of(name: Words) -> str:
    """How a name sounds, coarsely: one letter for sounds that are easily taken for one another.

    After R. C. Russell's Soundex (US patent 1,261,167, 1918), with vowels kept and any length.
    """
    letters = re.sub(r"(?<=[a-z]{2})e\b", "", " ".join(name))
    for written, heard in _LETTERS_ALIKE:
        letters = letters.replace(written, heard)
    letters = re.sub(r"c(?![eiy])", "k", letters).translate(_CLASSES).replace(" ", "")
    return re.sub(r"([a-z])\1+", r"\1", letters)


def are_near(one: Words, other: Words) -> bool:
    """Whether one may be misheard for the other, or is the other with words more."""
    shorter, longer = sorted((one, other), key=len)
    starts = range(len(longer) - len(shorter) + 1)
    if any(longer[at : at + len(shorter)] == shorter for at in starts):
        return True
    sounds = sound_of(one), sound_of(other)
    most = max(map(len, sounds))
    return Levenshtein.distance(*sounds) <= max(1, round(_NEAR * most))
