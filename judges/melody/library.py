"""The melodies of a catalogue, from its records or from its recordings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from judges.query import Catalogue

from .notation import Melody, parse_melody, run_together
from .reader import KIND, melody_of, notes_in
from .songbook import Songbook


class Owner(NamedTuple):
    """Whose melody it is."""

    id: str
    text: str | None
    """As the record has it; None where it was read in a recording."""


@dataclass(frozen=True, slots=True)
class Library:
    """Every melody of the catalogue that the asker may see, and the owner of each."""

    owners: Sequence[Owner]
    known: frozenset[Owner]
    songbook: Songbook
    run_together: Songbook
    """The same melodies as they sound where no note is sung again."""


def library_of(catalogue: Catalogue, field: str | None) -> Library:
    """The melodies in a record field, or without one those read in the items' recordings.

    What is no melody is left out. Raises KeyError or TypeError where a stored reading is broken.
    """
    found = list(_recorded(catalogue) if field is None else _written(catalogue, field))
    owners = [owner for owner, _ in found]
    melodies = [melody for _, melody in found]
    together = [run_together(melody) for melody in melodies]
    return Library(owners, frozenset(owners), Songbook(melodies), Songbook(together))


def _written(catalogue: Catalogue, field: str) -> Iterator[tuple[Owner, Melody]]:
    for id_, facts in catalogue.facts([field]):
        text = facts.get(field)
        melody = parse_melody(text) if isinstance(text, str) else None
        if melody is not None:
            yield Owner(id_, text), melody


def _recorded(catalogue: Catalogue) -> Iterator[tuple[Owner, Melody]]:
    ids = [id_ for id_, _ in catalogue.facts([])]
    for id_, readings in catalogue.readings(ids, KIND).items():
        for reading in readings:
            yield Owner(id_, None), melody_of(notes_in(reading))
