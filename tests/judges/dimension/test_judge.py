"""Confirms only what all of the error leaves allowed, rejects only what none of it does."""

from collections.abc import Mapping
from typing import Any

import pytest
from depth_samples import can
from hypothesis import given
from hypothesis import strategies as st

from judges import (
    Candidate,
    FactError,
    FactType,
    JudgeConfigError,
    Outcome,
    Query,
    Reading,
    Verdict,
    Vocabulary,
    build_judge,
)
from judges.dimension.comparing import Extent, Fit, fit_of
from modalities import Depth

VOCABULARY = Vocabulary.extended(
    record={
        "height": FactType.DOUBLE, "width": FactType.INT, "depth": FactType.DOUBLE,
        "tall": FactType.STRING, "tags": FactType.STRINGS,
    }
)  # fmt: skip
BOTH = {"height": "height", "width": "width"}
ALL = {**BOTH, "depth": "depth"}


def reading(
    value: Mapping[str, float], error: float = 1.0, doubts: tuple[str, ...] = (), medium: str = "m"
) -> Reading:
    return Reading(
        kind="dimension", value=dict(value), text="", confidence=1, reader="dimension", version="1",
        details={"errors": dict.fromkeys(value, error), "doubts": list(doubts), "medium": medium},
    )  # fmt: skip


def judged(
    record: Mapping[str, Any], *readings: Reading, media: tuple[Depth, ...] = (), **options: Any
) -> Verdict:
    judge = build_judge("size", {"use": "dimension", **options}, VOCABULARY)
    query = Query(media=media or (can(),) * len(readings), read=lambda _kind: readings)
    (verdict,) = judge.judge(query, [Candidate("a", record)])
    return verdict


BOTTLE = {"height_mm": 285.0, "width_mm": 82.0, "depth_mm": 82.0}


@pytest.mark.parametrize(
    ("record", "outcome", "reason"),
    [
        ({"height": 285.0, "width": 82}, Outcome.CONFIRM, "size_equal"),
        ({"height": 226.0, "width": 65}, Outcome.REJECT, "size_differs"),
        ({"height": 285.0, "width": 65}, Outcome.REJECT, "size_differs"),
        ({"height": 270.0, "width": 82}, Outcome.ABSTAIN, "within_error"),
        ({"height": 285.0}, Outcome.ABSTAIN, "record_has_no_size"),
        ({"height": 0.0, "width": 82}, Outcome.ABSTAIN, "record_unreadable"),
        ({"height": True, "width": 82}, Outcome.ABSTAIN, "record_unreadable"),
    ],
)
def test_a_litre_is_no_half_litre(record: dict[str, Any], outcome: Outcome, reason: str) -> None:
    verdict = judged(record, reading(BOTTLE), **BOTH)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("28.5 cm", Outcome.CONFIRM),
        ("11.22 in", Outcome.CONFIRM),
        ("0.226 m", Outcome.REJECT),
        ("1 l", Outcome.ABSTAIN),
        ("large", Outcome.ABSTAIN),
    ],
)
def test_sizes_may_be_texts_with_units(text: str, outcome: Outcome) -> None:
    assert judged({"tall": text}, reading(BOTTLE), height="tall").outcome is outcome


def test_numbers_are_in_the_unit_that_the_config_says() -> None:
    assert (
        judged({"height": 28.5}, reading(BOTTLE), height="height", unit="cm").outcome == "confirm"
    )


def test_sides_of_a_box_count_in_either_order() -> None:
    box = reading({"height_mm": 200, "width_mm": 70, "depth_mm": 50})
    turned = {"height": 200.0, "width": 50, "depth": 70.0}
    assert judged(turned, box, **ALL).outcome == "confirm"
    assert judged({**turned, "depth": 90.0}, box, **ALL).outcome == "reject"
    # Its width alone may be that of the other side.
    assert judged(turned, box, **BOTH).reason == "within_error"


def test_what_was_not_measured_confirms_nothing() -> None:
    front = reading({"height_mm": 200, "width_mm": 70})
    record = {"height": 200.0, "width": 70, "depth": 50.0}
    assert judged(record, front, **ALL).reason == "not_measured"
    assert judged({**record, "width": 90, "depth": 40.0}, front, **ALL).reason == "size_differs"
    assert judged(record, reading({"height_mm": 200}), **BOTH).reason == "not_measured"


@pytest.mark.parametrize("doubt", ["cut_off", "hidden", "hole_above", "in_pieces"])
def test_doubts_leave_it_open_even_where_the_size_differs(doubt: str) -> None:
    verdict = judged({"height": 100.0, "width": 20}, reading(BOTTLE, doubts=(doubt,)), **BOTH)
    assert (verdict.outcome, verdict.reason) == ("abstain", doubt)


def test_several_things_in_one_map_leave_it_open() -> None:
    verdict = judged({"height": 285.0, "width": 82}, reading(BOTTLE), reading(BOTTLE), **BOTH)
    assert verdict.reason == "several_objects"


def test_of_several_maps_all_must_confirm() -> None:
    record = {"height": 285.0, "width": 82}
    again, other = (
        reading(BOTTLE, medium="n"),
        reading({"height_mm": 226, "width_mm": 65}, medium="n"),
    )
    assert judged(record, reading(BOTTLE), again, **BOTH).outcome == "confirm"
    assert judged(record, reading(BOTTLE), other, **BOTH).outcome == "reject"
    assert judged(record, reading(BOTTLE), media=(can(), can()), **BOTH).reason == "no_object"


def test_without_anything_to_measure_it_abstains() -> None:
    blind = Depth(can().metres, "", "a map", None)
    assert judged({}, **BOTH).reason == "no_depth_map"
    assert judged({}, media=(can(),), **BOTH).reason == "no_object"
    assert judged({}, media=(blind,), **BOTH).reason == "no_intrinsics"


def test_calibration_widens_what_is_open() -> None:
    record = {"height": 285.0, "width": 82}
    assert judged(record, reading(BOTTLE), **BOTH, calibration=0.06).reason == "within_error"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "expected at least one of height, width, depth"),
        ({"height": "tags"}, r"judges\.size\.height: record\.tags is declared list\(string\)"),
        ({"height": "height", "covers": ["identity"]}, "cannot vouch for identity"),
        ({"height": "height", "unit": "ell"}, r"judges\.size\.unit"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message):
        build_judge("size", {"use": "dimension", **options}, VOCABULARY)


def test_undeclared_fields_are_refused() -> None:
    with pytest.raises(FactError, match="no declared field 'hight'"):
        build_judge("size", {"use": "dimension", "height": "hight"}, VOCABULARY)


@given(st.floats(1, 1000), st.floats(0, 300), st.floats(1, 1000), st.floats(0.01, 0.5))
def test_a_fit_holds_for_every_value_in_the_error(
    value: float, error: float, stated: float, tolerance: float
) -> None:
    fit = fit_of(Extent(value, error), stated, tolerance)
    inside = [
        abs(each - stated) <= tolerance * stated * (1 + 1e-9)
        for each in (value - error, value, value + error)
    ]
    if fit is Fit.INSIDE:
        assert all(inside)
    if fit is Fit.OUTSIDE:
        assert not any(inside)
