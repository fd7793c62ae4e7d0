"""One table, looked at once, and its rows by key: one statement for all keys of a batch."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Select,
    String,
    TableClause,
    column,
    false,
    inspect,
    literal,
    select,
    table,
    tuple_,
)
from sqlalchemy import types as sql
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from judges.errors import JudgeConfigError, JudgeError
from judges.facts import FactType

from .database import limit_statement
from .options import JoinOptions
from .values import as_fact

Key = tuple[str | int, ...]
_PARAMETERS = 32_000
"""Of one statement. SQLite's own build takes 32,766, PostgreSQL 65,535."""
_ROWS_PER_KEY = 8
"""A table with more rows for one key, on the average of a batch, has no such key."""


class _Part(NamedTuple):
    """One column of the key."""

    column: ColumnElement[Any]
    is_padded: bool
    """Whether the database fills it up with spaces, as it does CHAR(n)."""


class Rows:
    """Rows of one table by key. Safe to use from threads; each has a connection of its own."""

    def __init__(
        self, name: str, engine: Engine, options: JoinOptions, types: Mapping[str, FactType]
    ) -> None:
        """``types`` are those of the record fields in the key. Connects to nothing yet."""
        self._where = f"judges.{name}"
        self._engine = engine
        self._options = options
        self._field_types = types
        self._key: tuple[_Part, ...] | None = None
        self._lock = Lock()

    def find(self, keys: Sequence[Key], time_limit: float) -> Mapping[Key, Sequence[Any]]:
        """All rows of each key that has any, as mappings from ``row.NAME`` to fact.

        There may be rows of other spellings as well. Raises JudgeConfigError where the table is
        not as the options say, and JudgeError where the database cannot be asked; each message is
        one line.
        """
        found: dict[Key, list[dict[str, Any]]] = {}
        if not keys:
            return found
        with self._asking(time_limit) as connection:
            parts = self._checked_key(connection)
            step = _PARAMETERS // len(parts)
            for begin in range(0, len(keys), step):
                self._collect(connection, parts, keys[begin : begin + step], found)
        return found

    def look(self, time_limit: float) -> None:
        """Ask for no row at all. Raises as ``find`` does."""
        with self._asking(time_limit) as connection:
            self._checked_key(connection)
            connection.execute(select(literal(1)).select_from(self._table()).where(false()))

    @contextmanager
    def _asking(self, time_limit: float) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                limit_statement(connection.connection.driver_connection, time_limit)
                yield connection
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise JudgeError(
                f"{self._where}.url: {self._engine.dialect.name} cannot be asked "
                f"({' '.join(str(reason).split())[:200] or type(reason).__name__})"
            ) from error

    def _checked_key(self, connection: Connection) -> tuple[_Part, ...]:
        with self._lock:
            if self._key is None:
                self._key = self._check(self._reflected(connection))
            return self._key

    def _reflected(self, connection: Connection) -> dict[str, Any]:
        schema, _, name = self._options.table.rpartition(".")
        try:
            columns = inspect(connection).get_columns(name, schema=schema or None)
        except NoSuchTableError as error:
            raise JudgeConfigError(
                f"{self._where}.table: the database has no table {self._options.table!r}"
            ) from error
        return {each["name"]: each["type"] for each in columns}

    def _check(self, found: Mapping[str, Any]) -> tuple[_Part, ...]:
        parts = self._options.key_parts
        wanted = [("key", part.column) for part in parts]
        wanted += [("columns", name) for name in self._options.row_columns.values()]
        for option, name in wanted:
            if name not in found:
                raise JudgeConfigError(
                    f"{self._where}.{option}: table {self._options.table} has no column {name!r}; "
                    f"it has {', '.join(sorted(found))}"
                )
        return tuple(self._part(part.column, part.field, found[part.column]) for part in parts)

    def _part(self, name: str, field: str, found: Any) -> _Part:
        fact_type = self._field_types[field]
        is_number = fact_type is FactType.INT
        fitting = (sql.Integer, sql.Numeric) if is_number else (sql.String,)
        # An enumeration and a column of no type (SQLite has such) compare otherwise than text does.
        if not isinstance(found, (*fitting, sql.NullType)) or isinstance(found, sql.Enum):
            raise JudgeConfigError(
                f"{self._where}.key: column {name} of {self._options.table} is {found!r}, and "
                f"record.{field} is declared {fact_type}"
            )
        bound = BigInteger() if is_number else String()
        return _Part(column(name, bound), isinstance(found, sql.CHAR))

    def _collect(
        self,
        connection: Connection,
        parts: Sequence[_Part],
        keys: Sequence[Key],
        found: dict[Key, list[dict[str, Any]]],
    ) -> None:
        most = len(keys) * _ROWS_PER_KEY
        types = self._options.row_types
        for count, row in enumerate(connection.execute(self._statement(parts, keys, most + 1)), 1):
            if count > most:
                raise JudgeError(
                    f"{self._where}.key: table {self._options.table} has more than {most} rows "
                    f"for {len(keys)} keys, expected one each"
                )
            # A database may hold more for equal than what is the same letter by letter: such a row
            # stands here under its own spelling, which nobody asked for.
            key = tuple(map(_key_value, parts, row))
            values = zip(types, row[len(parts) :], strict=True)
            found.setdefault(key, []).append(
                {name: as_fact(value, types[name]) for name, value in values}
            )

    def _statement(self, parts: Sequence[_Part], keys: Sequence[Key], most: int) -> Select[Any]:
        columns = [part.column for part in parts]
        values: list[ColumnElement[Any]] = [
            column(each).label(f"row_{place}")
            for place, each in enumerate(self._options.row_columns.values())
        ]
        named = [each.label(f"key_{place}") for place, each in enumerate(columns)]
        condition = (
            columns[0].in_([key[0] for key in keys])
            if len(columns) == 1
            else tuple_(*columns).in_(keys)
        )
        return select(*named, *values).select_from(self._table()).where(condition).limit(most)

    def _table(self) -> TableClause:
        schema, _, name = self._options.table.rpartition(".")
        return table(name, schema=schema or None)


def _key_value(part: _Part, value: Any) -> Any:
    if part.is_padded and isinstance(value, str):
        return value.rstrip(" ")
    return int(value) if isinstance(value, Decimal) and value == int(value) else value
