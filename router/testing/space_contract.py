"""Contract tests for spaces: derive a class, give a sample, run pytest.

    MINE = SpaceSample(MySpace)  # made once, so that weights are loaded once

    class TestMine(SpaceContract):
        @pytest.fixture
        def sample(self) -> SpaceSample:
            return MINE

What they check is what the rest of crossjudge relies on. Neither pytest nor a model is imported.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from judges.testing import require
from modalities import Medium, Modality, Space
from router.sample_media import sample_media

from .space_sample import SpaceSample, content
from .windows_contract import WindowsContract, refuses, require_unit_rows

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


class SpaceContract(WindowsContract):
    """What holds of every space. Each test takes the fixture ``sample``, a SpaceSample."""

    def test_keeps_the_protocol(self, sample: SpaceSample) -> None:
        space = sample.space
        require(isinstance(space, Space), f"{space!r} lacks a part of the Space protocol")

    def test_name_is_set_and_stable(self, sample: SpaceSample) -> None:
        name = sample.space.name
        require(isinstance(name, str) and name.strip(), f"name: found {name!r}, expected a name")
        require(sample.build().name == name, "a second space of the same kind is named otherwise")

    def test_licence_is_stated(self, sample: SpaceSample) -> None:
        licence = sample.space.licence
        stated = isinstance(licence, str) and licence.strip() and "\n" not in licence
        require(stated, f"licence: found {licence!r}, expected an identifier or a few words")

    def test_takes_some_modality(self, sample: SpaceSample) -> None:
        taken = sample.space.modalities
        require(isinstance(taken, frozenset) and taken, f"modalities: found {taken!r}")
        for each in taken:
            require(isinstance(each, Modality), f"modalities: {each!r} is none")

    def test_sample_has_two_of_each(self, sample: SpaceSample) -> None:
        for modality in sample.space.modalities:
            found = sample.media.get(modality, ())
            require(len(found) >= 2, f"the sample has {len(found)} {modality} media, expected two")

    def test_fingerprint_is_one_word(self, sample: SpaceSample) -> None:
        mark = sample.space.fingerprint
        require(_WORD.fullmatch(mark), f"fingerprint: {mark!r} is not safe in a file name")

    def test_fingerprint_is_stable(self, sample: SpaceSample) -> None:
        """Known before weights are loaded, and the same after."""
        fresh = sample.build()
        before = fresh.fingerprint
        fresh.warm_up()
        require(fresh.fingerprint == before, "loading changes the fingerprint")
        require(sample.build().fingerprint == before, "a second space has another fingerprint")

    def test_hops_make_sense(self, sample: SpaceSample) -> None:
        space = sample.space
        for asked in space.modalities:
            for indexed in space.modalities:
                hops = space.hops(asked, indexed)
                pair = f"hops from {asked} to {indexed}: found {hops!r}"
                require(isinstance(hops, int) and hops >= 0, f"{pair}, expected 0 or more")
                require(hops == space.hops(indexed, asked), f"{pair}, and others back")
                require(asked is not indexed or hops == 0, f"{pair}, expected 0")

    def test_gives_unit_vectors(self, sample: SpaceSample) -> None:
        require(sample.space.dim >= 1, f"dim: found {sample.space.dim!r}, expected 1 or more")
        for modality, media in _cases(sample):
            rows = sample.space.embed(modality, media)
            expected = (len(media), sample.space.dim)
            require(rows.shape == expected, f"{modality}: shape {rows.shape}, expected {expected}")
            require_unit_rows(rows, str(modality))

    def test_nothing_gives_no_rows(self, sample: SpaceSample) -> None:
        for modality, _ in _cases(sample):
            rows = sample.space.embed(modality, [])
            expected = (0, sample.space.dim)
            require(rows.shape == expected, f"no {modality}: {rows.shape}, expected {expected}")
            require(rows.dtype == np.float32, f"no {modality}: found {rows.dtype}")

    def test_same_media_give_the_same(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            first, second = (sample.space.embed(modality, media) for _ in range(2))
            require(np.array_equal(first, second), f"{modality}: two runs differ")

    def test_different_media_differ(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            first, second = sample.space.embed(modality, media)[:2]
            apart = float(np.abs(first - second).max())
            require(apart > 10 * sample.tolerance, f"{modality}: two media get one vector")

    def test_batch_equals_one_at_a_time(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            together = sample.space.embed(modality, media)
            alone = [sample.space.embed(modality, [medium])[0] for medium in media]
            apart = float(np.abs(together - np.stack(alone)).max())
            require(apart <= sample.tolerance, f"{modality}: a batch differs by {apart:.2g}")

    def test_rows_follow_the_media(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            forwards = sample.space.embed(modality, media)
            backwards = sample.space.embed(modality, media[::-1])[::-1]
            apart = float(np.abs(forwards - backwards).max())
            require(apart <= sample.tolerance, f"{modality}: rows are not in the media's order")

    def test_media_are_left_alone(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            before = [content(medium) for medium in media]
            sample.space.embed(modality, media)
            same = [content(medium) for medium in media] == before
            require(same, f"{modality}: the space changed what it was given")

    def test_threads_agree(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            embed: Callable[..., object] = sample.space.embed
            expected = sample.space.embed(modality, media)
            with ThreadPoolExecutor(4) as threads:
                runs = [threads.submit(embed, modality, media) for _ in range(8)]
            for run in runs:
                close = np.allclose(np.asarray(run.result()), expected, atol=sample.tolerance)
                require(close, f"{modality}: threads disagree")

    def test_refuses_what_it_does_not_take(self, sample: SpaceSample) -> None:
        for modality in sorted(set(Modality) - sample.space.modalities):
            medium = sample_media()[modality]
            refuses(sample.space.embed, modality, [medium], "which it does not take")

    def test_refuses_media_of_another_modality(self, sample: SpaceSample) -> None:
        for modality, media in _cases(sample):
            other = Modality.TEXT if modality is not Modality.TEXT else Modality.IMAGE
            odd = sample_media()[other]
            refuses(sample.space.embed, modality, [odd], f"given as {modality}")
            refuses(sample.space.embed, modality, [*media, odd], f"among {modality} media")


def _cases(sample: SpaceSample) -> Iterator[tuple[Modality, list[Medium]]]:
    for modality in sorted(sample.space.modalities):
        yield modality, list(sample.media[modality])
