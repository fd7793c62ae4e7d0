"""The melody judge: this tune, another one, or not to be told."""

import numpy as np
import pytest
from fake_catalogue import FakeCatalogue
from heard import RATE, Wave, with_noise
from hummed import (
    ELISE,
    ELISE_WRITTEN,
    JOY,
    JOY_WRITTEN,
    MELODIES,
    Notes,
    hum,
    hummed,
    melody_readings,
    written,
)

from judges import (
    Candidate,
    FactError,
    FactType,
    JudgeConfigError,
    JudgeError,
    Query,
    Truth,
    Verdict,
    Vocabulary,
    build_judge,
)

JUDGE = build_judge("hummed", {"use": "melody", "field": "melody"}, MELODIES)
TUNES = {"elise": ELISE_WRITTEN, "joy": JOY_WRITTEN}


def verdicts(wave: Wave, melodies: dict[str, object] | None = None) -> dict[str, Verdict]:
    records = written(TUNES if melodies is None else melodies)
    candidates = [Candidate(id_, record) for id_, record in records.items()]
    found = JUDGE.judge(hummed(FakeCatalogue(records), wave), candidates)
    return dict(zip(records, found, strict=True))


def said(wave: Wave, melodies: dict[str, object] | None = None) -> dict[str, tuple[str, str]]:
    found = verdicts(wave, melodies)
    return {id_: (str(verdict.outcome), verdict.reason) for id_, verdict in found.items()}


def changed(notes: Notes, at: int, *, by: float = 0, times: float = 1) -> Notes:
    semitones, beats = notes[at]
    return (*notes[:at], (semitones + by, beats * times), *notes[at + 1 :])


@pytest.mark.parametrize(
    "wave",
    [
        pytest.param(hum(ELISE, by=0), id="as written"),
        pytest.param(hum(ELISE, by=-24.4), id="two octaves lower, in no key"),
        pytest.param(hum(ELISE, beat=0.8), id="slowly"),
        pytest.param(hum(ELISE, beat=0.35), id="fast"),
        pytest.param(hum(ELISE, drift=1), id="a semitone higher at its end"),
        pytest.param(with_noise(hum(ELISE), 10), id="noise"),
        pytest.param(0.01 * hum(ELISE) + 0.3, id="quiet, with direct current"),
        pytest.param(np.clip(9 * hum(ELISE), -1, 1), id="clipped"),
        pytest.param(hum(ELISE[1:]), id="without its first note"),
    ],
)
def test_the_tune_is_confirmed_and_the_other_is_not(wave: Wave) -> None:
    assert said(wave) == {
        "elise": ("confirm", "melody_fits"),
        "joy": ("reject", "other_melody"),
    }


@pytest.mark.parametrize("by", [-2, -1, 1, 2])
@pytest.mark.parametrize("at", range(len(ELISE)))
def test_one_note_off_is_never_confirmed(at: int, by: int) -> None:
    found = said(hum(changed(ELISE, at, by=by)))["elise"]
    assert found in {("reject", "notes_differ"), ("abstain", "melody_not_heard")}


@pytest.mark.parametrize("times", [0.5, 2])
@pytest.mark.parametrize("at", range(len(ELISE) - 1))
def test_one_note_twice_or_half_as_long_is_never_confirmed(at: int, times: float) -> None:
    found = said(hum(changed(ELISE, at, times=times)))["elise"]
    assert found == ("abstain", "melody_not_heard")


def test_the_length_of_the_last_note_does_not_matter() -> None:
    assert said(hum(changed(ELISE, -1 % len(ELISE), times=0.5)))["elise"][0] == "confirm"


def test_a_note_more_or_less_is_another_melody() -> None:
    for notes in ((*ELISE[:4], *ELISE[5:]), (*ELISE[:4], (79, 0.5), *ELISE[4:])):
        assert said(hum(notes))["elise"] == ("abstain", "melody_not_heard")


def test_a_tune_that_no_item_has_is_nobodys() -> None:
    unknown = [(60, 1), (67, 1), (64, 1), (72, 0.5), (71, 0.5), (65, 1), (69, 1), (62, 1)]
    assert {outcome for outcome, _ in said(hum(unknown)).values()} == {"abstain"}


def test_a_part_of_the_tune_will_do_if_it_is_long_enough() -> None:
    assert said(hum(JOY[4:12]))["joy"] == ("confirm", "melody_fits")
    assert said(hum(JOY[:6]))["joy"] == ("abstain", "too_short")


def test_a_scale_is_everybodys() -> None:
    scale = [(60 + step, 1) for step in (0, 2, 4, 5, 7, 9, 11, 12)]
    melodies: dict[str, object] = {"scale": "C4 D4 E4 F4 G4 A4 B4 C5"}
    assert said(hum(scale), melodies)["scale"] == ("abstain", "too_plain")


def test_two_items_with_one_tune_stay_open() -> None:
    melodies: dict[str, object] = {**TUNES, "box": f"{ELISE_WRITTEN} G4:1 E4:1"}
    found = said(hum(ELISE), melodies)
    assert found["elise"] == found["box"] == ("abstain", "several_items")
    assert found["joy"][0] == "abstain"


def test_a_note_between_that_of_two_siblings_stays_open() -> None:
    melodies: dict[str, object] = {**TUNES, "flat": ELISE_WRITTEN.replace("B4", "A#4")}
    assert said(hum(ELISE), melodies)["elise"] == ("confirm", "melody_fits")
    assert said(hum(changed(ELISE, 5, by=-1)), melodies)["flat"] == ("confirm", "melody_fits")
    between = said(hum(changed(ELISE, 5, by=-0.5)), melodies)
    assert between["elise"] == between["flat"] == ("abstain", "several_items")


def test_a_note_half_a_semitone_off_is_nobodys() -> None:
    assert said(hum(changed(ELISE, 5, by=-0.5), vibrato=0))["elise"] == ("abstain", "nearly")


def test_a_note_sung_again_may_have_run_together() -> None:
    """A tune that repeats a note, and one that holds it, are siblings however well one fits."""
    held = JOY_WRITTEN.replace("G4:1 G4:1", "G4:2")
    found = said(hum(JOY[:10]), {"joy": JOY_WRITTEN, "held": held})
    assert found["joy"] == found["held"] == ("abstain", "several_items")
    alone = said(hum(JOY[:10]), {"held": held, "elise": ELISE_WRITTEN})
    assert alone["held"] == ("abstain", "nearly")


def test_without_a_rhythm_notes_alone_are_compared() -> None:
    plain: dict[str, object] = {**TUNES, "elise": "E5 D#5 E5 D#5 E5 B4 D5 C5 A4"}
    assert said(hum(ELISE), plain)["elise"] == ("confirm", "melody_fits")
    assert said(hum(changed(ELISE, 3, times=3)), plain)["elise"] == ("confirm", "melody_fits")


def test_among_many_tunes_a_short_phrase_may_be_there_by_chance() -> None:
    rng = np.random.default_rng(1)
    many: dict[str, object] = {
        str(seed): " ".join(rng.choice(["C4", "D4", "E4", "G4"], 20)) for seed in range(400)
    }
    many["sought"] = "C4 D4 C4 E4 D4 G4 D4"
    phrase: Notes = [(semitones, 1) for semitones in (60, 62, 60, 64, 62, 67, 62)]
    assert said(hum(phrase), many)["sought"][1] in {"may_be_chance", "several_items"}
    few = {key: many[key] for key in ("sought", "1", "2", "3")}
    assert said(hum(phrase), few)["sought"] == ("confirm", "melody_fits")


def test_of_several_recordings_all_must_be_of_the_item() -> None:
    records = written(TUNES)
    candidates = [Candidate(id_, record) for id_, record in records.items()]
    for waves, outcome in (
        ((hum(ELISE), hum(ELISE, by=3)), "confirm"),
        ((hum(ELISE), hum(JOY)), "reject"),
    ):
        found = JUDGE.judge(hummed(FakeCatalogue(records), *waves), candidates)
        assert found[0].outcome == outcome


@pytest.mark.parametrize(
    ("melody", "reason"),
    [
        (None, "item_has_no_melody"),
        (7, "fact_type"),
        (["E5"], "fact_type"),
        ("la la la", "not_a_melody"),
        ("CONFIRM", "not_a_melody"),
        ("", "not_a_melody"),
    ],
)
def test_a_record_without_a_melody_is_left_open(melody: object, reason: str) -> None:
    assert said(hum(ELISE), {"elise": melody, "joy": JOY_WRITTEN})["elise"] == ("abstain", reason)


def test_without_a_hum_it_abstains() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 2 * RATE)
    assert said(noise)["elise"] == ("abstain", "no_melody")


def test_evidence_says_where_and_how_well_it_fits() -> None:
    heard, record, fit = verdicts(hum(JOY[4:12], by=-7))["joy"].evidence
    assert (heard.source, record.value) == ("query", JOY_WRITTEN)
    assert heard.reading is not None
    assert fit.value["item"] == "joy"
    assert fit.value["first_note"] == 5
    assert fit.value["transposed"] == pytest.approx(-7, abs=0.1)
    assert fit.value["semitones_off"] < 0.3
    assert fit.value["by_chance"] < 1e-3


class TestRecordings:
    """Where no field is named, an item's melodies are those read in its recordings."""

    judge = build_judge("hummed", {"use": "melody"}, Vocabulary())

    def shelf(self) -> FakeCatalogue:
        plucked = {"elise": hum(ELISE, by=0, vibrato=0), "joy": hum(JOY, by=0, vibrato=0)}
        readings = {id_: melody_readings(wave) for id_, wave in plucked.items()}
        return FakeCatalogue({"elise": {}, "joy": {}, "mute": {}}, readings=readings)

    def test_the_item_whose_recording_holds_the_tune_is_confirmed(self) -> None:
        candidates = [Candidate(id_, {}) for id_ in ("elise", "joy", "mute")]
        found = self.judge.judge(hummed(self.shelf(), hum(JOY[:9], by=-15)), candidates)
        assert [(str(verdict.outcome), verdict.reason) for verdict in found] == [
            ("reject", "other_melody"),
            ("confirm", "melody_fits"),
            ("abstain", "item_has_no_melody"),
        ]

    def test_a_broken_reading_is_a_failure(self) -> None:
        (reading,) = melody_readings(hum(ELISE))
        broken = reading.model_copy(update={"details": {"notes": [{"start": 0}]}})
        shelf = FakeCatalogue({"elise": {}}, readings={"elise": [broken]})
        with pytest.raises(JudgeError, match=r"judges\.hummed: found a broken reading"):
            self.judge.judge(hummed(shelf, hum(ELISE)), [Candidate("elise", {})])

    def test_it_asks_for_readings_of_the_catalogue(self) -> None:
        assert self.judge.catalogue_readers == {"melody"}
        assert JUDGE.catalogue_readers == frozenset()


def test_without_a_catalogue_it_fails() -> None:
    with pytest.raises(JudgeError, match="no catalogue"):
        JUDGE.judge(hummed(None, hum(ELISE)), [Candidate("elise", {"melody": ELISE_WRITTEN})])


def test_a_tune_vouches_for_identity_only_where_the_config_says_so() -> None:
    assert JUDGE.covers == {Truth.CATEGORY}
    options = {"use": "melody", "field": "melody", "covers": ["identity"]}
    assert build_judge("hummed", options, MELODIES).covers == {Truth.IDENTITY}
    with pytest.raises(JudgeConfigError, match="cannot vouch for quantity"):
        build_judge("hummed", {**options, "covers": ["quantity"]}, MELODIES)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"field": "tune"}, r"judges\.hummed\.field: record has no declared field 'tune'"),
        ({"field": "notes"}, r"record\.notes is declared list\(string\), expected string"),
        ({"least": 4}, r"judges\.hummed\.least: .* greater than or equal to 5"),
        ({"notes": 7}, "unknown key; a melody judge takes"),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    vocabulary = Vocabulary.extended(record={"notes": FactType.STRINGS})
    with pytest.raises((JudgeConfigError, FactError), match=message):
        build_judge("hummed", {"use": "melody", **options}, vocabulary)


def test_an_unseen_item_is_not_confirmed() -> None:
    """One that the asker's catalogue lacks, or whose melody there is another."""
    query: Query = hummed(FakeCatalogue(written(TUNES)), hum(ELISE))
    strangers = [
        Candidate("gone", {"melody": ELISE_WRITTEN}),
        Candidate("joy", written(TUNES)["elise"]),
    ]
    assert all(each.outcome != "confirm" for each in JUDGE.judge(query, strangers))
