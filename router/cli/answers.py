"""Answers for people."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from judges import Outcome
from judges.graph import Step
from router.answer import Answer, Completeness, Dossier, Fate
from router.report import fate_words, not_returned, step_words
from router.telemetry import Telemetry

from .terminal import one_line, plain, put, results

_STYLES = {
    Outcome.CONFIRM: "green",
    Outcome.REJECT: "red",
    Outcome.ABSTAIN: "yellow",
    Outcome.FAILURE: "bold red",
}
_COMPLETENESS = {
    Completeness.EXHAUSTED: "every item that the asker may see was judged",
    Completeness.LIMIT: "the limit is reached; more may be confirmed",
    Completeness.UNIQUE: "one was asked for and is confirmed",
    Completeness.BUDGET: "the budget ran out; more may be confirmed",
}
_TELLING = (
    "title", "brand", "quantity", "model_code", "gtin", "sku", "version", "year", "price", "name",
)  # fmt: skip
"""Record fields by which people know an item, the most telling first."""
_LONGEST_FACT = 60
_MOST_FACTS = 6


_NAME_WIDTH = 27
"""Columns that a name gets at least; a longer one is folded, not cut."""


def show_answer(answer: Answer, *, explain: int = 0) -> None:
    """The items and what confirmed them; with ``explain``, that many of the dropped, and costs."""
    for item in answer.items:
        put((plain(item.id), "bold green"), _facts(item.record))
        dossier = answer.dossier(item.id)
        for step in dossier.steps if dossier else ():
            put(step_text(step), indent=2)
        _show_shadows(dossier)
    if answer.why_empty is not None:
        put(("Nothing. ", "bold"), one_line(answer.why_empty))
    put(_counts(answer), style="dim")
    if explain:
        _show_dropped(answer, explain)
        _show_telemetry(answer.telemetry)


def step_text(step: Step) -> Text:
    """One judge's finding and its evidence, coloured by outcome."""
    return _coloured(step_words(step), step.finding.outcome)


def fate_text(dossier: Dossier) -> Text:
    """What decided a candidate's fate, coloured by outcome."""
    return _coloured(fate_words(dossier), dossier.telling.finding.outcome)


def _coloured(words: str, outcome: Outcome) -> Text:
    """The part before the evidence in the outcome's colour."""
    head, colon, rest = one_line(words).partition(": ")
    return Text.assemble((head, _STYLES[outcome]), colon + rest)


def _facts(record: Mapping[str, Any]) -> str:
    """The facts that tell people which item this is."""
    known = [key for key in _TELLING if key in record] or list(record)
    shown = [f"{key} {plain(record[key])}" for key in known if _is_short(record[key])]
    return f"  {', '.join(shown[:_MOST_FACTS])}" if shown else ""


def _is_short(value: object) -> bool:
    return isinstance(value, str | int | float) and len(str(value)) <= _LONGEST_FACT


def _counts(answer: Answer) -> str:
    return (
        f"{answer.confirmed} confirmed of {answer.considered} considered; "
        f"{answer.completeness}: {_COMPLETENESS[answer.completeness]}"
    )


def _show_dropped(answer: Answer, most: int) -> None:
    dropped = not_returned(answer, most)
    if not dropped.shown:
        return
    put(("Not returned, nearest first", "bold"))
    for dossier in dropped.shown:
        put(plain(dossier.id), (f"  {_lanes(dossier)}", "dim"), indent=2)
        if dossier.fate is Fate.BEYOND_LIMIT:
            put("confirmed, but ranked after the last item returned", indent=4)
        else:
            put(fate_text(dossier), indent=4)
        _show_shadows(dossier)
    if dropped.left_out:
        put(f"… and {dropped.left_out} more", indent=2, style="dim")


def _show_shadows(dossier: Dossier | None) -> None:
    """What judges on trial would have said."""
    for step in dossier.shadows if dossier else ():
        put(("shadow ", "dim"), step_text(step), indent=4)


def _lanes(dossier: Dossier) -> str:
    return ", ".join(
        f"{proposal.lane} #{proposal.rank}"
        + ("" if proposal.score is None else f" ({proposal.score:.3f})")
        + ("" if proposal.span is None else f" at {proposal.span.start:g}-{proposal.span.end:g} s")
        for proposal in dossier.proposals
    )


def _show_telemetry(telemetry: Telemetry) -> None:
    put(("What it cost; nothing here decided anything", "bold"))
    console = results()
    lanes = _table("lane", "visible", "proposed", "best score", "confirmed at")
    for lane in telemetry.lanes:
        if not lane.visible:
            continue
        score = "" if lane.best_score is None else f"{lane.best_score:.3f}"
        ranks = ", ".join(map(str, lane.confirmed_ranks))
        lanes.add_row(lane.lane, str(lane.visible), str(lane.proposed), score, ranks)
    console.print(lanes)
    judges = _table("judge", "considered", *map(str, Outcome), "ms")
    for tally in telemetry.judges:
        counts = (str(tally.counts[outcome]) for outcome in Outcome)
        name = f"{tally.judge} (shadow)" if tally.shadow else tally.judge
        judges.add_row(name, str(tally.considered), *counts, f"{tally.seconds * 1000:.1f}")
    console.print(judges)
    parts = ", ".join(f"{name} {spent:.3f} s" for name, spent in telemetry.seconds.items())
    put(f"{telemetry.rounds} rounds; {parts}", style="dim")
    if telemetry.partial:
        names = ", ".join(telemetry.partial)
        put(f"The store is not wholly embedded by {names}: run crossjudge reembed", style="yellow")


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="cyan")
    table.add_column(first, overflow="fold", min_width=_NAME_WIDTH)
    for name in others:
        table.add_column(name, justify="right")
    return table
