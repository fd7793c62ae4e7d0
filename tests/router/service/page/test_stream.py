"""Cards of a real stream: there before it ends."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from browser_tab import Tab
from running import on_a_port
from world import item

from judges import Candidate, Query, Verdict
from router import Config, Router
from router.service import ServiceCore, create_app

ITEMS = 8


class Gated:
    """A judge that lets the first batch through, and holds each later one until it is let go."""

    def __init__(self, judge: Any) -> None:
        self._judge = judge
        self._first = True
        self.let_go = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._judge, name)

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        if not self._first:
            assert self.let_go.wait(60)
        self._first = False
        verdicts: Sequence[Verdict] = self._judge.judge(query, candidates)
        return verdicts


@pytest.fixture
def gated(shop: Config) -> Gated:
    return Gated(shop.judges["same"])


@pytest.fixture
def slow_site(
    make_config: Callable[..., Config], make_router: Callable[..., Router], gated: Gated
) -> Iterator[str]:
    """A shop of items that all are what is asked for, some of them judged before the others."""
    config = make_config(
        ("stop: exhaust", "fanout: {k: 2, widen: [all]}\nstop: limit"), judges={"same": gated}
    )
    items = [item(4 * number, sku="S-1") for number in range(ITEMS)]
    with on_a_port(create_app(ServiceCore(make_router(config, items)))) as address:
        yield address


def test_the_first_cards_are_there_while_the_stream_is_open(
    open_tab: Callable[..., Tab], slow_site: str, gated: Gated
) -> None:
    tab = open_tab(at=slow_site)
    page = tab.open()
    page.fill("#words", "an item")
    page.evaluate("document.getElementById('claims').open = true")
    page.fill("#claims-sku", "S-1")
    page.click("button.primary")
    page.wait_for_selector(".card")
    page.wait_for_selector("#status:has-text('confirmed so far')")
    assert page.locator("#answer[aria-busy]").count() == 1
    assert 0 < page.locator(".card").count() < ITEMS
    page.wait_for_selector(".card .drawn img")  # and can be looked at meanwhile
    early = page.locator(".card").first.element_handle()
    tab.keep("answer-streaming")
    gated.let_go.set()
    page.wait_for_selector("#answer:not([aria-busy])")
    assert page.locator(".card").count() == ITEMS
    assert early.evaluate("card => card.isConnected")  # it has taken its place, as it was
