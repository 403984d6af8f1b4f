"""The generator of the sample is a plain script beside its content; tests import it from there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[2] / "content"
sys.path.insert(0, str(CONTENT))


class Sample:
    """The committed county as it is read: drafts by the names of their divisions."""

    root = CONTENT / "示例县"

    def __init__(self, cache: Path) -> None:
        from kiosk.center.folder.reader import read_folder

        self.reading = read_folder(self.root, catalogues=CONTENT / "catalogues", cache=cache)
        county = self.reading.county
        assert county is not None
        assert county.sample_day is not None
        self.day = county.sample_day
        self.codes = {d.name: d.code for d in county.divisions}
        self.held = {
            name: [
                (draft.disclosure, draft.content)
                for draft in self.reading.drafts
                if draft.disclosure.division == code
            ]
            for name, code in self.codes.items()
        }

    def of(self, name):
        return self.held[name]


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    return Sample(tmp_path_factory.mktemp("pictures"))
