"""How a catalogue that an older version made becomes one of the current version.

Each step is one tuple of statements as they were when its version came, so that later changes of
schema.py cannot change what it does. Catalogues on a PostgreSQL server began with version 2.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from .schema import meta

# SQLite cannot change a primary key: hence the new table that takes the place of the old one.
_WINDOWS = (
    """CREATE TABLE vector_with_parts (
        fingerprint TEXT NOT NULL,
        medium_pk INTEGER NOT NULL,
        part INTEGER NOT NULL,
        starts FLOAT,
        ends FLOAT,
        data BLOB NOT NULL,
        PRIMARY KEY (fingerprint, medium_pk, part),
        FOREIGN KEY(medium_pk) REFERENCES medium (pk)
    )""",
    """INSERT INTO vector_with_parts (fingerprint, medium_pk, part, data)
        SELECT fingerprint, medium_pk, 0, data FROM vector""",
    "DROP TABLE vector",
    "ALTER TABLE vector_with_parts RENAME TO vector",
    "CREATE INDEX vector_of_medium ON vector (medium_pk)",
    "ALTER TABLE medium ADD COLUMN baseline FLOAT",
    "ALTER TABLE medium ADD COLUMN rate FLOAT",
    "UPDATE meta SET schema_version = 2, generation = generation + 1",
)

STEPS: Mapping[str, Mapping[int, tuple[str, ...]]] = {"sqlite": {1: _WINDOWS}, "postgresql": {}}
"""By the kind of database, and by the version that a step starts from."""


def read_version(connection: Connection) -> int:
    """The version of this catalogue; 0 for one that does not say."""
    return int(connection.execute(select(meta.c.schema_version)).scalar() or 0)


def migrate(connection: Connection) -> None:
    """All steps that are missing. A killed process leaves the catalogue as it was."""
    # Read again: another process may have been quicker.
    version, steps = read_version(connection), STEPS[connection.dialect.name]
    while version in steps:
        for statement in steps[version]:
            connection.exec_driver_sql(statement)
        version = read_version(connection)
