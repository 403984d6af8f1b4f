"""The center's database: SQLite in the data folder, or a PostgreSQL named by an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

VARIABLE = "KIOSK_CENTER_DATABASE"
_SCHEMES = {"postgres", "postgresql"}


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's settings for ``postgres://user:password@host:port/name?sslmode=require``.

    Without an address SQLite below ``data``.  What follows the question mark goes to libpq; a
    socket is ``postgres://user@/name?host=/folder``.  Raises ImproperlyConfigured in Chinese.
    """
    if not address:
        return _sqlite(data)
    try:
        parts = urlsplit(address)
        port, name = parts.port, unquote(parts.path.lstrip("/"))
    except ValueError as error:
        raise _wrong("写法不对") from error
    if parts.scheme not in _SCHEMES:
        raise _wrong(f"只认 postgres://，不认“{parts.scheme}”")
    if not name or "/" in name:
        raise _wrong("没有写数据库的名字")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "center.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # A revoked terminal must stay revoked after a power cut: FULL, not NORMAL.
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
        },
    }


def _wrong(why: str) -> ImproperlyConfigured:
    # Never the address itself: it may hold a password.
    return ImproperlyConfigured(
        f"环境变量 {VARIABLE} {why}，应当像 postgres://用户:密码@主机:5432/数据库。数据库没有动。"
    )
