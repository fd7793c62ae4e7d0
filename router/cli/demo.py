"""``crossjudge demo``: proximity beside evidence, on the storefront."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from .ingest import run_ingest
from .status import INTERNAL, OK
from .terminal import complain, put_json

if TYPE_CHECKING:
    from router.demo import Files


def demo(
    store: Annotated[
        Path | None,
        typer.Option("--store", "-s", help="Where to keep the catalogue; else .storefront/."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Ask a small shop: what the space alone would have answered, beside what is confirmed."""
    from router.config import load_config
    from router.demo import ask, demo_data, load_questions
    from router.opening import open_store
    from router.router import Router

    from .episodes import show_episode, show_summary

    files = _files()
    config = load_config(files.config)
    questions = load_questions(files.questions)
    with open_store(config, store or files.store, create=True) as opened:
        if run_ingest(config, opened, files.catalogue, delete_missing=True).failed:
            return INTERNAL
        router = Router(config, opened)
        episodes = []
        for number, episode in enumerate(ask(router, questions), start=1):
            episodes.append(episode)
            if not as_json:
                show_episode(episode, number, len(questions))
    if as_json:
        put_json(demo_data(episodes))
    else:
        show_summary(episodes)
    broken = [episode for episode in episodes if not episode.is_as_promised]
    for episode in broken:
        complain(f"{episode.question.where}: {episode.question.ask}: not as expected")
    return INTERNAL if broken else OK


def _files() -> "Files":
    import router
    from router.demo import find_files

    files = find_files(Path(router.__file__).parents[1], Path.cwd())
    if files is None:
        raise TyperException(
            "demo: found no examples/storefront, expected a checkout of the project; "
            "the installed package does not carry the demo's media"
        )
    return files
