"""What holds of a space that sees long media through windows; nothing is asked of any other."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from judges.testing import require
from modalities import Medium, Modality, SpaceError, WindowedSpace, Windows

from .space_sample import SpaceSample

_SECONDS = 1e-3
"""How exactly spans meet each other and the medium's end."""
_NORM = 1e-5


class WindowsContract:
    """Part of SpaceContract. Each test takes the fixture ``sample``, a SpaceSample."""

    def test_windows_are_of_modalities_it_takes(self, sample: SpaceSample) -> None:
        space = sample.space
        if isinstance(space, WindowedSpace):
            extra = sorted(space.windowed - space.modalities)
            require(not extra, f"windowed: {', '.join(extra)}, which it does not take")

    def test_windows_pool_to_the_vector(self, sample: SpaceSample) -> None:
        for space, modality, media in _cases(sample):
            seen = space.embed_windows(modality, media)
            require(len(seen) == len(media), f"{modality}: windows of {len(seen)} media")
            pooled = np.stack([each.pooled for each in seen])
            apart = float(np.abs(pooled - space.embed(modality, media)).max())
            require(apart <= sample.tolerance, f"{modality}: pooled is not what embed gives")

    def test_windows_are_unit_vectors(self, sample: SpaceSample) -> None:
        for space, modality, media in _cases(sample):
            for each in space.embed_windows(modality, media):
                rows, spans = each.vectors.shape, each.spans.shape
                fits = rows[1:] == (space.dim,) and rows[0] >= 1 and spans == (rows[0], 2)
                require(fits, f"{modality}: vectors of shape {rows}, spans of shape {spans}")
                require_unit_rows(each.vectors, f"{modality} windows")

    def test_windows_cover_the_medium(self, sample: SpaceSample) -> None:
        for space, modality, media in _cases(sample):
            seen = space.embed_windows(modality, media)
            for medium, each in zip(media, seen, strict=True):
                _require_cover(each, medium, str(modality))

    def test_windows_are_the_same_each_time(self, sample: SpaceSample) -> None:
        for space, modality, media in _cases(sample):
            first, second = (space.embed_windows(modality, media) for _ in range(2))
            for one, other in zip(first, second, strict=True):
                same = np.array_equal(one.vectors, other.vectors)
                require(same, f"{modality}: windows of two runs differ")

    def test_windows_of_nothing_are_none(self, sample: SpaceSample) -> None:
        for space, modality, _ in _cases(sample):
            seen = space.embed_windows(modality, [])
            require(len(seen) == 0, f"{modality}: {len(seen)} windows of no media")

    def test_windows_of_other_modalities_are_refused(self, sample: SpaceSample) -> None:
        space = sample.space
        if isinstance(space, WindowedSpace):
            for modality in sorted(space.modalities - space.windowed):
                medium = sample.media[modality][0]
                refuses(space.embed_windows, modality, [medium], "which it sees without windows")


def require_unit_rows(rows: NDArray[np.float32], what: str) -> None:
    """Raises AssertionError unless rows are float32, finite and of norm 1."""
    require(rows.dtype == np.float32, f"{what}: found {rows.dtype}, expected float32")
    require(np.isfinite(rows).all(), f"{what}: vectors are not finite")
    norms = np.linalg.norm(rows.astype(np.float64), axis=1)
    require(np.abs(norms - 1).max() <= _NORM, f"{what}: norms {norms.min()} to {norms.max()}")


def refuses(
    embed: Callable[[Modality, Sequence[Medium]], object],
    modality: Modality,
    media: Sequence[Medium],
    why: str,
) -> None:
    """Raises AssertionError unless the call raises SpaceError. The last medium is the odd one."""
    odd = media[-1].modality
    try:
        embed(modality, media)
    except SpaceError:
        return
    except Exception as error:
        raise AssertionError(
            f"{odd}, {why}: raises {type(error).__name__}, expected SpaceError"
        ) from error
    raise AssertionError(f"{odd}, {why}, is not refused; expected SpaceError")


def _require_cover(seen: Windows, medium: Medium, what: str) -> None:
    starts, ends = seen.spans[:, 0], seen.spans[:, 1]
    seconds = float(getattr(medium, "seconds", ends[-1]))
    require(abs(starts[0]) <= _SECONDS, f"{what}: windows begin at {starts[0]:g} s, expected 0")
    require((np.diff(starts) > 0).all(), f"{what}: windows are not in the order of time")
    require((starts[1:] <= ends[:-1] + _SECONDS).all(), f"{what}: windows leave a gap")
    end = float(ends.max())
    require(abs(end - seconds) <= _SECONDS, f"{what}: windows end at {end:g} s of {seconds:g} s")


def _cases(sample: SpaceSample) -> Iterator[tuple[WindowedSpace, Modality, list[Medium]]]:
    space = sample.space
    if isinstance(space, WindowedSpace):
        for modality in sorted(space.windowed):
            yield space, modality, list(sample.media[modality])
