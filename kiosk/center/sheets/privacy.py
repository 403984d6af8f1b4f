"""What never leaves a sheet: columns of personal numbers and addresses; numbers inside texts.

Personal Information Protection Law, articles 6 and 28: no more than the purpose needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.affairs.masking import find_personal_data
from kiosk.center.folder.sheet import Value, squeeze
from kiosk.center.folder.table import is_private_head

_HOME = re.compile(
    r"住址|家庭地址|居住地|户籍|户口所在|通讯地址|联系地址|出生|身份证|残疾证号|病种|病因"
)


def is_private_column(
    head: str, texts: Sequence[str], values: Sequence[Value], *, by_content: bool
) -> bool:
    """Whether a column is private by its head, or ``by_content``: by half of what is in it."""
    if is_private_head(head) or _HOME.search(squeeze(head)):
        return True
    if not texts or not by_content:
        return False
    found = sum(1 for text in texts if find_personal_data(text))
    long = sum(1 for v in values if _is_long_number(v))
    return max(found, long) * 2 >= len(texts)


def _is_long_number(value: Value) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float) and 10**15 <= abs(value) < 10**19


def mask_numbers(text: str) -> str:
    """The text with every personal number masked, as the public may see it."""
    for finding in reversed(find_personal_data(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text
