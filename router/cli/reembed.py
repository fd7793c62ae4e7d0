"""``crossjudge reembed``: vectors of a new space for a store that exists."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .progress import progress
from .status import BAD_INPUT, OK
from .terminal import complain, note

if TYPE_CHECKING:
    from router.reembed import ReembedReport


def reembed(
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[Path, typer.Option("--store", "-s", help="A folder that an ingest made.")],
    prune: Annotated[
        bool, typer.Option("--prune", help="Then remove the vectors of all other spaces.")
    ] = False,
) -> int:
    """Embed what is stored in the config's spaces, from the kept files. Run again to resume."""
    from router.build import build_spaces
    from router.config import load_config
    from router.opening import open_store
    from router.reembed import Reembed

    loaded = load_config(config)
    spaces = build_spaces(loaded)
    with open_store(loaded, store) as opened:
        work = Reembed(opened, spaces)
        with progress("embedding", len(work.awaiting())) as advance:
            report = work.run(lambda _: advance(), prune=prune)
    _tell(report, prune=prune)
    return BAD_INPUT if report.failed else OK


def _tell(report: "ReembedReport", *, prune: bool) -> None:
    for line in report.failed:
        complain(line)
    note(
        f"embedded {report.embedded}, already there {report.already}, "
        f"failed {len(report.failed)} in {report.seconds:.1f} s"
    )
    for fingerprint in report.pruned:
        note(f"removed the vectors of {fingerprint}")
    if prune and report.failed:
        complain("nothing was removed: not everything could be embedded")
