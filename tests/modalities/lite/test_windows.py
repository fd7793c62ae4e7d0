"""A long recording, heard through windows of five seconds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modalities import Audio, Modality, SpaceError, Text, WindowedSpace
from modalities.lite.pictures import sound_spans
from modalities.lite.space import LiteSpace

RATE = 16_000


def noise(seconds: float, seed: int = 0) -> Audio:
    random = np.random.default_rng(seed)
    samples = random.normal(0, 0.1, int(seconds * RATE)).astype(np.float32)
    return Audio(samples, RATE, f"noise-{seconds}-{seed}", "noise")


def test_the_whole_is_what_embed_gives(space: LiteSpace) -> None:
    assert isinstance(space, WindowedSpace)
    assert space.windowed == {Modality.AUDIO}
    recordings = [noise(12.5), noise(0.01), noise(5, seed=1)]
    windows = space.embed_windows(Modality.AUDIO, recordings)
    wholes = np.stack([each.pooled for each in windows])
    np.testing.assert_allclose(wholes, space.embed(Modality.AUDIO, recordings), atol=1e-5)
    assert [len(each.vectors) for each in windows] == [3, 1, 1]
    for each in windows:
        np.testing.assert_allclose(np.linalg.norm(each.vectors, axis=1), 1, atol=1e-5)
        assert len(each.spans) == len(each.vectors)


def test_a_brief_sound_in_a_long_recording_stands_out(space: LiteSpace) -> None:
    time = np.arange(RATE * 20) / RATE
    samples = (0.2 * np.sin(2 * np.pi * 150 * time)).astype(np.float32)
    hiss = noise(5).samples
    samples[RATE * 10 : RATE * 15] = hiss
    (heard,) = space.embed_windows(Modality.AUDIO, [Audio(samples, RATE, "x", "x")])
    asked = space.embed(Modality.AUDIO, [noise(5, seed=2)])[0]
    near = heard.vectors @ asked
    assert near.argmax() == 2
    assert near.max() > heard.pooled @ asked + 0.05


@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_spans_leave_no_gap(count: int, share: float) -> None:
    seconds = 5 * (count - 1) + 5 * share
    spans = sound_spans(count, seconds)
    assert spans[0, 0] == 0
    assert spans[-1, 1] == seconds
    assert (spans[:, 0] < spans[:, 1]).all()
    assert (spans[1:, 0] <= spans[:-1, 1]).all()


def test_only_sounds_have_windows(space: LiteSpace) -> None:
    assert space.embed_windows(Modality.AUDIO, []) == []
    with pytest.raises(SpaceError, match="cannot embed 'text'; expected one of audio"):
        space.embed_windows(Modality.TEXT, [])
    with pytest.raises(SpaceError, match=r"dog\.txt: found text, expected audio"):
        space.embed_windows(Modality.AUDIO, [Text("a dog", "x", "dog.txt")])
