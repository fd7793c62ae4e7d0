import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from modalities import Audio, Medium, Modality, Windows
from router.embedding import embed_each
from router.store import Embedded
from router.testing import RandomSpace

AUDIO = Modality.AUDIO
DIM = 4
SPANS = np.array([[0.0, 2.0], [1.0, 3.0], [3.0, 3.5]])


def recording(name: str) -> Audio:
    return Audio(np.zeros(8, dtype=np.float32), 8, name, name)


def good_windows() -> Windows:
    rows = np.eye(DIM, dtype=np.float32)
    return Windows(rows[3], rows[:3], SPANS)


class Scripted(RandomSpace):
    """Sees recordings through windows that a test has made up; counts how it is asked."""

    def __init__(self, answer: Callable[[Sequence[Medium]], list[Windows]]) -> None:
        super().__init__(DIM)
        self.windowed = frozenset({AUDIO})
        self.answer = answer
        self.asked: list[int] = []

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        assert modality is not AUDIO, "the pooled vector comes with the windows"
        return super().embed(modality, media)

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        self.asked.append(len(media))
        return self.answer(media)


def embedded(space: RandomSpace, *names: str) -> list[Embedded | str]:
    return embed_each(space, AUDIO, [recording(name) for name in names])


def test_the_whole_comes_first_and_its_windows_follow() -> None:
    space = Scripted(lambda media: [good_windows()] * len(media))
    made = embedded(space, "a", "b")
    assert space.asked == [2]
    for each in made:
        assert isinstance(each, Embedded)
        assert each.vectors.tolist() == np.eye(DIM)[[3, 0, 1, 2]].tolist()
        assert np.isnan(each.spans[0]).all()
        assert each.spans[1:].tolist() == SPANS.tolist()


def test_without_windows_there_is_the_whole_alone() -> None:
    space = RandomSpace(DIM)
    (made,) = embedded(space, "a")
    assert isinstance(made, Embedded)
    assert made.vectors.tolist() == space.embed(AUDIO, [recording("a")]).tolist()
    assert (made.spans.shape, np.isnan(made.spans).all()) == ((1, 2), True)


ROWS = np.eye(DIM, dtype=np.float32)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"pooled": ROWS[0] * 2}, "not of length 1"),
        ({"pooled": np.full(DIM, np.nan)}, "not of length 1"),
        ({"pooled": ROWS[:1]}, r"pooled vector of shape \(1, 4\), expected \(4,\)"),
        ({"vectors": ROWS[:3] / 2}, "not of length 1"),
        ({"vectors": ROWS[:3, :2]}, r"windows of shape \(3, 2\), expected \(1 or more, 4\)"),
        ({"vectors": ROWS[0]}, r"windows of shape \(4,\)"),
        ({"vectors": ROWS[:0], "spans": SPANS[:0]}, r"windows of shape \(0, 4\)"),
        ({"spans": SPANS[:2]}, r"spans of shape \(2, 2\), expected \(3, 2\)"),
        ({"spans": SPANS[:, 0]}, r"spans of shape \(3,\)"),
        ({"spans": SPANS + 0.5}, "leave gaps"),
        ({"spans": SPANS - 0.5}, "leave gaps"),
        ({"spans": SPANS[::-1]}, "order of time"),
        ({"spans": SPANS[:, ::-1]}, "order of time"),
        ({"spans": SPANS * [[1, 1], [1, 1], [2, 2]]}, "leave gaps"),
        ({"spans": SPANS * np.nan}, "leave gaps"),
        ({"spans": np.array([[0, 1], [1, 2], [2, np.inf]])}, "leave gaps"),
    ],
)
def test_windows_that_cannot_be_are_refused(
    wrong: dict[str, NDArray[np.float64]], why: str
) -> None:
    def answer(media: Sequence[Medium]) -> list[Windows]:
        return [
            replace(good_windows(), **wrong) if each.content_hash == "bad" else good_windows()
            for each in media
        ]

    good, bad = embedded(Scripted(answer), "good", "bad")
    assert isinstance(good, Embedded)
    assert isinstance(bad, str)
    assert re.match(f"space 'random': found .*{why}", bad)


def test_a_medium_that_breaks_a_space_costs_itself_only() -> None:
    def answer(media: Sequence[Medium]) -> list[Windows]:
        if any(each.content_hash == "bad" for each in media):
            raise RuntimeError("CUDA exploded\nbadly")
        return [good_windows() for _ in media]

    space = Scripted(answer)
    first, bad, last = embedded(space, "a", "bad", "z")
    assert space.asked == [3, 1, 1, 1]
    assert bad == "space 'random': CUDA exploded badly"
    assert isinstance(first, Embedded)
    assert isinstance(last, Embedded)


def test_too_few_windows_are_refused() -> None:
    (made,) = embedded(Scripted(lambda _: []), "a")
    assert made == "space 'random': found windows of 0 media, expected of 1"
