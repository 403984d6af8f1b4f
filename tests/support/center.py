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
_TEST, _FRESH = f"kiosk_test_{os.getpid()}", f"kiosk_fresh_{os.getpid()}"
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
            _sql(f"CREATE DATABASE {_FRESH} TEMPLATE {_TEST}")
        else:
            _copy(settings.DATABASES["default"]["NAME"], settings.FRESH)
    yield settings
    connections.close_all()
    for name in (_TEST, _FRESH) if SERVER else ():
        _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def database(django):
    """An empty database.

    A copy, not a flush: what is append-only lets itself be deleted by nobody.
    """
    from django.db import connections

    connections.close_all()
    if SERVER:
        _sql(f"DROP DATABASE IF EXISTS {_TEST} WITH (FORCE)")
        _sql(f"CREATE DATABASE {_TEST} TEMPLATE {_FRESH} STRATEGY FILE_COPY")
    else:
        _copy(django.FRESH, django.DATABASES["default"]["NAME"])
    return django


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
