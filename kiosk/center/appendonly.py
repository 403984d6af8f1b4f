"""Tables that the database itself keeps from being changed, whoever holds it.

A migration adds ``append_only("cases_caseevent")`` to its operations; SQLite and PostgreSQL
then refuse every UPDATE and DELETE of it.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_FUNCTION = """\
CREATE OR REPLACE FUNCTION center_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only'; END $$ LANGUAGE plpgsql;
"""


def statements(vendor: str, *tables: str) -> list[str]:
    """What to run on a database of that kind (``sqlite`` or ``postgresql``)."""
    postgresql = vendor == "postgresql"
    found = [_FUNCTION] if postgresql else []
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            body = (
                "FOR EACH ROW EXECUTE FUNCTION center_append_only()"
                if postgresql
                else "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
            name = f"{table}_no_{act.lower()}"
            found.append(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {body}")
    return found


def append_only(*tables: str) -> migrations.RunPython:
    """The operation of a migration that puts the triggers on these tables."""

    def install(_apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, *tables):
            schema_editor.execute(statement)

    return migrations.RunPython(install, migrations.RunPython.noop)
