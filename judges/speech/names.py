"""Names that were said, compared with those of the catalogue's records."""

from collections import Counter
from collections.abc import Iterable, Sequence

from judges.reading import Reading
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .name_words import Words, are_near, sound_of, without_phrases, words_of

KIND = "spoken_name"
SURE = 0.7
"""Share of the transcripts, at either pace, that must say a name."""
CLEAR = 0.9
"""The same where another name of the catalogue could be heard so."""
RIVAL = 0.02
"""A name that was said with this share, at one pace, keeps it open which one it was."""


class NamesSaid:
    """All names of a catalogue, and which of them was said. Immutable."""

    def __init__(self, field: str, names: Iterable[str]) -> None:
        """``names``: that of each item, which several may share."""
        self._field = field
        self._items = Counter(words for name in names if (words := words_of(name)))

    def verdict(self, readings: Sequence[Reading], name: object) -> Verdict:
        """Over one record's name, given what was said; there is at least one reading."""
        if name is None:
            return abstain("record_has_no_name")
        record = Evidence("record", self._field, name)
        if not isinstance(name, str):
            return abstain("fact_type", record)
        words = words_of(name)
        if not words:
            return abstain("record_has_no_name", record)
        heard = [reading for reading in readings if _least(reading, words) >= RIVAL]
        if not heard:
            return self._of_others(readings, words, record)
        if len(heard) < len(readings):
            return abstain("several_names", *_of_query(readings), record)
        return self._of_heard(heard, words, record)

    def _of_heard(self, heard: Sequence[Reading], words: Words, record: Evidence) -> Verdict:
        """Where all that was said may be this name."""
        shown = (*_of_query(heard), record)
        least = min(_least(reading, words) for reading in heard)
        if least < SURE:
            return abstain("name_uncertain", *shown)
        if self._items[words] > 1:
            return abstain("several_items", *shown)
        rivals = [other for other in self._items if self._is_rival(other, words, heard, least)]
        if rivals:
            return abstain("sibling_confusable", *shown, *self._of_catalogue(rivals))
        return confirm("name_heard", *shown)

    def _is_rival(
        self, other: Words, words: Words, readings: Sequence[Reading], least: float
    ) -> bool:
        """Whether it may as well have been another name."""
        if other == words:
            return False
        if sound_of(other) == sound_of(words):
            return True
        if any(_most(reading, other) >= RIVAL for reading in readings):
            return True
        return least < CLEAR and are_near(other, words)

    def _of_others(self, readings: Sequence[Reading], words: Words, record: Evidence) -> Verdict:
        """Where this name was not heard: another of the catalogue, said clearly, excludes it."""
        far = [other for other in self._items if not are_near(other, words)]
        known = [r for r in readings if any(_least(r, other) >= CLEAR for other in far)]
        shown = (*_of_query(readings), record)
        return reject("name_differs", *shown) if known else abstain("name_not_heard", *shown)

    def _of_catalogue(self, names: Iterable[Words]) -> tuple[Evidence, ...]:
        return tuple(Evidence("catalogue", self._field, " ".join(name)) for name in sorted(names))


def _least(reading: Reading, name: Words) -> float:
    """The share of the transcripts that say this name, at the pace where it is less."""
    return min(_shares(reading, name), default=0.0)


def _most(reading: Reading, name: Words) -> float:
    return max(_shares(reading, name), default=0.0)


def _shares(reading: Reading, name: Words) -> list[float]:
    return [
        sum(
            share
            for wording, share in said.items()
            if name in without_phrases(tuple(wording.split()))
        )
        for said in reading.details.get("said", ())
    ]


def _of_query(readings: Sequence[Reading]) -> tuple[Evidence, ...]:
    return tuple(Evidence("query", KIND, each.value, reading=each) for each in readings)
