"""One router, many threads, and an ingest beside them: each gets the answer it would get alone."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from world import ingest, item

from judges import Principal
from modalities import Source, Space, load_media
from router import Config, Request, Router
from router.service.batching import Batched
from router.testing import RandomSpace

ASKERS = (Principal(), Principal("ada", "acme"), Principal("bob", "globex"))
THREADS = 16
SEARCHES = 240


def request(number: int) -> Request:
    media = load_media("text", Source.text(f"text of item {number}"))
    return Request(media, {}, {"sku": f"S-{number % 6}"}, ASKERS[number % len(ASKERS)])


def found(router: Router, number: int) -> list[str]:
    answer = router.search(request(number))
    assert answer.telemetry.seconds["total"] > 0
    return [each.id for each in answer.items]


@pytest.mark.parametrize("space", [RandomSpace(), Batched(RandomSpace())], ids=["plain", "batched"])
def test_threads_get_what_they_would_get_alone(
    make_router: Callable[..., Router], shop: Config, space: Space
) -> None:
    tenants = (None, "acme", "globex")
    items = [item(number, access={"tenant": tenants[number % 3]}) for number in range(18)]
    router = make_router(shop, items, space)
    alone = [found(router, number) for number in range(36)]
    assert any(alone)
    assert any(each != alone[0] for each in alone)
    stop = threading.Event()

    def write() -> None:
        """Other items come and go: the indexes and the snapshot change all the while."""
        number = 100
        while not stop.is_set():
            ingest(router.store, shop, router.spaces, [item(number, sku="other")])
            router.store.delete([f"item-{number:03d}"])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            numbers = [number % 36 for number in range(SEARCHES)]
            answers = list(threads.map(lambda number: found(router, number), numbers))
    finally:
        stop.set()
        writer.join()
    assert answers == [alone[number] for number in numbers]
