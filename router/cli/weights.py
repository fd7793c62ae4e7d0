"""``crossjudge weights``: models that come as files of their own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .status import BAD_INPUT, OK, USAGE
from .terminal import complain, note, put, put_json
from .transfer import transfer

if TYPE_CHECKING:
    from modalities.weights import WeightsFile

weights = typer.Typer(help="Model weights that come as files: list, fetch, verify, where.")

_Name = Annotated[str, typer.Argument(metavar="NAME", help="As `crossjudge weights list` has it.")]
_MaybeName = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="One of them; otherwise all.")
]


@weights.callback(invoke_without_command=True)
def about(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@weights.command("list")
def list_weights(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> int:
    """Which there are, under which licence, and whether they are here."""
    from rich.filesize import decimal

    from modalities.weights import WEIGHTS

    rows = [_row(entry) for entry in WEIGHTS.values()]
    if as_json:
        put_json(rows)
        return OK
    for row in rows:
        state = ("here   ", "green") if row["here"] else ("missing", "red")
        put(state, f" {row['name']:<12}{decimal(row['size']):<9}{row['licence']}  {row['what']}")
        put(row["path"], indent=8, style="dim")
    return OK


def _row(entry: "WeightsFile") -> dict[str, Any]:
    from modalities.weights import is_here, path_of

    return {
        "name": entry.name,
        "what": entry.what,
        "size": entry.size,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "licence_url": entry.licence_url,
        "url": entry.url,
        "here": is_here(entry),
        "path": str(path_of(entry)),
    }


@weights.command("fetch")
def fetch_weights(
    name: _Name,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licence and agree to it.")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take this file; nothing is downloaded."),
    ] = None,
) -> int:
    """Put weights into their place, checked. Run it again to go on where it was broken off."""
    from rich.filesize import decimal

    from modalities import WeightsError

    entry = _entry(name)
    if not accept_licence:
        complain(
            f"weights {name}: {decimal(entry.size)} from {entry.url}, under {entry.licence} "
            f"({entry.licence_url}); read it and say --accept-licence"
        )
        return USAGE
    try:
        path = _fetched(entry, source)
    except WeightsError as error:
        complain(str(error))
        return BAD_INPUT
    note(f"{path}: {entry.size} bytes, as published")
    return OK


def _fetched(entry: "WeightsFile", source: Path | None) -> Path:
    from modalities.weights import fetch, place

    with transfer(f"{entry.name}: fetching", entry.size) as show:
        if source is None:
            return fetch(entry, on_progress=show)
        return place(entry, source, on_progress=show)


@weights.command("verify")
def verify_weights(name: _MaybeName = None) -> int:
    """Read weights that are here, and compare them with what was published."""
    from modalities import WeightsError
    from modalities.weights import WEIGHTS, is_here, verify

    chosen = [entry for entry in WEIGHTS.values() if is_here(entry)]
    if name is not None:
        chosen = [_entry(name)]
    if not chosen:
        note("no weights are here")
    status = OK
    for entry in chosen:
        try:
            with transfer(f"{entry.name}: verifying", entry.size) as show:
                path = verify(entry, on_progress=show)
        except WeightsError as error:
            complain(str(error))
            status = BAD_INPUT
        else:
            note(f"{path}: as published")
    return status


@weights.command("where")
def where_weights(name: _MaybeName = None) -> int:
    """The path of weights, here or not; without a name, the folder for all of them."""
    from modalities.weights import home, path_of

    put(str(home() / "weights" if name is None else path_of(_entry(name))))
    return OK


def _entry(name: str) -> "WeightsFile":
    from modalities.weights import WEIGHTS

    if name not in WEIGHTS:
        raise typer.BadParameter(
            f"found {name!r}, expected one of {', '.join(sorted(WEIGHTS))}", param_hint="NAME"
        )
    return WEIGHTS[name]
