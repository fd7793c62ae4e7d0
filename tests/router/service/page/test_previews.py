"""What browsers cannot show by themselves: pages of PDFs, depth maps; and marks of charts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_tab import STOREFRONT, Tab, until
from depth_samples import CAMERA, can
from drawn_charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, bar_chart
from PIL import Image
from playwright.sync_api import Locator, Page
from running import on_a_port

from judges.readers.barcode import BarcodeReader
from modalities import DocumentLoader, Source
from router import Ingest, Router, Store
from router.build import build_readers
from router.config import build_config, parse_yaml
from router.service import ServiceCore, create_app
from router.testing import RandomSpace

OpenTab = Callable[..., Tab]
CONFIG = """
name: files
spaces: [lite]
stop: exhaust
limit: 5
truth: [permission, category]
record: {height_mm: double}
claims: {chart: string}
judges:
  access: {use: access}
  named: {use: metadata, covers: [category], where: 'record.name != ""'}
  gtin: {use: barcode, field: gtin}
  size: {use: dimension, height: height_mm, tolerance: 0.1}
  shown: {use: chart_value, claim: chart}
graph:
  start: access
  edges:
    - {from: access, when: confirm, to: named}
    - {from: named, when: confirm, to: gtin}
    - {from: gtin, when: confirm, to: return}
    - {from: gtin, when: abstain, to: size}
    - {from: size, when: confirm, to: return}
    - {from: size, when: abstain, to: shown}
    - {from: shown, when: confirm, to: return}
"""
LENS = [CAMERA.fx, CAMERA.fy, CAMERA.cx, CAMERA.cy]
GTIN = "2900022077913"
ORANGE = pytest.approx([255, 165, 0], abs=3)
BARS = {"2019": [40.0], "2020": [80.0]}


@pytest.fixture(scope="module")
def depth_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A can of 200 mm on a table, in millimetres; what the sensor did not see is 0."""
    path = tmp_path_factory.mktemp("depth") / "can.png"
    stored = np.nan_to_num(can().metres * 1000).round().astype(np.uint16)
    Image.fromarray(stored).save(path)
    return path


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF: its first page is a colour, and on its second is a barcode."""
    path = tmp_path_factory.mktemp("leaflet") / "leaflet.pdf"
    with Image.open(STOREFRONT / "queries" / "oat-barcode.jpg") as barcode:
        cover = Image.new("RGB", barcode.size, "orange")
        cover.save(path, "PDF", save_all=True, append_images=[barcode], resolution=150)
    return path


@pytest.fixture(scope="module")
def files_site(
    depth_map: Path, leaflet: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A leaflet, a can and a chart, proposed at random, judged for real."""
    folder = tmp_path_factory.mktemp("files")
    bar_chart(BARS).save(folder / "chart.png")
    seen = {"path": str(depth_map), "scale": 0.001, "intrinsics": dict(zip(
        ("fx", "fy", "cx", "cy"), LENS, strict=True))}  # fmt: skip
    items = [
        {"id": "oats", "record": {"name": "Oats", "gtin": GTIN},
         "media": {"document": [str(leaflet)]}},
        {"id": "can", "record": {"name": "Can", "height_mm": 200.0}, "media": {"depth": [seen]}},
        {"id": "chart", "record": {"name": "Rainfall"}, "media": {"image": ["chart.png"]}},
    ]  # fmt: skip
    manifest = folder / "catalogue.jsonl"
    manifest.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    config = build_config(parse_yaml(CONFIG, "files.yaml"))
    store, spaces = Store.open(folder / "store", create=True), (RandomSpace(),)
    readers = build_readers(config.catalogue_readers)
    report = Ingest(store, spaces, readers, config.vocabulary, config.record_fields).run(manifest)
    assert report.stored == len(items)
    with on_a_port(create_app(ServiceCore(Router(config, store, spaces=spaces)))) as address:
        yield address


def attach(page: Page, path: Path) -> None:
    page.set_input_files("#files", path)
    page.wait_for_selector(".attached .thumb img")


def attach_depth(page: Page, path: Path) -> None:
    attach(page, path)
    page.fill("input[name=intrinsics]", ", ".join(map(str, LENS)))


def submit(page: Page) -> Locator:
    page.click("button.primary")
    page.wait_for_selector("#answer:not([aria-busy])", timeout=60_000)
    return page.locator(".card")


def place_of(mark: Locator) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark as it is drawn, in shares of its picture."""
    left, top, right, bottom = mark.evaluate("""mark => {
        const image = mark.closest(".picture").querySelector("img").getBoundingClientRect();
        const points = [...mark.points].map(point => point.matrixTransform(mark.getScreenCTM()));
        const across = points.map(({ x }) => (x - image.x) / image.width);
        const down = points.map(({ y }) => (y - image.y) / image.height);
        return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
    }""")
    return left, top, right, bottom


def colour_of(image: Locator) -> list[int]:
    """Red, green and blue in the middle of a picture, once it is there."""
    found: list[int] = image.evaluate("""async image => {
        await image.decode();
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    }""")
    return found


def test_a_pdf_is_shown_by_its_first_page_and_evidence_on_its_own(
    open_tab: OpenTab, files_site: str, leaflet: Path
) -> None:
    tab = open_tab(at=files_site)
    page = tab.open()
    attach(page, leaflet)
    assert colour_of(page.locator(".attached img")) == ORANGE
    card = submit(page)
    assert card.get_attribute("data-id") == "oats"
    page.wait_for_selector(".card figure >> nth=1")
    asked, stored = card.locator("figure").all()
    assert f"Read on page 2 of what you asked with: {GTIN}" in asked.inner_text()
    assert asked.locator("img").get_attribute("alt") == "Page 2 of what you asked with"
    asked.locator("polygon.mark.confirm").wait_for()
    (reading,) = BarcodeReader().read(DocumentLoader().load_page(Source.file(leaflet), 2))
    assert reading.box is not None
    width, height = asked.locator("img").evaluate("i => [i.naturalWidth, i.naturalHeight]")
    across, down = zip(*reading.box, strict=True)
    there = (min(across) / width, min(down) / height, max(across) / width, max(down) / height)
    assert place_of(asked.locator("polygon.mark.confirm")) == pytest.approx(there, abs=0.01)
    assert "The catalogue's picture, page 1" in stored.inner_text()
    assert colour_of(stored.locator("img")) == ORANGE
    tab.keep("answer-pdf")


def test_a_depth_map_is_shown_with_what_its_greys_mean(
    open_tab: OpenTab, files_site: str, depth_map: Path
) -> None:
    tab = open_tab(at=files_site)
    page = tab.open()
    attach_depth(page, depth_map)
    page.wait_for_selector(".attached .legend")
    nearest, farthest = 1 / np.nanpercentile(1 / can().metres, [99, 1])
    for text, metres in zip(
        page.inner_text(".attached .legend").split("\n"), (nearest, farthest), strict=True
    ):
        assert float(text.split()[1]) == pytest.approx(metres, rel=0.05)
    card = submit(page)
    assert card.get_attribute("data-id") == "can"
    page.wait_for_selector(".card figure >> nth=1")
    figures = card.locator("figure")
    assert "Read in what you asked with: 200" in figures.nth(0).inner_text()
    assert "The catalogue's depth map" in figures.nth(1).inner_text()
    figures.nth(1).locator(".legend").wait_for()
    assert figures.nth(0).locator(".legend").inner_text() == (
        figures.nth(1).locator(".legend").inner_text()
    )
    figures.nth(0).locator("polygon.mark.confirm").wait_for()
    left, top, right, bottom = place_of(figures.nth(0).locator("polygon.mark.confirm"))
    assert left < 0.5 < right  # the can stands in the middle
    assert top < 0.5 < bottom
    tab.keep("answer-depth")


def test_what_is_stated_of_a_depth_map_changes_what_is_shown(
    open_tab: OpenTab, files_site: str, depth_map: Path
) -> None:
    page = open_tab(at=files_site).open()
    attach(page, depth_map)
    page.wait_for_selector(".attached .legend")
    before = page.inner_text(".attached .legend")
    page.fill("input[name=scale]", "0.01")
    page.press("input[name=scale]", "Tab")
    until(page, "told => ![null, undefined, told].includes("
          "document.querySelector('.attached .legend')?.innerText)", before)  # fmt: skip
    after = page.inner_text(".attached .legend")
    near, far = (float(told.split("\n")[0].split()[1]) for told in (before, after))
    assert far == pytest.approx(10 * near, rel=0.1)
    page.fill(
        "input[name=intrinsics]", "1, 2"
    )  # not whole: nothing is asked, nothing complained of
    page.press("input[name=intrinsics]", "Tab")
    assert page.locator(".attached .legend").count() == 0
    assert page.evaluate("document.activeElement.name") != "intrinsics"
    page.select_option(".attached select", "image")
    assert page.locator(".attached .more").count() == 0


def test_a_mark_of_a_chart_is_drawn_in_its_place(open_tab: OpenTab, files_site: str) -> None:
    tab = open_tab(at=files_site)
    page = tab.open()
    page.evaluate("document.getElementById('claims').open = true")
    page.fill("#claims-chart", "2020 > 60")
    card = submit(page)
    assert card.get_attribute("data-id") == "chart"
    mark = card.locator("figure polygon.mark.confirm")
    mark.wait_for()
    assert mark.count() == 1
    left, top, right, bottom = place_of(mark)
    step = (RIGHT - LEFT) / len(BARS)
    middle, half = LEFT + 1.5 * step, 0.3 * step
    there = (middle - half, BOTTOM - 0.8 * (BOTTOM - TOP), middle + half, BOTTOM)
    pixels = (left * WIDTH, top * HEIGHT, right * WIDTH, bottom * HEIGHT)
    assert pixels == pytest.approx(there, abs=3)
    tab.keep("answer-chart")


def test_previews_are_accessible_and_fit_a_phone(
    open_tab: OpenTab, files_site: str, depth_map: Path
) -> None:
    tab = open_tab(at=files_site, width=360, height=740)
    page = tab.open()
    attach_depth(page, depth_map)
    submit(page)
    page.wait_for_selector(".card figure .legend >> nth=1")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.keep(f"previews-phone-{scheme}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
