"""``crossjudge doctor``: what works here."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from .status import OK
from .terminal import one_line, put

_STYLES = {"ok": "green", "missing": "red", "wrong": "bold red", "note": "dim"}


def doctor(
    speed: Annotated[
        bool, typer.Option("--speed", help="Also measure one embedding and one reading of each.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Look at the spaces that this config names."),
    ] = None,
) -> int:
    """What works on this machine and what is missing."""
    from router.build import build_spaces
    from router.config import load_config
    from router.doctor import Finding, examine, measure

    if config is not None:
        build_spaces(load_config(config))  # what is wrong with it is said first, and alone
    for area, findings in groupby(examine(config), key=lambda finding: finding.area):
        put((area, "bold"))
        for finding in findings:
            state = (f"{finding.state:<8}", _STYLES[finding.state])
            put(state, f"{finding.name:<17} {one_line(finding.detail)}", indent=2)
    if speed:
        put(("speed", "bold"), (" (median of three, weights loaded)", "dim"))
        for found in measure(config):
            if isinstance(found, Finding):
                state = (f"{found.state:<8}", _STYLES[found.state])
                put(state, f"{found.name}  {one_line(found.detail)}", indent=2)
            else:
                put(f"{found.milliseconds:>8.0f} ms  {found.what}", indent=2)
    return OK
