"""Each check of the contract of spaces fails for a space that breaks it, and says how in a line."""

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from modalities import Audio, Image, Medium, Modality, Text, Windows
from router.testing import RandomSpace, SpaceContract, SpaceSample

Rows = NDArray[np.float32]
TAKEN = frozenset({Modality.AUDIO, Modality.TEXT})


class Honest(RandomSpace):
    """Keeps the contract; what is derived from it breaks one part."""

    def __init__(self) -> None:
        super().__init__(modalities=TAKEN, windowed=frozenset({Modality.AUDIO}))


def stating(**attributes: Any) -> type[Honest]:
    """An honest space but for what it says of itself."""

    class Stating(Honest):
        def __init__(self) -> None:
            super().__init__()
            vars(self).update(attributes)

    return Stating


def embedding(change: Callable[[Rows], Rows]) -> type[Honest]:
    """An honest space but for its vectors."""
    return answering(lambda _space, _media, rows: change(rows))


def answering(change: Callable[[Honest, Sequence[Medium], Rows], Rows]) -> type[Honest]:
    """An honest space but for what it makes of the media that it takes."""

    class Answering(Honest):
        def embed(self, modality: Modality, media: Sequence[Medium]) -> Rows:
            return change(self, media, super().embed(modality, media))

    return Answering


def seeing(change: Callable[[list[Windows]], list[Windows]]) -> type[Honest]:
    """An honest space but for its windows."""

    class Seeing(Honest):
        def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
            return change(super().embed_windows(modality, media))

    return Seeing


def hopping(hops: Callable[[Modality, Modality], Any]) -> type[Honest]:
    class Hopping(Honest):
        def hops(self, asked: Modality, indexed: Modality) -> Any:
            return hops(asked, indexed)

    return Hopping


class Nameless:
    """A space only in part."""

    modalities = TAKEN


class NamedAnew(Honest):
    number = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.name = f"random-{next(self.number)}"


class MarkedAnew(Honest):
    number = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = f"random-{next(self.number)}"


class MarkedWhenLoaded(Honest):
    def warm_up(self) -> None:
        self.fingerprint = f"{self.fingerprint}-loaded"


class Forgiving(Honest):
    """Takes whatever it is given for what it is said to be."""

    def _check(self, *_: Any) -> None:
        """Nothing is refused."""


class Clumsy(Honest):
    def _check(self, modality: Modality, *_: Any) -> None:
        {each: each for each in self.modalities}[modality]


class FirstOnly(Honest):
    """Looks no further than the first medium."""

    def _check(self, modality: Modality, media: Sequence[Medium], *rest: Any) -> None:
        super()._check(modality, media[:1], *rest)


class Shaky(Honest):
    """Gives something else whenever two threads are inside."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.both = threading.Barrier(2, timeout=30)

    def embed(self, modality: Modality, media: Sequence[Medium]) -> Rows:
        rows = super().embed(modality, media)
        if threading.current_thread() is threading.main_thread():
            return rows
        self.both.wait()
        return -rows


def overwriting(_: Honest, media: Sequence[Medium], rows: Rows) -> Rows:
    for medium in media:
        if isinstance(medium, Audio):
            medium.samples[:] = 0
    return rows


def noisy(space: Honest, _: Sequence[Medium], rows: Rows) -> Rows:
    calls = vars(space)["calls"] = vars(space).get("calls", 0) + 1
    return np.roll(rows, calls, axis=1)


def by_batch(_: Honest, media: Sequence[Medium], rows: Rows) -> Rows:
    return np.roll(rows, len(media), axis=1)


def in_its_own_order(_: Honest, media: Sequence[Medium], rows: Rows) -> Rows:
    order = sorted(range(len(media)), key=lambda place: media[place].content_hash)
    return rows[order]


def with_spans(change: Callable[[NDArray[np.float64]], Any]) -> type[Honest]:
    return seeing(lambda seen: [replace(each, spans=change(each.spans)) for each in seen])


def with_vectors(change: Callable[[Rows], Any]) -> type[Honest]:
    return seeing(lambda seen: [replace(each, vectors=change(each.vectors)) for each in seen])


TURNS = itertools.count()


def unsteady(vectors: Rows) -> Rows:
    return np.roll(vectors, next(TURNS), axis=1)


BROKEN: list[tuple[str, Callable[[], Any], str]] = [
    ("keeps_the_protocol", Nameless, "lacks a part of the Space protocol"),
    ("name_is_set_and_stable", stating(name=" "), "name: found ' '"),
    ("name_is_set_and_stable", NamedAnew, "named otherwise"),
    ("licence_is_stated", stating(licence=""), "licence: found ''"),
    ("takes_some_modality", stating(modalities=frozenset()), "modalities: found frozenset()"),
    ("takes_some_modality", stating(modalities=frozenset({"smell"})), "'smell' is none"),
    ("fingerprint_is_one_word", stating(fingerprint="a/b"), "not safe in a file name"),
    ("fingerprint_is_one_word", stating(fingerprint=""), "not safe in a file name"),
    ("fingerprint_is_stable", MarkedAnew, "a second space has another fingerprint"),
    ("fingerprint_is_stable", MarkedWhenLoaded, "loading changes the fingerprint"),
    ("hops_make_sense", hopping(lambda *_: 1), "expected 0"),
    ("hops_make_sense", hopping(lambda a, b: -int(a is not b)), "expected 0 or more"),
    ("hops_make_sense", hopping(lambda a, b: int(a > b)), "and others back"),
    ("gives_unit_vectors", stating(dim=0), "dim: found 0"),
    ("gives_unit_vectors", embedding(lambda rows: rows[:1]), "expected (2, 16)"),
    ("gives_unit_vectors", embedding(lambda rows: rows[:, 1:]), "expected (2, 16)"),
    ("gives_unit_vectors", embedding(lambda rows: 2 * rows), "norms 2"),
    ("gives_unit_vectors", embedding(lambda rows: rows * np.nan), "not finite"),
    ("gives_unit_vectors", embedding(lambda rows: rows.astype(float)), "found float64"),
    ("nothing_gives_no_rows", embedding(lambda _: np.zeros(0, np.float32)), "expected (0, 16)"),
    ("nothing_gives_no_rows", embedding(lambda rows: rows.astype(float)), "found float64"),
    ("same_media_give_the_same", answering(noisy), "two runs differ"),
    (
        "different_media_differ",
        embedding(lambda rows: rows[:1].repeat(len(rows), axis=0)),
        "two media get one vector",
    ),
    ("batch_equals_one_at_a_time", answering(by_batch), "a batch differs by"),
    ("rows_follow_the_media", answering(in_its_own_order), "not in the media's order"),
    ("media_are_left_alone", answering(overwriting), "changed what it was given"),
    ("threads_agree", Shaky, "threads disagree"),
    ("refuses_what_it_does_not_take", Forgiving, "is not refused"),
    ("refuses_what_it_does_not_take", Clumsy, "raises KeyError, expected SpaceError"),
    ("refuses_media_of_another_modality", Forgiving, "given as"),
    ("refuses_media_of_another_modality", FirstOnly, "among audio media, is not refused"),
    (
        "windows_are_of_modalities_it_takes",
        stating(windowed=frozenset({Modality.VIDEO})),
        "windowed: video",
    ),
    (
        "windows_pool_to_the_vector",
        seeing(lambda seen: [replace(each, pooled=-each.pooled) for each in seen]),
        "pooled is not what embed gives",
    ),
    ("windows_pool_to_the_vector", seeing(lambda seen: seen[:1]), "windows of 1 media"),
    ("windows_are_unit_vectors", with_vectors(lambda rows: rows[:1]), "spans of shape"),
    ("windows_are_unit_vectors", with_vectors(lambda rows: rows * 3), "audio windows: norms"),
    ("windows_cover_the_medium", with_spans(lambda spans: spans + 1), "begin at 1 s"),
    ("windows_cover_the_medium", with_spans(lambda spans: spans[::-1]), "begin at"),
    (
        "windows_cover_the_medium",
        with_spans(lambda spans: np.concatenate((spans[:1], spans[:1], spans[2:]))),
        "order of time",
    ),
    (
        "windows_cover_the_medium",
        with_spans(lambda spans: np.column_stack((spans[:, 0], spans[:, 0] + 1))),
        "leave a gap",
    ),
    (
        "windows_cover_the_medium",
        with_spans(lambda spans: np.minimum(spans, spans[-1, 0] + 0.5)),
        "windows end at 4.5 s of 5 s",
    ),
    ("windows_are_the_same_each_time", with_vectors(unsteady), "windows of two runs differ"),
    (
        "windows_of_nothing_are_none",
        seeing(lambda seen: seen or [Windows(*(np.zeros(1),) * 3)]),
        "1 windows of no media",
    ),
    ("windows_of_other_modalities_are_refused", Forgiving, "which it sees without windows"),
]


@pytest.mark.parametrize(
    ("check", "build", "message"), BROKEN, ids=[f"{check}-{why}" for check, _, why in BROKEN]
)
def test_a_broken_space_fails_its_check(check: str, build: Callable[[], Any], message: str) -> None:
    with pytest.raises(AssertionError) as caught:
        getattr(SpaceContract(), f"test_{check}")(SpaceSample(build))
    said = str(caught.value)
    assert message in said
    assert "\n" not in said


def test_an_honest_space_passes_every_check() -> None:
    for check in checks():
        getattr(SpaceContract(), check)(SpaceSample(Honest))


def test_every_check_has_a_broken_space() -> None:
    tried = {f"test_{check}" for check, _, _ in BROKEN}
    assert checks() - tried == {"test_sample_has_two_of_each"}


@pytest.mark.parametrize("media", [{}, {Modality.AUDIO: [], Modality.TEXT: []}])
def test_a_sample_with_too_few_media_fails(media: dict[Modality, list[Medium]]) -> None:
    with pytest.raises(AssertionError, match=r"the sample has 0 (audio|text) media, expected two"):
        SpaceContract().test_sample_has_two_of_each(SpaceSample(Honest, media))


def test_media_of_ones_own_are_used() -> None:
    words = [Text(words, words, "mine") for words in ("a", "b", "c")]
    sample = SpaceSample(
        lambda: RandomSpace(modalities=frozenset({Modality.TEXT})), {Modality.TEXT: words}
    )
    SpaceContract().test_rows_follow_the_media(sample)
    assert sample.media[Modality.TEXT] is words


def test_made_up_media_are_of_every_modality_and_differ() -> None:
    media = SpaceSample(RandomSpace).media
    assert set(media) == set(Modality)
    for modality, (one, other) in media.items():
        assert one.modality is other.modality is modality
        assert one.content_hash != other.content_hash
    image = media[Modality.IMAGE][1]
    assert isinstance(image, Image)
    assert image.pixels.flags["C_CONTIGUOUS"]


def checks() -> set[str]:
    return {name for name in dir(SpaceContract) if name.startswith("test_")}
