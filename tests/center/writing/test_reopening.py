"""What is public, opened for a correction and sent unchanged, is the same to the last word."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.division import level_of
from tests.support.kinds import KindsFolder

DAY = date(2026, 11, 22)


@pytest.fixture
def reading(django, tmp_path):
    del django
    folder = KindsFolder(tmp_path)
    folder.everything()
    folder.all()
    folder.prose(
        "# 一\n\n本村有 **5** 个组。\n\n- 一组\n- 二组\n\n| 组 | 户 |\n| - | - |\n| 一 | 3 |\n"
    )
    return folder.read()


def test_every_kind_comes_back_as_it_was(reading, monkeypatch):
    from kiosk.center.writing import declared, drafting
    from kiosk.center.writing.reopening import typed_of
    from kiosk.center.writing.subject import Subject

    blobs = {digest: path for draft in reading.drafts for digest, path in draft.blobs.items()}
    monkeypatch.setattr(drafting, "file_of", blobs.get)
    monkeypatch.setattr(declared, "file_of", blobs.get)
    monkeypatch.setattr(Subject, "previous_closing", lambda _: None)
    monkeypatch.setattr(Subject, "beside", lambda _subject, _kind: [])
    monkeypatch.setattr(Subject, "shows", lambda _subject, _key: False)
    kinds = set()
    for draft in reading.drafts:
        face = draft.disclosure
        catalogue = reading.county.catalogue_on(level_of(face.division), DAY)
        group, item = catalogue.find(face.item)
        place = next(d for d in reading.county.divisions if d.code == face.division)
        subject = Subject(reading.county, place, group, item, face.covered, 1)
        typed = typed_of(face, draft.content, correcting=False)
        built = drafting.build(subject, msgspec.structs.replace(typed, cleared=True))
        assert [str(f) for f in built.faults if f.stop] == []
        assert built.draft.content == draft.content
        assert (built.draft.disclosure.id, built.draft.disclosure.title) == (face.id, face.title)
        assert dict(built.draft.blobs) == dict(draft.blobs)
        kinds.add(face.kind)
    authored = {k for k in Kind if k.is_authored}
    assert kinds == authored - {Kind.NOTHING, Kind.EXCUSE}
