"""The table of docs/configs.md counts what the examples hold, and its figures add up."""

import re

import pytest
from example_runs import ROOT, lines

PAGE = (ROOT / "docs" / "configs.md").read_text("utf-8")
CATALOGUES = dict(re.findall(r"ingest (\S+) --config configs/(\w+)\.yaml", PAGE))
QUESTIONS = dict(re.findall(r"--config configs/(\w+)\.yaml .*--queries (\S+)", PAGE))
ROWS = {
    name: [int(cell) for cell in cells.split("|")]
    for name, cells in re.findall(
        r"^\| \[(\w+)\]\(\S+\) \|((?: \d+ \|){5} \d+) \|", PAGE, re.MULTILINE
    )
}


def test_every_config_of_the_table_is_run_by_a_command() -> None:
    assert set(ROWS) == set(QUESTIONS) == set(CATALOGUES.values())
    assert len(ROWS) == 5


@pytest.mark.parametrize("config", sorted(ROWS))
def test_counts_are_those_of_the_files(config: str) -> None:
    (catalogue,) = (path for path, name in CATALOGUES.items() if name == config)
    asked = lines(ROOT / QUESTIONS[config])
    items, questions, due, correct, wrong, missed = ROWS[config]
    assert items == len(lines(ROOT / catalogue))
    assert questions == len(asked)
    assert due == sum(bool(question["expect"]) for question in asked)
    assert correct + wrong + missed == questions
