"""What the OpenAPI document says beyond what FastAPI finds by itself."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from .bodies import media_properties
from .models import ItemBody, PictureBody, ProblemData, ReadBody, SearchBody
from .pictures import FACTS

REF = "#/components/schemas/{model}"
BY_HAND: tuple[type[BaseModel], ...] = (SearchBody, ReadBody, ItemBody, PictureBody, ProblemData)
"""Models of bodies that the routes parse themselves, and of problems."""
PICTURE_FACTS: Mapping[str, Any] = {
    name: {"description": what, "schema": {"type": "string"}} for name, what in FACTS.items()
}
"""The headers beside a picture."""

_STATUSES: Mapping[int, str] = {
    400: "The body is not well-formed.",
    401: "No valid credential.",
    403: "The credential's role does not allow this.",
    404: "Absent, or not the caller's to see: the two are answered alike.",
    408: "The body did not come in time.",
    409: "This cannot be done to what is there.",
    413: "Larger than the limits allow.",
    415: "Another content type than this takes.",
    422: "Not what is expected; the detail says where.",
    503: "Overloaded, or a part does not work now; `Retry-After` says when to try again.",
    507: "The disk is full.",
    504: "Not finished within the time limit.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that may answer with these problems."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    retry = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return {
        "description": _STATUSES[status],
        "content": {
            "application/problem+json": {"schema": {"$ref": REF.format(model="ProblemData")}}
        },
        **({"headers": retry} if status == 503 else {}),
    }


def json_or_parts(model: type[BaseModel], part: str) -> dict[str, Any]:
    """The ``openapi_extra`` of a route whose body is JSON, or multipart with files beside it."""
    body = {"$ref": REF.format(model=model.__name__)}
    multipart = {
        "schema": {
            "type": "object",
            "properties": {part: body, **dict(media_properties())},
            "additionalProperties": False,
        },
        "encoding": {part: {"contentType": "application/json"}},
    }
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": body}, "multipart/form-data": multipart},
        }
    }


def install(app: FastAPI) -> None:
    """Let the app describe itself completely."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            _, defined = models_json_schema(
                [(model, "validation") for model in BY_HAND], ref_template=REF
            )
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas.update(defined["$defs"])
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
