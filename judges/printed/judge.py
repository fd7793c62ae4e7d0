"""The words on the front of a pack, against the words that the catalogue says stand there."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from judges.candidate import Candidate
from judges.facts import Vocabulary
from judges.judge import Judge, Options
from judges.query import Catalogue, Query
from judges.truth import Truth
from judges.verdict import Evidence, Outcome, Verdict, abstain, confirm, reject

from .absence import proven_absent
from .brands import Brands, Shown, marks_of
from .scene import Scene, scenes_of
from .siblings import Front, Fronts, front_of, fronts_of
from .sightings import Sighting


class PrintedOptions(Options):
    """Which record fields hold what stands on the front."""

    words: str = "printed"
    """A record field, a list of strings: the words on the front, in reading order."""
    brand: str | None = None
    """A record field: the brand, which must be read too. Without it brands are not compared."""
    corroborate: int = Field(default=2, ge=1, le=10)
    """How many words that a sibling lacks must be read to tell it from that sibling; all of them
    where there are fewer."""
    marks: bool = True
    """Whether a brand may also be known by lines that were read on the catalogue pictures of
    several of its items and of no other brand's. Catalogue pictures are then read at ingest."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything derived from one revision of the catalogue."""

    revision: str
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
        super().__init__(name, options, vocabulary)
        for key in ("words", "brand"):
            field = getattr(options, key)
            if field is not None:
                vocabulary.require_record(f"judges.{name}.{key}", field)
        self._shelf: _Shelf | None = None
        self._lock = threading.Lock()

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
        readings = query.read("words")
        if not readings or query.catalogue is None:
            return [abstain("no_words")] * len(candidates)
        shelf = self._shelf_of(query.catalogue)
        scenes = scenes_of(readings, shelf.fronts.lexicon)
        views = [_View(scene, shelf, self.options) for scene in scenes]
        return [self._judge_one(candidate, views) for candidate in candidates]

    def _judge_one(self, candidate: Candidate, views: "Sequence[_View]") -> Verdict:
        front = self._front(candidate)
        if front is None:
            return abstain("no_printed_words")
        if not views:
            return abstain("words_not_read")
        verdicts = [view.verdict(front) for view in views]
        # One picture that speaks against the item outweighs others that speak for it.
        return min(verdicts, key=lambda verdict: _WEIGHT.get(verdict.outcome, 2))

    def _front(self, candidate: Candidate) -> Front | None:
        record, brand = candidate.record, self.options.brand
        if brand is not None and not record.get(brand):
            return None
        name = record.get(brand) if brand else None
        return front_of(candidate.id, name, record.get(self.options.words) or ())

    @property
    def _fields(self) -> list[str]:
        return [field for field in (self.options.brand, self.options.words) if field]

    @property
    def _uses_marks(self) -> bool:
        return self.options.marks and self.options.brand is not None

    def _shelf_of(self, catalogue: Catalogue) -> _Shelf:
        revision = catalogue.revision
        with self._lock:
            shelf = self._shelf
        if shelf is not None and shelf.revision == revision:
            return shelf
        fronts = fronts_of(catalogue.facts(self._fields), self.options.brand, self.options.words)
        read = catalogue.readings(list(fronts.by_id), "words") if self._uses_marks else {}
        shelf = _Shelf(revision, fronts, Brands(fronts.brands, marks_of(fronts, read)))
        with self._lock:
            self._shelf = shelf
        return shelf


_WEIGHT = {Outcome.REJECT: 0, Outcome.CONFIRM: 1}


class _View:
    """One scene, looked at for one item after another."""

    def __init__(self, scene: Scene, shelf: _Shelf, options: PrintedOptions) -> None:
        self._scene = scene
        self._fronts = shelf.fronts
        self._brands = shelf.brands
        self._options = options
        self._shown: dict[tuple[str, ...], tuple[Shown, bool]] = {}

    def verdict(self, front: Front) -> Verdict:
        own = [s for s in self._scene.found if not front.words.isdisjoint(s.words)]
        shown, crowded = self._brand(front.brand)
        if front.brand and not shown.read:
            return abstain("brand_not_read")
        if crowded:
            return abstain("other_brand_present")
        foreign = [s for s in self._scene.found if self._is_foreign(s, front)]
        if foreign:
            return self._against(front, own, foreign)
        if not own:
            return abstain("words_not_read")
        absences: list[Evidence] = []
        for doubt in self._doubts(front, own, absences):
            return doubt
        return confirm("printed_words_match", *self._evidence(front, shown, own), *absences)

    def _brand(self, brand: tuple[str, ...]) -> tuple[Shown, bool]:
        """How the pack shows a brand, and whether it shows another one as well."""
        if brand not in self._shown:
            where = self._scene.pack
            shown = self._brands.shown(brand, where)
            if not shown.read:
                where = self._scene.column
                shown = self._brands.shown(brand, where)
            crowded = bool(brand) and bool(self._brands.others(brand, where))
            self._shown[brand] = shown, crowded
        return self._shown[brand]

    def _is_foreign(self, sighting: Sighting, front: Front) -> bool:
        """Whether it reads words of a sibling and cannot be a bad reading of the item's own."""
        return sighting.plausible.isdisjoint(front.forms) and any(
            self._fronts.rivals(word, front) for word in sighting.words if word not in front.words
        )

    def _against(
        self, front: Front, own: Sequence[Sighting], foreign: Sequence[Sighting]
    ) -> Verdict:
        """Rejects where a sibling explains everything that was read, the item's words or not."""
        read = frozenset(word for sighting in foreign for word in sighting.words)
        evidence = tuple(_evidence_of(sighting) for sighting in foreign)
        mine = frozenset(word for sighting in own for word in sighting.words) & front.words
        for sibling in self._fronts.siblings(front):
            if read <= sibling.words and mine <= sibling.words and all(s.sure for s in foreign):
                named = Evidence("catalogue", "sibling", sibling.id)
                return reject("other_product", *evidence, named)
        return abstain("sibling_words_present", *evidence)

    def _doubts(
        self, front: Front, own: Sequence[Sighting], absences: list[Evidence]
    ) -> Iterator[Verdict]:
        """Reasons why another item may be on the picture; fills ``absences`` with what was
        needed to rule one out."""
        read = self._scene.words & front.words
        for other in self._fronts.likes(front):
            apart = front.words - other.words
            if apart and apart.isdisjoint(read):
                yield abstain("words_not_read", Evidence("catalogue", "sibling", other.id))
        for sibling in self._fronts.siblings(front):
            named = Evidence("catalogue", "sibling", sibling.id)
            if sibling.words == front.words:
                yield abstain("indistinguishable", named)
            if not self._told_apart(front, sibling, own):
                yield abstain("words_not_read", named)
            if any(s.plausible.isdisjoint(sibling.forms) for s in own):
                continue
            beside = proven_absent(front, sibling, own, self._scene.lines)
            if beside is None:
                yield abstain("subset_unproven", named)
            else:
                absences.append(named)

    def _told_apart(self, front: Front, sibling: Front, own: Sequence[Sighting]) -> bool:
        """Whether enough of the words that the sibling lacks were read."""
        apart = front.words - sibling.words
        telling = [s for s in own if not apart.isdisjoint(s.words)]
        if any(s.strong and s.plausible.isdisjoint(sibling.forms) for s in telling):
            return True
        read = {word for s in telling for word in s.words} & apart
        return len(read) >= min(self._options.corroborate, len(apart))

    def _evidence(self, front: Front, shown: Shown, own: Sequence[Sighting]) -> Iterator[Evidence]:
        for reading in shown.readings:
            yield Evidence("query", "brand", reading.text, reading)
        for sighting in own:
            yield _evidence_of(sighting)
        if self._options.brand:
            yield Evidence("record", self._options.brand, " ".join(front.brand))
        yield Evidence("record", self._options.words, [" ".join(s) for s in front.strings])


def _evidence_of(sighting: Sighting) -> Evidence:
    text = " ".join(reading.text for reading in sighting.readings)
    return Evidence("query", "words", text, sighting.readings[0])
