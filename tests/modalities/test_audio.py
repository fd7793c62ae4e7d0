import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from modalities import (
    Audio,
    AudioLoader,
    EmptyMediumError,
    LimitError,
    Limits,
    Source,
    UnreadableError,
)

Encode = Callable[..., bytes]
RATE = 16_000
TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)


def load(data: bytes, **limits: Any) -> Audio:
    return AudioLoader(Limits(**limits)).load(Source("given", data=data))


def encode(
    samples: np.ndarray, kind: str = "WAV", subtype: str = "FLOAT", rate: int = RATE
) -> bytes:
    file = BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "subtype", "tolerance"),
    [
        ("WAV", "PCM_16", 1e-4),
        ("WAV", "PCM_24", 1e-6),
        ("WAV", "FLOAT", 1e-7),
        ("WAV", "DOUBLE", 1e-7),
        ("WAV", "PCM_U8", 1e-2),
        ("WAV", "ULAW", 2e-2),
        ("WAVEX", "PCM_16", 1e-4),
        ("RF64", "PCM_16", 1e-4),
        ("AIFF", "PCM_16", 1e-4),
        ("FLAC", "PCM_16", 1e-4),
        ("OGG", "VORBIS", 0.1),
    ],
)
def test_every_format_holds_the_same_sound(kind: str, subtype: str, tolerance: float) -> None:
    audio = load(encode(TONE, kind, subtype))
    assert audio.rate == RATE
    assert audio.samples.dtype == np.float32
    assert audio.seconds == 1
    assert np.abs(audio.samples - TONE).max() < tolerance


@pytest.mark.parametrize(("kind", "subtype"), [("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")])
def test_formats_with_their_own_delay_hold_the_tone(kind: str, subtype: str) -> None:
    audio = load(encode(TONE, kind, subtype))
    spectrum = np.abs(np.fft.rfft(audio.samples))
    assert spectrum.argmax() * audio.rate / len(audio.samples) == pytest.approx(440, abs=3)
    assert audio.seconds == pytest.approx(1, abs=0.1)


def test_channels_are_averaged() -> None:
    audio = load(encode(np.stack((TONE, 0 * TONE, 0 * TONE, 0 * TONE), axis=1)))
    np.testing.assert_allclose(audio.samples, TONE / 4, atol=1e-6)


def test_channels_in_opposite_phase_do_not_vanish() -> None:
    audio = load(encode(np.stack((0.5 * TONE, TONE, -1.5 * TONE), axis=1)))
    np.testing.assert_allclose(audio.samples, -1.5 * TONE, atol=1e-6)


def test_a_recording_above_full_scale_is_turned_down_as_a_whole() -> None:
    samples = load(encode(8 * TONE)).samples
    assert np.abs(samples).max() == 1
    np.testing.assert_allclose(samples, TONE / np.abs(TONE).max(), atol=1e-6)


def test_samples_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        load(encode(TONE)).samples[0] = 1


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE"])
def test_samples_that_are_no_numbers_are_refused(value: float, subtype: str) -> None:
    samples = TONE.copy()
    samples[-1] = value
    with pytest.raises(UnreadableError, match="NaN or infinite"):
        load(encode(samples, subtype=subtype))


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(RATE),
        np.full(RATE, 0.25),
        0.5e-4 * np.sign(TONE),
        np.zeros((RATE, 2)),
    ],
    ids=("digital", "constant", "below the floor", "stereo"),
)
def test_silence_is_refused(samples: np.ndarray) -> None:
    with pytest.raises(EmptyMediumError, match="found silence"):
        load(encode(samples))


def test_a_whisper_is_no_silence() -> None:
    assert load(encode(0.001 * TONE)).seconds == 1


@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_no_samples_are_refused(kind: str) -> None:
    with pytest.raises(EmptyMediumError, match="found no samples"):
        load(encode(np.zeros(0), kind, "PCM_16"))


@pytest.mark.parametrize("rate", [1, 999, 768_001, 2_000_000_000])
def test_absurd_rates_are_refused(rate: int) -> None:
    with pytest.raises(UnreadableError, match=f"found {rate} samples per second, expected 1000"):
        load(encode(TONE, rate=rate))


def test_seconds_limit_is_inclusive_and_told_from_the_header() -> None:
    data = encode(TONE, subtype="PCM_16")
    assert load(data, seconds=1).seconds == 1
    with pytest.raises(LimitError, match=r"1\.0 seconds at 16000 Hz, at most 0\.999\d* allowed"):
        load(data, seconds=0.9999)


def test_samples_limit_bounds_memory_at_any_rate() -> None:
    with pytest.raises(LimitError, match="given"):
        load(encode(TONE), samples=RATE - 1)


def test_a_flac_that_states_more_than_it_holds_is_cut_off() -> None:
    data = encode(TONE, "FLAC", "PCM_16")
    stated = data[:21] + bytes([data[21] & 0xF0]) + struct.pack(">I", 2 * RATE) + data[26:]
    with pytest.raises(UnreadableError, match="cut off after 16000 of 32000 samples"):
        load(stated)


def with_data_size(data: bytes, size: int) -> bytes:
    """A WAV whose header states another length, as a writer to a pipe leaves it."""
    place = data.index(b"data") + 4
    return (
        data[:4]
        + struct.pack("<I", size)
        + data[8:place]
        + struct.pack("<I", size)
        + data[place + 4 :]
    )


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000])
def test_a_streamed_wav_states_no_length(size: int) -> None:
    streamed = with_data_size(encode(TONE, subtype="PCM_16"), size)
    assert load(streamed).seconds == 1
    with pytest.raises(LimitError, match="given"):
        load(streamed, seconds=0.5)


def without_sample_count(flac: bytes) -> bytes:
    """A FLAC as streams are written: the 36 bits of total samples in STREAMINFO are 0."""
    return flac[:21] + bytes([flac[21] & 0xF0]) + b"\0\0\0\0" + flac[26:]


def test_a_streamed_flac_is_limited_while_it_is_read() -> None:
    streamed = without_sample_count(encode(TONE, "FLAC", "PCM_16"))
    assert load(streamed).seconds == 1
    with pytest.raises(LimitError, match=r"still goes on after .* seconds, at most 0\.5 allowed"):
        load(streamed, seconds=0.5)


def test_an_ogg_is_limited_by_where_its_last_page_ends() -> None:
    with pytest.raises(LimitError, match=r"1\.0 seconds at 16000 Hz, at most 0\.5 allowed"):
        load(encode(TONE, "OGG", "VORBIS"), seconds=0.5)


@pytest.mark.parametrize("kind", ["WAV", "RF64", "AIFF", "FLAC"])
def test_a_recording_that_was_cut_off_says_so(kind: str) -> None:
    whole = encode(TONE, kind, "PCM_16")
    with pytest.raises(UnreadableError, match=r"cut off|cannot be decoded"):
        load(whole[: len(whole) * 2 // 3])


def test_a_header_that_points_before_the_file_prints_nothing(
    sound_bytes: Encode, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(sound_bytes("AIFF", rate=8_000))
    data[35:39] = b"\x7f\xff\xff\xff"  # across the sample rate and the next chunk's name
    with pytest.raises(UnreadableError, match="given"):
        load(bytes(data))
    assert capfd.readouterr().err == ""


def test_reading_in_blocks_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, sound_bytes: Encode
) -> None:
    import modalities.audio as module

    for kind, subtype in (("FLAC", None), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")):
        data = sound_bytes(kind, subtype)
        monkeypatch.setattr(module, "_BLOCK", 2**20)
        whole = load(data).samples
        monkeypatch.setattr(module, "_BLOCK", 1_000)
        np.testing.assert_array_equal(load(data).samples, whole)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\0\0\0\x18ftypM4A ", "MP4"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WEBP"),
        (b"# a playlist\n", "plain text"),
    ],
)
def test_says_what_was_found_instead(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=f"given: found {found}, expected a recording"):
        load(data)


@given(st.lists(st.floats(-100, 100, width=32), min_size=2, max_size=200))
def test_any_float_recording_is_refused_or_within_full_scale(values: list[float]) -> None:
    try:
        samples = load(encode(np.array(values, np.float32))).samples
    except EmptyMediumError:
        assert np.std(values) < 1.1e-4
        return
    assert np.abs(samples).max() <= 1
    np.testing.assert_allclose(samples, np.array(values) / max(1, np.abs(values).max()), atol=1e-6)
