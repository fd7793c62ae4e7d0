"""The spoken name reader: what is said in a short recording, and what else it may have been."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import ClassVar

from judges.reading import Reading
from modalities import Medium

from .code_reader import LONGEST, PACES, SpokenCodeReader
from .listening import Listening
from .name_words import words_of
from .recording import audio_of, samples_of, slowed
from .whisper import Hypothesis, model_version

LEAST = 0.1
"""Confidence below which it is no reading."""
_WORTH_A_NOTE = 0.005


class SpokenNameReader(Listening):
    """Makes one reading of a recording in which few words are said, such as a product's name.

    ``value`` and ``text`` are the likeliest transcript; ``details.said`` holds, for the recording
    as it is and a tenth slower, the share of each wording among the transcripts, by probability.
    A wording is in lower case without punctuation, numbers in digits. Confidence is the share of
    what the likeliest transcript says, at the pace where it is less.

    Recordings longer than 27 s hold no reading, nor do those in which nobody speaks. Beside the
    spoken code reader it hears a recording only where that one heard no code: spelled symbols are
    no name.
    """

    kind: ClassVar[str] = "spoken_name"
    version: ClassVar[str] = f"2+{model_version()}"
    source: ClassVar[str] = SpokenCodeReader.kind

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:  # noqa: ARG002 - the contract's
        """Nothing: a code says nothing about a name."""
        return []

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> list[Reading]:
        """As ``read``, but none where a code was read in this recording."""
        return [] if readings else self.read(medium)

    def read(self, medium: Medium) -> list[Reading]:
        """One reading, or none. Raises ReaderError for a medium that is no recording."""
        audio = audio_of(medium)
        if audio.seconds > LONGEST:
            return []
        samples = samples_of(audio, LONGEST)
        speech = self._whisper.speech(samples)
        if not speech:
            return []
        transcripts = [
            self._whisper.hypotheses(self._whisper.hear(slowed(samples, pace))) for pace in PACES
        ]
        said = [_shares(each) for each in transcripts]
        best = " ".join(words_of(transcripts[0][0].text))
        confidence = min(each.get(best, 0.0) for each in said)
        if confidence < LEAST or not best:
            return []
        return [
            Reading(
                kind=self.kind,
                value=transcripts[0][0].text,
                text=transcripts[0][0].text,
                confidence=confidence,
                span=(speech[0][0], min(speech[-1][1], audio.seconds)),
                reader=self.kind,
                version=self.version,
                details={"said": said},
            )
        ]


def _shares(hypotheses: Sequence[Hypothesis]) -> Mapping[str, float]:
    """The share of each wording, those worth a note, the likeliest first."""
    found: defaultdict[str, float] = defaultdict(float)
    for each in hypotheses:
        found[" ".join(words_of(each.text))] += math.exp(each.log_probability)
    total = sum(found.values())
    shares = {wording: round(weight / total, 3) for wording, weight in found.items()}
    ordered = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return {wording: share for wording, share in ordered if share >= _WORTH_A_NOTE}
