"""The YAML keys of the join judge."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from judges.facts import FactType
from judges.judge import Options
from judges.settings import SettingOption

_Name = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\x00]+$")]
_Alias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class KeyPart(BaseModel):
    """One column that says which row belongs to which item."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: _Name
    field: _Name
    """The record field, a string or an int, that the column equals."""


class ColumnOption(BaseModel):
    """A column whose own name no expression could write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: _Name
    type: FactType


class JoinOptions(Options):
    """YAML: ``{use: join, url, table, key: {column, field}, columns: {NAME: TYPE}, where}``."""

    url: SettingOption
    """``sqlite:///stock.db`` or ``postgresql://${USER}:${PASSWORD}@host/database``."""
    table: Annotated[str, StringConstraints(pattern=r"^[^.\x00]+(\.[^.\x00]+)?$")]
    """A table or view, with its schema before a point where it is not the default one."""
    key: KeyPart | Annotated[tuple[KeyPart, ...], Field(min_length=1, max_length=8)]
    """One part or several; together they name at most one row."""
    columns: Annotated[dict[_Alias, FactType | ColumnOption], Field(min_length=1)]
    """What ``row.NAME`` is in the condition: the column of that name, or another one."""
    where: str
    """The condition, in CEL; its value must be a bool."""

    @property
    def key_parts(self) -> tuple[KeyPart, ...]:
        return (self.key,) if isinstance(self.key, KeyPart) else self.key

    @property
    def row_types(self) -> dict[str, FactType]:
        """The type of each ``row.NAME``."""
        return {
            name: each.type if isinstance(each, ColumnOption) else each
            for name, each in self.columns.items()
        }

    @property
    def row_columns(self) -> dict[str, str]:
        """The column behind each ``row.NAME``."""
        return {
            name: each.column if isinstance(each, ColumnOption) else name
            for name, each in self.columns.items()
        }
