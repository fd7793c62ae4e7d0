"""What a judge says, or what it did instead, as something that can be relied on."""

from collections.abc import Sequence
from itertools import islice

from judges.candidate import Candidate
from judges.judge import AnyJudge
from judges.query import Query
from judges.spans import span
from judges.verdict import Evidence, Failure, Outcome, Verdict

from .deadline import Call, Deadline, DeadlineError

_ABSTAIN, _FAILURE = Outcome.ABSTAIN, Outcome.FAILURE
_KINDS_OF_EVIDENCE = frozenset({Evidence})
_LONGEST_MESSAGE = 300


Findings = tuple[object, ...] | Failure
"""One object per candidate, each still to be checked, or why the whole batch has none."""


class Asked:
    """A judge at work on a batch."""

    def __init__(self, call: "Call[Findings] | None", refusal: str = "") -> None:
        self._call, self._refusal = call, refusal

    def findings(self) -> Findings:
        """What came of it, once, waiting for it if need be. Never raises."""
        if self._call is None:
            return Failure("timeout", self._refusal)
        try:
            return self._call.result()
        except DeadlineError as error:
            return Failure("timeout", str(error))

    @property
    def had_its_time(self) -> bool:
        """Whether ``seconds`` tell what it costs: it was neither refused nor cut short."""
        return self._call is not None and not self._call.cut_short

    @property
    def seconds(self) -> float:
        """What it took, once the findings were asked for."""
        return 0.0 if self._call is None else self._call.seconds


def ask(
    judge: AnyJudge,
    query: Query,
    candidates: tuple[Candidate, ...],
    deadline: Deadline[Findings],
    until: float,
) -> Asked:
    """Set a judge to work on a batch, until a moment of ``perf_counter``. Never raises.

    All code of the judge's, its sequence and its exception's text included, runs within the
    deadline.
    """

    def work() -> Findings:
        try:
            with span("judge", judge.name):
                return _listed(judge.judge(query, candidates), len(candidates))
        except BaseException as error:  # noqa: BLE001 - sys.exit in a judge must not end a search
            return Failure("error", _described(error))

    try:
        return Asked(deadline.start(f"judge-{type(judge).__name__}", work, until))
    except DeadlineError as error:
        return Asked(None, str(error))


def check(finding: object) -> Verdict | Failure:
    """The verdict itself if it is one in every part, else the failure that it is.

    Only the class Verdict itself will do: a subclass could answer differently each time.
    """
    if type(finding) is not Verdict:
        return Failure("nonsense", f"found {type(finding).__name__}, expected Verdict")
    flaw = _flaw(finding)
    return Failure("nonsense", f"found {flaw}") if flaw else finding


def _flaw(verdict: Verdict) -> str | None:
    """What Verdict's own checks refuse, seen again: ``object.__setattr__`` goes around them."""
    try:
        outcome, reason, evidence = verdict.outcome, verdict.reason, verdict.evidence
    except AttributeError:
        return "a Verdict without its fields"
    if type(outcome) is not Outcome or outcome is _FAILURE:
        return "an outcome that is not confirm, reject or abstain"
    if type(reason) is not str or not reason:
        return f"a {outcome} without a reason"
    if type(evidence) is not tuple or not _KINDS_OF_EVIDENCE.issuperset(map(type, evidence)):
        return f"a {outcome} whose evidence is not a tuple of Evidence"
    return None if evidence or outcome is _ABSTAIN else f"a {outcome} without evidence"


def _listed(findings: object, expected: int) -> Findings:
    if not isinstance(findings, Sequence):
        found = type(findings).__name__
        return Failure("nonsense", f"found {found}, expected a sequence of {expected} verdicts")
    # One more than expected is enough to tell, and a sequence may claim a length it has not.
    listed = tuple(islice(findings, expected + 1))
    if len(listed) != expected:
        found = f"more than {expected}" if len(listed) > expected else f"{len(listed)}"
        return Failure("nonsense", f"found {found} verdicts, expected {expected}")
    return listed


def _described(error: BaseException) -> str:
    name = type(error).__name__
    try:
        text = " ".join(str(error).split())
    except BaseException:  # noqa: BLE001 - an exception whose text raises is still only an error
        return name
    return f"{name}: {text}"[:_LONGEST_MESSAGE] if text else name
