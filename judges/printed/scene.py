"""A picture's print, read as packs: the one in front, and what stands on it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from judges.reading import Reading

from .packs import Line, column, level, packs
from .sightings import Sighting, sightings
from .wording import Lexicon

SPREAD = (0.3, 0.5)
"""How far from the middle, across and down, print counts less: shares of the picture's sides."""

BRAND_REACH = 6.0
"""Text heights from the words of a pack within which its brand stands."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The pack that a picture shows in front."""

    pack: tuple[Line, ...]
    found: tuple[Sighting, ...]
    """What of the catalogue's words was read on it."""
    lines: tuple[Line, ...]
    """All print in the picture."""
    column: tuple[Line, ...]
    """The pack and what stands right above and below its words."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for sighting in self.found for word in sighting.words)


def scene_of(readings: Sequence[Reading], lexicon: Lexicon) -> Scene | None:
    """The most prominent pack that shows a word of the catalogue; None where none does."""
    lines = tuple(level(readings))
    best: tuple[float, Scene] | None = None
    for pack in packs(lines):
        found = tuple(sightings(pack, lexicon))
        weight = prominence(found)
        if found and (best is None or weight > best[0]):
            read = [line for sighting in found for line in sighting.lines]
            around = {id(line) for line in (*pack, *column(read, lines, BRAND_REACH))}
            near = tuple(line for line in lines if id(line) in around)
            best = weight, Scene(tuple(pack), found, lines, near)
    return best[1] if best else None


def scenes_of(readings: Iterable[Reading], lexicon: Lexicon) -> list[Scene]:
    """One scene per picture; readings that name no picture are taken to be of one."""
    pictures: dict[tuple[object, object], list[Reading]] = {}
    for reading in readings:
        pictures.setdefault((reading.details.get("medium"), reading.page), []).append(reading)
    found = (scene_of(of_one, lexicon) for of_one in pictures.values())
    return [scene for scene in found if scene is not None]


def prominence(found: Iterable[Sighting]) -> float:
    """How large and how central a pack's words are, each distinct word once."""
    weights: dict[str, float] = {}
    for sighting in found:
        line = sighting.lines[0]
        share = len(sighting.text) * line.height * _centrality(line) / len(sighting.words)
        for word in sighting.words:
            weights[word] = max(weights.get(word, 0.0), share)
    return sum(weights.values())


def _centrality(line: Line) -> float:
    """1 in the middle of the picture, less towards its edges; 1 where its size is not known."""
    if line.size is None:
        return 1.0
    return math.exp(
        -sum(
            ((at / side - 0.5) / spread) ** 2
            for at, side, spread in zip(line.middle, line.size, SPREAD, strict=True)
        )
    )
