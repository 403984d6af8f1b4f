"""One good item of every declared kind, written into the small county of `tests.center.conftest`.

A card is a list of lines, a sheet a list of rows: a test spoils one of them.
"""

from __future__ import annotations

import copy
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

from tests.center.conftest import CountyFolder, picture_bytes, write_sheet

VILLAGE = "990101101201-柳河村"
CODE = "990101101201"
ITEMS = """
  - 编号: N
    名称: 办事与三资
    三务: 村务
    项:
      - {编号: N1, 名称: 办事指南, 周期: 长期, 类型: 办事指南, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N2, 名称: 联系人, 周期: 长期, 类型: 联系人, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N3, 名称: 时间表, 周期: 及时, 几日内: 5,
         类型: 时间表, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N4, 名称: 台账, 周期: 每年, 类型: 台账, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N5, 名称: 合同, 周期: 及时, 几日内: 5,
         类型: 合同, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N6, 名称: 交易, 周期: 及时, 几日内: 5,
         类型: 交易, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N7, 名称: 政策, 周期: 及时, 几日内: 5,
         类型: 政策, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N8, 名称: 评议, 周期: 及时, 几日内: 5,
         类型: 评议, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: N9, 名称: 周报, 周期: 及时, 几日内: 3,
         类型: 周报, 责任单位: 村委会, 依据: [法 第1条]}
"""
CASES = """
- 生效: 2026-01-01
  事项:
    - {编号: errand-papers, 名称: 代办户籍证件, 类别: 代办}
    - {编号: works, 名称: 修路}
"""


class Sample(NamedTuple):
    """An item on paper: its folder, card, sheet, body and pictures."""

    folder: str
    card: tuple[str, ...]
    rows: list[list[object]] = []  # noqa: RUF012 - nobody writes into it
    body: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def card_file(self) -> str:
        return f"{VILLAGE}/{self.folder}/说明.md"

    @property
    def sheet_file(self) -> str:
        return f"{VILLAGE}/{self.folder}/表.xlsx"

    def spoiled(self, row: int, column: str, value: object) -> Sample:
        """With one cell changed; row as the spreadsheet counts, column by its head."""
        rows = copy.deepcopy(self.rows)
        place = rows[0].index(column)
        rows[row - 1][place] = value
        return self._replace(rows=rows)

    def said(self, key: str, value: str | None) -> Sample:
        """With the line of one key changed, added, or (None) left out."""
        own = [f"{key}: {value}"] if value is not None else []
        lines, found = [], False
        for line in self.card:
            if line.startswith(f"{key}:"):
                lines += own
                found = True
            else:
                lines.append(line)
        return self._replace(card=(*lines, *([] if found else own)))

    def row_of(self, key: str) -> int:
        """The line of the file on which a key stands."""
        lines = "\n".join(self.card).split("\n")
        return next(n for n, line in enumerate(lines, 2) if line.startswith(f"{key}:"))


def _face(item: str, title: str, period: str, published: str = "2026-11-20") -> tuple[str, ...]:
    return (f"目录: {item}", f"标题: {title}", f"期间: {period}", f"公开日期: {published}")


GUIDE = Sample(
    "指南",
    (
        *_face("N1", "新生儿上户口", "长期"),
        "层级: 村",
        "类别: 户籍证件",
        "大事: 生孩子、户口证件",
        "谁能办: 父母一方户口在本村的新生儿",
        "承诺: 材料齐全当天办好",
        "法定时限: 15个工作日",
        "结果: 户口簿",
        "办理依据:\n  - 户口登记条例 第七条\n  - 办事指南：第二版",
        "地点: 村便民服务站",
        "办理时间: 工作日 08:30-12:00",
        "找谁: 便民服务站站长",
        "办公电话: 0990-5551201",
        "代办: errand-papers",
        "常问:\n  - 要带孩子去吗 | 不用\n  - 收钱吗：多少 | 不收",
    ),
    [
        ["部分", "名称", "谁来做或从哪里来", "多久或几份", "什么情况要", "说明", "样子"],
        ["步骤", "填申请表", None, "5分钟", None, "站里有表", None],
        ["步骤", "审核", "派出所", "当天", None, None, None],
        ["材料", "出生医学证明", "接生的医院", "1份", None, "原件", "出生证.png"],
        ["材料", "亲子鉴定", "鉴定机构", "1份", "没有出生证的", None, None],
    ],
    pictures=("样子/出生证.png",),
)
PEOPLE = Sample(
    "联系人",
    (
        *_face("N2", "便民服务站联系人", "长期"),
        "地点: 村部一楼",
        "办公时间: 08:30-12:00，14：30-17：30",
        "办公电话: 0990-5551201",
        "下班找谁: 值班干部",
        "下班电话: 0990-5551200",
    ),
    [
        ["姓名", "职务", "管什么", "办公电话", "不在时找谁", "办哪几类", "照片"],
        ["赵有兰", "站长", "户籍证件", "0990-5551201", "钱多多", "户籍证件、社会救助", "赵"],
        ["钱多多", "代办员", None, None, "赵有兰", None, None],
    ],
    pictures=("照片/赵.png",),
)
TIMETABLE = Sample(
    "值班",
    (*_face("N3", "12月值班表", "2026-11-20"), "用途: 值班", "联系电话: 0990-5551201"),
    [
        [
            "哪天",
            "开始",
            "结束",
            "谁",
            "在哪里",
            "做什么",
            "电话",
            "不在时找谁",
            "名额",
            "放假也办",
            "视频",
        ],
        [date(2026, 11, 30), "8:30", time(17, 30), "赵有兰", *[None] * 7],
        [
            "每周一、三",
            "08：30",
            "12点",
            "钱多多",
            "村部",
            "值班",
            "0990-5551201",
            "赵有兰",
            6,
            None,
            "是",
        ],
        ["每天", "18:00", "22:00", "孙平", None, None, None, None, None, "是", None],
        ["每月5日、20日", 0.375, "11时30分", None, "北塘", "流动服务车", *[None] * 5],
    ],
)
REGISTER = Sample(
    "台账",
    (*_face("N4", "三资台账", "2026"), "截至: 2026-10-31"),
    [
        ["柳河村台账", *[None] * 12],
        [
            "编号",
            "名称",
            "类别",
            "用途",
            "数量",
            "单位",
            "原值（元）",
            "取得日期",
            "在哪里",
            "管护人",
            "合同",
            "备注",
            "照片",
        ],
        [
            "ZC-1",
            "北塘",
            "水面",
            "出租",
            30.5,
            "亩",
            None,
            None,
            "村北",
            "王＊山",
            "N5-2026-11-18",
            "2026年续租",
            "塘.png",
        ],
        ["ZC-2", "村部", "房屋", "自用", 1, "栋", 186000, "2015-06-01", *[None] * 5],
        ["合计", None, None, None, None, None, 186000, *[None] * 6],
    ],
    pictures=("照片/塘.png",),
)
CONTRACT = Sample(
    "合同",
    (
        *_face("N5", "北塘水面承包合同", "2026-11-18"),
        "合同编号: 柳河合〔2026〕3号",
        "标的: 北塘水面",
        "资产类别: 水面",
        "承租方: 王＊山",
        "开始: 2026-01-01",
        "到期: 2028-12-31",
        "年租金: 24000",
        "数量: 30.5",
        "单位: 亩",
        "怎么定的: 公开竞价",
        "决议: C2-2026-10-11",
        "交易: N6-2026-11-10",
        "台账编号: ZC-1",
        "照片: 塘.png",
    ),
    [
        ["应收日期", "应收", "实收日期", "实收", "备注"],
        ["2025-12-20", 24000, "2026-01-05", 24000, None],
        ["2027-01-01", 24000, None, None, "还没到期"],
        ["合计", 48000, None, 24000, None],
    ],
    pictures=("照片/塘.png",),
)
TENDER = Sample(
    "交易",
    (
        *_face("N6", "北塘水面公开招租", "2026-11-10"),
        "标的: 北塘水面",
        "资产类别: 水面",
        "底价: 560",
        "计价: 元/亩/年",
        "期限: 3年",
        "截止: 2026-11-15 17:00",
        "条件:\n  - 不得改变用途\n  - 租金：一年一交",
        "数量: 30.5",
        "单位: 亩",
        "保证金: 5,000",
        "怎么交易: 现场公开竞价",
        "地点: 青禾镇产权交易服务站",
        "联系电话: 0990-5551300",
        "决议: C2-2026-10-11",
        "照片: 塘.png",
        "成交日期: 2026-11-16",
        "成交: 是",
        "报名家数: 4",
        "成交人: 王＊山",
        "成交价: 786.5",
        "成交合同: N5-2026-11-18",
        "结果说明: 竞了六轮",
    ),
    pictures=("照片/塘.png",),
)
POLICY = Sample(
    "政策",
    (
        *_face("N7", "缴费补贴办法", "2026-11-18"),
        "发文单位: 示例县人民政府",
        "发布日期: 2026-11-01",
        "变化:\n  - 多缴多补：每人每年补60元\n  - 在村里就能办",
        "文号: 示政发〔2026〕8号",
        "跟谁有关: 16岁以上的人",
        "施行日期: 2027-01-01",
        "废止日期: 2030-01-01",
        "由什么代替: 新办法",
    ),
    body="## 第一章 总则\n\n第一条 为了补贴缴费。\n\n第二条 本县适用。\n",
)
APPRAISAL = Sample(
    "评议",
    (
        *_face("N8", "民主评议结果", "2026-11-18"),
        "评议日期: 2026-11-12",
        "应到: 45",
        "到会: 41",
        "投票: 40",
    ),
    [
        [
            "部分",
            "谁",
            "职务",
            "内容",
            *(f"{n}分" for n in range(10, 2, -1)),
            "到哪天",
            "兑现",
            "说明",
        ],
        ["评议", "赵有兰", "主任", "办事公道", 20, 10, 5, 3, 1, 0, 0, 1, None, None, None],
        ["评议", "赵有兰", None, "清廉", 30, 10, *[None] * 9],
        ["去年承诺", "赵有兰", None, "修好水渠", *[None] * 8, "2026-06-30", "做到了", "5月完工"],
        ["今年承诺", "村委会", None, "装路灯", *[None] * 8, "2027-06-30", None, None],
    ],
)
REPORT = Sample(
    "周报",
    (
        *_face("N9", "一周村情", "2026-11-16", "2026-11-22"),
        "从: 2026-11-16",
        "到: 2026-11-22",
        "数字:\n  - 走访: 12 户\n  - 代办：5 件",
    ),
    body="## 办了什么\n\n- 清了北塘水渠，\n  一共800米\n- 发了**通知**\n\n"
    "## 正在办\n- 修路灯\n\n## 下周\n1. 开代表会议\n",
)
SAMPLES = {
    "guide": GUIDE,
    "people": PEOPLE,
    "timetable": TIMETABLE,
    "register": REGISTER,
    "contract": CONTRACT,
    "tender": TENDER,
    "policy": POLICY,
    "appraisal": APPRAISAL,
    "report": REPORT,
}


class KindsFolder(CountyFolder):
    """The small county with items of the declared kinds in its catalogue."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        path = self.root / "catalogues" / "village.yaml"
        path.write_text(path.read_text(encoding="utf-8") + ITEMS[1:], encoding="utf-8")
        (self.root / "cases.yaml").write_text(CASES, encoding="utf-8")

    def lay(self, sample: Sample, folder: str = "") -> Path:
        """Write an item down."""
        path = self.item(folder or sample.folder, "\n".join(sample.card), sample.body)
        if sample.rows:
            write_sheet(path / "表.xlsx", sample.rows)
        for name in sample.pictures:
            (path / name).parent.mkdir(exist_ok=True)
            (path / name).write_bytes(picture_bytes())
        return path

    def linked(self) -> None:
        """Contract, tender, register and the resolution: they name each other."""
        self.resolution()
        for sample in (CONTRACT, TENDER, REGISTER):
            self.lay(sample)

    def all(self) -> None:
        """One good item of every kind."""
        self.linked()
        for sample in (GUIDE, PEOPLE, TIMETABLE, POLICY, APPRAISAL, REPORT):
            self.lay(sample)

    def document(self, kind: str):
        return next(
            d for d in self.read().drafts if d.disclosure.kind.value == kind
        ).content.document
