# ruff: noqa: S608, ISC004 - all of the SQL is our own words, and long
"""What the database itself holds, whoever writes into it (`kiosk.center.board.models`).

A condition is SQL that SQLite and PostgreSQL both read; what differs is filled in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import migrations

from kiosk.affairs.role import Role

_WRITTEN = (
    *("id", "item_id", "number", "origin", "author_id", "made_at", "title", "face", "content"),
    *("digest", "gate", "needs", "publish_on", "until", "notice_days"),
)
_LAST = "', '".join(role.value for role in Role if role.publishes)

# Who signed apart from the author, and whether the last of them has the right to publish.
_PASSED = f"""
(SELECT COUNT(DISTINCT s.staff_id) FROM board_signature s
 WHERE s.version_id = v.id AND s.act <> 'back' AND s.staff_id <> v.author_id) >= v.needs
AND (SELECT w.role FROM board_signature s JOIN accounts_staff w ON w.id = s.staff_id
     WHERE s.version_id = v.id AND s.act <> 'back' ORDER BY s.step DESC LIMIT 1) IN ('{_LAST}')
"""


class Trigger(NamedTuple):
    """A row for which ``refused`` holds is refused with ``says``."""

    name: str
    table: str
    act: str
    refused: str
    says: str


TRIGGERS = (
    Trigger(
        "board_version_fixed",
        "board_version",
        "UPDATE",
        " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in _WRITTEN)
        + " OR (OLD.released_on IS NOT NULL AND OLD.released_on {differs} NEW.released_on)",
        "a version is never changed",
    ),
    Trigger("board_version_kept", "board_version", "DELETE", "1 = 1", "a version is kept"),
    Trigger(
        "board_version_begins",
        "board_version",
        "INSERT",
        "NOT (NEW.origin = 'desk' AND NEW.state = 'waiting' AND NEW.step = 0"
        " OR NEW.origin = 'folder' AND NEW.state = 'live')"
        # SQLite's REPLACE deletes the row that was there without asking any other trigger.
        " OR EXISTS (SELECT 1 FROM board_version v WHERE v.id = NEW.id)",
        "a version begins by waiting",
    ),
    Trigger(
        "board_version_passed",
        "board_version",
        "UPDATE",
        "NEW.origin = 'desk' AND NEW.state IN ('approved', 'live')"
        " AND NOT EXISTS (SELECT 1 FROM board_version v WHERE v.id = NEW.id AND " + _PASSED + ")",
        "not signed by enough people",
    ),
    Trigger(
        "board_signature_fits",
        "board_signature",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM board_version v JOIN board_item i ON i.id = v.item_id"
        " JOIN accounts_staff w ON w.id = NEW.staff_id"
        " WHERE v.id = NEW.version_id AND v.state = 'waiting' AND v.step = NEW.step"
        " AND v.digest = NEW.digest AND w.id <> v.author_id AND w.is_active"
        " AND w.role = {role} AND substr(i.scope, 1, length(w.scope)) = w.scope)",
        "not theirs to sign",
    ),
    *(
        Trigger(
            f"board_live_passed_{act.lower()}",
            "board_live",
            act,
            "NOT EXISTS (SELECT 1 FROM board_version v WHERE v.id = NEW.version_id"
            " AND v.item_id = NEW.item_id AND v.state = 'live' AND (v.origin = 'folder' OR ("
            + _PASSED
            + ")))",
            "has not passed the gate",
        )
        for act in ("INSERT", "UPDATE")
    ),
    Trigger(
        "board_live_leaves",
        "board_live",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM board_version v WHERE v.id = OLD.version_id"
        " AND v.state = 'withdrawn')",
        "what is public is withdrawn, never deleted",
    ),
    Trigger("board_removal_kept", "board_removal", "DELETE", "1 = 1", "a removal is kept"),
    Trigger(
        "board_removal_new",
        "board_removal",
        "INSERT",
        "NEW.confirmed_at IS NOT NULL OR NEW.confirmed_by_id IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM board_removal r WHERE r.id = NEW.id)",
        "a removal begins by asking",
    ),
    Trigger(
        "board_removal_fixed",
        "board_removal",
        "UPDATE",
        " OR ".join(
            f"OLD.{name} {{differs}} NEW.{name}"
            for name in ("id", "item_id", "reason", "asked_by_id", "asked_at")
        )
        + " OR OLD.confirmed_at IS NOT NULL OR OLD.refused_at IS NOT NULL",
        "a removal is never changed",
    ),
    Trigger("board_job_kept", "board_job", "DELETE", "1 = 1", "a job is kept"),
)


def statement(vendor: str, trigger: Trigger) -> list[str]:
    """What to run on a database of that kind (``sqlite`` or ``postgresql``)."""
    name, table, act, refused, says = trigger
    if vendor == "postgresql":
        role = "(v.gate::jsonb -> NEW.step::int ->> 'role')"
        refused = refused.format(differs="IS DISTINCT FROM", role=role)
        returned = "OLD" if act == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$\nBEGIN\nIF {refused} THEN\n"
            f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';\n"
            f"END IF;\nRETURN {returned};\nEND $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    role = "json_extract(v.gate, '$[' || NEW.step || '].role')"
    refused = refused.format(differs="IS NOT", role=role)
    return [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
    ]


def install() -> migrations.RunPython:
    """The operation of a migration that puts all of them in place."""

    def run(_apps: Any, schema_editor: Any) -> None:
        for trigger in TRIGGERS:
            for each in statement(schema_editor.connection.vendor, trigger):
                schema_editor.execute(each)

    return migrations.RunPython(run, migrations.RunPython.noop)
