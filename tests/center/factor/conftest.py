import pytest

from tests.support.cases import hall  # noqa: F401 - fixtures
from tests.support.center import database, django  # noqa: F401


@pytest.fixture
def rf(django):  # noqa: F811 - the fixture above
    """Makes requests that go nowhere."""
    from django.test import RequestFactory

    return RequestFactory()
