"""One item, as a manifest of one line with its files beside it, so that one ingest serves all."""

import json
import secrets
from collections.abc import Sequence
from contextlib import closing
from typing import Any, NamedTuple

from router.errors import StoreError

from .auth import Caller
from .jobs.folder import JobFolder
from .media import Upload
from .models import ItemBody
from .problems import Problem
from .writing import Writer


class Put(NamedTuple):
    """What became of an item."""

    outcome: str
    """``stored`` or ``unchanged``."""
    is_new: bool


def put_item(
    writer: Writer, caller: Caller, item_id: str, body: ItemBody, uploads: Sequence[Upload]
) -> Put:
    """Store an item in place of what it was before.

    Raises Problem: 403 for one that the caller sees and may not change, 409 for an id that somebody
    else has, 422 for a bad item; StoreError.
    """
    before = writer.labels(caller, item_id)
    if before is not None and not caller.may_write(before):
        if caller.principal.may_see(before):
            raise Problem(403, "forbidden", "this item is not yours to change")
        raise Problem(409, "id_taken", "this id cannot be used")
    folder = JobFolder(writer.folder, f"put-{secrets.token_hex(16)}")
    folder.make()
    try:
        written = _ingested(writer, caller, folder, item_id, body, uploads)
    except OSError as error:
        raise StoreError(f"{folder.path}: cannot be written ({error.strerror})") from error
    finally:
        folder.remove()
    return Put(written, before is None)


def _ingested(
    writer: Writer,
    caller: Caller,
    folder: JobFolder,
    item_id: str,
    body: ItemBody,
    uploads: Sequence[Upload],
) -> str:
    media = _media(body, folder, uploads)
    line = {
        "id": item_id,
        "record": body.record,
        "media": media,
        "access": body.access.model_dump(),
    }
    with folder.open_manifest() as file:
        file.write(json.dumps(line).encode("utf-8", errors="surrogatepass"))
    uploaded = folder.uploaded()
    with closing(folder.slices()) as parts:
        written = writer.ingest(caller, next(parts), uploaded)
    if written.failed:
        message = written.failed[0].message.removeprefix("manifest:1: ")
        raise Problem(422, "item", message)
    return "stored" if written.stored else "unchanged"


def _media(body: ItemBody, folder: JobFolder, uploads: Sequence[Upload]) -> dict[str, list[Any]]:
    """The uploads in the folder, and a manifest's words for them and for what was stated."""
    media: dict[str, list[Any]] = {"text": list(body.texts)} if body.texts else {}
    for kind, data in uploads:
        entries = media.setdefault(kind, [])
        name = f"{kind}-{len(entries)}"
        with folder.open_medium(name) as file:
            file.write(data)
        entries.append(name)
    for kind, facts in (("depth", body.media.depth), ("imu", body.media.imu)):
        entries = media.get(kind, [])
        if len(facts) > len(entries):
            raise Problem(
                422, "invalid", f"media.{kind}: found facts about {len(facts)}, expected at most "
                f"{len(entries)}, one for each part named {kind}",
            )  # fmt: skip
        for at, stated in enumerate(facts):
            entries[at] = {"path": entries[at], **_stated(stated.model_dump(exclude_none=True))}
    return media


def _stated(facts: dict[str, Any]) -> dict[str, Any]:
    if "intrinsics" in facts:
        facts["intrinsics"] = dict(zip(("fx", "fy", "cx", "cy"), facts["intrinsics"], strict=True))
    return facts
