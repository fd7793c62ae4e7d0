"""Every view: readable by everyone, on any width, in light and dark, by keyboard alone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_tab import Tab

OpenTab = Callable[..., Tab]
PHONE = 360


def _welcome(tab: Tab) -> None:
    tab.open()


def _items(tab: Tab) -> None:
    tab.open()
    tab.ask(words="juice", name="Oat drink", quantity="1 l")
    for details in tab.page.locator(".card details").all():
        details.evaluate("details => { details.open = true; }")


def _sound(tab: Tab) -> None:
    tab.open()
    tab.ask("../media/pipkin-frog-sound.flac")


def _nothing(tab: Tab) -> None:
    tab.open()
    tab.ask(words="juice", gtin="2900022077920")


def _credential(tab: Tab) -> None:
    tab.open().click("#credential")


def _graph(tab: Tab) -> None:
    tab.open("/graph")


def _telemetry(tab: Tab) -> None:
    _nothing(tab)
    tab.open("/telemetry")


VIEWS = {
    "welcome": _welcome,
    "items": _items,
    "sound": _sound,
    "nothing": _nothing,
    "credential": _credential,
    "graph": _graph,
    "telemetry": _telemetry,
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_accessible_and_fits_a_phone(open_tab: OpenTab, view: str) -> None:
    tab = open_tab()
    VIEWS[view](tab)
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.keep(f"{view}-{scheme}")
        found = Axe().run(tab.page)
        assert found.violations_count == 0, found.generate_report()
    tab.page.set_viewport_size({"width": PHONE, "height": 740})
    if view == "graph":
        tab.open("/graph")  # how much of it is drawn at first depends on the width
    tab.keep(f"{view}-phone")
    width = "document.documentElement.scrollWidth"
    assert tab.page.evaluate(width) == PHONE
    small = """() => [...document.querySelectorAll("button, .button, input, select, summary")]
        .filter(each => each.checkVisibility() && !each.closest("label.button"))
        .map(each => [each.outerHTML.slice(0, 60), each.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    assert tab.page.evaluate(small) == []


def _focus(tab: Tab) -> tuple[str, bool]:
    """What has the focus, and whether it shows."""
    what, shows = tab.page.evaluate("""() => {
        const at = document.activeElement, shown = at.closest(".button") ?? at;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return [at.id || at.textContent.trim(), outlineStyle !== "none" && outlineWidth !== "0px"];
    }""")
    return what, shows


def test_everything_is_reached_by_keyboard_and_shows_it(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open()
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        what, shows = _focus(tab)
        assert shows, what
        reached.append(what)
    wanted = ["Skip to the answer", "crossjudge", "Search", "Graph", "Telemetry", "credential",
              "theme", "files", "record", "words"]  # fmt: skip
    assert reached[: len(wanted)] == wanted
    assert "context-region" in reached


def test_a_question_is_asked_by_keyboard_alone(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open()
    page.focus("#words")
    page.keyboard.type("an owl")
    page.keyboard.press("Tab")
    assert _focus(tab)[0].startswith("Claims")
    page.keyboard.press("Enter")
    while _focus(tab)[0] != "claims-sku":
        page.keyboard.press("Tab")
    page.keyboard.type("PI-3")
    while _focus(tab)[0] != "context-region":
        page.keyboard.press("Tab")
    page.keyboard.type("EU")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card[data-id=pipkin-owl]")
    page.wait_for_selector("#answer:not([aria-busy])")
    assert "1 confirmed" in page.inner_text("#status")
    assert page.get_attribute("#status", "role") == "status"


def test_the_theme_is_chosen_and_kept(open_tab: OpenTab) -> None:
    page = open_tab(scheme="dark").open()
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: light"
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    page.click("#theme")
    page.click("#theme")
    assert page.evaluate(ground) == dark
