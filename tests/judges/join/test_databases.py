"""Databases that are read-only, slow, cut off, replaced or not there: none of it confirms."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from join_samples import TABLE, Database, outcomes

from judges import (
    JudgeError,
)
from judges.join import Join


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
