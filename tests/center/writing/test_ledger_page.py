"""A book-keeper brings the sheet that exists, mends what is wrong, looks and sends."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF

from tests.support.cases import VILLAGE
from tests.support.writer import ROWS, photo_bytes

KEY = f"{VILLAGE}-D2-2026-10"


def test_a_sheet_becomes_a_draft_without_its_private_column(writer):
    writer.starts()
    writer.brings(*ROWS)
    typed = writer.typed
    assert [x.day for x in typed.ledger.lines] == ["2026-10-03", "2026-10-09"]
    assert "6222" not in writer.copy.typed
    page = writer.page()
    assert "从表里读进来 2 笔" in page
    assert "“银行卡号”是个人信息" in page
    assert page.count("✓") >= 2


def test_a_wrong_row_is_named_mended_in_place_and_sent(writer, undrawn):
    wrong = [*ROWS]
    wrong[5] = ("10.32", "村西水渠维修", "水利队", None, None, 286.5, 3113.5)
    writer.starts()
    writer.brings(*wrong)
    page = writer.page()
    assert "没有“10.32”这一天" in page
    assert "第2笔（表里第6行）" in page
    assert "第6行“日期”" in writer.page("look")
    writer.sends("look", **{"line-1-day": "2026-10-30"})
    assert "屏上的样子" in writer.page("look")
    answer = writer.client.post(writer.place + "send", {})
    assert answer.status_code == 302
    page = writer.page()
    assert "已经送审" in page
    assert "村务监督委员会" in page
    assert "赵有兰" in page
    assert writer.copy is None
    from kiosk.center.board.models import Version

    (version,) = Version.objects.all()
    assert version.item.key == KEY
    assert version.document.document.closing == 311_350


def test_the_three_checks_compare_with_what_was_published_last(writer, gatehouse):
    from tests.support.phone import forget_feed

    draft = gatehouse.accounts(9)
    gatehouse.village.drafts[draft.disclosure.id] = _signed(draft)
    gatehouse.village.publish()
    forget_feed()
    writer.starts()
    writer.brings(*ROWS)
    page = writer.page()
    assert "上一期公开的期末结余是" in page
    assert "两期要接得上" in page
    assert "空着就用它" in page


def _signed(draft):
    from datetime import date

    import msgspec

    from kiosk.affairs.disclosure import Approval

    names = ("村务监督委员会审核", "青禾镇农经站审核")
    approvals = tuple(
        Approval(step=step, person=f"赵＊{n}", day=date(2026, 10, 10))
        for n, step in enumerate(names)
    )
    face = msgspec.structs.replace(
        draft.disclosure, approvals=approvals, published=date(2026, 10, 12)
    )
    return msgspec.structs.replace(draft, disclosure=face)


def test_columns_are_asked_once_and_remembered_for_the_next_month(writer, gatehouse, hall):
    from tests.support.writer import Writer

    rows = (
        ("日期", "摘要", "借方", "贷方"),
        (None, "上期结余", 100, None),
        ("3日", "卖废品", 10, None),
    )
    writer.starts()
    answer = writer.brings(*rows)
    assert answer["Location"].endswith("/columns")
    page = writer.page("columns")
    assert "“借方”这一列是什么？" in page
    answers = {"column-0": "日期", "column-1": "摘要", "column-2": "收入", "column-3": "支出"}
    sent = {"revision": writer.copy.revision, "answered": "1", **answers}
    assert writer.client.post(writer.place + "columns", sent).status_code == 302
    assert writer.typed.ledger.lines[0].received == "10.00"
    november = Writer(gatehouse, hall, period="2026-09")
    november.starts()
    november.brings(*rows)
    assert november.typed.ledger.lines[0].received == "10.00"


def test_rows_are_typed_by_hand_added_and_deleted(writer):
    writer.starts()
    line = {
        "line-0-day": "10月3日",
        "line-0-summary": "电费",
        "line-0-paid": "30",
        "opening": "100",
    }
    writer.sends("add", **line)
    assert len(writer.typed.ledger.lines) == 2
    writer.sends("drop-1")
    (line,) = writer.typed.ledger.lines
    assert (line.day, line.summary, line.paid) == ("10月3日", "电费", "30")
    assert "算出是 70.00 元" in writer.page()


def test_a_voucher_photo_is_turned_upright_and_loses_what_the_camera_wrote(writer):
    writer.starts()
    writer.brings(*ROWS)
    photo = SimpleUploadedFile("IMG_1.jpg", photo_bytes(), content_type="image/jpeg")
    writer.sends("save", **{"photo-1": photo})
    (digest,) = writer.typed.ledger.lines[1].vouchers
    media = writer.typed.pictures[digest]
    assert (media.width, media.height) == (200, 300)
    assert media.alt == "凭证：村西水渠维修"
    answer = writer.opens(f"picture/{digest}")
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"RIFF")
    assert b"kitchen" not in data


def test_vouchers_of_several_rows_are_brought_at_once_without_opening_them(writer):
    rows = [*ROWS[:4], *((f"10.{n + 3}", "电费", "供电所", None, None, 10, None) for n in range(6))]
    writer.starts()
    writer.brings(*rows)
    assert writer.page().count("加凭证照片<span") == 6
    photos = {f"photo-{n}": SimpleUploadedFile("a.jpg", photo_bytes(f"#{n}0a0b8")) for n in (1, 4)}
    writer.sends("save", **photos)
    assert [len(x.vouchers) for x in writer.typed.ledger.lines] == [0, 1, 0, 0, 1, 0]
    assert writer.page().count("加凭证照片<span") == 4


def test_a_long_ledger_is_folded_so_that_the_next_step_is_near_and_every_row_can_be_sent(writer):
    rows = [
        *ROWS[:4],
        *((f"10.{n % 28 + 1}", "电费", "", None, None, 1, None) for n in range(1_200)),
    ]
    rows[9] = ("10.32", *rows[9][1:])
    writer.starts()
    writer.brings(*rows)
    page = writer.page()
    assert page.index('id="line-5"') < page.index("1199 笔，点开看") < page.index('id="line-0"')
    empty = {f"photo-{n}": "" for n in range(1_200)}  # what a browser sends for each empty box
    answer = writer.client.post(writer.place, writer.boxes() | empty | {"title": "十月的账"})
    assert answer.status_code == 302
    assert writer.typed.title == "十月的账"


def test_after_a_photo_the_page_goes_on_at_its_row(writer):
    rows = [*ROWS[:4], *((f"10.{n + 1}", "电费", "", None, None, 1, None) for n in range(25))]
    writer.starts()
    writer.brings(*rows)
    photo = SimpleUploadedFile("a.jpg", photo_bytes())
    answer = writer.sends("save", **{"photo-17": photo})
    assert answer["Location"].endswith("#line-17")
    assert '<details class="rest" open>' in writer.client.get(answer["Location"]).content.decode()


def test_more_pages_than_there_is_room_for_are_refused_not_dropped_in_silence(writer):
    pdf = FPDF()
    for _ in range(13):
        pdf.add_page()
    writer.starts()
    writer.brings(*ROWS)
    file = SimpleUploadedFile("凭证.pdf", bytes(pdf.output()))
    answer = writer.sends("save", **{"photo-1": file, "title": "十月的账"})
    assert answer.status_code == 422
    assert "有 13 页，这里只放得下 12 张了" in answer.content.decode()
    assert writer.typed.title == "十月的账"
    assert writer.typed.ledger.lines[1].vouchers == ()


def test_more_than_a_server_takes_is_answered_in_chinese(writer):
    answer = writer.client.post(writer.place, {f"f{n}": "" for n in range(5_100)})
    assert answer.status_code == 400
    assert "以前存好的都在" in answer.content.decode()


def test_before_a_month_is_over_it_is_said_that_its_accounts_cannot_be_sent(writer):
    assert "以后才能送审" not in writer.page()
    writer.place = writer.place.replace("2026-10", "2026-11")
    assert "11月30日才结束" in writer.page()


def test_a_new_workbook_under_an_old_name_is_read_all_the_same(writer):
    writer.starts()
    writer.brings(*ROWS, name="系统导出.xls")
    assert len(writer.typed.ledger.lines) == 2


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(writer, monkeypatch):
    from kiosk.center.writing import uploads

    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    writer.starts()
    answer = writer.brings(*ROWS)
    assert answer.status_code == 422
    assert "请先缩小" in answer.content.decode()


def test_a_bad_file_costs_nothing_that_was_typed(writer):
    writer.starts()
    answer = writer.sends(
        "bring",
        sheet=SimpleUploadedFile("账.xlsx", b"no workbook"),
        **{"line-0-summary": "电费"},
    )
    assert answer.status_code == 422
    assert "填好的没有丢" in answer.content.decode()
    assert writer.typed.ledger.lines[0].summary == "电费"


def test_a_phone_number_is_masked_at_one_tap_before_it_can_be_sent(writer, undrawn):
    rows = [*ROWS]
    rows[5] = ("10.9", "修水渠，找13800001111", "水利队", None, None, 286.5, 3113.5)
    writer.starts()
    writer.brings(*rows)
    assert "没有遮盖的手机号" in writer.page()
    assert writer.client.post(writer.place + "send", {})["Location"].endswith("look")
    writer.sends("mask")
    assert writer.typed.ledger.lines[1].summary == "修水渠，找138****11"
    assert "没有遮盖" not in writer.page()


def test_the_upload_is_sealed_on_the_disk_and_every_look_is_on_record(writer, hall):
    from pathlib import Path

    from django.conf import settings

    from kiosk.center.audit.models import AuditEntry
    from kiosk.center.writing.models import Upload
    from tests.support.writer import sheet_bytes

    writer.starts()
    writer.brings(*ROWS)
    (upload,) = Upload.objects.all()
    kept = b"".join(
        p.read_bytes() for p in (Path(settings.DATA) / "uploads").rglob("*") if p.is_file()
    )
    assert b"PK\x03\x04" not in kept[-upload.size :][:8]
    assert b"6222" not in kept
    before = AuditEntry.objects.filter(act="upload.look").count()
    answer = writer.fetches(upload.pk)
    assert answer.content[:2] == sheet_bytes(*ROWS)[:2]
    assert AuditEntry.objects.filter(act="upload.look").count() == before + 1


def test_a_row_changed_by_hand_is_not_held_against_the_sheets_running_balance(writer):
    writer.starts()
    writer.brings(*ROWS)
    writer.sends("edit-1")
    answer = writer.client.get(writer.place + "?edit=1")
    assert 'name="line-1-paid"' in answer.content.decode()
    writer.sends("save", **{"line-1-paid": "300"})
    page = writer.page()
    assert "余额写的是" not in page
    assert "账不平，差 13.50 元" in page


def test_of_several_sheets_the_months_own_is_read_and_another_can_be_chosen(writer):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for month, amount in ((9, 1), (10, 2)):
        sheet = book.create_sheet(f"{month}月")
        for row in (
            ("日期", "摘要", "收入", "支出"),
            (None, "上期结余", 100, None),
            (f"10.{amount}", "电费", None, amount),
        ):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    writer.starts()
    writer.sends("bring", sheet=SimpleUploadedFile("全年.xlsx", out.getvalue()))
    assert writer.typed.ledger.lines[0].paid == "2.00"
    assert "读的是“10月”这一张" in writer.page()
    assert "会换掉现在填的" not in writer.page("columns?sheet=9月")
    sent = {"revision": writer.copy.revision, "answered": "1", "sheet": "9月"}
    writer.client.post(writer.place + "columns", sent)
    assert writer.typed.ledger.lines[0].paid == "1.00"
    assert writer.typed.sheet == "9月"


def test_of_a_sheet_that_goes_on_over_months_one_tap_keeps_the_month(writer):
    rows = (
        ("日期", "摘要", "收入", "支出"),
        (None, "上期结余", 100, None),
        ("2026-09-03", "卖废品", 10, None),
        ("2026-10-03", "电费", None, 30),
    )
    writer.starts()
    writer.brings(*rows)
    page = writer.page()
    assert "有 1 笔不是2026年10月的" in page
    assert "2026年9月3日不在2026年10月里" in page
    writer.sends("only")
    (line,) = writer.typed.ledger.lines
    assert (line.summary, writer.typed.ledger.opening.amount) == ("电费", "110.00")
