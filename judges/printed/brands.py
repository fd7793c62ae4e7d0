"""Whether a pack shows a brand: by its name, or by what a reader makes of the brand's own packs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from judges.reading import Reading

from .packs import Line
from .siblings import Front, Fronts
from .wording import is_number, slips, tokens

NAME_SHARE = 0.6
"""Share of the letters of a brand's name to be read, at the least."""
SHORTEST_PIECE = 3
"""Letters of a part of a name that counts, at the least."""
MARK_LETTERS = 6
"""Letters of a brand's marks to be read, at the least, where a mark is no word of its name."""
RESEMBLANCE = 60
"""Percent of likeness to an item's words from which a line is no mark of the brand."""

Brand = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A brand on a pack."""

    share: float
    """Share of the letters of its name that was read, 0 to 1."""
    marked: bool
    readings: tuple[Reading, ...]
    """Where it stands; empty where nothing of it was read."""

    @property
    def read(self) -> bool:
        return self.share >= NAME_SHARE or self.marked


NOT_SHOWN = Shown(0.0, marked=False, readings=())


class Brands:
    """The brands of a catalogue and their marks.

    A logo is often drawn so that no reader makes out the name. Its marks are whole lines that the
    reader found on the catalogue pictures of at least two items of one brand and on those of no
    other brand, and that are no part of what tells items apart.
    """

    def __init__(self, names: Iterable[Brand], marks: Mapping[Brand, frozenset[str]]) -> None:
        self._names = tuple(names)
        self._marks = marks

    def on(self, lines: Sequence[Line]) -> dict[Brand, Shown]:
        """Every brand of which the lines show at least a part."""
        parts = {
            word: _best_part(word, lines)
            for word in {word for brand in self._names for word in brand}
        }
        found = {brand: self._shown(brand, parts, lines) for brand in self._names}
        return {brand: shown for brand, shown in found.items() if shown.readings}

    def _shown(
        self, brand: Brand, parts: Mapping[str, tuple[int, Line | None]], lines: Sequence[Line]
    ) -> Shown:
        marks = dict(self._marks_on(brand, lines))
        marked = any(mark in brand for mark in marks) or (sum(map(len, marks)) >= MARK_LETTERS)
        share = sum(parts[word][0] for word in brand) / max(sum(map(len, brand)), 1)
        if share < NAME_SHARE and marked:
            used = list(marks.values())
        else:
            used = [line for word in brand if (line := parts[word][1]) is not None]
        return Shown(share, marked, tuple(line.reading for line in used))

    def _marks_on(self, brand: Brand, pack: Sequence[Line]) -> list[tuple[str, Line]]:
        return [
            (mark, line)
            for mark in sorted(self._marks.get(brand, ()))
            for line in pack
            if _same(mark, "".join(line.words))
        ]


def marks_of(
    fronts: Fronts, readings: Mapping[str, Sequence[Reading]]
) -> dict[Brand, frozenset[str]]:
    """The marks of every brand, from what was read on the catalogue's pictures."""
    seen: dict[str, dict[Brand, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, lines in readings.items():
        front = fronts.by_id.get(name)
        if front is None:
            continue
        for line in {_compact(reading.text) for reading in lines}:
            if len(line) >= SHORTEST_PIECE:
                seen[line][front.brand].add(name)
    marks: dict[Brand, set[str]] = defaultdict(set)
    for line in seen:
        alike = [seen[other] for other in seen if _same(line, other)]
        where = {brand for brands in alike for brand in brands}
        if len(where) == 1:
            (brand,) = where
            items = {name for brands in alike for name in brands[brand]}
            if len(items) > 1 and not _tells_items_apart(line, fronts.family(brand)):
                marks[brand].add(line)
    return {brand: frozenset(lines) for brand, lines in marks.items()}


def _compact(text: str) -> str:
    """A line as one word; empty where numbers, which differ from item to item, stand on it."""
    words = tokens(text)
    return "" if any(map(is_number, words)) else "".join(words)


def _same(one: str, other: str) -> bool:
    """Whether two lines are the same but for what a reader may get wrong."""
    allowed = slips(min(len(one), len(other)), 0.0) if min(len(one), len(other)) >= 6 else 0
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def _tells_items_apart(line: str, family: Iterable[Front]) -> bool:
    """Whether a line is, or may be a bad reading of, what is printed on some item of a brand."""
    return any(
        line in form or form in line or fuzz.ratio(line, form) >= RESEMBLANCE
        for front in family
        for form in front.forms
    )


def _best_part(word: str, lines: Iterable[Line]) -> tuple[int, Line | None]:
    """Letters of a brand's word that were read, at the most, and where."""
    found = [(_part_read(word, line), line) for line in lines]
    length, line = max(found, key=lambda part: part[0], default=(0, None))
    return length, line if length else None


def _part_read(word: str, line: Line) -> int:
    """Letters of a brand's word that a line shows: all, or those of its beginning or end."""
    best = 0
    for text in line.words:
        if is_number(text):
            continue
        allowed = max(1, slips(len(word), 1.0)) if len(word) >= 4 else 0
        if Levenshtein.distance(text, word, score_cutoff=allowed) <= allowed:
            return len(word)
        if len(text) >= SHORTEST_PIECE and (word.startswith(text) or word.endswith(text)):
            best = max(best, len(text))
    return best
