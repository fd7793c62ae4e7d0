"""Proof that a word is not on a pack, as against merely unread.

A front that carries every word of another and one more can pass for it when that one is missed.
The proof looks where the further word would stand: beside a word with which it forms one printed
string, in the same row or, where the string is broken, in the next one.
"""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from .packs import Line
from .siblings import Front
from .sightings import Sighting
from .wording import is_number

SURE = 0.9
"""Confidence, at the least, of the neighbouring word: print around it is then legible too."""
SEEN_LETTERS = 3
"""Letters beside it that would have to show; the rest of the word may lie beyond."""
RESEMBLANCE = 60
"""Percent of likeness from which a word of the next line may be the missing letters."""
ABOUT_AS_LONG = (0.6, 1.6)
"""Length of the next line, relative to the missing letters, at which it may be these, if it was
not read surely."""


def proven_absent(
    front: Front, sibling: Front, found: Iterable[Sighting], lines: Sequence[Line]
) -> Sighting | None:
    """The sighting beside which a further word of the sibling would stand, and does not."""
    for sighting in found:
        if not _reliable(sighting):
            continue
        for before, after in _neighbours(front, sibling, sighting):
            if (before and _vacant(sighting.lines[0], lines, before, -1)) or (
                after and _vacant(sighting.lines[0], lines, after, 1)
            ):
                return sighting
    return None


def _reliable(sighting: Sighting) -> bool:
    (line, *more) = sighting.lines
    return (
        not more
        and sighting.fit.whole
        and sighting.fit.cost <= 1
        and line.reading.confidence >= SURE
    )


def _neighbours(front: Front, sibling: Front, sighting: Sighting) -> Iterator[tuple[str, str]]:
    """What the sibling prints before and after the sighted words, and the front does not."""
    for string in sibling.strings:
        for position, word in enumerate(string):
            start = ""
            if word not in sighting.words:
                if not (word.endswith(sighting.text) and word not in front.words):
                    continue
                start = word.removesuffix(sighting.text)
            yield (
                "".join(w for w in string[:position] if w not in front.words) + start,
                "".join(w for w in string[position + 1 :] if w not in front.words),
            )


def _vacant(line: Line, lines: Sequence[Line], missing: str, side: int) -> bool:
    """Whether the missing letters, before (-1) or after (1) the line, have left no trace."""
    letter = line.width / max(line.letters, 1)
    room = letter * (min(len(missing), SEEN_LETTERS) + 1)
    edge = line.right if side > 0 else line.left
    left, right = min(edge, edge + side * room), max(edge, edge + side * room)
    return line.inside(side * room) and not any(
        _in_row(line, other, left, right) or _continues(line, other, missing, side)
        for other in lines
        if other is not line
    )


def _in_row(line: Line, other: Line, left: float, right: float) -> bool:
    across = min(other.right, right) - max(other.left, left)
    down = min(line.bottom, other.bottom) - max(line.top, other.top)
    letter = line.width / max(line.letters, 1)
    return across > 0.5 * letter and down >= 0.5 * min(line.height, other.height)


def _continues(line: Line, other: Line, missing: str, side: int) -> bool:
    """Whether the line above or below may hold the missing letters of a broken string."""
    gap = other.top - line.bottom if side > 0 else line.top - other.bottom
    across = min(other.right, line.right) - max(other.left, line.left)
    if not (-0.6 * line.height < gap <= line.height and across > 0):
        return False
    if other.height <= 0.6 * line.height:
        return False
    if any(fuzz.ratio(word, missing) >= RESEMBLANCE for word in _texts(other)):
        return True
    shortest, longest = ABOUT_AS_LONG
    unsure = other.reading.confidence < SURE
    return unsure and shortest <= other.letters / len(missing) <= longest


def _texts(line: Line) -> Iterator[str]:
    yield "".join(line.words)
    for word in line.words:
        if not is_number(word):
            yield word
