"""Words as they are compared: folded, tokenised, and matched as optical readers misread them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_FOLDED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i"}
)
_ALIKE = str.maketrans("01ij528", "olllszb")
"""Characters that optical readers take for one another, each class under one letter."""
_TOKEN = re.compile(r"\d+[.,]\d+\s?%?|\d+\s?%|[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s?%?")

LONGEST_SLIP = 5
"""Characters that a reader drops or adds at the most, for a line still to be looked up."""
SHORTEST_PIECE = 4
"""Letters of a word that was cut off or covered, at the least, for it to count as read."""
PIECE_SHARE = 0.6
"""Share of its letters, at the least, likewise."""


def fold(text: str) -> str:
    """Lower case without diacritics: readers drop these, and capitals are a matter of design."""
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers of a line, in their order, in the form in which they are compared.

    Words have characters that look alike merged; numbers keep every digit, and ``1,5 %`` is
    ``1.5%``.
    """
    return tuple(
        token.replace(",", ".").replace(" ", "")
        if _NUMBER.fullmatch(token)
        else token.translate(_ALIKE)
        for token in _TOKEN.findall(fold(text))
    )


def is_number(token: str) -> bool:
    return token[0].isdigit()


def same_number(read: str, printed: str) -> bool:
    """Exact on digits. A reader may lose the separator, but then only where ``%`` vouches."""
    if read == printed or (read.rstrip("%") == printed.rstrip("%") and "." in read):
        return True
    return read.endswith("%") and printed.endswith("%") and read == printed.replace(".", "")


def slips(length: int, confidence: float) -> int:
    """How many characters of a word may be misread: few, and one more where the reader is unsure.

    A word that is read surely and differs in two letters is another word.
    """
    return (length + 1) // 6 + (1 if confidence < 0.9 and length >= 8 else 0)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a piece of text fits a form."""

    form: str
    cost: float
    """Characters misread, and a share of those that are missing."""
    whole: bool
    """False where only a beginning or an end of the form was read."""


def fit(text: str, form: str, confidence: float) -> Fit | None:
    """The text as a reading of the form, whole or cut off at one side."""
    if is_number(text) or is_number(form):
        number = is_number(text) and is_number(form) and same_number(text, form)
        return Fit(form, 0.0 if text == form else 0.5, whole=True) if number else None
    allowed = slips(len(form), confidence)
    distance = Levenshtein.distance(text, form, score_cutoff=allowed)
    if distance <= allowed:
        return Fit(form, float(distance), whole=True)
    missing = len(form) - len(text)
    if missing <= 0 or len(text) < max(SHORTEST_PIECE, PIECE_SHARE * len(form)):
        return None
    distance = piece_distance(text, form)
    if distance > slips(len(text), 1.0):
        return None
    return Fit(form, distance + 0.5 + 0.1 * missing, whole=False)


def piece_distance(text: str, form: str) -> int:
    """Misread characters, were the text the beginning or the end of the form."""
    return min(
        Levenshtein.distance(text, form[: len(text)]),
        Levenshtein.distance(text, form[-len(text) :]),
    )


def could_be(text: str, form: str, confidence: float) -> bool:
    """Whether the text may be the form, or a part of it, read badly. Errs towards yes."""
    if is_number(text) or is_number(form):
        return is_number(text) and is_number(form) and same_number(text, form)
    margin = 0 if confidence >= 0.95 else 1
    if Levenshtein.distance(text, form) <= slips(len(form), confidence) + margin and len(form) > 3:
        return True
    return len(form) > len(text) and (
        text in form or (len(text) >= 4 and piece_distance(text, form) <= 1)
    )


@dataclass(frozen=True)
class Lexicon:
    """Every form in which a catalogue's printed words and brands may stand on a front."""

    forms: Mapping[str, tuple[str, ...]]
    """Form to the words it is made of: a word to itself, ``mildcreamy`` to two."""

    @classmethod
    def of(cls, strings: Iterable[Sequence[str]]) -> "Lexicon":
        """From the token sequences of the printed strings."""
        forms: dict[str, tuple[str, ...]] = {}
        for words in strings:
            forms.update({word: (word,) for word in words})
            letters = [word for word in words if not is_number(word)]
            if len(letters) > 1:
                forms.setdefault("".join(letters), tuple(letters))
        return cls(forms)

    def best(self, text: str, confidence: float) -> Fit | None:
        """The form that explains the text at the least cost; the longer one on a tie."""
        fits = (fit(text, form, confidence) for form in self._near(text))
        return min(
            (found for found in fits if found is not None),
            key=lambda found: (found.cost, -len(found.form), found.form),
            default=None,
        )

    def plausible(self, text: str, confidence: float) -> frozenset[str]:
        """All forms that the text may be a bad reading of."""
        return frozenset(form for form in self._near(text) if could_be(text, form, confidence))

    @cached_property
    def _by_kind(self) -> tuple[list[str], list[str]]:
        """Words and numbers."""
        forms = sorted(self.forms)
        return [f for f in forms if not is_number(f)], [f for f in forms if is_number(f)]

    def _near(self, text: str) -> Iterable[str]:
        """Forms worth a closer look: no other can fit, or be plausible."""
        words, numbers = self._by_kind
        if is_number(text):
            return numbers
        most = slips(len(text) + LONGEST_SLIP, 0.0) + 1
        alike = process.extract_iter(text, words, scorer=Levenshtein.distance, score_cutoff=most)
        parts = process.extract_iter(text, words, scorer=fuzz.partial_ratio, score_cutoff=60)
        return {form for form, _, _ in (*alike, *parts)}
