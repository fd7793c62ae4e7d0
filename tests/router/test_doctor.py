"""What the doctor finds."""

from pathlib import Path

import pytest

from modalities import Modality
from router.doctor import Finding, State, Timing, examine, is_one_train, measure
from router.errors import ConfigError
from router.testing import RandomSpace


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


SPACES = {
    "broken": "odd_spaces:Broken",
    "folder": "odd_spaces:FromFolder",
    "gone": "no.such:Space",
    "random": "router.testing:RandomSpace",
    "unfetched": "odd_spaces:Unfetched",
    "unfinished": "odd_spaces:Unfinished",
    "weightless": "odd_spaces:Weightless",
}
WORKING = ("random", "unfinished")
CONFIG = """\
name: two
spaces: [random, {use: "folder:models", device: "cuda:7"}, weightless]
truth: [identity]
public: true
judges:
  sku: {use: metadata, covers: [identity], where: 'claims.sku == record.sku'}
graph:
  start: sku
  edges:
    - {from: sku, when: confirm, to: return}
"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces of every kind, and one reader."""
    monkeypatch.setattr("router.doctor.spaces.SPACES", SPACES)
    monkeypatch.setattr("router.build.SPACES", SPACES)
    for file in ("readers", "speed"):
        monkeypatch.setattr(f"router.doctor.{file}.reader_names", lambda: {"barcode": ""})


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "two.yaml"
    path.write_text(CONFIG)
    return path


def spaces(config: Path | None = None) -> dict[str, Finding]:
    return {found.name: found for found in examine(config) if found.area == "spaces"}


def test_says_what_works() -> None:
    found = {finding.name: finding for finding in examine()}
    assert found["barcode"].state is State.OK
    assert found["Python"].state is found["SQLite"].state is found["PyTorch"].state is State.OK
    assert found["random"].state is State.OK
    assert found["random"].detail == (
        "audio, depth, image, imu, text, thermal, video; 16 dimensions; licence no weights; "
        "random-16-0"
    )


def test_says_what_is_missing_and_what_to_run() -> None:
    found = spaces()
    assert found["gone"].state is State.MISSING
    assert found["weightless"].state is State.MISSING
    for told in ("audio", "16 dimensions", "licence CC0-1.0", "on c", "run: crossjudge weights"):
        assert told in found["weightless"].detail
    assert "\n" not in found["weightless"].detail


def test_says_how_to_name_a_space_that_is_made_from_something() -> None:
    found = spaces()["folder"]
    assert found.state is State.NOTE
    assert "folder:<where>" in found.detail
    assert "--config" in found.detail


def test_a_space_that_breaks_hides_no_other() -> None:
    found = spaces()
    assert set(found) == set(SPACES)
    assert (found["broken"].state, found["broken"].detail) == (State.WRONG, "no such luck")
    assert found["unfinished"].state is State.WRONG
    assert "fingerprint" in found["unfinished"].detail


def test_looks_at_the_spaces_of_a_config(config: Path) -> None:
    found = spaces(config)
    assert list(found) == ["random", "folder:models", "weightless"]
    assert found["folder:models"].state is State.OK
    for told in ("licence MIT", "on cuda:7", "folder-models"):
        assert told in found["folder:models"].detail


def test_a_config_that_cannot_be(config: Path) -> None:
    config.write_text(CONFIG.replace("random,", "nowhere,"))
    with pytest.raises(ConfigError, match="nowhere"):
        list(examine(config))


def test_loads_no_weights(monkeypatch: pytest.MonkeyPatch, config: Path) -> None:
    def refuse(space: RandomSpace) -> None:
        raise AssertionError("asked to load")

    monkeypatch.setattr(RandomSpace, "warm_up", refuse)
    monkeypatch.setattr(RandomSpace, "embed", refuse)
    assert spaces()["random"].state is spaces(config)["random"].state is State.OK


def test_what_would_be_fetched_is_not_asked() -> None:
    found = spaces()["unfetched"]
    assert (found.state, found.detail) == (State.MISSING, "not here; run: fetch it")


def test_measures_what_works() -> None:
    found = list(measure())
    timings = [each for each in found if isinstance(each, Timing)]
    assert {timing.what for timing in timings} == {
        *(
            f"{name} embeds {modality}"
            for name in ("random", "unfinished")
            for modality in Modality
        ),
        "barcode reads image",
    }
    assert all(timing.milliseconds > 0 for timing in timings)
    skipped = [each for each in found if isinstance(each, Finding)]
    assert [each.name for each in skipped] == [
        "broken", "folder", "gone", "unfetched", "weightless",
    ]  # fmt: skip
    assert {each.state for each in skipped} == {State.NOTE}
    assert all("skipped: " in each.detail for each in skipped)


def test_measures_the_spaces_of_a_config(config: Path) -> None:
    timed = {each.what for each in measure(config) if isinstance(each, Timing)}
    assert "folder:models embeds text" in timed
    assert not any(what.startswith("unfinished") for what in timed)
