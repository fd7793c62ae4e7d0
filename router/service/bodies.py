"""Bodies that are JSON or multipart, checked against their models."""

from collections.abc import Iterator, Set
from http import HTTPStatus
from typing import NamedTuple, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from modalities import LOADERS

from .media import Upload
from .problems import Problem, invalid

ModelT = TypeVar("ModelT", bound=BaseModel)

FILE_PARTS: Set[str] = LOADERS.keys() - {"text"}
"""Names of parts that are files, each as often as there are files of its kind."""
_LARGEST_FIELD = 4 * 2**20


class Parts(NamedTuple):
    """A parsed body."""

    json: bytes | None
    """The body itself, or the part that holds its JSON."""
    uploads: list[Upload]


async def read_parts(request: Request, json_part: str, *, files: int) -> Parts:
    """A body that is JSON alone, or multipart: one JSON part and at most ``files`` files.

    Raises Problem: 415 for another type, 422 for parts that mean nothing here.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Parts(await request.body(), [])
    if kind != "multipart/form-data":
        raise Problem(
            415,
            "unsupported_media_type",
            f"found {kind or 'no content type'}, expected application/json or multipart/form-data",
        )
    try:
        async with request.form(
            max_files=files, max_fields=len(FILE_PARTS), max_part_size=_LARGEST_FIELD
        ) as form:
            return await _parts(form, json_part)
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        raise _refused(error) from error


def _refused(error: HTTPException) -> Problem:
    """What the parser of forms calls a bad request, as what it is."""
    if any(sign in error.detail for sign in ("Too many", "exceeded maximum")):
        return Problem(413, "too_large", error.detail)
    return Problem(422, "invalid", f"the body is not well-formed multipart: {error.detail}")


async def _parts(form: FormData, json_part: str) -> Parts:
    stated: bytes | None = None
    uploads: list[Upload] = []
    for name, value in form.multi_items():
        if name == json_part and stated is None:
            stated = await value.read() if isinstance(value, UploadFile) else value.encode()
        elif isinstance(value, UploadFile) and name in FILE_PARTS:
            uploads.append(Upload(name, await value.read()))
        else:
            expected = ", ".join([f"{json_part} (JSON, once)", *sorted(FILE_PARTS)])
            raise Problem(
                422, "invalid", f"part {name!r:.80}: expected files or JSON as: {expected}"
            )
    return Parts(stated, uploads)


def parse(model: type[ModelT], json: bytes | None) -> ModelT:
    """A model from its JSON; without any, with its defaults. Raises Problem, 422."""
    try:
        return model.model_validate_json(b"{}" if json is None else json)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False, include_input=False)) from error


def media_properties() -> Iterator[tuple[str, dict[str, object]]]:
    """What OpenAPI says about the file parts."""
    for name in sorted(FILE_PARTS):
        yield name, {"type": "array", "items": {"type": "string", "format": "binary"}}
