"""The fingerprint judge: this very recording, and nobody else's."""

import io

import numpy as np
import pytest
import soundfile
import soxr
from fake_catalogue import FakeCatalogue
from heard import RATE, beeps, candidates, heard, recording, shelf_of, tune, with_noise

from judges import (
    JudgeConfigError,
    JudgeError,
    Labels,
    Outcome,
    Query,
    Truth,
    Verdict,
    Vocabulary,
    build_judge,
)
from judges.fingerprint.reader import FingerprintReader
from modalities import Audio, AudioLoader, Source

JUDGE = build_judge("sound", {"use": "fingerprint"}, Vocabulary())
SOUNDS = {"one": [recording(tune(1))], "two": [recording(tune(2))]}
CATALOGUE = shelf_of({**SOUNDS, "mute": []})


def verdict(query: Query, id_: str = "one") -> Verdict:
    return JUDGE.judge(query, candidates(id_))[0]


def part(seed: int, start: float = 1.3, end: float = 4.3) -> np.ndarray:
    return tune(seed)[int(start * RATE) : int(end * RATE)]


def encoded(wave: np.ndarray, container: str) -> Audio:
    file = io.BytesIO()
    soundfile.write(file, wave, RATE, format=container)
    return AudioLoader().load(Source(f"a.{container}", data=file.getvalue()))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(recording(part(1)), id="cut"),
        pytest.param(recording(0.01 * part(1)), id="quiet"),
        pytest.param(recording(np.clip(5 * part(1), -1, 1)), id="clipped"),
        pytest.param(recording(part(1) / 3 + 0.5), id="direct current"),
        pytest.param(recording(with_noise(part(1), 10)), id="noise"),
        pytest.param(recording(soxr.resample(part(1), RATE, 44_100), 44_100), id="resampled"),
        pytest.param(encoded(part(1), "OGG"), id="ogg"),
        pytest.param(encoded(part(1), "MP3"), id="mp3"),
        pytest.param(recording(part(1, 1.3, 2.3)), id="one second"),
    ],
)
def test_the_same_recording_is_confirmed(query: Audio) -> None:
    found = verdict(heard(CATALOGUE, query))
    assert (found.outcome, found.reason) == (Outcome.CONFIRM, "same_recording")
    shown = found.evidence[1].value
    assert shown["item"] == "one"
    assert shown["offset_seconds"] == pytest.approx(1.3, abs=0.1)
    assert shown["coincidences"] > 10 * shown["by_chance"]
    other = verdict(heard(CATALOGUE, query), "two")
    assert (other.outcome, other.reason) == (Outcome.ABSTAIN, "no_match")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(recording(part(9)), id="another"),
        pytest.param(recording(with_noise(np.zeros(3 * RATE) + 1e-9, -200)), id="noise"),
        pytest.param(recording(np.sin(np.arange(3 * RATE) * 0.4)), id="steady tone"),
        pytest.param(recording(np.ones(1)), id="one sample"),
        pytest.param(recording(part(1)[:2000]), id="an eighth of a second"),
    ],
)
def test_another_recording_is_not(query: Audio) -> None:
    found = verdict(heard(CATALOGUE, query))
    assert (found.outcome, found.reason[:3]) == (Outcome.ABSTAIN, "no_")


@pytest.mark.parametrize("seed", range(3))
def test_a_few_beeps_in_noise_are_confirmed_by_their_landmarks(seed: int) -> None:
    """White noise leaves of pairs too few; nearly all landmarks of the beeps are there."""
    shelf = shelf_of({"one": [recording(beep_tune(0))], "two": [recording(beep_tune(1))]})
    noisy = with_noise(beep_tune(0)[int(1.1 * RATE) : int(4.1 * RATE)], 10, seed)
    assert verdict(heard(shelf, recording(noisy))).outcome is Outcome.CONFIRM
    assert verdict(heard(shelf, recording(noisy)), "two").outcome is Outcome.ABSTAIN


def beep_tune(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    wave = np.zeros(5 * RATE)
    for start in 0.1 + np.cumsum(rng.choice((0.15, 0.225, 0.3), 19)):
        one = beeps(880 * 2 ** (int(rng.integers(17)) / 12), ((0.13, 0),), cycles=1, lead=0)
        place = wave[int(start * RATE) :][: len(one)]
        place += one[: len(place)]
    return wave


def test_ticks_that_differ_are_no_repetition() -> None:
    """A second offset at which it coincides counts only if the two are the same there."""
    tick = part(3, 1.0, 1.5)
    rng = np.random.default_rng(5)
    wave = np.tile(tick, 8)
    for at in range(8):
        note = np.exp(-np.arange(4000) / 600) * np.sin(np.arange(4000) * rng.uniform(0.2, 2))
        wave[at * len(tick) :][:4000] += 0.6 * note
    shelf = shelf_of({"one": [recording(wave)], "two": SOUNDS["two"]})
    found = verdict(heard(shelf, recording(wave[int(1.9 * len(tick)) : int(6.3 * len(tick))])))
    assert found.reason == "same_recording"
    assert found.evidence[1].value["offset_seconds"] == pytest.approx(0.95, abs=0.05)


def test_two_items_with_one_sound_are_not_told_apart() -> None:
    shelf = shelf_of({**SOUNDS, "twin": SOUNDS["one"]})
    found = verdict(heard(shelf, recording(part(1))))
    assert (found.outcome, found.reason) == (Outcome.ABSTAIN, "several_items")
    assert {each.value["item"] for each in found.evidence[1:]} == {"one", "twin"}


def test_a_further_recording_may_tell_twins_apart() -> None:
    shelf = shelf_of(
        {"one": [recording(tune(1)), recording(tune(5))], "twin": [recording(tune(1))]}
    )
    query = heard(shelf, recording(part(1)), recording(part(5)))
    assert verdict(query).outcome is Outcome.CONFIRM
    assert verdict(query, "twin").reason == "no_match"


def test_recordings_of_two_items_confirm_neither() -> None:
    query = heard(CATALOGUE, recording(part(1)), recording(part(2)))
    assert [verdict(query, id_).reason for id_ in ("one", "two")] == ["recordings_differ"] * 2


def test_a_twin_that_may_not_be_seen_does_not_count() -> None:
    read = {id_: FingerprintReader().read(recording(tune(1))) for id_ in ("one", "twin")}
    labels = {"twin": Labels("someone else")}
    shelf = FakeCatalogue({"one": {}, "twin": {}}, labels, readings=read)
    assert verdict(heard(shelf, recording(part(1)))).outcome is Outcome.CONFIRM


def test_a_sound_that_repeats_itself_proves_nothing() -> None:
    beeping = with_noise(beeps(3100, ((0.25, 0.25),), cycles=12), 40)
    shelf = shelf_of({"one": [recording(beeping)], "two": SOUNDS["two"]})
    query = recording(with_noise(beeps(3100, ((0.25, 0.25),), cycles=6), 40, seed=1))
    assert verdict(heard(shelf, query)).outcome is Outcome.ABSTAIN
    looped = shelf_of({"one": [recording(np.tile(part(1), 2))], "two": SOUNDS["two"]})
    assert verdict(heard(looped, recording(part(1)))).reason == "repeats"


def test_exclusive_rejects_whom_another_recording_excludes() -> None:
    judge = build_judge("sound", {"use": "fingerprint", "exclusive": True}, Vocabulary())
    found = judge.judge(heard(CATALOGUE, recording(part(1))), candidates("one", "two", "mute"))
    assert [(each.outcome, each.reason) for each in found] == [
        (Outcome.CONFIRM, "same_recording"),
        (Outcome.REJECT, "other_recording"),
        (Outcome.ABSTAIN, "no_recording"),
    ]


def test_nothing_to_compare() -> None:
    assert verdict(Query(catalogue=CATALOGUE)).reason == "no_fingerprint"
    assert verdict(heard(CATALOGUE, recording(part(1))), "mute").reason == "no_recording"
    with pytest.raises(JudgeError, match="no catalogue"):
        verdict(heard(None, recording(part(1))))


@pytest.mark.parametrize("value", [None, 7, "%%%", "AAA=", "AAAA", "gA==", "\u00e9"])
def test_a_broken_fingerprint_fails_and_confirms_nothing(value: object) -> None:
    (good,) = FingerprintReader().read(recording(tune(1)))
    stored = {"one": [good.model_copy(update={"value": value})]}
    shelf = FakeCatalogue({"one": {}}, readings=stored)
    with pytest.raises(JudgeError, match="item one"):
        verdict(heard(shelf, recording(part(1))))


def test_vouches_for_identity_only_as_far_as_a_recording_can() -> None:
    assert JUDGE.covers == {Truth.IDENTITY}
    with pytest.raises(JudgeConfigError, match="cannot vouch for quantity"):
        build_judge("sound", {"use": "fingerprint", "covers": ["quantity"]}, Vocabulary())
