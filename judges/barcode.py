"""The barcode judge: the GTIN in the picture, or claimed, is the record's own."""

from typing import Annotated, ClassVar, NamedTuple

from pydantic import AfterValidator

from .comparing import CompareOptions, Comparing
from .gtin import gtin14
from .judge import Options
from .query import Query
from .reading import Reading
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject


def _known(formats: frozenset[str]) -> frozenset[str]:
    from .readers.barcode import format_names

    unknown = sorted(formats - format_names())
    if unknown:
        valid = ", ".join(sorted(format_names()))
        raise ValueError(f"found {', '.join(unknown)}; expected some of {valid}")
    if not formats:
        raise ValueError("found none, expected at least one")
    return formats


class BarcodeOptions(CompareOptions):
    """YAML: ``{use: barcode, field: gtin, formats: [EAN-13, UPC-A]}``."""

    field: str = "gtin"
    formats: Annotated[frozenset[str], AfterValidator(_known)] | None = None
    """Symbologies that count, as the reader names them; without it, all do."""


class Asked(NamedTuple):
    """The GTINs of a query, as GTIN-14, and what shows them."""

    read: frozenset[str]
    claimed: str | None
    evidence: tuple[Evidence, ...]

    @property
    def all(self) -> frozenset[str]:
        return self.read | ({self.claimed} if self.claimed else set())


class BarcodeJudge(Comparing[BarcodeOptions, Asked]):
    """Confirms where the one GTIN of the query is the record's, compared as GTIN-14.

    A GTIN names a trade item: the article, its amount and its packaging level. Two GTINs in one
    query (two packs in a picture, or a claim that the picture contradicts) leave open which is
    meant, so they confirm neither.
    """

    kind: ClassVar[str] = "barcode"
    identifier_detail: ClassVar[str | None] = "gtin14"
    options_type: ClassVar[type[Options]] = BarcodeOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset(
        {Truth.IDENTITY, Truth.QUANTITY, Truth.CATEGORY}
    )
    without_query: ClassVar[str] = "no_barcode"
    without_fact: ClassVar[str] = "record_has_no_gtin"

    def asked(self, query: Query) -> Asked | None:
        readings = [r for r in query.read(self.kind) if r.details.get("gtin14") and self._counts(r)]
        claim = query.claims.get(self.options.field)
        evidence = [
            Evidence("query", self.kind, reading.value, reading=reading) for reading in readings
        ]
        if claim is not None:
            evidence.append(Evidence("claim", self.options.field, claim))
        if not evidence:
            return None
        return Asked(
            read=frozenset(reading.details["gtin14"] for reading in readings),
            # A claim that is no GTIN stays as it is: it equals none and agrees with none.
            claimed=None if claim is None else gtin14(str(claim)) or str(claim),
            evidence=tuple(evidence),
        )

    def _counts(self, reading: Reading) -> bool:
        from .readers.barcode import is_one_of

        formats = self.options.formats
        return formats is None or is_one_of(str(reading.details.get("format")), formats)

    def compare(self, asked: Asked, fact: str) -> Verdict:
        own = gtin14(fact)
        record = Evidence("record", self.options.field, fact)
        if own is None:
            return abstain(self.without_fact, record)
        if asked.claimed is not None and gtin14(asked.claimed) is None:
            return abstain("claim_is_no_gtin", *asked.evidence)
        if own not in asked.all:
            return reject("gtin_differs", *asked.evidence, record)
        if len(asked.all) == 1:
            return confirm("gtin_equal", *asked.evidence, record)
        if asked.claimed is not None and asked.read != {asked.claimed}:
            return abstain("claim_and_barcode_differ", *asked.evidence, record)
        return abstain("several_barcodes", *asked.evidence, record)
