"""The service over HTTP on loopback, beside the same work done by direct calls in one process.

    python benchmarks/service.py [--part texts|photos|memory]… [--rounds N] [--seconds N]

Clients ask in a closed loop, each with a connection of its own, and heed ``Retry-After``. Direct
calls load the same media, search and encode the same answers, with as many threads as did best. The
two take turns every few seconds, so that a machine that slows down does so for both. The clients
share the machine's cores with the service. A last part asks many times over, and watches the memory
of the service's process.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, NamedTuple

from modalities import Source, load_media
from router import Ingest, Request, Router, Store, load_config
from router.cli.logs import configure_logs
from router.report import answer_data
from router.service.responses import encoded

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "configs/storefront.yaml"
STOREFRONT = ROOT / "examples/storefront"
PARTS = ("texts", "photos", "memory")
CLIENTS = (1, 4, 16, 64)
THREADS = (1, 4, 16)
"""Of the direct calls."""
BOUNDARY = "crossjudge-benchmark"
_SERIAL = count()


class Question(NamedTuple):
    """One query, as JSON beside a photo or without one."""

    asked: dict[str, Any]
    photo: bytes | None

    def anew(self, number: int) -> "Question":
        """The same with other bytes after the photo's end, so that it must be read anew."""
        photo = None if self.photo is None else self.photo + number.to_bytes(8)
        return Question(self.asked, photo)

    def over_http(self) -> tuple[bytes, str]:
        """Body and content type."""
        text = json.dumps(self.asked).encode()
        if self.photo is None:
            return text, "application/json"
        part = b'--%b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
        mark = BOUNDARY.encode()
        body = part % (mark, b"request", b"", text)
        body += part % (mark, b"image", b'; filename="photo"', self.photo)
        return body + b"--%b--\r\n" % mark, f"multipart/form-data; boundary={BOUNDARY}"

    def directly(self, router: Router) -> bytes:
        """The same answer, by calls."""
        sources = [("text", Source.text(text)) for text in self.asked.get("text", [])]
        if self.photo is not None:
            sources.append(("image", Source("photo", None, self.photo)))
        media = tuple(medium for kind, source in sources for medium in load_media(kind, source))
        request = Request(media, self.asked["context"], self.asked["claims"])
        return encoded(answer_data(router.search(request), dossiers=0))


def stated() -> list[Question]:
    """Texts with a claim, as many as the storefront has items."""
    questions = []
    for line in (STOREFRONT / "catalogue.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)["record"]
        asked = {
            "text": [f"{record['name']}, as in the shop"],
            "claims": {"name": record["name"]},
            "context": {"region": "EU"},
        }
        questions.append(Question(asked, None))
    return questions


def identified() -> list[Question]:
    """Claims alone: nothing is embedded, so that many can be asked in little time."""
    lines = (STOREFRONT / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    gtins = [record["gtin"] for line in lines if "gtin" in (record := json.loads(line)["record"])]
    return [
        Question({"claims": {"gtin": gtin}, "context": {"region": "EU"}}, None) for gtin in gtins
    ]


def photographed() -> list[Question]:
    """Photos, whose words and barcodes are read."""
    photos = sorted((STOREFRONT / "queries").glob("*.jpg"))
    asked: dict[str, Any] = {"claims": {}, "context": {"region": "EU"}}
    return [Question(asked, photo.read_bytes()) for photo in photos]


@dataclass
class Round:
    """What came of asking for some time."""

    seconds: list[float] = field(default_factory=list)
    """Of each answer with status 200."""
    statuses: dict[int, int] = field(default_factory=dict)
    spent: float = 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Ask = Callable[[Question], tuple[int, float]]
"""Status of the answer, and seconds to wait before asking again."""


def ask_for(
    seconds: float, workers: int, questions: Sequence[Question], make: Callable[[], Ask], most: int
) -> Round:
    """Ask from so many threads, each as soon as it has its answer, ``most`` times at most."""
    found, lock, numbers = Round(), threading.Lock(), count()
    asks = [make() for _ in range(workers)]
    began = perf_counter()

    def work(ask: Ask) -> None:
        while (number := next(numbers)) < most and perf_counter() - began < seconds:
            question = questions[number % len(questions)].anew(next(_SERIAL))
            start = perf_counter()
            status, pause = ask(question)
            spent = perf_counter() - start
            with lock:
                found.statuses[status] = found.statuses.get(status, 0) + 1
                if status == 200:
                    found.seconds.append(spent)
            sleep(pause)

    threads = [threading.Thread(target=work, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.spent = perf_counter() - began
    return found


def by_http(port: int) -> Ask:
    """A client with a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(question: Question) -> tuple[int, float]:
        body, kind = question.over_http()
        connection.request("POST", "/v1/search", body, {"Content-Type": kind})
        response = connection.getresponse()
        response.read()
        return response.status, float(response.headers.get("Retry-After", 0))

    return ask


def by_calls(router: Router) -> Ask:
    def ask(question: Question) -> tuple[int, float]:
        question.directly(router)
        return 200, 0.0

    return ask


class Served:
    """``crossjudge serve`` as a process of its own."""

    def __init__(self, store: Path) -> None:
        self.port = 18_080
        command = ["serve", "--config", str(CONFIG), "--store", str(store)]
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "crossjudge", *command, "--port", str(self.port)],
            stderr=subprocess.DEVNULL,
        )
        while not self._is_ready():
            sleep(0.2)

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise SystemExit("the service has ended; is its port taken?")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def memory(self) -> float:
        """Resident, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


def compare(
    name: str,
    questions: Sequence[Question],
    router: Router,
    served: Served,
    turns: int,
    seconds: float,
) -> None:
    """One table: direct calls and the service in turns."""
    rounds: dict[str, list[Round]] = {}
    for _ in range(turns):
        for threads in THREADS:
            found = ask_for(seconds, threads, questions, lambda: by_calls(router), sys.maxsize)
            rounds.setdefault(f"direct, {threads} threads", []).append(found)
        for clients in CLIENTS:
            found = ask_for(seconds, clients, questions, lambda: by_http(served.port), sys.maxsize)
            rounds.setdefault(f"service, {clients} clients", []).append(found)
    rates = {
        row: sum(len(each.seconds) for each in found) / sum(each.spent for each in found)
        for row, found in rounds.items()
    }
    best = max(rate for row, rate in rates.items() if row.startswith("direct"))
    print(f"\n{name}\n")
    print("| | a second | of the best direct | p50 ms | p95 ms | p99 ms | 503 | other |")
    print("|---|---|---|---|---|---|---|---|")
    for row, found in rounds.items():
        both = Round([one for each in found for one in each.seconds])
        turned_away = sum(each.statuses.get(503, 0) for each in found)
        other = sum(sum(each.statuses.values()) for each in found) - turned_away - len(both.seconds)
        figures = " | ".join(f"{both.quantile(share):.0f}" for share in (0.5, 0.95, 0.99))
        share = f"{100 * rates[row] / best:.0f}%"
        print(
            f"| {row} | {rates[row]:.1f} | {share} | {figures} | {turned_away} | {other} |",
            flush=True,
        )


def watch_memory(questions: Sequence[Question], served: Served, requests: int) -> None:
    """Resident memory after every twentieth part of many requests."""
    part = max(1, requests // 20)
    curve, statuses = [served.memory()], dict[int, int]()
    print(f"\nmemory over {20 * part} requests, MB after each twentieth:", end="", flush=True)
    for _ in range(20):
        found = ask_for(3600, 4, questions, lambda: by_http(served.port), part)
        for status, number in found.statuses.items():
            statuses[status] = statuses.get(status, 0) + number
        curve.append(served.memory())
        print(f" {curve[-1]:.0f}", end="", flush=True)
    print(f"\nfrom a quarter on: {curve[-1] - curve[5]:+.0f} MB; by status: {statuses}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", action="append", choices=PARTS, help="all without it")
    parser.add_argument("--seconds", type=float, default=4, help="of each turn")
    parser.add_argument("--rounds", type=int, default=6, help="turns of each row")
    parser.add_argument("--requests", type=int, default=20_000, help="while memory is watched")
    given = parser.parse_args()
    configure_logs("error")
    sys.setswitchinterval(0.0005)  # as the command line does
    parts = given.part or PARTS
    config = load_config(CONFIG)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), create=True) as store:
        router = Router(config, store)
        Ingest(store, router.spaces, {}, config.vocabulary, config.record_fields).run(
            STOREFRONT / "catalogue.jsonl"
        )
        router.warm_up()
        served = Served(Path(folder))
        try:
            measured = (router, served, given.rounds, given.seconds)
            if "texts" in parts:
                compare("Texts with a claim", stated(), *measured)
            if "photos" in parts:
                compare("Photos, each read anew", photographed(), *measured)
            if "memory" in parts:
                mixed = [*identified() * 8, *stated(), *photographed()[:2]]
                watch_memory(mixed, served, given.requests)
        finally:
            status = served.stop()
        print(f"stopped with status {status}")


if __name__ == "__main__":
    main()
