"""The model code reader: codes in printed lines, each line that may hold one read a second time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from judges.codes import compact, fold, normal
from judges.errors import ReaderError
from judges.reading import Box, Reading
from modalities import Image, Medium

from .bare_tokens import bare_in
from .close_up import close_up, upside_down
from .code_tokens import Token, codes_in
from .ctc import Line
from .over_words import OverWords
from .words import WordsReader

_CERTAIN = 0.9
"""The words reader is never as sure as this of a line that it read upside down."""
_SHORTEST = 4
"""Characters. A line that was read as fewer holds no code, whichever way it is turned."""
_MOST = 40
"""Lines of one picture that are looked at again, which bounds the cost of a page of print."""
_MOST_BARE = 8
"""Of these, lines that were read surely and hold digits or letters alone."""
_MARGIN = 0.05
"""Of a line's height: the second look is cut out otherwise than the first."""


class _Looked(NamedTuple):
    """A line, which way up it stands, and what was read there."""

    line: Reading
    box: Box
    first: str


class ModelCodeReader(OverWords):
    """Pulls model codes out of the lines that the words reader reads.

    A code is 4 to 24 letters and digits, with ``-``, ``/``, ``.`` or ``_`` between. Digits alone
    (six at least, ``4410 221``) or letters alone (capitals that have a line to themselves) may be
    none, which ``details["bare"]`` says: whoever uses them must know that codes look so. Where a
    short word in capitals stands before a number (``WX 4410``), or a single capital or number
    stands after a code (``WX-4410 B``), the two are also read as one, with ``details["joined"]``.
    Quantities, prices, dates, times and addresses are no codes.

    A line of a picture that holds one is cut out and read once more. ``details["looks"]`` is 2
    where both looks say the same, and ``confidence`` is then that of its least sure character,
    together with those that look like it (O and 0): ``details["rivals"]`` gives these and their
    shares by their place among the letters and digits (``{"2": {"O": 0.04}}``). A line that the
    words reader is not sure of is also read upside down, and counts the way it is surer. Where no
    line holds a code, and there is such a line or none at all, lines are looked for once more in
    the picture as seen from further off. From lines alone (``derive``) there is one look, and
    confidence is that of the line.

    ``value`` is in upper case with each separator as a hyphen (see ``judges.codes.normal``);
    ``text`` is as read; the box is that of the whole line. No letter is changed.
    """

    kind: ClassVar[str] = "model_code"
    version: ClassVar[str] = f"4+{WordsReader.version}"

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """Model codes of lines that were read before, in their order, each place once."""
        return [
            self._code(line, token, line.confidence)
            for line in readings
            for token in _tokens(line.text)
        ]

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError."""
        return self.reread(medium, self._words.read(medium))

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        """Model codes of lines that were read before in this picture. Raises ReaderError."""
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, words are read in images")
        codes = self._codes(medium, readings)
        if any("bare" not in code.details for code in codes) or not _is_suspect(readings):
            return codes
        afar = self._codes(medium, self._words.read_from_afar(medium))
        known = {code.value for code in codes}
        return [*codes, *(code for code in afar if code.value not in known)]

    def _codes(self, medium: Image, readings: Sequence[Reading]) -> list[Reading]:
        turned = self._right_way_up(medium, _worth_a_look(readings))
        holding = [looked for looked in turned if _tokens(looked.first)]
        seconds = self._words.read_lines(
            [close_up(medium.pixels, looked.box, _MARGIN) for looked in holding]
        )
        found = {
            id(looked.line): list(self._agreed(looked, second))
            for looked, second in zip(holding, seconds, strict=True)
        }
        looked_at = {id(looked.line) for looked in turned}
        return [
            code
            for line in readings
            for code in (found.get(id(line), ()) if id(line) in looked_at else self.derive([line]))
        ]

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
        first, closer = _tokens(looked.first), _tokens(second.text)
        before = {compact(token.text) for token in first}
        for token in closer:
            seen = _seen(second, token)
            looks = {"looks": 2} if compact(token.text) in before else {}
            yield self._code(line, token, seen.confidence, **looks, rivals=seen.rivals)
        known = {compact(token.text) for token in closer}
        for token in first:
            if compact(token.text) not in known:
                yield self._code(line, token, line.confidence)

    def _code(self, line: Reading, token: Token, confidence: float, **details: Any) -> Reading:
        joined = {"joined": True} if token.joined else {}
        bare = {"bare": True} if _is_bare(token.text) else {}
        return line.model_copy(
            update={
                "kind": self.kind,
                "value": normal(token.text),
                "text": token.text,
                "confidence": confidence,
                "reader": self.kind,
                "version": self.version,
                "details": {**joined, **bare, **details},
            }
        )


def _is_suspect(readings: Sequence[Reading]) -> bool:
    """Whether print may have been missed: nothing was found, or something that was read badly."""
    return not readings or any(line.confidence < _CERTAIN for line in readings)


def _worth_a_look(readings: Sequence[Reading]) -> list[Reading]:
    """Lines that hold a code, then some that were read badly or hold digits or letters alone."""
    placed = [line for line in readings if line.box is not None]
    codes = [line for line in placed if any(codes_in(line.text))]
    rest = [line for line in placed if not any(codes_in(line.text))]
    doubtful = [line for line in rest if line.confidence < _CERTAIN and len(line.text) >= _SHORTEST]
    bare = [line for line in rest if line.confidence >= _CERTAIN and any(bare_in(line.text))]
    return [*codes, *bare[:_MOST_BARE], *doubtful][:_MOST]


def _tokens(text: str) -> list[Token]:
    return list(dict.fromkeys((*codes_in(text), *bare_in(text))))


def _is_bare(text: str) -> bool:
    return compact(text).isdigit() or compact(text).isalpha()


def _box(line: Reading) -> Box:
    if line.box is None:
        raise ReaderError("words: a line of a picture has no place")
    return line.box


def _mean(line: Line) -> float:
    return sum(line.confidences) / len(line.confidences) if line.text else 0.0


class _Seen(NamedTuple):
    """How surely a code was read, and what some of its characters may be instead."""

    confidence: float
    rivals: dict[str, dict[str, float]]


def _seen(line: Line, token: Token) -> _Seen:
    """Of the least sure character of a code, together with those that look like it."""
    start = line.text.find(token.text)
    whole = slice(start, start + len(token.text)) if start >= 0 else slice(None)
    sure, rivals, place = [], {}, 0
    for own, share, others in zip(
        line.text[whole], line.confidences[whole], line.shares[whole], strict=True
    ):
        alike = {other: part for other, part in others.items() if fold(other) == fold(own) != ""}
        sure.append(min(share + sum(alike.values()), 1.0))
        rival: defaultdict[str, float] = defaultdict(float)
        for other, part in alike.items():
            rival[compact(other)] += part
        rival.pop(compact(own), None)
        if rival:
            rivals[str(place)] = {other: round(part, 4) for other, part in rival.items()}
        place += len(compact(own))
    return _Seen(min(sure), rivals)
