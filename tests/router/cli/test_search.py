"""``search``: what is shown, what is data, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films import encode_film
from PIL import Image

Command = Callable[..., Any]


def test_confirmed_item_is_shown_with_its_evidence(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *shop.options, "--text", "mug", "--claim", "sku=M-1")
    assert ran.status == 0
    assert not ran.err
    assert ran.out.splitlines() == [
        "mug-a  title Mug A, sku M-1",
        "  access confirm: principal = anonymous",
        "  sku confirm: claims.sku = record.sku = M-1",
        "1 confirmed of 2 considered; exhausted: every item that the asker may see was judged",
    ]


def test_empty_answer_says_why(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *shop.options, "--text", "mug")
    assert ran.status == 0
    first = ran.out.splitlines()[0]
    assert first.startswith("Nothing. None of 2 candidates was confirmed: ")
    assert "2 at sku (abstain: fact_missing)" in first


def test_explain_shows_the_dropped_and_the_costs(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *shop.options, "--text", "mug", "--claim", "sku=M-1", "--explain")
    assert "mug-b  random:text->text #" in ran.out
    assert "sku reject (does_not_hold): claims.sku = M-1; record.sku = M-2" in ran.out
    assert "random:text->text" in ran.out
    assert "rounds; embed" in ran.out


def test_json_is_one_document_on_stdout(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *shop.options, "--claim", "sku=M-2", "--json", "--explain")
    data = json.loads(ran.out)
    assert [item["id"] for item in data["items"]] == ["mug-b"]
    assert [dossier["id"] for dossier in data["dossiers"]] == ["mug-a"]
    assert data["completeness"] == "exhausted"


def test_no_colour_away_from_a_terminal(shop: Any, crossjudge: Command) -> None:
    assert "\x1b" not in crossjudge("search", *shop.options, "--text", "mug", "--explain").out


def test_who_asks_decides_what_exists(shop: Any, crossjudge: Command) -> None:
    asked = (*shop.options, "--claim", "sku=M-3", "--json")
    stranger = json.loads(crossjudge("search", *asked).out)
    clerk = json.loads(crossjudge("search", *asked, "--as", "bo,acme,sales").out)
    insider = json.loads(crossjudge("search", *asked, "--as", "bo, acme, sales, staff").out)
    assert (stranger["items"], stranger["considered"]) == ([], 2)
    assert (clerk["items"], clerk["considered"]) == ([], 2)
    assert ([item["id"] for item in insider["items"]], insider["considered"]) == (["secret"], 3)


def test_limit_cuts(shop: Any, crossjudge: Command) -> None:
    config = shop.config
    config.write_text(config.read_text().replace("claims.sku ==", "claims.sku !="))
    asked = ("search", *shop.options, "--claim", "sku=none", "--explain")
    assert "confirmed, but ranked after" not in crossjudge(*asked).out
    ran = crossjudge(*asked, "--limit", "1")
    assert ran.out.startswith("mug-a  ")
    assert "confirmed, but ranked after the last item returned" in ran.out


def test_every_kind_of_medium_can_be_asked_with(
    shop: Any, crossjudge: Command, tmp_path: Path
) -> None:
    (tmp_path / "film.mp4").write_bytes(encode_film())
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(tmp_path / "heat.png")
    np.save(tmp_path / "swing.npy", np.random.default_rng(1).normal(size=(50, 6)))
    np.save(tmp_path / "scan.npy", np.ones((4, 4)))
    asked = ("search", *shop.options, "--claim", "sku=M-1", "--json")
    film, heat = tmp_path / "film.mp4", tmp_path / "heat.png"
    swing, scan = tmp_path / "swing.npy", tmp_path / "scan.npy"
    for media in (
        ("--video", film),
        ("--thermal", heat),
        ("--imu", swing, "--rate", "50"),
        ("--imu", swing, "--imu", swing, "--rate", "50", "--rate", "100"),
        ("--depth", scan, "--baseline", "0.05"),
    ):
        ran = crossjudge(*asked, *media)
        assert ran.status == 0, ran.err
        assert [item["id"] for item in json.loads(ran.out)["items"]] == ["mug-a"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], "nothing to search by"),
        (["--claim", "sku"], "found 'sku', expected key=value"),
        (["--claim", "=M-1"], "found '=M-1', expected key=value"),
        (["--claim", "sku=1", "--claim", "sku=2"], "found 'sku' twice"),
        (["--claim", "colour=red"], "claim 'colour' is not declared by the config; declared:"),
        (["--claim", "year=soon"], "claim year: found 'soon', expected int"),
        (["--context", "colour=red"], "context 'colour' is not declared"),
        (["--context", "region"], "found 'region', expected key=value"),
        (["--as", ""], "expected subject[,tenant[,group…]]"),
        (["--as", ",acme"], "expected subject[,tenant[,group…]]"),
        (["--as", "bo,acme,,staff"], "expected subject[,tenant[,group…]]"),
        (["--image", "none.jpg"], "none.jpg"),
        (["--audio", "none.wav"], "none.wav"),
        (["--document", "none.pdf"], "none.pdf"),
        (["--text", ""], "text"),
        (["--depth", "a.png", "--depth-scale", "0"], "above 0"),
        (["--depth", "a.png", "--depth-scale", "nan"], "above 0"),
        (["--depth", "a.png", "--intrinsics", "1,2,3"], "expected fx,fy,cx,cy"),
        (["--depth", "a.png", "--intrinsics", "a,b,c,d"], "expected fx,fy,cx,cy"),
        (["--depth-scale", "0.001"], "found 1 for 0 depth maps"),
        (["--baseline", "0.05"], "found 1 for 0 depth maps"),
        (["--depth", "a.png", "--baseline", "-1"], "above 0"),
        (["--video", "none.mp4"], "none.mp4"),
        (["--thermal", "none.png"], "none.png"),
        (["--imu", "none.csv"], "none.csv"),
        (["--imu", "a.npy", "--rate", "inf"], "expected samples per second, above 0"),
        (["--rate", "50"], "found 1 for 0 recordings of motion"),
        (
            [
                "--depth",
                "a",
                "--depth",
                "b",
                "--depth-scale",
                "1",
                "--depth-scale",
                "2",
                "--depth",
                "c",
            ],
            "found 2 for 3 depth maps",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    arguments: list[str], found: str, shop: Any, crossjudge: Command
) -> None:
    ran = crossjudge("search", *shop.options, *arguments)
    assert ran.status == 2
    assert not ran.out
    assert found in ran.complaint


def test_corrupt_picture(shop: Any, crossjudge: Command, corrupt: Path) -> None:
    ran = crossjudge("search", *shop.options, "--image", corrupt)
    assert ran.status == 2
    assert str(corrupt) in ran.complaint


def test_store_that_does_not_exist(files: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", *files.options, "--text", "mug")
    assert ran.status == 2
    assert "expected a folder made by an ingest" in ran.complaint
    assert not files.store.exists()


def test_config_that_does_not_exist(shop: Any, crossjudge: Command) -> None:
    ran = crossjudge("search", "-c", "none.yaml", "-s", shop.store, "--text", "mug")
    assert ran.status == 2
    assert "none.yaml: cannot be read" in ran.complaint


def test_events_are_logged_only_if_asked(
    shop: Any, crossjudge: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CROSSJUDGE_LOG", raising=False)
    asked = ("search", *shop.options, "--text", "mug", "--json")
    assert not crossjudge(*asked).err
    loud = crossjudge("--verbose", *asked)
    assert "event='search.done'" in loud.err
    assert json.loads(loud.out)
    monkeypatch.setenv("CROSSJUDGE_LOG", "info")
    assert "event='search.done'" in crossjudge(*asked).err
