"""Readings of codes, and what each may be of among the codes of a catalogue."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .code_shapes import TWINS, Shapes, is_bare, shape
from .codes import CodeIndex, compact, fold
from .reading import Reading

_LIKELY = 0.02
"""The share of a rival from which the reader itself says that the character may be this one."""


class Known(NamedTuple):
    """What is known of a catalogue's codes."""

    codes: CodeIndex
    shapes: Shapes

    @classmethod
    def of(cls, codes: Iterable[str], patterns: Iterable[str]) -> "Known":
        every = {code for code in codes if compact(code)}
        return cls(CodeIndex(every), Shapes(every, patterns))


class Seen(NamedTuple):
    """A reading, and the codes it may be of, by the shapes that codes have here."""

    reading: Reading
    named: frozenset[str]
    """What it says, or what the reader holds possible as well, compact."""
    possible: frozenset[str]
    """These, and what print alone never tells from them."""
    counts: bool
    """Whether it says anything: digits or letters alone do where codes look so."""

    @classmethod
    def of(cls, reading: Reading, shapes: Shapes, *, closed: bool, strict: bool) -> "Seen":
        """``closed`` says that there are no other shapes: then one that fits is enough to name.
        ``strict`` says that a 0 may be an O, and a 1 an I, however surely it was read."""
        likely, faint = _rivals(reading, faint=False), _rivals(reading, faint=True)
        undecided = strict or "rivals" not in reading.details
        possible = shapes.possible(reading.value, faint, twins=undecided)
        named = shapes.possible(reading.value, faint if closed else likely, twins=closed)
        return cls(
            reading,
            frozenset(filter(shapes.vouch_for, named)),
            possible,
            any(map(shapes.vouch_for, {reading.value, *possible})),
        )

    def says(self, code: str) -> bool:
        return compact(self.reading.value) == compact(code)


class Asked(NamedTuple):
    """The codes of a query, and the codes of the catalogue that they are told apart from."""

    seen: Sequence[Seen]
    claim: str | None
    catalogue: CodeIndex

    @property
    def readings(self) -> list[Reading]:
        return [each.reading for each in self.seen]

    def naming(self, code: str) -> list[Seen]:
        """What says this code, or may well say it."""
        return [each for each in self.seen if compact(code) in each.named]

    def others(self, code: str) -> list[Reading]:
        """What is, letter by letter, the code of another item."""
        return [
            each.reading
            for each in self.seen
            if not each.says(code) and each.reading.value in self.catalogue
        ]

    def longer(self, code: str) -> list[Reading]:
        """What this code may be a part of."""
        own = fold(code)
        return [
            each for each in self.readings if own in fold(each.value) and own != fold(each.value)
        ]

    def near(self, code: str) -> list[Reading]:
        """What may be this code misread, cut off, or run together with its neighbour."""
        own = fold(code)
        return [
            each for each in self.readings if own in fold(each.value) or fold(each.value) in own
        ]

    def same_shape(self, code: str) -> list[Reading]:
        """Other numbers of as many digits, or words of as many letters, for a code that is one."""
        if not is_bare(code):
            return []
        return [
            each.reading
            for each in self.seen
            if shape(each.reading.value) == shape(code) and not each.says(code)
        ]

    def missing(self, code: str, *, complete: bool) -> list[str]:
        """Codes that may have been printed instead, sorted. None where the catalogue is complete
        and this one was read letter by letter."""
        alike = [each for each in self.seen if fold(each.reading.value) == fold(code)]
        if complete and any(each.says(code) for each in alike):
            return []
        return sorted(frozenset().union(*(each.possible for each in alike)) - {compact(code)})


def _rivals(reading: Reading, *, faint: bool) -> dict[str, list[str]]:
    """By place, what the reader says that the character may be as well; if ``faint``, its twin
    whatever the share."""
    told = reading.details.get("rivals", {})
    return {
        str(place): [
            other
            for other, share in told.get(str(place), {}).items()
            if share >= _LIKELY or (faint and other == TWINS.get(own))
        ]
        for place, own in enumerate(compact(reading.value))
    }
