from tests.support.cases import hall  # noqa: F401 - fixtures
from tests.support.center import database, django  # noqa: F401
