"""Hums from formulas, for tests of what listens to melodies, and samples for the contracts."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from fake_catalogue import FakeCatalogue
from heard import RATE, Wave, recording

from judges import Candidate, FactType, Query, Reading, Vocabulary, build_judge
from judges.melody.reader import MelodyReader
from judges.testing import JudgeSample, ReaderSample

MELODIES = Vocabulary.extended(record={"melody": FactType.STRING})
Notes = Sequence[tuple[float, float]]
"""MIDI number and beats of each."""
ELISE: Notes = (
    (76, 0.5), (75, 0.5), (76, 0.5), (75, 0.5), (76, 0.5), (71, 0.5), (74, 0.5), (72, 0.5),
    (69, 1.5),
)  # fmt: skip
JOY: Notes = (
    (64, 1), (64, 1), (65, 1), (67, 1), (67, 1), (65, 1), (64, 1), (62, 1), (60, 1), (60, 1),
    (62, 1), (64, 1), (64, 1.5), (62, 0.5), (62, 2),
)  # fmt: skip
ELISE_WRITTEN = "E5:1/2 D#5:1/2 E5:1/2 D#5:1/2 E5:1/2 B4:1/2 D5:1/2 C5:1/2 | A4:1 R:1/2"
JOY_WRITTEN = "E4:1 E4:1 F4:1 G4:1 G4:1 F4:1 E4:1 D4:1 C4:1 C4:1 D4:1 E4:1 E4:1.5 D4:0.5 D4:2"


def hum(
    notes: Notes,
    *,
    by: float = -12.0,
    beat: float = 0.5,
    vibrato: float = 0.2,
    drift: float = 0.0,
    rate: int = RATE,
) -> Wave:
    """A voice with six partials, ``by`` semitones higher: softer by 20 dB between its notes, with
    slides of 60 ms; the last note is tuned ``drift`` semitones higher than the first."""
    onsets = 0.2 + np.cumsum([0.0, *(beats * beat for _, beats in notes)])
    t = np.arange(int((onsets[-1] + 0.2) * rate)) / rate
    pitch = np.array([semitones for semitones, _ in notes]) + by
    middles = np.repeat(onsets[1:-1], 2) + np.tile([-0.03, 0.03], len(notes) - 1)
    course = np.interp(t, middles, np.repeat(pitch, 2)[1:-1])
    course += drift * (t - t[0]) / t[-1] + vibrato * np.sin(2 * np.pi * 5.5 * t)
    hertz = 440 * 2 ** ((course - 69) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / rate
    wave = sum(np.sin(k * phase) / k * (k * hertz < rate / 2) for k in range(1, 7))
    apart = np.abs(t[:, None] - onsets[None, :]).min(axis=1)
    loud = (t > onsets[0]) & (t < onsets[-1])
    return 0.3 * wave * loud * (0.1 + 0.9 * np.clip(apart / 0.04, 0, 1))


def melody_readings(*waves: Wave) -> list[Reading]:
    return [reading for wave in waves for reading in MelodyReader().read(recording(wave))]


def hummed(catalogue: FakeCatalogue | None, *waves: Wave) -> Query:
    """A query by recordings, read once."""
    readings = melody_readings(*waves)
    return Query(catalogue=catalogue, read=lambda _kind: readings)


def written(records: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Records by id, of their melodies."""
    return {id_: {} if melody is None else {"melody": melody} for id_, melody in records.items()}


@cache  # made once, since all of the contract's tests ask for it
def melody_judge() -> JudgeSample:
    records = written(
        {
            "elise": ELISE_WRITTEN,
            "joy": JOY_WRITTEN,
            "sibling": ELISE_WRITTEN.replace("B4", "A#4"),
            "broken": "E5 D#5 H7",
            "number": 7,
            "mute": None,
        }
    )
    return JudgeSample(
        build_judge("hummed", {"use": "melody", "field": "melody"}, MELODIES),
        hummed(FakeCatalogue(records), hum(ELISE)),
        tuple(Candidate(id_, record) for id_, record in records.items()),
        confirmed=frozenset({"elise"}),
    )


@cache  # made once, since all of the contract's tests ask for it
def melody_reader() -> ReaderSample:
    sound = recording(hum(ELISE, by=0))
    (reading,) = MelodyReader().read(sound)
    names = " ".join(part.split(":")[0] for part in reading.value.split())
    if names != "E5 D#5 E5 D#5 E5 B4 D5 C5 A4":
        raise AssertionError(f"found {names}")
    return ReaderSample(MelodyReader(), sound, values=(reading.value,))
