"""The center's Django project inside the test's own process, with an empty database each time."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.center.opening import open_center


@pytest.fixture(scope="session")
def django(tmp_path_factory):
    """Django, set up once: it knows one set of settings per process."""
    folder = tmp_path_factory.mktemp("center")
    open_center(feed=folder / "feed", data=folder / "data")
    from django.conf import settings
    from django.db import connections

    if not hasattr(settings, "FRESH"):  # every folder of tests has this fixture once
        settings.FRESH = folder / "fresh.sqlite3"
        _copy(settings.DATABASES["default"]["NAME"], settings.FRESH)
    yield settings
    connections.close_all()


@pytest.fixture
def database(django):
    """An empty database.

    A copy, not a flush: what is append-only lets itself be deleted by nobody.
    """
    from django.db import connections

    connections.close_all()
    _copy(django.FRESH, django.DATABASES["default"]["NAME"])
    return django


def _copy(source: Path, target: Path) -> None:
    one, other = sqlite3.connect(source), sqlite3.connect(target, timeout=10)
    try:
        one.backup(other)
    finally:
        one.close()
        other.close()
