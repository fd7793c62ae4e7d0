"""From a publisher's server to the folder of weights, in as many goes as it takes."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import structlog

from modalities.errors import WeightsError

from .digests import Progress, file_digest
from .folder import is_here, path_of
from .lock import locked
from .part import Part, open_part
from .table import WeightsFile

log = structlog.get_logger()

_LOCAL = frozenset({"localhost", "127.0.0.1"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""
_LONGEST_WAIT = 60.0
"""Seconds."""


class _Interrupted(Exception):  # noqa: N818 (it is no error yet: there may be another attempt)
    """An attempt ended before the file was whole, and the next may get further."""


def fetch(
    entry: WeightsFile,
    *,
    on_progress: Progress = lambda _: None,
    attempts: int = 6,
    wait: float = 1.0,
    timeout: float = 60.0,
) -> Path:
    """Get a file and put it into its place, checked. What is there and right stays as it is.

    What an earlier call left is taken up. After ``attempts`` in a row that brought nothing new it
    gives up; before each it waits, at first ``wait`` seconds and then twice as long every time.
    ``timeout`` is in seconds without a byte. Proxies are taken from the environment.

    Raises WeightsError; what was received stays for the next call unless it is wrong.
    """
    try:
        folder = path_of(entry).parent
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / f"{entry.file_name}.lock"):
            if is_here(entry) and file_digest(path_of(entry)) == entry.sha256:
                return path_of(entry)
            with open_part(entry, on_progress) as part, _client(entry, timeout) as client:
                _receive_all(client, entry, part, attempts=attempts, wait=wait)
                return part.finish()
    except OSError as error:
        raise WeightsError(
            f"weights {entry.name}: {path_of(entry).parent}: cannot be written ({error.strerror})"
        ) from error


@contextmanager
def _client(entry: WeightsFile, timeout: float) -> Iterator[httpx2.Client]:
    origin_is_local = httpx2.URL(entry.url).host in _LOCAL

    def refuse_plain(request: httpx2.Request) -> None:
        plain_allowed = origin_is_local and request.url.host in _LOCAL
        if request.url.scheme != "https" and not plain_allowed:
            raise WeightsError(f"weights {entry.name}: found {request.url}, expected https")

    hooks = {"request": [refuse_plain]}  # called for every redirect as well
    with httpx2.Client(follow_redirects=True, timeout=timeout, event_hooks=hooks) as client:
        yield client


def _receive_all(
    client: httpx2.Client, entry: WeightsFile, part: Part, *, attempts: int, wait: float
) -> None:
    furthest, in_vain = part.length, 0
    while not part.is_whole:
        try:
            _receive(client, entry, part)
        except (_Interrupted, httpx2.TransportError) as error:
            # Only what was never reached before counts: a server that always begins again, and
            # always breaks off, must not be asked for ever.
            in_vain = 0 if part.length > furthest else in_vain + 1
            furthest = max(furthest, part.length)
            if in_vain >= attempts:
                raise WeightsError(
                    f"weights {entry.name}: {entry.url}: {_reason(error)}; {attempts} attempts in "
                    f"a row brought nothing, {part.length} of {entry.size} bytes are kept"
                ) from error
            pause = min(wait * 2 ** max(0, in_vain - 1), _LONGEST_WAIT)
            log.warning(
                "weights.retry",
                name=entry.name,
                reason=_reason(error),
                kept=part.length,
                wait=pause,
            )
            time.sleep(pause)
        except httpx2.HTTPError as error:
            raise WeightsError(f"weights {entry.name}: {entry.url}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _receive(client: httpx2.Client, entry: WeightsFile, part: Part) -> None:
    """One attempt; it returns where it made the part whole."""
    # A body that was compressed on the way has other offsets than the file.
    headers = {"Accept-Encoding": "identity"}
    if part.length:
        headers["Range"] = f"bytes={part.length}-"
        if part.validator is not None:
            headers["If-Range"] = part.validator
    with client.stream("GET", entry.url, headers=headers) as response:
        _begin(response, entry, part)
        for data in response.iter_raw():
            part.append(data)
            if part.is_whole:
                return  # a server may send for ever; the digest tells whether this was it
    raise _Interrupted("the connection was closed early")


def _begin(response: httpx2.Response, entry: WeightsFile, part: Part) -> None:
    """Make the part ready for the body of a response, or refuse it."""
    if response.status_code == 416:
        _refuse_other_size(entry, _stated_total(response))
        part.restart(None)
        raise _Interrupted("the server has no such range")
    if response.status_code in _PASSING:
        raise _Interrupted(f"the server answered {response.status_code}")
    if response.status_code not in ((200, 206) if part.length else (200,)):
        raise WeightsError(
            f"weights {entry.name}: {response.url}: the server answered {response.status_code}"
        )
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise WeightsError(f"weights {entry.name}: {response.url}: found an encoded body")
    _refuse_other_size(entry, _stated_total(response))
    if response.status_code == 200:
        part.restart(_validator(response))
    elif not _continues(response, part):
        part.restart(None)
        raise _Interrupted("the server's file has changed")


def _stated_total(response: httpx2.Response) -> int | None:
    """How large the whole file is, if the response says so."""
    name = "Content-Length" if response.status_code == 200 else "Content-Range"
    found = re.search(r"(?:^|/)(\d+)$", response.headers.get(name, ""))
    return int(found[1]) if found else None


def _refuse_other_size(entry: WeightsFile, stated: int | None) -> None:
    if stated not in (None, entry.size):
        raise WeightsError(
            f"weights {entry.name}: {entry.url}: found a file of {stated} bytes, "
            f"expected {entry.size}"
        )


def _continues(response: httpx2.Response, part: Part) -> bool:
    """Whether a partial response goes on where the part ends, with the same content."""
    stated = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    if stated is None or int(stated[1]) != part.length:
        return False
    told = _validator(response)
    return None in (told, part.validator) or told == part.validator


def _validator(response: httpx2.Response) -> str | None:
    """What If-Range takes: an ETag unless it is a weak one, else a date."""
    etag: str | None = response.headers.get("ETag")
    if etag is not None and not etag.startswith("W/"):
        return etag
    date: str | None = response.headers.get("Last-Modified")
    return date
