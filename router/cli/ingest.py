"""``crossjudge ingest``: from a manifest to a store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .progress import progress
from .status import BAD_INPUT, OK
from .terminal import complain, note

_BATCH = 8
"""Items. Few enough that progress shows while their pictures are read."""

if TYPE_CHECKING:
    from router.config import Config
    from router.ingest import IngestReport
    from router.store import Store


def ingest(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="JSONL or CSV, one item a line.")
    ],
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[
        Path, typer.Option("--store", "-s", help="A folder; made where there is none.")
    ],
    delete_missing: Annotated[
        bool, typer.Option("--delete-missing", help="Delete items that the manifest lacks.")
    ] = False,
) -> int:
    """Store what a manifest lists. Run it again to resume or update; what is unchanged is kept."""
    from router.config import load_config
    from router.opening import open_store

    loaded = load_config(config)
    with open_store(loaded, store, create=True) as opened:
        report = run_ingest(loaded, opened, manifest, delete_missing=delete_missing)
    note(
        f"stored {report.stored}, unchanged {report.unchanged}, failed {len(report.failed)}, "
        f"deleted {report.deleted} in {report.seconds:.1f} s"
    )
    if report.deletion_skipped:
        complain("nothing was deleted: a bad line does not say which item it is")
    return BAD_INPUT if report.failed else OK


def run_ingest(
    config: "Config", store: "Store", manifest: Path, *, delete_missing: bool = False
) -> "IngestReport":
    """Ingest with progress on stderr; every bad item is reported there, one line each.

    Raises ManifestError, StoreError, ConfigError.
    """
    from router.build import build_readers, build_spaces
    from router.ingest import Ingest
    from router.manifest import estimated_length

    work = Ingest(
        store,
        build_spaces(config),
        build_readers(config.catalogue_readers),
        config.vocabulary,
        config.record_fields,
        batch=_BATCH,
    )
    with progress("ingesting", estimated_length(manifest)) as advance:
        report = work.run(manifest, lambda _: advance(), delete_missing=delete_missing)
    for bad in report.failed:
        complain(bad.message)
    return report
