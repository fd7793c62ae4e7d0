"""Legends: small marks of a colour with a word beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .apart import Box, read_apart
from .labels import SURE, Label
from .picture import Picture
from .shapes import Colour, Shape, apart

_SIDES = (4.0, 30.0)
"""Pixels: the least and greatest side of a key."""
_NEAR = 14.0
"""Pixels between a key and its word."""
_MOST_COLUMNS = 30
_SAME = 24
"""Levels a channel within which a mark is of a key's colour."""
_WORD = 9.0
"""Pixels above and below the middle of a key that its word takes at most."""
_BLANK = 16
"""Pixels without print that end a word."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What each colour stands for."""

    names: Mapping[Colour, str]
    keys: tuple[Shape, ...]
    labels: tuple[Label, ...]

    def name(self, colour: Colour) -> str | None:
        """The series of a mark of this colour, or None where no single key is near it."""
        fitting = [known for known in self.names if apart(known, colour) <= _SAME]
        return self.names[fitting[0]] if len(fitting) == 1 else None


def legend_of(shapes: Sequence[Shape], labels: Sequence[Label], beyond: float) -> Legend:
    """The keys right of ``beyond``, or above or below all marks there, with their words."""
    names: dict[Colour, str] = {}
    keys: list[Shape] = []
    words: list[Label] = []
    unsure: set[Colour] = set()
    candidates = [shape for shape in shapes if _is_key(shape) and shape.left >= beyond]
    beside = {shape: _word_beside(shape, labels) for shape in candidates}
    named = [shape for shape, word in beside.items() if word is not None]
    for shape in candidates:
        word = beside[shape]
        if word is None:
            # Its word was not read, or run together with the next, but it stands in their column.
            keys.extend([shape] if any(_alike(shape, other) for other in named) else [])
            continue
        keys.append(shape)
        words.append(word)
        if shape.colour in names or word.confidence < SURE:
            unsure.add(shape.colour)
        names[shape.colour] = word.text
    twice = [name for name in names.values() if list(names.values()).count(name) > 1]
    known = {
        colour: name for colour, name in names.items() if colour not in unsure and name not in twice
    }
    return Legend(known, tuple(keys), tuple(words))


def completed(
    legend: Legend, picture: Picture, shapes: Sequence[Shape], colours: Sequence[Colour]
) -> Legend:
    """A legend with the names of colours that it lacks, each read by itself beside its key.

    ``shapes`` are those outside the plot. A colour with no key there, or with several, stays
    without a name.
    """
    keys = {
        colour: fitting[0]
        for colour in colours
        if len(fitting := [one for one in shapes if _is_key(one) and _is_like(one, colour)]) == 1
    }
    missing = {colour: key for colour, key in keys.items() if legend.name(colour) is None}
    words = read_apart(picture, [_place_of_word(key, picture, shapes) for key in missing.values()])
    names = dict(legend.names)
    for colour, word in zip(missing, words, strict=True):
        if word is not None and word.confidence >= SURE and word.text not in names.values():
            names[colour] = word.text
    found = [word for word in words if word is not None]
    return Legend(names, (*legend.keys, *missing.values()), (*legend.labels, *found))


def _is_like(shape: Shape, colour: Colour) -> bool:
    return apart(shape.colour, colour) <= _SAME


def _place_of_word(key: Shape, picture: Picture, shapes: Sequence[Shape]) -> Box:
    """From a key to the end of what is printed beside it, between the keys above and below."""
    steps = [abs(one.y - key.y) for one in shapes if _is_key(one) and _alike(one, key)]
    reach = min([_WORD, *(step / 2 for step in steps if step > key.height)])
    left, top, bottom = int(key.right) + 1, max(int(key.y - reach), 0), int(key.y + reach)
    strip = picture.pixels[top:bottom, left:].astype(int)
    printed = np.abs(strip - picture.background).max(axis=(0, 2)) > _SAME
    inked = np.flatnonzero(printed)
    ends = inked[np.flatnonzero(np.diff(inked, append=len(printed) + _BLANK) > _BLANK)]
    breadth = int(ends[0]) + 3 if len(ends) else _BLANK
    return Box(left, top, min(left + breadth, picture.pixels.shape[1]), bottom)


def key_columns(shapes: Sequence[Shape], labels: Sequence[Label]) -> list[float]:
    """Where, from the left, a legend may begin."""
    lefts = {
        shape.left for shape in shapes if _is_key(shape) and _word_beside(shape, labels) is not None
    }
    return sorted(lefts)[:_MOST_COLUMNS]


def _is_key(shape: Shape) -> bool:
    least, greatest = _SIDES
    return (
        least <= shape.width <= greatest
        and 1.0 <= shape.height <= greatest
        and shape.height <= 1.5 * shape.width
    )


def _alike(one: Shape, other: Shape) -> bool:
    return abs(one.left - other.left) <= 1 and abs(one.width - other.width) <= 1


def _word_beside(shape: Shape, labels: Sequence[Label]) -> Label | None:
    beside = [
        label
        for label in labels
        if abs(label.y - shape.y) <= 0.5 * label.height
        and -3 <= label.left - shape.right <= _NEAR
        # Keys that the words reader took for one line are told apart by nobody.
        and label.height <= 2.2 * max(shape.height, 9.0)
    ]
    return min(beside, key=lambda label: label.left, default=None)
