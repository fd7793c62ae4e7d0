"""The committed charts are what their script draws, and their config answers the questions."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

ROOT = Path(__file__).resolve().parents[2]
CHARTS = ROOT / "examples" / "charts"
CONFIG = ROOT / "configs" / "charts.yaml"


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_script_makes_what_is_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, CHARTS / "make.py", "--into", tmp_path], check=True)
    for name in ("catalogue.jsonl", "questions.jsonl"):
        assert (tmp_path / name).read_bytes() == (CHARTS / name).read_bytes()
    names = {path.name for path in (CHARTS / "media").iterdir()}
    assert names == {path.name for path in (tmp_path / "media").iterdir()}
    for name in names:
        made, kept = (
            np.asarray(Pillow.open(folder / "media" / name).convert("RGB"), np.int16)
            for folder in (tmp_path, CHARTS)
        )
        assert made.shape == kept.shape
        # Releases of Pillow may smooth an edge otherwise.
        assert (np.abs(made - kept).max(axis=2) > 48).mean() < 0.01


def test_it_is_small_and_most_questions_must_find_nothing() -> None:
    assert sum(path.stat().st_size for path in CHARTS.rglob("*") if path.is_file()) < 400_000
    questions = _lines(CHARTS / "questions.jsonl")
    assert sum(not question["expect"] for question in questions) > len(questions) / 2


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``crossjudge eval`` says, over a catalogue that was just ingested."""
    store = tmp_path_factory.mktemp("charts") / "store"
    options = ["--config", CONFIG, "--store", store]
    _crossjudge("ingest", CHARTS / "catalogue.jsonl", *options)
    ran = _crossjudge("eval", *options, "--queries", CHARTS / "questions.jsonl", "--json")
    found: dict[str, Any] = json.loads(ran)
    return found


def _crossjudge(*arguments: Any) -> str:
    command = [Path(sys.executable).with_name("crossjudge"), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_nothing_wrong_is_returned(figures: dict[str, Any]) -> None:
    assert figures["questions"] == 104
    assert figures["wrong"] == 0
    assert figures["precision"] == 1.0


def test_all_true_claims_are_found_but_those_of_the_one_chart_that_cannot_be_read(
    figures: dict[str, Any],
) -> None:
    """The lowest label of its axis, a single digit, is not seen by the words reader."""
    assert figures["returned"] == figures["questions"] - 76 - figures["missed"]
    assert figures["missed"] <= 2
    assert [one["reason"] for one in figures["lost_at"]] == ["no_chart"] * len(figures["lost_at"])
