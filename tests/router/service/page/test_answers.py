"""What the page shows of an answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from browser_tab import Tab
from playwright.sync_api import Page, Route

OpenTab = Callable[..., Tab]


def test_a_barcode_is_drawn_where_it_was_read(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask("oat-barcode.jpg")
    card = page.locator(".card")
    assert card.get_attribute("data-id") == "nordal-oat-b"
    assert "confirmed by gtin" in card.inner_text()
    assert "1 confirmed" in page.inner_text("#status")
    mark = card.locator(".picture polygon.mark.confirm").bounding_box()
    frame = card.locator(".picture").first.bounding_box()
    assert frame
    assert mark
    assert frame["x"] < mark["x"] < mark["x"] + mark["width"] < frame["x"] + frame["width"]
    assert frame["y"] < mark["y"] < mark["y"] + mark["height"] < frame["y"] + frame["height"]
    page.locator(".picture img").nth(1).evaluate("image => image.decode()")
    tab.keep("answer-barcode")


def test_words_that_were_read_are_drawn_and_told(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask("mango-on-table.jpg")
    page.wait_for_selector("polygon.mark.confirm")
    assert page.locator("polygon.mark.confirm").count() == 3
    assert "SOLARA · MANGO · JUICE" in page.locator("figcaption").first.inner_text()
    ranked = page.inner_text(".ranked").split()
    assert ranked[0] == "stock"
    tab.keep("answer-words")


def test_the_way_is_told_and_drawn(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask(words="a toy", sku="PI-3")
    way = page.locator(".card .way li").all_text_contents()
    assert way[0] == "✓ access: confirm"
    assert way[-1] == "✓ sku: confirm"
    drawing = page.locator(".card .drawn img")
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000
    assert "sku confirm" in (drawing.get_attribute("alt") or "")


def test_what_was_heard_stands_out_in_the_waveform(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask("../media/pipkin-frog-sound.flac")
    assert page.locator(".card").get_attribute("data-id") == "pipkin-frog"
    page.wait_for_selector(".wave rect.confirm >> nth=1", state="attached")
    assert page.locator(".wave path").first.get_attribute("d")
    assert "landmarks in common" in page.locator("figcaption").first.inner_text()
    tab.keep("answer-sound")


def test_an_empty_answer_explains_itself(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask("unknown-barcode.jpg")
    assert page.inner_text(".empty h2") == "Nothing was confirmed"
    drops = page.locator(".drops li").all_inner_texts()
    assert any("gtin differs" in drop and "gtin: reject" in drop for drop in drops)
    page.wait_for_selector(".empty polygon.mark.reject")
    assert "2900022077920" in page.inner_text(".empty figcaption")
    reasons = page.locator("#alone .reason").all_inner_texts()
    assert len(reasons) == 6
    assert all(reason.startswith("dropped") for reason in reasons)
    page.click("#alone button.more")
    assert page.locator("#alone > ol > li").count() == 8
    tab.keep("answer-empty")


def test_the_space_alone_says_what_was_confirmed_too(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    page = tab.ask(words="an owl that hoots", sku="PI-3")
    assert page.locator(".card").get_attribute("data-id") == "pipkin-owl"
    while (more := page.query_selector("#alone button.more")) is not None:
        more.click()
    returned = page.locator("#alone li.returned")
    assert returned.count() == 1
    assert "also confirmed" in returned.inner_text()


def test_what_a_record_says_is_never_markup(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    markup = '<script>window.hacked = 1</script><img src="x" onerror="window.hacked = 1">'
    page = tab.ask(words=markup, sku="HO-1")
    assert page.inner_text(".card h3") == markup
    for details in page.locator(".card details").all():
        details.evaluate("details => { details.open = true; }")
    assert markup in page.inner_text(".card dl.record")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".card script").count() == 0
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    tab.keep("answer-hostile")


def _as_lines(page: Page, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Lets answers arrive as a service that streams sends them."""

    def answered(route: Route) -> None:
        whole = {**route.request.headers, "accept": "application/json"}
        answer = route.fetch(headers=whole).json()
        events = [{"event": "confirmed", "item": item} for item in reversed(answer["items"])]
        events.append({"event": "answer", **answer})
        change(events)
        body = "".join(json.dumps(event) + "\n" for event in events)
        route.fulfill(body=body, content_type="application/x-ndjson")

    page.route("**/v1/search", answered)


def test_cards_of_a_stream_end_in_the_order_of_the_answer(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open()
    _as_lines(page, list)
    tab.ask(words="juice", name="Oat drink", quantity="1 l")
    cards = page.eval_on_selector_all(".card", "all => all.map(card => card.dataset.id)")
    assert cards == ["nordal-oat-a", "nordal-oat-b"]


def test_a_stream_that_breaks_off_is_no_answer(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.open()
    _as_lines(page, list.pop)
    tab.ask(words="juice", name="Oat drink", quantity="1 l")
    assert "ended before it was whole" in page.inner_text("#items .problem")
    assert page.locator(".card").count() == 0


@pytest.mark.parametrize(
    ("status", "says"), [(503, "Try again in 2 s."), (401, "Enter a credential")]
)
def test_problems_say_what_to_do(open_tab: OpenTab, status: int, says: str) -> None:
    tab = open_tab()
    page = tab.open()
    problem = {"status": status, "title": "", "detail": "in one line", "code": "x", "type": "x"}

    def refused(route: Route) -> None:
        route.fulfill(
            status=status,
            body=json.dumps(problem),
            content_type="application/problem+json",
            headers={"Retry-After": "2"},
        )

    page.route("**/v1/search", refused)
    tab.ask(words="juice")
    shown = page.inner_text("#items [role=alert]")
    assert "in one line" in shown
    assert says in shown
    tab.keep(f"problem-{status}")
    (complaint,) = tab.complaints
    assert str(status) in complaint  # the browser notes every answer of this kind
    tab.complaints.clear()
