"""Which line of print stands next to another, right of a label, or below it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judges.reading import Reading

from .labels import alone, labelled
from .values import is_value

_SAME_ROW = 0.5
"""Share of the lower height by which two lines overlap that stand in one row."""
_BELOW = 2.0
"""Heights of the label. A value further below belongs to something else."""


_APART = 1.5
"""Heights of the higher of two lines that may lie between them in one block of print."""


class Pair(NamedTuple):
    """A label, its value and the line of print that the value stands in."""

    label: str
    value: str
    line: Reading
    place: str
    """Of the value: ``line``, ``right`` or ``below``."""


class _Spot(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def is_next(above: Reading, below: Reading) -> bool:
    """Whether two lines that were read one after the other stand in one block: near each other in
    one picture, the second below the first or beside it; without places, they do."""
    if above.page != below.page or above.details.get("medium") != below.details.get("medium"):
        return False
    if above.box is None or below.box is None:
        return True
    one, other = _spot(above), _spot(below)
    gap = _APART * max(one.height, other.height)
    beside = max(one.left, other.left) - min(one.right, other.right)
    under = max(one.top, other.top) - min(one.bottom, other.bottom)
    return beside <= gap and under <= gap and min(beside, under) <= 0


def pairs(lines: Sequence[Reading]) -> Iterator[Pair]:
    """Every labelled value among the lines of one picture, in their order."""
    spots = [(_spot(line), line) for line in lines if line.box is not None]
    for line in lines:
        inside = labelled(line.text)
        for each in inside:
            yield Pair(each.label, each.value, line, "line")
        if line.box is None:
            continue
        own = _spot(line)
        if inside:
            yield from _values(inside[-1].label, _right_of(own, spots), "right", sure=False)
            continue
        lone = alone(line.text)
        if lone is None:
            continue
        beside = list(_values(lone.label, _right_of(own, spots), "right", sure=lone.sure))
        yield from beside or _values(lone.label, _below(own, spots), "below", sure=lone.sure)


def _values(label: str, lines: Sequence[Reading], place: str, *, sure: bool) -> Iterator[Pair]:
    """All values that follow each other: whoever asks cannot know which one it is."""
    for position, line in enumerate(lines):
        words = sure and position == 0 and alone(line.text) is not None
        if not (is_value(line.text) or words):
            return
        yield Pair(label, line.text, line, place)


def _spot(line: Reading) -> _Spot:
    corners = line.box or ()
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return _Spot(min(across), min(down), max(across), max(down))


def _right_of(own: _Spot, spots: Sequence[tuple[_Spot, Reading]]) -> list[Reading]:
    """The lines to the right in the same row, the nearest first."""
    row = [
        (spot.left, position)
        for position, (spot, _) in enumerate(spots)
        if spot.left >= own.right - own.height / 2
        and min(spot.bottom, own.bottom) - max(spot.top, own.top)
        >= _SAME_ROW * min(spot.height, own.height)
    ]
    return [spots[position][1] for _, position in sorted(row)]


def _below(own: _Spot, spots: Sequence[tuple[_Spot, Reading]]) -> list[Reading]:
    """The lines below that share some of the label's width, each near to the one above it."""
    under = sorted(
        (spot.top, position)
        for position, (spot, _) in enumerate(spots)
        if spot.top >= own.bottom - own.height / 2
        and min(spot.right, own.right) > max(spot.left, own.left)
    )
    found, bottom = [], own.bottom
    for top, position in under:
        if top > bottom + _BELOW * own.height:
            break
        found.append(spots[position][1])
        bottom = spots[position][0].bottom
    return found
