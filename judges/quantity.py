"""The quantity judge: the one amount that was read, or claimed, is the record's own."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from pydantic import Field

from .comparing import CompareOptions, Comparing
from .judge import Lookup, Options
from .quantities import Dimension, Quantity, Statement, agree, canonical
from .quantities.finding import parse, whole
from .quantities.quantity import same
from .query import Query
from .reading import Reading
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject

SURE = 0.8
"""A line of print that the words reader is less sure of than this confirms and rejects nothing."""


class QuantityOptions(CompareOptions):
    """YAML: ``{use: quantity, field: quantity, tolerance: 0}``."""

    field: str = "quantity"
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    """How far the size may lie from the record's, as a share of it."""


class Said(NamedTuple):
    """One statement of the query."""

    quantities: tuple[Quantity, ...]
    """One amount, in every unit that it is stated in."""
    other: tuple[Quantity, ...] = ()
    """What the number could stand for as well; empty where it is plain."""
    reading: Reading | None = None

    def is_about(self, own: Quantity) -> bool:
        return any(quantity.dimension is own.dimension for quantity in self.quantities)


class Asked(NamedTuple):
    """The quantities of a query."""

    read: tuple[Said, ...]
    claimed: str | None
    claim: Said | None
    """What the claim states; None also where it is no quantity."""


class QuantityJudge(Comparing[QuantityOptions, Asked]):
    """Confirms where the one quantity of the query is the record's, units converted exactly.

    The size of one and the count are compared apart: 6 x 330 ml is neither 1.98 l nor 12 x 330 ml.
    Different quantities in one query leave open which is the product's, so they confirm none,
    unless a claim says which.
    """

    kind: ClassVar[str] = "quantity"
    options_type: ClassVar[type[Options]] = QuantityOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.QUANTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.QUANTITY})
    without_query: ClassVar[str] = "no_quantity"
    without_fact: ClassVar[str] = "record_has_no_quantity"

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """None: a quantity names no item."""
        return ()

    def asked(self, query: Query) -> Asked | None:
        read = tuple(said for reading in query.read(self.kind) for said in _said(reading))
        claim = query.claims.get(self.options.field)
        if claim is None:
            return Asked(read, None, None) if read else None
        stated = whole(str(claim))
        return Asked(read, str(claim), _of(stated) if stated else None)

    def compare(self, asked: Asked, fact: str) -> Verdict:
        record = Evidence("record", self.options.field, fact)
        stated = whole(fact)
        if stated is None:
            return abstain("record_unreadable", record)
        own = _of(stated)
        if own.other:
            return abstain("record_ambiguous", record)
        if asked.claimed is not None:
            return self._claimed(asked, asked.claimed, own, record)
        return self._read(asked, own, record)

    def _claimed(self, asked: Asked, claimed: str, own: Said, record: Evidence) -> Verdict:
        shown = (Evidence("claim", self.options.field, claimed), record)
        claim = asked.claim
        if claim is None:
            return abstain("claim_is_no_quantity", *shown)
        if not _comparable(claim, own):
            return abstain("other_dimension", *shown)
        if claim.other:
            return self._open(claim, own, shown)
        if not self._equal(claim, own):
            return (
                abstain("rounded", *shown)
                if _near(claim, own)
                else reject("quantity_differs", *shown)
            )
        read = [said for said in asked.read if said.is_about(claim.quantities[0])]
        if read and not any(_near(said, claim) or said.other for said in read):
            return abstain("claim_and_reading_differ", *shown, *self._shown(read))
        return confirm("quantity_claimed", *shown)

    def _read(self, asked: Asked, own: Said, record: Evidence) -> Verdict:
        read = [said for said in asked.read if _comparable(said, own)]
        doubt = _doubt(asked.read, read, own)
        if doubt is not None:
            return abstain(doubt, *self._shown(asked.read), record)
        return self._decide(_most_telling(read), own, (*self._shown(read), record))

    def _decide(self, said: Said, own: Said, shown: tuple[Evidence, ...]) -> Verdict:
        if said.other:
            return self._open(said, own, shown)
        if self._equal(said, own):
            return confirm("quantity_read", *shown)
        if self._is_one_of_pack(said, own):
            return abstain("pack_count_not_read", *shown)
        if _near(said, own):
            return abstain("rounded", *shown)
        if any(agree(one, other) for one in said.quantities for other in own.quantities):
            return abstain("same_total", *shown)
        return reject("quantity_differs", *shown)

    def _open(self, said: Said, own: Said, shown: tuple[Evidence, ...]) -> Verdict:
        """The number is open; it still rejects where none of its values is the record's."""
        possible = (Said((quantity,)) for quantity in (*said.quantities, *said.other))
        if any(
            self._equal(one, own) or _near(one, own) or self._is_one_of_pack(one, own)
            for one in possible
        ):
            return abstain("number_ambiguous", *shown)
        return reject("quantity_differs", *shown)

    def _equal(self, said: Said, own: Said) -> bool:
        tolerance = self.options.tolerance
        return any(
            same(one, other, tolerance) for one in said.quantities for other in own.quantities
        )

    def _is_one_of_pack(self, said: Said, own: Said) -> bool:
        """Whether the size of one was read, and not how many of it the record's pack holds."""
        ones = Said(tuple(quantity.one for quantity in own.quantities))
        return own.quantities[0].count > 1 and self._equal(said, ones)

    def _shown(self, read: Iterable[Said]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence("query", self.kind, said.reading.value, reading=said.reading)
            for said in read
            if said.reading is not None
        )


def _of(stated: Statement) -> Said:
    first, *others = stated.quantities
    return Said((first, *stated.also), tuple(others))


def _said(reading: Reading) -> Iterable[Said]:
    """What a reading says; nothing where a foreign reader's value is no quantity."""
    quantities = parse(str(reading.value))
    if quantities:
        also = [each for text in reading.details.get("also", ()) for each in parse(text)]
        others = [each for text in reading.details.get("or", ()) for each in parse(text)]
        yield Said((*quantities, *also), tuple(others), reading)


def _comparable(one: Said, other: Said) -> bool:
    return any(one.is_about(quantity) for quantity in other.quantities)


def _doubt(all_read: Sequence[Said], read: Sequence[Said], own: Said) -> str | None:
    """Why what was read tells nothing of the record's quantity, or None where it does."""
    if not read:
        return "other_dimension"
    if not _is_one(read):
        return "several_quantities"
    if all(said.reading is not None and said.reading.confidence < SURE for said in read):
        return "low_confidence"
    first = own.quantities[0]
    if first.dimension is not Dimension.COUNT and first.count == 1:
        # "6-pack" in a line of its own: what else was read may be the size of one.
        counts = (q for said in all_read for q in said.quantities if q.dimension is Dimension.COUNT)
        if any(quantity.total > 1 for quantity in counts):
            return "count_beside"
    return None


def _near(one: Said, other: Said) -> bool:
    """Whether both give one size and one count, but for the rounding between unit systems."""
    return any(a.count == b.count and agree(a, b) for a in one.quantities for b in other.quantities)


def _is_one(read: Sequence[Said]) -> bool:
    """Whether all state one quantity: 12 oz here and 340 g there, a pack and its total."""
    return all(_alike(one, other) for position, one in enumerate(read) for other in read[:position])


def _alike(one: Said, other: Said) -> bool:
    if {*map(str, map(canonical, one.quantities))} == {*map(str, map(canonical, other.quantities))}:
        return one.other == other.other
    if one.other or other.other:
        return False
    return any(agree(a, b) for a in one.quantities for b in other.quantities)


def _most_telling(read: Sequence[Said]) -> Said:
    """All statements of one quantity together; those of a pack before those of its total."""
    count = max(said.quantities[0].count for said in read)
    telling = [said for said in read if said.quantities[0].count == count]
    together = dict.fromkeys(quantity for said in telling for quantity in said.quantities)
    return Said(tuple(together), telling[0].other)
