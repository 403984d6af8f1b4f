"""The paper that posters are printed on."""

from __future__ import annotations

from enum import StrEnum


class Size(StrEnum):
    """Paper (ISO 216)."""

    A4 = "A4"
    A3 = "A3"

    @property
    def scale(self) -> float:
        """Against A4."""
        return 1.0 if self is Size.A4 else 2**0.5
