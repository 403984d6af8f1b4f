"""A rating cannot be changed or deleted, whoever holds the database."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_TABLES = ("feedback_rating",)

_FUNCTION = """\
CREATE OR REPLACE FUNCTION ratings_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only'; END $$ LANGUAGE plpgsql;
"""


def statements(vendor: str) -> list[str]:
    """What to run on a database of that kind."""
    found = [_FUNCTION] if vendor == "postgresql" else []
    for table in _TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            body = (
                "FOR EACH ROW EXECUTE FUNCTION ratings_append_only()"
                if vendor == "postgresql"
                else "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
            found.append(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {body}")
    return found


def _install(_apps: Any, schema_editor: Any) -> None:
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers, in the words of SQLite and of PostgreSQL."""

    dependencies = (("feedback", "0001_feedback"),)
    operations = (migrations.RunPython(_install, migrations.RunPython.noop),)
