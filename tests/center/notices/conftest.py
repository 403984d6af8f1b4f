from tests.support.cases import hall  # noqa: F401 - fixtures
from tests.support.center import database, django  # noqa: F401 - fixtures
from tests.support.owing import owing, owing_at_first  # noqa: F401 - fixtures
