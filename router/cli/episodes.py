"""The demo's questions, as panels."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from judges import Principal
from router.demo import Episode, NearItem, scores
from router.manifest import MediumEntry

from .answers import fate_text, step_text
from .terminal import one_line, plain, results

RIGHT, WRONG = "✓", "✗"
WIDEST = 116
"""Columns. Wider lines are harder to read, however wide the terminal."""


def show_episode(episode: Episode, number: int, total: int, console: Console | None = None) -> None:
    """One question: what was asked, what the space would have said, what is confirmed and why."""
    console = console or results()
    question = episode.question
    title = Text.assemble((f"{number}/{total}  ", "dim"), (one_line(question.ask), "bold"))
    body = Group(
        Text(one_line(question.teaches), style="italic"),
        Text(_asked(episode), style="dim"),
        Padding(_beside(episode.near), (1, 0)),
        *_outcome(episode),
    )
    console.print(
        Panel(
            body,
            title=title,
            title_align="left",
            border_style="green" if episode.is_as_promised else "bold red",
            box=box.ROUNDED,
            padding=(0, 1),
            width=min(console.width, WIDEST),
        )
    )


def show_summary(episodes: Sequence[Episode], console: Console | None = None) -> None:
    """How often the judged answer was right, and how often the space's first was."""
    expecting = sum(bool(episode.question.expect) for episode in episodes)
    both = scores(episodes)
    judged, alone = both["judged"], both["space_alone"]
    table = Table(box=box.SIMPLE_HEAD, header_style="cyan")
    table.add_column(f"{len(episodes)} questions")
    table.add_column("judged", justify="right", style="green")
    table.add_column("the space alone", justify="right", style="red")
    for name, ours, its, total in (
        ("the right item", judged.right_item, alone.right_item, expecting),
        (
            "rightly nothing",
            judged.rightly_nothing,
            alone.rightly_nothing,
            len(episodes) - expecting,
        ),
    ):
        table.add_row(name, f"{ours} of {total}", f"{its} of {total}")
    table.add_row("a wrong item", str(judged.wrong_item), str(alone.wrong_item))
    table.add_row("nothing, though there is an answer", str(judged.missed), str(alone.missed))
    (console or results()).print(table)


def _asked(episode: Episode) -> str:
    question = episode.question
    parts = [
        *(_medium(entry) for entry in question.media),
        *_facts("claims", question.claims),
        *_facts("context", question.context),
        _asker(question.principal),
    ]
    return one_line(" · ".join(parts))


def _medium(entry: MediumEntry) -> str:
    if entry.kind == "text":
        return f"“{entry.content}”"
    return f"{entry.kind} {PurePath(entry.content).name}"


def _facts(name: str, facts: Mapping[str, Any]) -> Iterator[str]:
    if facts:
        shown = ", ".join(f"{key}={plain(value)}" for key, value in facts.items())
        yield f"{name} {shown}"


def _asker(principal: Principal) -> str:
    belongs = ", ".join(
        [*([principal.tenant] if principal.tenant else []), *sorted(principal.groups)]
    )
    return f"asked by {principal.subject}" + (f" ({belongs})" if belongs else "")


def _beside(near: Sequence[NearItem]) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("the space alone", no_wrap=True)
    table.add_column("", no_wrap=True, justify="right")
    table.add_column("what the judges found", ratio=1)
    for each in near:
        sign, style = (RIGHT, "green") if each.is_right else (WRONG, "red")
        table.add_row(
            Text(f"{sign} {plain(each.id)}", style=style),
            Text(f"{each.score:.3f}", style="dim"),
            _found(each),
        )
    return table


def _found(near: NearItem) -> Text:
    if near.dossier is None:
        return Text("not judged", style="dim")
    if near.is_returned:
        # Its evidence stands below.
        return Text(f"{near.dossier.decisive.judge} confirm", style="green")
    return fate_text(near.dossier)


def _outcome(episode: Episode) -> Iterator[RenderableType]:
    answer = episode.answer
    for item in answer.items:
        is_right = item.id in episode.question.expect
        sign, style = (RIGHT, "bold green") if is_right else (WRONG, "bold red")
        title = item.record.get("title", "")
        yield Text.assemble(
            (f"{sign} {plain(item.id)}", style), f"  {plain(title)}" if title else ""
        )
        dossier = answer.dossier(item.id)
        if dossier is not None:
            yield Padding(step_text(dossier.decisive), (0, 0, 0, 2))
    if answer.why_empty is not None:
        sign, style = (WRONG, "bold red") if episode.question.expect else (RIGHT, "bold green")
        yield Text.assemble((f"{sign} nothing", style), f"  {one_line(answer.why_empty)}")
