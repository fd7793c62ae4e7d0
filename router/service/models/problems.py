"""Problem documents."""

from typing import Any

from pydantic import ConfigDict, Field

from .base import Model


class ProblemData(Model):
    """An answer other than the one asked for (RFC 9457)."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "code": "not_found",
                    "detail": "there is no such item",
                }
            ]
        },
    )

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    code: str = Field(description="For programs; does not change.")
    detail: str = Field(description="For people, in one line.")
    errors: list[dict[str, Any]] | None = None
