from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from films import RATE, encode_film, encode_sound_film
from hypothesis import given, settings
from hypothesis import strategies as st

from modalities import (
    EmptyMediumError,
    LimitError,
    Limits,
    MediumError,
    Source,
    UnreadableError,
    Video,
    VideoLoader,
    film,
)
from modalities.boxes import check_tables, top_boxes
from modalities.film import open_film
from modalities.frames import decode_frames

FILMS = {
    "mp4": ("mp4", "libx264"),
    "mov": ("mov", "mpeg4"),
    "mkv": ("matroska", "libx264"),
    "webm": ("webm", "libvpx"),
    "avi": ("avi", "mpeg4"),
    "ts": ("mpegts", "mpeg2video"),
}
PARTS = {"movflags": "frag_keyframe+empty_moov"}


def load(data: bytes, limits: Limits | None = None) -> Video:
    return VideoLoader(limits or Limits()).load(Source("given", data=data))


@pytest.mark.parametrize("kind", FILMS)
def test_every_container_says_the_same(kind: str) -> None:
    data = encode_film(*FILMS[kind])
    video = load(data)
    np.testing.assert_allclose(video.times, np.arange(20) / RATE, atol=1e-9)
    assert video.seconds == pytest.approx(2.0)
    assert (video.height, video.width) == (48, 64)
    assert video.data == data
    assert not video.times.flags.writeable


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_frames_that_are_stored_out_of_order_are_put_in_order(codec: str) -> None:
    video = load(encode_film("mp4", codec, codec_options={"bf": "3"}))
    np.testing.assert_allclose(video.times, np.arange(20) / RATE, atol=1e-9)


def test_a_stream_that_states_no_length_is_measured() -> None:
    for data in (
        encode_film("webm", "libvpx", options={"live": "1"}),
        encode_film("mp4", "libx264", options=PARTS),
    ):
        video = load(data)
        assert len(video.times) == 20
        assert video.seconds == pytest.approx(2.0)


@pytest.mark.parametrize(("degrees", "size"), [(90, (64, 48)), (180, (48, 64)), (270, (64, 48))])
def test_a_turned_film_has_the_size_that_is_shown(degrees: int, size: tuple[int, int]) -> None:
    video = load(encode_film(degrees=degrees))
    assert (video.height, video.width) == size


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"GIF89a" + bytes(40), "found GIF, expected a video"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "found PNG, expected a video"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "found HEIC, expected a video"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "found WAV, expected a video"),
        (b"OggS" + bytes(40), "found OGG, expected a video"),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "found plain text, expected a video"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "found plain text, expected a video"),
        (b"<?xml version='1.0'?><MPD></MPD>", "found plain text, expected a video"),
        (b"\0\0\0\x10ftypisom\0\0\0\0", "found MP4"),
        (b"\x1a\x45\xdf\xa3" + bytes(60), "found MKV video that cannot be read"),
    ],
)
def test_other_files_are_named(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        load(data)


def test_one_picture_is_no_film() -> None:
    for container, codec in (("mp4", "mpeg4"), ("webm", "libvpx"), ("avi", "mpeg4")):
        with pytest.raises(UnreadableError, match="found 1 frame, expected a moving picture"):
            load(encode_film(container, codec, count=1))


def test_sound_alone_is_no_film() -> None:
    with pytest.raises(EmptyMediumError, match="found MP4 with audio, expected a moving picture"):
        load(encode_sound_film())
    with pytest.raises(EmptyMediumError, match="found MP4 with audio and cover picture"):
        load(encode_sound_film(cover=True))


@pytest.mark.parametrize(("codec", "whole"), [("mpeg2video", 18), ("libx264", 20)])
def test_what_refers_to_before_the_beginning_is_left_out(codec: str, whole: int) -> None:
    """Of a broadcast that is joined midway, the first frames cannot be decoded."""
    data = encode_film("mpegts", codec, count=30, codec_options={"g": "10", "bf": "2"})
    with open_film("given", data[20 * 188 :], 10**6) as opened:
        assert len(list(opened.timeline())) == 20
    video = load(data[20 * 188 :])
    assert len(video.times) == whole
    assert video.times[0] == 0
    frames = list(decode_frames(video, range(whole)))
    last = list(decode_frames(load(data), (29,)))
    np.testing.assert_array_equal(frames[-1], last[0])


def test_frames_that_an_edit_list_hides_are_none() -> None:
    data = bytearray(encode_film("mp4", "mpeg4"))
    start = data.index(b"elst") + 16
    # Where the film begins: after 0.3 seconds of 10,240 units each.
    data[start : start + 4] = (3072).to_bytes(4, "big")
    with open_film("given", bytes(data), 10**6) as opened:
        assert len(list(opened.timeline())) == 17
    video = load(bytes(data))
    np.testing.assert_allclose(video.times, np.arange(17) / RATE, atol=1e-9)
    (first,) = decode_frames(video, (0,))
    (fourth,) = decode_frames(load(encode_film("mp4", "mpeg4")), (3,))
    np.testing.assert_array_equal(first, fourth)


def test_the_last_frame_lasts_as_long_as_others_where_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = encode_film()
    timeline = film.Film.timeline
    monkeypatch.setattr(
        film.Film, "timeline", lambda self: (each._replace(length=0) for each in timeline(self))
    )
    assert load(data).seconds == pytest.approx(2.0)


def test_frames_that_grow_midway_are_never_decoded() -> None:
    data = encode_film("mpegts", "mpeg2video", count=10)
    grown = data + encode_film("mpegts", "mpeg2video", count=10, size=(960, 1280))
    with pytest.raises(UnreadableError, match="cannot be decoded after"):
        load(grown, Limits(pixels=48 * 64))


def test_limits_hold_for_what_the_header_states() -> None:
    data = encode_film()
    with pytest.raises(LimitError, match="64 x 48 pixels are 3072, at most 3071 allowed"):
        load(data, Limits(pixels=3071))
    with pytest.raises(LimitError, match=r"header states 2\.0 seconds, at most 1\.9 allowed"):
        load(data, Limits(seconds=1.9))
    with pytest.raises(LimitError, match="header states 20 frames, at most 19 allowed"):
        load(data, Limits(frames=19))
    assert load(data, Limits(pixels=3072, seconds=2.0, frames=20))


def test_limits_hold_for_what_is_there() -> None:
    data = encode_film("webm", "libvpx", options={"live": "1"})
    with pytest.raises(LimitError, match=r"found 2\.0 seconds of video, at most 1\.9 allowed"):
        load(data, Limits(seconds=1.9))
    with pytest.raises(LimitError, match="found more than 19 frames"):
        load(data, Limits(frames=19))
    assert load(data, Limits(seconds=2.0, frames=20))


def test_a_length_that_cannot_be_is_refused() -> None:
    data = bytearray(encode_film("avi"))
    # AVI's main header: microseconds a frame; and the stream's own scale, a frame's length.
    start = data.index(b"strh") + 8 + 20
    data[start : start + 4] = (10**8).to_bytes(4, "little")
    with pytest.raises(LimitError, match="seconds"):
        load(bytes(data))


@pytest.mark.parametrize(
    ("table", "place", "options"),
    [(b"stsz", 8, {}), (b"stsc", 12, {}), (b"trun", 4, PARTS)],
    ids=("sizes", "chunks", "fragments"),
)
def test_tables_are_measured_before_entries_are_made(
    table: bytes, place: int, options: dict[str, str]
) -> None:
    data = bytearray(encode_film("mp4", "mpeg4", options=options))
    start = data.index(table) + 4 + place
    data[start : start + 4] = (100_000_000).to_bytes(4, "big")
    with pytest.raises(UnreadableError, match=r"MP4 of \d+ bytes that lists 100000000 samples"):
        load(bytes(data))


def test_a_box_may_end_anywhere() -> None:
    data = bytearray(encode_film("mp4", "mpeg4"))
    start = data.index(b"moov") - 4
    wide = b"\0\0\0\1moov" + b"\x7f" + b"\xff" * 7
    check_tables("given", bytes(data[:start] + wide + data[start + 8 :]))


def test_a_compressed_header_is_refused() -> None:
    data = encode_film("mov", "mpeg4").replace(b"udta", b"cmov").replace(b"mdia", b"cmov")
    with pytest.raises(UnreadableError, match="whose header is compressed"):
        load(data)


def test_media_that_look_like_tables_are_none() -> None:
    """Frames may hold any bytes; here one of them holds the start of a table."""
    data = bytearray(encode_film("mp4", "mpeg4"))
    start = data.index(b"mdat") + 4
    boxes = {box.kind: box for box in top_boxes(bytes(data))}
    assert boxes[b"mdat"].end > start + 200
    data[start + 120 : start + 136] = b"stsz" + b"\xff" * 12
    check_tables("given", bytes(data))


@pytest.mark.parametrize("kind", ["mp4", "mkv", "webm", "avi"])
def test_a_film_that_was_cut_off_is_refused(kind: str) -> None:
    data = encode_film(*FILMS[kind])
    for length in range(64, len(data) - 1, 97):
        with pytest.raises(UnreadableError, match="given"):
            load(data[:length])


def test_the_last_frame_is_decoded_as_proof() -> None:
    data = encode_film("webm", "libvpx", options={"live": "1"})
    assert load(data)
    last = data.rindex(b"\xa3")  # a simple block of Matroska
    broken = data[: last + 6] + b"\xff" * (len(data) - last - 6)
    with pytest.raises(UnreadableError, match="given"):
        load(broken)


@pytest.mark.parametrize(
    ("container", "codec", "options"), [("mp4", "mpeg4", PARTS), ("webm", "libvpx", {"live": "1"})]
)
def test_every_beginning_of_a_film_is_loaded_or_refused(
    container: str, codec: str, options: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    data = encode_film(container, codec, count=6, options=options)
    loaded = refused = 0
    for length in range(1, len(data)):
        try:
            loaded += len(load(data[:length]).times) > 1
        except MediumError as error:
            refused += str(error).startswith("given: ") and "\n" not in str(error)
    assert loaded + refused == len(data) - 1
    assert min(loaded, refused) > 0
    assert capfd.readouterr().err == ""


@given(edits=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=9))
@settings(max_examples=60)
def test_damage_is_contained_whatever_the_boxes_say(edits: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in edits:
        data[place % len(data)] = value
    with suppress(MediumError), open_film("given", bytes(data), 10**6) as opened:
        assert all(frame.picture.width for frame in opened.frames())


WHOLE = encode_film("mp4", "libx264")


def test_nothing_else_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the reader of playlists were let in: the files that one names stay closed."""
    part = tmp_path / "part.ts"
    part.write_bytes(encode_film("mpegts", "mpeg2video"))
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{part}\n#EXT-X-ENDLIST\n"
    monkeypatch.setattr(film, "identify", lambda _: "HLS")
    monkeypatch.setattr(film, "DEMUXERS", {"HLS": "hls"})

    def frames() -> int:
        with open_film("given", playlist.encode(), 10**6) as opened:
            return len(list(opened.frames()))

    with pytest.raises(UnreadableError, match="given: found HLS video that cannot be read"):
        frames()
    monkeypatch.setattr(film, "_CLOSED", {"allowed_extensions": "ALL"})
    assert frames() == 20
