"""Every space that needs no download keeps the contract of spaces."""

from pathlib import Path

import numpy as np
import pytest
from tiny_two_tower import TINY

from modalities import Audio, Modality
from modalities.lite.space import LiteSpace
from modalities.two_tower.space import TwoTowerSpace
from router.testing import RandomSpace, SpaceContract, SpaceSample

WINDOWED = frozenset({Modality.AUDIO, Modality.VIDEO, Modality.IMU})


SAMPLES = {
    "random": SpaceSample(RandomSpace, tolerance=0),
    "windowed": SpaceSample(lambda: RandomSpace(windowed=WINDOWED), tolerance=0),
    "one-modality": SpaceSample(lambda: RandomSpace(modalities=frozenset({Modality.TEXT}))),
    "lite": SpaceSample(lambda: LiteSpace(device="cpu")),
}


class TestSpaces(SpaceContract):
    @pytest.fixture(params=SAMPLES)
    def sample(self, request: pytest.FixtureRequest) -> SpaceSample:
        return SAMPLES[request.param]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests of weights are remembered here, not in the home of whoever runs the tests."""
    monkeypatch.setenv("CROSSJUDGE_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module", params=sorted(TINY))
def two_tower(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SpaceSample:
    folder: Path = TINY[request.param](tmp_path_factory.mktemp("two-tower") / request.param)
    return SpaceSample(lambda: TwoTowerSpace(str(folder), device="cpu"))


class TestTwoTowerSpace(SpaceContract):
    @pytest.fixture
    def sample(self, two_tower: SpaceSample) -> SpaceSample:
        return two_tower


def test_windows_of_the_double_lie_side_by_side() -> None:
    space = RandomSpace(windowed=frozenset({Modality.AUDIO}), window_seconds=2.0)
    sound = Audio(np.zeros(5 * 8_000, dtype=np.float32), 8_000, "hash", "silence")
    (seen,) = space.embed_windows(Modality.AUDIO, [sound])
    np.testing.assert_array_equal(seen.spans, [(0, 2), (2, 4), (4, 5)])
    assert space.fingerprint == "random-16-0-2s"
