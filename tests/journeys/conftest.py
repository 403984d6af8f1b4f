from tests.support.ui_fixtures import *  # noqa: F403 - pytest collects fixtures by name
