"""``graph`` with nodes and judges on trial, and the way that a candidate took."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

JUDGES = """\
  access: {use: access}
  sku: {use: metadata, covers: [identity], where: 'claims.sku == record.sku'}
  title: {use: metadata, covers: [identity], where: 'claims.name == record.title'}
  trial: {use: metadata, covers: [recency], where: 'record.title == "Mug B"'}
  gtin: {use: barcode, field: gtin}
"""
GRAPH = """\
graph:
  start: access
  nodes:
    who: {any_of: [title, sku]}
  shadows: {trial: who, gtin: access}
  edges:
    - {from: access, when: confirm, to: who}
    - {from: who, when: confirm, to: return}
"""


@pytest.fixture
def config(files: Any) -> Path:
    """The tiny shop's config with a node and two judges on trial."""
    head = files.config.read_text().partition("judges:")[0].replace("limit: 2", "stop: exhaust")
    files.config.write_text(f"{head}judges:\n{JUDGES}{GRAPH}")
    path: Path = files.config
    return path


@pytest.fixture
def answer(config: Path, shop: Any, crossjudge: Command, tmp_path: Path) -> Path:
    ran = crossjudge(
        "search", *shop.options, "--text", "a mug", "--claim", "sku=M-1", "--json", "--explain"
    )
    assert ran.status == 0, ran.err
    path = tmp_path / "answer.json"
    path.write_text(ran.out)
    return path


def texts(svg: bytes) -> list[str | None]:
    return [element.text for element in ET.fromstring(svg).iter()]  # noqa: S314 - made here


def test_judges_on_trial_are_recorded_apart_and_change_nothing(answer: Path) -> None:
    data = json.loads(answer.read_bytes())
    (item,) = data["items"]
    assert item["id"] == "mug-a"
    assert [(each["judge"], each["outcome"]) for each in item["verdicts"]] == [
        ("access", "confirm"), ("title", "abstain"), ("sku", "confirm"),
    ]  # fmt: skip
    assert {each["judge"]: each["outcome"] for each in item["shadows"]} == {
        "gtin": "abstain", "trial": "reject",
    }  # fmt: skip
    (other,) = data["dossiers"]
    found = {each["judge"]: each["outcome"] for each in other["shadows"]}
    assert (other["id"], other["fate"], found["trial"]) == ("mug-b", "dropped", "confirm")
    marked = {tally["judge"]: tally.get("shadow", False) for tally in data["telemetry"]["judges"]}
    assert marked == {"access": False, "gtin": True, "title": False, "sku": False, "trial": True}
    # A judge on trial does not even propose.
    assert not any("gtin" in lane["lane"] for lane in data["telemetry"]["lanes"])


def test_people_see_what_is_on_trial(config: Path, shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *shop.options, "--text", "a mug", "--claim", "sku=M-1", "--explain")
    assert "    shadow trial reject" in ran.out
    assert "trial (shadow)" in ran.out


@pytest.mark.parametrize(
    ("item", "caption"),
    [("mug-a", "confirmed on the way shown"), ("mug-b", "dropped at who: reject")],
)
def test_the_way_of_an_item_stands_out(
    item: str, caption: str, config: Path, answer: Path, crossjudge: Command, tmp_path: Path
) -> None:
    drawn = tmp_path / "way.svg"
    arguments = ("--dossier", answer, "--item", item, "--format", "svg", "-o", drawn)
    ran = crossjudge("graph", config, *arguments)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert {item, caption, "who", "any of, in order"} <= set(texts(drawn.read_bytes()))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "expected what search --json --explain puts out"),
        ("[]", "expected what search --json --explain puts out"),
        ("{}", "expected what search --json --explain puts out"),
        ("[" * 100_000, "expected what search --json --explain puts out"),
        ('{"items": [{"id": "mug-a"}]}', "expected what search --json --explain puts out"),
        ('{"items": [{"id": 7, "verdicts": []}]}', "no dossier of 'mug-a' among 1"),
        ('{"items": [], "dossiers_left_out": 3}', "3 dossiers are left out of it"),
        (
            '{"items": [{"id": "mug-a", "verdicts": [{"judge": "sku", "outcome": "maybe"}]}]}',
            "'maybe' is not a valid Outcome",
        ),
        (
            '{"items": [{"id": "mug-a", "verdicts": [{"judge": "gone", "outcome": "reject"}]}]}',
            "expected a dossier made with this config",
        ),
    ],
)
def test_a_dossier_that_is_none(
    text: str, complaint: str, config: Path, crossjudge: Command, tmp_path: Path
) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text)
    ran = crossjudge("graph", config, "--dossier", path, "--item", "mug-a")
    assert ran.status == 2
    assert complaint in ran.complaint
    assert str(path) in ran.complaint


def test_a_dossier_and_an_item_belong_together(config: Path, crossjudge: Command) -> None:
    for option in (("--dossier", config), ("--item", "mug-a")):
        ran = crossjudge("graph", config, *option)
        assert ran.status == 2
        assert "belong together" in ran.complaint


def test_a_dossier_that_is_not_there(config: Path, crossjudge: Command, tmp_path: Path) -> None:
    ran = crossjudge("graph", config, "--dossier", tmp_path / "none", "--item", "mug-a")
    assert ran.status == 2
    assert "cannot be read" in ran.complaint


@pytest.mark.parametrize(
    ("node", "complaint"),
    [
        ("{one_of: [sku]}", "unknown key; valid here: all_of, any_of, of, quorum"),
        ("{quorum: 3, of: [sku, title]}", "expected a quorum of 1 to 2"),
        ("{any_of: [sku, access]}", "who (any of) vouches for identity once 2 of its 2 members do"),
        ("{any_of: [sku, titel]}", "graph.nodes.who.any_of.1: found 'titel', expected one of"),
    ],
)
def test_a_bad_node_is_named(node: str, complaint: str, config: Path, crossjudge: Command) -> None:
    config.write_text(config.read_text().replace("{any_of: [title, sku]}", node))
    ran = crossjudge("check", config)
    assert ran.status == 2
    assert complaint in ran.err
    assert "Traceback" not in ran.err
