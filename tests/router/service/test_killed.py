"""A service that is killed while it stores loses nothing that it acknowledged."""

import json
import signal
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from catalogues import Catalogues
from served import Served
from world import item

from judges import Principal
from modalities import Modality
from router.index import VectorIndexes
from router.testing import RandomSpace

ITEMS = 120
KILLS = 4
KILLS_OVER_A_SERVER = 2


def lines() -> bytes:
    return "".join(json.dumps(item(number)) + "\n" for number in range(ITEMS)).encode()


def put_until_killed(served: Served, acknowledged: set[str], begin: int) -> None:
    """Store one item after the other beside the job, noting each answer."""
    try:
        for number in range(begin, begin + 10_000):
            body = {"record": {"sku": f"P-{number}"}, "text": f"put {number}"}
            done = served.client.put(f"/v1/items/put-{number}", json=body)
            if done.status_code in (200, 201):
                acknowledged.add(f"put-{number}")
    except httpx2.TransportError:
        return


def state(served: Served, location: str) -> Any:
    done = served.client.get(location)
    assert done.status_code == 200, done.text
    return done.json()


def finished(served: Served, location: str) -> Any:
    for _ in range(1200):
        job = state(served, location)
        if job["ended"] is not None:
            return job
        time.sleep(0.05)
    raise AssertionError(f"still {job}")


def test_no_kill_loses_what_was_acknowledged(tmp_path: Path, catalogues: Catalogues) -> None:
    chance = np.random.default_rng(5)
    put: set[str] = set()
    jobs: list[str] = []
    for number in range(KILLS if catalogues.are_files else KILLS_OVER_A_SERVER):
        served = Served(tmp_path, catalogues)
        done = served.client.post("/v1/items", files=[("manifest", ("m.jsonl", lines()))])
        assert done.status_code == 202, done.text
        jobs.append(done.headers["Location"])
        putting = threading.Thread(target=put_until_killed, args=(served, put, 1000 * number))
        putting.start()
        time.sleep(chance.uniform(0, 0.6))
        served.kill()
        putting.join()
    served = Served(tmp_path, catalogues)
    try:
        # One more, in peace: an ingest sweeps up what killed ones left behind.
        again = served.client.post("/v1/items", files=[("manifest", ("m.jsonl", lines()))])
        jobs.append(again.headers["Location"])
        for location in jobs:  # each was acknowledged, so each comes to its end
            job = finished(served, location)
            assert job["state"] == "done"
            assert (job["failed"], job["stored"] + job["unchanged"]) == (0, ITEMS)
        for item_id in put:
            assert served.client.get(f"/v1/items/{item_id}").status_code == 200
        found = served.client.post("/v1/search", json={"claims": {"sku": "S-1"}}).json()
        assert {each["id"] for each in found["items"]} == {"item-004", "item-005"}
    finally:
        assert served.stop() in (0, -signal.SIGTERM)
    with catalogues.open(tmp_path) as store:
        scope = store.scope(Principal())
        assert set(scope.ids(scope.item_keys().tolist()).values()) >= put
        size = VectorIndexes(store).size(RandomSpace().fingerprint, Modality.TEXT, scope)
        assert size == scope.item_count()  # no item without its vector
        assert store.sweep() == 0
