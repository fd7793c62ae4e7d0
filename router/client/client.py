"""The client itself."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, TypeVar, Unpack
from urllib.parse import quote

import httpx2
from pydantic import BaseModel

from router.service.models import (
    AnswerData,
    ItemData,
    JobData,
    ProofData,
    ReadingsData,
    ReadyData,
    StoredItemData,
    WrittenData,
)

from .bodies import Asked, Media, body_of, named_files
from .errors import ServiceError, error_of

ModelT = TypeVar("ModelT", bound=BaseModel)

_POLL = 0.2
"""Seconds between two looks at a job."""


class Client:
    """Asks one service. Safe for threads.

    Methods raise ServiceError for whatever is not answered as asked, httpx2.HTTPError where the
    service cannot be reached, and MediumError for a file that cannot be read.
    """

    def __init__(self, address: str, token: str | None = None, *, timeout: float = 90.0) -> None:
        """``token``: an API key or a JWT. ``timeout``: seconds for each answer."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._http = httpx2.Client(base_url=address, headers=headers, timeout=timeout)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def search(self, text: str | Sequence[str] = (), **asked: Unpack[Asked]) -> AnswerData:
        """What judges confirm."""
        sent = body_of("request", {"text": text, **asked})
        return self._asked(AnswerData, "POST", "/v1/search", **sent)

    def stream(
        self, text: str | Sequence[str] = (), **asked: Unpack[Asked]
    ) -> Iterator[ItemData | AnswerData]:
        """Each item as soon as judges confirm it, and last the whole answer."""
        sent = body_of("request", {"text": text, **asked})
        accept = {"Accept": "application/x-ndjson"}
        with self._http.stream("POST", "/v1/search", headers=accept, **sent) as response:
            if response.is_error:
                response.read()
                raise error_of(response)
            for line in response.iter_lines():
                yield _event(json.loads(line))

    def read(
        self, kind: str, text: str | Sequence[str] = (), **media: Unpack[Media]
    ) -> ReadingsData:
        """What one reader reads."""
        sent = body_of("request", {"text": text, **media})
        return self._asked(ReadingsData, "POST", f"/v1/read/{quote(kind, safe='')}", **sent)

    def check(self, config: str) -> ProofData:
        """The proof of a config's text, or what is wrong with it."""
        headers = {"Content-Type": "application/yaml"}
        return self._asked(ProofData, "POST", "/v1/check", content=config.encode(), headers=headers)

    def item(self, item_id: str) -> StoredItemData:
        """One stored item."""
        return self._asked(StoredItemData, "GET", _item(item_id))

    def put_item(
        self,
        item_id: str,
        record: Mapping[str, Any],
        text: str | Sequence[str] = (),
        *,
        groups: Sequence[str] = (),
        **media: Unpack[Media],
    ) -> WrittenData:
        """Store one item, in place of what it was before."""
        access = {"groups": list(groups)}
        sent = body_of("item", {"record": record, "text": text, "access": access, **media})
        return self._asked(WrittenData, "PUT", _item(item_id), **sent)

    def delete_item(self, item_id: str) -> None:
        """Remove one item."""
        self._answered("DELETE", _item(item_id))

    def ingest(self, manifest: Path) -> JobData:
        """Send a JSONL manifest and the files that it names, to be stored in the background.

        Paths are relative to the manifest; ``wait`` tells how it ended.
        """
        files = [("manifest", (manifest.name, manifest.read_bytes()))]
        files += [
            ("media", (path, (manifest.parent / path).read_bytes()))
            for path in named_files(manifest)
        ]
        return self._asked(JobData, "POST", "/v1/items", files=files)

    def job(self, job_id: str) -> JobData:
        """How far a job is."""
        return self._asked(JobData, "GET", f"/v1/jobs/{quote(job_id, safe='')}")

    def wait(self, job: JobData, seconds: float = 3600.0) -> JobData:
        """The job once it is over. Raises TimeoutError."""
        until = monotonic() + seconds
        while job.ended is None:
            if monotonic() > until:
                raise TimeoutError(f"job {job.id} is still {job.state} after {seconds:g} s")
            sleep(_POLL)
            job = self.job(job.id)
        return job

    def medium(self, content_hash: str) -> bytes:
        """The file of one medium, as an item's ``media`` names it."""
        return self._answered("GET", f"/v1/media/{quote(content_hash, safe='')}").content

    def ready(self) -> ReadyData:
        """Whether searches can be answered now, and if not, because of which part."""
        response = self._http.get("/readyz")
        return ReadyData.model_validate_json(response.content)

    def _asked(self, model: type[ModelT], method: str, path: str, **sent: Any) -> ModelT:
        return model.model_validate_json(self._answered(method, path, **sent).content)

    def _answered(self, method: str, path: str, **sent: Any) -> httpx2.Response:
        response = self._http.request(method, path, **sent)
        if response.is_error:
            raise error_of(response)
        return response


def _item(item_id: str) -> str:
    # A name of dots alone would be taken for a way up.
    return f"/v1/items/{quote(item_id, safe='').replace('.', '%2E')}"


def _event(event: dict[str, Any]) -> ItemData | AnswerData:
    kind = event.pop("event")
    if kind == "confirmed":
        return ItemData.model_validate(event["item"])
    if kind == "answer":
        return AnswerData.model_validate(event)
    raise ServiceError(event["status"], event["code"], event["detail"], None)
