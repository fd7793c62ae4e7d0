"""The base of readers of printed codes: lines that may hold one are read a second time."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from judges.codes import compact, normal
from judges.errors import ReaderError
from judges.reading import Box, Reading
from modalities import Image, Medium

from .close_up import close_up, sides, upside_down
from .code_tokens import Token
from .ctc import Line
from .letterforms import are_twins, by_form
from .over_words import OverWords
from .rivals import Sureness, sureness

_CERTAIN = 0.9
"""The words reader is never as sure as this of a line that it read upside down."""
_SHORTEST = 1.6
"""Length against height. A shorter line has no room for a code, whatever was read there."""
_MOST = 40
"""Lines of one picture that are looked at again, which bounds the cost of a page of print."""
_MARGIN = 0.05
"""Of a line's height: the second look is cut out otherwise than the first."""


class _Looked(NamedTuple):
    """A line, which way up it stands, and what was read there."""

    line: Reading
    box: Box
    first: str


class PrintedCodes(OverWords):
    """Pulls codes out of the lines that the words reader reads, and looks at these once more.

    A line of a picture that holds one is cut out and read once more. ``details["looks"]`` is 2
    where both looks say the same, and ``confidence`` is then that of its least sure character,
    together with those that look like it (O and 0): ``details["rivals"]`` gives these and their
    shares by their place among the letters and digits (``{"2": {"O": 0.04}}``), O and 0, I and 1
    weighed by the forms of the print. A line that the words reader is not sure of is also read
    upside down, and counts the way it is surer. Where there is such a line or none at all, and no
    code was found yet, lines are looked for once more in the picture as seen from further off. From
    lines alone (``derive``) there is one look, and confidence is that of the line.

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
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, words are read in images")
        codes = self._codes(medium, readings)
        if (codes and self.is_telling) or not _is_suspect(readings):
            return codes
        known = {code.value for code in codes}
        afar = self._codes(medium, self._words.read_from_afar(medium))
        return [*codes, *(code for code in afar if code.value not in known)]

    def _codes(self, medium: Image, readings: Sequence[Reading]) -> list[Reading]:
        turned = self._right_way_up(medium, self._worth_a_look(readings))
        holding = [looked for looked in turned if self._tokens(looked.first)]
        strips = [close_up(medium.pixels, looked.box, _MARGIN) for looked in holding]
        seconds = self._words.read_lines(strips)
        found = {
            id(looked.line): list(self._agreed(looked, by_form(second, strip)))
            for looked, strip, second in zip(holding, strips, seconds, strict=True)
        }
        looked_at = {id(looked.line) for looked in turned}
        return [
            code
            for line in readings
            for code in (found.get(id(line), ()) if id(line) in looked_at else self.derive([line]))
        ]

    def _worth_a_look(self, readings: Sequence[Reading]) -> list[Reading]:
        """Lines that hold a code, then some that were read badly."""
        placed = [line for line in readings if line.box is not None]
        holding = [line for line in placed if any(self.tokens(line.text))]
        doubtful = [
            line
            for line in placed
            if line.confidence < _CERTAIN
            and _is_long(_box(line))
            and not any(self.tokens(line.text))
        ]
        return [*holding, *doubtful][:_MOST]

    def _tokens(self, text: str) -> list[Token]:
        return list(dict.fromkeys(self.tokens(text)))

    def _right_way_up(self, medium: Image, lines: Sequence[Reading]) -> list[_Looked]:
        """Each line the way up in which it is read more surely."""
        doubtful = [line for line in lines if line.confidence < _CERTAIN]
        strips = [close_up(medium.pixels, upside_down(_box(line)), 0) for line in doubtful]
        others = {
            id(line): other
            for line, other in zip(doubtful, self._words.read_lines(strips), strict=True)
        }
        looked = []
        for line in lines:
            other = others.get(id(line))
            if other is not None and _mean(other) > line.confidence:
                looked.append(_Looked(line, upside_down(_box(line)), other.text))
            else:
                looked.append(_Looked(line, _box(line), line.text))
        return looked

    def _agreed(self, looked: _Looked, second: Line) -> Iterator[Reading]:
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


def _is_suspect(readings: Sequence[Reading]) -> bool:
    """Whether print may have been missed: nothing was found, or something that was read badly."""
    return not readings or any(line.confidence < _CERTAIN for line in readings)


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


def _box(line: Reading) -> Box:
    if line.box is None:
        raise ReaderError("words: a line of a picture has no place")
    return line.box


def _mean(line: Line) -> float:
    return sum(line.confidences) / len(line.confidences) if line.text else 0.0
