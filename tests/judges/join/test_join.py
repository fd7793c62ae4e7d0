"""The join judge on real servers: facts of the row decide, and nothing else ever confirms."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from join_samples import OPTIONS, TABLE, Database, outcomes, verdicts
from sqlalchemy import event

from judges import (
    JudgeConfigError,
    JudgeError,
    Query,
)
from judges.facts import FactType
from judges.join import Join
from judges.join.values import as_fact


def test_the_row_decides(database: Database, join: Callable[..., Join]) -> None:
    database.run(TABLE)
    rows = [("A", "EU", "active", 3), ("B", "EU", "active", 0), ("C", "EU", "active", None)]
    database.run("insert into stock values (?, ?, ?, ?)", rows)
    judge = join(database.url)
    assert outcomes(judge, "A", "B", "C", "D", "a", None, 7, "A") == [
        ("confirm", "holds"),
        ("reject", "does_not_hold"),
        ("abstain", "fact_missing"),
        ("reject", "no_row"),
        ("reject", "no_row"),
        ("abstain", "record_has_no_key"),
        ("abstain", "fact_type"),
        ("confirm", "holds"),
    ]


def test_evidence_is_the_key_and_the_facts(database: Database, join: Callable[..., Join]) -> None:
    database.run(TABLE)
    rows = [("A", "EU", "active", 3), ("C", "EU", "active", None)]
    database.run("insert into stock values (?, ?, ?, ?)", rows)
    right, null, none = verdicts(join(database.url), {"sku": "A"}, {"sku": "C"}, {"sku": "D"})
    assert {(each.source, each.name, each.value) for each in right.evidence} == {
        ("record", "sku", "A"), ("context", "region", "EU"), ("row", "stock.region", "EU"),
        ("row", "stock.status", "active"), ("row", "stock.stock", 3),
    }  # fmt: skip
    assert ("row", "stock.stock", None) in [each[:3] for each in null.evidence]
    assert [each[:3] for each in none.evidence] == [("record", "sku", "D"), ("row", "stock", None)]


def test_several_rows_confirm_nothing_even_where_all_would(
    database: Database, join: Callable[..., Join]
) -> None:
    database.run(TABLE)
    database.run("insert into stock values (?, ?, ?, ?)", [("A", "EU", "active", 3)] * 2)
    assert outcomes(join(database.url), "A") == [("abstain", "several_rows")]


def test_a_table_without_such_a_key_fails(database: Database, join: Callable[..., Join]) -> None:
    database.run(TABLE)
    database.run("insert into stock values (?, ?, ?, ?)", [("A", "EU", "active", 3)] * 9)
    with pytest.raises(JudgeError, match="more than 8 rows for 1 keys"):
        outcomes(join(database.url), "A")


def test_one_statement_per_batch(database: Database, join: Callable[..., Join]) -> None:
    database.run(TABLE)
    database.run("insert into stock values (?, ?, ?, ?)", [("A7", "EU", "active", 3)])
    judge = join(database.url)
    outcomes(judge, "A")  # looks at the table
    statements = _watch(judge)
    found = outcomes(judge, *(f"A{number}" for number in range(10_000)))
    assert len(statements) == 1
    assert [at for at, one in enumerate(found) if one == ("confirm", "holds")] == [7]
    outcomes(judge, None)
    assert len(statements) == 1


def _watch(judge: Join) -> list[str]:
    statements: list[str] = []
    engine = judge._rows._engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    return statements


def test_more_keys_than_parameters_take_more_statements(
    database: Database, join: Callable[..., Join]
) -> None:
    database.run(TABLE)
    rows = [("A0", "EU", "active", 3), ("A32000", "EU", "active", 3)]
    database.run("insert into stock values (?, ?, ?, ?)", rows)
    judge = join(database.url)
    outcomes(judge, "A")
    statements = _watch(judge)
    found = outcomes(judge, *(f"A{number}" for number in range(32_001)))
    assert len(statements) == 2
    assert [one[0] for one in found].count("confirm") == 2
    assert found[0][0] == found[-1][0] == "confirm"


def test_composite_keys_of_text_and_numbers(database: Database, join: Callable[..., Join]) -> None:
    database.run("create table editions (isbn text, year integer, status text)")
    rows = [("x", 2024, "active"), ("x", 2025, "gone"), ("y", 2024, "active")]
    database.run("insert into editions values (?, ?, ?)", rows)
    judge = join(
        database.url, table="editions", columns={"status": "string"},
        where='row.status == "active"',
        key=[{"column": "isbn", "field": "sku"}, {"column": "year", "field": "year"}],
    )  # fmt: skip
    records = [("x", 2024), ("x", 2025), ("y", 2025), ("x", None), ("x", 2**63), ("x", True)]
    found = verdicts(judge, *({"sku": sku, "year": year} for sku, year in records))
    assert [one.reason for one in found] == [
        "holds", "does_not_hold", "no_row", "record_has_no_key", "fact_type", "fact_type",
    ]  # fmt: skip
    many = [{"sku": "x", "year": 2000 + number} for number in range(3000)]
    assert [one.outcome for one in verdicts(judge, *many)].count("confirm") == 1


def test_numbers_wider_than_the_column_are_only_not_there(
    database: Database, join: Callable[..., Join]
) -> None:
    database.run("create table years (year integer, status text)")
    database.run("insert into years values (?, ?)", [(2024, "active")])
    judge = join(
        database.url, table="years", columns={"status": "string"},
        where='row.status == "active"', key={"column": "year", "field": "year"},
    )  # fmt: skip
    found = verdicts(judge, {"year": 2024}, {"year": 2**40}, {"year": -(2**63)})
    assert [one.reason for one in found] == ["holds", "no_row", "no_row"]


@pytest.mark.parametrize("value", ["\0", "A\0", "\ud800", "'; drop table stock; --", "x" * 10**6])
def test_hostile_keys_harm_nobody(
    database: Database, join: Callable[..., Join], value: str
) -> None:
    database.run(TABLE)
    database.run("insert into stock values (?, ?, ?, ?)", [("A", "EU", "active", 3)])
    judge = join(database.url)
    assert [one[0] for one in outcomes(judge, value, "A")][1] == "confirm"
    assert outcomes(judge, value)[0][0] in {"abstain", "reject"}
    assert outcomes(judge, "A") == [("confirm", "holds")]


def test_columns_come_as_facts(database: Database, join: Callable[..., Join]) -> None:
    database.run(
        'create table facts (sku text, "in stock" boolean, price numeric(8,2), whole numeric(8,0),'
        " tags text, since date, seen timestamp)"
    )
    row = ("A", True, "1.50", "3", '["a", "b"]', "2026-01-01", "2026-01-01 12:00:00")
    database.run("insert into facts values (?, ?, ?, ?, ?, ?, ?)", [row])
    judge = join(
        database.url, table="facts",
        columns={
            "sold": {"column": "in stock", "type": "bool"}, "price": "double", "whole": "int",
            "tags": "list(string)", "since": "date", "seen": "date",
        },
        where='row.sold && row.price == 1.5 && row.whole == 3 && "b" in row.tags'
        " && row.since < ctx.as_of && row.seen < ctx.as_of",
    )  # fmt: skip
    (found,) = verdicts(judge, {"sku": "A"}, query=Query(context={"as_of": "2026-01-02"}))
    assert (found.outcome, found.reason) == ("confirm", "holds"), found
    (found,) = verdicts(judge, {"sku": "A"}, query=Query(context={"as_of": "2026-01-01"}))
    assert (found.outcome, found.reason) == ("reject", "does_not_hold"), found


@pytest.mark.parametrize(
    ("value", "kind"), [("many", "int"), ('{"a": 1}', "list(string)"), ("soon", "date")]
)
def test_values_of_another_type_abstain(
    database: Database, join: Callable[..., Join], value: str, kind: str
) -> None:
    database.run("create table stock (sku text, x text)")
    database.run("insert into stock values (?, ?)", [("A", value)])
    test = {"int": "row.x > 0", "list(string)": '"a" in row.x', "date": "row.x < ctx.as_of"}[kind]
    judge = join(database.url, columns={"x": kind}, where=test)
    (found,) = verdicts(judge, {"sku": "A"}, query=Query(context={"as_of": "2026-01-02"}))
    assert (found.outcome, found.reason) == ("abstain", "fact_type")
    assert ("row", "stock.x", value) in [each[:3] for each in found.evidence]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"table": "stick"}, r"judges\.stock\.table: the database has no table 'stick'"),
        ({"table": "sh.stock"}, r"no table 'sh\.stock'|unknown database"),
        ({"key": {"column": "nr", "field": "sku"}}, r"\.key: table stock has no column 'nr'; it"),
        ({"columns": {**OPTIONS["columns"], "more": "int"}}, r"\.columns: .* no column 'more'"),
        ({"key": {"column": "stock", "field": "sku"}}, r"\.key: column stock of stock is INTEGER"),
        ({"key": {"column": "sku", "field": "year"}}, r"column sku of stock is VARCHAR.* int"),
    ],
)
def test_a_table_unlike_the_options_is_one_line(
    database: Database, join: Callable[..., Join], options: dict[str, Any], message: str
) -> None:
    database.run(TABLE)
    judge = join(database.url, **options)
    for _ in range(2):
        with pytest.raises((JudgeConfigError, JudgeError), match=message) as caught:
            verdicts(judge, {"sku": "A", "year": 1})
        assert "\n" not in str(caught.value)


def test_a_table_may_appear_later_and_change(database: Database, join: Callable[..., Join]) -> None:
    judge = join(database.url)
    with pytest.raises(JudgeConfigError):
        outcomes(judge, "A")
    database.run(TABLE)
    database.run("insert into stock values (?, ?, ?, ?)", [("A", "EU", "active", 3)])
    assert outcomes(judge, "A") == [("confirm", "holds")]
    database.run("update stock set stock = 0")
    assert outcomes(judge, "A") == [("reject", "does_not_hold")]
    database.run("drop table stock")
    with pytest.raises(JudgeError, match=r"judges\.stock\.url: .* cannot be asked"):
        outcomes(judge, "A")


def test_identity_may_rest_on_a_claim(tmp_path: Path, join: Callable[..., Join]) -> None:
    with closing(sqlite3.connect(tmp_path / "s.db")) as own:
        own.execute("create table stock (sku text, alias text)")
        own.execute("insert into stock values ('A', 'widget')")
        own.commit()
    judge = join(
        "sqlite:///s.db", tmp_path, columns={"alias": "string"},
        where="row.alias == claims.name", covers=["identity"],
    )  # fmt: skip
    (found,) = verdicts(judge, {"sku": "A"}, query=Query(claims={"name": "widget"}))
    assert found.outcome == "confirm"
    (found,) = verdicts(judge, {"sku": "A"}, query=Query())
    assert (found.outcome, found.reason) == ("abstain", "fact_missing")


def test_days_and_moments_keep_their_zone() -> None:
    moment = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    assert as_fact(moment, FactType.DATE) == "2026-01-01T12:00:00+00:00"
