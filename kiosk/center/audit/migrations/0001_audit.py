# ruff: noqa: D101, RUF012, S608 - written by Django; the table's name is ours
"""The table, and what makes the database refuse every row that is not the next link."""

from typing import Any

from django.db import migrations, models

from kiosk.center.appendonly import append_only

_TABLE = "audit_auditentry"
_NUMBER = f"COALESCE((SELECT MAX(number) FROM {_TABLE}), 0) + 1"
_BEFORE = f"COALESCE((SELECT digest FROM {_TABLE} ORDER BY number DESC LIMIT 1), repeat('0', 64))"
_SQLITE = f"""\
CREATE TRIGGER {_TABLE}_next BEFORE INSERT ON {_TABLE}
WHEN NEW.number <> {_NUMBER} OR NEW."before" <> {_BEFORE}
BEGIN SELECT RAISE(ABORT, 'not the next link'); END
""".replace("repeat('0', 64)", "'" + "0" * 64 + "'")
_POSTGRESQL = f"""\
CREATE OR REPLACE FUNCTION audit_next_link() RETURNS trigger AS $$
BEGIN
    IF NEW.number <> {_NUMBER} OR NEW."before" <> {_BEFORE} THEN
        RAISE EXCEPTION 'not the next link';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {_TABLE}_next BEFORE INSERT ON {_TABLE}
FOR EACH ROW EXECUTE FUNCTION audit_next_link()
"""


def _install(_apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(_POSTGRESQL if postgresql else _SQLITE)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("person", models.BigIntegerField(null=True)),
                ("username", models.CharField(blank=True, db_index=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("scope", models.CharField(blank=True, db_index=True, max_length=12)),
                ("confidential", models.BooleanField(default=False)),
                ("act", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("facts", models.TextField(default="{}")),
                ("address", models.CharField(blank=True, max_length=45)),
                ("agent", models.CharField(blank=True, max_length=80)),
                ("before", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        append_only(_TABLE, key="number"),
        migrations.RunPython(_install, migrations.RunPython.noop),
    ]
