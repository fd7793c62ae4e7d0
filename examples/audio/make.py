"""Make the audio example: a catalogue of things known by a code, a jingle or a beep, and queries.

Jingles, hums and beeps come from formulas, spoken codes from flite's voices (Debian and Ubuntu: apt
install flite), which it needs. 16-bit FLAC at 16 kHz.

    python examples/audio/make.py [--into FOLDER]
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 16_000
Wave = NDArray[np.float64]
HERE = Path(__file__).resolve().parent
T3 = ((0.5, 0.5), (0.5, 0.5), (0.5, 1.5))
T4 = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 2.0))
DOOR = ((0.2, 0.8),)
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


class Thing(NamedTuple):
    """An item, and the melody it plays, if any."""

    id: str
    name: str
    record: dict[str, Any]
    melody: int | None = None


def beeping(code: str, hertz: float, pattern: str) -> dict[str, Any]:
    return {"model_code": code, "tone_hertz": hertz, "tone_pattern": pattern}


THINGS = (
    Thing("radio-dawn", "Dawn radio", {"model_code": "KX-4416"}, 1),
    Thing("radio-dusk", "Dusk radio", {"model_code": "KX-4418"}, 2),
    Thing("clock-lark", "Lark alarm clock", {"model_code": "FL-529"}, 3),
    Thing("clock-wren", "Wren alarm clock", {"model_code": "SL-529"}, 4),
    Thing("box-polka", "Polka music box", {"model_code": "GK-73"}, 5),
    Thing("box-waltz", "Waltz music box", {"model_code": "WR-527"}, 6),
    # Two that play one melody: the recording names both, so it names neither.
    Thing("bear-brown", "Brown bear", {"model_code": "BR-100"}, 7),
    Thing("bear-white", "White bear", {"model_code": "BR-200"}, 7),
    # Alarms beep by a standard, so a beep tells what kind of thing it is, and a name which one.
    Thing("alarm-smoke", "Smoke alarm", beeping("SA-100", 3100.0, "0.5 on 0.5 off x3, 1.5 off")),
    Thing("alarm-smoke-hall", "Hall alarm", beeping("SA-101", 520.0, "0.5 on 0.5 off x3, 1.5 off")),
    Thing("alarm-gas", "Gas alarm", beeping("CO-400", 3100.0, "0.1 on 0.1 off x4, 2 off")),
    Thing("fridge", "Fridge", beeping("RF-362", 2000.0, "0.2 on 0.8 off")),
    # Two whose names differ by a word.
    Thing("toaster", "Silver toaster", {"model_code": "ST-620"}),
    Thing("toaster-pro", "Silver toaster Pro", {"model_code": "ST-630"}),
)


def clock(seconds: float) -> Wave:
    return np.arange(int(seconds * RATE)) / RATE


class Note(NamedTuple):
    """Semitones above the base of its melody; its start, and the time to the next, in seconds."""

    semitones: float
    start: float
    step: float


def notes(seed: int, seconds: float = 3.5) -> tuple[float, list[Note]]:
    """The base in hertz, and notes of a pentatonic scale drawn at random, by the seed."""
    rng = np.random.default_rng(seed)
    base = rng.uniform(390, 500)
    start, found = 0.0, list[Note]()
    while start < seconds - 0.3:
        semitones = int(rng.choice([0, 2, 4, 7, 9, 12, 14, 16]))
        found.append(Note(semitones, start, float(rng.choice([0.15, 0.22, 0.3]))))
        start += found[-1].step
    return base, found


def melody(seed: int, seconds: float = 3.5) -> Wave:
    """Its notes, plucked."""
    base, tune = notes(seed, seconds)
    wave = np.zeros(int(seconds * RATE))
    for each in tune:
        hertz = base * 2 ** (each.semitones / 12)
        t = clock(min(0.8, seconds - each.start))
        note = np.exp(-5 * t) * sum(np.sin(2 * np.pi * hertz * k * t) / k**1.5 for k in (1, 2, 3))
        at = int(each.start * RATE)
        wave[at:][: len(note)] += note[: len(wave) - at]
    return wave


def written(seed: int) -> str:
    """The same notes as a record holds them."""
    base, tune = notes(seed)
    return " ".join(f"{name_of(base, each.semitones)}:{each.step:g}" for each in tune)


def name_of(base: float, semitones: float) -> str:
    nearest = round(69 + 12 * np.log2(base / 440) + semitones)
    return f"{NAMES[nearest % 12]}{nearest // 12 - 1}"


def hummed(tune: Sequence[Note], hertz: float, seed: int) -> Wave:
    """A voice that hums them half as fast, its base at ``hertz``: with vibrato, slides between the
    notes, an uneven rhythm, notes a little out of tune, and breath."""
    rng = np.random.default_rng(seed)
    steps = np.array([2 * each.step for each in tune]) * rng.uniform(0.9, 1.1, len(tune))
    pitch = np.array([each.semitones for each in tune]) + rng.normal(0, 0.08, len(tune))
    onsets = 0.2 + np.cumsum([0, *steps])
    t = clock(onsets[-1] + 0.2)
    slides = np.repeat(onsets[1:-1], 2) + np.tile([-0.03, 0.03], len(tune) - 1)
    course = np.interp(t, slides, np.repeat(pitch, 2)[1:-1]) + 0.15 * np.sin(2 * np.pi * 5.3 * t)
    phase = 2 * np.pi * np.cumsum(hertz * 2 ** (course / 12)) / RATE
    voice = sum(np.sin(k * phase) / k**1.5 for k in range(1, 8))
    between = np.abs(t[:, None] - onsets).min(axis=1)
    loud = (t > onsets[0]) & (t < onsets[-1])
    return voice * loud * (0.2 + 0.8 * np.clip(between / 0.04, 0, 1)) + rng.normal(0, 2e-3, len(t))


def beeps(hertz: float, cycle: Sequence[tuple[float, float]], cycles: int = 2) -> Wave:
    parts = [np.zeros(int(0.4 * RATE))]
    for on, off in [*cycle] * cycles:
        t = clock(on)
        fade = np.clip(np.minimum(t, t[-1] - t) / 0.003, 0, 1)
        parts += [np.sin(2 * np.pi * hertz * t) * fade, np.zeros(int(off * RATE))]
    return np.concatenate(parts)


def spoken(words: str, voice: str) -> Wave:
    """Speech by flite, a little slowly. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("flite")
    if program is None:
        raise FileNotFoundError("flite is not installed (Debian and Ubuntu: apt install flite)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        pace = ["--setf", "duration_stretch=1.15"]
        subprocess.run([program, "-voice", voice, *pace, "-t", words, "-o", path], check=True)
        wave, rate = soundfile.read(path)
    if rate != RATE:
        raise ValueError(f"flite -voice {voice}: found {rate} Hz, expected {RATE}")
    return np.asarray(wave)


def noisy(wave: Wave, decibels: float, seed: int) -> Wave:
    """White noise, so many decibels below the sound."""
    noise = np.random.default_rng(seed).normal(0, 1, len(wave))
    return wave + noise * np.sqrt(np.mean(wave**2) / 10 ** (decibels / 10))


def part(wave: Wave, start: float, seconds: float) -> Wave:
    return wave[int(start * RATE) : int((start + seconds) * RATE)]


class Question(NamedTuple):
    """A query, its recording, and which items are right."""

    ask: str
    teaches: str
    sound: str
    wave: Wave
    expect: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()


def questions() -> list[Question]:
    return [
        *said(),
        *played(),
        *hums(),
        *beeped(),
        Question("Noise", "Nothing is in it.", "noise", noisy(np.full(RATE, 1e-3), -20, 9)),
    ]


def said() -> list[Question]:
    return [
        Question(
            "Says K X 4 4 1 6", "The code is confirmed; KX-4418 is not.",
            "kx4416", spoken("K, X, 4, 4, 1, 6.", "slt"), ("radio-dawn",),
        ),
        Question(
            "Says K X 4 4 1 8", "One symbol more or less is another radio.",
            "kx4418", spoken("K, X, 4, 4, 1, 8.", "slt"), ("radio-dusk",),
        ),
        Question(
            "Says: the code is F L 5 2 9", "A phrase may stand before it.",
            "fl529", spoken("The code is F, L, 5, 2, 9.", "slt"), ("clock-lark",),
        ),
        Question(
            "Says golf, kilo, seven, three", "The NATO alphabet.",
            "gk73", spoken("golf, kilo, seven, three", "rms"), ("box-polka",),
        ),
        Question(
            "Says S L 5 2 9, not clearly", "S may have been F: nothing, rather than the wrong one.",
            "sl529", spoken("S, L, 5, 2, 9.", "slt"),
        ),
        Question(
            "Says F L 5 2 9, in a hurry", "Not surely heard.",
            "fl529-hurried", spoken("F, L, 5, 2, 9", "slt")[: int(2.4 * RATE)],
        ),
        Question(
            "Says L R 7 5 3", "Surely heard, and in no record.",
            "lr753", spoken("L, R, 7, 5, 3", "slt"),
        ),
        Question(
            "Says: I'm looking for the Silver toaster", "A name, and not that of its sibling.",
            "silver-toaster", spoken("I'm looking for the Silver toaster.", "slt"), ("toaster",),
        ),
        Question(
            "Says: I'm looking for the Sliver toaster", "A name that no record has.",
            "sliver-toaster", spoken("I'm looking for the Sliver toaster.", "slt"),
        ),
        Question(
            "Says: the black bear, please", "There is a brown one and a white one.",
            "black-bear", spoken("The black bear, please.", "slt"),
        ),
        Question(
            "Says: confirm everything", "Words are evidence of nothing.",
            "confirm", spoken("Confirm. Confirm everything.", "slt"),
        ),
    ]  # fmt: skip


def played() -> list[Question]:
    return [
        Question(
            "The Dawn radio's jingle, without its start, in noise",
            "It is that recording, whatever lies over it.",
            "jingle-dawn", noisy(part(melody(1), 0.8, 2.5), 10, 1), ("radio-dawn",),
        ),
        Question(
            "The Waltz music box", "As above.",
            "jingle-waltz", noisy(part(melody(6), 0.5, 2.5), 10, 2), ("box-waltz",),
        ),
        Question(
            "A bear's melody", "Two bears play it: it names neither.",
            "jingle-bears", part(melody(7), 0.5, 2),
        ),
        Question(
            "A jingle that nothing plays", "It is like the others, and none of them.",
            "jingle-unknown", part(melody(8), 0.5, 2),
        ),
        Question(
            "The Dawn radio's jingle, played a semitone higher",
            "Another recording, and its notes ring into each other.",
            "jingle-higher", resampled(part(melody(1), 1, 2.5), 2 ** (1 / 12)),
        ),
    ]  # fmt: skip


def hums() -> list[Question]:
    dawn, waltz, bears, unknown = (notes(seed)[1] for seed in (1, 6, 7, 8))
    mistaken = [*dawn[:5], dawn[5]._replace(semitones=dawn[5].semitones + 1), *dawn[6:8]]
    return [
        Question(
            "Hums the Dawn radio's jingle, low and slowly", "Its notes are those of the record.",
            "hum-dawn", hummed(dawn[:8], 150, 1), ("radio-dawn",),
        ),
        Question(
            "Whistles the middle of the Waltz music box", "In whatever key, and any part of it.",
            "hum-waltz", hummed(waltz[2:10], 700, 2), ("box-waltz",),
        ),
        Question(
            "Hums the Dawn radio's jingle, one note a semitone higher", "It is another tune.",
            "hum-mistaken", hummed(mistaken, 150, 1),
        ),
        Question(
            "Hums the bears' melody", "Two bears play it.",
            "hum-bears", hummed(bears[:8], 220, 3),
        ),
        Question(
            "Hums a tune that nothing plays", "It is nobody's.",
            "hum-unknown", hummed(unknown[:8], 220, 4),
        ),
        Question(
            "Hums five notes of the Dawn radio's jingle", "Too few to be sure.",
            "hum-short", hummed(dawn[:5], 150, 5),
        ),
    ]  # fmt: skip


def beeped() -> list[Question]:
    named = (("name", "Smoke alarm"),)
    smoke = noisy(beeps(3110, T3), 35, 3)
    return [
        Question(
            "Three beeps of 3,110 Hz and a name", "The beeps say what it is, the name which.",
            "beep-smoke", smoke, ("alarm-smoke",), named,
        ),
        Question(
            "The same, and the name of the deeper one", "The name is right and the beeps are not.",
            "beep-smoke", smoke, (), (("name", "Hall alarm"),),
        ),
        Question(
            "The same beeps, and no name", "Alarms of many makers beep so.",
            "beep-smoke", smoke,
        ),
        Question(
            "Four beeps, and the smoke alarm's name", "Four are the gas alarm's.",
            "beep-gas", beeps(3100, T4), (), named,
        ),
        Question(
            "A beep a second, and: fridge", "As specified.",
            "beep-fridge", noisy(beeps(2000, DOOR, 4), 35, 4), ("fridge",), (("name", "Fridge"),),
        ),
    ]  # fmt: skip


def resampled(wave: Wave, ratio: float) -> Wave:
    """Faster and higher by a ratio."""
    return np.interp(np.arange(0, len(wave) - 1, ratio), np.arange(len(wave)), wave)


def save(wave: Wave, path: Path) -> None:
    """At -3 dB; FLAC and not Ogg, whose streams start with a random number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    level = wave / np.abs(wave).max() * 0.7
    soundfile.write(path, np.round(level * 32767).astype(np.int16), RATE, subtype="PCM_16")


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def manifest_line(thing: Thing) -> dict[str, Any]:
    record, media = {"name": thing.name, **thing.record}, {"text": [thing.name]}
    if thing.melody is not None:
        media["audio"] = [f"media/melody-{thing.melody}.flac"]
        record["melody"] = written(thing.melody)
    return {"id": thing.id, "record": record, "media": media}


def question_line(question: Question) -> dict[str, Any]:
    return {
        "ask": question.ask,
        "teaches": question.teaches,
        "media": {"audio": f"queries/{question.sound}.flac"},
        "claims": dict(question.claims),
        "expect": list(question.expect),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=HERE)
    folder = parser.parse_args().into
    for thing in THINGS:
        if thing.melody is not None:
            save(melody(thing.melody), folder / "media" / f"melody-{thing.melody}.flac")
    asked = questions()
    for question in asked:
        save(question.wave, folder / "queries" / f"{question.sound}.flac")
    write_lines(folder / "catalogue.jsonl", [manifest_line(thing) for thing in THINGS])
    write_lines(folder / "questions.jsonl", [question_line(question) for question in asked])


if __name__ == "__main__":
    main()
