"""Questions files: what is read, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films import encode_film
from PIL import Image as Pillow

from judges import Principal
from modalities import Depth, Imu, Text, Thermal, Video
from router.errors import ManifestError
from router.questions import BadQuestion, Question, read_questions


def read(path: Path, *lines: Any) -> list[Question | BadQuestion]:
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return list(read_questions(path))


def test_everything_a_question_may_say(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    (tmp_path / "scan.pgm").write_bytes(b"P5 2 2 65535\n" + b"\x03\xe8" * 4)
    (found,) = read(
        path,
        {
            "media": {"text": "a mug", "depth": {"path": "scan.pgm", "scale": 0.001}},
            "claims": {"sku": "M-1"},
            "context": {"region": "EU"},
            "as": {"subject": "bo", "tenant": "acme", "groups": ["staff"]},
            "expect": ["a", "b"],
            "ask": "Which mug?",
            "teaches": "Nothing.",
        },
    )
    assert isinstance(found, Question)
    request = found.request()
    words, scan = request.media
    assert isinstance(words, Text)
    assert words.text == "a mug"
    assert isinstance(scan, Depth)
    assert scan.metres.max() == pytest.approx(1.0)
    assert request.principal == Principal("bo", "acme", frozenset({"staff"}))
    assert (request.claims, request.context) == ({"sku": "M-1"}, {"region": "EU"})
    assert (found.expect, found.ask) == (frozenset({"a", "b"}), "Which mug?")


def test_any_kind_of_medium_can_be_asked_with(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(encode_film())
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    Pillow.fromarray(grey).save(tmp_path / "heat.png")
    np.save(tmp_path / "swing.npy", np.random.default_rng(1).normal(size=(50, 6)))
    (tmp_path / "scan.pgm").write_bytes(b"P5 2 2 65535\n" + b"\x03\xe8" * 4)
    (found,) = read(
        tmp_path / "q.jsonl",
        {
            "media": {
                "video": "film.mp4",
                "thermal": ["heat.png"],
                "imu": {"path": "swing.npy", "rate": 50},
                "depth": [{"path": "scan.pgm", "scale": 0.001, "baseline": 0.05}],
            },
            "expect": [],
        },
    )
    assert isinstance(found, Question)
    film, heat, scan, swing = found.request().media
    assert isinstance(film, Video)
    assert isinstance(heat, Thermal)
    assert isinstance(scan, Depth)
    assert isinstance(swing, Imu)
    assert (swing.rate, scan.baseline) == (50.0, 0.05)


def test_blank_lines_are_none_and_numbers_count_them(tmp_path: Path) -> None:
    found = read(tmp_path / "q.jsonl", "", {"expect": []}, "  ", {"expect": 1})
    assert isinstance(found[0], Question)
    assert found[0].where == f"{tmp_path / 'q.jsonl'}:2"
    assert isinstance(found[1], BadQuestion)
    assert f"{tmp_path / 'q.jsonl'}:4: " in found[1].message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{half", "found no JSON object"),
        ("[1]", "expected a JSON object"),
        ("7", "expected a JSON object"),
        ({"media": {"text": "a"}}, "expect: missing"),
        ({"expect": "a"}, "expect: found 'a'"),
        ({"expect": [], "expects": []}, "expects: unknown key; valid here: media, claims"),
        ({"expect": [], "as": {"user": "bo"}}, "as.user: unknown key"),
        ({"expect": [], "as": "bo"}, "as: found 'bo'"),
        ({"expect": [], "media": {"smell": "mint"}}, "smell"),
        ({"expect": [], "media": {"image": 7}}, "image"),
        ({"expect": [], "media": {"depth": {"path": "a.png", "scale": -1}}}, "scale"),
        ({"expect": [], "media": {"imu": {"path": "a.npy", "rate": "fast"}}}, "imu.0.rate"),
    ],
)
def test_a_bad_line_is_named(line: Any, expected: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path / "q.jsonl", line)
    assert isinstance(found, BadQuestion)
    assert found.message.startswith(f"{tmp_path / 'q.jsonl'}:1: ")
    assert expected in found.message
    assert "\n" not in found.message


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"none\.jsonl: cannot be read"):
        list(read_questions(tmp_path / "none.jsonl"))
