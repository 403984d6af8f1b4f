"""A folder without mistakes is read whole: every kind, every field, every picture."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import (
    Figure,
    Ledger,
    Paragraph,
    Project,
    Resolution,
    Scan,
    Table,
)


def test_a_folder_with_every_kind_has_no_problem_and_every_draft(county):
    county.everything()
    reading = county.read()
    assert [str(p) for p in reading.problems] == []
    kinds = {d.disclosure.kind for d in reading.drafts}
    assert kinds == {
        Kind.LEDGER,
        Kind.TABLE,
        Kind.PROJECT,
        Kind.RESOLUTION,
        Kind.SCAN,
        Kind.PROSE,
    }
    for draft in reading.drafts:
        assert set(draft.blobs) == {m.digest for m in draft.content.media()}
        for media in draft.content.media():
            assert draft.blobs[media.digest].stat().st_size == media.size
            assert media.alt


def test_a_ledger_keeps_fen_dates_and_vouchers(county):
    county.ledger()
    (draft,) = county.read().drafts
    ledger = draft.content.document
    assert isinstance(ledger, Ledger)
    assert (ledger.opening, ledger.closing, ledger.difference) == (100010, 151360, 0)
    assert [e.day for e in ledger.entries] == [
        date(2026, 10, 3),
        date(2026, 10, 9),
        date(2026, 10, 20),
    ]
    assert [(e.received, e.paid) for e in ledger.entries] == [(200000, 0), (0, 28650), (0, 120000)]
    assert [len(e.vouchers) for e in ledger.entries] == [0, 1, 2]
    assert ledger.entries[2].note == "9月"
    face = draft.disclosure
    assert face.id == "990101101201-D2-2026-10"
    assert face.initials == "2026n10yszmx"
    assert face.unit == "村委会"
    assert face.notice_until == date(2026, 11, 22)
    assert [(a.step, a.person) for a in face.approvals] == [
        ("村务监督委员会审核", "赵＊兰"),
        ("青禾镇农经站备案", "孙＊平"),
    ]


def test_a_table_shows_money_with_two_places_and_counts_without(county):
    county.table()
    (draft,) = county.read().drafts
    table = draft.content.document
    assert isinstance(table, Table)
    assert [(c.name, c.number) for c in table.columns] == [
        ("序号", False),
        ("户主", False),
        ("组别", False),
        ("人数", True),
        ("月保障金（元）", True),
    ]
    assert table.rows[1] == ("2", "孙＊＊", "三组", "1", "455.50")
    assert table.totals == ("合计", "", "", "3", "1,315.50")


def test_long_numbers_of_a_table_are_parted_and_codes_are_not(county):
    heads = ["名称", "数量", "编号", "单价（元/亩）"]
    county.table([heads, ["甲", 1268000, 1268000, 0.125], ["乙", 2860.5, 12, 560]])
    (draft,) = county.read().drafts
    assert draft.content.document.rows == (
        ("甲", "1,268,000", "1268000", "0.125"),
        ("乙", "2860.5", "12", "560.00"),
    )


def test_a_project_over_budget_is_published_as_it_is(county):
    county.project()
    (draft,) = county.read().drafts
    project = draft.content.document
    assert isinstance(project, Project)
    assert project.budget == 18_600_000
    assert project.paid == 19_800_000
    assert project.stages[0].done == date(2026, 8, 2)
    assert project.stages[1].done is None
    assert [len(s.photos) for s in project.stages] == [1, 0]


def test_a_resolution_keeps_its_votes(county):
    county.resolution()
    (draft,) = county.read().drafts
    resolution = draft.content.document
    assert isinstance(resolution, Resolution)
    assert (resolution.expected, resolution.present) == (35, 31)
    assert [(m.agreed, m.passed) for m in resolution.motions] == [(30, True), (15, False)]


def test_every_page_of_a_pdf_becomes_a_picture_as_wide_as_the_screen(county):
    county.scan()
    (draft,) = county.read().drafts
    scan = draft.content.document
    assert isinstance(scan, Scan)
    assert [p.width for p in scan.pages] == [1600, 1600]
    assert [p.type for p in scan.pages] == ["image/webp", "image/webp"]
    assert [p.alt for p in scan.pages] == [
        "关于城乡居民医保缴费的通知 通知（第1页）",
        "关于城乡居民医保缴费的通知 通知（第2页）",
    ]


def test_emphasis_and_pictures_stand_where_the_author_put_them(county):
    folder = county.project()
    text = (folder / "说明.md").read_text(encoding="utf-8")
    (folder / "说明.md").write_text(
        text + "前面**重点：**后面\n![路基完工](照片/路基.jpg)\n再后面\n", encoding="utf-8"
    )
    (draft,) = county.read().drafts
    before, figure, after = draft.content.body
    assert isinstance(before, Paragraph)
    assert [(s.text, s.strong) for s in before.spans] == [
        ("前面", False),
        ("重点：", True),
        ("后面", False),
    ]
    assert isinstance(figure, Figure)
    assert figure.media.alt == "路基完工"
    assert isinstance(after, Paragraph)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_card_from_any_editor_with_chinese_colons_is_read(county, encoding):
    path = county.prose()
    card = "目录：B1\n标题：柳河村村情概况\n期间：长期\n公开日期：2026年3月1日"
    path.write_bytes(f"---\r\n{card}\r\n---\r\n本村在青禾镇西边。\r\n".encode(encoding))
    reading = county.read()
    assert [str(p) for p in reading.problems] == []
    assert reading.drafts[0].disclosure.published == date(2026, 3, 1)


def test_nothing_this_period_and_an_excuse_are_disclosures(county):
    card = (
        "目录: E1\n类型: 本期无\n标题: 2026年第三季度低保对象\n期间: 2026-Q3\n公开日期: 2026-10-09"
    )
    county.item("无", card, "本季度没有新增低保对象。\n")
    card = (
        "目录: D2\n类型: 免公开\n标题: 免公开说明\n期间: 2026-H1\n公开日期: 2026-07-09\n"
        "批准单位: 青禾镇人民政府"
    )
    county.item("免", card, "账册移交审计，半年内不逐月公开。\n")
    reading = county.read()
    assert [str(p) for p in reading.problems] == []
    excuse, nothing = reading.drafts
    assert excuse.content.document.granted_by == "青禾镇人民政府"
    assert nothing.content.document.statement == "本季度没有新增低保对象。"


def test_a_county_without_catalogues_and_rules_uses_the_ones_that_it_is_given(county, tmp_path):
    county.everything()
    packaged = tmp_path / "packaged"
    (county.root / "catalogues").rename(packaged)
    (county.root / "rules.yaml").rename(tmp_path / "rules.yaml")
    from kiosk.center.folder import read_folder

    reading = read_folder(county.root, catalogues=packaged, cache=county.cache)
    assert reading.problems == []
    assert len(reading.drafts) == 6
    assert [r.item for r in reading.county.rules] == ["", "E"]


def test_progress_counts_every_file_up_to_the_total(county):
    county.everything()
    steps = []
    county.read(progress=lambda done, total, name: steps.append((done, total, name)))
    assert [s[0] for s in steps] == list(range(1, len(steps) + 1))
    assert {s[1] for s in steps} == {len(steps)}


def test_a_second_run_decodes_no_picture_and_gives_the_same(county, monkeypatch):
    county.everything()
    first = county.read()
    from kiosk.center.folder import pictures

    def forbidden(path):
        raise AssertionError(f"decoded again: {path}")

    monkeypatch.setattr(pictures, "convert", forbidden)
    second = county.read()
    assert second == first


def test_reading_writes_nothing_into_the_folder(county):
    county.everything()
    before = {p: p.stat().st_mtime_ns for p in county.root.rglob("*")}
    county.read()
    assert {p: p.stat().st_mtime_ns for p in county.root.rglob("*")} == before


def test_a_correction_keeps_the_first_day_and_carries_its_own(county):
    card = county.LEDGER_CARD.replace(
        "公示天数: 10", "公示天数: 10\n更正: 电费写错一位\n更正日期: 2026-11-20"
    )
    county.ledger(card=card)
    face = county.read().drafts[-1].disclosure
    assert county.problems() == []
    assert (face.published, face.corrected) == (date(2026, 11, 12), date(2026, 11, 20))
    assert face.latest == date(2026, 11, 20)
