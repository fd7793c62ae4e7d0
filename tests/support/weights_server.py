"""A real HTTP server on localhost that offers one file, as well or as badly as it is told to."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]
"""What is done about one request."""


@dataclass
class Server:
    """What the server offers, and what it was asked."""

    url: str
    body: bytes
    etag: str | None = '"1"'
    answers: list[Answer] = field(default_factory=list)
    """For the first requests, in turn; ``well`` answers all others."""
    asked: list[Message] = field(default_factory=list)
    """The headers of each request."""


class Handler(BaseHTTPRequestHandler):
    """Asks the list of answers what to do."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        told: Server = self.server.told
        told.asked.append(self.headers)
        answer = told.answers.pop(0) if told.answers else well
        answer(self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name upstream)
        """Say nothing."""

    @property
    def told(self) -> Server:
        told: Server = self.server.told
        return told

    def head(self, status: int, **headers: object) -> None:
        """Status and headers; underscores stand for hyphens."""
        self.send_response(status)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        if self.told.etag is not None:
            self.send_header("ETag", self.told.etag)
        self.end_headers()


def _asked_from(handler: Handler) -> int:
    """Where the wanted range begins; 0 where all is wanted or If-Range does not hold."""
    wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    holds = handler.headers.get("If-Range", handler.told.etag) == handler.told.etag
    return int(wanted[1]) if wanted and holds else 0


def _send(handler: Handler, upto: int | None) -> None:
    body, start = handler.told.body, _asked_from(handler)
    rest = body[start:]
    if start:
        total = f"bytes {start}-{len(body) - 1}/{len(body)}"
        handler.head(206, Content_Length=len(rest), Content_Range=total)
    else:
        handler.head(200, Content_Length=len(rest))
    handler.wfile.write(rest[:upto])


def well(handler: Handler) -> None:
    """All that was asked for."""
    _send(handler, None)


def drops_after(count: int) -> Answer:
    """The connection breaks after so many bytes of the body."""
    return lambda handler: _send(handler, count)


def ignores_range(handler: Handler) -> None:
    handler.head(200, Content_Length=len(handler.told.body))
    handler.wfile.write(handler.told.body)


def whole_but_drops_after(count: int) -> Answer:
    """Ignores the range, and breaks off."""

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(handler.told.body))
        handler.wfile.write(handler.told.body[:count])

    return answer


def says_length(length: int) -> Answer:
    """States that length, and sends what it has."""

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=length)
        handler.wfile.write(handler.told.body)

    return answer


def says_no_length(handler: Handler) -> None:
    """The end of the connection is the end of the body."""
    handler.head(200)
    handler.wfile.write(handler.told.body)


def endless(handler: Handler) -> None:
    """The body, and then more for as long as anybody listens."""
    handler.head(200)
    try:
        handler.wfile.write(handler.told.body)
        while True:
            handler.wfile.write(bytes(65536))
    except OSError:
        pass  # nobody listens any more


def status(code: int, **headers: object) -> Answer:
    return lambda handler: handler.head(code, Content_Length=0, **headers)


def partial(content_range: str) -> Answer:
    """A partial response that says it is another part."""

    def answer(handler: Handler) -> None:
        rest = handler.told.body[_asked_from(handler) :]
        handler.head(206, Content_Length=len(rest), Content_Range=content_range)
        handler.wfile.write(rest)

    return answer


def encoded(handler: Handler) -> None:
    handler.head(200, Content_Length=len(handler.told.body), Content_Encoding="gzip")
    handler.wfile.write(handler.told.body)


def stops_at(count: int, reached: threading.Event, go_on: threading.Event) -> Answer:
    """Sends so many bytes, says so, and keeps the connection open until it may end."""

    def answer(handler: Handler) -> None:
        _send(handler, count)
        handler.wfile.flush()
        reached.set()
        go_on.wait(60)

    return answer


@contextmanager
def serving(body: bytes) -> Iterator[Server]:
    """A server of its own."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.told = Server(f"http://127.0.0.1:{server.server_port}/model.bin", body)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
