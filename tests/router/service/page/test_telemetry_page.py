"""The page of what searches did over time."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from browser_tab import Tab
from playwright.sync_api import Page, Route

from router.service.models import HistoryData

OpenTab = Callable[..., Tab]
BUCKETS = 96
START, STEP = dt.datetime(2026, 5, 31, 8, tzinfo=dt.UTC), dt.timedelta(seconds=150)


def history() -> dict[str, Any]:
    """Four hours of a busier service, in which one judge fails and one lane gets worse."""
    counts = [at % 5 for at in range(BUCKETS)]
    falling = [[0] * 11 for _ in counts]
    for at, count in enumerate(counts):
        falling[at][9 if at < BUCKETS / 2 else 2] = count
    none = [0] * BUCKETS
    seconds: list[float | None] = [0.02 * count or None for count in counts]
    data = {
        "since": START.isoformat(),
        "bucket_seconds": STEP.seconds,
        "buckets": [(START + at * STEP).isoformat() for at in range(BUCKETS)],
        "lanes": [
            {
                "lane": "lite:image->image",
                "score_edges": [at / 10 for at in range(11)],
                "histograms": falling,
                "confirmed_ranks": {"1": 60, "2-5": 20, "6-20": 15, "21-50": 4, "51+": 1},
                "k": 20,
            }
        ],
        "judges": [
            {
                "judge": "gtin",
                "use": "barcode",
                "outcomes": {"confirm": counts, "reject": none, "abstain": counts, "failure": none},
                "seconds": {"mean": seconds, "p95": seconds},
            },
            {
                "judge": "label",
                "use": "printed",
                "outcomes": {"confirm": none, "reject": none, "abstain": none,
                             "failure": [0, 3, *none[2:]]},
                "seconds": {"mean": [None, 1.5, *[None] * 94], "p95": [None, 2.5, *[None] * 94]},
            },
        ],
        "searches": {
            "count": counts, "empty": none, "seconds_p50": seconds, "seconds_p95": seconds,
        },
    }  # fmt: skip
    HistoryData.model_validate(data)
    return data


@pytest.fixture
def busy(open_tab: OpenTab) -> Callable[[], Page]:
    def opened() -> Page:
        tab = open_tab()
        body = json.dumps(history())
        tab.page.route("**/v1/telemetry", lambda route: route.fulfill(body=body))
        page = tab.open("/telemetry")
        tab.keep("telemetry-busy")
        return page

    return opened


def test_what_searches_did_is_drawn_and_told(busy: Callable[[], Page]) -> None:
    page = busy()
    assert page.inner_text("#status").startswith("190 searches since ")
    scores = page.locator("section:has(#scores) figure").inner_text()
    assert "lite: image → image" in scores
    assert "median now 0.15" in scores
    ranks = page.locator("section:has(#ranks)").inner_text()
    assert "k = 20: 95% within" in ranks
    assert page.locator("li.beyond").count() == 2
    verdicts = page.locator("section:has(#verdicts) figure").first.inner_text()
    assert "confirm 50%, abstain 50%" in verdicts
    times = page.locator("section:has(#times) figure").last.inner_text()
    assert "mean now 1.5 s" in times
    failures = page.locator("section:has(#failures)").inner_text()
    assert "3 failures" in failures
    assert "gtin" not in failures


def test_each_chart_has_its_numbers_as_a_table(busy: Callable[[], Page]) -> None:
    page = busy()
    charts = page.locator("svg.chart")
    assert charts.count() == page.locator("figure:has(svg.chart) table").count() == 7
    for label in charts.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))"):
        assert len(label) > 10
    page.click("section:has(#searches) summary >> nth=0")
    rows = page.locator("section:has(#searches) table").first.locator("tbody tr")
    cells = rows.evaluate_all("all => all.map(row => Number(row.cells[1].textContent))")
    assert len(cells) == 48
    assert sum(cells) == 190


def test_a_service_that_was_asked_nothing_says_so(open_tab: OpenTab) -> None:
    tab = open_tab()
    data = history()
    nothing = {**data, "lanes": [], "judges": [], "buckets": data["buckets"][:1]}
    nothing["searches"] = {"count": [0], "empty": [0], "seconds_p50": [None], "seconds_p95": [None]}

    def answered(route: Route) -> None:
        route.fulfill(body=json.dumps(nothing))

    tab.page.route("**/v1/telemetry", answered)
    page = tab.open("/telemetry")
    assert "Nothing was asked yet" in page.inner_text("#charts")


def test_the_real_history_is_shown(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.open()
    tab.ask(words="an owl", sku="PI-3")
    page = tab.open("/telemetry")
    page.wait_for_selector("section:has(#verdicts) figure")
    assert "sku" in page.inner_text("section:has(#verdicts)")
    assert "No judge failed" in page.inner_text("section:has(#failures)")
