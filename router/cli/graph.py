"""``crossjudge graph``: the judge graph as a picture."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .status import OK


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
) -> int:
    """Draw a config's judge graph."""
    from judges.graph import draw
    from router.config import load_config

    loaded = load_config(config)
    if format_ is Format.PNG and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a PNG is no text for a terminal; give -o FILE")
    uses = {name: judge.options.use for name, judge in loaded.judges.items()}
    drawn = draw(loaded.proof, covers=loaded.proof.covers, uses=uses, format=format_.value)
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
