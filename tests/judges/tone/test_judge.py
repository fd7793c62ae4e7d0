"""The tone judge: as specified, or otherwise, or not to be told."""

import numpy as np
import pytest
from heard import RATE, T3, T4, TONES, beeps, heard, recording, with_noise

from judges import (
    Candidate,
    FactError,
    JudgeConfigError,
    JudgeError,
    Query,
    Truth,
    Verdict,
    build_judge,
)
from judges.tone.reader import ToneReader

OPTIONS = {"use": "tone", "frequency": "tone_hertz", "pattern": "tone_pattern"}
JUDGE = build_judge("alarm", OPTIONS, TONES)
SMOKE = "0.5 on 0.5 off x3, 1.5 off"
GAS = "0.1 on 0.1 off x4, 5 off"


def verdict(wave: np.ndarray, hertz: object = 3100, pattern: object = SMOKE) -> Verdict:
    record = {"tone_hertz": hertz, "tone_pattern": pattern}
    return JUDGE.judge(heard(None, recording(wave)), [Candidate("a", record)])[0]


def said(wave: np.ndarray, hertz: object = 3100, pattern: object = SMOKE) -> tuple[str, str]:
    found = verdict(wave, hertz, pattern)
    return str(found.outcome), found.reason


def echoing(wave: np.ndarray) -> np.ndarray:
    """In a room of half a second's reverberation, 6 dB below the direct sound."""
    rng = np.random.default_rng(3)
    tail = rng.normal(0, 1, RATE // 2) * 10 ** (-3 * np.arange(RATE // 2) / (RATE // 2))
    tail *= 0.5 / np.sqrt(np.sum(tail**2))
    tail[0] = 1
    return np.convolve(wave, tail)[: len(wave)]


@pytest.mark.parametrize(
    "wave",
    [
        pytest.param(beeps(3100), id="clean"),
        pytest.param(beeps(3160), id="two percent higher"),
        pytest.param(with_noise(beeps(3100), 10), id="noise"),
        pytest.param(echoing(beeps(3100)), id="room"),
        pytest.param(0.01 * beeps(3100) + 0.3, id="quiet, with direct current"),
        pytest.param(np.clip(9 * beeps(3100), -1, 1), id="clipped"),
        pytest.param(beeps(3100, cycles=3, lead=0)[int(0.8 * RATE) :], id="begun amidst"),
    ],
)
def test_beeps_as_specified_are_confirmed(wave: np.ndarray) -> None:
    assert said(wave) == ("confirm", "beeps_as_specified")
    assert said(wave, 520) == ("reject", "frequency_differs")
    assert said(wave, 3100, GAS) == ("reject", "pattern_differs")


@pytest.mark.parametrize(
    ("wave", "hertz", "pattern", "expected"),
    [
        (beeps(3100, T4), 3100, SMOKE, ("reject", "pattern_differs")),
        (beeps(3100, T4), 3100, "0.1 on 0.1 off x4, 1.5 off", ("confirm", "beeps_as_specified")),
        (beeps(3100, T4), 3100, "0.1 on 0.1 off x3, 1.5 off", ("reject", "pattern_differs")),
        (beeps(3100), 3250, SMOKE, ("abstain", "frequency_differs")),
        (beeps(3100, T3[:1], cycles=6), 3100, SMOKE, ("reject", "pattern_differs")),
        (beeps(3100, T3[:1], cycles=6), 3100, "0.5 on 0.5 off", ("confirm", "beeps_as_specified")),
        (beeps(3100, T3[:1], cycles=2), 3100, SMOKE, ("abstain", "pattern_incomplete")),
        (beeps(3100, T3[:1], cycles=1), 3100, SMOKE, ("abstain", "pattern_incomplete")),
        (beeps(3100, cycles=1, lead=0)[: int(2.6 * RATE)], 3100, SMOKE,
         ("abstain", "pattern_incomplete")),
    ],
)  # fmt: skip
def test_other_patterns(
    wave: np.ndarray, hertz: float, pattern: str, expected: tuple[str, str]
) -> None:
    assert said(wave, hertz, pattern) == expected


def test_more_than_one_tone_is_left_open() -> None:
    two = np.concatenate([beeps(3100, cycles=1), beeps(2400, cycles=1)])
    assert said(two) == ("abstain", "several_tones")
    t = np.arange(2 * RATE) / RATE
    assert said(np.sin(2 * np.pi * (1000 * t + 150 * t * t)))[1] in ("gliding_tone", "no_tone")


def test_a_faint_tone_in_the_background_does_not_matter() -> None:
    faint = 0.15 * beeps(1000, ((0.4, 6.0),), cycles=1, lead=3.1)
    wave = beeps(3100)
    wave[: len(faint)] += faint[: len(wave)]
    assert said(wave) == ("confirm", "beeps_as_specified")
    wave[: len(faint)] += 2 * faint[: len(wave)]
    assert said(wave) == ("abstain", "several_tones")


@pytest.mark.parametrize(
    "wave",
    [
        pytest.param(np.random.default_rng(2).normal(0, 0.1, 5 * RATE), id="noise"),
        pytest.param(np.zeros(RATE) + 0.5, id="direct current"),
        pytest.param(np.ones(1), id="one sample"),
    ],
)
def test_without_a_tone_it_abstains(wave: np.ndarray) -> None:
    assert said(wave) == ("abstain", "no_tone")


@pytest.mark.parametrize(
    ("hertz", "pattern", "reason"),
    [
        (None, SMOKE, "record_has_no_tone"),
        (3100, None, "record_has_no_tone"),
        ("3100", SMOKE, "fact_type"),
        (True, SMOKE, "fact_type"),
        (-1, SMOKE, "fact_type"),
        (3100, 3, "fact_type"),
        (3100, "beep", "not_a_pattern"),
    ],
)
def test_records_that_specify_no_tone(hertz: object, pattern: object, reason: str) -> None:
    assert said(beeps(3100), hertz, pattern) == ("abstain", reason)


def test_recordings_that_disagree_confirm_nothing() -> None:
    record = {"tone_hertz": 3100, "tone_pattern": SMOKE}
    query = heard(None, recording(beeps(3100)), recording(beeps(2000)))
    assert JUDGE.judge(query, [Candidate("a", record)])[0].reason == "frequency_differs"


def test_a_broken_reading_fails() -> None:
    (good,) = ToneReader().read(recording(beeps(3100)))
    broken = good.model_copy(update={"details": {"events": [{"start": 0}]}})
    record = {"tone_hertz": 3100, "tone_pattern": SMOKE}
    with pytest.raises(JudgeError, match="broken reading"):
        JUDGE.judge(Query(read=lambda _: [broken]), [Candidate("a", record)])


def test_vouches_for_the_category_alone() -> None:
    assert JUDGE.covers == {Truth.CATEGORY}
    with pytest.raises(JudgeConfigError, match="cannot vouch for identity"):
        build_judge("alarm", {**OPTIONS, "covers": ["identity"]}, TONES)


def test_fields_must_be_declared_as_what_they_are() -> None:
    with pytest.raises(FactError, match="no declared field 'pitch'"):
        build_judge("alarm", {**OPTIONS, "frequency": "pitch"}, TONES)
    with pytest.raises(JudgeConfigError, match="declared string, expected double or int"):
        build_judge("alarm", {**OPTIONS, "frequency": "tone_pattern"}, TONES)
