"""The tools for agents over stdio and over HTTP: who may call them, and what is told of it."""

import gzip
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from PIL import Image as Pictures
from prometheus_client.parser import text_string_to_metric_families
from running import on_a_port
from world import item

from judges import Principal
from router import Config, Router
from router.errors import CredentialError
from router.service import Caller, Role, ServiceCore
from router.service.auth import AuthSettings
from router.service.auth.credentials import authenticator_of
from router.service.auth.keys import KeyFile
from router.service.readiness import Readiness
from router.service.tracing import OpenTelemetry

pytest.importorskip("mcp", reason="needs the extra mcp")
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from router.service.mcp.serving import http_app, stdio_caller

SEARCH = ("search", {"text": ["text of item 3"], "claims": {"sku": "S-1"}, "explain": 3})
OPEN = [item(number) for number in range(6)]
ACME = [item(9, sku="S-1", access={"tenant": "acme"})]


@pytest.fixture
def core(make_router: Callable[..., Router], shop: Config) -> ServiceCore:
    return ServiceCore(make_router(shop, OPEN + ACME))


def test_over_stdio_a_key_is_asked_for_where_there_are_keys(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.yaml")
    key, secret = keys.add("ada", Role.SEARCH, tenant="acme")
    known = authenticator_of(AuthSettings(keys=str(keys.path)))
    assert stdio_caller(known, secret).principal == Principal("ada", "acme")
    with pytest.raises(CredentialError, match="CROSSJUDGE_KEY: not set"):
        stdio_caller(known, None)
    keys.revoke(key.id)
    with pytest.raises(CredentialError, match="not valid"):
        stdio_caller(known, secret)
    assert stdio_caller(None, None).principal == Principal()
    with pytest.raises(CredentialError, match="no credentials are configured"):
        stdio_caller(None, "cj_x")


class ByName:
    """Knows two callers of two tenants, and an administrator."""

    def caller(self, authorization: str | None) -> Caller:
        names = {"Bearer ada": "acme", "Bearer bob": "globex", "Bearer root": None}
        if authorization not in names:
            raise CredentialError("the credential is not valid")
        role = Role.SEARCH if names[authorization] else Role.ADMIN
        return Caller(Principal(authorization[7:], names[authorization]), role)


ADA = {"Authorization": "Bearer ada"}


async def _over_http(address: str, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "agent-1"}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        tools = await client.list_tools()
        assert {tool.name for tool in tools.tools} == {"search", "read", "check"}
        return await client.call_tool(*SEARCH)


def test_over_http_every_request_shows_its_credential(core: ServiceCore) -> None:
    with on_a_port(http_app(core, ByName(), Readiness(core))) as address:
        ada, bob = (anyio.run(_over_http, address, name) for name in ("ada", "bob"))
        assert "item-009" in json.dumps(ada.structured_content)
        assert "item-009" not in json.dumps(bob.structured_content)
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        for headers in (
            {},
            {"Authorization": "Bearer eve"},
            [("Authorization", "Bearer ada"), ("Authorization", "Bearer bob")],
        ):
            refused = httpx2.post(f"{address}/mcp", json=body, headers=headers)
            assert refused.status_code == 401
            assert "search" not in refused.text


def metric(text: str, name: str, **labels: str) -> float:
    (value,) = [
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if (sample.name, sample.labels) == (name, labels)
    ]
    return value


def test_over_http_calls_are_counted_by_route(core: ServiceCore) -> None:
    with on_a_port(http_app(core, ByName(), Readiness(core))) as address:
        anyio.run(_over_http, address, "ada")
        assert httpx2.post(f"{address}/mcp", json={}).status_code == 401
        assert httpx2.get(f"{address}/elsewhere", headers=ADA).status_code == 404
        text = httpx2.get(f"{address}/metrics").text
        for headers, status in (({}, 401), (ADA, 403), ({"Authorization": "Bearer root"}, 200)):
            proxied = {**headers, "X-Forwarded-For": "10.0.0.7"}
            assert httpx2.get(f"{address}/metrics", headers=proxied).status_code == status
    requests = "crossjudge_http_requests_total"
    assert metric(text, requests, method="POST", route="/mcp", status="200") >= 2
    assert metric(text, requests, method="POST", route="/mcp", status="401") == 1
    assert metric(text, requests, method="GET", route="none", status="404") == 1
    searched = {"completeness": "exhausted", "empty": "false"}
    assert metric(text, "crossjudge_searches_total", **searched) == 1


@pytest.fixture
def spans() -> tuple[Any, Any]:
    """What traces, and what gets the spans when that is closed."""
    pytest.importorskip("opentelemetry.sdk", reason="needs the extra otel")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=3_600_000))
    return OpenTelemetry(provider), exporter


def below(spans: Any, name: str) -> dict[str, Any]:
    """The one span of this name, under "", and by name those below it."""
    (top,) = [span for span in spans if span.name == name]
    under = {span.name: span for span in spans if span.parent == top.context}
    return {"": top, **under}


def test_over_http_a_tool_is_below_its_request(core: ServiceCore, spans: tuple[Any, Any]) -> None:
    tracing, exporter = spans
    with on_a_port(http_app(core, ByName(), Readiness(core), tracing)) as address:
        anyio.run(_over_http, address, "ada")
    ended = exporter.get_finished_spans()
    tool = below(ended, "tool search")
    requests = {span.context.span_id: span for span in ended if span.name == "POST"}
    assert tool[""].parent.span_id in requests
    assert tool[""].attributes["crossjudge.request_id"] == "agent-1"
    assert {f"judge {name}" for name in core.router.config.judges} <= tool.keys()
    assert "lane random:text->text" in tool


def test_whoever_keeps_it_running_needs_no_credential(core: ServiceCore) -> None:
    readiness = Readiness(core)
    with on_a_port(http_app(core, ByName(), readiness)) as address:
        assert httpx2.get(f"{address}/healthz").json() == {"status": "ok"}
        loading = httpx2.get(f"{address}/readyz")
        assert (loading.status_code, loading.json()["ready"]) == (503, False)
        readiness.load()
        done = httpx2.get(f"{address}/readyz")
        assert (done.status_code, done.json()) == (200, readiness.report())
        away = core.router.store.directory.with_name("away")
        core.router.store.directory.rename(away)
        gone = httpx2.get(f"{address}/readyz")
        away.rename(core.router.store.directory)
        assert gone.status_code == 503
        assert "store" in [part["part"] for part in gone.json()["parts"] if not part["ready"]]
        assert httpx2.get(f"{address}/readyz").status_code == 200
        for path in ("/healthz", "/readyz"):
            assert httpx2.head(f"{address}{path}").status_code == 200
            assert httpx2.post(f"{address}{path}").status_code == 401
            assert httpx2.get(f"{address}{path}/x").status_code == 401
        text = httpx2.get(f"{address}/metrics").text
    requests = "crossjudge_http_requests_total"
    assert metric(text, requests, method="GET", route="/readyz", status="503") == 2


def test_without_credentials_http_is_for_this_machine(core: ServiceCore) -> None:
    with on_a_port(http_app(core, None, Readiness(core))) as address:
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            refused = httpx2.post(f"{address}/mcp", json={}, headers=headers)
            assert refused.status_code == 403


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """The address of what takes traces (OTLP over HTTP), and what it was sent."""
    sent: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", sent
        server.shutdown()


def test_over_stdio(
    make_router: Callable[..., Router],
    shop: Config,
    tmp_path: Path,
    collector: tuple[str, list[bytes]],
) -> None:
    """The command itself, as an agent starts it; traces go where the settings say."""
    endpoint, sent = collector
    settings = tmp_path / "settings.yaml"
    settings.write_text(f"observe: {{traces: '{endpoint}'}}\n")
    router = make_router(shop, [item(number, media={}) for number in range(6)])
    Pictures.new("RGB", (32, 32), "teal").save(tmp_path / "a.png")
    config = tmp_path / "shop.yaml"
    config.write_text(
        "name: shop\nspaces: [lite]\npublic: true\ntruth: [identity]\njudges:\n"
        "  same: {use: metadata, covers: [identity], where: 'record.sku == claims.sku'}\n"
        "graph: {start: same, edges: [{from: same, when: confirm, to: return}]}\n"
    )
    command = StdioServerParameters(
        command=str(Path(sys.executable).parent / "crossjudge"),
        args=[
            "mcp",
            "-c",
            str(config),
            "-s",
            str(router.store.directory),
            "--media",
            str(tmp_path),
            "--settings",
            str(settings),
        ],
        env=dict(os.environ),
    )

    async def ask() -> Any:
        async with Client(command) as client:
            return [
                await client.call_tool("search", {"claims": {"sku": "S-1"}}),
                await client.call_tool(
                    "read", {"kind": "barcode", "media": [{"kind": "image", "path": "a.png"}]}
                ),
            ]

    found, read = anyio.run(ask)
    assert {each["id"] for each in found.structured_content["items"]} >= {"item-004", "item-005"}
    assert read.structured_content["readings"] == []
    for name in (b"tool search", b"judge same", b"tool read"):
        assert name in b"".join(sent)
