"""The base of readers of printed codes: lines that may hold one are read a second time."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from judges.codes import compact, normal
from judges.reading import Box, Reading
from modalities import Medium

from .close_up import sides
from .closer import CERTAIN, Looked, again, as_read, box_of, right_way_up
from .code_tokens import Token
from .ctc import Line
from .letterforms import are_twins
from .over_words import OverWords
from .rivals import Sureness, sureness
from .words import image_of

_SHORTEST = 1.6
"""Length against height. A shorter line has no room for a code, whatever was read there."""
_MOST = 40
"""Lines of one picture that are looked at again, which bounds the cost of a page of print."""
_FEW = 8
"""Numbers of one picture that are looked at again for a letter in them, the largest ones."""


class PrintedCodes(OverWords):
    """Pulls codes out of the lines that the words reader reads, and looks at these once more.

    A line of a picture that holds one is cut out and read once more. ``details["looks"]`` is 2
    where both looks say the same, and ``confidence`` is then that of its least sure character,
    together with those that look like it (O and 0): ``details["rivals"]`` gives these and their
    shares by their place among the letters and digits (``{"2": {"O": 0.04}}``), O and 0, I and 1
    weighed by the forms of the print. Such a line, and one that the words reader is not sure of, is
    also read upside down, and counts the way up that is surer (see ``closer``).

    Where no code was seen twice, numbers are looked at again, which are codes if a 0 in them is an
    O. Then, if nothing or something badly was read, lines are looked for once more in the picture
    turned by a quarter. From lines alone (``derive``) there is one look, and confidence is
    that of the line.

    ``value`` is in upper case with each separator as a hyphen (see ``judges.codes.normal``);
    ``text`` is as read; the box is that of the whole line. Nothing is put in the place of what the
    print says (see ``letterforms`` for O or 0, I or 1).
    """

    kind: ClassVar[str]
    version: ClassVar[str]
    is_telling: ClassVar[bool] = True
    """Whether most of what looks like a code is one, so that finding one is finding it."""

    @abstractmethod
    def tokens(self, line: str) -> Iterator[Token]:
        """What in a line of print looks like a code, from left to right."""

    def may_hold(self, _line: str) -> bool:
        """Whether a line without a code holds one if a digit in it is the letter like it."""
        return False

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """Codes of lines that were read before, in their order, each place once."""
        return [
            self._code(line, token, line.confidence)
            for line in readings
            for token in self._tokens(line.text)
        ]

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError."""
        return self.reread(medium, self._words.read(medium))

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        """Codes of lines that were read before in this picture. Raises ReaderError."""
        pixels = image_of(medium).pixels
        codes = self._codes(pixels, readings)
        if self._are_enough(codes) or not _is_suspect(readings):
            return codes
        return _joined(codes, self._codes(pixels, self._words.read_turned(medium)))

    def _codes(self, pixels: NDArray[np.uint8], readings: Sequence[Reading]) -> list[Reading]:
        """Of lines of a picture of shape (height, width, 3)."""
        looked = right_way_up(self._words, pixels, self._worth_a_look(readings), readings)
        codes = self._held(pixels, readings, looked)
        if self._are_enough(codes):
            return codes
        return _joined(codes, self._behind_digits(pixels, readings, looked))

    def _are_enough(self, codes: Sequence[Reading]) -> bool:
        return self.is_telling and any(code.details.get("looks") == 2 for code in codes)

    def _held(
        self,
        pixels: NDArray[np.uint8],
        readings: Sequence[Reading],
        looked: Sequence[Looked],
    ) -> list[Reading]:
        """Codes of lines that hold one, in the order of the lines."""
        found: dict[int, list[Reading]] = {id(each.line): [] for each in looked}
        holding = [each for each in looked if self._tokens(each.first)]
        for each, second in again(self._words, pixels, holding):
            found[id(each.line)] = list(self._agreed(each, second))
        return [
            code
            for line in readings
            for code in (found[id(line)] if id(line) in found else self.derive([line]))
        ]

    def _behind_digits(
        self,
        pixels: NDArray[np.uint8],
        readings: Sequence[Reading],
        looked: Sequence[Looked],
    ) -> list[Reading]:
        """Codes of lines that hold one only if a digit in them is the letter like it."""
        seen = {id(each.line) for each in looked}
        others = [as_read(line) for line in readings if line.box and id(line) not in seen]
        numbers = [
            each
            for each in (*looked, *others)
            if not self._tokens(each.first) and self.may_hold(each.first)
        ]
        largest = sorted(numbers, key=lambda each: each.area, reverse=True)[:_FEW]
        return [
            code
            for each, second in again(self._words, pixels, largest)
            for code in self._agreed(each, second)
        ]

    def _worth_a_look(self, readings: Sequence[Reading]) -> list[Reading]:
        """Lines that hold a code, then some that were read badly."""
        placed = [line for line in readings if line.box is not None]
        holding = [line for line in placed if any(self.tokens(line.text))]
        doubtful = [
            line
            for line in placed
            if line.confidence < CERTAIN
            and _is_long(box_of(line))
            and not any(self.tokens(line.text))
        ]
        return [*holding, *doubtful][:_MOST]

    def _tokens(self, text: str) -> list[Token]:
        return list(dict.fromkeys(self.tokens(text)))

    def _agreed(self, looked: Looked, second: Line) -> Iterator[Reading]:
        """The codes of a line, as both looks say, or as each says where they differ."""
        line = looked.line.model_copy(update={"box": looked.box})
        first = self._tokens(looked.first)
        before = {compact(token.text) for token in first}
        settled = set()
        for token in self._tokens(second.text):
            sure = sureness(second, token.text)
            looks = {"looks": 2} if compact(token.text) in before else {}
            yield self._code(line, token, sure.confidence, **looks, rivals=sure.rivals)
            settled |= {each for each in first if _holds(token.text, sure, each.text)}
        for token in first:
            if token not in settled:
                yield self._code(line, token, line.confidence)

    def _code(self, line: Reading, token: Token, confidence: float, **details: Any) -> Reading:
        joined = {"joined": True} if token.joined else {}
        return line.model_copy(
            update={
                "kind": self.kind,
                "value": normal(token.text),
                "text": token.text,
                "confidence": confidence,
                "reader": self.kind,
                "version": self.version,
                "details": {**joined, **details},
            }
        )


def _joined(codes: Sequence[Reading], more: Sequence[Reading]) -> list[Reading]:
    known = {code.value for code in codes}
    return [*codes, *(code for code in more if code.value not in known)]


def _is_suspect(readings: Sequence[Reading]) -> bool:
    """Whether print may have been missed: nothing was found, or something that was read badly."""
    return not readings or any(line.confidence < CERTAIN for line in readings)


def _holds(closer: str, sure: Sureness, first: str) -> bool:
    """Whether a closer look says what the first one said, or tells it as a rival of O and 0, I and
    1."""
    one, two = compact(closer), compact(first)
    return len(one) == len(two) and all(
        own == other or (are_twins(own, other) and other in sure.rivals.get(str(place), {}))
        for place, (own, other) in enumerate(zip(one, two, strict=True))
    )


def _is_long(box: Box) -> bool:
    shorter, longer = sorted(sides(box))
    return longer >= _SHORTEST * shorter
