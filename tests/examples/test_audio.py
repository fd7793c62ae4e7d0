"""The audio example, from ingest to answers: say it, play it, hum it or let it beep."""

from pathlib import Path

import pytest
from example_runs import ROOT, answered, broken_promises, lines

from router import Fate
from router.demo import Episode, load_questions

AUDIO = ROOT / "examples" / "audio"
READ_ELSEWHERE = {"fl529", "fl529-hurried", "gk73", "kx4418", "lr753"}
"""Spoken codes that the readers' tests read, or that are near the bound; each takes seconds."""


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> list[Episode]:
    questions = [
        question
        for question in load_questions(AUDIO / "questions.jsonl")
        if all(Path(entry.content).stem not in READ_ELSEWHERE for entry in question.media)
    ]
    folder = tmp_path_factory.mktemp("audio")
    return answered("audio_lookup", AUDIO / "catalogue.jsonl", questions, folder)


def test_every_question_is_answered_as_promised(episodes: list[Episode]) -> None:
    assert broken_promises(episodes) == []


@pytest.mark.parametrize("judge", ["said", "played", "hummed", "named"])
def test_each_way_confirms_something(judge: str, episodes: list[Episode]) -> None:
    confirming = {
        dossier.decisive.judge
        for episode in episodes
        for dossier in episode.answer.dossiers()
        if dossier.fate is Fate.RETURNED
    }
    assert judge in confirming


def test_most_questions_must_be_answered_with_nothing(episodes: list[Episode]) -> None:
    empty = [episode for episode in episodes if not episode.question.expect]
    assert len(empty) > len(episodes) / 2
    assert all(not episode.marked.returned for episode in empty)


def test_what_the_files_name_is_there_and_small() -> None:
    items, questions = lines(AUDIO / "catalogue.jsonl"), lines(AUDIO / "questions.jsonl")
    expected = {id_ for question in questions for id_ in question["expect"]}
    assert expected <= {item["id"] for item in items}
    named = {path for item in items for path in item["media"].get("audio", [])}
    named |= {question["media"]["audio"] for question in questions}
    found = {str(path.relative_to(AUDIO)) for path in AUDIO.rglob("*.flac")}
    assert named == found
    assert sum(path.stat().st_size for path in AUDIO.rglob("*.flac")) < 2_200_000
