"""The document reader: which form, which year, which edition a page says it is."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import Any, ClassVar

from judges.readers.over_words import OverWords
from judges.readers.words import WordsReader
from judges.reading import Reading
from modalities import Medium, Modality, Text

from .layout import is_next
from .requests import LONGEST, requested
from .statement import Part, Statement
from .titles import stated, titled

PAGES = 2
"""A document says what it is on its first pages. Later ones are not read."""
_MOST = 100
"""Statements. A page that states more is no title page and no form."""


class DocumentReader(OverWords):
    """Reads what documents state of themselves: page texts, and the lines the words reader reads.

    ``details["part"]`` says what a reading is about, ``details["manner"]`` how it stands (see
    ``judges.documents.statement``), ``details["medium"]`` in which medium; a name also stands under
    ``details["form"]``. ``value`` is a name as ``Schedule B (Form 1040)``, a year as ``2021``, an
    edition as ``2018-10``, a date in ISO 8601. Names that a page mentions in passing are not read.
    A text of up to 200 characters that is no page asks for documents, so what it mentions is read.
    Confidence and box are the line's; in a text, ``span`` gives the characters, confidence is 1.
    """

    kind: ClassVar[str] = "document"
    version: ClassVar[str] = f"2+{WordsReader.version}"
    modalities: ClassVar[frozenset[Modality]] = WordsReader.modalities | {Modality.TEXT}

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError, as the words reader does, for media other than texts."""
        if isinstance(medium, Text):
            return [] if _is_later(medium.page) else list(islice(self._in_text(medium), _MOST))
        if _is_later(getattr(medium, "page", None)):
            return []
        return super().read(medium)

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        """What lines that were read before state, in their order."""
        lines = [line for line in readings if not _is_later(line.page)]
        follows = [False, *(is_next(*pair) for pair in pairwise(lines))]
        found = titled([stated(line.text) for line in lines], follows)
        return [
            line.model_copy(update=self._content(line.text, each, line.details.get("medium")))
            for line, statements in zip(lines, found, strict=True)
            for each in statements
        ][:_MOST]

    def _in_text(self, medium: Text) -> Iterator[Reading]:
        is_request = medium.page is None and len(medium.text) <= LONGEST
        lines = medium.text.splitlines(keepends=True)
        starts = accumulate(map(len, lines), initial=0)
        filled = [(start, line) for start, line in zip(starts, lines, strict=False) if line.strip()]
        found = [list(requested(line) if is_request else stated(line)) for _, line in filled]
        if not is_request:
            found = titled(found, [True] * len(found))
        for (start, line), statements in zip(filled, found, strict=True):
            for each in statements:
                yield Reading(
                    **self._content(line, each, medium.content_hash),
                    confidence=1.0,
                    span=(float(start + each.start), float(start + each.end)),
                    page=medium.page,
                )

    def _content(self, line: str, each: Statement, medium: Any) -> dict[str, Any]:
        details = {"part": str(each.part), "manner": str(each.manner), "medium": medium}
        if each.part is Part.FORM:
            details["form"] = each.value
        return {
            "kind": self.kind,
            "value": each.value,
            "text": line[each.start : each.end],
            "reader": self.kind,
            "version": self.version,
            "details": details,
        }


def _is_later(page: int | None) -> bool:
    return page is not None and page > PAGES
