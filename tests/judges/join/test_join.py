"""The join judge on real servers: facts of the row decide, and nothing else ever confirms."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from postgres import postgres
from sqlalchemy import event

from judges import (
    Candidate,
    ExpressionError,
    FactError,
    JudgeConfigError,
    JudgeError,
    Query,
    Verdict,
    Vocabulary,
    build_judge,
)
from judges.facts import FactType
from judges.join import Join
from judges.join.values import as_fact

EU = Query(context={"region": "EU"})
WHERE = 'row.status == "active" && row.stock > 0 && row.region == ctx.region'
OPTIONS: dict[str, Any] = {
    "use": "join", "table": "stock", "key": {"column": "sku", "field": "sku"},
    "columns": {"status": "string", "stock": "int", "region": "string"},
    "where": WHERE, "covers": ["recency"],
}  # fmt: skip
TABLE = "create table stock (sku varchar(40), region text, status text, stock integer)"


class Database(NamedTuple):
    url: str
    run: Callable[..., None]
    """Runs one statement, with any parameters' rows."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        path = tmp_path / "my stock#1.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield Database(
                f"sqlite:///{path}", lambda sql, rows=((),): _each(connection, sql, rows)
            )
        return
    socket = request.getfixturevalue("server")
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as own:
        own.execute("create schema shop")
        own.execute("set search_path to public")
        yield Database(
            f"postgresql://postgres@/postgres?host={socket}",
            lambda sql, rows=((),): _each(own, sql.replace("?", "%s"), rows),
        )
        for schema in ("shop", "public"):
            own.execute(f"drop schema {schema} cascade")
        own.execute("create schema public")


def _each(connection: Any, sql: str, rows: Sequence[Any]) -> None:
    for row in rows:
        connection.execute(sql, row) if row else connection.execute(sql)


@pytest.fixture
def join() -> Iterator[Callable[..., Join]]:
    """Builds join judges, and closes their connections at the end."""
    made: list[Join] = []

    def build(url: str, folder: Path | None = None, **options: Any) -> Join:
        judge = build_judge("stock", {**OPTIONS, "url": url, **options}, Vocabulary(), folder)
        assert isinstance(judge, Join)
        made.append(judge)
        return judge

    yield build
    for judge in made:
        judge._rows._engine.dispose()


def verdicts(judge: Join, *records: Mapping[str, Any], query: Query = EU) -> list[Verdict]:
    return list(judge.judge(query, [Candidate(str(n), each) for n, each in enumerate(records)]))


def outcomes(judge: Join, *skus: Any) -> list[tuple[str, str]]:
    found = verdicts(judge, *({"sku": sku} for sku in skus))
    return [(str(one.outcome), one.reason) for one in found]


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


def test_nothing_can_be_written(database: Database, join: Callable[..., Join]) -> None:
    database.run(TABLE)
    judge = join(database.url)
    with (
        judge._rows._engine.connect() as connection,
        pytest.raises(Exception, match=r"(?i)read-?only"),
    ):
        connection.exec_driver_sql("insert into stock values ('A', 'EU', 'active', 3)")


def test_a_statement_without_end_is_given_up(database: Database, join: Callable[..., Join]) -> None:
    forever = (
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
        "select max(i) || '' as sku, 'EU' as region, 'active' as status, 1 as stock from n"
    )
    database.run(f"create view stock as {forever}")
    judge = join(database.url, time_limit=0.3)
    with pytest.raises(JudgeError, match=r"cannot be asked \((interrupted|canceling statement)"):
        outcomes(judge, "A")


def test_views_and_schemas_are_tables_too(server: str, join: Callable[..., Join]) -> None:
    address = f"host={server} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as own:
        own.execute("create schema depot")
        own.execute(TABLE.replace("stock (", "depot.goods ("))
        own.execute("insert into depot.goods values ('A', 'EU', 'active', 3)")
        own.execute("create view depot.stock as select * from depot.goods")
    judge = join(f"postgresql://postgres@/postgres?host={server}", table="depot.stock")
    assert outcomes(judge, "A", "B") == [("confirm", "holds"), ("reject", "no_row")]


def test_padded_keys_equal_themselves_without_spaces(
    server: str, join: Callable[..., Join]
) -> None:
    address = f"host={server} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as own:
        own.execute(TABLE.replace("stock (", "padded (").replace("varchar", "char"))
        own.execute("insert into padded values ('A', 'EU', 'active', 3)")
    judge = join(f"postgresql://postgres@/postgres?host={server}", table="padded")
    assert outcomes(judge, "A", "B") == [("confirm", "holds"), ("reject", "no_row")]


def test_a_connection_that_was_cut_is_made_again(server: str, join: Callable[..., Join]) -> None:
    address = f"host={server} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as own:
        own.execute(TABLE.replace("stock (", "cut ("))
        own.execute("insert into cut values ('A', 'EU', 'active', 3)")
        judge = join(f"postgresql://postgres@/postgres?host={server}", table="cut")
        assert outcomes(judge, "A") == [("confirm", "holds")]
        own.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid != pg_backend_pid()"
            " and backend_type = 'client backend'"
        )
        assert outcomes(judge, "A") == [("confirm", "holds")]


def test_a_file_that_was_replaced_or_removed_decides_no_more(
    tmp_path: Path, join: Callable[..., Join]
) -> None:
    for name, stock in (("stock.db", 3), ("new.db", 0)):
        with closing(sqlite3.connect(tmp_path / name)) as own, own:
            own.execute(TABLE)
            own.execute("insert into stock values ('A', 'EU', 'active', ?)", [stock])
    judge = join("sqlite:///stock.db", tmp_path)
    assert outcomes(judge, "A") == [("confirm", "holds")]
    assert judge.ready() is None
    (tmp_path / "new.db").replace(tmp_path / "stock.db")
    assert outcomes(judge, "A") == [("reject", "does_not_hold")]
    (tmp_path / "stock.db").rename(tmp_path / "away.db")
    with pytest.raises(JudgeError, match="cannot be asked"):
        outcomes(judge, "A")
    assert judge.ready() == "its database cannot be asked"
    (tmp_path / "away.db").rename(tmp_path / "stock.db")
    assert outcomes(judge, "A") == [("reject", "does_not_hold")]
    assert judge.ready() is None


def test_it_says_that_its_table_is_another(database: Database, join: Callable[..., Join]) -> None:
    judge = join(database.url)
    assert judge.ready() == "its table is not as expected"
    database.run(TABLE)
    assert judge.ready() is None
    database.run("drop table stock")
    assert judge.ready() == "its database cannot be asked"


@pytest.mark.parametrize("case", ["ABC", "abc"])
def test_a_database_that_ignores_case_does_not_decide(
    tmp_path: Path, join: Callable[..., Join], case: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "s.db")) as own:
        own.execute(TABLE.replace("varchar(40)", "text collate nocase"))
        own.execute("insert into stock values ('ABC', 'EU', 'active', 3)")
        own.commit()
    judge = join("sqlite:///s.db", tmp_path)
    expected = {"ABC": ("confirm", "holds"), "abc": ("reject", "no_row")}[case]
    assert outcomes(judge, case) == [expected]


def test_text_in_no_encoding_spoils_its_own_row_only(
    tmp_path: Path, join: Callable[..., Join]
) -> None:
    with closing(sqlite3.connect(tmp_path / "s.db")) as own:
        own.execute(TABLE)
        own.execute("insert into stock values ('A', 'EU', cast(x'ff' as text), 3)")
        own.execute("insert into stock values ('B', 'EU', 'active', 3)")
        own.commit()
    assert outcomes(join("sqlite:///s.db", tmp_path), "A", "B") == [
        ("abstain", "fact_type"),
        ("confirm", "holds"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///nowhere.db",
        "postgresql://u:hush@127.0.0.1:1/d",
        "postgresql://u:hush@/d?host=/nowhere",
    ],
)
def test_a_database_that_is_not_there_fails(
    tmp_path: Path, join: Callable[..., Join], url: str
) -> None:
    judge = join(url, tmp_path)
    with pytest.raises(JudgeError, match=r"judges\.stock\.url: \w+ cannot be asked") as caught:
        outcomes(judge, "A")
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_passwords_come_from_the_environment(
    server: str, join: Callable[..., Join], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "p@ss/w:rd?#%41")
    judge = join(f"postgresql://postgres:${{SHOP_PASSWORD}}@/postgres?host={server}")
    assert judge._rows._engine.url.password == "p@ss/w:rd?#%41"  # noqa: S105
    assert "p@ss" not in repr(judge.options)
    monkeypatch.setenv("SHOP", f"postgresql://postgres@/postgres?host={server}")
    with pytest.raises(JudgeConfigError, match="no table 'nothing'"):
        outcomes(join("${SHOP}", table="nothing"), "A")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"url": "postgresql://u:${NO_SUCH}@h/d"}, JudgeConfigError, r"\$\{NO_SUCH\} is not set"),
        ({"url": "sqlite:///${}"}, JudgeConfigError, r"found \$\{\}, expected \$\{NAME\}"),
        ({"url": "stock.db"}, JudgeConfigError, r"\.url: not the URL of a database"),
        ({"url": "mysql://h/d"}, JudgeConfigError, "found a mysql database, expected sqlite or"),
        ({"url": "sqlite://"}, JudgeConfigError, "expected sqlite:///FILE"),
        ({"url": ""}, JudgeConfigError, r"judges\.stock\.url: "),
        ({"covers": None}, JudgeConfigError, r"judges\.stock\.covers: missing"),
        ({"covers": ["permission"]}, JudgeConfigError, "cannot vouch for permission"),
        ({"covers": ["identity"]}, JudgeConfigError, "identity needs a condition over row.NAME"),
        ({"where": "row.stokc > 0"}, ExpressionError, r"'row\.stokc' is not declared.*row\.stock"),
        ({"where": "row.stock + 1"}, ExpressionError, "gives int, expected bool"),
        ({"where": "record.stock > 0"}, JudgeConfigError, r"mentions no column, expected row\.NA"),
        ({"key": {"column": "a", "field": "colour"}}, FactError, "no declared field 'colour'"),
        ({"key": {"column": "a", "field": "price"}}, JudgeConfigError, "declared double, expected"),
        ({"columns": {"in stock": "int"}}, JudgeConfigError, r"judges\.stock\.columns"),
        ({"table": "a.b.c"}, JudgeConfigError, r"judges\.stock\.table"),
    ],
)
def test_wrong_options_are_refused_at_load(
    join: Callable[..., Join], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        join(**{"url": "sqlite:///s.db", **options})
    assert "\n" not in str(caught.value)


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
