"""Which catalogue words were read on one pack: each piece of print goes to the best of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from judges.reading import Reading

from .packs import Line, above, stacked
from .wording import Fit, Lexicon, fit, is_number

LONGEST_RUN = 4
"""Tokens of a line that are tried as one word or phrase."""

STRONG_LETTERS = 5
STRONG_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words of the catalogue, read in one piece of print."""

    words: tuple[str, ...]
    text: str
    """The piece of print as compared."""
    fit: Fit
    lines: tuple[Line, ...]
    plausible: frozenset[str]
    """Every form that the piece may be a bad reading of."""

    def fits(self, forms: Iterable[str]) -> bool:
        """Whether one of these forms, or a part of it, would explain the print as well."""
        confidence = min(reading.confidence for reading in self.readings)
        return any(
            self.text in form or fit(self.text, form, confidence) is not None for form in forms
        )

    @property
    def sure(self) -> bool:
        """Whether the whole form was read, as good as letter by letter."""
        return self.fit.whole and self.fit.cost <= 1

    @property
    def strong(self) -> bool:
        """Whether a word of some length was read letter by letter, and surely: it speaks alone."""
        return (
            self.fit.cost == 0
            and len(self.text) >= STRONG_LETTERS
            and min(reading.confidence for reading in self.readings) >= STRONG_CONFIDENCE
        )

    @property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(line.reading for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Span:
    """A piece of print: tokens of a line, or of two lines of which one continues the other."""

    text: str
    lines: tuple[Line, ...]
    places: frozenset[tuple[int, int]]

    @property
    def confidence(self) -> float:
        return min(line.reading.confidence for line in self.lines)


def sightings(pack: Sequence[Line], lexicon: Lexicon) -> list[Sighting]:
    """The explanation of a pack's print that accounts for the most letters, piece by piece."""
    found: list[tuple[float, _Span, Fit]] = []
    for span in _spans(pack):
        fit = lexicon.best(span.text, span.confidence)
        if fit is not None:
            found.append((len(span.text) - 2 * fit.cost, span, fit))
    found.sort(key=lambda entry: (-entry[0], len(entry[1].lines), sorted(entry[1].places)))
    taken: set[tuple[int, int]] = set()
    chosen = []
    for _, span, fit in found:
        if taken.isdisjoint(span.places):
            taken |= span.places
            chosen.append(
                Sighting(
                    lexicon.forms[fit.form],
                    span.text,
                    fit,
                    span.lines,
                    lexicon.plausible(span.text, span.confidence),
                )
            )
    return chosen


def _spans(pack: Sequence[Line]) -> Iterator[_Span]:
    for i, line in enumerate(pack):
        yield from _runs(i, line)
    for i, upper in enumerate(pack):
        for j, lower in enumerate(pack):
            if i != j and stacked(upper, lower):
                yield from _joined(i, upper, j, lower)


def _runs(i: int, line: Line) -> Iterator[_Span]:
    for start in range(len(line.words)):
        if is_number(line.words[start]):
            yield _Span(line.words[start], (line,), frozenset({(i, start)}))
            continue
        for end in range(start + 1, min(start + LONGEST_RUN, len(line.words)) + 1):
            if is_number(line.words[end - 1]):
                break
            places = frozenset((i, place) for place in range(start, end))
            yield _Span("".join(line.words[start:end]), (line,), places)


def _joined(i: int, upper: Line, j: int, lower: Line) -> Iterator[_Span]:
    """Words of two lines, the one above the other, as one word broken over both."""
    for m, start in enumerate(upper.words):
        for n, end in enumerate(lower.words):
            if not (is_number(start) or is_number(end)) and above(upper, m, lower, n):
                yield _Span(start + end, (upper, lower), frozenset({(i, m), (j, n)}))
