"""The words on the front of a pack, against the words that the catalogue says stand there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from judges.by_revision import ByRevision
from judges.candidate import Candidate
from judges.errors import JudgeConfigError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.query import Catalogue, Query
from judges.truth import Truth
from judges.verdict import Outcome, Verdict, abstain

from .brands import Brands, marks_of
from .scene import scenes_of
from .siblings import Front, Fronts, fronts_of
from .view import AGAINST, View


class PrintedOptions(Options):
    """Which record fields hold what stands on the front."""

    words: str = "printed"
    """A record field, a list of strings: the words on the front, in reading order, words that
    stand in one row as one string."""
    brand: str | None = None
    """A record field: the brand, which must be read too. Without it brands are not compared."""
    corroborate: int = Field(default=2, ge=1, le=10)
    """How many words that a sibling lacks must be read to tell it from that sibling, or all of
    them where there are fewer. A word of five letters or more, read surely and letter by letter,
    is enough by itself."""
    least_share: float = Field(default=0.7, gt=0, le=1)
    """Share of the letters of all of an item's words to be read, whether or not a sibling is known
    that makes them necessary: the catalogue may lack one."""
    marks: bool = True
    """Whether a brand may also be known by lines that were read on the catalogue pictures of
    several of its items and of no other brand's. Catalogue pictures are then read at ingest."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything derived from one revision of the catalogue."""

    fronts: Fronts
    brands: Brands


class Printed(Judge[PrintedOptions]):
    """Confirms an item when its brand and the words that tell it from its siblings are read on the
    pack in front, and nothing on that pack belongs to a sibling.

    What tells siblings apart is derived from the catalogue. Where a sibling carries all of an
    item's words and more, the item is confirmed only if the further word is shown to be absent.
    """

    options_type = PrintedOptions
    default_covers = frozenset({Truth.IDENTITY})
    may_cover = frozenset({Truth.IDENTITY, Truth.CATEGORY, Truth.QUANTITY})
    cost: ClassVar[float] = 100.0

    def __init__(self, name: str, options: PrintedOptions, vocabulary: Vocabulary) -> None:
        """Raises FactError for an undeclared field, JudgeConfigError for one of a wrong type."""
        super().__init__(name, options, vocabulary)
        _require_field(vocabulary, f"judges.{name}.words", options.words, FactType.STRINGS)
        if options.brand is not None:
            _require_field(vocabulary, f"judges.{name}.brand", options.brand, FactType.STRING)
        self._shelf = ByRevision(self._stock)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({"words"})

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({"words"}) if self._uses_marks else frozenset()

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset(self._fields)

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        if not candidates:
            return []
        readings = query.read("words")
        if not readings or query.catalogue is None:
            return [abstain("no_words")] * len(candidates)
        shelf = self._shelf(query.catalogue)
        views = [
            View(
                scene,
                shelf.fronts,
                shelf.brands,
                corroborate=self.options.corroborate,
                least_share=self.options.least_share,
            )
            for scene in scenes_of(readings, shelf.fronts.lexicon)
        ]
        return [_verdict(shelf.fronts.by_id.get(candidate.id), views) for candidate in candidates]

    @property
    def _fields(self) -> list[str]:
        return [field for field in (self.options.brand, self.options.words) if field]

    @property
    def _uses_marks(self) -> bool:
        return self.options.marks and self.options.brand is not None

    def _stock(self, catalogue: Catalogue) -> _Shelf:
        fronts = fronts_of(catalogue.facts(self._fields), self.options.brand, self.options.words)
        read = catalogue.readings(list(fronts.by_id), "words") if self._uses_marks else {}
        return _Shelf(fronts, Brands(fronts.brands, marks_of(fronts, read)))


def _require_field(vocabulary: Vocabulary, key: str, field: str, expected: FactType) -> None:
    found = vocabulary.require_record(key, field)
    if found is not expected:
        raise JudgeConfigError(f"{key}: record.{field} is a {found}, expected a {expected}")


def _verdict(front: Front | None, views: Sequence[View]) -> Verdict:
    """Of several pictures, one that speaks against an item outweighs one that confirms it."""
    if front is None:
        return abstain("no_printed_words")
    if not views:
        return abstain("words_not_read")
    return min((view.verdict(front) for view in views), key=_weight)


def _weight(verdict: Verdict) -> int:
    if verdict.outcome is Outcome.CONFIRM:
        return 1
    return 0 if verdict.outcome is Outcome.REJECT or verdict.reason in AGAINST else 2
