"""Take the pictures of the service's page: docs/page.png, page-empty.png and telemetry.png.

python docs/take_screenshots.py [--store DIR]

Needs Chromium on the path. For the last picture all questions of the demo are asked; the page shows
them as if a quarter of an hour had passed between two of them.
"""

import argparse
import io
import itertools
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from router import Router, Store, load_config
from router.cli.ingest import run_ingest
from router.cli.logs import configure_logs
from router.demo import Files, find_files, load_questions
from router.service import ServiceCore, create_app
from router.service.history import History

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1440, 1010
SHOWN = """() => [...document.querySelectorAll(".thumb, .picture")]
    .every(({ firstChild: image }) => image?.complete && image.naturalWidth > 0)"""
QUARTER_OF_AN_HOUR = 900


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, default=ROOT / ".storefront")
    given = parser.parse_args()
    configure_logs("warning")
    files, chromium = find_files(ROOT), shutil.which("chromium")
    if files is None or chromium is None:
        parser.error("needs examples/storefront beside docs, and chromium on the path")
    core = open_core(files, given.store)
    with served(core) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
        queries = files.catalogue.parent / "queries"
        take_answer(page, address, queries / "unknown-barcode.jpg", "page-empty")
        take_answer(page, address, queries / "mango-on-table.jpg", "page")
        fill_history(core, files)
        take_telemetry(page, address)
        browser.close()


def open_core(files: Files, store: Path) -> ServiceCore:
    config = load_config(files.config)
    opened = Store.open(store, create=True)
    run_ingest(config, opened, files.catalogue, delete_missing=True)
    router = Router(config, opened)
    router.warm_up()
    return ServiceCore(router)


@contextmanager
def served(core: ServiceCore) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(core), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


def take_answer(page: Page, address: str, query: Path, name: str) -> None:
    page.goto(address)
    page.fill("#context-region", "EU")
    page.set_input_files("#files", query)
    page.wait_for_selector(".attached img")
    page.click("button.primary")
    page.wait_for_selector("#answer:not([aria-busy])", timeout=120_000)
    for _ in range(600):  # asked from outside: the page's policy forbids evaluation inside
        if page.evaluate(SHOWN):
            break
        page.wait_for_timeout(50)
    page.mouse.move(0, 0)
    save(page.screenshot(), name)


def fill_history(core: ServiceCore, files: Files) -> None:
    """Every question of the demo, four an hour by the history's own clock."""
    config, now = core.router.config, time.time()
    questions = load_questions(files.questions)
    clock = itertools.count(now - len(questions) * QUARTER_OF_AN_HOUR, QUARTER_OF_AN_HOUR)
    uses = {name: judge.options.use for name, judge in config.judges.items()}
    core.observer.history = History(
        uses, config.spec.fanout.k, seconds=2 * QUARTER_OF_AN_HOUR, clock=lambda: next(clock)
    )
    for question in questions:
        core.observer.history.searched(core.router.search(question.request()))


def take_telemetry(page: Page, address: str) -> None:
    page.goto(f"{address}telemetry")
    page.wait_for_selector("#charts section")
    save(page.screenshot(), "telemetry")


def save(png: bytes, name: str) -> None:
    """With a palette: a screenshot has few colours, and a README should load quickly."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    reduced = picture.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=2)
    reduced.save(ROOT / "docs" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
