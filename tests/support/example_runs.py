"""Runs an example of ``examples/`` from ingest to answers."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from router import Config, Ingest, Router, Store, load_config
from router.demo import Episode, ask
from router.questions import Question

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 600.0
"""Seconds for a query, and for each of its judges: a machine with other work to do is slow, and
what is tested is the answer. The speech model takes long to make nothing of what is hummed."""


def answered(
    config: str, manifest: Path, questions: Iterable[Question], folder: Path
) -> list[Episode]:
    """Every question, answered by ``configs/<config>.yaml`` over a new store in ``folder``."""
    loaded = _patient(load_config(ROOT / "configs" / f"{config}.yaml"))
    with Store.open(folder / "store", create=True) as store:
        router = Router(loaded, store)
        readers = {kind: router.readers[kind] for kind in loaded.catalogue_readers}
        ingest = Ingest(store, router.spaces, readers, loaded.vocabulary, loaded.record_fields)
        assert not ingest.run(manifest).failed
        return list(ask(router, list(questions)))


def _patient(config: Config) -> Config:
    for judge in config.judges.values():
        judge.time_limit = _PATIENCE
    budget = config.spec.budget.model_copy(update={"seconds": _PATIENCE})
    return replace(config, spec=config.spec.model_copy(update={"budget": budget}))


def broken_promises(episodes: Iterable[Episode]) -> list[tuple[str, list[str], list[str]]]:
    """Question, what it returned and what it should have, of those that were answered otherwise."""
    return [
        (episode.question.ask, sorted(episode.marked.returned), sorted(episode.question.expect))
        for episode in episodes
        if not episode.is_as_promised
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def files_named(manifest: Iterable[dict[str, Any]]) -> set[str]:
    """Paths of the media, texts aside, that items or questions name."""
    return {
        path
        for line in manifest
        for kind, entries in line["media"].items()
        for path in (entries if isinstance(entries, list) else [entries])
        if kind != "text"
    }
