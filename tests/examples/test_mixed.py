"""The mixed example: pictures, sounds, texts and documents through one graph of nodes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from example_runs import ROOT, answered, broken_promises, files_named, lines
from PIL import Image as Pillow

from router import Fate
from router.demo import Episode, load_questions

MIXED = ROOT / "examples" / "mixed"
READ_ELSEWHERE = {
    "plate-wx-4401", "plate-wx-4418", "unknown-barcode", "oat-on-table", "coffee-on-table",
}  # fmt: skip
"""Pictures that other examples' tests ask by; each takes seconds."""


def without_pictures(item: dict[str, Any]) -> dict[str, Any]:
    """Every item is judged, so that its pictures decide nothing; they cost most of an ingest."""
    media = {
        kind: entries if kind == "text" else [str((MIXED / path).resolve()) for path in entries]
        for kind, entries in item["media"].items()
        if kind != "image"
    }
    return {**item, "media": media}


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> list[Episode]:
    folder = tmp_path_factory.mktemp("mixed")
    manifest = folder / "catalogue.jsonl"
    items = map(without_pictures, lines(MIXED / "catalogue.jsonl"))
    manifest.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    questions = [
        question
        for question in load_questions(MIXED / "questions.jsonl")
        if all(Path(str(entry.content)).stem not in READ_ELSEWHERE for entry in question.media)
    ]
    return answered("mixed", manifest, questions, folder)


def test_every_question_is_answered_as_promised(episodes: list[Episode]) -> None:
    assert broken_promises(episodes) == []


@pytest.mark.parametrize("judge", ["gtin", "code", "label", "sound", "paper", "sku"])
def test_every_medium_establishes_identity(judge: str, episodes: list[Episode]) -> None:
    confirming = {
        step.judge
        for episode in episodes
        for dossier in episode.answer.dossiers()
        if dossier.fate is Fate.RETURNED
        for step in dossier.steps
    }
    assert judge in confirming


def test_media_that_contradict_each_other_are_what_ends_it(episodes: list[Episode]) -> None:
    (episode,) = (each for each in episodes if each.question.ask == "bars and digits that do not")
    dossiers = {dossier.id: dossier for dossier in episode.answer.dossiers()}
    assert dossiers["nordal-oat-b"].decisive.judge == "agree"


def test_most_questions_must_be_answered_with_nothing(episodes: list[Episode]) -> None:
    empty = [episode for episode in episodes if not episode.question.expect]
    assert len(empty) > len(episodes) / 2


def test_the_script_makes_what_is_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, MIXED / "make.py", "--into", tmp_path], check=True)
    for name in ("catalogue.jsonl", "questions.jsonl"):
        assert (tmp_path / name).read_bytes() == (MIXED / name).read_bytes()
    for path in (MIXED / "queries").iterdir():
        kept, made = (
            np.asarray(Pillow.open(each), np.int16)
            for each in (path, tmp_path / "queries" / path.name)
        )
        assert kept.shape == made.shape
        assert (np.abs(kept - made) > 48).mean() < 0.01


def test_what_the_files_name_is_there_and_small() -> None:
    named = files_named([*lines(MIXED / "catalogue.jsonl"), *lines(MIXED / "questions.jsonl")])
    assert all((MIXED / path).is_file() for path in named)
    own = {str(path.relative_to(MIXED)) for path in (MIXED / "queries").iterdir()}
    assert own == {path for path in named if path.startswith("queries/")}
    assert sum(path.stat().st_size for path in MIXED.rglob("*") if path.is_file()) < 400_000
