"""The field reader: values with a label, out of printed lines and texts."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any, ClassVar

from judges.readers.over_words import OverWords
from judges.readers.words import WordsReader
from judges.reading import Reading
from modalities import Medium, Modality, Text

from .labels import alone, labelled, normal
from .layout import pairs
from .values import is_value

_MOST = 2000
"""Values of one medium."""
_MOST_LINES = 2000
"""Lines of one picture; a page of a newspaper has some 700."""


class FieldReader(OverWords):
    """Reads values that have a label: in its line after it, right of it, or below it.

    ``value`` and ``text`` are the value as printed. ``details`` hold ``label``, in lower case
    without punctuation; ``place``: ``line``, ``right`` or ``below``; ``medium``, which one. What
    a value means is left to whoever asks for it. Confidence and box are those of the line that the
    value stands in; in a text, ``span`` gives the characters and confidence is 1.
    """

    kind: ClassVar[str] = "field"
    version: ClassVar[str] = f"1+{WordsReader.version}"
    modalities: ClassVar[frozenset[Modality]] = WordsReader.modalities | {Modality.TEXT}

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError, as the words reader does, for media other than texts."""
        if isinstance(medium, Text):
            return list(islice(self._in_text(medium), _MOST))
        return super().read(medium)

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """Labelled values of lines that were read before; each picture's by themselves."""
        found = []
        for medium, lines in groupby(readings, lambda line: line.details.get("medium")):
            for each in islice(pairs(list(islice(lines, _MOST_LINES))), _MOST):
                content = self._content(each.label, each.value, each.place, medium)
                found.append(each.line.model_copy(update=content))
        return found

    def _in_text(self, medium: Text) -> Iterator[Reading]:
        start, waiting = 0, None
        for line in medium.text.splitlines(keepends=True):
            inside = labelled(line)
            for each in inside:
                yield self._reading(medium, each.label, each.value, "line", start + each.start)
            value = line.strip()
            if waiting is not None and not inside and is_value(value):
                at = start + len(line) - len(line.lstrip())
                yield self._reading(medium, waiting, value, "below", at)
            lone = None if inside else alone(line)
            waiting = lone.label if lone is not None and lone.sure else None
            start += len(line)

    def _reading(self, medium: Text, label: str, value: str, place: str, at: int) -> Reading:
        return Reading(
            **self._content(label, value, place, medium.content_hash),
            confidence=1.0,
            span=(float(at), float(at + len(value))),
            page=medium.page,
        )

    def _content(self, label: str, value: str, place: str, medium: Any) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "value": value,
            "text": value,
            "reader": self.kind,
            "version": self.version,
            "details": {"label": normal(label), "place": place, "medium": medium},
        }
