import threading

import pytest

from judges.graph.costs import Costs


def test_before_anything_is_measured_costs_are_as_declared() -> None:
    assert Costs({"gtin": 1.0, "label": 100.0}).now() == {"gtin": 1.0, "label": 100.0}


def test_what_was_not_asked_yet_is_estimated_at_the_price_of_the_others() -> None:
    costs = Costs({"gtin": 1.0, "code": 2.0, "label": 100.0})
    costs.note("gtin", 0.002)
    assert costs.now() == pytest.approx({"gtin": 0.002, "code": 0.004, "label": 0.2})


def test_an_average_that_the_latest_calls_weigh_most_in() -> None:
    costs = Costs({"gtin": 1.0})
    costs.note("gtin", 1.0)
    costs.note("gtin", 3.0)
    assert costs.now()["gtin"] == pytest.approx(2.0)
    for _ in range(100):
        costs.note("gtin", 5.0)
    assert costs.now()["gtin"] == pytest.approx(5.0, rel=1e-3)


def test_no_time_at_all_still_costs_something() -> None:
    costs = Costs({"gtin": 1.0, "label": 100.0})
    costs.note("gtin", 0.0)
    assert 0 < costs.now()["gtin"] < costs.now()["label"]


def test_many_threads_may_note_at_once() -> None:
    costs = Costs({"gtin": 1.0})
    threads = [
        threading.Thread(target=lambda: [costs.note("gtin", 2.0) for _ in range(200)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert costs.now() == {"gtin": 2.0}
