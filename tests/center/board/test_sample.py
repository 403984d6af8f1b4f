"""What is under review in the sample county, made once, through the same gate."""

from datetime import UTC, datetime

import pytest

from kiosk.state import sources

SAMPLE = sources() / "content" / "sample_versions.yaml"


@pytest.fixture
def people(gatehouse):
    """The sample's own people, at the places of the test's county."""
    from kiosk.center.accounts.models import Staff

    for name, role, division, unit in (
        ("liuhe", "village", "990101101201", "station"),
        ("liuhejiandu", "committee", "990101101201", "committee"),
        ("qinghewen", "township", "990101101000", "affairs"),
    ):
        Staff.objects.create(
            username=name, name=name, role=role, division=division, unit=unit, password="!"
        )
    return gatehouse


def test_it_fills_the_reviewers_pages_once(people, sample_county):
    from kiosk.center.board.models import Version
    from kiosk.center.board.sample import make_versions

    now = datetime.now(UTC)
    assert make_versions(SAMPLE, sample_county, now) == 4
    states = sorted(Version.objects.values_list("state", "step"))
    assert states == [("returned", 0), ("waiting", 0), ("waiting", 0), ("waiting", 1)]
    assert make_versions(SAMPLE, sample_county, now) == 0


@pytest.fixture
def sample_county(gatehouse):
    """The catalogues that come with the program, on show in the test's feed."""
    import msgspec

    from kiosk.center.folder.reader import read_catalogues
    from tests.support.phone import forget_feed

    catalogues, problems = read_catalogues(sources() / "content" / "catalogues")
    assert problems == []
    village = gatehouse.village
    village.county = msgspec.structs.replace(village.county, catalogues=catalogues)
    village.publish()
    forget_feed()
    return village.county
