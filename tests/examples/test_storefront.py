"""The committed storefront is whole, right, small, and what its script makes."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stdnum import ean

from judges import FactType, Vocabulary, build_reader, check_fact
from modalities import Audio, Depth, Image, Intrinsics, Medium, Source, load_media

ROOT = Path(__file__).resolve().parents[2]
STOREFRONT = ROOT / "examples" / "storefront"
OWN = {"plug": FactType.STRING}
NAMES = Vocabulary.extended(record=OWN, claims=OWN)
FONTS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "model codes one character apart": ("halden-wx-4410", "halden-wx-4418", "halden-wx-441b"),
    "codes that look alike": ("orum-qt-105", "orum-qt-10s", "orum-qt-1o5-letter"),
    "a litre and a half": ("fontel-still-1l", "fontel-still-500ml"),
    "plugs": ("halden-kettle-eu", "halden-kettle-us"),
    "flavours": ("solara-mango-1l", "solara-orange-1l", "solara-orange-mild-1l"),
    "one front, two codes": ("nordal-oat-a", "nordal-oat-b"),
    "active and discontinued": ("pipkin-duck", "pipkin-duck-first"),
    "editions of a form": ("form-7004-2022", "form-7004-2023", "form-7004-2024"),
    "two tenants": ("morello-coffee-acme", "morello-coffee-globex"),
    "one sound, two models": ("sentra-sa-100", "sentra-sa-101"),
    "one shape, two sizes": ("terra-mug-300ml", "terra-mug-450ml"),
}


def lines(name: str) -> list[dict[str, Any]]:
    text = (STOREFRONT / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


CATALOGUE = lines("catalogue.jsonl")
QUESTIONS = lines("questions.jsonl")
ITEMS = {item["id"]: item for item in CATALOGUE}


def load(kind: str, entry: Any) -> tuple[Medium, ...]:
    if kind == "text":
        return load_media(kind, Source.text(entry))
    if isinstance(entry, str):
        return load_media(kind, Source.file(STOREFRONT / entry))
    camera = Intrinsics(**entry["intrinsics"])
    return load_media(
        kind, Source.file(STOREFRONT / entry["path"], scale=entry["scale"], intrinsics=camera)
    )


def sources(media: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (kind, entry)
        for kind, entries in media.items()
        for entry in (entries if isinstance(entries, list) else [entries])
    ]


def read(kind: str, picture: str) -> set[str]:
    (image,) = load("image", picture)
    return {reading.value for reading in build_reader(kind).read(image)}


def test_ids_are_unique_and_about_sixty() -> None:
    assert len(ITEMS) == len(CATALOGUE)
    assert 55 <= len(ITEMS) <= 70


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_families_of_siblings(name: str) -> None:
    assert set(FAMILIES[name]) <= ITEMS.keys()


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item["id"])
def test_records_are_declared_and_their_gtins_valid(item: dict[str, Any]) -> None:
    assert item.keys() <= {"id", "record", "media", "access"}
    for name, value in item["record"].items():
        check_fact(f"{item['id']}.{name}", value, NAMES.record[name])
    gtin = item["record"].get("gtin")
    assert gtin is None or (ean.is_valid(gtin) and gtin.startswith("2")), "restricted circulation"


def test_gtins_skus_and_codes_name_one_item_each() -> None:
    for field in ("gtin", "sku", "model_code"):
        values = [item["record"][field] for item in CATALOGUE if field in item["record"]]
        assert len(values) == len(set(values)), field


def test_every_file_is_used_and_every_use_has_a_file() -> None:
    named = {
        entry if isinstance(entry, str) else entry["path"]
        for one in (*CATALOGUE, *QUESTIONS)
        for kind, entry in sources(one["media"])
        if kind != "text"
    }
    present = {
        str(path.relative_to(STOREFRONT))
        for folder in ("media", "queries")
        for path in (STOREFRONT / folder).iterdir()
    }
    assert named == present


def test_size() -> None:
    files = [path for path in (ROOT / "examples").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 8 * 2**20


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item["id"])
def test_catalogue_media_load(item: dict[str, Any]) -> None:
    for kind, entry in sources(item["media"]):
        assert load(kind, entry)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["ask"])
def test_questions_are_whole(asked: dict[str, Any]) -> None:
    assert asked["ask"]
    assert asked["teaches"].endswith((".", "?"))
    assert set(asked["expect"]) <= ITEMS.keys()
    for name, value in asked["claims"].items():
        check_fact(name, value, NAMES.claims[name])
    for kind, entry in sources(asked["media"]):
        assert load(kind, entry)


def test_questions_cover_every_modality_and_mixtures() -> None:
    kinds = [frozenset(asked["media"]) for asked in QUESTIONS]
    assert len(kinds) >= 14
    assert frozenset.union(*kinds) == {"image", "audio", "text", "depth"}
    assert sum(len(mixed) > 1 for mixed in kinds) >= 2
    assert sum(not asked["expect"] for asked in QUESTIONS) >= 5


def test_query_media_are_not_catalogue_media() -> None:
    catalogue = {path.read_bytes() for path in (STOREFRONT / "media").iterdir()}
    assert not any(path.read_bytes() in catalogue for path in (STOREFRONT / "queries").iterdir())


def test_documents_hold_real_text() -> None:
    media = load("document", "media/form-7004-2024.pdf")
    text = " ".join(medium.text for medium in media if medium.modality == "text")
    assert "Form 7004" in text
    assert "Edition 2024" in text
    assert any(isinstance(medium, Image) for medium in media)


def test_depth_maps_are_to_scale() -> None:
    """A pinhole camera measures the ball: its width as seen, times depth over focal length."""
    (asked,) = sources(ITEMS["terra-ball-20cm"]["media"])[-1:]
    (ball,) = load(*asked)
    assert isinstance(ball, Depth)
    assert ball.intrinsics is not None
    nearest = float(np.nanmin(ball.metres))
    assert 0.3 < nearest < 2.0
    row = ball.metres[ball.metres.shape[0] // 2]
    width = np.count_nonzero(row < nearest + 0.1) * (nearest + 0.05) / ball.intrinsics.fx
    assert width == pytest.approx(0.20, abs=0.02)


def test_a_sensor_leaves_holes() -> None:
    (asked,) = (one for one in QUESTIONS if "mug" in one["ask"])
    (scan,) = load("depth", asked["media"]["depth"])
    assert isinstance(scan, Depth)
    assert np.isnan(scan.metres).any()


@pytest.mark.parametrize("name", ["oat-barcode", "unknown-barcode"])
def test_barcodes_in_photos_can_be_read(name: str) -> None:
    (found,) = read("barcode", f"queries/{name}.jpg")
    known = {item["record"].get("gtin") for item in CATALOGUE}
    assert (found in known) == (name == "oat-barcode")


def test_backs_show_their_own_gtin() -> None:
    for name in ("solara-mango-1l", "pipkin-owl", "nordal-oat-a"):
        assert read("barcode", f"media/{name}-back.jpg") == {ITEMS[name]["record"]["gtin"]}


def test_a_type_plate_can_be_read() -> None:
    assert "WX-4410" in read("model_code", "queries/plate-wx-4410.jpg")


def made(folder: Path, *arguments: str) -> None:
    if not FONTS.is_file():
        pytest.skip(f"{FONTS} is missing: making the storefront needs the DejaVu fonts")
    script = STOREFRONT / "make.py"
    command = [sys.executable, str(script), "--into", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def test_making_it_again_gives_the_same(tmp_path: Path) -> None:
    made(tmp_path, "--only", "form-9001-2024")
    for name in ("catalogue.jsonl", "questions.jsonl", "media/form-9001-2024.pdf"):
        assert (tmp_path / name).read_bytes() == (STOREFRONT / name).read_bytes(), name
    (again,) = load_media("image", Source.file(tmp_path / "media" / "form-9001-2024-page.jpg"))
    (kept,) = load("image", "media/form-9001-2024-page.jpg")
    assert isinstance(again, Image)
    assert isinstance(kept, Image)
    difference = np.abs(again.pixels.astype(int) - kept.pixels.astype(int))
    assert difference.mean() < 1.0, "beyond what another JPEG encoder may change"


@pytest.mark.parametrize("name", ["pipkin-owl-sound", "sentra-bb-50-spoken"])
def test_making_a_sound_again_gives_the_same(tmp_path: Path, name: str) -> None:
    if "spoken" in name and shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed: spoken codes cannot be made again")
    made(tmp_path, "--only", name)
    (again,) = load_media("audio", Source.file(tmp_path / "media" / f"{name}.flac"))
    (kept,) = load("audio", f"media/{name}.flac")
    assert isinstance(again, Audio)
    assert isinstance(kept, Audio)
    if "spoken" in name:  # another release of espeak-ng may say it a little differently
        assert again.seconds == pytest.approx(kept.seconds, rel=0.2)
    else:
        assert np.allclose(again.samples, kept.samples, atol=2e-4)
