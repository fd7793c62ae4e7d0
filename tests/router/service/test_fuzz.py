"""Whatever fits the OpenAPI document and whatever does not: answered as it says, never a 500."""

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from served import Served
from world import item

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what it imports warns of its own future
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

EXAMPLES = 10
"""Of each operation and mode."""
OPERATIONS = 15
"""The document has at least so many."""
CONFORMANCE = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("store"))
    for number in range(3):
        each = item(number)
        body = {"record": each["record"], "text": each["media"]["text"]}
        assert served.client.put(f"/v1/items/{each['id']}", json=body).is_success
    yield served
    served.stop()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_answers_as_the_document_says(served: Served, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    tried = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: Any) -> None:
            nonlocal tried
            tried += 1
            response = case.call()
            what = f"{case.method} {case.formatted_path}: {response.status_code}"
            assert response.status_code != 500, what
            if response.status_code == 503:
                assert "retry-after" in response.headers, what
            case.validate_response(response, checks=CONFORMANCE)

        # An operation that takes nothing can be asked nothing wrong.
        with contextlib.suppress(Unsatisfiable):
            answers()
    assert tried >= OPERATIONS * EXAMPLES // 4
    assert served.client.get("/healthz").status_code == 200
