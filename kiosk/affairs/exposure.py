"""What a county's rules keep off a public board, whoever wrote it (公开范围和遮盖).

The numbers that nobody may publish are found by `kiosk.affairs.masking` everywhere; here it is
about what the county itself laid down for an item: members only, names masked, counts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.affairs.catalogue import catalogue_for
from kiosk.affairs.county import County
from kiosk.affairs.disclosure import Content, Disclosure, Table
from kiosk.affairs.division import level_of
from kiosk.affairs.due_rule import Audience, DueRule, Mask, rule_for
from kiosk.affairs.period import Cycle

_NAMES = re.compile("姓名|户主|监护人|当事人|患者|学生")
"""Heads of columns that hold names of private persons."""
_MASKED = re.compile("[＊*×某]")


def rule_of(county: County, disclosure: Disclosure) -> DueRule | None:
    """The row that decides for a disclosure, the one in force when its period ended.

    None for what stands in no catalogue, or where the county has no row.
    """
    level = level_of(disclosure.division)
    catalogue = catalogue_for(county.catalogues, level, disclosure.published)
    found = catalogue.find(disclosure.item) if catalogue is not None else None
    if catalogue is None or found is None:
        return None
    covered = disclosure.covered
    day = disclosure.published if covered.cycle is Cycle.STANDING else covered.last
    return rule_for(county.rules, found[1], day, catalogue.id)


def exposed(county: County, disclosure: Disclosure, content: Content) -> list[str]:
    """What must not stand on a public board by the county's rules; Chinese sentences."""
    rule = rule_of(county, disclosure)
    if rule is None:
        return []
    if rule.audience is Audience.MEMBERS:
        where = "请张贴在成员看得到的地方，或者在成员会议上发"
        return [f"{disclosure.item}只向本集体成员公开（{rule.source}），不能放上公开栏。{where}"]
    document = content.document
    if rule.mask is Mask.NUMBERS or not isinstance(document, Table):
        return []
    return list(_names_shown(document, rule))


def holds_names(head: str) -> bool:
    """Whether a column of that head holds names of private persons."""
    return _NAMES.search(head) is not None


def mask_name(name: str) -> str:
    """A name as the public may see it: 赵小兰 is 赵＊兰, 赵兰 is 赵＊; one masked already stays."""
    bare = name.strip()
    if len(bare) < 2 or _MASKED.search(bare):
        return bare
    return bare[0] + "＊" if len(bare) == 2 else f"{bare[0]}{'＊' * (len(bare) - 2)}{bare[-1]}"


def _names_shown(table: Table, rule: DueRule) -> Iterator[str]:
    for place, column in enumerate(table.columns):
        if not holds_names(column.name):
            continue
        cells = [row[place].strip() for row in table.rows]
        if rule.mask is Mask.COUNTS and any(cells):
            yield f"这一项只公开人数和金额（{rule.source}），请删去“{column.name}”这一列"
        elif rule.mask is Mask.NAMES:
            bare = [n for n, cell in enumerate(cells, 1) if cell and not _MASKED.search(cell)]
            if bare:
                yield (
                    f"姓名要遮盖（{rule.source}）：“{column.name}”列第 {bare[0]} 行等 "
                    f"{len(bare)} 处还是全名，请写成 赵＊兰 这样"
                )
