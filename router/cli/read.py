"""``crossjudge read``: one reader on its own, on any files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import depth_sources
from .status import BAD_INPUT, OK
from .terminal import complain, plain, put, put_json

if TYPE_CHECKING:
    from judges import Reader, Reading
    from modalities import Medium, Source


def read(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What to read: barcode, words …")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Pictures, PDFs …")],
    depth_scale: Annotated[
        list[float] | None, typer.Option(help="Of depth maps: metres per stored unit.")
    ] = None,
    intrinsics: Annotated[
        list[str] | None, typer.Option(metavar="FX,FY,CX,CY", help="Of depth maps: the camera.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help='One line a file: {"path", "readings": […]}.')
    ] = False,
) -> int:
    """Read values of one kind out of files. A PDF is read page by page."""
    from judges import ReaderError, build_reader
    from modalities import ModalityError

    reader = build_reader(kind)
    sources = depth_sources(files, depth_scale or [], intrinsics or [], [])
    status = OK
    for path, source in zip(files, sources, strict=True):
        try:
            media = media_of(path, reader, source)
            readings = [reading for medium in media for reading in reader.read(medium)]
        except (ModalityError, ReaderError) as error:
            complain(str(error))
            status = BAD_INPUT
            continue
        if as_json:
            put_json({"path": str(path), "readings": list(_as_data(readings))}, indent=None)
        else:
            _show(path, readings)
    return status


def media_of(path: Path, reader: "Reader", stated: "Source | None" = None) -> "tuple[Medium, ...]":
    """What a file holds of the modalities that a reader takes; never empty.

    ``stated`` says of the same file what it does not say itself, such as its scale.

    Raises MediumError where the file cannot be loaded or holds nothing that the reader takes.
    """
    from modalities import EmptyMediumError, MediumError, Modality, Source, load_media
    from modalities.sniff import identify

    source = stated or Source.file(path)
    if identify(_start(path)) == "PDF":
        pages = load_media("document", source)
        taken = tuple(medium for medium in pages if medium.modality in reader.modalities)
        if not taken:
            wanted = " or ".join(sorted(reader.modalities))
            raise EmptyMediumError(f"{path}: this PDF holds no {wanted}, which {reader.kind} takes")
        return taken
    # Text comes last: nearly anything can pass for it.
    first, *others = sorted(reader.modalities, key=lambda modality: modality is Modality.TEXT)
    try:
        return load_media(first, source)
    except MediumError:
        for modality in others:
            try:
                return load_media(modality, source)
            except MediumError:
                continue
        raise


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError:
        # The loader says what is wrong with it.
        return b""


def _as_data(readings: "list[Reading]") -> Iterator[dict[str, object]]:
    for reading in readings:
        yield reading.model_dump(mode="json", exclude_defaults=True)


def _show(path: Path, readings: "list[Reading]") -> None:
    put((str(path), "bold"), ": ", f"{len(readings)} found" if readings else "nothing found")
    for reading in readings:
        put(
            (plain(reading.value), "green"),
            (_where(reading), "dim"),
            indent=2,
        )


def _where(reading: "Reading") -> str:
    parts = [f"confidence {reading.confidence:.2f}"]
    if reading.box is not None:
        corners = [tuple(round(value) for value in corner) for corner in reading.box]
        parts.append(f"at {corners[0][0]},{corners[0][1]} to {corners[2][0]},{corners[2][1]}")
    if reading.span is not None:
        parts.append(f"from {reading.span[0]:g} to {reading.span[1]:g}")
    if reading.page is not None:
        parts.append(f"page {reading.page}")
    return f"  {', '.join(parts)}"
