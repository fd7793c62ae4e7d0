"""One question to a service over HTTP, within limits on time, bytes and attempts.

The only file of the judges that meets ``httpx2``.
"""

import socket
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock, Timer
from time import monotonic, sleep
from typing import Any

import httpx2

from judges.errors import JudgeConfigError

MOST_BYTES = 8 * 1024 * 1024
"""Of an answer: some 40,000 verdicts with evidence."""
_FIRST_WAIT = 0.1
"""Seconds before an attempt that follows a refused connection; twice as long each time."""


class ServiceError(Exception):
    """The service gave no answer that could be read; the message is one line."""


class _AgainError(Exception):
    """Nothing was decided, and asking again is safe."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True)
class Service:
    """An address, and what each request to it carries. Safe to use from threads."""

    url: httpx2.URL
    headers: Mapping[str, str]
    timeout: float
    """Seconds for one attempt."""
    retries: int

    def ask(self, body: bytes, time_limit: float) -> bytes:
        """The body of the answer, after at most ``1 + retries`` attempts.

        ``time_limit`` is in seconds and for all of them. Asks again only where it cannot have been
        heard, or was told when to: a connection that failed, and status 503 with Retry-After. All
        attempts carry the same Idempotency-Key. Raises ServiceError.
        """
        end = monotonic() + time_limit
        headers = {
            **self.headers, "Content-Type": "application/json", "Accept": "application/json",
            "Accept-Encoding": "identity", "Idempotency-Key": str(uuid.uuid4()),
        }  # fmt: skip
        for attempt in range(self.retries + 1):
            try:
                return self._attempt(body, headers, min(self.timeout, end - monotonic()))
            except _AgainError as error:
                wait = _FIRST_WAIT * 2**attempt if error.wait is None else error.wait
                if attempt == self.retries or monotonic() + wait >= end:
                    raise ServiceError(f"{error}; attempts: {attempt + 1}") from error
                sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def reach(self) -> None:
        """Connect and say nothing. Raises ServiceError where nobody listens."""
        port = self.url.port or {"http": 80, "https": 443}[self.url.scheme]
        try:
            socket.create_connection((self.url.host, port), self.timeout).close()
        except (OSError, UnicodeError) as error:
            raise ServiceError(f"cannot be reached ({_reason(error)})") from error

    def _attempt(self, body: bytes, headers: Mapping[str, str], seconds: float) -> bytes:
        timer = _Watch(seconds)
        try:
            with (
                timer.running(),
                # A connection of its own, so that cutting it off disturbs nobody else.
                httpx2.Client(timeout=max(seconds, 0.001), trust_env=False) as client,
                client.stream(
                    "POST", self.url, content=body, headers=dict(headers),
                    extensions={"trace": timer.traced}, follow_redirects=False,
                ) as response,
            ):  # fmt: skip
                _check_head(response)
                received = _received(response)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise _AgainError(f"cannot be reached ({_reason(error)})") from error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError) as error:
            late = timer.has_run_out or isinstance(error, httpx2.TimeoutException)
            reason = f"no whole answer in {seconds:.3g} seconds" if late else _reason(error)
            raise ServiceError(reason) from error
        if timer.has_run_out:  # a body that ends with its connection looks whole when it was cut
            raise ServiceError(f"no whole answer in {seconds:.3g} seconds")
        return received


class _Watch:
    """Cuts a connection off when time is up, however slowly bytes keep coming."""

    def __init__(self, seconds: float) -> None:
        self.has_run_out = False
        self._seconds = seconds
        self._streams: list[Any] = []
        self._lock = Lock()

    def traced(self, event: str, info: Mapping[str, Any]) -> None:
        """Learns of each stream as it is opened."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            with self._lock:
                self._streams.append(info["return_value"])
            if self.has_run_out:
                self._cut()

    @contextmanager
    def running(self) -> Iterator[None]:
        timer = Timer(max(self._seconds, 0), self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self.has_run_out = True
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            for stream in self._streams:
                with suppress(OSError, AttributeError):
                    # Shutting down wakes the thread that waits for bytes; closing would not.
                    stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def parsed_url(where: str, text: str) -> httpx2.URL:
    """Raises JudgeConfigError for what is no address of a web service; never shows it."""
    try:
        url = httpx2.URL(text)
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise JudgeConfigError(f"{where}: not a URL, expected https://HOST/PATH") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise JudgeConfigError(f"{where}: expected https://HOST/PATH, or http:// within a network")
    return url


def _check_head(response: httpx2.Response) -> None:
    status = response.status_code
    if status == httpx2.codes.SERVICE_UNAVAILABLE and "Retry-After" in response.headers:
        seconds = response.headers["Retry-After"]
        # A date is allowed too, and means minutes: longer than a search waits.
        wait = float(seconds) if seconds.isascii() and seconds.isdigit() else float("inf")
        raise _AgainError(f"status 503, Retry-After {seconds[:30]}", wait)
    if response.is_redirect:
        raise ServiceError(f"status {status}: a redirect, and none is followed")
    if status != httpx2.codes.OK:
        raise ServiceError(f"status {status}, expected 200")
    kind = response.headers.get("Content-Type", "")
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise ServiceError(f"Content-Type {kind[:60]!r}, expected application/json")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ServiceError("a compressed answer, although none was asked for")


def _received(response: httpx2.Response) -> bytes:
    received = bytearray()
    for data in response.iter_raw():
        received += data
        if len(received) > MOST_BYTES:
            raise ServiceError(f"an answer of more than {MOST_BYTES} bytes")
    return bytes(received)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:150] or type(error).__name__
