"""The center's Django project inside the test's own process, with an empty database each time.

On SQLite, or on the PostgreSQL at ``KIOSK_TEST_DATABASE`` (an address of its ``postgres``
database, as somebody who may create others): `.ci/with-postgresql.sh` starts one.
"""

import os
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.center.database import VARIABLE
from kiosk.center.opening import open_center

SERVER = os.environ.get("KIOSK_TEST_DATABASE", "")
_TEST = f"kiosk_test_{os.getpid()}"
_OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
only_sqlite = pytest.mark.skipif(bool(SERVER), reason="about SQLite's own ways")


@pytest.fixture(scope="session")
def django(tmp_path_factory):
    """Django, set up once: it knows one set of settings per process."""
    folder = tmp_path_factory.mktemp("center")
    if SERVER and VARIABLE not in os.environ:
        _sql(f"CREATE DATABASE {_TEST}")
        os.environ[VARIABLE] = urlsplit(SERVER)._replace(path=f"/{_TEST}").geturl()
    open_center(feed=folder / "feed", data=folder / "data")
    from django.conf import settings
    from django.db import connections

    if not hasattr(settings, "FRESH"):  # every folder of tests has this fixture once
        settings.FRESH = folder / "fresh.sqlite3"
        if SERVER:
            # Threads of tests end with a request: they leave no connection behind.
            settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
        else:
            _copy(settings.DATABASES["default"]["NAME"], settings.FRESH)
    yield settings
    connections.close_all()
    if SERVER:
        _sql(f"DROP DATABASE IF EXISTS {_TEST} WITH (FORCE)")


@pytest.fixture
def database(django):
    """An empty database.

    SQLite's is a copy, not a flush: what is append-only lets itself be deleted by nobody.
    """
    from django.db import connections

    connections.close_all()
    if SERVER:
        _empty()
    else:
        _copy(django.FRESH, django.DATABASES["default"]["NAME"])
    return django


def _empty() -> None:
    """As a replica does it: triggers do not run for it.  TRUNCATE takes thirty times as long."""
    from django.db import connection

    tables = sorted(set(connection.introspection.table_names()) - _OF_MIGRATIONS)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables))
        cursor.execute(
            "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences"
            " WHERE sequencename NOT LIKE ALL (ARRAY['django%%', 'auth%%'])"
        )
    connection.close()


def _sql(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)


def _copy(source: Path, target: Path) -> None:
    one, other = sqlite3.connect(source), sqlite3.connect(target, timeout=10)
    try:
        one.backup(other)
    finally:
        one.close()
        other.close()
