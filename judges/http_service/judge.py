"""The http judge itself."""

from collections.abc import Sequence
from typing import ClassVar

import structlog

from judges.candidate import Candidate
from judges.errors import JudgeConfigError, JudgeError
from judges.facts import Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.registry import reader_names
from judges.settings import filled_in
from judges.truth import Truth
from judges.verdict import Verdict

from .client import Service, ServiceError, parsed_url
from .options import HttpOptions
from .wire import question, verdicts

log = structlog.get_logger(__name__)


class HttpJudge(Judge[HttpOptions]):
    """Gives the verdicts that a service gives, one request a batch.

    Only a whole, well-formed answer with exactly one verdict per candidate counts. Everything else
    is a failure of the batch: a service that is down, slow, garbled or elsewhere confirms nobody.
    """

    options_type: ClassVar[type[Options]] = HttpOptions
    may_cover: ClassVar[frozenset[Truth]] = frozenset(Truth) - {Truth.RESEMBLANCE}
    cost: ClassVar[float] = 30.0
    default_time_limit: ClassVar[float] = 10.0

    def __init__(self, name: str, options: HttpOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError and FactError, naming the judge and the key."""
        if options.covers is None:
            raise JudgeConfigError(
                f"judges.{name}.covers: missing; expected what the service vouches for, "
                f"of {', '.join(sorted(self.may_cover))}"
            )
        super().__init__(name, options, vocabulary)
        self._check_declared()
        where = f"judges.{name}"
        url = parsed_url(f"{where}.url", filled_in(f"{where}.url", options.url.text))
        headers = {
            key: _header(f"{where}.headers.{key}", value) for key, value in options.headers.items()
        }
        self._service = Service(url, headers, options.timeout, options.retries)

    def _check_declared(self) -> None:
        where, options, vocabulary = f"judges.{self.name}", self.options, self.vocabulary
        for field in sorted(options.fields):
            vocabulary.require_record(f"{where}.fields", field)
        for key, asked, known in (
            ("context", options.context, vocabulary.context.keys()),
            ("claims", options.claims, vocabulary.claims.keys()),
            ("readings", options.readings, reader_names().keys()),
        ):
            for each in sorted(asked - known):
                raise JudgeConfigError(
                    f"{where}.{key}: {each!r} is not declared; declared: {', '.join(sorted(known))}"
                )

    @property
    def readers(self) -> frozenset[str]:
        return self.options.readings

    @property
    def record_fields(self) -> frozenset[str]:
        return self.options.fields

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """The service's own reasons and evidence. Raises JudgeError where it gave no answer."""
        if not candidates:
            return []
        distinct = {candidate.id: candidate for candidate in candidates}
        body = question(self.name, self.options, query, list(distinct.values()))
        try:
            found = verdicts(self._service.ask(body, self.time_limit), list(distinct))
        except (ServiceError, ValueError) as error:
            raise JudgeError(f"judges.{self.name}: the service: {error}") from error
        return [found[candidate.id] for candidate in candidates]

    def ready(self) -> str | None:
        """Whether its service takes connections; what it would answer only a search can tell."""
        try:
            self._service.reach()
        except ServiceError as error:
            log.warning("http.not_ready", judge=self.name, error=str(error))
            return "its service cannot be reached"
        return None


def _header(where: str, text: str) -> str:
    """Raises JudgeConfigError for a value that no header can have; never shows it."""
    value = filled_in(where, text)
    if not value.isascii() or not value.isprintable():
        raise JudgeConfigError(f"{where}: expected printable ASCII on one line")
    return value
