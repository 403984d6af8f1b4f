"""A column for what people wrote in a case: sealed in the database, plain in the program.

Residents sign with their names and put telephone numbers between the words; clerks repeat them.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from kiosk.center.cases.sealing import SealError, seal_text, unseal_text

UNREADABLE = "（密钥不对，内容先不显示，请找技术员）"


class Unreadable(str):
    """What stands for a text whose key is missing; saved again it stays what it was."""

    __slots__ = ("sealed",)
    sealed: bytes


class SealedText(models.Field):  # type: ignore[type-arg]
    """A text under `kiosk.center.cases.sealing`; it can be neither searched nor compared in SQL."""

    def get_internal_type(self) -> str:
        """Bytes, to the database."""
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's own
        """Seal it."""
        del prepared
        sealed = value.sealed if isinstance(value, Unreadable) else seal_text(value)
        return connection.Database.Binary(sealed)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str | None:
        """Open it; a text in place of one that cannot be opened."""
        if value is None or isinstance(value, str):  # no row; a row from before texts were sealed
            return value
        sealed = bytes(value)
        try:
            return unseal_text(sealed)
        except SealError:
            found = Unreadable(UNREADABLE)
            found.sealed = sealed
            return found
