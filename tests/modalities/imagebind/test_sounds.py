"""Recordings of any length, a click and an hour alike."""

import numpy as np
import pytest

from modalities import Audio
from modalities.imagebind.sounds import cut_audio


def noise(samples: int, rate: int = 16_000, offset: float = 0.0) -> Audio:
    random = np.random.default_rng(samples)
    values = random.normal(0, 0.1, samples).astype(np.float32) + np.float32(offset)
    return Audio(values, rate, "noise", "noise")


@pytest.mark.parametrize("samples", [1, 2, 399, 400, 401, 31_999])
@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_a_short_one_is_one_clip(samples: int, rate: int) -> None:
    audio = noise(samples, rate)
    cut = cut_audio(audio)
    assert cut.spans.tolist()[0] == [0, min(audio.seconds, 2)]
    piece = cut.make(0, 1)
    assert piece.shape == (1, 1, 128, 204)
    assert piece.isfinite().all()


def test_silence_is_heard_as_nothing_but_finite() -> None:
    assert (
        cut_audio(Audio(np.zeros(16_000, np.float32), 16_000, "s", "s")).make(0, 1).isfinite().all()
    )


def test_what_lies_beyond_the_recording_is_padding() -> None:
    """(0 + 4.268) / 9.138, in the 204 - 98 frames that one second does not fill."""
    piece = cut_audio(noise(16_000)).make(0, 1).numpy()
    assert piece[..., 98:] == pytest.approx(0.467061)
    assert not np.isclose(piece[..., :98], 0.467061, atol=1e-6).all(axis=2).any()


def test_a_long_one_is_heard_to_its_end_at_any_rate() -> None:
    cut = cut_audio(noise(44_100 * 61, 44_100))
    assert len(cut.spans) == 31
    assert cut.spans[-1, 1] == 61
    assert cut.make(30, 31).isfinite().all()


def test_a_clip_depends_on_its_own_samples_alone() -> None:
    """A constant is no sound, and taking it off one clip must not change the next."""
    plain = cut_audio(noise(80_000)).make(0, 3)
    shifted = cut_audio(noise(80_000, offset=0.2)).make(0, 3)
    np.testing.assert_allclose(plain, shifted, atol=2e-3)


def test_clips_do_not_depend_on_when_they_are_made() -> None:
    cut = cut_audio(noise(200_000, 44_100))
    whole = cut.make(0, len(cut.spans))
    for number in reversed(range(len(cut.spans))):
        assert (cut.make(number, number + 1)[0] == whole[number]).all()
