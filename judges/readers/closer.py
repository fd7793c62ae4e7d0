"""Closer looks at lines of print: the right way up, and cut out of the picture once more."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError
from judges.reading import Box, Reading

from .close_up import close_up, direction, sides, upside_down
from .ctc import Line
from .letterforms import by_form
from .words import WordsReader

CERTAIN = 0.95
"""The words reader is hardly ever as sure as this of a line that it read upside down."""
_SURE = 0.9
"""A line that is read as surely as this both ways up is not told by that."""
_PARALLEL = 0.9
"""Cosine of the angle up to which two lines are of one block of print."""
_MARGIN = 0.05
"""Of a line's height: the second look is cut out otherwise than the first."""


class Looked(NamedTuple):
    """A line, its box the way up in which it stands, and what was read there."""

    line: Reading
    box: Box
    first: str

    @property
    def area(self) -> float:
        """In square pixels."""
        return math.prod(sides(self.box))


def as_read(line: Reading) -> Looked:
    """Raises ReaderError where the line has no place in its picture."""
    return Looked(line, box_of(line), line.text)


def right_way_up(
    words: WordsReader,
    pixels: NDArray[np.uint8],
    lines: Sequence[Reading],
    around: Sequence[Reading],
) -> list[Looked]:
    """Lines of a picture of shape (height, width, 3), each the way up in which it is read surer.

    One that is read surely both ways, as ``6009-CH`` is ``HJ-6009`` upside down, goes the way of
    the nearest of all lines ``around`` that is not. Raises ReaderError.
    """
    strips = [close_up(pixels, upside_down(box_of(line)), 0) for line in lines]
    others = dict(zip(map(id, lines), words.read_lines(strips), strict=True))
    unsettled = {
        id(line) for line in lines if min(line.confidence, _mean(others[id(line)])) >= _SURE
    }
    turned = {id(line) for line in lines if _mean(others[id(line)]) > line.confidence} - unsettled
    settled = [line for line in around if line.box and id(line) not in unsettled]
    turned |= {
        id(line)
        for line in lines
        if id(line) in unsettled and _runs_against(line, _nearest(line, settled), turned)
    }
    return [
        Looked(line, upside_down(box_of(line)), others[id(line)].text)
        if id(line) in turned
        else as_read(line)
        for line in lines
    ]


def _nearest(line: Reading, others: Sequence[Reading]) -> Reading | None:
    """Of those that run along the same way or the other one."""
    own, middle = direction(box_of(line)), np.mean(box_of(line), axis=0)
    parallel = [each for each in others if abs(own @ direction(box_of(each))) > _PARALLEL]
    distances = [math.dist(middle, np.mean(box_of(each), axis=0)) for each in parallel]
    return parallel[int(np.argmin(distances))] if parallel else None


def _runs_against(line: Reading, other: Reading | None, turned: AbstractSet[int]) -> bool:
    """Whether a line runs against another one, which may be among those to be turned."""
    if other is None:
        return False
    along = direction(box_of(line)) @ direction(box_of(other))
    return bool(along > 0) == (id(other) in turned)


def again(
    words: WordsReader, pixels: NDArray[np.uint8], lines: Sequence[Looked]
) -> list[tuple[Looked, Line]]:
    """What each line says when it is cut out otherwise. Raises ReaderError."""
    strips = [close_up(pixels, looked.box, _MARGIN) for looked in lines]
    seconds = words.read_lines(strips)
    return [
        (looked, by_form(second, strip))
        for looked, strip, second in zip(lines, strips, seconds, strict=True)
    ]


def box_of(line: Reading) -> Box:
    """Raises ReaderError where the line has no place in its picture."""
    if line.box is None:
        raise ReaderError("words: a line of a picture has no place")
    return line.box


def _mean(line: Line) -> float:
    return sum(line.confidences) / len(line.confidences) if line.text else 0.0
