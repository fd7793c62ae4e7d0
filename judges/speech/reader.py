"""The speech reader: what is said in a recording."""

import math
from typing import ClassVar

from judges.reading import Reading
from modalities import Medium

from .listening import Listening
from .recording import audio_of, samples_of
from .whisper import model_version

LONGEST = 600.0
"""Seconds of a recording that are listened to: its first ones."""


LEAST = 0.4
"""Confidence below which it is no speech: a sneeze is soon taken for *Thank you*."""


class SpeechReader(Listening):
    """Makes one reading of what is said in the first ten minutes, and none where nobody speaks.

    ``value`` and ``text`` are the transcript; ``details.words`` holds each word with ``start`` and
    ``end`` in seconds and its ``probability``, ``details.seconds`` how much was listened to.
    Confidence is the geometric mean of the words' probabilities.
    """

    kind: ClassVar[str] = "speech"
    version: ClassVar[str] = f"1+{model_version()}"

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError for a medium that is no recording."""
        audio = audio_of(medium)
        samples = samples_of(audio, LONGEST)
        if not self._whisper.speech(samples):
            return []
        words = self._whisper.words(samples)
        if not words:
            return []
        seconds = min(audio.seconds, LONGEST)
        text = "".join(word.text for word in words).strip()
        sure = math.exp(sum(math.log(max(w.probability, 1e-9)) for w in words) / len(words))
        if sure < LEAST:
            return []
        return [
            Reading(
                kind=self.kind,
                value=text,
                text=text,
                confidence=min(sure, 1.0),
                span=(min(words[0].start, seconds), min(words[-1].end, seconds)),
                reader=self.kind,
                version=self.version,
                details={
                    "words": [
                        {
                            "word": word.text.strip(),
                            "start": round(float(word.start), 2),
                            "end": round(float(word.end), 2),
                            "probability": round(float(word.probability), 3),
                        }
                        for word in words
                    ],
                    "seconds": round(seconds, 3),
                },
            )
        ]
