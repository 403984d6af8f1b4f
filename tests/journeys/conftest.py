from tests.support.town import photo, town  # noqa: F401 - fixtures
from tests.support.ui_fixtures import *  # noqa: F403 - pytest collects fixtures by name
