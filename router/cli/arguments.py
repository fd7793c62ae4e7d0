"""What is typed, as values: pairs, principals, sources of media. Everything else typer checks."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from judges import Principal
    from modalities import Intrinsics, Source

StatedT = TypeVar("StatedT")


def parse_pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """``key=value`` arguments by key. Raises BadParameter."""
    pairs: dict[str, str] = {}
    for argument in given:
        key, equals, value = argument.partition("=")
        if not equals or not key:
            raise typer.BadParameter(f"found {argument!r}, expected key=value", param_hint=option)
        if key in pairs:
            raise typer.BadParameter(f"found {key!r} twice, expected it once", param_hint=option)
        pairs[key] = value
    return pairs


def parse_principal(given: str | None) -> "Principal":
    """``subject[,tenant[,group…]]``; an empty tenant is none. Raises BadParameter."""
    from judges import Principal

    if given is None:
        return Principal()
    subject, *rest = (part.strip() for part in given.split(","))
    tenant, *groups = rest or [""]
    if not subject or not all(groups):
        raise typer.BadParameter(
            f"found {given!r}, expected subject[,tenant[,group…]], as in alice,acme,staff; "
            "only the tenant may be empty",
            param_hint="--as",
        )
    return Principal(subject, tenant or None, frozenset(groups))


def depth_sources(
    paths: Sequence[Path],
    scales: Sequence[float],
    intrinsics: Sequence[str],
    baselines: Sequence[float],
) -> "list[Source]":
    """Depth maps with what was stated about each; one statement holds for all of them.

    Raises BadParameter.
    """
    from modalities import Source

    _require_positive("--depth-scale", scales, "metres per stored unit")
    _require_positive("--baseline", baselines, "metres between the sensor's viewpoints")
    cameras = [_camera(text) for text in intrinsics]
    return [
        Source.file(path, scale=scale, intrinsics=camera, baseline=baseline)
        for path, scale, camera, baseline in zip(
            paths,
            _for_each("--depth-scale", scales, len(paths), "depth maps"),
            _for_each("--intrinsics", cameras, len(paths), "depth maps"),
            _for_each("--baseline", baselines, len(paths), "depth maps"),
            strict=True,
        )
    ]


def imu_sources(paths: Sequence[Path], rates: Sequence[float]) -> "list[Source]":
    """Recordings of motion with their rates; one rate holds for all of them.

    Raises BadParameter.
    """
    from modalities import Source

    _require_positive("--rate", rates, "samples per second")
    each = _for_each("--rate", rates, len(paths), "recordings of motion")
    return [Source.file(path, rate=rate) for path, rate in zip(paths, each, strict=True)]


def _require_positive(option: str, stated: Sequence[float], meaning: str) -> None:
    if not all(isfinite(value) and value > 0 for value in stated):
        raise typer.BadParameter(
            f"found {', '.join(map(str, stated))}, expected {meaning}, above 0",
            param_hint=option,
        )


def _for_each(
    option: str, stated: Sequence[StatedT], count: int, what: str
) -> Sequence[StatedT | None]:
    if not stated:
        return [None] * count
    if len(stated) == 1 and count:
        return [stated[0]] * count
    if len(stated) != count:
        raise typer.BadParameter(
            f"found {len(stated)} for {count} {what}, expected one for all or one each",
            param_hint=option,
        )
    return stated


def _camera(text: str) -> "Intrinsics":
    from modalities import Intrinsics

    try:
        fx, fy, cx, cy = (float(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(
            f"found {text!r}, expected fx,fy,cx,cy in pixels, as in 525,525,319.5,239.5",
            param_hint="--intrinsics",
        ) from error
    return Intrinsics(fx, fy, cx, cy)
