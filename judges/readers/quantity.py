"""The quantity reader: how much of a product there is, out of printed lines and texts."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from judges.quantities import Quantity, Role, Statement, canonical, find
from judges.quantities.units import BASE
from judges.reading import Reading
from modalities import Medium, Modality, Text

from .over_words import OverWords
from .words import WordsReader

_EDGE = 2.0
"""Pixels. Print that starts this near to the picture's edge may have lost its first digits."""


class QuantityReader(OverWords):
    """Finds amounts of product in the lines that the words reader reads, and in text media.

    ``value`` is the quantity in canonical form (``1 l``, ``6 x 330 ml``; see
    ``judges.quantities.canonical``), ``text`` as it stood. ``details`` hold ``dimension``;
    ``magnitude``, the total in the base unit ``unit``; ``unit_size``, the size of one; ``pack``,
    how many, or None where no count stands beside it; ``also``, the same quantity as stated again
    in other units; ``or``, other ways to read the number. Nutrition values, rates, ranges and what
    is added for free are no amounts; numbers with letters inside are not read at all. Confidence,
    box and page are those of the line; in a text, ``span`` gives the characters, and confidence
    is 1.
    """

    kind: ClassVar[str] = "quantity"
    version: ClassVar[str] = f"1+{WordsReader.version}"
    modalities: ClassVar[frozenset[Modality]] = WordsReader.modalities | {Modality.TEXT}

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError, as the words reader does, for media other than texts."""
        if isinstance(medium, Text):
            return list(self._in_text(medium))
        return super().read(medium)

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """Quantities of lines that were read before, in their order."""
        found = []
        for line in readings:
            for statement in _amounts(line.text):
                if statement.start == 0 and _is_cut(line):
                    continue
                found.append(line.model_copy(update=self._content(line.text, statement)))
        return found

    def _in_text(self, medium: Text) -> Iterator[Reading]:
        start = 0
        for line in medium.text.splitlines(keepends=True):
            for statement in _amounts(line):
                span = (float(start + statement.start), float(start + statement.end))
                content = self._content(line, statement)
                yield Reading(**content, confidence=1.0, span=span, page=medium.page)
            start += len(line)

    def _content(self, line: str, statement: Statement) -> dict[str, Any]:
        first, *others = statement.quantities
        details = _details(first)
        if statement.also:
            details["also"] = [str(canonical(quantity)) for quantity in statement.also]
        if others:
            details["or"] = [str(canonical(quantity)) for quantity in others]
        return {
            "kind": self.kind,
            "value": str(canonical(first)),
            "text": line[statement.start : statement.end],
            "reader": self.kind,
            "version": self.version,
            "details": details,
        }


def _amounts(line: str) -> list[Statement]:
    return [statement for statement in find(line) if statement.role is Role.AMOUNT]


def _details(quantity: Quantity) -> dict[str, Any]:
    return {
        "dimension": str(quantity.dimension),
        "magnitude": float(quantity.total),
        "unit": BASE[quantity.dimension],
        "unit_size": str(canonical(quantity.one)),
        "pack": quantity.count if quantity.count > 1 else None,
    }


def _is_cut(line: Reading) -> bool:
    return line.box is not None and min(line.box[0][0], line.box[3][0]) <= _EDGE
