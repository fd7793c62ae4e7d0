"""What is counted, logged and traced of requests, and what never is."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from world import item

from judges import Principal
from router import Config, Router
from router.errors import CredentialError
from router.service import Caller, Role, ServiceCore, ServiceSettings, create_app
from router.service.models import HistoryData
from router.service.settings import ObserveSettings
from router.service.tracing import OpenTelemetry


def search(client: TestClient, **more: Any) -> Any:
    body = {"text": "text of item 3", "claims": {"sku": "S-1"}}
    return client.post("/v1/search", json=body, **more)


def samples(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(client: TestClient, name: str, **labels: str) -> float:
    return samples(client)[f"crossjudge_{name}", frozenset(labels.items())]


def test_searches_lanes_and_judges_are_counted(client: TestClient) -> None:
    assert search(client).status_code == 200
    assert client.post("/v1/search", json={"text": "x"}).json()["items"] == []
    assert value(client, "searches_total", completeness="exhausted", empty="false") == 1
    assert value(client, "searches_total", completeness="exhausted", empty="true") == 1
    access = {"judge": "access", "use": "access"}
    assert value(client, "judge_verdicts_total", **access, outcome="confirm") == 24
    assert value(client, "judge_seconds_count", **access) == 2
    lane = "random:text->text"
    assert value(client, "lane_best_score_count", lane=lane) == 2
    assert value(client, "lane_confirmed_rank_count", lane=lane) == 2
    assert value(client, "search_seconds_count", part="total") == 2
    assert value(client, "work_running") == 0
    requests = {"method": "POST", "route": "/v1/search", "status": "200"}
    assert value(client, "http_requests_total", **requests) == 2


def test_labels_never_come_from_what_was_asked(client: TestClient) -> None:
    before = {name for name, _ in samples(client)}
    for number in range(30):
        client.get(f"/v1/items/secret-{number}")
        client.get(f"/nowhere/secret-{number}")
        client.request(f"SECRET{number}", "/healthz")
        client.post("/v1/search", json={"text": f"secret {number}", "context": {"secret": 1}})
    seen = samples(client)
    assert "secret" not in repr(seen).lower()
    routes = {dict(labels).get("route") for name, labels in seen if name.endswith("requests_total")}
    assert routes == {"/metrics", "/v1/items/{item_id}", "/healthz", "/v1/search", "none"}
    assert before <= {name for name, _ in seen}


def test_telemetry_is_what_its_model_says(client: TestClient) -> None:
    search(client)
    found = HistoryData.model_validate(client.get("/v1/telemetry").json())
    assert sum(found.searches.count) == 1
    (lane,) = [each for each in found.lanes if each.lane == "random:text->text"]
    assert sum(map(sum, lane.histograms)) == 1
    assert sum(lane.confirmed_ranks.values()) == 2
    judges = {each.judge: each for each in found.judges}
    assert sum(judges["sellable"].outcomes["reject"]) == 3


class ByName:
    """Knows two callers."""

    def caller(self, authorization: str | None) -> Caller:
        roles = {"Bearer ada": Role.ADMIN, "Bearer sam": Role.SEARCH}
        if authorization not in roles:
            raise CredentialError("who?")
        return Caller(Principal(authorization[7:]), roles[authorization], authorization[7:])


def statuses(app: Any, address: str, path: str, **headers: str) -> int:
    client = TestClient(app, client=(address, 50_000))
    return client.get(
        path, headers={k.replace("_", "-"): v for k, v in headers.items()}
    ).status_code


def test_metrics_are_for_this_machine_and_administrators(
    make_router: Callable[..., Router], shop: Config
) -> None:
    app = create_app(ServiceCore(make_router(shop, [item(0)])), ByName())
    with TestClient(app):
        for path, unnamed in (("/metrics", 200), ("/v1/telemetry", 401)):
            assert statuses(app, "127.0.0.1", path) == unnamed
            assert statuses(app, "::1", path) == unnamed
            assert statuses(app, "10.0.0.7", path) == 401
            for header in ("x_forwarded_for", "forwarded", "via", "x_real_ip"):
                assert statuses(app, "127.0.0.1", path, **{header: "10.0.0.7"}) == 401
            assert statuses(app, "10.0.0.7", path, authorization="Bearer sam") == 403
            assert statuses(app, "10.0.0.7", path, authorization="Bearer ada") == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [("order-77.b_c", True), ("x" * 128, True), ("x" * 129, False), ("a b", False), ("é", False)],
)
def test_a_well_formed_request_id_is_kept(client: TestClient, given: str, kept: bool) -> None:
    for path in ("/healthz", "/nowhere"):
        back = client.get(path, headers={"X-Request-Id": given.encode()}).headers["X-Request-Id"]
        assert (back == given) is kept
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", back)


@pytest.fixture
def logged() -> Iterator[list[dict[str, Any]]]:
    """Events as they would be written, with what their context adds."""
    events: list[dict[str, Any]] = []

    def keep(_logger: object, _name: str, event: structlog.typing.EventDict) -> Any:
        events.append(dict(event))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, keep],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        cache_logger_on_first_use=False,
    )
    yield events
    structlog.configure(**before)


def test_logs_name_the_request_and_not_what_was_asked(
    client: TestClient, logged: list[dict[str, Any]]
) -> None:
    search(client, headers={"X-Request-Id": "r-1"})
    done = {event["event"]: event for event in logged}
    assert done["search.done"]["request_id"] == done["request.done"]["request_id"] == "r-1"
    assert done["request.done"]["route"] == "/v1/search"
    assert done["request.done"]["credential"] == "none"
    written = json.dumps(logged, default=str)
    assert "text of item 3" not in written
    assert "S-1" not in written


def test_queries_are_logged_where_that_was_asked_for(
    serve: Callable[..., TestClient], logged: list[dict[str, Any]]
) -> None:
    settings = ServiceSettings(observe=ObserveSettings(queries=True))
    search(serve([item(0)], settings=settings))
    (asked,) = [event for event in logged if event["event"] == "search.asked"]
    assert (list(asked["texts"]), asked["claims"]) == (["text of item 3"], {"sku": "S-1"})


def test_a_crash_is_counted_and_named(
    client: TestClient, logged: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServiceCore, "config", None)
    monkeypatch.setattr(ServiceCore, "item", lambda *_: 1 / 0)
    done = client.get("/v1/items/item-000", headers={"X-Request-Id": "r-2"})
    assert (done.status_code, done.headers["X-Request-Id"]) == (500, "r-2")
    (failed,) = [event for event in logged if event["event"] == "request.failed"]
    assert failed["request_id"] == "r-2"
    route = {"method": "GET", "route": "/v1/items/{item_id}", "status": "500"}
    assert value(client, "http_requests_total", **route) == 1


def test_a_trace_has_a_span_for_each_lane_and_judge_below_the_request(
    make_router: Callable[..., Router], shop: Config
) -> None:
    pytest.importorskip("opentelemetry.sdk", reason="needs the extra otel")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    core = ServiceCore(make_router(shop, [item(number) for number in range(4)]))
    with TestClient(
        create_app(core, tracing=OpenTelemetry(provider)), base_url="http://127.0.0.1"
    ) as client:
        search(client, headers={"X-Request-Id": "r-4"})
        spans = {span.name: span for span in exporter.get_finished_spans()}
    root = spans.pop("POST")
    assert root.parent is None
    assert root.attributes is not None
    assert root.attributes["crossjudge.request_id"] == "r-4"
    assert {f"judge {name}" for name in shop.judges} <= spans.keys()
    assert {"embed random text", "lane random:text->text", "lane catalogue"} <= spans.keys()
    for span in spans.values():
        assert span.parent is not None
        assert span.parent.span_id == root.context.span_id
