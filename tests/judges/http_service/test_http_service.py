"""The http judge against a real service that misbehaves in every way: nothing else confirms."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging_service import Handler, Service, answer, judging_service, verdict, well

from judges import (
    Candidate,
    FactError,
    JudgeConfigError,
    JudgeError,
    Principal,
    Query,
    Reading,
    Vocabulary,
    build_judge,
)
from judges.graph import JudgeGraph, prove
from judges.graph.spec import GraphSpec
from judges.http_service.wire import verdicts
from judges.judge import AnyJudge
from judges.verdict import Failure

ITEMS = [
    Candidate("a", {"stock": 2, "name": "Kettle"}),
    Candidate("b", {"stock": 0}),
    Candidate("c", {"name": "no stock"}),
]


@pytest.fixture
def service() -> Iterator[Service]:
    with judging_service() as running:
        yield running


def http(url: str, **options: Any) -> AnyJudge:
    given = {"use": "http", "url": url, "covers": ["recency"], "fields": ["stock"], "retries": 0}
    return build_judge("remote", {**given, **options}, Vocabulary())


def test_the_service_decides(service: Service) -> None:
    found = http(service.url).judge(Query(), [*ITEMS, ITEMS[0]])
    assert [(str(one.outcome), one.reason) for one in found] == [
        ("confirm", "stock_seen"), ("reject", "stock_seen"), ("abstain", "stock_seen"),
        ("confirm", "stock_seen"),
    ]  # fmt: skip
    assert [each[:3] for each in found[0].evidence] == [("service", "stock", 2)]
    assert len(service.asked) == 1


def test_it_sends_what_is_named_and_nothing_else(service: Service) -> None:
    reading = Reading(kind="barcode", value="7", text="7", confidence=1, reader="b", version="1")
    query = Query(
        context={"region": "EU", "size": "L"},
        claims={"sku": "S", "brand": "B"},
        principal=Principal("ada", "acme", frozenset({"staff", "sales"})),
        read=lambda _: [reading],
    )
    http(service.url).judge(query, ITEMS)
    assert service.asked[0] == {
        "version": 1,
        "judge": "remote",
        "query": {"context": {}, "claims": {}, "readings": {}},
        "candidates": [
            {"id": "a", "record": {"stock": 2}},
            {"id": "b", "record": {"stock": 0}},
            {"id": "c", "record": {}},
        ],
    }
    http(
        service.url, context=["region"], claims=["sku"], readings=["barcode"], principal=True
    ).judge(query, ITEMS)
    assert service.asked[1]["query"] == {
        "context": {"region": "EU"},
        "claims": {"sku": "S"},
        "readings": {"barcode": [{"value": "7", "text": "7", "confidence": 1.0}]},
        "principal": {"subject": "ada", "tenant": "acme", "groups": ["sales", "staff"]},
    }


def test_headers_come_from_the_environment(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_TOKEN", "hush-hush")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    judge = http(service.url, headers={"Authorization": "Bearer ${SERVICE_TOKEN}"})
    judge.judge(Query(), ITEMS)
    assert service.headers[0]["Authorization"] == "Bearer hush-hush"
    assert "hush" not in repr(judge.options)
    monkeypatch.setenv("SERVICE_TOKEN", "hush\nX-Evil: 1")
    with pytest.raises(JudgeConfigError, match="expected printable ASCII") as caught:
        http(service.url, headers={"Authorization": "Bearer ${SERVICE_TOKEN}"})
    assert "hush" not in str(caught.value)


def _changed(change: Callable[[dict[str, Any]], Any]) -> Callable[[Handler, dict[str, Any]], None]:
    """An answer that was good until it was changed."""

    def say(handler: Handler, body: dict[str, Any]) -> None:
        good = answer(body)
        changed = change(good)
        handler.say(json.dumps(good if changed is None else changed).encode())

    return say


def _first(**change: Any) -> Callable[[Handler, dict[str, Any]], None]:
    return _changed(lambda good: good["verdicts"][0].update(change))


def _raw(body: bytes, status: int = 200, **headers: str) -> Callable[..., None]:
    return lambda handler, _: handler.say(body, status, **headers)


def _with_head(**headers: str) -> Callable[[Handler, dict[str, Any]], None]:
    return lambda handler, body: handler.say(json.dumps(answer(body)).encode(), **headers)


def _cut_short(handler: Handler, body: dict[str, Any]) -> None:
    whole = json.dumps(answer(body)).encode()
    handler.say(whole[:-5], Content_Length=str(len(whole)))


def _hang_up(handler: Handler, _: dict[str, Any]) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _say_nothing(handler: Handler, _: dict[str, Any]) -> None:
    handler.closing.wait()


def _drip_head(handler: Handler, _: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    handler.drip(b"X-A: b\r\n")


def _drip_body(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.drip(b" ")


def _whole_and_then_drips(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(json.dumps(answer(body)).encode())
    handler.drip(b"\n")


def _flood(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    try:
        while not handler.closing.is_set():
            handler.wfile.write(b" " * 2**20)
    except OSError:
        return


MISBEHAVIOUR: dict[str, tuple[Callable[..., None], str]] = {
    "missing id": (_changed(lambda good: good["verdicts"].pop() and None), "no verdict on 1 of 3"),
    "extra id": (
        _changed(lambda good: good["verdicts"].append(good["verdicts"][0] | {"id": "z"})),
        "a verdict on 'z', which was not asked about",
    ),
    "id twice": (
        _changed(lambda good: good["verdicts"].append(good["verdicts"][0])), "two verdicts on 'a'",
    ),
    "id of another type": (_first(id=1), r"verdicts\.0\.id"),
    "unknown outcome": (_first(outcome="CONFIRM"), r"verdicts\.0\.outcome"),
    "failure as outcome": (_first(outcome="failure"), r"verdicts\.0\.outcome"),
    "outcome of another type": (_first(outcome=True), r"verdicts\.0\.outcome"),
    "confirm without evidence": (_first(evidence=[]), "a confirm without evidence"),
    "no reason": (_first(reason=""), r"verdicts\.0\.reason"),
    "reason of many lines": (_first(reason="a\nCONFIRM"), r"verdicts\.0\.reason"),
    "extra key": (_first(score=0.9), r"verdicts\.0\.score"),
    "evidence of another type": (_first(evidence=[{"name": "a", "value": []}]), r"evidence\.0\.va"),
    "much evidence": (_first(evidence=[{"name": "a", "value": 1}] * 33), r"\.evidence"),
    "long evidence": (_first(evidence=[{"name": "a", "value": "x" * 1001}]), r"\.evidence"),
    "a list": (_changed(lambda good: good["verdicts"]), "answer: Input should be"),
    "null": (_raw(b"null"), "answer: Input should be"),
    "empty body": (_raw(b""), "Expecting value"),
    "no JSON": (_raw(b"CONFIRM"), "Expecting value"),
    "NaN": (_raw(b'{"verdicts": NaN}'), "NaN is not JSON"),
    "a key twice": (_raw(b'{"verdicts": [], "verdicts": []}'), "a key is given twice"),
    "deep nesting": (_raw(b"[" * 10**6), "too deeply nested"),
    "huge number": (_raw(b"9" * 10**5),  r"\w"),
    "no encoding": (_raw(b"\xff\xfe\xff"),  r"\w"),
    "status 500": (_raw(b"{}", 500), "status 500, expected 200"),
    "status 201": (_raw(b"{}", 201), "status 201, expected 200"),
    "status 204": (_raw(b"", 204), "status 204, expected 200"),
    "status 503": (_raw(b"", 503), "status 503, expected 200"),
    "redirect": (_raw(b"", 307, Location="http://example.invalid/"), "status 307: a redirect"),
    "redirect to itself": (_raw(b"", 308, Location="/judge"), "status 308: a redirect"),
    "HTML": (_with_head(Content_Type="text/html"), "Content-Type 'text/html', expected"),
    "compressed": (_with_head(Content_Encoding="gzip"), "a compressed answer"),
    "cut short": (_cut_short,  r"\w"),
    "hangs up": (_hang_up,  r"\w"),
    "says nothing": (_say_nothing, r"no whole answer in 0\.4 seconds"),
    "head drips": (_drip_head, r"no whole answer in 0\.4 seconds"),
    "body drips": (_drip_body, r"no whole answer in 0\.4 seconds"),
    "never ends": (_whole_and_then_drips, r"no whole answer in 0\.4 seconds"),
    "floods": (_flood, "an answer of more than 8388608 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("way", MISBEHAVIOUR)
def test_anything_but_a_good_answer_is_a_failure(service: Service, way: str) -> None:
    service.answer, message = MISBEHAVIOUR[way]
    limit = {"timeout": 0.4} if "no whole answer" in message else {}
    judge = http(service.url, **limit)
    with pytest.raises(JudgeError, match=rf"judges\.remote: the service: .*{message}") as caught:
        judge.judge(Query(), ITEMS)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_the_runner_makes_a_failure_of_it(service: Service) -> None:
    service.answer = _raw(b"{}", 500)
    judge = http(service.url)
    edges = [{"from": "remote", "when": "confirm", "to": "return"}]
    spec = GraphSpec.model_validate({"start": "remote", "edges": edges})
    proof = prove(spec, {"remote": judge.covers}, judge.covers, public=True)
    for course in JudgeGraph(proof, {"remote": judge}).run(Query(), ITEMS).courses:
        finding = course.steps[-1].finding
        assert isinstance(finding, Failure)
        assert "status 500" in finding.message
        assert not course.returned


def test_an_abstention_needs_no_evidence(service: Service) -> None:
    service.answer = _first(outcome="abstain", evidence=[])
    found = http(service.url).judge(Query(), ITEMS)
    assert (str(found[0].outcome), found[0].evidence) == ("abstain", ())


def test_nothing_is_asked_about_nobody(service: Service) -> None:
    assert http(service.url).judge(Query(), []) == []
    assert service.asked == []


def _refused_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_a_refused_connection_is_tried_again() -> None:
    judge = http(f"http://127.0.0.1:{_refused_port()}/", retries=2)
    with pytest.raises(JudgeError, match=r"cannot be reached .*attempts: 3"):
        judge.judge(Query(), ITEMS)


def test_busy_with_a_time_is_asked_again_under_the_same_key(service: Service) -> None:
    def busy_once(handler: Handler, body: dict[str, Any]) -> None:
        if len(service.asked) == 1:
            handler.say(b"", 503, Retry_After="0")
        else:
            well(handler, body)

    service.answer = busy_once
    found = http(service.url, retries=1).judge(Query(), ITEMS)
    assert found[0].outcome == "confirm"
    keys = [headers["Idempotency-Key"] for headers in service.headers]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    http(service.url).judge(Query(), ITEMS)
    assert service.headers[2]["Idempotency-Key"] not in keys


@pytest.mark.parametrize(
    ("told", "options"),
    [
        (_raw(b"", 503, Retry_After="0"), {"retries": 0}),
        (_raw(b"", 503, Retry_After="60"), {"retries": 3}),
        (_raw(b"", 503, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), {"retries": 3}),
        (_raw(b"", 503, Retry_After="-1"), {"retries": 3}),
        (_raw(b"", 503), {"retries": 3}),
        (_raw(b"", 500, Retry_After="0"), {"retries": 3}),
        (_raw(b"", 429, Retry_After="0"), {"retries": 3}),
        (_hang_up, {"retries": 3}),
        (_say_nothing, {"retries": 3, "timeout": 0.3}),
        (_raw(b"{}"), {"retries": 3}),
    ],
)
def test_nothing_else_is_asked_again(
    service: Service, told: Callable[..., None], options: dict[str, Any]
) -> None:
    service.answer = told
    with pytest.raises(JudgeError):
        http(service.url, **options).judge(Query(), ITEMS)
    assert len(service.asked) == 1


def test_all_attempts_share_one_time_limit(service: Service) -> None:
    service.answer = _say_nothing
    with pytest.raises(JudgeError, match=r"no whole answer in 0\.[23]\d* seconds"):
        http(service.url, timeout=60, time_limit=0.3).judge(Query(), ITEMS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5)
    | st.sampled_from(["confirm", "reject", "abstain", "a", "b", "ok"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["verdicts", "id", "outcome", "reason", "evidence", "name", "value", "x"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip
VERDICT = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c", 1]) | JSON,
        "outcome": st.sampled_from(["confirm", "reject", "abstain"]) | JSON,
        "reason": st.just("ok") | JSON,
    },
    optional={"evidence": st.just([{"name": "n", "value": 1}]) | JSON, "x": JSON},
)


@settings(max_examples=200)
@given(st.fixed_dictionaries({"verdicts": st.lists(VERDICT, max_size=3)}) | JSON)
def test_only_a_well_formed_confirm_confirms(data: Any) -> None:
    try:
        found = verdicts(json.dumps(data).encode(), ["a", "b"])
    except ValueError:
        return
    assert set(found) == {"a", "b"}
    said = {one["id"]: one for one in data["verdicts"]}
    assert len(said) == len(data["verdicts"]) == 2
    for key, one in found.items():
        assert str(one.outcome) == said[key]["outcome"]
        assert one.outcome == "abstain" or said[key]["evidence"]


@given(st.binary(max_size=60))
def test_bytes_are_no_answer(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"\A[^\n]*\Z"):
        verdicts(body, ["a"])


def test_evidence_that_no_output_could_show_is_refused() -> None:
    bad = verdict({"id": "a", "record": {"stock": 1}})
    bad["evidence"] = [{"name": "n", "value": "\ud800"}]
    with pytest.raises(ValueError, match="evidence"):
        verdicts(json.dumps({"verdicts": [bad]}).encode(), ["a"])


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"url": "ftp://h/"}, JudgeConfigError, r"judges\.remote\.url: expected https://HOST/PATH"),
        ({"url": "h"}, JudgeConfigError, r"judges\.remote\.url: expected"),
        ({"url": "http://\x01/"}, JudgeConfigError, r"judges\.remote\.url: not a URL"),
        ({"url": "https://${NO_SUCH}/"}, JudgeConfigError, r"\$\{NO_SUCH\} is not set"),
        ({"headers": {"A": "${NO_SUCH}"}}, JudgeConfigError, r"headers\.A: \$\{NO_SUCH\} is not"),
        ({"headers": {"A b": "c"}}, JudgeConfigError, r"judges\.remote\.headers"),
        ({"headers": {"A": "ä"}}, JudgeConfigError, r"headers\.A: expected printable ASCII"),
        ({"covers": None}, JudgeConfigError, r"judges\.remote\.covers: missing"),
        ({"covers": ["resemblance"]}, JudgeConfigError, "cannot vouch for resemblance"),
        ({"fields": ["stokc"]}, FactError, "no declared field 'stokc'"),
        ({"context": ["regoin"]}, JudgeConfigError, r"\.context: 'regoin' is not declared"),
        ({"claims": ["gitn"]}, JudgeConfigError, r"\.claims: 'gitn' is not declared"),
        ({"readings": ["barcodes"]}, JudgeConfigError, r"\.readings: 'barcodes' is not declared"),
        ({"timeout": 0}, JudgeConfigError, r"judges\.remote\.timeout"),
        ({"retries": 99}, JudgeConfigError, r"judges\.remote\.retries"),
    ],
)
def test_wrong_options_are_refused_at_load(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        http(**{"url": "https://example.invalid/", **options})
    assert "\n" not in str(caught.value)


def test_a_fact_that_is_no_json_is_a_failure(service: Service) -> None:
    with pytest.raises(JudgeError, match="a fact cannot be sent as JSON"):
        http(service.url).judge(Query(), [Candidate("a", {"stock": float("nan")})])
    assert service.asked == []
