"""The center's Django project inside the test's own process, with an empty database each time."""

import pytest

from kiosk.center.opening import open_center


@pytest.fixture(scope="session")
def django(tmp_path_factory):
    """Django, set up once: it knows one set of settings per process."""
    folder = tmp_path_factory.mktemp("center")
    open_center(feed=folder / "feed", data=folder / "data")
    from django.conf import settings
    from django.db import connections

    yield settings
    connections.close_all()


@pytest.fixture
def database(django):
    """An empty database."""
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    return django
