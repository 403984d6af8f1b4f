from tests.support.asking import at  # noqa: F401 - fixtures
from tests.support.cases import hall  # noqa: F401
from tests.support.center import database, django  # noqa: F401
from tests.support.gatehouse import gatehouse  # noqa: F401
from tests.support.writer import previews, undrawn, writer  # noqa: F401
