"""What docs/deploy says fits what there is: metrics, labels, options, files."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from postgres import server
from prometheus_client import CollectorRegistry
from rows import item_row, visible_ids
from sqlalchemy import make_url

from judges import Principal
from router.cli import run
from router.config.catalogue import Catalogue
from router.errors import StoreServerError
from router.service import ServiceSettings, load_settings
from router.service.metrics import Metrics
from router.store import Server, Store

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
RULES = yaml.safe_load((DEPLOY / "crossjudge.rules.yaml").read_text(encoding="utf-8"))
GRAFANA = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
ALARMS = [rule for group in RULES["groups"] for rule in group["rules"]]
EXPRESSIONS = [rule["expr"] for rule in ALARMS] + [
    target["expr"] for panel in GRAFANA["panels"] for target in panel["targets"]
]
_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def known() -> dict[str, set[str]]:
    """Labels of every time series that a service has, by its name."""
    metrics = Metrics({})
    metrics.follow(ready=lambda: True, running=lambda: 0, queued=lambda: 0)
    series: dict[str, set[str]] = {}
    for collector in _collectors(metrics.registry):
        labels = set(getattr(collector, "_labelnames", ()))
        for family in collector.collect():
            for suffix in _SUFFIXES[family.type]:
                more = {"le"} if suffix == "_bucket" else set()
                series[f"{family.name}{suffix}"] = labels | more
    return series


def _collectors(registry: CollectorRegistry) -> Iterator[Any]:
    yield from registry._collector_to_names


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_names_what_there_is(expression: str) -> None:
    series = known()
    named = re.findall(r"\b(?:crossjudge|process)_\w+", expression)
    assert named or expression.startswith("up{")
    assert set(named) <= series.keys()
    labels = {"job"}.union(*(series[name] for name in named))
    for group in re.findall(r"\bby \(([^)]*)\)", expression):
        assert {label.strip() for label in group.split(",")} <= labels
    for selector in re.findall(r"\{([^{}]*)\}", expression):
        assert set(re.findall(r"(\w+)(?:=~|!~|!=|=)", selector)) <= labels
    assert expression.count("(") == expression.count(")")


def test_alarms_say_what_is_wrong_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in ALARMS}) == len(ALARMS) >= 8
    for rule in ALARMS:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"].keys() == {"summary", "action"}
        assert re.fullmatch(r"\d+[smh]", rule["for"])


def test_buckets_that_are_named_exist() -> None:
    """An edge that is written otherwise selects nothing, silently."""
    metrics = Metrics({})
    edges = {"crossjudge_lane_confirmed_rank_bucket": metrics._confirmed_rank}
    for expression in EXPRESSIONS:
        for name, edge in re.findall(r'(\w+_bucket)\{le="([^"]+)"', expression):
            assert float(edge) in edges[name]._upper_bounds
            assert edge == str(float(edge))


def test_panels_stand_apart() -> None:
    ids = [panel["id"] for panel in GRAFANA["panels"]]
    places = [tuple(panel["gridPos"].values()) for panel in GRAFANA["panels"]]
    assert len(set(ids)) == len(set(places)) == len(ids) >= 10
    assert all(panel["description"] for panel in GRAFANA["panels"])


def options(capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert run(["serve", "--help"]) == 0
    return set(re.findall(r"--[a-z]+", capsys.readouterr().out))


def test_the_unit_starts_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    unit = (DEPLOY / "crossjudge.service").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=((?:.*\\\n)*.*)$", unit, re.MULTILINE)
    words = shlex.split(command.replace("\\\n", " "))
    assert words[1] == "serve"
    assert {word for word in words if word.startswith("--")} <= options(capsys)
    for section in ("[Unit]", "[Service]", "[Install]"):
        assert unit.count(section) == 1


def test_the_image_is_built_from_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in line.split()), line
    (command,) = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert {word for word in json.loads(command) if word.startswith("--")} <= options(capsys)
    extras = re.findall(r"'\.\[([^\]]*)\]'", text)[0].split(",")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras)


def test_the_documentation_links_to_what_there_is() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    links = set(re.findall(r"\]\((deploy/[^)]+)\)", text))
    assert links == {f"deploy/{path.name}" for path in DEPLOY.iterdir()}


def test_the_settings_that_are_shown_are_settings(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    shown, catalogue = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert Catalogue.model_validate(yaml.safe_load(catalogue)["catalogue"]).connections == 16
    path = tmp_path / "settings.yaml"
    path.write_text(shown, encoding="utf-8")
    traces = {"traces": "http://127.0.0.1:4318/v1/traces"}
    assert load_settings(path) == ServiceSettings.model_validate({"observe": traces})


def test_the_accounts_on_postgresql_may_do_what_they_are_for(tmp_path: Path) -> None:
    with server() as postgres:
        postgres.start()
        postgres.run_file(DEPLOY / "postgresql.sql", writer="it's", reader="hush")
        for user in ("crossjudge", "crossjudge_search"):
            postgres.ask_for_password(user)
        url = make_url(f"postgresql://@/crossjudge?host={postgres.folder}")
        writer = Server(url.set(username="crossjudge", password="it's"))  # noqa: S106
        reader = Server(url.set(username="crossjudge_search", password="hush"))  # noqa: S106
        with Store.open(tmp_path, create=True, server=writer) as store:
            store.put(item_row("i"))
        with Store.open(tmp_path, create=True, server=reader) as store:
            assert visible_ids(store, Principal()) == ["i"]
            with pytest.raises(StoreServerError, match="permission denied"):
                store.put(item_row("j"))
        postgres.stop()
