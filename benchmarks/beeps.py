"""How exactly beeps are measured, and that no other sound is taken for an alarm.

Rendered beeps, clean, under noise and in rooms; and every recording against what alarms and
appliances are specified to sound like. ``benchmarks/sounds.py`` reports both.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from rich.progress import track
from waves import Wave, as_audio, mixed, pink

from judges import Candidate, FactType, Query, Reading, Vocabulary, build_judge, build_reader
from modalities import Audio

T3 = ((0.5, 0.5), (0.5, 0.5), (0.5, 1.5))
T4 = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 5.0))
CYCLES = {
    "T3": T3,
    "T4": T4,
    "fridge door": ((0.15, 0.85),),
    "washer": ((1.0, 0.5),) * 2 + ((1.0, 2.0),),
}
SPECIFIED = {
    f"{name}, {hertz} Hz": {"hertz": hertz, "pattern": pattern}
    for hertz in (520, 1000, 2000, 2700, 3100, 3400)
    for name, pattern in (
        ("T3", "0.5 on 0.5 off x3, 1.5 off"),
        ("T4", "0.1 on 0.1 off x4, 5 off"),
        ("slow", "1 on 1 off"),
        ("fast", "0.25 on 0.25 off"),
        ("single", "0.15 on 0.85 off"),
        ("low battery", "0.06 on 40 off"),
    )
}


def beep(kind: str, hertz: float, seconds: float, rate: int) -> Wave:
    t = np.arange(int(seconds * rate)) / rate
    phase = 2 * np.pi * hertz * t
    partials = {
        "sine": {1: 1.0},
        "square": {1: 1.0, 3: 1 / 3, 5: 1 / 5},
        "harmonics": {1: 1.0, 2: 0.5, 3: 0.4},
        "glide": {},
    }[kind]
    wave = sum((a * np.sin(k * phase) for k, a in partials.items() if k * hertz < rate / 2), 0 * t)
    if kind == "glide":
        wave = np.sin(2 * np.pi * (hertz * 0.9 * t + hertz * 0.1 * t * t / seconds))
    return wave * np.clip(np.minimum(t, t[-1] - t) / 0.003, 0, 1)


def room(wave: Wave, rate: int, rng: np.random.Generator) -> Wave:
    """Reverberation of 0.2 to 0.6 seconds, 3 to 10 dB below the direct sound."""
    length = int(rng.uniform(0.2, 0.6) * rate)
    answer = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    answer *= 10 ** (-rng.uniform(3, 10) / 20) / np.sqrt(np.sum(answer**2))
    answer[0] += 1
    size = len(wave) + length
    return np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(answer, size), size)[: len(wave)]


def surroundings(name: str, wave: Wave, rate: int, rng: np.random.Generator) -> Wave:
    if "room" in name:
        wave = room(wave, rate, rng)
    if "white" in name:
        wave = mixed(wave, rng.standard_normal(len(wave)), 10)
    if "pink" in name:
        wave = mixed(wave, pink(len(wave), rng), 10)
    return wave


def measure_beeps(repeats: int) -> None:
    reader, rng = build_reader("tone"), np.random.default_rng(11)
    print(f"\n{'rendered beeps':<28}{'sounds':>8}{'exact':>8}   exact: each beep found, frequency "
          "within 1%, duration within 30 ms")  # fmt: skip
    for kind in ("sine", "square", "harmonics", "glide"):
        for where in ("clean", "white, 10 dB", "pink, 10 dB", "room", "room, white"):
            hits = [
                measured(reader.read, kind, cycle, where, rng)
                for cycle in CYCLES.values()
                for _ in range(5 * repeats)
            ]
            print(f"{kind + ', ' + where:<28}{len(hits):>8}{np.mean(hits):>8.1%}")


def measured(
    read: Callable[[Audio], list[Reading]],
    kind: str,
    cycle: Sequence[tuple[float, float]],
    where: str,
    rng: np.random.Generator,
) -> bool:
    hertz, rate = float(rng.uniform(500, 4000)), int(rng.choice([16_000, 44_100]))
    parts = [np.zeros(int(rng.uniform(0.2, 0.6) * rate))]
    for on, off in [*cycle] * 2:
        parts += [beep(kind, hertz, on, rate), np.zeros(int(off * rate))]
    readings = read(as_audio(surroundings(where, np.concatenate(parts), rate, rng), rate))
    events = readings[0].details["events"] if readings else []
    return len(events) == 2 * len(cycle) and all(
        abs(event["hertz"] / hertz - 1) <= 0.01 and abs(event["end"] - event["start"] - on) <= 0.03
        for event, (on, _) in zip(events, [*cycle] * 2, strict=True)
    )


def accuse(sounds: Mapping[str, Audio]) -> None:
    """Every recording against every specification; none of them is an alarm."""
    vocabulary = Vocabulary.extended(record={"hertz": FactType.DOUBLE, "pattern": FactType.STRING})
    judge = build_judge(
        "alarm", {"use": "tone", "frequency": "hertz", "pattern": "pattern"}, vocabulary
    )
    reader = build_reader("tone")
    candidates = [Candidate(name, record) for name, record in SPECIFIED.items()]
    outcomes: Counter[str] = Counter()
    toned = 0
    for audio in track(list(sounds.values()), "tones"):
        found = reader.read(audio)
        toned += bool(found)
        verdicts = judge.judge(Query(read=lambda _kind, found=found: found), candidates)
        outcomes.update(f"{verdict.outcome}: {verdict.reason}" for verdict in verdicts)
    print(f"\n{len(sounds)} recordings, {toned} with some tone, against {len(candidates)} patterns")
    for reason, number in outcomes.most_common():
        print(f"  {number:>6}  {reason}")
