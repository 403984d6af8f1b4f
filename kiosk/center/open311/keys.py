"""API keys: random, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from kiosk.center.open311.models import ApiKey


class ApiKeyError(Exception):
    """A key cannot be made or revoked.  The message is Chinese."""


def add_key(name: str) -> str:
    """A new key for somebody; it is never shown again.  ApiKeyError without a name."""
    name = name.strip()
    if not 0 < len(name) <= 100:
        raise ApiKeyError("请写明给谁用，例如 kiosk api-key add 示例县12345热线。没有改动。")
    key = secrets.token_urlsafe(24)
    ApiKey.objects.create(name=name, digest=_digest(key), made_at=timezone.now())
    return key


def find_key(key: str) -> ApiKey | None:
    """Whose key it is; None if it is nobody's (any more)."""
    return ApiKey.objects.filter(digest=_digest(key), revoked_at=None).first() if key else None


def revoke_key(number: str) -> str:
    """End a key by its number; whose it was.  ApiKeyError if there is none."""
    found = ApiKey.objects.filter(pk=int(number), revoked_at=None) if number.isdecimal() else None
    key = found.first() if found is not None else None
    if key is None:
        raise ApiKeyError("没有这个编号的密钥。kiosk api-key list 列出编号；没有改动。")
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    return f"{key.pk} 号（{key.name}）"


def list_keys() -> list[str]:
    """A line for each: number, whose, since when, until when."""
    lines = []
    for key in ApiKey.objects.all():
        made = f"{timezone.localtime(key.made_at):%Y-%m-%d}"
        gone = key.revoked_at
        ended = f"，{timezone.localtime(gone):%Y-%m-%d} 停用" if gone is not None else ""
        lines.append(f"{key.pk}  {key.name}  {made} 起{ended}")
    return lines or ["还没有密钥。没有密钥的程序只能读，不能提交。"]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
