"""Evaluations for people."""

from rich import box
from rich.table import Table

from judges import Outcome
from router.evaluation import Evaluation, Mark
from router.report import step_words

from .terminal import one_line, plain, put, results


def show_evaluation(evaluation: Evaluation) -> None:
    """What was right, what the space alone would have given, where the rest was lost."""
    console = results()
    console.print(_summary(evaluation))
    console.print(_judges(evaluation))
    if evaluation.lost:
        put(("Where the missed ones lost their item", "bold"))
        for lost, count in evaluation.lost.items():
            put(f"{count:>6}  {lost.judge} {lost.outcome} ({lost.reason})", indent=2)
    wrong = [each for each in evaluation.marked if each.mark is Mark.WRONG]
    if wrong:
        put(("Wrong", "bold red"))
    for each in wrong:
        expected = ", ".join(sorted(each.question.expect)) or "nothing"
        put(f"{each.question.where}: expected {plain(expected)}", indent=2)
        for dossier in each.wrongly:
            words = one_line(step_words(dossier.decisive))
            put((plain(dossier.id), "red"), f"  {words}", indent=4)


def _summary(evaluation: Evaluation) -> Table:
    alone = evaluation.space_alone
    judged = Table("", "", box=box.SIMPLE_HEAD, show_header=False)
    rows = [
        ("questions", str(len(evaluation.marked))),
        ("returned", str(evaluation.answered)),
        *((str(went), str(evaluation.count(went))) for went in Mark),
        ("precision", _percent(evaluation.precision)),
        ("coverage", _percent(evaluation.coverage)),
        ("latency p50", _milliseconds(evaluation.seconds(50))),
        ("latency p95", _milliseconds(evaluation.seconds(95))),
    ]
    beside = [
        ("questions", str(alone.questions)),
        ("right at rank 1", _percent(alone.top1)),
        *((f"recall at {k}", _percent(share)) for k, share in alone.recall.items()),
    ]
    for name, value in rows:
        judged.add_row(name, value)
    space = Table("", "", box=box.SIMPLE_HEAD, show_header=False)
    for name, value in beside:
        space.add_row(name, value)
    both = Table(box=None, padding=(0, 4, 0, 0), header_style="cyan")
    both.add_column("judged")
    both.add_column("the space alone")
    both.add_row(judged, space)
    return both


def _judges(evaluation: Evaluation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="cyan")
    table.add_column("judge")
    for name in ("considered", *map(str, Outcome), "seconds"):
        table.add_column(name, justify="right")
    for tally in evaluation.tallies:
        counts = (str(tally.counts[outcome]) for outcome in Outcome)
        table.add_row(tally.judge, str(tally.considered), *counts, f"{tally.seconds:.2f}")
    return table


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"


def _milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{1000 * seconds:.0f} ms"
