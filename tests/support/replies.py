"""Answers of the service, compared."""

from typing import NamedTuple

from httpx2 import Response


class Said(NamedTuple):
    """All that an answer tells the one who asked."""

    status: int
    headers: frozenset[tuple[str, str]]
    body: bytes


def said(response: Response) -> Said:
    """An answer but for the id that each request gets."""
    headers = {pair for pair in response.headers.items() if pair[0] != "x-request-id"}
    return Said(response.status_code, frozenset(headers), response.content)
