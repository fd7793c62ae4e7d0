"""Catalogues whose database is a SQLite file, or on a PostgreSQL server that tests started."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import make_url

from router.store import Server, Store

on_both = pytest.mark.parametrize("routed", ["sqlite", "postgresql"], indirect=True)
"""A test over routers, once on each kind of database."""


class Catalogues:
    """Opens catalogues by their folders; each has a schema of its own on the server."""

    def __init__(self, socket: str | None = None) -> None:
        """``socket``: the folder of a running server's socket; None for SQLite."""
        self.socket = socket

    @property
    def are_files(self) -> bool:
        """Whether a copied folder is a copied catalogue."""
        return self.socket is None

    @property
    def words(self) -> list[str]:
        """What makes the same of this class in another process: ``Catalogues(*words)``."""
        return [] if self.socket is None else [self.socket]

    def server(self, folder: Path) -> Server | None:
        """Where the catalogue of a folder is; None where it is in the folder."""
        if self.socket is None:
            return None
        schema = f"c_{hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]}"
        url = make_url(f"postgresql://postgres@/postgres?host={self.socket}")
        return Server(url, schema, time_limit=20)

    def open(self, folder: Path, *, create: bool = False) -> Store:
        return Store.open(folder, create=create, server=self.server(folder))
