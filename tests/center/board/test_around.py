"""Ways around the gate: bulk, shell, raw SQL, a folder, and signatures that somebody made up."""

import pytest
from django.db import DatabaseError, connection, transaction

ROLES = ("clerk", "second", "committee", "office", "county", "leader", "party", "auditor")


@pytest.fixture
def version(gatehouse):
    return gatehouse.send()


def refused(sql: str, *values) -> None:
    """The database says no, and says so for every way of writing it."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_sql_makes_nothing_public(gatehouse, version):
    refused("UPDATE board_version SET state = 'live' WHERE id = %s", version.pk)
    refused("UPDATE board_version SET state = 'approved' WHERE id = %s", version.pk)
    refused(
        "INSERT INTO board_live (item_id, version_id, since) VALUES (%s, %s, '2026-11-20')",
        version.item.pk,
        version.pk,
    )
    gatehouse.work()
    assert gatehouse.public() == {}


def test_neither_do_bulk_and_the_shell(gatehouse, version):
    from kiosk.center.board.models import Live, Standing, Version

    for act in (
        lambda: Version.objects.filter(pk=version.pk).update(state=Standing.LIVE),
        lambda: Version.objects.bulk_update(_alive(version), ["state"]),
        lambda: Live.objects.create(item=version.item, version=version, since=gatehouse.now),
        lambda: Live.objects.bulk_create(
            [Live(item=version.item, version=version, since=gatehouse.now)]
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def _alive(version):
    version.state = "live"
    return [version]


def test_one_signature_is_not_enough_whoever_moves_the_row(gatehouse, version):
    gatehouse.sign(version, "committee")
    refused("UPDATE board_version SET state = 'approved', step = 2 WHERE id = %s", version.pk)
    refused("UPDATE board_version SET needs = 1 WHERE id = %s", version.pk)
    refused("UPDATE board_version SET gate = '[]' WHERE id = %s", version.pk)


@pytest.mark.parametrize("who", ROLES)
def test_nobody_signs_in_sql_what_is_not_theirs(gatehouse, version, who):
    """The author, another rank, another role, another digest, the wrong step."""
    sql = (
        "INSERT INTO board_signature (version_id, step, act, staff_id, at, reason, digest)"
        " VALUES (%s, %s, 'approve', %s, '2026-11-20', '', %s)"
    )
    person = gatehouse.staff[who].pk
    refused(sql, version.pk, 1, person, version.digest)
    refused(sql, version.pk, 0, person, "0" * 64)
    if who != "committee":
        refused(sql, version.pk, 0, person, version.digest)


@pytest.mark.parametrize("who", ROLES)
def test_no_role_publishes_alone_through_the_service(gatehouse, version, who):
    from kiosk.center.board.gate import BoardError, approve

    for _ in range(3):
        try:
            approve(gatehouse.staff[who], version.pk, version.digest, gatehouse.now)
        except BoardError:
            continue
    gatehouse.work()
    assert gatehouse.public() == {}


def test_who_may_not_publish_is_never_the_last(gatehouse, version):
    """Data with the committee as the last step are refused when read; here they slipped in."""
    import msgspec

    from kiosk.affairs.gate import Step
    from kiosk.center.board.models import Version

    steps = [msgspec.structs.replace(s, role="committee", rank="village") for s in version.steps]
    row = Version.objects.get(pk=version.pk)
    row.pk, row.number, row.state = None, 2, "waiting"
    row.gate = msgspec.json.encode(steps).decode()
    assert msgspec.json.decode(row.gate, type=list[Step])
    Version.objects.filter(pk=version.pk).update(state="abandoned")
    row.save(force_insert=True)
    gatehouse.sign(row, "committee")
    second = gatehouse.staff["second"]
    second.role, second.unit = "committee", "committee"
    second.save()
    with pytest.raises(DatabaseError):
        gatehouse.sign(row, "second")


def test_a_version_is_never_changed_or_deleted(gatehouse):
    version = gatehouse.pass_gate()
    for sql in (
        "UPDATE board_version SET content = x'00' WHERE id = %s",
        "UPDATE board_version SET face = x'00' WHERE id = %s",
        "UPDATE board_version SET title = 'x' WHERE id = %s",
        "UPDATE board_version SET author_id = NULL WHERE id = %s",
        "UPDATE board_version SET released_on = '2020-01-01' WHERE id = %s",
        "DELETE FROM board_version WHERE id = %s",
        "UPDATE board_signature SET reason = 'x' WHERE version_id = %s",
        "DELETE FROM board_signature WHERE version_id = %s",
        "DELETE FROM board_live WHERE version_id = %s",
        "UPDATE board_livechange SET version_id = NULL WHERE version_id = %s",
    ):
        refused(sql, version.pk)
    refused("DELETE FROM board_item WHERE id = %s", version.item.pk)
    refused("DELETE FROM board_job WHERE item_id = %s", version.item.pk)


def test_replacing_a_row_does_not_change_it_either(gatehouse, version):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    columns = "id, item_id, number, origin, author_id, made_at, title, face, content, digest, gate"
    columns += ", needs, state, step, waits_role, waits_scope, waits_unit"
    refused(
        f"REPLACE INTO board_version ({columns}) SELECT {columns} FROM board_version WHERE id = %s",
        version.pk,
    )


def test_signatures_that_somebody_made_up_in_the_database_publish_nothing(gatehouse, version):
    """Everything the triggers want is there, but the audit log knows of none of it."""
    sql = (
        "INSERT INTO board_signature (version_id, step, act, staff_id, at, reason, digest)"
        " VALUES (%s, %s, 'approve', %s, '2026-11-20', '', %s)"
    )
    with connection.cursor() as cursor:
        for step, who in enumerate(("committee", "office")):
            cursor.execute(sql, [version.pk, step, gatehouse.staff[who].pk, version.digest])
            cursor.execute("UPDATE board_version SET step = %s", [step + 1])
        cursor.execute("UPDATE board_version SET state = 'live'")
        cursor.execute(
            "INSERT INTO board_live (item_id, version_id, since) VALUES (%s, %s, '2026-11-20')",
            [version.item.pk, version.pk],
        )
    from kiosk.center.board.gate import order
    from kiosk.center.board.models import Job, JobKind

    order(JobKind.PUBLISH, gatehouse.now, item=version.item)
    gatehouse.work()
    assert gatehouse.public() == {}
    assert "审核记录对不上" in Job.objects.get().error


def test_a_folder_without_both_signatures_is_refused_whole(gatehouse):
    from kiosk.feed.checks import PublishError

    with pytest.raises(PublishError, match="还没有"):
        gatehouse.push(gatehouse.draft())
    assert gatehouse.public() == {}


def test_two_people_who_press_at_the_same_moment_leave_one_signature(gatehouse, version):
    from kiosk.center.board.gate import BoardError
    from kiosk.center.board.models import Signature

    gatehouse.sign(version, "committee")
    gatehouse.sign(version, "office")
    with pytest.raises(BoardError, match=r"不用再审|不由您审"):
        gatehouse.sign(version, "finance")
    assert Signature.objects.count() == 2
