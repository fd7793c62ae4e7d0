"""``crossjudge graph``: the judge graph as a picture."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .status import OK

if TYPE_CHECKING:
    from judges import Outcome
    from judges.graph import Proof, Trace


class Format(StrEnum):
    """How a graph is drawn."""

    MERMAID = "mermaid"
    SVG = "svg"
    PNG = "png"


def graph(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="A YAML config.")],
    format_: Annotated[
        Format, typer.Option("--format", help="Mermaid is text that Markdown renders.")
    ] = Format.MERMAID,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; without it, stdout.")
    ] = None,
    dossier: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What search --json --explain put out; with --item."),
    ] = None,
    item: Annotated[
        str | None, typer.Option(metavar="ID", help="The candidate whose way is to stand out.")
    ] = None,
) -> int:
    """Draw a config's judge graph, and on it the way that one candidate took."""
    from judges.graph import draw
    from router.config import load_config

    loaded = load_config(config)
    if format_ is Format.PNG and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a PNG is no text for a terminal; give -o FILE")
    if (dossier is None) is not (item is None):
        raise typer.BadParameter("--dossier and --item belong together; found one of them")
    trace = None if dossier is None or item is None else _trace(loaded.proof, dossier, item)
    uses = {name: judge.options.use for name, judge in loaded.judges.items()}
    covers = loaded.proof.covers
    drawn = draw(loaded.proof, covers=covers, uses=uses, format=format_.value, trace=trace)
    if output is None:
        sys.stdout.buffer.write(drawn)
        return OK
    try:
        output.write_bytes(drawn)
    except OSError as error:
        raise typer.BadParameter(
            f"{output}: cannot be written ({error.strerror or error})", param_hint="--output"
        ) from error
    return OK


def _trace(proof: "Proof", path: Path, item: str) -> "Trace":
    """The way of an item by the verdicts in a file."""
    from judges import GraphError
    from judges.graph import trace_of

    try:
        entry = _entry(path, item)
        findings, shadows = _outcomes(entry["verdicts"]), _outcomes(entry.get("shadows", []))
        return trace_of(proof, item, findings, shadows)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
    except GraphError as error:
        message = f"{path}: {error}; expected a dossier made with this config"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{path}: expected what search --json --explain puts out ({error!r:.200})"
    except LookupError as error:
        message = f"{path}: {error}"
    raise typer.BadParameter(message, param_hint="--dossier")


def _entry(path: Path, item: str) -> dict[str, Any]:
    answer = json.loads(path.read_bytes())
    entries: list[dict[str, Any]] = [*answer["items"], *answer.get("dossiers", [])]
    for entry in entries:
        if entry["id"] == item:
            return entry
    left_out = answer.get("dossiers_left_out", 0)
    more = f"; {left_out} dossiers are left out of it" if left_out else ""
    raise LookupError(f"no dossier of {item!r} among {len(entries)}{more}")


def _outcomes(verdicts: list[dict[str, str]]) -> dict[str, "Outcome"]:
    from judges import Outcome

    return {verdict["judge"]: Outcome(verdict["outcome"]) for verdict in verdicts}
