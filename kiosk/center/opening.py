"""Opening the center's Django project from a program: data folder, settings, database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kiosk.center.cases.sealing import make_key
from kiosk.center.database import VARIABLE


class CenterError(Exception):
    """The center's data cannot be used.  The message is Chinese."""


def prepare(data: Path) -> None:
    """Make the data folder and its secret keys, once; they are for their owner alone."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        make_key(data)
        path = data / "secret-key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 - for its mode
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CenterError(f"数据文件夹 {data} 写不进去（{error.strerror}）") from error


def open_center(*, feed: Path, data: Path) -> None:
    """Prepare the folder, set Django up for it, and bring the database up to date.

    Once per process: Django knows one set of settings.  Raises CenterError.
    """
    prepare(data)
    os.environ["KIOSK_CENTER_DATA"] = str(data.resolve())
    os.environ["KIOSK_CENTER_FEED"] = str(feed.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "kiosk.center.settings"
    import django
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        if os.environ.get(VARIABLE):
            raise CenterError(
                f"PostgreSQL 数据库用不了（{error}）。请看它有没有启动，{VARIABLE} 写得对不对。"
            ) from error
        raise CenterError(f"{data} 里的数据库用不了（{error}），请从备份恢复。") from error
    finally:
        connections.close_all()  # nothing of SQLite may be carried over a fork
