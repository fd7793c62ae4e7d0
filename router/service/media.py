"""Uploaded bytes as media: named by kind and position, never by what the sender called them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modalities import Intrinsics, Limits, Medium, RegistryError, Source, load_media
from router.errors import RequestError

from .models import MediaFacts


class Upload(NamedTuple):
    """One uploaded file."""

    kind: str
    """``image``, ``audio`` …: what a manifest calls it."""
    data: bytes


def load_uploads(
    texts: Sequence[str], uploads: Sequence[Upload], facts: MediaFacts, limits: Limits
) -> tuple[Medium, ...]:
    """All media of a query. Raises MediumError naming the part, RequestError for odd facts."""
    sources = [
        *(("text", Source.text(text, name=f"text[{at}]")) for at, text in enumerate(texts)),
        *_sources(uploads, facts),
    ]
    try:
        return tuple(
            medium for kind, source in sources for medium in load_media(kind, source, limits)
        )
    except RegistryError as error:
        raise RequestError(str(error)) from error


def _sources(uploads: Sequence[Upload], facts: MediaFacts) -> Iterator[tuple[str, Source]]:
    kinds = [upload.kind for upload in uploads]
    for kind, stated in (("depth", len(facts.depth)), ("imu", len(facts.imu))):
        if stated > kinds.count(kind):
            raise RequestError(
                f"media.{kind}: found facts about {stated}, expected at most "
                f"{kinds.count(kind)}, one for each part named {kind}"
            )
    counts: dict[str, int] = {}
    for kind, data in uploads:
        at = counts[kind] = counts.get(kind, -1) + 1
        yield kind, _source(kind, at, data, facts)


def _source(kind: str, at: int, data: bytes, facts: MediaFacts) -> Source:
    name = f"{kind}[{at}]"
    if kind == "depth" and at < len(facts.depth):
        depth = facts.depth[at]
        camera = None if depth.intrinsics is None else Intrinsics(*depth.intrinsics)
        return Source(name, None, data, depth.scale, camera, depth.baseline)
    if kind == "imu" and at < len(facts.imu):
        return Source(name, None, data, rate=facts.imu[at].rate)
    return Source(name, None, data)
