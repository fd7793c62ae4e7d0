"""``crossjudge eval``: how right a config is on questions whose answers are known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .progress import progress
from .status import BAD_INPUT, OK
from .terminal import complain, put_json

if TYPE_CHECKING:
    from router.evaluation import Marked
    from router.questions import Question
    from router.router import Router


def evaluate(
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[Path, typer.Option("--store", "-s", help="A store that ingest made.")],
    queries: Annotated[
        Path,
        typer.Option(
            "--queries",
            "-q",
            help='JSONL: {"media": {"image": "p.jpg"}, "claims", "context", "as", "expect": [ids]}.'
            " Paths are relative to the file; expect [] means that nothing may be returned.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Ask questions with known answers: what is returned and right, beside the space alone.

    A question is answered if something is returned. It is correct if all that is returned is
    expected and something is, or if nothing is either; wrong if anything returned is not expected;
    missed if nothing is returned although something is expected. Precision is the share of
    the answered that are correct, coverage the share of those that expect something that are
    answered.
    """
    from router.config import load_config
    from router.evaluation import Evaluation, evaluation_data
    from router.opening import open_store
    from router.questions import BadQuestion, read_questions
    from router.router import Router

    from .evaluations import show_evaluation

    loaded = load_config(config)
    lines = list(read_questions(queries))
    questions = [line for line in lines if not isinstance(line, BadQuestion)]
    for line in lines:
        if isinstance(line, BadQuestion):
            complain(line.message)
    with Router(loaded, open_store(loaded, store)) as router:
        router.warm_up()
        with progress("asking", len(questions)) as advance:
            asked = []
            for question in questions:
                asked.append(_ask(router, question))
                advance()
    marked = [each for each in asked if each is not None]
    evaluation = Evaluation(marked)
    if as_json:
        put_json(evaluation_data(evaluation))
    else:
        show_evaluation(evaluation)
    return OK if len(marked) == len(lines) else BAD_INPUT


def _ask(router: "Router", question: "Question") -> "Marked | None":
    """How it went; None for a question that cannot be asked, which is reported."""
    from modalities import MediumError
    from router.errors import RequestError
    from router.evaluation import mark_answer

    try:
        return mark_answer(question, router.search(question.request()))
    except (MediumError, RequestError) as error:
        complain(f"{question.where}: {error}")
        return None
