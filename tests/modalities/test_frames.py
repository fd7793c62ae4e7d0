"""Frames are the very ones that their index names, however they are got at."""

from pathlib import Path

import numpy as np
import pytest
from films import RATE, drawn_frames, encode_film
from hypothesis import given, settings
from hypothesis import strategies as st

from modalities import Source, UnreadableError, Video, VideoLoader, frames
from modalities.frames import decode_frames

CONTAINERS = [
    ("mp4", "libx264", ".mp4"),
    ("matroska", "libx264", ".mkv"),
    ("webm", "libvpx", ".webm"),
    ("avi", "mpeg4", ".avi"),
    ("mpegts", "libx264", ".ts"),
]


def load(data: bytes) -> Video:
    return VideoLoader().load(Source("given", data=data))


@pytest.mark.parametrize(("container", "codec", "ending"), CONTAINERS)
def test_frames_are_those_that_were_drawn(container: str, codec: str, ending: str) -> None:
    video = load(encode_film(container, codec, count=20, codec_options={"b": "2000k"}))
    decoded = list(decode_frames(video, range(20)))
    for found, drawn in zip(decoded, drawn_frames(20), strict=True):
        assert (found.shape, found.dtype) == ((48, 64, 3), np.uint8)
        # The ground of every frame has a colour of its own, at least 4 levels from its neighbours'.
        assert np.abs(found[30:].mean((0, 1)) - drawn[30:].mean((0, 1))).max() < 4


@pytest.mark.parametrize(
    ("container", "codec", "ending"), [each for each in CONTAINERS if each[2] != ".ts"]
)
def test_frames_are_those_that_decord_gives(
    container: str, codec: str, ending: str, tmp_path: Path
) -> None:
    # Of a transport stream decord leaves out the first frame.
    decord = pytest.importorskip("decord", reason="decord is not installed")
    path = tmp_path / f"film{ending}"
    path.write_bytes(encode_film(container, codec, count=30, codec_options={"bf": "2"}))
    reader = decord.VideoReader(str(path), num_threads=1)
    video = load(path.read_bytes())
    assert len(reader) == len(video.times)
    for index, found in enumerate(decode_frames(video, range(len(video.times)))):
        expected = reader[index].asnumpy().astype(int)
        assert np.abs(found - expected).max() <= 2


@pytest.mark.parametrize(("container", "codec", "ending"), CONTAINERS)
def test_skipping_changes_nothing(
    container: str, codec: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = load(encode_film(container, codec, count=40, codec_options={"g": "6", "bf": "2"}))
    every = list(decode_frames(video, range(40)))
    monkeypatch.setattr(frames, "LONG_GAP", 3)

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 39), max_size=6).map(sorted))
    def check(indices: list[int]) -> None:
        for index, found in zip(indices, decode_frames(video, indices), strict=True):
            np.testing.assert_array_equal(found, every[index])

    check()


def test_a_long_gap_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what lies between the key frame before and the frame itself is decoded."""
    video = load(encode_film("mp4", "libx264", count=60, codec_options={"g": "5", "bf": "0"}))
    monkeypatch.setattr(frames, "LONG_GAP", 10)
    decoded = 0
    play = frames._played

    def counted(film: Video, start: int):  # type: ignore[no-untyped-def]
        nonlocal decoded
        for each in play(film, start):
            decoded += 1
            yield each

    monkeypatch.setattr(frames, "_played", counted)
    assert len(list(decode_frames(video, (0, 58)))) == 2
    assert decoded <= 1 + 5


def test_a_container_that_cannot_seek_is_played_from_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    video = load(encode_film("webm", "libvpx", count=40, options={"live": "1"}))
    (expected,) = [each for index, each in enumerate(decode_frames(video, range(36))) if index > 34]

    def refuse(*_: object) -> None:
        raise UnreadableError("no index")

    monkeypatch.setattr(frames, "LONG_GAP", 3)
    monkeypatch.setattr("modalities.film.Film.seek", refuse)
    (found,) = decode_frames(video, (35,))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(("degrees", "quarters"), [(90, -1), (180, 2), (270, 1)])
def test_frames_are_turned_as_the_file_asks(degrees: int, quarters: int) -> None:
    (straight,) = decode_frames(load(encode_film()), (3,))
    (turned,) = decode_frames(load(encode_film(degrees=degrees)), (3,))
    np.testing.assert_array_equal(turned, np.rot90(straight, quarters))


def test_frames_may_be_asked_for_twice_or_not_at_all() -> None:
    video = load(encode_film())
    first, again = decode_frames(video, (4, 4))
    np.testing.assert_array_equal(first, again)
    assert list(decode_frames(video, ())) == []


@pytest.mark.parametrize("indices", [(-1,), (20,), (3, 2)])
def test_indices_that_cannot_be_are_refused_at_once(indices: tuple[int, ...]) -> None:
    video = load(encode_film())
    with pytest.raises(ValueError, match="given: frames"):
        decode_frames(video, indices)


def test_a_frame_that_cannot_be_decoded_is_named_by_its_time() -> None:
    data = encode_film("webm", "libvpx", options={"live": "1"}, codec_options={"g": "100"})
    video = load(data)
    half = len(data) // 2
    broken = Video(data[:half], video.times, video.seconds, video.height, video.width, "", "given")
    assert len(list(decode_frames(broken, (0,)))) == 1
    with pytest.raises(UnreadableError, match=r"given: no frame can be decoded at 1\.900 s"):
        list(decode_frames(broken, (19,)))


def test_a_frame_that_was_left_out_is_the_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    video = load(encode_film())
    play = frames._played
    missing = {7, 12, 13, 19}
    monkeypatch.setattr(
        frames,
        "_played",
        lambda *given: (each for each in play(*given) if each.place not in missing),
    )
    before, instead, after = decode_frames(video, (6, 7, 8))
    np.testing.assert_array_equal(before, instead)
    assert np.abs(after.astype(int) - before).max() > 4
    assert len(list(decode_frames(video, (18, 19)))) == 2
    with pytest.raises(UnreadableError, match=r"no frame can be decoded at 1\.300 s"):
        list(decode_frames(video, (11, 13)))


def test_frames_of_another_size_are_scaled_to_the_first() -> None:
    data = encode_film("mpegts", "mpeg2video", count=10)
    grown = data + encode_film("mpegts", "mpeg2video", count=10, size=(96, 128))
    video = load(grown)
    assert {frame.shape for frame in decode_frames(video, (0, 9))} == {(48, 64, 3)}


def test_times_are_those_of_the_frames() -> None:
    video = load(encode_film())
    assert np.diff(video.times) == pytest.approx(1 / RATE)
