"""Merged calls give what calls one by one give; one caller's bad medium is its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from modalities import Audio, Medium, Modality, Source, SpaceError, Windows, load_media
from modalities.lite.space import LiteSpace
from router.service.batching import Batched
from router.testing import RandomSpace, SpaceContract, SpaceSample

TIMED = frozenset({Modality.AUDIO, Modality.VIDEO, Modality.IMU})
SAMPLES = {
    "random": SpaceSample(lambda: Batched(RandomSpace()), tolerance=0),
    "windowed": SpaceSample(lambda: Batched(RandomSpace(windowed=TIMED)), tolerance=0),
}


class TestBatchedSpaces(SpaceContract):
    @pytest.fixture(params=SAMPLES)
    def sample(self, request: pytest.FixtureRequest) -> SpaceSample:
        return SAMPLES[request.param]


def texts(*words: str) -> list[Medium]:
    return [medium for word in words for medium in load_media("text", Source.text(word))]


class Held(RandomSpace):
    """A space whose first pass takes until it is let go, and which cannot bear some media."""

    def __init__(self, unbearable: str = "") -> None:
        super().__init__(windowed=frozenset({Modality.AUDIO}))
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.passes: list[int] = []
        self._unbearable = unbearable

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        self._hold(media)
        return super().embed(modality, media)

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        self._hold(media)
        return super().embed_windows(modality, media)

    def _hold(self, media: Sequence[Medium]) -> None:
        self.passes.append(len(media))
        self.begun.set()
        assert self.let_go.wait(30)
        if any(self._unbearable and self._unbearable in medium.source for medium in media):
            raise SpaceError("it cannot be borne")


def ask_behind_the_first(
    space: Held, batched: Batched, asks: Sequence[Callable[[], object]]
) -> list[Future[object]]:
    """The first on its way through the model; the others waiting, in their order, when it ends."""
    lines = [*batched._embedding.values(), *batched._windowing.values()]
    with ThreadPoolExecutor(len(asks)) as threads:
        runs = [threads.submit(asks[0])]
        assert space.begun.wait(30)
        for number, ask in enumerate(asks[1:], 1):
            runs.append(threads.submit(ask))
            while sum(len(line._waiting) for line in lines) < number:
                pass
        space.let_go.set()
    return runs


def test_callers_who_wait_go_together_and_get_their_own() -> None:
    space = Held()
    noted: list[tuple[Modality, int]] = []
    batched = Batched(space, note=lambda *each: noted.append(each))
    asked = [texts("a"), texts("b"), texts("c", "d"), texts("e")]
    runs = ask_behind_the_first(
        space, batched, [lambda m=media: batched.embed(Modality.TEXT, m) for media in asked]
    )
    for run, media in zip(runs, asked, strict=True):
        np.testing.assert_array_equal(run.result(), RandomSpace().embed(Modality.TEXT, media))
    assert space.passes == [1, 4]
    assert noted == [(Modality.TEXT, 1), (Modality.TEXT, 4)]


def test_windows_go_together_too() -> None:
    space = Held()
    batched = Batched(space)
    sounds = [
        Audio(np.zeros(8_000 * seconds, np.float32), 8_000, f"hash {seconds}", f"{seconds} s")
        for seconds in (1, 3, 5)
    ]
    runs = ask_behind_the_first(
        space,
        batched,
        [lambda s=sound: batched.embed_windows(Modality.AUDIO, [s]) for sound in sounds],
    )
    assert space.passes == [1, 2]
    for run, sound in zip(runs, sounds, strict=True):
        (seen,) = run.result()  # type: ignore[misc]
        assert len(seen.vectors) == (sound.seconds + 1) // 2
        np.testing.assert_array_equal(
            seen.pooled, RandomSpace(windowed=TIMED).embed(Modality.AUDIO, [sound])[0]
        )


def test_what_one_medium_breaks_is_broken_for_its_caller_only() -> None:
    space = Held(unbearable="odd")
    batched = Batched(space)
    odd = load_media("text", Source.text("b", name="the odd one"))
    asked: list[Sequence[Medium]] = [texts("a"), odd, texts("c")]
    runs = ask_behind_the_first(
        space, batched, [lambda m=media: batched.embed(Modality.TEXT, m) for media in asked]
    )
    assert space.passes == [1, 2, 1, 1]
    with pytest.raises(SpaceError, match="borne"):
        runs[1].result()
    for at in (0, 2):
        np.testing.assert_array_equal(
            runs[at].result(), RandomSpace().embed(Modality.TEXT, asked[at])
        )


def test_a_pass_takes_no_more_than_it_may_and_nobody_is_left_waiting() -> None:
    space = Held()
    batched = Batched(space, most={Modality.TEXT: 3})
    asked = [texts("a"), *(texts(str(number)) for number in range(7)), texts("x", "y", "z", "w")]
    runs = ask_behind_the_first(
        space, batched, [lambda m=media: batched.embed(Modality.TEXT, m) for media in asked]
    )
    assert space.passes == [1, 3, 3, 1, 4]  # what is larger than a pass goes alone
    assert all(run.exception() is None for run in runs)


def test_modalities_do_not_wait_for_each_other() -> None:
    space = Held()
    batched = Batched(space)
    sound = Audio(np.zeros(800, np.float32), 800, "hash", "a sound")
    with ThreadPoolExecutor(2) as threads:
        text = threads.submit(batched.embed, Modality.TEXT, texts("a"))
        assert space.begun.wait(30)
        threads.submit(batched.embed, Modality.AUDIO, [sound])
        while len(space.passes) < 2:  # both are under way
            pass
        space.let_go.set()
        assert text.result().shape == (1, space.dim)


def test_a_space_that_miscounts_is_found_out_alone() -> None:
    class Miscounting(Held):
        def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
            return super().embed(modality, media)[: 2 if len(media) > 1 else None]

    space = Miscounting()
    batched = Batched(space)
    asked = [texts(word) for word in "abcd"]
    runs = ask_behind_the_first(
        space, batched, [lambda m=media: batched.embed(Modality.TEXT, m) for media in asked]
    )
    for run, media in zip(runs, asked, strict=True):
        np.testing.assert_array_equal(run.result(), RandomSpace().embed(Modality.TEXT, media))


def test_many_threads_get_their_own() -> None:
    batched = Batched(RandomSpace())
    media = texts(*(f"word {number}" for number in range(400)))
    with ThreadPoolExecutor(32) as threads:
        rows = list(threads.map(lambda one: batched.embed(Modality.TEXT, [one])[0], media))
    np.testing.assert_array_equal(np.stack(rows), RandomSpace().embed(Modality.TEXT, media))


def test_a_model_gives_merged_texts_what_it_gives_each_alone() -> None:
    space = LiteSpace(device="cpu")
    batched = Batched(space)
    media = texts("oat drink", "a frog that croaks", "a kettle with a plug for " + "socket " * 40)
    alone = np.vstack([space.embed(Modality.TEXT, [one]) for one in media])
    with ThreadPoolExecutor(12) as threads:
        rows = list(threads.map(lambda one: batched.embed(Modality.TEXT, [one])[0], media * 4))
    np.testing.assert_allclose(np.stack(rows), np.vstack([alone] * 4), atol=1e-5)
