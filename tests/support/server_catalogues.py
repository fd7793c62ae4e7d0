"""What tests of catalogues on a PostgreSQL server share."""

import psycopg
from postgres import Server

PASSWORD = "hush/+@:%41"  # noqa: S105 - of a server that lives as long as its tests
"""Of the account ``clerk``."""


def admin(postgres: Server) -> psycopg.Connection:
    """May do everything."""
    address = f"host={postgres.folder} user=postgres dbname=postgres"
    return psycopg.connect(address, autocommit=True)


def cut(postgres: Server) -> None:
    """End the sessions that hold a lock, as a server's administrator may."""
    with admin(postgres) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory'"
        )
