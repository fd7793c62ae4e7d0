"""The chart value judge: does the item's chart say what is claimed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import Field

from judges.candidate import Candidate
from judges.errors import JudgeConfigError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .claim import Claim, parse_claim, same_name
from .numbers import number
from .sources import chart_in
from .table import Chart, Row, chart_of


class ChartValueOptions(Options):
    """YAML: ``{use: chart_value, claim: chart, field: data}``."""

    claim: str = "chart"
    """The claim, a string, that says what the chart must show. See ``judges.charts.claim``."""
    field: str | None = None
    """A record field, a string: the chart's source data."""
    model: Literal["agrees", "alone"] | None = None
    """Ask the reader ``chart_model`` too. ``agrees``: it must not contradict what else was read,
    and decides nothing by itself; ``alone``: it does where nothing else was read.
    """
    model_error: float = Field(default=0.1, gt=0, lt=1)
    """How far a model's value may be off, as a share of it: a model itself does not say."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A value that some chart of the item gives for what the claim names."""

    row: Row
    percent: bool
    evidence: Evidence


class ChartValue(Judge[ChartValueOptions]):
    """Confirms an item whose chart shows the claimed value, from source data or from pixels.

    A value read from pixels is known to within its error, and what that leaves open stays open.
    """

    options_type: ClassVar[type[Options]] = ChartValueOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.VALUE})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.VALUE})

    def __init__(self, name: str, options: ChartValueOptions, vocabulary: Vocabulary) -> None:
        """Raises FactError or JudgeConfigError where claim or field are not declared strings."""
        super().__init__(name, options, vocabulary)
        if vocabulary.claims.get(options.claim) is not FactType.STRING:
            found = vocabulary.claims.get(options.claim, "undeclared")
            raise JudgeConfigError(
                f"judges.{name}.claim: claims.{options.claim} is {found}, expected a string"
            )
        if options.field is not None:
            field_type = vocabulary.require_record(f"judges.{name}.field", options.field)
            if field_type is not FactType.STRING:
                raise JudgeConfigError(
                    f"judges.{name}.field: record.{options.field} is {field_type}, "
                    "expected a string"
                )

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({"chart", "chart_model"} if self.options.model else {"chart"})

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset() if self.options.field is None else frozenset({self.options.field})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        if not candidates:
            return []
        said = query.claims.get(self.options.claim)
        if said is None:
            return [abstain("no_claim")] * len(candidates)
        shown = Evidence("claim", self.options.claim, said)
        claim = parse_claim(said) if isinstance(said, str) else None
        if claim is None:
            return [abstain("claim_unreadable", shown)] * len(candidates)
        ids = [candidate.id for candidate in candidates]
        read = _readings(query, ids, "chart")
        told = _readings(query, ids, "chart_model") if self.options.model else {}
        return [
            self._verdict(
                claim,
                shown,
                self._charts(candidate.record, read.get(candidate.id, ())),
                self._told(told.get(candidate.id, ())),
            )
            for candidate in candidates
        ]

    def _verdict(
        self,
        claim: Claim,
        shown: Evidence,
        charts: Sequence[tuple[Chart, Evidence]],
        told: Sequence[tuple[Chart, Evidence]],
    ) -> Verdict:
        if not charts and not told:
            return abstain("no_chart", shown)
        seen, said = _found(claim, charts), _found(claim, told)
        if seen is None or said is None:
            return abstain("several_values", shown)
        if not seen and not said:
            return abstain("value_not_read", shown)
        if not seen and self.options.model != "alone":
            return abstain("model_alone", shown, *(one.evidence for one in said))
        if any(_contradict(one, other) for one in seen for other in said):
            return abstain("model_disagrees", shown, *(one.evidence for one in (*seen, *said)))
        return _compare(claim, shown, seen or said)

    def _charts(
        self, record: Mapping[str, Any], readings: Sequence[Reading]
    ) -> list[tuple[Chart, Evidence]]:
        """Every chart of an item, with the evidence that it comes from."""
        charts = []
        field = self.options.field
        data = None if field is None else record.get(field)
        if field is not None and isinstance(data, str) and (chart := chart_in(data)) is not None:
            charts.append((chart, Evidence("record", field, None)))
        for reading in readings:
            read = chart_of(reading.value, reading.details)
            if read is not None:
                charts.append((read, Evidence("catalogue", "chart", None, reading=reading)))
        return charts

    def _told(self, readings: Sequence[Reading]) -> list[tuple[Chart, Evidence]]:
        """The charts that a model wrote down, with the error that the config gives them."""
        charts = []
        for reading in readings:
            read = chart_of(reading.value, _with_errors(reading, self.options.model_error))
            if read is not None:
                charts.append((read, Evidence("catalogue", "chart_model", None, reading=reading)))
        return charts


def _with_errors(reading: Reading, share: float) -> Mapping[str, Any]:
    """The details of a model's reading, with errors that are this share of its values."""
    try:
        errors = [share * abs(row[-1]) for row in reading.value["rows"]]
    except (KeyError, TypeError, IndexError):
        return reading.details
    return {**reading.details, "errors": errors}


def _readings(query: Query, ids: Sequence[str], kind: str) -> Mapping[str, Sequence[Reading]]:
    return {} if query.catalogue is None else query.catalogue.readings(ids, kind)


def _found(claim: Claim, charts: Sequence[tuple[Chart, Evidence]]) -> list[_Found] | None:
    """What each chart gives for the names of a claim; None where one gives several values."""
    found = []
    for chart, origin in charts:
        rows = [row for row in chart.rows if _is_meant(claim, row)]
        if len(rows) > 1:
            return None
        found += [_Found(row, chart.percent, _evidence(origin, row)) for row in rows]
    return found


def _contradict(one: _Found, other: _Found) -> bool:
    """Whether two values in the same unit differ by more than both their errors."""
    apart = abs(one.row.value - other.row.value)
    return one.percent == other.percent and apart > one.row.error + other.row.error


def _is_meant(claim: Claim, row: Row) -> bool:
    """Whether a row carries the names of a claim; of series and category either may come first."""
    if row.place is not None:
        return _is_at(claim, row.place, row)
    if claim.series is None:
        return same_name(claim.category, row.category)
    if row.series is None:
        return False
    straight = same_name(claim.category, row.category) and same_name(claim.series, row.series)
    return straight or (
        same_name(claim.category, row.series) and same_name(claim.series, row.category)
    )


def _is_at(claim: Claim, place: float, row: Row) -> bool:
    """Whether a claim names the place of a point, as far as that was read, and its series."""
    for name, series in ((claim.category, claim.series), (claim.series, claim.category)):
        at = None if name is None else number(name)
        if at is not None and abs(at - place) <= row.place_error:
            return claim.series is None or (
                row.series is not None and series is not None and same_name(series, row.series)
            )
    return False


def _evidence(origin: Evidence, row: Row) -> Evidence:
    value = {
        "category": row.category,
        "series": row.series,
        "value": row.value,
        "error": row.error,
    }
    return Evidence(origin.source, origin.name, value, reading=_at(origin.reading, row))


def _at(reading: Reading | None, row: Row) -> Reading | None:
    """The reading with the place of the mark that a row was measured from, where it was."""
    if reading is None or row.extent is None:
        return reading
    left, top, right, bottom = row.extent
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    return reading.model_copy(update={"box": box})


def _compare(claim: Claim, shown: Evidence, found: Sequence[_Found]) -> Verdict:
    evidence = (shown, *(one.evidence for one in found))
    if claim.operator is None:
        return abstain("value_asked", *evidence)
    # The source data of a pie are amounts, its drawing shows shares: each answers its own claims.
    comparable = [one for one in found if one.percent == claim.percent]
    if not comparable:
        return abstain("unit_differs", *evidence)
    outcomes = {claim.holds(one.row.value, one.row.error) for one in comparable}
    if outcomes == {None}:
        return abstain("within_error", *evidence)
    if {True, False} <= outcomes:
        return abstain("charts_differ", *evidence)
    if True in outcomes:
        return confirm("value_holds", *evidence)
    return reject("value_differs", *evidence)
