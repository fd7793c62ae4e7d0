"""Answers in lines, drains and disconnects, over a real server."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx2
import pytest
from running import on_a_port
from starlette.testclient import TestClient
from world import item

from judges import Candidate, Query, Verdict
from judges.access import Access
from router import Config, Router
from router.report import answer_data
from router.service import ServiceCore, ServiceSettings, create_app
from router.service.models import AnswerData, ItemData
from router.service.settings import LimitSettings, LoadSettings

LINES = {"Accept": "application/x-ndjson"}
SLOW = 30.0


class Held(Access):
    """The access judge, which looks at its second batch only once it is let go."""

    def __init__(self, like: Any) -> None:
        super().__init__(like.name, like.options, like.vocabulary)
        self.asked = 0
        self.reached = threading.Event()
        self.free = threading.Event()

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        self.asked += 1
        if self.asked > 1:
            self.reached.set()
            assert self.free.wait(SLOW)
        return super().judge(query, candidates)


@pytest.fixture
def held(shop: Config) -> Held:
    return Held(shop.judges["access"])


@pytest.fixture
def in_rounds(
    make_config: Callable[..., Config], make_router: Callable[..., Router], held: Held
) -> Iterator[Router]:
    """A router that looks at one item, and at the others in a second round, when it may."""
    config = make_config(
        ("stop: exhaust", "stop: limit\nfanout: {k: 1, widen: [all]}"), judges={"access": held}
    )
    # JudgeGraph and Proof know judges by name: replacing one keeps the proof.
    items = [item(number, sku="S-1") for number in (0, 1, 2, 4)]
    yield make_router(config, items)
    held.free.set()


BODY = {"text": "text of item 0", "claims": {"sku": "S-1"}}


def test_items_come_as_they_are_confirmed(in_rounds: Router, held: Held) -> None:
    with (
        on_a_port(create_app(ServiceCore(in_rounds))) as address,
        httpx2.stream(
            "POST", f"{address}/v1/search", json=BODY, headers=LINES, timeout=SLOW
        ) as done,
    ):
        assert done.headers["content-type"] == "application/x-ndjson"
        lines = done.iter_lines()
        first = json.loads(next(lines))
        assert first["event"] == "confirmed"
        ItemData.model_validate(first["item"])
        assert held.reached.wait(SLOW)
        assert not held.free.is_set()
        held.free.set()
        *confirmed, last = (json.loads(line) for line in lines)
        assert last.pop("event") == "answer"
        answer = AnswerData.model_validate(last)
        found = {each["item"]["id"] for each in (first, *confirmed)}
        assert found == {each.id for each in answer.items}


def test_lines_end_in_the_answer_that_comes_without_them(client: TestClient) -> None:
    body = {"text": "x", "claims": {"sku": "S-1"}, "explain": "all"}
    whole = client.post("/v1/search", json=body).json()
    *confirmed, last = (
        json.loads(line)
        for line in client.post("/v1/search", json=body, headers=LINES).text.splitlines()
    )
    assert last.pop("event") == "answer"
    assert {**last, "telemetry": None} == {**whole, "telemetry": None}
    assert [each["item"] for each in confirmed] == sorted(
        whole["items"], key=lambda each: str(each["id"])
    )


def test_an_empty_answer_is_one_line(client: TestClient) -> None:
    done = client.post("/v1/search", json={"text": "x"}, headers=LINES)
    (line,) = done.text.splitlines()
    assert json.loads(line)["event"] == "answer"


def test_what_is_wrong_from_the_start_has_its_status(client: TestClient) -> None:
    done = client.post("/v1/search", json={}, headers=LINES)
    assert done.status_code == 422
    assert done.headers["content-type"] == "application/problem+json"


def test_what_goes_wrong_later_is_the_last_line(in_rounds: Router, held: Held) -> None:
    held.free.set()
    core = ServiceCore(in_rounds)

    def breaks(_answer: Any) -> None:
        raise RuntimeError("a secret")

    core.observer.searched = breaks  # type: ignore[method-assign]
    with TestClient(
        create_app(core), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        done = client.post("/v1/search", json=BODY, headers=LINES)
    last = json.loads(done.text.splitlines()[-1])
    assert (done.status_code, last["event"], last["status"]) == (200, "problem", 500)
    assert "secret" not in done.text


def test_one_who_leaves_frees_the_place(in_rounds: Router, held: Held) -> None:
    """The search ends at the next item that it would have told of."""
    settings = ServiceSettings(load=LoadSettings(searches=1, waiting=0))
    app = create_app(ServiceCore(in_rounds, settings))
    with on_a_port(app) as address:
        with httpx2.stream(
            "POST", f"{address}/v1/search", json=BODY, headers=LINES, timeout=SLOW
        ) as done:
            next(done.iter_lines())
            busy = httpx2.post(f"{address}/v1/search", json=BODY)
            assert busy.status_code == 503
            assert busy.headers["retry-after"] == "1"
        held.free.set()
        until = time.monotonic() + SLOW
        while httpx2.post(f"{address}/v1/search", json=BODY, timeout=SLOW).status_code == 503:
            assert time.monotonic() < until


def test_a_service_that_stops_finishes_what_it_has_begun(in_rounds: Router, held: Held) -> None:
    found: list[httpx2.Response] = []

    def ask(address: str) -> None:
        found.append(httpx2.post(f"{address}/v1/search", json=BODY, timeout=SLOW))

    with on_a_port(create_app(ServiceCore(in_rounds))) as address:
        asking = threading.Thread(target=ask, args=(address,))
        asking.start()
        assert held.reached.wait(SLOW)
        threading.Timer(0.2, held.free.set).start()
    asking.join(SLOW)
    assert found[0].status_code == 200
    assert len(found[0].json()["items"]) == 4
    with pytest.raises(httpx2.TransportError):
        httpx2.get(f"{address}/healthz")


def test_answers_over_http_are_those_of_the_router(in_rounds: Router, held: Held) -> None:
    held.free.set()
    from router import Request

    direct = answer_data(in_rounds.search(Request.of(text=BODY["text"], claims=BODY["claims"])))  # type: ignore[arg-type]
    with TestClient(create_app(ServiceCore(in_rounds)), base_url="http://127.0.0.1") as client:
        asked: Mapping[str, Any] = client.post("/v1/search", json=BODY).json()
    assert {**asked, "telemetry": 0} == {**direct, "telemetry": 0}


def test_a_body_that_does_not_come_in_time_is_refused(
    make_router: Callable[..., Router], shop: Config
) -> None:
    settings = ServiceSettings(limits=LimitSettings(body_seconds=0.2))
    app = create_app(ServiceCore(make_router(shop, []), settings))
    with on_a_port(app) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=SLOW) as slow:
            slow.sendall(
                b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            )
            assert slow.recv(4096).startswith(b"HTTP/1.1 408 ")
