"""The tables of a catalogue: the truth from which every index is derived."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from .dialects import COMPARED, KEY, WORDS

SCHEMA_VERSION = 2
"""Whoever raises it says in migration.py how an older catalogue becomes one of this version."""

tables = MetaData()

meta = Table(
    "meta",
    tables,
    Column("pk", KEY, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    # Counts write transactions, so that one cheap read tells whether anything changed.
    Column("generation", KEY, nullable=False),
)

# Interned and immutable: a label's key never comes to mean another tenant or other groups.
label = Table(
    "label",
    tables,
    Column("pk", KEY, primary_key=True),
    Column("tenant", WORDS),
    Column("groups", Text, nullable=False),  # JSON list, sorted
    UniqueConstraint("tenant", "groups").ddl_if(dialect="sqlite"),
    # A list of groups may be longer than PostgreSQL lets a unique index take; only the holder of
    # the write lock makes labels.
    Index("label_groups", "groups", postgresql_using="hash").ddl_if(dialect="postgresql"),
    sqlite_autoincrement=True,
)

# Keys are never given out twice: an index older than a deletion must not point at a newer item.
item = Table(
    "item",
    tables,
    Column("pk", KEY, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    Column("label_pk", KEY, ForeignKey("label.pk"), nullable=False),
    Column("revision", KEY, nullable=False),  # the generation that wrote it
    Column("digest", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),  # JSON
    Index("item_access", "id", "label_pk"),
    Index("item_snapshot", "pk", "id", "label_pk", "revision"),
    sqlite_autoincrement=True,
)

medium = Table(
    "medium",
    tables,
    Column("pk", KEY, primary_key=True),
    Column("hash", Text, nullable=False),  # content hash of the loaded medium
    Column("modality", Text, nullable=False),
    # What it takes to load the medium again: the file's bytes by SHA-256, and how to read them.
    Column("blob", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("page", Integer),
    Column("scale", Float),
    Column("intrinsics", Text),  # JSON list: fx, fy, cx, cy
    Column("baseline", Float),
    Column("rate", Float),
    UniqueConstraint("hash", "modality"),
    sqlite_autoincrement=True,
)

item_medium = Table(
    "item_medium",
    tables,
    Column("item_pk", KEY, ForeignKey("item.pk"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("medium_pk", KEY, ForeignKey("medium.pk"), nullable=False, index=True),
    Column("origin", WORDS, nullable=False),
)

vector = Table(
    "vector",
    tables,
    Column("fingerprint", Text, primary_key=True),
    Column("medium_pk", KEY, ForeignKey("medium.pk"), primary_key=True),
    # 0 is the medium as a whole; 1, 2 … are its windows in the order of time.
    Column("part", Integer, primary_key=True),
    Column("starts", Float),  # seconds; none for the whole
    Column("ends", Float),
    Column("data", LargeBinary, nullable=False),  # float32, little endian
    Index("vector_of_medium", "medium_pk"),
)

# One row per space and modality; its revision is a fresh random word whenever the set of
# (item, vector) pairs changes, so an index of another history can never pass for this one.
vector_set = Table(
    "vector_set",
    tables,
    Column("fingerprint", Text, primary_key=True),
    Column("modality", Text, primary_key=True),
    Column("dim", Integer, nullable=False),
    Column("revision", Text, nullable=False),
)

# A row with an empty list means: read, nothing found.
reading = Table(
    "reading",
    tables,
    Column("medium_pk", KEY, ForeignKey("medium.pk"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("readings", LargeBinary, nullable=False),  # JSON list
)

fact = Table(
    "fact",
    tables,
    Column("item_pk", KEY, ForeignKey("item.pk"), primary_key=True),
    Column("field", COMPARED, primary_key=True),
    Column("value", COMPARED, nullable=False),  # normalised, see identifiers.py
    Index("fact_lookup", "field", "value", "item_pk"),
)
