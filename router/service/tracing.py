"""OpenTelemetry traces: one span for a request, below it one for each lane, judge and reader.

Needs the extra ``otel``; nothing of it is imported unless traces are asked for.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

from judges.spans import spans_by
from router.errors import ConfigError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


class Tracing(Protocol):
    """Traces requests."""

    def request(self, name: str, request_id: str) -> AbstractContextManager[object]:
        """Around one request, or one call of an agent's tool."""
        ...

    def close(self) -> None:
        """Send what has not been sent."""
        ...


class OpenTelemetry:
    """Traces by way of a provider of the OpenTelemetry SDK."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("crossjudge", version("crossjudge"))

    @classmethod
    def to(cls, endpoint: str) -> "OpenTelemetry":
        """Sends to an OTLP endpoint over HTTP. Raises ConfigError where the extra is missing."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise ConfigError(
                "observe.traces: needs OpenTelemetry; run: pip install 'crossjudge[otel]'"
            ) from error
        provider = TracerProvider(resource=Resource.create({"service.name": "crossjudge"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
        return cls(provider)

    @classmethod
    def where(cls, endpoint: str | None) -> "OpenTelemetry | None":
        """``to``, or None where no endpoint is set."""
        return cls.to(endpoint) if endpoint else None

    @contextmanager
    def request(self, name: str, request_id: str) -> Iterator[Any]:
        attributes = {"crossjudge.request_id": request_id}
        with (
            self._tracer.start_as_current_span(name, attributes=attributes) as span,
            spans_by(self._span),
        ):
            yield span

    def _span(self, sort: str, name: str) -> AbstractContextManager[object]:
        # The parent is in the context, which every thread that works for the request takes along.
        return self._tracer.start_as_current_span(
            f"{sort} {name}", attributes={"crossjudge.sort": sort, "crossjudge.name": name}
        )

    def close(self) -> None:
        self._provider.shutdown()
