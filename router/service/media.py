"""Uploaded bytes as media: named by kind and position, never by what the sender called them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modalities import Intrinsics, Limits, Medium, Source, load_media
from router.errors import RequestError

from .models import MediaFacts


class Upload(NamedTuple):
    """One uploaded file."""

    kind: str
    """``image``, ``audio`` …: what a manifest calls it."""
    data: bytes


class Named(NamedTuple):
    """One source, with the kind that picks its loader."""

    kind: str
    source: Source


def sources_of(texts: Sequence[str], uploads: Sequence[Upload], facts: MediaFacts) -> list[Named]:
    """All that was sent. Raises RequestError for facts about what was not."""
    named = [Named("text", Source.text(text, name=f"text[{at}]")) for at, text in enumerate(texts)]
    return [*named, *_sources(uploads, facts)]


def load_all(sources: Sequence[Named], limits: Limits) -> tuple[Medium, ...]:
    """All media. Raises MediumError naming the part."""
    return tuple(medium for kind, source in sources for medium in load_media(kind, source, limits))


def _sources(uploads: Sequence[Upload], facts: MediaFacts) -> Iterator[Named]:
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
        yield Named(kind, _source(kind, at, data, facts))


def _source(kind: str, at: int, data: bytes, facts: MediaFacts) -> Source:
    name = f"{kind}[{at}]"
    if kind == "depth" and at < len(facts.depth):
        depth = facts.depth[at]
        camera = None if depth.intrinsics is None else Intrinsics(*depth.intrinsics)
        return Source(name, None, data, depth.scale, camera, depth.baseline)
    if kind == "imu" and at < len(facts.imu):
        return Source(name, None, data, rate=facts.imu[at].rate)
    return Source(name, None, data)
