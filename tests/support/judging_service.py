"""A real HTTP service on localhost that gives verdicts, as well or as badly as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Service:
    """What the service says, and what it was asked."""

    url: str
    answer: "Callable[[Handler, dict[str, Any]], None]"
    """What is done about one request, of the given JSON."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    """Set when the service ends; whoever waits in a request waits for this."""


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the service's answer."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_POST(self) -> None:
        service: Service = self.server.service
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        service.asked.append(body)
        service.headers.append(dict(self.headers))
        service.answer(self, body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name upstream)
        """Say nothing."""

    @property
    def closing(self) -> threading.Event:
        service: Service = self.server.service
        return service.closing

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole response; underscores in names of headers stand for hyphens."""
        self.send_response(status)
        given = {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}
        for name, value in given.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, data: bytes) -> None:
        """Bytes without end, a few a second, until the other side or the service has enough."""
        try:
            while not self.closing.wait(0.02):
                self.wfile.write(data)
        except OSError:
            return


def verdict(item: Mapping[str, Any]) -> dict[str, Any]:
    """Confirms what has stock, rejects what has none, abstains where it was not told."""
    stock = item["record"].get("stock")
    outcome = "abstain" if stock is None else "confirm" if stock > 0 else "reject"
    evidence = [] if stock is None else [{"name": "stock", "value": stock}]
    return {"id": item["id"], "outcome": outcome, "reason": "stock_seen", "evidence": evidence}


def answer(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a good service says."""
    return {"verdicts": [verdict(item) for item in body["candidates"]]}


def well(handler: Handler, body: dict[str, Any]) -> None:
    handler.say(json.dumps(answer(body)).encode())


@contextmanager
def judging_service(
    told: Callable[[Handler, dict[str, Any]], None] = well,
) -> Iterator[Service]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}/judge", told)
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
