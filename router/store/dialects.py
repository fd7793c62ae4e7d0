"""Where SQLite and PostgreSQL differ in what they take, said once; every statement is for both."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    Text,
    TypeDecorator,
    bindparam,
    column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

_LONGEST_INDEXED = 1000
"""Bytes. PostgreSQL refuses index entries of more than 2,704, two of which stand in one."""


class _Words(TypeDecorator[str]):
    """Text with any characters, in the order of code points, which is Python's and SQLite's.

    PostgreSQL's own text takes no NUL and is ordered by the language that a database was made for.
    """

    impl = TEXT(collation="C")
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else _without_nul(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return value if value is None or "\1" not in value else _with_nul(value)


class _Compared(_Words):
    """Text that is only ever asked whether it is the same: what is too long for an index is told
    by its hash.
    """

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        plain = super().process_bind_param(value, dialect)
        if plain is None or len(data := plain.encode()) <= _LONGEST_INDEXED:
            return plain
        return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _without_nul(value: str) -> str:
    """Another text for each text, in the same order, none of them with a NUL."""
    if "\0" not in value and "\1" not in value:
        return value
    return value.replace("\1", "\1\2").replace("\0", "\1\1")


def _with_nul(value: str) -> str:
    return value.replace("\1\1", "\0").replace("\1\2", "\1")


KEY = BigInteger().with_variant(Integer(), "sqlite")
"""Of rows: 64 bits. SQLite gives out keys for INTEGER alone, which is as wide there."""
WORDS = Text().with_variant(_Words(), "postgresql")
"""What others have written: ids, tenants, the names of files."""
COMPARED = Text().with_variant(_Compared(), "postgresql")
"""Indexed words that are never read back."""


def among(column: ColumnElement[Any], values: Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
    """``column`` is one of ``values``: one bound parameter however many there are."""
    return _Among(column, bindparam(None, list(values), type_=_Values(column.type), unique=True))


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> "_Among":  # noqa: ARG002
        # Else it would be compared with 1 where a dialect has no booleans, past every index.
        return self


class _Values(TypeDecorator[Sequence[Any]]):
    """Values of one type, as one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "sqlite" else ARRAY(self.each)

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        return _as_json(value or ()) if dialect.name == "sqlite" else value


def _as_json(values: Sequence[Any]) -> str:
    """A list for SQLite, which would end a text at its first NUL, and so take it for another."""
    encoded = orjson.dumps(values)
    if b"\\u0000" in encoded:
        encoded = orjson.dumps([each for each in values if "\0" not in str(each)])
    return encoded.decode()


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled SQL


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY ({values})"


# Written out because of INDEXED BY: the planner prefers the index that lacks the label, and would
# fetch every row with its record. One JSON object is read in a third of the time of 10,000 rows.
_LABELS_AS_JSON = text(
    "SELECT json_group_object(item.id, item.label_pk) FROM json_each(:ids) AS asked "
    "CROSS JOIN item INDEXED BY item_access ON item.id = asked.value"
)
_ITEM = table("item", column("id", WORDS), column("label_pk", KEY))


def label_keys(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The label key of each of these items that is stored, in one statement."""
    if connection.dialect.name == "sqlite":
        asked = {"ids": _as_json(ids)}
        found: dict[str, int] = orjson.loads(
            connection.execute(_LABELS_AS_JSON, asked).scalar_one()
        )
        return found
    wanted = select(_ITEM.c.id, _ITEM.c.label_pk).where(among(_ITEM.c.id, ids))
    return dict(connection.execute(wanted).all())
