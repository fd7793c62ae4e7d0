"""Sizes from depth maps: right within what is stated, and doubted where they may be larger."""

from pathlib import Path

import numpy as np
import pytest
import rendered_depth as rd
from depth_samples import CAMERA, CAN, can, taken, view
from hypothesis import given, settings
from hypothesis import strategies as st

from judges import ReaderError, Reading
from judges.dimension.reader import DimensionReader
from modalities import Depth, DepthLoader, Intrinsics, Source, load_media

STORE = Path(__file__).parents[3] / "examples" / "storefront" / "media"
ANGLES = np.linspace(0, np.pi, 40)
DATA = Path(__file__).parents[4] / "shared" / "data" / "depth"


def read(medium: Depth) -> list[Reading]:
    return DimensionReader().read(medium)


def measured(medium: Depth) -> dict[str, float]:
    (reading,) = read(medium)
    assert reading.details["doubts"] == []
    value: dict[str, float] = reading.value
    return value


def test_a_can_is_measured_within_what_is_stated() -> None:
    (reading,) = read(can())
    errors = reading.details["errors"]
    assert reading.details["shape"] == "round"
    assert reading.details["support"] == "table"
    for name, truth in {"height_mm": 200, "width_mm": 120, "depth_mm": 120}.items():
        assert abs(reading.value[name] - truth) <= errors[name] + 0.5
        assert errors[name] < 0.03 * truth


def test_the_two_seen_sides_of_a_box_are_told() -> None:
    value = measured(taken(rd.Block(0.15, 0.18, 0.1, yaw=35)))
    assert value == pytest.approx({"height_mm": 150, "width_mm": 180, "depth_mm": 100}, rel=0.02)


def test_of_a_box_seen_from_the_front_the_depth_is_not_told() -> None:
    value = measured(taken(rd.Block(0.15, 0.18, 0.1)))
    assert value == pytest.approx({"height_mm": 150, "width_mm": 180}, rel=0.02)


def test_before_a_wall_height_is_along_the_picture() -> None:
    upright = rd.View((0.0, 0.5, 0.8), 0.0, CAMERA, 320, 240)
    floating = rd.Block(0.2, 0.3, 0.1, lift=0.4)
    (reading,) = read(rd.as_depth(rd.render([floating], upright, table=False, wall=0.5), CAMERA))
    assert reading.details["support"] == "wall"
    assert reading.value == pytest.approx({"height_mm": 200, "width_mm": 300}, rel=0.03)


@settings(max_examples=12)
@given(
    st.floats(0.1, 0.25), st.floats(0.03, 0.06), st.floats(10, 40), st.floats(0.45, 0.8),
    st.sampled_from(["structured", "stereo", "flight"]), st.integers(0, 10_000),
)  # fmt: skip
def test_no_sensor_makes_a_bottle_another_size(
    height: float, radius: float, pitch: float, distance: float, sensor: str, seed: int
) -> None:
    """Whatever the noise, what is stated as sure is no further off than 2.5 times the error."""
    bottle = rd.Turned(
        ((radius, 0), (radius, 0.6 * height), (radius / 2, 0.8 * height), (radius / 2, height))
    )
    exact = rd.render([bottle], view(pitch, distance, height / 2), wall=0.5)
    rng = np.random.default_rng(seed)
    spoiled = {
        "structured": lambda: rd.structured_light(exact, rng),
        "stereo": lambda: rd.stereo(exact, CAMERA, rng),
        "flight": lambda: rd.time_of_flight(exact, rng),
    }[sensor]()
    for reading in read(rd.as_depth(spoiled, CAMERA)):
        if reading.details["doubts"]:
            continue
        truth = {"height_mm": 1000 * height, "width_mm": 2000 * radius, "depth_mm": 2000 * radius}
        for name, value in reading.value.items():
            assert abs(value - truth[name]) <= 2.5 * reading.details["errors"][name] + 1


@pytest.mark.parametrize("seed", range(8))
def test_how_wide_a_cone_is_at_a_foot_that_noise_hides_is_not_told(seed: int) -> None:
    """What is seen of it would pass for a narrower thing."""
    camera = Intrinsics(290, 290, 160, 120)
    far = rd.looking_at(0.12, 1.85, 15, camera=camera, width=320, height=240)
    exact = rd.render([rd.Turned(((0.1, 0), (0.0125, 0.25)))], far, wall=0.5)
    spoiled = rd.stereo(exact, camera, np.random.default_rng(seed))
    for reading in read(rd.as_depth(spoiled, camera)):
        assert "width_mm" not in reading.value


@pytest.mark.parametrize(
    ("target", "doubt"), [(0.32, "cut_off"), (-0.02, "cut_off")], ids=["below", "above"]
)
def test_what_the_picture_cuts_off_is_doubted(target: float, doubt: str) -> None:
    for reading in read(taken(rd.Block(0.2, 0.12, 0.1, 20), target=target, pitch=12)):
        assert doubt in reading.details["doubts"]


def test_what_something_nearer_hides_is_doubted() -> None:
    front = rd.Block(0.08, 0.2, 0.05, x=0.05, z=0.2)
    doubts = [each.details["doubts"] for each in read(taken(CAN, front))]
    assert ["hidden"] in doubts


def test_a_hole_above_leaves_the_top_open() -> None:
    """As where a cap is too dark for the sensor."""
    medium = can()
    (whole,) = read(medium)
    assert whole.box is not None
    left, top = (round(part) for part in whole.box[0])
    metres = medium.metres.copy()
    metres[top - 12 : top + 4, left - 5 : left + 90] = np.nan
    (reading,) = read(Depth(metres, "", "holed", CAMERA))
    assert reading.details["doubts"] == ["hole_above"]


def test_a_small_ball_is_not_measured_short() -> None:
    """24 pixels across: so few that half of its rows are within a pixel of the widest."""
    ball = [(float(0.057 * np.sin(a)), float(0.057 - 0.057 * np.cos(a))) for a in ANGLES]
    value = measured(taken(rd.Turned(tuple(ball)), distance=1.35, target=0.05))
    assert value["width_mm"] == pytest.approx(114, rel=0.02)


@pytest.mark.parametrize("pitch", [10, 25, 40])
def test_a_stem_that_the_sensor_loses_leaves_a_thing_in_pieces(pitch: float) -> None:
    """Seen from above its upper part is much nearer to the camera, and still above its foot."""
    goblet = rd.Turned(
        ((0.035, 0), (0.03, 0.015), (0.004, 0.016), (0.004, 0.09), (0.05, 0.12), (0.05, 0.2))
    )
    seen = view(pitch=pitch, distance=0.5)
    metres = rd.render([goblet], seen, wall=0.5)
    stem = rd.render([rd.Turned(((0.004, 0.016), (0.004, 0.09)))], seen, table=False)
    rows, columns = np.nonzero(np.isfinite(stem) & (np.abs(metres - stem) < 0.01))
    for column in range(-6, 7):
        metres[rows, columns + column] = np.nan
    readings = read(rd.as_depth(metres, CAMERA))
    assert readings
    for reading in readings:
        assert reading.value["height_mm"] == pytest.approx(200, rel=0.03) or (
            "in_pieces" in reading.details["doubts"]
        )


@pytest.mark.parametrize("seed", range(6))
def test_a_box_too_small_to_be_told_from_a_can_is_neither(seed: int) -> None:
    """Its corner towards the camera: taken for round it would be as wide as its diagonal."""
    camera = Intrinsics(425, 425, 424, 240)
    seen = rd.looking_at(0.05, 1.64, 20, camera=camera, width=848, height=480)
    exact = rd.render([rd.Block(0.1, 0.035, 0.031, yaw=45)], seen)
    metres = rd.stereo(exact, camera, np.random.default_rng(seed))
    for reading in read(rd.as_depth(metres, camera)):
        assert reading.details["shape"] != "round"


@pytest.mark.parametrize("height", [0.1, 0.2, 0.3])
def test_a_bowl_is_no_corner_of_an_endless_box(height: float) -> None:
    """From above one side looks flat, and the other would be many times as long as was seen."""
    bowl = rd.Turned(((0.35 * height, 0), (0.7 * height, 0.6 * height), (0.8 * height, height)))
    for distance in (1.0, 1.5):
        for reading in read(taken(bowl, distance=distance, target=height / 2, pitch=40)):
            assert "width_mm" not in reading.value or reading.details["shape"] == "round"


def test_the_shadow_beside_a_thing_is_not_a_part_of_it() -> None:
    """Stereo cameras see nothing of what only one of them sees."""
    metres = can().metres.copy()
    rows, columns = np.nonzero(np.diff(metres < 0.62, axis=1))
    left = columns < 160
    for step in range(8):
        metres[rows[left], columns[left] - step] = np.nan
    seen = measured(Depth(metres, "", "a can and its shadow", CAMERA))
    assert seen["width_mm"] == pytest.approx(120, rel=0.012)


def test_several_things_are_several_readings() -> None:
    two = taken(rd.Block(0.15, 0.08, 0.08, x=-0.12), rd.Block(0.12, 0.08, 0.08, x=0.12))
    heights = sorted(round(reading.value["height_mm"]) for reading in read(two))
    assert heights == pytest.approx([120, 150], abs=2)


def test_a_handle_leaves_only_the_height() -> None:
    value = measured(taken(CAN, rd.Block(0.12, 0.05, 0.02, x=0.08, lift=0.04)))
    assert list(value) == ["height_mm"]
    assert value["height_mm"] == pytest.approx(200, rel=0.02)


def test_maps_beyond_any_sensor_are_thinned_out() -> None:
    """The same scene eight times as fine: the same size, and no more work than for two million."""
    times = 8
    fine = np.repeat(np.repeat(can().metres, times, 0), times, 1)
    camera = Intrinsics(*(times * each for each in (CAMERA.fx, CAMERA.fy, CAMERA.cx, CAMERA.cy)))
    (reading,) = read(Depth(fine, "", "a fine map", camera))
    assert reading.value["height_mm"] == pytest.approx(200, rel=0.02)
    assert reading.box is not None
    assert reading.box[2][0] <= fine.shape[1]


def test_without_intrinsics_nothing_is_measured() -> None:
    assert read(Depth(can().metres, "", "a map", None)) == []


@pytest.mark.parametrize("seed", range(3))
def test_noise_and_empty_scenes_hold_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for metres in (rng.uniform(0.3, 5, (120, 160)), np.full((120, 160), 1.0), np.full((3, 3), 1.0)):
        assert (
            read(Depth(metres.astype(np.float32), "", "noise", Intrinsics(150, 150, 80, 60))) == []
        )


def test_other_media_are_refused() -> None:
    (text,) = load_media("text", Source.text("24 cm"))
    with pytest.raises(ReaderError, match="found text, expected depth"):
        DimensionReader().read(text)


@pytest.mark.parametrize(
    ("name", "height", "width"),
    [
        ("fontel-still-1l", 285, 82),
        ("fontel-still-500ml", 226, 65),
        ("terra-ball-15cm", 150, 150),
        ("terra-ball-20cm", 200, 200),
        ("terra-mug-300ml", 85, None),
        ("terra-mug-450ml", 98, None),
    ],
)
def test_the_storefront_is_measured(name: str, height: float, width: float | None) -> None:
    """Drawn by another renderer, and seen through no sensor: ``making/models.py`` has the truth."""
    camera = Intrinsics(335.88, 335.88, 120.0, 90.0)
    source = Source.file(STORE / f"{name}-depth.png", scale=0.001, intrinsics=camera)
    value = measured(DepthLoader().load(source))
    assert value["height_mm"] == pytest.approx(height, rel=0.03)
    if width is not None:
        assert value["width_mm"] == pytest.approx(width, rel=0.03)


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no depth maps in {DATA}")
def test_real_rooms_are_doubted() -> None:
    """No thing stands alone in them."""
    paths = sorted(DATA.glob("*/*.depth.png"))
    assert len(paths) == 10
    for path in paths[::3]:
        scale = 0.001 if path.parent.name == "redwood" else 0.0002
        source = Source.file(path, scale=scale, intrinsics=Intrinsics(525, 525, 319.5, 239.5))
        readings = read(DepthLoader().load(source))
        assert len(readings) != 1 or readings[0].details["doubts"]
