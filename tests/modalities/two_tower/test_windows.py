"""Long recordings, heard through windows."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modalities import Audio, Modality
from modalities.two_tower.space import TwoTowerSpace
from modalities.two_tower.windows import windows

RATE, LENGTH = 800, 400


def noise(samples: int, rate: int, *, seed: int = 0) -> Audio:
    drawn = np.random.default_rng(seed).normal(scale=0.1, size=samples)
    return Audio(drawn.astype(np.float32), rate, f"noise-{samples}-{rate}-{seed}", "noise")


@given(samples=st.integers(1, 5_000), rate=st.sampled_from([799, 800, 1_000, 44_100]))
def test_windows_cover_a_recording(samples: int, rate: int) -> None:
    audio = noise(samples, rate)
    parts = list(windows(audio, RATE, LENGTH))
    assert (parts[0].start, parts[-1].end) == (0, audio.seconds)
    for part, following in pairwise(parts):
        assert part.start < following.start <= part.end + 1e-9
        assert len(part.samples) == LENGTH
    assert all(0 < len(part.samples) <= LENGTH for part in parts)
    assert len(parts) == max(1, -(-round(audio.seconds * RATE) // LENGTH)) or rate != RATE


def test_what_fits_is_heard_as_it_is() -> None:
    audio = noise(LENGTH, RATE)
    (part,) = windows(audio, RATE, LENGTH)
    assert part.samples is audio.samples or np.shares_memory(part.samples, audio.samples)
    np.testing.assert_array_equal(part.samples, audio.samples)


def test_overlaps_are_spread_evenly() -> None:
    spans = [(part.start, part.end) for part in windows(noise(1_000, RATE), RATE, LENGTH)]
    assert spans == [(0, 0.5), (0.375, 0.875), (0.75, 1.25)]


@pytest.fixture(params=["clap", "clap-fused"])
def clap(request: pytest.FixtureRequest, checkpoint: Callable[[str], Path]) -> TwoTowerSpace:
    return TwoTowerSpace(str(checkpoint(request.param)), device="cpu", batch=2)


def test_each_window_is_embedded_as_a_recording_of_its_own(clap: TwoTowerSpace) -> None:
    long, short = noise(5 * 16_000, 16_000), noise(16_000, 16_000, seed=1)
    heard, brief = clap.embed_windows(Modality.AUDIO, [long, short])
    np.testing.assert_allclose(heard.spans, [(0, 2), (1.5, 3.5), (3, 5)])
    np.testing.assert_array_equal(brief.spans, [(0, 1)])
    parts = [
        Audio(long.samples[round(start * 16_000) : round(end * 16_000)], 16_000, "part", "part")
        for start, end in heard.spans
    ]
    np.testing.assert_allclose(heard.vectors, clap.embed(Modality.AUDIO, parts), atol=1e-5)
    np.testing.assert_array_equal(brief.vectors[0], brief.pooled)


def test_the_whole_is_the_mean_of_its_windows(clap: TwoTowerSpace) -> None:
    long = noise(5 * 16_000, 16_000)
    (heard,) = clap.embed_windows(Modality.AUDIO, [long])
    mean = heard.vectors.mean(axis=0)
    np.testing.assert_allclose(heard.pooled, mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_array_equal(clap.embed(Modality.AUDIO, [long])[0], heard.pooled)


def test_long_recordings_give_the_same_each_time(clap: TwoTowerSpace) -> None:
    """CLAP's own extractor would draw parts of a long recording at random."""
    long = noise(7 * 16_000, 16_000)
    first, second = (clap.embed(Modality.AUDIO, [long, long]) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first[0], first[1], atol=1e-6)


def test_no_recordings_give_no_windows(clap: TwoTowerSpace) -> None:
    assert clap.embed_windows(Modality.AUDIO, []) == []
