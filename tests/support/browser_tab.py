"""A page of a real browser, as the tests of the service's page use it."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
STOREFRONT = ROOT / "examples" / "storefront"
ARTEFACTS = ROOT / ".ci" / "artefacts"


_READY = {
    "/": "#context [data-type]",
    "/graph": "#judge pre, #problem:not([hidden])",
    "/telemetry": "#charts section, #problem:not([hidden])",
}
"""By path, what is there once the page has what it asked the service for."""


@dataclass
class Tab:
    """One page of the browser, with what it complained about."""

    page: Page
    site: str
    complaints: list[str]

    def open(self, path: str = "/") -> Page:
        self.page.goto(self.site + path)
        self.page.wait_for_selector(_READY[path], state="attached")
        return self.page

    def ask(self, *files: str | Path, words: str = "", **facts: str) -> Page:
        """Asks at the page that is open, in the region EU, and waits for the answer."""
        page = self.page
        if files:
            page.set_input_files("#files", [STOREFRONT / "queries" / file for file in files])
            page.wait_for_selector(f".attached li:nth-child({len(files)})")
        page.fill("#words", words)
        page.fill("#context-region", "EU")
        for name, value in facts.items():
            page.evaluate("document.getElementById('claims').open = true")
            page.fill(f"#claims-{name}", value)
        page.click("button.primary")
        page.wait_for_selector("#answer:not([aria-busy])", timeout=60_000)
        return page

    def forget(self) -> None:
        """Leave the site, with nothing kept of it and nothing answered in its stead."""
        self.page.unroute_all(behavior="wait")
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")
        self.complaints.clear()

    def keep(self, name: str) -> None:
        """A screenshot for whoever looks at the run."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        until(self.page, "() => [...document.images].every(image => image.complete)")
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def until(page: Page, condition: str, given: object = None) -> None:
    """Wait for a JavaScript function to be true, asked anew from outside each time.

    The driver's own waiting evaluates text inside the page, which the page's policy forbids.
    """
    for _ in range(600):
        if page.evaluate(condition, given):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")
