"""A service over a small shop, and a real Chromium that looks at its page."""

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from browser_tab import STOREFRONT, Tab
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright
from running import on_a_port

from router import Ingest, Router, Store
from router.build import build_readers
from router.config import build_config, parse_yaml
from router.service import ServiceCore, create_app
from router.testing import RandomSpace

ROOT = Path(__file__).parents[4]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
STOCKED = (
    "solara-mango-1l", "solara-apple-1l", "nordal-oat-a", "nordal-oat-b", "terra-mug-450ml",
    "form-7004-2024", "pipkin-frog", "pipkin-owl",
)  # fmt: skip
MARKUP = '<script>window.hacked = 1</script><img src="x" onerror="window.hacked = 1">'
HOSTILE = {
    "id": "hostile",
    "record": {"title": MARKUP, "sku": "HO-1", "lifecycle": "active", "regions": ["EU"]},
    "media": {"text": [f"hostile {MARKUP}"]},
}
ON_ABSTENTION = "    - {from: gtin,     when: abstain, to: %s}"
LISTENING = {
    "  gtin:  {use": "  heard: {use: fingerprint}\n  gtin:  {use",
    ON_ABSTENTION % "code": f"""{ON_ABSTENTION % "heard"}
    - {{from: heard,    when: confirm, to: return}}
    - {{from: heard,    when: abstain, to: code}}""",
}
"""What makes the storefront's config listen to recordings as well."""


@pytest.fixture(scope="session")
def core(tmp_path_factory: pytest.TempPathFactory) -> ServiceCore:
    """Some of the storefront and one hostile record, proposed at random, judged for real."""
    text = (ROOT / "configs" / "storefront.yaml").read_text(encoding="utf-8")
    for old, new in LISTENING.items():
        assert old in text
        text = text.replace(old, new)
    config = build_config(parse_yaml(text, "storefront.yaml"))
    folder = tmp_path_factory.mktemp("shop")
    (folder / "media").symlink_to(STOREFRONT / "media")
    lines = (STOREFRONT / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    items = [item for item in map(json.loads, lines) if item["id"] in STOCKED]
    manifest = folder / "catalogue.jsonl"
    manifest.write_text("\n".join(map(json.dumps, [*items, HOSTILE])), encoding="utf-8")
    store, spaces = Store.open(folder / "store", create=True), (RandomSpace(),)
    readers = build_readers(config.catalogue_readers)
    report = Ingest(store, spaces, readers, config.vocabulary, config.record_fields).run(manifest)
    assert report.stored == len(STOCKED) + 1
    return ServiceCore(Router(config, store, spaces=spaces))


@pytest.fixture(scope="session")
def site(core: ServiceCore) -> Iterator[str]:
    """The address of the service, running on loopback."""
    with on_a_port(create_app(core)) as address:
        yield address


@pytest.fixture(scope="session")
def browsing() -> Iterator[ThreadPoolExecutor]:
    """The thread that the browser is spoken to from.

    Playwright keeps an event loop running in its thread; in the tests' own thread it would stand
    in the way of other tests' loops.
    """
    if CHROMIUM is None:
        pytest.skip("no chromium on the path; apt-get install chromium")
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.fixture(scope="session")
def browser(browsing: ThreadPoolExecutor) -> Iterator[Browser]:
    driver = browsing.submit(lambda: sync_playwright().start()).result()

    def launch() -> Browser:
        return driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

    started = browsing.submit(launch).result()
    yield started
    browsing.submit(started.close).result()
    browsing.submit(driver.stop).result()


@pytest.fixture(scope="session")
def resting() -> list[Tab]:
    """Tabs that nobody uses. One of a browser costs more than all that a test does in it."""
    return []


@pytest.fixture
def open_tab(
    browsing: ThreadPoolExecutor, browser: Browser, resting: list[Tab], site: str
) -> Iterator[Callable[..., Tab]]:
    """Tabs with nothing kept from other tests; whatever one complains about fails the test."""
    used: list[Tab] = []

    def opened(
        *, scheme: str = "light", width: int = 1280, height: int = 900, at: str = site
    ) -> Tab:
        tab = resting.pop() if resting else _new_tab(browser)
        used.append(tab)
        tab.site = at
        tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.page.set_viewport_size({"width": width, "height": height})
        return tab

    yield opened
    complaints = [tab.complaints.copy() for tab in used]
    for tab in used:
        browsing.submit(tab.forget).result()
        resting.append(tab)
    assert complaints == [[]] * len(used)


@pytest.fixture(scope="module")
def tab(browsing: ThreadPoolExecutor, browser: Browser, site: str) -> Iterator[Tab]:
    """One for all tests of a file that leave it as they found it."""
    opened = browsing.submit(_new_tab, browser).result()
    opened.site = site
    yield opened
    browsing.submit(opened.page.close).result()
    assert opened.complaints == []


def _new_tab(browser: Browser) -> Tab:
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    page.set_default_timeout(20_000)
    tab = Tab(page, "", [])

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            tab.complaints.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    return tab


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests of tabs run in the browser's thread."""
    if not {"open_tab", "tab"} & set(pyfuncitem.fixturenames):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    given = {name: pyfuncitem.funcargs[name] for name in names}
    thread: ThreadPoolExecutor = pyfuncitem.funcargs["browsing"]
    thread.submit(pyfuncitem.obj, **given).result()
    return True
