"""The spoken code reader: a code that is spelled in a recording, symbol by symbol."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from judges.reading import Reading
from modalities import Medium

from .listening import Listening
from .recording import audio_of, samples_of, slowed
from .scoring import Symbol, alike, score
from .spelling import Spelled, spelled
from .whisper import WINDOW, Hypothesis, Sound, model_version

PACES = (1.0, 0.9)
"""The recording is heard as it is, and a tenth slower and deeper: mishearings seldom agree."""
LONGEST = WINDOW * min(PACES)
"""Seconds. Nobody needs longer for a code, and slowed down it must fit Whisper's window."""
LEAST = 0.2
"""Confidence below which it is no reading: a dog's bark was heard as O, H, with 0.01."""
_HALF = 0.5
_WORTH_A_NOTE = 0.01


class _Heard(NamedTuple):
    """What was understood at one pace."""

    sound: Sound
    codes: Mapping[str, float]
    """The share of each code in what the transcripts say; what is no code is ``""``."""

    @property
    def best(self) -> str:
        return max((code for code in self.codes if code), key=self.codes.__getitem__, default="")


class SpokenCodeReader(Listening):
    """Makes one reading of a recording in which a code is spelled and nothing else is said.

    ``value`` has capitals and digits only; ``text`` is the likeliest transcript. Confidence is that
    of the least sure symbol, at the less sure pace; where the transcripts do not mostly say this
    code, it is their share that do. ``details.symbols`` holds for each symbol, and for the end, its
    ``probability`` and the rivals ``or`` which it could be; ``details.codes`` the shares of codes
    among the transcripts; ``details.also`` what the same words may mean as well.

    Recordings longer than 27 s hold no reading, nor do those in which nobody speaks.
    """

    kind: ClassVar[str] = "spoken_code"
    version: ClassVar[str] = f"2+{model_version()}"

    def read(self, medium: Medium) -> list[Reading]:
        """One reading, or none. Raises ReaderError for a medium that is no recording."""
        audio = audio_of(medium)
        if audio.seconds > LONGEST:
            return []
        samples = samples_of(audio, LONGEST)
        speech = self._whisper.speech(samples)
        if not speech:
            return []
        sound = self._whisper.hear(samples)
        hypotheses = self._whisper.hypotheses(sound)
        first, said = _understood(sound, hypotheses)
        if said is None:
            return []
        slow = self._whisper.hear(slowed(samples, PACES[1]))
        second, _ = _understood(slow, self._whisper.hypotheses(slow))
        scores = [score(self._whisper, each.sound, said) for each in (first, second)]
        least = min(symbol.probability for symbols in scores for symbol in symbols)
        confidence = _confidence(said.code, least, (first, second))
        if confidence < LEAST:
            return []
        return [
            Reading(
                kind=self.kind,
                value=said.code,
                text=hypotheses[0].text,
                confidence=confidence,
                span=(speech[0][0], min(speech[-1][1], audio.seconds)),
                reader=self.kind,
                version=self.version,
                details={
                    "symbols": _as_data(scores),
                    "codes": _shares((first, second)),
                    "also": list(said.others),
                },
            )
        ]


def _understood(sound: Sound, hypotheses: Sequence[Hypothesis]) -> tuple[_Heard, Spelled | None]:
    """The shares of codes among the transcripts, and the likeliest one as it was spelled."""
    codes: defaultdict[str, float] = defaultdict(float)
    ways: dict[str, Spelled] = {}
    for each in hypotheses:
        found = spelled(each.text)
        code = found.code if found else ""
        codes[code] += math.exp(each.log_probability)
        if found:
            ways.setdefault(code, found)
    total = sum(codes.values())
    heard = _Heard(sound, {code: share / total for code, share in codes.items()})
    return heard, ways.get(heard.best)


def _confidence(code: str, least: float, heard: Sequence[_Heard]) -> float:
    agreeing = min(
        sum(share for other, share in each.codes.items() if alike(other) == alike(code))
        for each in heard
    )
    if agreeing < _HALF or any(alike(each.best) != alike(code) for each in heard):
        return min(least, agreeing)
    return least


def _as_data(scores: Sequence[Sequence[Symbol]]) -> list[dict[str, Any]]:
    """Symbols at their less sure pace, with every rival that was worth a note at any."""
    return [
        {
            "symbol": places[0].symbol,
            "probability": round(min(place.probability for place in places), 3),
            "or": {
                rival: round(share, 3)
                for rival in sorted({rival for place in places for rival in place.rivals})
                if (share := max(place.rivals.get(rival, 0.0) for place in places)) >= _WORTH_A_NOTE
            },
        }
        for places in zip(*scores, strict=True)
    ]


def _shares(heard: Sequence[_Heard]) -> dict[str, float]:
    codes = sorted({code for each in heard for code in each.codes if code})
    shares = {code: max(each.codes.get(code, 0.0) for each in heard) for code in codes}
    return {code: round(share, 3) for code, share in shares.items() if share >= _WORTH_A_NOTE}
