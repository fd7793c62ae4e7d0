"""Model codes: their normal forms, and which of them a reader could take for one another."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s\-/|._\u2010-\u2015\u2212]+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_CONFUSABLE = str.maketrans(
    {
        **dict.fromkeys("OQD", "0"),
        **dict.fromkeys("IL", "1"),
        "Z": "2",
        "A": "4",
        "S": "5",
        "G": "6",
        "B": "8",
        "U": "V",
        "W": "VV",
        "M": "RN",
    }
)


def normal(code: str) -> str:
    """Upper case, each run of separators as one hyphen: ``wx 4410/b`` gives ``WX-4410-B``."""
    upper = unicodedata.normalize("NFKC", code).upper()
    return _SEPARATORS.sub("-", upper).strip("-")


def compact(code: str) -> str:
    """The letters and digits alone, in upper case. Readers lose and invent separators."""
    return _NOT_ALPHANUMERIC.sub("", normal(code))


def fold(code: str) -> str:
    """One form for all codes that a reader could confuse: 0/O/Q/D, 1/I/L, 5/S, 8/B, 2/Z, 6/G,
    4/A, U/V, W/VV, M/RN.

    Only for telling codes apart. To put it in the place of what was read would be a repair, and
    repairs confirm siblings.
    """
    return compact(code).translate(_CONFUSABLE)


class CodeIndex:
    """All codes of a catalogue, asked which of them a reading leaves open. Immutable."""

    def __init__(self, codes: Iterable[str]) -> None:
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for code in codes:
            if compact(code):
                spellings[compact(code)].add(normal(code))
        self._spellings = {code: frozenset(found) for code, found in spellings.items()}
        folded: defaultdict[str, set[str]] = defaultdict(set)
        for code in self._spellings:
            folded[fold(code)].add(code)
        self._folded = {form: tuple(sorted(found)) for form, found in folded.items()}

    def __contains__(self, code: object) -> bool:
        """Whether the catalogue has a code of these letters and digits."""
        return isinstance(code, str) and compact(code) in self._spellings

    def spellings(self, code: str) -> frozenset[str]:
        """Normal forms in the catalogue that differ from each other in separators only."""
        return self._spellings.get(compact(code), frozenset())

    def confusable(self, code: str) -> tuple[str, ...]:
        """Other codes, compact and sorted, that a reader could take this one for."""
        own = compact(code)
        return tuple(other for other in self._folded.get(fold(code), ()) if other != own)

    def extending(self, code: str) -> tuple[str, ...]:
        """Longer codes, compact and sorted, of which this one could be a part that was read."""
        own = fold(code)
        longer = (found for form, found in self._folded.items() if own in form and own != form)
        return tuple(sorted(other for found in longer for other in found))
