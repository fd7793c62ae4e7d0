"""A small ImageBind of Meta's own classes drives the storefront from end to end.

Its weights are random, so what it proposes is noise: the answers are right all the same.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_imagebind import tiny_checkpoint

from modalities import Modality
from modalities.imagebind.space import ImageBindSpace
from router import Ingest, Router, Store, load_config
from router.demo import Episode, ask, load_questions

ROOT = Path(__file__).resolve().parents[2]
STOREFRONT = ROOT / "examples" / "storefront"
ASKED = ("image", "audio", "text", "depth")


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Episode]]:
    folder = tmp_path_factory.mktemp("imagebind")
    space = ImageBindSpace(str(tiny_checkpoint(folder)), device="cpu")
    config = load_config(ROOT / "configs" / "imagebind.yaml")
    with Store.open(folder / "store", create=True) as store:
        router = Router(config, store, spaces=[space])
        readers = {kind: router.readers[kind] for kind in config.catalogue_readers}
        ingest = Ingest(store, [space], readers, config.vocabulary, config.record_fields)
        assert not ingest.run(STOREFRONT / "catalogue.jsonl").failed
        yield list(ask(router, load_questions(STOREFRONT / "questions.jsonl")))


def test_every_question_is_answered_as_promised(episodes: list[Episode]) -> None:
    wrong = [
        (episode.question.ask, sorted(episode.marked.returned), sorted(episode.question.expect))
        for episode in episodes
        if not episode.is_as_promised
    ]
    assert not wrong
    assert any(episode.question.expect for episode in episodes)
    assert any(not episode.question.expect for episode in episodes)


@pytest.mark.parametrize("asked", ASKED)
def test_every_modality_asks_in_lanes_to_every_other(asked: str, episodes: list[Episode]) -> None:
    lanes = {
        lane.lane: lane
        for episode in episodes
        if any(entry.kind == asked for entry in episode.question.media)
        for lane in episode.answer.telemetry.lanes
    }
    for indexed in ASKED:
        lane = lanes[f"imagebind:tiny:{asked}->{indexed}"]
        assert lane.proposed > 0
        assert lane.best_score is not None
        assert lane.best_score == lane.best_score
    assert f"imagebind:tiny:{asked}->{Modality.THERMAL}" in lanes


def test_alone_it_would_have_been_wrong(episodes: list[Episode]) -> None:
    """Else the judges would have had nothing to decide."""
    nearest = [episode.near[0].is_right for episode in episodes if episode.question.expect]
    assert not all(nearest)
