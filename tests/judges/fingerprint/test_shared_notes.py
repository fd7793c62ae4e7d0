"""Tunes of the very same notes coincide, and are told apart all the same."""

import numpy as np
import pytest
from heard import RATE, candidates, heard, melody, recording, shelf_of, with_noise

from judges import Outcome, Verdict, Vocabulary, build_judge
from judges.fingerprint.agreement import Agreement, agreement
from judges.fingerprint.sound_print import print_of
from judges.fingerprint.spectrum import HOP

STEPS = (0.15, 0.225, 0.3)
SCALE = (0, 2, 4, 7, 9, 12, 14, 16)
JUDGE = build_judge("sound", {"use": "fingerprint"}, Vocabulary())
Tune = list[tuple[float, int]]


def composed(seed: int) -> Tune:
    rng = np.random.default_rng(seed)
    starts = 0.1 + np.cumsum(rng.choice(STEPS, 22))
    return [(float(start), int(rng.choice(SCALE))) for start in starts if start < 4.9]


TUNE = composed(1)
MIDDLE = next(at for at, (start, _) in enumerate(TUNE) if start > 2.4)
REORDERED = np.random.default_rng(0).permutation([note for _, note in TUNE]).tolist()
VARIANTS: dict[str, Tune] = {
    "another tune": composed(2),
    "another order": [(start, note) for (start, _), note in zip(TUNE, REORDERED, strict=True)],
    "one note different": [
        (start, note + 5 if at == MIDDLE else note) for at, (start, note) in enumerate(TUNE)
    ],
    "one note less": [each for at, each in enumerate(TUNE) if at != MIDDLE],
    "another rhythm": [(0.1 + 0.22 * at, note) for at, (_, note) in enumerate(TUNE)],
    "one part more": sorted([*TUNE, *composed(3)]),
}


def part(tune: Tune, noise: float | None) -> np.ndarray:
    wave = melody(tune)[int(1.3 * RATE) : int(4.3 * RATE)]
    return wave if noise is None else with_noise(wave, noise)


def asked(tune: Tune, noise: float | None) -> Verdict:
    shelf = shelf_of({"one": [recording(melody(TUNE))]})
    return JUDGE.judge(heard(shelf, recording(part(tune, noise))), candidates("one"))[0]


@pytest.mark.parametrize("noise", [None, 10.0])
def test_the_tune_itself_is_confirmed(noise: float | None) -> None:
    found = asked(TUNE, noise)
    assert (found.outcome, found.reason) == (Outcome.CONFIRM, "same_recording")
    assert found.evidence[1].value["found"] > 0.8
    assert found.evidence[1].value["lacking"] < 0.05


@pytest.mark.parametrize("noise", [None, 10.0])
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_nearly_the_tune_is_not(variant: str, noise: float | None) -> None:
    found = asked(VARIANTS[variant], noise)
    assert found.outcome is Outcome.ABSTAIN
    assert found.reason in {"parts_differ", "no_match"}


def test_one_note_of_twenty_suffices_and_evidence_says_so() -> None:
    found = asked(VARIANTS["one note different"], None)
    assert found.reason == "parts_differ"
    shown = found.evidence[1].value
    assert shown["coincidences"] > 10 * shown["by_chance"]
    assert shown["lacking"] > 0.3


def test_a_tune_is_told_from_its_neighbour_in_the_catalogue() -> None:
    other = VARIANTS["one note different"]
    shelf = shelf_of({"one": [recording(melody(TUNE))], "other": [recording(melody(other))]})
    verdicts = JUDGE.judge(heard(shelf, recording(part(other, None))), candidates("one", "other"))
    assert [(each.outcome, each.reason) for each in verdicts] == [
        (Outcome.ABSTAIN, "parts_differ"),
        (Outcome.CONFIRM, "same_recording"),
    ]


def test_hardly_any_overlap_is_no_agreement() -> None:
    sound = print_of(recording(melody(TUNE)))
    assert agreement(sound, sound, 0).is_whole
    assert agreement(sound, sound, 5 * RATE // HOP) == Agreement()
    assert not Agreement().is_whole


def test_one_note_that_two_tunes_share_at_their_ends_is_no_agreement() -> None:
    first, last = melody([(0.2, 4), (1.0, 9)], 1.6), melody([(0.2, 9), (1.0, 2)], 1.6)
    found = agreement(
        print_of(recording(last)), print_of(recording(first)), round(0.8 * RATE / HOP)
    )
    assert found.found > 0.9
    assert found.lacking < 0.1
    assert found.share < 0.5
    assert not found.is_whole


AS_NEAR = Agreement(found=0.8, heard=0.55, extra=0.11, lacking=0.0, distance=1.5, share=1.0)


@pytest.mark.parametrize(
    ("changed", "whole"),
    [
        pytest.param({}, True, id="noise"),
        pytest.param({"distance": 2.1}, False, id="what is more also moves them apart"),
        pytest.param({"distance": 2.1, "heard": 0.7}, True, id="most of the query's are there"),
        pytest.param({"distance": 2.1, "extra": 0.06}, True, id="little is more"),
        pytest.param({"extra": 0.14}, False, id="much is more"),
        pytest.param({"gap": 8.0, "own_gap": 4.0}, True, id="a burst of another sound"),
        pytest.param({"gap": 8.0, "own_gap": 6.0}, False, id="another note"),
        pytest.param({"gap": 8.0, "found": 0.6}, False, id="a gap where few are found"),
    ],
)
def test_what_says_that_two_differ(changed: dict[str, float], *, whole: bool) -> None:
    assert AS_NEAR._replace(**changed).is_whole is whole
