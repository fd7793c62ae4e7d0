"""What the doctor finds."""

from typing import Any

import numpy as np
import pytest

from modalities import Modality
from router import doctor
from router.doctor import Finding, State, Timing, examine, is_one_train, measure, sample_media


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("2.11.0", "0.26.0", "2.11.0"), True),
        (("2.11.0+cpu", "0.26.1+cpu", "2.11.0"), True),
        (("2.11.0", "0.25.0", "2.11.0"), False),
        (("2.11.0", "0.26.0", "2.10.0"), False),
        (("3.0.0", "0.15.0", "3.0.0"), True),
        (("nightly", "0.26.0", "2.11.0"), False),
    ],
)
def test_release_trains(versions: tuple[str, str, str], expected: bool) -> None:
    assert is_one_train(*versions) is expected


def test_samples_are_of_their_modality() -> None:
    for modality, medium in sample_media().items():
        assert medium.modality is modality
    image: Any = sample_media()[Modality.IMAGE]
    assert image.pixels.dtype == np.uint8
    assert image.pixels.shape[2] == 3


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One space that works, one that is not there, one reader."""
    monkeypatch.setattr(
        doctor, "SPACES", {"gone": "no.such:Space", "random": "router.testing:RandomSpace"}
    )
    monkeypatch.setattr(doctor, "reader_names", lambda: {"barcode": ""})


@pytest.mark.usefixtures("small")
def test_says_what_works_and_what_is_missing() -> None:
    found = {finding.name: finding for finding in examine()}
    assert found["random"].state is State.OK
    assert "random-16-0" in found["random"].detail
    assert found["gone"].state is State.MISSING
    assert found["barcode"].state is State.OK
    assert found["Python"].state is found["SQLite"].state is found["PyTorch"].state is State.OK


@pytest.mark.usefixtures("small")
def test_measures_what_works() -> None:
    timings = {found.what: found for found in measure() if isinstance(found, Timing)}
    assert set(timings) == {
        *(f"random embeds {modality}" for modality in Modality),
        "barcode reads image",
    }
    assert all(timing.milliseconds > 0 for timing in timings.values())
    (missing,) = [found for found in measure() if isinstance(found, Finding)]
    assert (missing.name, missing.state) == ("gone", State.MISSING)
