"""A service's readers, shared by many requests, read what readers by themselves read."""

import pytest
from drawn import image_of, lines

from judges import Reading
from modalities import Image, Modality
from router.build import build_readers
from router.readings import QueryReadings
from router.service.sharing import shared_readers


class Unheard:
    """Nobody who hears how models are shared."""

    def embedded(self, space: str, modality: Modality, media: int) -> None: ...

    def read(self, kind: str, remembered: bool) -> None: ...


@pytest.fixture(scope="module")
def label() -> Image:
    return image_of(lines("ROASTED BARLEY", "KT-3307M", "4410 221", "Net 450 g"))


@pytest.mark.parametrize("kind", ["words", "model_code", "bare_code", "quantity"])
def test_shared_readers_read_the_same(kind: str, label: Image) -> None:
    alone, shared = build_readers([kind]), build_readers([kind])

    def read(readers: dict) -> tuple[Reading, ...]:
        readings = QueryReadings((label,), readers, seconds=60)
        readings.start()
        return readings.read(kind)

    assert read(shared_readers(shared, Unheard())) == read(alone) != ()
