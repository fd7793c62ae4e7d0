"""The page of the graph."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from browser_tab import Tab, until
from playwright.sync_api import Page

OpenTab = Callable[..., Tab]


def seen(page: Page) -> list[float]:
    box = page.get_attribute("#drawing svg", "viewBox")
    assert box
    return [float(each) for each in box.split()]


@pytest.fixture(scope="module")
def drawn(browsing: ThreadPoolExecutor, tab: Tab) -> Page:
    return browsing.submit(tab.open, "/graph").result()


def test_every_judge_is_listed_with_its_yaml(drawn: Page) -> None:
    page = drawn
    names = page.eval_on_selector_all("#judges button", "all => all.map(e => e.dataset.judge)")
    assert names[:3] == ["access", "sellable", "size"]
    page.focus("#judges button[data-judge=label]")
    assert page.inner_text("#judge h2") == "label"
    assert "least_share: 0.5" in page.inner_text("#judge pre")
    assert "identity" in page.inner_text("#judge .facts")


def test_pointing_at_a_judge_shows_it(drawn: Page) -> None:
    page = drawn
    page.hover("#drawing [data-judge=gtin]")
    page.wait_for_selector("#judge h2:text('gtin')")
    assert page.get_attribute("#judges [data-judge=gtin]", "aria-pressed") == "true"
    assert page.locator("#drawing .chosen").count() == 1


@pytest.mark.parametrize(
    ("key", "moved"),
    [("ArrowRight", (1, 0, 0)), ("ArrowLeft", (-1, 0, 0)), ("ArrowDown", (0, 1, 0)),
     ("+", (1, 1, -1)), ("-", (-1, -1, 1))],
)  # fmt: skip
def test_keys_move_and_zoom(drawn: Page, key: str, moved: tuple[int, int, int]) -> None:
    page = drawn
    page.focus("#drawing")
    before = seen(page)
    page.keyboard.press(key)
    after = seen(page)
    signs = [(new > old) - (new < old) for old, new in zip(before, after, strict=True)]
    assert tuple(signs[:3]) == moved
    page.keyboard.press("0")
    assert seen(page) == before


def test_the_wheel_zooms_and_dragging_moves(drawn: Page) -> None:
    page = drawn
    whole = seen(page)
    page.hover("#drawing")
    page.mouse.wheel(0, -200)
    until(
        page,
        "width => document.querySelector('#drawing svg').viewBox.baseVal.width < width",
        whole[2],
    )
    before = seen(page)
    page.mouse.down()
    page.mouse.move(300, 300, steps=4)
    page.mouse.up()
    assert seen(page)[:2] != before[:2]
    page.click("#whole")
    assert seen(page) == whole


def test_counts_follow_the_searches(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    tab.ask(words="an owl", sku="PI-3")
    page = tab.open("/graph")
    page.focus("#judges button[data-judge=sku]")
    assert "confirm" in page.inner_text("#judge .counts")
