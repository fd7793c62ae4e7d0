"""Asking a space for the vectors of some media, and believing nothing that it says unchecked."""

from collections.abc import Sequence

import numpy as np
import structlog

from modalities import Medium, Modality, Space, WindowedSpace, Windows

from .errors import one_line
from .store import Embedded

log = structlog.get_logger()

_NORM_TOLERANCE = 1e-2
_GAP = 1e-3
"""Seconds between two windows that rounding may have left."""


def embed_each(space: Space, modality: Modality, media: Sequence[Medium]) -> list[Embedded | str]:
    """For each medium its vectors, or one line that says why it has none.

    They go to the space together; where that fails, one by one, so that a medium that breaks the
    space costs no other its vectors. Raises nothing that the space raises.
    """
    together = _attempt(space, modality, media)
    if not isinstance(together, str):
        return [*together]
    if len(media) == 1:
        return [together]
    log.warning("embed.batch_failed", space=space.name, modality=modality, reason=together)
    alone = (_attempt(space, modality, [medium]) for medium in media)
    return [each if isinstance(each, str) else each[0] for each in alone]


def _attempt(space: Space, modality: Modality, media: Sequence[Medium]) -> list[Embedded] | str:
    try:
        if isinstance(space, WindowedSpace) and modality in space.windowed:
            made = _windowed(space, modality, media)
        else:
            made = _whole(space, modality, media)
    except Exception as error:  # noqa: BLE001 - one medium that breaks a space must cost one item only
        return f"space {space.name!r}: {one_line(error)}"
    return made if isinstance(made, list) else f"space {space.name!r}: {made}"


def _whole(space: Space, modality: Modality, media: Sequence[Medium]) -> list[Embedded] | str:
    vectors = np.asarray(space.embed(modality, media), dtype=np.float32)
    expected = (len(media), space.dim)
    if vectors.shape != expected:
        return f"found vectors of shape {vectors.shape}, expected {expected}"
    made = [Embedded.whole(vector) for vector in vectors]
    return next((wrong for each in made if (wrong := _wrong(each))), None) or made


def _windowed(
    space: WindowedSpace, modality: Modality, media: Sequence[Medium]
) -> list[Embedded] | str:
    windows = space.embed_windows(modality, media)
    if len(windows) != len(media):
        return f"found windows of {len(windows)} media, expected of {len(media)}"
    made: list[Embedded] = []
    for each in windows:
        wrong = _wrong_shape(each, space.dim)
        if not wrong:
            made.append(Embedded.windowed(each))
            wrong = _wrong(made[-1])
        if wrong:
            return wrong
    return made


def _wrong_shape(windows: Windows, dim: int) -> str | None:
    pooled, vectors, spans = (
        np.shape(each) for each in (windows.pooled, windows.vectors, windows.spans)
    )
    if pooled != (dim,):
        return f"found a pooled vector of shape {pooled}, expected {(dim,)}"
    if len(vectors) != 2 or not vectors[0] or vectors[1] != dim:
        return f"found vectors of windows of shape {vectors}, expected (1 or more, {dim})"
    if spans != (vectors[0], 2):
        return f"found spans of shape {spans}, expected {(vectors[0], 2)}"
    return None


def _wrong(embedded: Embedded) -> str | None:
    norms = np.linalg.norm(embedded.vectors, axis=1)
    # Both written so that NaN fails too.
    if not np.all(np.abs(norms - 1) <= _NORM_TOLERANCE):
        return "found a vector that is not of length 1"
    starts, ends = embedded.spans[1:].T
    reached = np.concatenate([[0.0], np.maximum.accumulate(ends)[:-1]])
    in_order = np.all(starts < ends) and np.all(np.diff(starts) >= 0) and np.all(starts >= 0)
    if not (in_order and np.all(starts <= reached + _GAP) and np.isfinite(ends).all()):
        return "found spans that leave gaps or are not in the order of time"
    return None
