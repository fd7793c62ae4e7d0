"""``read chart``: each type's table, and files that are made to do harm."""

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_charts import bar_chart, dot_chart, line_chart, pie_chart
from PIL import Image as Pillow

Command = Callable[..., Any]
CITIES = ["Ada", "Bob", "Cem", "Dan"]
SPEC = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "a", "type": "ordinal"}, "y": {"field": "b", "type": "quantitative"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "picture", "columns", "axes"),
    [
        ("bar", bar_chart({"Ada": [37], "Bob": [82]}), ["category", "value"], {"value"}),
        ("line", line_chart({"n": [20, 50, 40, 75]}, CITIES), ["category", "value"], {"value"}),
        ("arc", pie_chart({"rent": 40, "food": 60}), ["category", "share"], {"circle"}),
        (
            "point",
            dot_chart([(0, 37, 0), (2, 82, 0), (4, 15, 0)], ["0", "10", "20", "30", "40"]),
            ["x", "y"],
            {"value", "place"},
        ),
    ],
)
def test_each_type_gives_kind_title_axes_and_table(
    crossjudge: Command,
    tmp_path: Path,
    kind: str,
    picture: Pillow.Image,
    columns: list[str],
    axes: set[str],
) -> None:
    path = tmp_path / "figure.png"
    picture.save(path)
    ran = crossjudge("read", "chart", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    [reading] = json.loads(ran.out)["readings"]
    value, details = reading["value"], reading["details"]
    assert value["type"] == kind
    assert value["title"] == (None if kind == "arc" else "Rainfall")
    assert [name for name in value["columns"] if name != "series"] == columns
    assert set(details["axes"]) == axes
    assert len(value["rows"]) == len(details["errors"]) >= 2
    assert all(isinstance(row[-1], float) for row in value["rows"])
    assert all(error > 0 for error in details["errors"])


def _png(width: int, height: int) -> bytes:
    """A picture that says it has so many pixels, and holds none."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_picture_of_ten_gigapixels_is_refused_from_its_header(
    crossjudge: Command, tmp_path: Path
) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(_png(100_000, 100_000))
    ran = crossjudge("read", "chart", path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "huge.png" in ran.err
    assert "100000 x 100000" in ran.err.replace(",", "")


def test_ten_thousand_bars_are_no_chart(crossjudge: Command, tmp_path: Path) -> None:
    pixels = np.full((100, 30_040, 3), 255, np.uint8)
    for bar in range(10_000):
        pixels[99 - bar % 80 :, 20 + 3 * bar : 22 + 3 * bar] = (70, 120, 170)
    path = tmp_path / "bars.png"
    Pillow.fromarray(pixels).save(path)
    ran = crossjudge("read", "chart", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)["readings"] == []


_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
_MARK = '<path aria-roledescription="bar" aria-label="a: {}; b: 28"/>'
_SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE svg [<!ENTITY e0 "x">{_ENTITIES}]>' + _SVG.format("&e9;"),
        _SVG.format('<image href="file:///etc/passwd"/><use href="http://127.0.0.1:9/x.svg#a"/>'),
        json.dumps({**SPEC, "data": {"url": "http://127.0.0.1:9/rain.csv"}}),
        json.dumps({**SPEC, "data": {"url": "file:///etc/passwd", "format": {"type": "csv"}}}),
        "year,mm\n" + "".join(f"{row},{row % 97}\n" for row in range(1_000_000)),
    ],
    ids=["entity bomb", "external references", "data from a URL", "data from a file", "a long CSV"],
)
def test_texts_that_reach_out_or_blow_up_give_no_reading(
    crossjudge: Command, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise AssertionError("a chart was fetched from elsewhere")

    monkeypatch.setattr("socket.socket.connect", refuse)
    path = tmp_path / "chart.txt"
    path.write_text(text)
    ran = crossjudge("read", "chart", path, "--json")
    if ran.status == 3:
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert "chart.txt" in ran.err
    else:
        assert (ran.status, ran.err) == (0, "")
        assert json.loads(ran.out)["readings"] == []


def test_an_entity_in_a_mark_is_text_and_is_not_expanded(
    crossjudge: Command, tmp_path: Path
) -> None:
    path = tmp_path / "chart.svg"
    path.write_text(
        f'<!DOCTYPE svg [<!ENTITY e0 "x">{_ENTITIES}]>' + _SVG.format(_MARK.format("&e9;"))
    )
    ran = crossjudge("read", "chart", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    [reading] = json.loads(ran.out)["readings"]
    assert reading["value"]["rows"] == [["&e9;", 28.0]]
