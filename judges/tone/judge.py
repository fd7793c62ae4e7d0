"""The tone judge: the beeps in the recording are those that the record specifies."""

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import Field

from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .cycle import Fit, compare
from .events import Event
from .pattern import Pulse, parse_pattern

KIND = "tone"
_FEWEST = 3
"""Beeps that a recording must hold to reject anything."""
_STEADY = 0.02
"""Share of its frequency by which a beep may waver; a glide is no beep."""
_BACKGROUND = -12.0
"""Decibels below the loudest event at which tones of other frequencies do not matter."""


class ToneOptions(Options):
    """YAML: ``{use: tone, frequency: tone_hertz, pattern: tone_pattern}``."""

    frequency: str
    """A record field, a number: hertz."""
    pattern: str
    """A record field, a string, such as ``0.5 on 0.5 off x3, 1.5 off``."""
    tolerance: float = Field(default=0.03, gt=0, le=0.2)
    """Share by which the frequency may differ from the record's."""


class Tone(Judge[ToneOptions]):
    """Confirms where one clear tone of the specified frequency beeps in the specified pattern.

    Many models beep alike, often by a standard, so that it vouches for what kind of thing beeps
    and never for which. It rejects where regular beeps contradict the record.
    """

    options_type: ClassVar[type[Options]] = ToneOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY})

    def __init__(self, name: str, options: ToneOptions, vocabulary: Vocabulary) -> None:
        """Raises FactError for an undeclared field, JudgeConfigError for one of a wrong type."""
        super().__init__(name, options, vocabulary)
        self.field_type("frequency", options.frequency, FactType.DOUBLE, FactType.INT)
        self.field_type("pattern", options.pattern, FactType.STRING)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset({self.options.frequency, self.options.pattern})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        readings = query.read(KIND)
        known: dict[str, Verdict] = {}
        verdicts = []
        for one in candidates:
            facts = [one.record.get(self.options.frequency), one.record.get(self.options.pattern)]
            if repr(facts) not in known:
                known[repr(facts)] = self._verdict(readings, *facts)
            verdicts.append(known[repr(facts)])
        return verdicts

    def _verdict(self, readings: Sequence[Reading], hertz: Any, pattern: Any) -> Verdict:
        if not readings:
            return abstain("no_tone")
        if hertz is None or pattern is None:
            return abstain("record_has_no_tone")
        record = (
            Evidence("record", self.options.frequency, hertz),
            Evidence("record", self.options.pattern, pattern),
        )
        number = isinstance(hertz, int | float) and not isinstance(hertz, bool) and hertz > 0
        if not number or not isinstance(pattern, str):
            return abstain("fact_type", *record)
        cycle = parse_pattern(pattern)
        if cycle is None:
            return abstain("not_a_pattern", *record)
        found = [self._of_one(reading, float(hertz), cycle, record) for reading in readings]
        # Of several recordings, all must confirm: another tone may be of another thing.
        return next((each for each in found if each.outcome != "confirm"), found[0])

    def _events(self, reading: Reading) -> list[Event]:
        try:
            return [Event(**each) for each in reading.details["events"]]
        except (KeyError, TypeError) as error:
            raise JudgeError(f"judges.{self.name}: found a broken reading ({error!r})") from error

    def _of_one(
        self,
        reading: Reading,
        hertz: float,
        cycle: Sequence[Pulse],
        record: tuple[Evidence, ...],
    ) -> Verdict:
        shown = (Evidence("query", KIND, reading.value, reading=reading), *record)
        loud = [event for event in self._events(reading) if event.level >= _BACKGROUND]
        if any(event.error > _STEADY * event.hertz for event in loud):
            return abstain("gliding_tone", *shown)
        low, high = min(event.hertz for event in loud), max(event.hertz for event in loud)
        if high > low * (1 + self.options.tolerance):
            return abstain("several_tones", *shown)
        off = max(abs(low - hertz), abs(high - hertz)) / hertz
        if off > self.options.tolerance:
            sure = len(loud) >= _FEWEST and off > 2 * self.options.tolerance
            return (reject if sure else abstain)("frequency_differs", *shown)
        fit = compare(loud, cycle, reading.details["seconds"])
        if fit is Fit.WHOLE:
            return confirm("beeps_as_specified", *shown)
        if fit is Fit.PART:
            return abstain("pattern_incomplete", *shown)
        sure = len(loud) >= _FEWEST and _regular(loud)
        return (reject if sure else abstain)("pattern_differs", *shown)


def _regular(beeps: Sequence[Event]) -> bool:
    """Whether all beeps are of one length, but for those that an end of the recording cut off."""
    inner = [beep.seconds for beep in beeps[1:-1]]
    return max(inner) - min(inner) <= max(0.05, 0.1 * max(inner))
