"""What the fronts of a catalogue say, and what tells one from its siblings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .wording import Lexicon, tokens


@dataclass(frozen=True)
class Front:
    """What stands on the front of one item."""

    id: str
    brand: tuple[str, ...]
    """Words of the brand's name; empty where brands are not compared."""
    strings: tuple[tuple[str, ...], ...]
    """The printed strings, in the order of the record, each as its words."""
    printed: tuple[str, ...] = ()
    """The same as the record has them."""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for words in self.strings for word in words)

    @cached_property
    def forms(self) -> frozenset[str]:
        """All forms in which its words may stand on the front."""
        return frozenset(Lexicon.of(self.strings).forms)


class Fronts:
    """All fronts that one asker may see. Derived from the catalogue; immutable once made."""

    def __init__(self, fronts: Iterable[Front]) -> None:
        self.by_id: Mapping[str, Front] = {front.id: front for front in fronts}
        carriers: dict[str, list[Front]] = defaultdict(list)
        families: dict[tuple[str, ...], list[Front]] = defaultdict(list)
        for front in self.by_id.values():
            families[front.brand].append(front)
            for word in front.words:
                carriers[word].append(front)
        self._carriers = carriers
        self._families = families
        self.lexicon = Lexicon.of(words for front in self.by_id.values() for words in front.strings)

    @property
    def brands(self) -> Iterable[tuple[str, ...]]:
        return self._families.keys()

    def family(self, brand: tuple[str, ...]) -> Sequence[Front]:
        return self._families.get(brand, ())

    def siblings(self, front: Front) -> list[Front]:
        """The other items of its brand."""
        return [other for other in self.family(front.brand) if other.id != front.id]

    def likes(self, front: Front) -> list[Front]:
        """Items of other brands that carry one of its words, by id."""
        found = {other.id: other for word in front.words for other in self._carriers[word]}
        return [found[name] for name in sorted(found) if found[name].brand != front.brand]

    def rivals(self, word: str, front: Front) -> list[Front]:
        """Who carries a word and is a sibling, or shares some word with the front."""
        return [
            other
            for other in self._carriers.get(word, ())
            if other.brand == front.brand or not other.words.isdisjoint(front.words)
        ]


def front_of(name: str, brand: object, strings: object) -> Front | None:
    """The front that facts describe; None where nothing is printed on it."""
    if not isinstance(strings, list | tuple):
        return None
    printed = tuple(string for string in strings if isinstance(string, str))
    words = tuple(filter(None, map(tokens, printed)))
    named = tokens(brand) if isinstance(brand, str) else ()
    return Front(name, named, words, printed) if words else None


def fronts_of(
    facts: Iterable[tuple[str, Mapping[str, Any]]], brand_field: str | None, words_field: str
) -> Fronts:
    """From the catalogue's facts; items without printed words have no front.

    Where brands are compared, neither has an item whose record names no brand.
    """
    made = (
        front_of(name, record.get(brand_field) if brand_field else None, record.get(words_field))
        for name, record in facts
    )
    return Fronts(front for front in made if front and (front.brand or brand_field is None))
