"""A small county folder, clean as a whistle, for tests to spoil one thing at a time."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from kiosk.center.folder import Problem, Reading, read_folder

TODAY = date(2026, 11, 22)
VILLAGE = "990101101201-柳河村"

COUNTY = """
名称: 示例县
起算日: 2026-01-01
示例: 2026-11-22
区划:
  - {代码: 990101000000, 名称: 示例县}
  - {代码: 990101101000, 名称: 青禾镇}
  - {代码: 990101101201, 名称: 柳河村}
  - {代码: 990101101202, 名称: 桃源村}
"""
RULES = """
- {周期: 每月, 期满后天数: 15, 公开天数: 10, 依据: 示例办法第三条, 生效: 2020-01-01}
- {周期: 每季度, 项目: E, 期满后天数: 10, 工作日: 是, 公开天数: 7, 依据: 示例, 生效: 2020-01-01}
"""
CATALOGUE = """
编号: village
名称: 村级三务公开目录
适用: [村]
生效: 2026-01-01
来源: 测试
法规:
  法: {名称: 中华人民共和国村民委员会组织法, 版本: 2025年10月28日修订}
类:
  - 编号: B
    名称: 组织
    三务: 村务
    项:
      - {编号: B1, 名称: 村情概况, 周期: 长期, 类型: 文章, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: C2, 名称: 会议决议, 周期: 及时, 几日内: 5,
         类型: 决议, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: G1, 名称: 通知公告, 周期: 及时, 几日内: 5,
         类型: 扫描件, 责任单位: 村委会, 依据: [法 第1条]}
  - 编号: D
    名称: 财务
    三务: 村务
    项:
      - {编号: D1, 名称: 年度财务计划, 周期: 每年, 类型: 文章, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: D2, 名称: 收支明细, 周期: 每月, 类型: 账目, 责任单位: 村委会, 依据: [法 第1条]}
      - {编号: F1, 名称: 公益工程, 周期: 每季度, 类型: 项目, 责任单位: 村委会, 依据: [法 第1条]}
  - 编号: E
    名称: 救助
    三务: 村务
    项:
      - {编号: E1, 名称: 低保对象, 周期: 每季度, 类型: 表格, 责任单位: 村委会, 依据: [法 第1条]}
"""
LEDGER_CARD = """目录: D2
标题: 2026年10月收支明细
期间: 2026-10
公开日期: 2026-11-12
审核:
  - 村务监督委员会审核 赵＊兰 2026-11-10
  - 青禾镇农经站备案 孙＊平 2026-11-12
公示天数: 10"""
LEDGER_ROWS = [
    ["柳河村2026年10月收支明细表"],
    ["单位：元"],
    ["日期", "摘要", "对方", "科目", "收入", "支出", "凭证", "备注"],
    [None, "上期结余", None, None, 1000.10, None, None, None],
    [date(2026, 10, 3), "鱼塘承包费", "王＊", "发包收入", 2000, None, None, None],
    ["2026年10月9日", "路灯电费", "供电所", "公用支出", None, "286.50", "001.png", None],
    ["10月20日", "保洁员工资", "李＊花", "管理费", None, 1200, "002.png、回单", "9月"],
    [None, "合计", None, None, 2000, 1486.5, None, None],
    [None, "本期结余", None, None, 1513.60, None, None, None],
]
TABLE_CARD = """目录: E1
标题: 2026年第三季度低保对象名单
期间: 2026-Q3
公开日期: 2026-10-09"""
TABLE_ROWS = [
    ["低保对象名单"],
    ["序号", "户主", "组别", "人数", "月保障金（元）"],
    [1, "钱＊", "一组", 2, 860],
    [2, "孙＊＊", "三组", 1, 455.5],
    ["合计", None, None, 3, 1315.5],
]
PROJECT_CARD = """目录: F1
标题: 北塘路硬化工程
期间: 2026-Q3
公开日期: 2026-10-09
预算: 186,000
施工单位: 示例路桥公司
监督: 村务监督委员会
资金来源: 上级补助 100000 元，村集体自筹 86000 元"""
PROJECT_ROWS = [
    ["阶段", "计划完成", "实际完成", "预算", "已付", "说明", "照片"],
    ["路基", date(2026, 7, 31), "2026-08-02", 80000, 78000, "雨天停工两天", "路基.jpg"],
    ["面层", "2026-09-30", None, 106000, 120000, "尚未验收", None],
]
RESOLUTION_CARD = """目录: C2
标题: 村民代表会议关于修北塘水渠的决议
期间: 2026-10-11
公开日期: 2026-10-12
会议: 村民代表会议
开会日期: 2026-10-11
地点: 村委会会议室
主持: 赵＊国
应到: 35
实到: 31
表决:
  - {事项: 修北塘水渠, 同意: 30, 反对: 0, 弃权: 1, 结果: 通过}
  - {事项: 更换路灯, 同意: 15, 反对: 10, 弃权: 6, 结果: 未通过}"""
SCAN_CARD = """目录: G1
标题: 关于城乡居民医保缴费的通知
期间: 2026-10-08
公开日期: 2026-10-09
无涉密内容: 是"""
PROSE_CARD = """目录: B1
标题: 柳河村村情概况
期间: 长期
公开日期: 2026-03-01"""


def picture_bytes(
    kind: str = "PNG", size: tuple[int, int] = (300, 200), colour: str = "red"
) -> bytes:
    """A drawn picture."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((10, 10, size[0] // 2, size[1] // 2), fill=colour)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def pdf_bytes(pages: int = 2) -> bytes:
    """A PDF of drawn pages, as a scanner makes it."""
    drawn = [Image.new("RGB", (420, 594), (250, 250 - 20 * n, 240)) for n in range(pages)]
    out = io.BytesIO()
    drawn[0].save(out, "PDF", save_all=True, append_images=drawn[1:])
    return out.getvalue()


def write_sheet(path: Path, rows: list[list[object]]) -> Path:
    """An .xlsx of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


class CountyFolder:
    """A county folder on disk; every method gives back the path that it wrote."""

    LEDGER_CARD, LEDGER_ROWS = LEDGER_CARD, LEDGER_ROWS
    TABLE_CARD, TABLE_ROWS = TABLE_CARD, TABLE_ROWS
    PROJECT_CARD, PROJECT_ROWS = PROJECT_CARD, PROJECT_ROWS
    RESOLUTION_CARD, SCAN_CARD, PROSE_CARD = RESOLUTION_CARD, SCAN_CARD, PROSE_CARD
    picture_bytes = staticmethod(picture_bytes)
    pdf_bytes = staticmethod(pdf_bytes)
    write_sheet = staticmethod(write_sheet)

    def __init__(self, root: Path) -> None:
        self.root = root / "示例县"
        self.cache = root / "cache"
        self.village = self.root / VILLAGE
        (self.root / "catalogues").mkdir(parents=True)
        (self.root / "county.yaml").write_text(COUNTY, encoding="utf-8")
        (self.root / "rules.yaml").write_text(RULES, encoding="utf-8")
        (self.root / "catalogues" / "village.yaml").write_text(CATALOGUE, encoding="utf-8")

    def item(self, name: str, card: str, body: str = "", village: str = VILLAGE) -> Path:
        folder = self.root / village / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "说明.md").write_text(f"---\n{card}\n---\n{body}", encoding="utf-8")
        return folder

    def ledger(
        self,
        rows: list[list[object]] | None = None,
        card: str = LEDGER_CARD,
        name: str = "2026-10-D2",
        village: str = VILLAGE,
    ) -> Path:
        folder = self.item(name, card, "本月收支已经核对。\n", village)
        write_sheet(folder / "收支明细.xlsx", rows or LEDGER_ROWS)
        (folder / "凭证").mkdir(exist_ok=True)
        for file in ("001.png", "002.png", "回单.png"):
            (folder / "凭证" / file).write_bytes(
                picture_bytes(colour="blue" if file[0] == "回" else "red")
            )
        return folder

    def table(self, rows: list[list[object]] | None = None, card: str = TABLE_CARD) -> Path:
        folder = self.item("低保", card)
        write_sheet(folder / "名单.xlsx", rows or TABLE_ROWS)
        return folder

    def project(self, rows: list[list[object]] | None = None, card: str = PROJECT_CARD) -> Path:
        folder = self.item("北塘路", card)
        write_sheet(folder / "进度.xlsx", rows or PROJECT_ROWS)
        (folder / "照片").mkdir(exist_ok=True)
        (folder / "照片" / "路基.jpg").write_bytes(picture_bytes("JPEG"))
        return folder

    def resolution(self, card: str = RESOLUTION_CARD) -> Path:
        return self.item("决议", card, "会议一致同意报镇里备案。\n")

    def scan(self, card: str = SCAN_CARD) -> Path:
        folder = self.item("医保", card)
        (folder / "通知.pdf").write_bytes(pdf_bytes())
        return folder

    def prose(self, body: str = "本村有 **5** 个村民小组。\n", card: str = PROSE_CARD) -> Path:
        self.village.mkdir(exist_ok=True)
        path = self.village / "村情.md"
        path.write_text(f"---\n{card}\n---\n{body}", encoding="utf-8")
        return path

    def everything(self) -> None:
        self.ledger()
        self.table()
        self.project()
        self.resolution()
        self.scan()
        self.prose()

    def read(self, **options: object) -> Reading:
        return read_folder(
            self.root, catalogues=self.root / "catalogues", cache=self.cache, **options
        )

    def problems(self) -> list[Problem]:
        return self.read().problems

    def only_problem(self) -> Problem:
        """The one mistake that was planted; fails when there is none or another."""
        found = self.problems()
        assert len(found) == 1, "\n".join(str(p) for p in found) or "nothing was found"
        return found[0]


@pytest.fixture
def county(tmp_path: Path) -> CountyFolder:
    """An empty county of two villages."""
    return CountyFolder(tmp_path)


@pytest.fixture
def blank_pdf() -> bytes:
    """A PDF without any picture or text on its one page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
