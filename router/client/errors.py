"""Answers other than the one asked for."""

import httpx2

from router.errors import RouterError


class ServiceError(RouterError):
    """The service answered with a problem document."""

    def __init__(self, status: int, code: str, detail: str, retry_after: float | None) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        """Seconds to wait before it is worth asking again; None where it would not help."""


def error_of(response: httpx2.Response) -> ServiceError:
    """From a response, which need not be the service's own."""
    after = response.headers.get("retry-after", "")
    retry_after = float(after) if after.isdecimal() else None
    try:
        problem = response.json()
        code, detail = str(problem["code"]), str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        code, detail = "unknown", response.reason_phrase
    return ServiceError(response.status_code, code, detail, retry_after)
