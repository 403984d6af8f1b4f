"""Tables that the database itself keeps from being changed, whoever holds it.

A migration adds ``append_only("cases_caseevent")`` to its operations; SQLite and PostgreSQL
then refuse every UPDATE and DELETE of it, SQLite also the ``INSERT OR REPLACE`` that would take
the place of a row, PostgreSQL also TRUNCATE.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_FUNCTION = """\
CREATE OR REPLACE FUNCTION center_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only'; END $$ LANGUAGE plpgsql;
"""


def statements(vendor: str, *tables: str, key: str = "id") -> list[str]:
    """What to run on a database of that kind (``sqlite`` or ``postgresql``)."""
    found = [_FUNCTION] if vendor == "postgresql" else []
    for table in tables:
        found += [_trigger(vendor, table, act, "FOR EACH ROW") for act in ("UPDATE", "DELETE")]
        if vendor == "postgresql":
            found.append(_trigger(vendor, table, "TRUNCATE", "FOR EACH STATEMENT"))
        else:  # REPLACE deletes the row that was there without asking the trigger above
            same = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
            found.append(_trigger(vendor, table, "INSERT", same))
    return found


def _trigger(vendor: str, table: str, act: str, when: str) -> str:
    body = (
        "EXECUTE FUNCTION center_append_only()"
        if vendor == "postgresql"
        else "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    return f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {when} {body}"


def append_only(*tables: str, key: str = "id") -> migrations.RunPython:
    """The operation of a migration that puts the triggers on these tables.

    ``key`` is the column of their primary key.
    """

    def install(_apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, *tables, key=key):
            schema_editor.execute(statement)

    return migrations.RunPython(install, migrations.RunPython.noop)
