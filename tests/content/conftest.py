"""The generator of the sample is a plain script beside its content; tests import it from there."""

from __future__ import annotations

import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "content"
sys.path.insert(0, str(CONTENT))
