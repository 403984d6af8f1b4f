"""The small county with a place for every declared kind."""

from __future__ import annotations

import pytest

from tests.support.kinds import KindsFolder


@pytest.fixture
def kinds(tmp_path):
    return KindsFolder(tmp_path)
