"""``crossjudge search``: one query."""

from pathlib import Path
from typing import Annotated

import typer

from .arguments import depth_sources, imu_sources, parse_pairs, parse_principal
from .status import OK
from .terminal import put_json

MOST_DOSSIERS = 20
"""Dossiers of dropped candidates that ``--explain`` shows; the rest is counted."""

_ASKED = "What is asked with (any number of each)"


def search(
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[Path, typer.Option("--store", "-s", help="A store that ingest made.")],
    image: Annotated[list[Path] | None, typer.Option(rich_help_panel=_ASKED)] = None,
    audio: Annotated[list[Path] | None, typer.Option(rich_help_panel=_ASKED)] = None,
    text: Annotated[
        list[str] | None, typer.Option(help="Words, not a file.", rich_help_panel=_ASKED)
    ] = None,
    depth: Annotated[list[Path] | None, typer.Option(rich_help_panel=_ASKED)] = None,
    depth_scale: Annotated[
        list[float] | None,
        typer.Option(help="Metres per stored unit: 0.001 for mm.", rich_help_panel=_ASKED),
    ] = None,
    intrinsics: Annotated[
        list[str] | None,
        typer.Option(metavar="FX,FY,CX,CY", help="The depth camera.", rich_help_panel=_ASKED),
    ] = None,
    baseline: Annotated[
        list[float] | None,
        typer.Option(
            metavar="METRES",
            help="Between the depth sensor's two viewpoints.",
            rich_help_panel=_ASKED,
        ),
    ] = None,
    video: Annotated[list[Path] | None, typer.Option(rich_help_panel=_ASKED)] = None,
    thermal: Annotated[
        list[Path] | None, typer.Option(help="A picture of heat.", rich_help_panel=_ASKED)
    ] = None,
    imu: Annotated[
        list[Path] | None, typer.Option(help="A recording of motion.", rich_help_panel=_ASKED)
    ] = None,
    rate: Annotated[
        list[float] | None,
        typer.Option(metavar="HZ", help="How fast motion was sampled.", rich_help_panel=_ASKED),
    ] = None,
    document: Annotated[
        list[Path] | None, typer.Option(help="A PDF.", rich_help_panel=_ASKED)
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="Stated outright: gtin=….", rich_help_panel=_ASKED),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="About the request: region=EU."),
    ] = None,
    principal: Annotated[
        str | None,
        typer.Option("--as", metavar="SUBJECT[,TENANT[,GROUP…]]", help="Who asks."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Items at most; else the config's limit.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also why others were dropped, and what it cost.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Ask one query: the confirmed items and on what evidence, or nothing and why."""
    from router.config import load_config
    from router.opening import open_store
    from router.report import answer_data
    from router.request import Request, parse_facts
    from router.router import Router

    from .answers import show_answer

    loaded = load_config(config)
    words = loaded.vocabulary
    facts = parse_facts("context", parse_pairs("--context", context or []), words.context)
    claims = parse_facts("claim", parse_pairs("--claim", claim or []), words.claims)
    depths = depth_sources(depth or [], depth_scale or [], intrinsics or [], baseline or [])
    motions = imu_sources(imu or [], rate or [])
    asker = parse_principal(principal)
    with Router(loaded, open_store(loaded, store)) as router:
        request = Request.of(
            image=image or (),
            audio=audio or (),
            text=text or (),
            depth=depths,
            video=video or (),
            thermal=thermal or (),
            imu=motions,
            document=document or (),
            principal=asker,
            limit=limit,
            context=facts,
            claims=claims,
        )
        answer = router.search(request)
        if as_json:
            put_json(answer_data(answer, dossiers=MOST_DOSSIERS if explain else 0))
        else:
            show_answer(answer, explain=MOST_DOSSIERS if explain else 0)
    return OK
