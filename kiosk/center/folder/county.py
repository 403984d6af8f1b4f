"""A county's reference data as it is authored: county.yaml and catalogues/*.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from kiosk.affairs.catalogue import (
    Affairs,
    Catalogue,
    CatalogueClass,
    CatalogueItem,
    Kind,
    LegalBasis,
)
from kiosk.affairs.division import Division, DivisionError, Divisions, Level, level_of
from kiosk.affairs.period import Cycle
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.text import check_text, nearest, parse_day, read_text
from kiosk.center.folder.yamltext import Entry, read_yaml

CYCLES = {c.chinese: c for c in Cycle}
KINDS = {k.chinese: k for k in Kind if k.is_authored}
AFFAIRS = {a.chinese: a for a in Affairs}
LEVELS = {level.chinese: level for level in Level}
COUNTY_KEYS = ("名称", "起算日", "示例", "区划")
T = TypeVar("T")
_YES = frozenset({"是", "true", "True", "yes"})
_NO = frozenset({"", "否", "false", "False", "no"})


class CountyFile(NamedTuple):
    """What county.yaml says."""

    name: str
    divisions: tuple[Division, ...]
    since: date
    sample_day: date | None


class Fields:
    """One mapping of a YAML file; asked for by key, wrong values marked with their line."""

    def __init__(self, entry: Entry, pen: Pen, known: Iterable[str], what: str) -> None:
        self.row = entry.row
        self.pen = pen
        self._what = what
        self._map: dict[str, Entry] = {}
        known = list(known)
        if not isinstance(entry.value, dict):
            pen.mark(f"{what}应当写成“名称: 内容”", row=entry.row)
            return
        for key, value in entry.value.items():
            if key in known:
                self._map[key] = value
            else:
                pen.mark(
                    f"{what}里没有“{key}”这一项{nearest(key, known)}", row=value.row, column=key
                )

    def mark(self, key: str, message: str) -> None:
        """Mark a mistake on the line of a key."""
        row = self._map[key].row if key in self._map else self.row
        self.pen.mark(message, row=row, column=key)

    def text(self, key: str, *, needed: bool = True) -> str:
        """A text, empty when it is missing."""
        entry = self._map.get(key)
        if entry is None or entry.value == "":
            if needed:
                self.mark(key, f"{self._what}缺“{key}”")
            return ""
        if not isinstance(entry.value, str):
            self.mark(key, f"“{key}”应当是一行文字")
            return ""
        text = " ".join(entry.value.split())
        check_text(text, self.pen, row=entry.row, column=key)
        return text

    def day(self, key: str, *, needed: bool = True) -> date | None:
        """A day, or None."""
        text = self.text(key, needed=needed)
        day = parse_day(text) if text else None
        if text and day is None:
            self.mark(key, f"“{text}”不是日期，请写成 2026-01-01 这样")
        return day

    def count(self, key: str, *, needed: bool = True) -> int | None:
        """A whole number from 0 to 3660, or None."""
        text = self.text(key, needed=needed)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= 3660):
            self.mark(key, f"“{text}”应当是天数（整数）")
            return None
        return int(text)

    def yes(self, key: str) -> bool:
        """Whether it says 是; missing is 否."""
        text = self.text(key, needed=False)
        if text not in _YES | _NO:
            self.mark(key, f"“{key}”请写 是 或 否，不是“{text}”")
        return text in _YES

    def has(self, key: str) -> bool:
        """Whether a key is there at all."""
        return key in self._map

    def list(self, key: str) -> list[Entry]:
        """The lines below a key."""
        entry = self._map.get(key)
        if entry is None:
            self.mark(key, f"{self._what}缺“{key}”")
            return []
        if not isinstance(entry.value, list):
            self.mark(key, f"“{key}”应当是一个列表")
            return []
        return entry.value

    def mapping(self, key: str) -> dict[str, Entry]:
        """The pairs below a key."""
        entry = self._map.get(key)
        if entry is None or not isinstance(entry.value, dict):
            self.mark(key, f"{self._what}里的“{key}”应当写成“名称: 内容”")
            return {}
        return entry.value

    def choice(self, key: str, choices: dict[str, T], *, needed: bool = True) -> T | None:
        """One of the known words, or None with a mark that names them all."""
        text = self.text(key, needed=needed)
        if text and text not in choices:
            self.mark(key, f"“{text}”不认识，可以写：{'、'.join(choices)}")
        return choices.get(text)


def read_county(path: Path, pen: Pen) -> CountyFile | None:
    """county.yaml; None, with marks, if the tree of divisions cannot be had from it."""
    if not path.is_file():
        pen.mark("县文件夹里没有 county.yaml，不知道有哪些乡镇和村")
        return None
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return None
    return county_in_fields(Fields(root, pen, COUNTY_KEYS, "county.yaml "))


def county_in_fields(fields: Fields) -> CountyFile | None:
    """What a file says of a county under `COUNTY_KEYS`; None, with marks, as `read_county`."""
    pen = fields.pen
    before = len(pen)
    name, since = fields.text("名称"), fields.day("起算日")
    sample_day = fields.day("示例", needed=False)
    divisions: list[Division] = []
    for entry in fields.list("区划"):
        each = Fields(entry, pen, ("代码", "名称"), "区划")
        code, label = each.text("代码"), each.text("名称")
        try:
            level_of(code)
        except DivisionError as error:
            each.mark("代码", str(error))
            continue
        divisions.append(Division(code=code, name=label))
    if len(pen) > before or since is None:
        return None
    try:
        tree = Divisions(divisions)
    except DivisionError as error:
        pen.mark(str(error), row=fields.row, column="区划")
        return None
    return CountyFile(name, tuple(tree), since, sample_day)


def read_catalogue(path: Path, pen: Pen) -> Catalogue | None:
    """One catalogue; None, with marks, if anything is wrong with it."""
    before = len(pen)
    text = read_text(path, pen)
    root = read_yaml(text, pen) if text is not None else None
    if root is None:
        return None
    known = ("编号", "名称", "适用", "生效", "来源", "法规", "类")
    fields = Fields(root, pen, known, "目录")
    laws = _laws(fields)
    levels: list[Level] = []
    for entry in fields.list("适用"):
        level = LEVELS.get(entry.value) if isinstance(entry.value, str) else None
        if level is None:
            pen.mark(
                f"“{entry.value}”不认识，可以写：{'、'.join(LEVELS)}", row=entry.row, column="适用"
            )
        else:
            levels.append(level)
    valid_from = fields.day("生效")
    classes = tuple(c for entry in fields.list("类") if (c := _class(entry, laws, pen)))
    catalogue = Catalogue(
        id=fields.text("编号"),
        name=fields.text("名称"),
        levels=tuple(levels),
        valid_from=valid_from or date.min,
        source=fields.text("来源"),
        classes=classes,
    )
    for sentence in catalogue.problems():
        pen.mark(sentence)
    return None if len(pen) > before else catalogue


def _laws(fields: Fields) -> dict[str, tuple[str, str]]:
    laws = {}
    for short, entry in fields.mapping("法规").items():
        each = Fields(entry, fields.pen, ("名称", "版本"), f"法规“{short}”")
        laws[short] = (each.text("名称"), each.text("版本"))
    return laws


def _class(entry: Entry, laws: dict[str, tuple[str, str]], pen: Pen) -> CatalogueClass | None:
    each = Fields(entry, pen, ("编号", "名称", "三务", "提示", "项"), "类")
    code, name = each.text("编号"), each.text("名称")
    affairs = each.choice("三务", AFFAIRS)
    items = tuple(i for e in each.list("项") if (i := _item(e, laws, pen)))
    if affairs is None:
        return None
    hint = each.text("提示", needed=False)
    return CatalogueClass(code=code, name=name, affairs=affairs, items=items, hint=hint)


def _item(entry: Entry, laws: dict[str, tuple[str, str]], pen: Pen) -> CatalogueItem | None:
    known = ("编号", "名称", "周期", "类型", "责任单位", "依据", "几日内", "工作日", "备注", "白话")
    each = Fields(entry, pen, known, "项")
    cycle, kind = each.choice("周期", CYCLES), each.choice("类型", KINDS)
    code, name, unit = each.text("编号"), each.text("名称"), each.text("责任单位")
    basis = []
    for line in each.list("依据"):
        short, _, article = (line.value if isinstance(line.value, str) else "").partition(" ")
        if short not in laws or not article.strip():
            pen.mark(
                f"{code}“{name}”的依据“{line.value if isinstance(line.value, str) else ''}”"
                f"应当是“简称 条款”，简称写在“法规”里{nearest(short, laws)}",
                row=line.row,
                column="依据",
            )
            continue
        title, version = laws[short]
        basis.append(LegalBasis(title=title, version=version, article=article.strip()))
    within = each.count("几日内", needed=False)
    working, note = each.yes("工作日"), each.text("备注", needed=False)
    if cycle is None or kind is None:
        return None
    return CatalogueItem(
        code=code,
        name=name,
        cycle=cycle,
        kind=kind,
        unit=unit,
        basis=tuple(basis),
        within_days=within,
        working_days=working,
        note=note,
        plain=each.text("白话", needed=False),
    )


def read_catalogue_folder(folder: Path, pen: Pen) -> tuple[Catalogue, ...]:
    """Every catalogue of a folder, by file name; what is wrong is marked at its file."""
    found: list[Catalogue] = []
    paths = sorted(p for p in folder.glob("*.y*ml") if p.is_file())
    if not paths:
        pen.mark("没有公开目录：这个文件夹里要有 *.yaml")
    for path in paths:
        own = pen.on(f"{pen.file}/{path.name}" if pen.file else path.name)
        catalogue = read_catalogue(path, own)
        if catalogue is None:
            continue
        if any(c.id == catalogue.id and c.valid_from == catalogue.valid_from for c in found):
            own.mark(f"目录编号“{catalogue.id}”和另一个文件重复")
        found.append(catalogue)
    return tuple(found)
