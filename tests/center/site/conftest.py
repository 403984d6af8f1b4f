from tests.support.cases import hall  # noqa: F401 - fixtures
from tests.support.center import database, django  # noqa: F401 - fixtures
from tests.support.mobile import published, site  # noqa: F401 - fixtures
from tests.support.serving import offered, served_feed  # noqa: F401
