"""Pieces in order, a batch at a time, and never many of them in memory."""

import threading
from collections.abc import Callable, Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from modalities.imagebind.batches import AHEAD, THREADS, Part, batches


def part(numbers: list[int]) -> Part:
    return Part(lambda: torch.tensor(numbers), len(numbers))


@given(st.lists(st.integers(1, 9), max_size=30), st.integers(1, 8))
def test_all_pieces_in_order_and_full_batches(sizes: list[int], size: int) -> None:
    total = sum(sizes)
    pieces = iter(range(total))
    parts = [part([next(pieces) for _ in range(count)]) for count in sizes]
    found = [batch.tolist() for batch in batches(parts, size)]
    assert [number for batch in found for number in batch] == list(range(total))
    assert all(len(batch) == size for batch in found[:-1])
    assert all(found)


def test_no_more_is_prepared_than_waits() -> None:
    """Behind a model that takes its time, parts are not even asked for."""
    asked = 0

    def endless() -> Iterator[Part]:
        nonlocal asked
        while True:
            asked += 1
            yield part([asked])

    stream = batches(endless(), 4)
    for taken in range(1, 10):
        next(stream)
        assert asked <= (taken + AHEAD) * 4 + 1
    stream.close()  # type: ignore[attr-defined]


def test_parts_are_prepared_at_the_same_time() -> None:
    meeting = threading.Barrier(THREADS, timeout=30)

    def meet() -> torch.Tensor:
        meeting.wait()
        return torch.zeros(1)

    assert len(list(batches([Part(meet, 1)] * THREADS, THREADS))) == 1


def test_an_error_is_raised_and_nothing_further_prepared() -> None:
    prepared = []

    def make(number: int) -> Callable[[], torch.Tensor]:
        def run() -> torch.Tensor:
            prepared.append(number)
            if number == 3:
                raise ValueError("the third")
            return torch.zeros(1)

        return run

    with pytest.raises(ValueError, match="the third"):
        list(batches((Part(make(number), 1) for number in range(1000)), 2))
    assert max(prepared) < 3 + 3 * AHEAD * 2
