"""``read``: one line of JSON a file, and bad files do not stop the others."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from judges import reader_names
from modalities import EmptyMediumError, Modality, UnreadableError
from router.cli.read import media_of

Command = Callable[..., Any]

GTIN = "4006381333931"
MEDIA = Path(__file__).parents[3] / "examples" / "storefront" / "media"


@pytest.fixture
def barcode(tmp_path: Path) -> Path:
    path = tmp_path / "barcode.png"
    made = zxingcpp.create_barcode(GTIN, zxingcpp.BarcodeFormat.EAN13)
    Image.fromarray(made.to_image(scale=4)).save(path)
    return path


@pytest.fixture
def pdf(tmp_path: Path, barcode: Path) -> Path:
    """Two pages: nothing on the first, a barcode on the second."""
    path = tmp_path / "pages.pdf"
    with Image.open(barcode) as picture:
        page = Image.new("RGB", (1240, 1754), "white")
        marked = page.copy()
        marked.paste(picture.convert("RGB"), (200, 300))
        page.save(path, save_all=True, append_images=[marked], resolution=150)
    assert len(pypdfium2.PdfDocument(path)) == 2
    return path


def test_json_is_a_line_for_each_file(barcode: Path, blank: Path, crossjudge: Command) -> None:
    ran = crossjudge("read", "barcode", barcode, blank, "--json")
    assert (ran.status, ran.err) == (0, "")
    first, second = map(json.loads, ran.out.splitlines())
    assert first["path"] == str(barcode)
    (reading,) = first["readings"]
    assert (reading["kind"], reading["value"]) == ("barcode", GTIN)
    assert len(reading["box"]) == 4
    assert second == {"path": str(blank), "readings": []}


def test_for_people(barcode: Path, blank: Path, crossjudge: Command) -> None:
    ran = crossjudge("read", "barcode", barcode, blank)
    lines = ran.out.splitlines()
    assert lines[0] == f"{barcode}: 1 found"
    assert lines[1].startswith(f"  {GTIN}  confidence ")
    assert lines[2] == f"{blank}: nothing found"


def test_pdf_is_read_page_by_page(pdf: Path, crossjudge: Command) -> None:
    ran = crossjudge("read", "barcode", pdf, "--json")
    (reading,) = json.loads(ran.out)["readings"]
    assert (reading["value"], reading["page"]) == (GTIN, 2)


def test_bad_files_are_reported_and_the_others_read(
    barcode: Path, corrupt: Path, tmp_path: Path, crossjudge: Command
) -> None:
    ran = crossjudge("read", "barcode", corrupt, tmp_path / "none.png", tmp_path, barcode, "--json")
    assert ran.status == 3
    assert [json.loads(line)["path"] for line in ran.out.splitlines()] == [str(barcode)]
    complaints = ran.err.splitlines()
    assert len(complaints) == 3
    for path, line in zip((corrupt, tmp_path / "none.png", tmp_path), complaints, strict=True):
        assert line.startswith("crossjudge: ")
        assert str(path) in line


def test_unknown_kind_lists_the_known(blank: Path, crossjudge: Command) -> None:
    ran = crossjudge("read", "entrails", blank)
    assert ran.status == 2
    assert "unknown reader 'entrails'" in ran.complaint
    assert ", ".join(sorted(reader_names())) in ran.complaint


class _AnyReader:
    """Takes whatever a test says."""

    kind = "any"

    def __init__(self, *modalities: Modality) -> None:
        self.modalities = frozenset(modalities)


def test_a_file_is_loaded_as_what_it_is(blank: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.png"
    words.write_text("not a picture")
    both: Any = _AnyReader(Modality.TEXT, Modality.IMAGE)
    assert [medium.modality for medium in media_of(blank, both)] == [Modality.IMAGE]
    assert [medium.modality for medium in media_of(words, both)] == [Modality.TEXT]


def test_what_no_loader_takes_is_refused_with_the_first_reason(corrupt: Path) -> None:
    reader: Any = _AnyReader(Modality.TEXT, Modality.IMAGE)
    with pytest.raises(UnreadableError, match=r"corrupt\.png"):
        media_of(corrupt, reader)


def test_pdf_without_what_the_reader_takes(pdf: Path) -> None:
    reader: Any = _AnyReader(Modality.AUDIO)
    with pytest.raises(EmptyMediumError, match="holds no audio"):
        media_of(pdf, reader)


def test_of_depth_maps_scale_and_camera_are_stated(crossjudge: Command) -> None:
    scan = MEDIA / "terra-ball-20cm-depth.png"
    stated = ("--depth-scale", "0.001", "--intrinsics", "335.88,335.88,120,90")
    ran = crossjudge("read", "dimension", scan, *stated, "--json")
    assert (ran.status, ran.err) == (0, "")
    (reading,) = json.loads(ran.out)["readings"]
    assert reading["value"]["height_mm"] == pytest.approx(200, rel=0.02)
    ran = crossjudge("read", "dimension", scan)
    assert ran.status == 3
    assert "no scale was given" in ran.err
    ran = crossjudge("read", "dimension", scan, "--intrinsics", "1,2")
    assert ran.status == 2
    assert "expected fx,fy,cx,cy in pixels" in ran.err
