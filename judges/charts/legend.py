"""Legends: small marks of a colour with a word beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .apart import Box, read_apart
from .labels import SURE, Label
from .numbers import number
from .picture import Picture
from .shapes import Colour, Shape, apart

_LEAST, _HIGHEST, _WIDEST = 4.0, 30.0, 64.0
"""Pixels: a key is at least so wide, and at most so high and wide."""
_FRAME = 1.5
"""Heights of a key."""
_NEAR = 14.0
"""Pixels between a key and its word."""
_MOST_COLUMNS, _MOST_GROUPS = 30, 8
_SAME = 24
"""Levels a channel within which a mark is of a key's colour."""
_WORD = 9.0
"""Pixels above and below the middle of a key that its word takes at most."""
_WORD_LEAST = 40
"""Pixels beside a key that tell what is behind its word."""
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

    def hides(self, x: float, y: float) -> bool:
        """Whether a place may lie behind it: its frame stands about the height of a key outside."""
        if not self.keys:
            return False
        words = [(word.left, word.top, word.right, word.bottom) for word in self.labels]
        boxes = [*(key.extent for key in self.keys), *words]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        margin = _FRAME * max(key.height for key in self.keys)
        across = min(lefts) - margin <= x <= max(rights) + margin
        return bool(across and min(tops) - margin <= y <= max(bottoms) + margin)


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


def key_groups(shapes: Sequence[Shape], labels: Sequence[Label]) -> list[tuple[Shape, ...]]:
    """Shapes that may be a legend among the marks, the first few of them.

    They are of one size, in one column or row, and each is of a colour that others have and no
    other of them has. The colours are all that the others have.
    """
    keys = [shape for shape in shapes if _is_key(shape)]
    found: list[tuple[Shape, ...]] = []
    for key in sorted(keys, key=lambda one: _word_beside(one, labels) is None)[:_MOST_COLUMNS]:
        alike = [one for one in keys if _is_of_size(one, key)]
        for group in (
            tuple(one for one in alike if abs(one.left - key.left) <= 1),
            tuple(one for one in alike if abs(one.top - key.top) <= 1),
        ):
            if group not in found and _is_palette(group, shapes):
                found.append(group)
    return found[:_MOST_GROUPS]


def legend_among(picture: Picture, keys: Sequence[Shape]) -> Legend | None:
    """What is printed beside each of some keys; None where that is not known of all of them."""
    words = {key: _word_beside(key, picture.labels) for key in keys}
    read = {key: word for key, word in words.items() if word is not None}
    sure = {key: word for key, word in read.items() if word.confidence >= SURE}
    names = {key.colour: word.text for key, word in sure.items()}
    legend = Legend(names, tuple(keys), tuple(read.values()))
    legend = completed(legend, picture, keys, [key.colour for key in keys])
    known = [legend.name(key.colour) for key in keys]
    plain = all(name is not None and number(name) is None for name in known)
    return legend if plain and len(set(known)) == len(known) else None


def _is_of_size(one: Shape, other: Shape) -> bool:
    return abs(one.width - other.width) <= 1 and abs(one.height - other.height) <= 1


def _is_palette(keys: Sequence[Shape], shapes: Sequence[Shape]) -> bool:
    """Whether a colour is that of one key alone, and all shapes' colours are those of the keys."""
    taken = set(keys)
    others = {shape.colour for shape in shapes if shape not in taken}
    colours = [key.colour for key in keys]
    single = all(
        apart(one, other) > _SAME for at, one in enumerate(colours) for other in colours[at + 1 :]
    )
    used = all(any(apart(one, other) <= _SAME for other in others) for one in colours)
    return (
        single
        and used
        and all(any(apart(one, other) <= _SAME for one in colours) for other in others)
    )


def _is_like(shape: Shape, colour: Colour) -> bool:
    return apart(shape.colour, colour) <= _SAME


def _place_of_word(key: Shape, picture: Picture, shapes: Sequence[Shape]) -> Box:
    """From a key to the end of what is printed beside it, between the keys above and below."""
    steps = [abs(one.y - key.y) for one in shapes if _is_key(one) and _alike(one, key)]
    reach = min([_WORD, *(step / 2 for step in steps if step > key.height)])
    left, top, bottom = int(key.right) + 1, max(int(key.y - reach), 0), int(key.y + reach)
    strip = picture.pixels[top:bottom, left:].astype(int)
    if not strip.size:
        return Box(left, top, left, bottom)
    # Plots and legends have backgrounds of their own, and frames, which run from top to bottom.
    ground = np.median(strip[:, :_WORD_LEAST], axis=(0, 1))
    printed = np.abs(strip - ground).max(axis=2) > _SAME
    inked = np.flatnonzero(printed.any(axis=0) & ~printed.all(axis=0))
    ends = inked[np.flatnonzero(np.diff(inked, append=strip.shape[1] + _BLANK) > _BLANK)]
    breadth = int(ends[0]) + 3 if len(ends) else _BLANK
    return Box(left, top, min(left + breadth, picture.pixels.shape[1]), bottom)


def key_columns(shapes: Sequence[Shape], labels: Sequence[Label]) -> list[float]:
    """Where, from the left, a legend may begin."""
    lefts = {
        shape.left for shape in shapes if _is_key(shape) and _word_beside(shape, labels) is not None
    }
    return sorted(lefts)[:_MOST_COLUMNS]


def _is_key(shape: Shape) -> bool:
    return (
        _LEAST <= shape.width <= _WIDEST
        and 1.0 <= shape.height <= _HIGHEST
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
