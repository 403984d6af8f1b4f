"""What holds for all tests."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the center's database can be chosen: it also runs on PostgreSQL (.ci/run)."""
    for item in items:
        if "database" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
