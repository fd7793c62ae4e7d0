"""The dimension judge: the thing in the depth map is as large as the record says."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.quantities import Dimension
from judges.quantities.finding import parse
from judges.query import Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject
from modalities import Depth

from .comparing import Extent, Fit, fit_of, level_fits
from .reader import KIND

_EXTENTS = ("height", "width", "depth")
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4}
_TYPES = (FactType.DOUBLE, FactType.INT, FactType.STRING)


class DimensionOptions(Options):
    """YAML: ``{use: dimension, height: height_mm, width: width_mm, tolerance: 0.05}``."""

    height: str | None = None
    """A record field: a number in ``unit``, or a string such as ``24 cm``."""
    width: str | None = None
    depth: str | None = None
    unit: Literal["mm", "cm", "m", "in"] = "mm"
    """Of fields that are numbers."""
    tolerance: float = Field(default=0.05, gt=0, le=0.5)
    """Share by which a size may differ from the record's."""
    calibration: float = Field(default=0.01, ge=0, le=0.2)
    """Share by which all of the sensor's distances may be off; it adds to the measured error."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not any((self.height, self.width, self.depth)):
            raise ValueError("expected at least one of height, width, depth")
        return self


class DimensionJudge(Judge[DimensionOptions]):
    """Confirms where the whole error of every measured extent lies within the tolerance.

    It rejects where one lies outside, and leaves the rest open. Things of one size are many, so
    it vouches for how large something is and never for what it is.
    """

    options_type: ClassVar[type[Options]] = DimensionOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.QUANTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.QUANTITY, Truth.CATEGORY})

    def __init__(self, name: str, options: DimensionOptions, vocabulary: Vocabulary) -> None:
        """Raises FactError for an undeclared field, JudgeConfigError for one of a wrong type."""
        super().__init__(name, options, vocabulary)
        named = {key: getattr(options, key) for key in _EXTENTS}
        self._fields: dict[str, str] = {key: field for key, field in named.items() if field}
        for key, field in self._fields.items():
            self.field_type(key, field, *_TYPES)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset(self._fields.values())

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        maps = [medium for medium in query.media if isinstance(medium, Depth)]
        readings = query.read(KIND)
        doubt = _doubt(maps, readings)
        known: dict[str, Verdict] = {}
        verdicts = []
        for one in candidates:
            facts = {key: one.record.get(field) for key, field in self._fields.items()}
            if repr(facts) not in known:
                known[repr(facts)] = doubt or self._verdict(readings, facts)
            verdicts.append(known[repr(facts)])
        return verdicts

    def _verdict(self, readings: Sequence[Reading], facts: dict[str, Any]) -> Verdict:
        record = tuple(Evidence("record", self._fields[key], fact) for key, fact in facts.items())
        if any(fact is None for fact in facts.values()):
            return abstain("record_has_no_size", *record)
        stated = {key: self._millimetres(fact) for key, fact in facts.items()}
        sizes = {key: size for key, size in stated.items() if size is not None}
        if len(sizes) < len(facts):
            return abstain("record_unreadable", *record)
        found = [self._of_one(reading, sizes, record) for reading in readings]
        # Of several maps, all must confirm: another may show another thing.
        return next((each for each in found if each.outcome != "confirm"), found[0])

    def _of_one(
        self, reading: Reading, stated: dict[str, float], record: tuple[Evidence, ...]
    ) -> Verdict:
        shown = (Evidence("query", KIND, reading.value, reading=reading), *record)
        measured = self._measured(reading)
        fits = level_fits(measured, stated, self.options.tolerance)
        if "height" in stated:
            fits.append(fit_of(measured.get("height"), stated["height"], self.options.tolerance))
        if Fit.OUTSIDE in fits:
            return reject("size_differs", *shown)
        if Fit.UNSEEN in fits:
            return abstain("not_measured", *shown)
        return (abstain if Fit.OPEN in fits else confirm)(
            "within_error" if Fit.OPEN in fits else "size_equal", *shown
        )

    def _measured(self, reading: Reading) -> dict[str, Extent]:
        try:
            errors = reading.details["errors"]
            return {
                name.removesuffix("_mm"): Extent(
                    float(value), float(errors[name]) + self.options.calibration * float(value)
                )
                for name, value in reading.value.items()
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise JudgeError(f"judges.{self.name}: found a broken reading ({error!r})") from error

    def _millimetres(self, fact: Any) -> float | None:
        """None for what is no size."""
        if isinstance(fact, str):
            lengths = [each for each in parse(fact) if each.dimension is Dimension.LENGTH]
            return float(lengths[0].size) * 1000 if lengths else None
        if isinstance(fact, bool) or not isinstance(fact, int | float) or not 0 < fact < 1e6:
            return None
        return float(fact) * _MILLIMETRES[self.options.unit]


def _doubt(maps: Sequence[Depth], readings: Sequence[Reading]) -> Verdict | None:
    """Why the readings say nothing of one thing, whatever the record says; None if they do."""
    if any(each.intrinsics is None for each in maps):
        return abstain("no_intrinsics")
    if not readings:
        return abstain("no_object" if maps else "no_depth_map")
    shown = [Evidence("query", KIND, each.value, reading=each) for each in readings]
    maps_of = [each.details.get("medium") for each in readings]
    if len(set(maps_of)) < len(maps_of):
        return abstain("several_objects", *shown)
    if len(readings) < len(maps):
        return abstain("no_object", *shown)
    doubts = sorted({doubt for each in readings for doubt in each.details.get("doubts", ())})
    return abstain(doubts[0], *shown) if doubts else None
