"""Samples of judges over several sources, and over a table, policies or a service outside."""

import atexit
import sqlite3
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fake_catalogue import FakeCatalogue
from judging_service import judging_service

from judges import (
    AnyJudge,
    Candidate,
    Labels,
    Principal,
    Query,
    Reading,
    Vocabulary,
    build_judge,
)
from judges.testing import JudgeSample


@cache  # one folder for the life of the tests
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="samples-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache  # a service for the life of the tests
def _service() -> str:
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(judging_service()).url


def http_sample() -> JudgeSample:
    options = {"use": "http", "url": _service(), "covers": ["recency"], "fields": ["stock"]}
    records: dict[str, dict[str, Any]] = {
        "many": {"stock": 2, "name": "unmentioned"},
        "few": {"stock": 1},
        "none": {"stock": 0},
        "unknown": {"name": "no stock"},
    }
    return JudgeSample(
        build_judge("remote", options, Vocabulary()),
        Query(),
        tuple(Candidate(key, record) for key, record in records.items()),
        confirmed=frozenset({"many", "few"}),
    )


def consistent_sample() -> JudgeSample:
    digits, other = "7310865004703", "5000213101025"
    records: dict[str, dict[str, Any]] = {
        "same": {"gtin": digits, "name": "unmentioned"},
        "other": {"gtin": other},
        "none": {"name": "no gtin"},
        "broken": {"gtin": 7},
    }
    read = {
        kind: [
            Reading(
                kind=kind, value=digits, text=digits, confidence=1, reader=kind, version="1",
                details={"gtin14": "0" + digits},
            )
        ]
        for kind in ("barcode", "words")
    }  # fmt: skip
    options = {
        "use": "consistent", "of": [{"read": "barcode"}, {"read": "words"}, {"field": "gtin"}],
        "same": "gtin", "covers": ["identity"],
    }  # fmt: skip
    return JudgeSample(
        build_judge("agree", options, Vocabulary()),
        Query(read=lambda kind: read[kind]),
        tuple(Candidate(key, record) for key, record in records.items()),
        confirmed=frozenset({"same"}),
    )


SHOP_SCHEMA = """
entity Group;
entity User in [Group] { tenant?: String };
entity Item { lifecycle?: String, regions?: Set<String>, stock?: Long, price?: decimal,
              valid_until?: datetime, tenant?: String, groups: Set<Group> };
action view appliesTo { principal: User, resource: Item, context: { region?: String } };
"""
LABELS_POLICY = """
@id("labels")
permit(principal, action == Action::"view", resource)
when {
  (if resource has tenant
   then principal has tenant && principal.tenant == resource.tenant
   else true)
  && (resource.groups.isEmpty() || principal in resource.groups)
};
"""
"""The one rule of access, in Cedar."""
POLICY_OPTIONS: dict[str, Any] = {
    "use": "policy", "policies": "shop.cedar", "schema": "shop.cedarschema", "action": "view",
    "principal": {"groups": "Group", "tenant": True},
    "resource": {"labels": True, "fields": ["lifecycle", "stock"]},
}  # fmt: skip


def policy_judge(
    folder: Path, policies: str, schema: str = SHOP_SCHEMA, **options: Any
) -> AnyJudge:
    """A policy judge over policies and a schema that are written into a folder."""
    (folder / "shop.cedar").write_text(policies, encoding="utf-8")
    (folder / "shop.cedarschema").write_text(schema, encoding="utf-8")
    given = {**POLICY_OPTIONS, **options}
    return build_judge("policy", given, Vocabulary(), folder)


def policy_sample() -> JudgeSample:
    labels = {
        "open": Labels(), "mine": Labels("acme", frozenset({"sales", "staff"})),
        "theirs": Labels("other"), "closed": Labels("acme", frozenset({"board"})),
        "old": Labels(), "broken": Labels(),
    }  # fmt: skip
    records: dict[str, dict[str, Any]] = {key: {"name": key, "stock": 1} for key in labels}
    records |= {"old": {"lifecycle": "withdrawn"}, "broken": {"stock": 2**70}, "gone": {}}
    withdrawn = "forbid(principal, action, resource) when { resource has lifecycle && "
    policies = f'{LABELS_POLICY} {withdrawn} resource.lifecycle == "withdrawn" }};'
    principal = Principal("ada", "acme", frozenset({"staff"}))
    known = {key: record for key, record in records.items() if key in labels}
    return JudgeSample(
        policy_judge(_folder(), policies),
        Query(principal=principal, catalogue=FakeCatalogue(known, labels, principal=principal)),
        tuple(Candidate(key, record) for key, record in records.items()),
        confirmed=frozenset({"open", "mine"}),
    )


@cache  # a judge keeps its connections
def join_sample() -> JudgeSample:
    with closing(sqlite3.connect(_folder() / "stock.db")) as database:
        database.execute("create table stock (sku text, status text, stock int)")
        rows = [("A", "active", 2), ("B", "gone", 2), ("C", "active", None), ("E", "active", 1)]
        database.executemany("insert into stock values (?, ?, ?)", [*rows, rows[3]])
        database.commit()
    options = {
        "use": "join", "url": "sqlite:///stock.db", "table": "stock",
        "key": {"column": "sku", "field": "sku"}, "columns": {"status": "string", "stock": "int"},
        "where": 'row.status == "active" && row.stock > 0', "covers": ["recency"],
    }  # fmt: skip
    records: list[dict[str, Any]] = [
        {"sku": sku, "name": "unmentioned"} for sku in ("A", "B", "C", "D", "E", 7, None)
    ]
    return JudgeSample(
        build_judge("stock", options, Vocabulary(), _folder()),
        Query(),
        tuple(Candidate(str(record["sku"]), record) for record in records),
        confirmed=frozenset({"A"}),
    )
