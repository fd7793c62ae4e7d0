"""The example of documents, from ingest to answers: the form and the year that the page prints."""

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from example_runs import ROOT, answered, broken_promises, files_named, lines

from router.demo import Episode, load_questions

DOCUMENTS = ROOT / "examples" / "documents"


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> list[Episode]:
    questions = load_questions(DOCUMENTS / "questions.jsonl")
    folder = tmp_path_factory.mktemp("documents")
    return answered("documents", DOCUMENTS / "catalogue.jsonl", questions, folder)


def test_every_question_is_answered_as_promised(episodes: list[Episode]) -> None:
    assert broken_promises(episodes) == []


def test_most_questions_must_be_answered_with_nothing(episodes: list[Episode]) -> None:
    empty = [episode for episode in episodes if not episode.question.expect]
    assert len(empty) > len(episodes) / 2


def test_a_record_that_contradicts_its_print_is_why_nothing_is_returned(
    episodes: list[Episode],
) -> None:
    (episode,) = (each for each in episodes if each.question.ask == "form 330 for 2023")
    (dossier,) = (each for each in episode.answer.dossiers() if each.id == "330-2024")
    assert dossier.decisive.finding.reason == "record_contradicts_print"


def test_the_script_makes_what_is_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, DOCUMENTS / "make.py", "--into", tmp_path], check=True)
    for name in ("catalogue.jsonl", "questions.jsonl"):
        assert (tmp_path / name).read_bytes() == (DOCUMENTS / name).read_bytes()
    for path in (DOCUMENTS / "media").iterdir():
        assert page_text(path) == page_text(tmp_path / "media" / path.name)


def page_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return str(document[0].get_textpage().get_text_range())


def test_one_file_is_a_scan_without_text() -> None:
    texts = {path.stem: page_text(path) for path in (DOCUMENTS / "media").iterdir()}
    assert [name for name, text in texts.items() if not text] == ["320-2022"]


def test_what_the_files_name_is_there_and_small() -> None:
    items, questions = (lines(DOCUMENTS / f"{name}.jsonl") for name in ("catalogue", "questions"))
    found = [path for folder in ("media", "queries") for path in (DOCUMENTS / folder).iterdir()]
    named = files_named([*items, *questions])
    assert named == {str(path.relative_to(DOCUMENTS)) for path in found}
    assert sum(path.stat().st_size for path in found) < 300_000
