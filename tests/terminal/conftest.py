import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "feed")]
import feedlab as sample  # noqa: E402 - found beside this file
from hall import Terminal  # noqa: E402


@pytest.fixture
def feed(tmp_path):
    return sample.Feed(tmp_path)


@pytest.fixture
def terminal(tmp_path, feed):
    found = Terminal(tmp_path / "terminal", feed)
    yield found
    found.sync.close()
    found.library.close()
