import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import feedlab as sample


@pytest.fixture
def feed(tmp_path):
    return sample.Feed(tmp_path)
