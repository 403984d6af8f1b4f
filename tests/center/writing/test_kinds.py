"""Every kind of disclosure is written, checked and sent from a form of its own."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.disclosure import Figure, Listing, Paragraph, Resolution, Span, Table
from tests.center.sheets.docx_file import paragraph, picture, write_docx
from tests.support.cases import VILLAGE
from tests.support.writer import Writer, photo_bytes


@pytest.fixture
def on(gatehouse, hall, undrawn):
    """A clerk on another item."""

    def make(code, period="2026-10", who="clerk"):
        return Writer(gatehouse, hall, who, code, period)

    return make


def sent(writer):
    """What reached the board."""
    from kiosk.center.board.models import Version

    answer = writer.client.post(writer.place + "send", {"secrecy": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return Version.objects.latest("id")


def test_nothing_this_period_takes_one_tap_and_a_confirmation(on):
    writer = on("E3", "2026-Q3")
    assert "这一期没有" in writer.page()
    page = writer.page("none")
    assert "没有发生“临时救助”方面的事项" in page
    answer = writer.client.post(writer.place + "none", {"statement": "本季度没有临时救助。"})
    assert answer["Location"].endswith("/look")
    version = sent(writer)
    assert version.document.document.statement == "本季度没有临时救助。"
    assert version.written.kind is Kind.NOTHING


def test_a_table_is_brought_looked_at_and_sent(on):
    writer = on("D8", "2026-11-18")
    writer.starts("table")
    writer.brings(
        ("名称", "承包人", "身份证号", "租金（元）"),
        ("北塘", "王＊山", 530000198001010000, 3000),
        ("南塘", "赵＊兰", 530000198001010001, 3500),
        ("合计", None, None, 6500),
    )
    assert "5300" not in writer.copy.typed
    writer.sends("save", **{"cell-0-0": "北塘（西）"})
    table = sent(writer).document.document
    assert isinstance(table, Table)
    assert table.rows[0] == ("北塘（西）", "王＊山", "3,000.00")
    assert table.totals[-1] == "6,500.00"


def test_a_table_is_typed_with_columns_of_ones_own(on):
    writer = on("D8", "2026-11-18")
    writer.starts("table")
    writer.sends("addcolumn", **{"column-0": "名称", "column-1": "租金", "column-2": "付款"})
    assert len(writer.typed.table.columns) == 4
    writer.sends("dropcolumn-3")
    writer.sends("save", **{"cell-0-0": "北塘", "cell-0-1": "3000", "cell-0-2": "按时"})
    assert sent(writer).document.document.rows == (("北塘", "3000", "按时"),)


def test_words_from_a_word_file_keep_their_lists_and_pictures(on, tmp_path):
    file = write_docx(
        tmp_path / "通知.docx",
        paragraph("十月主题党日"),
        paragraph("清淤", number=True),
        paragraph("植树", number=True),
        picture("清淤现场"),
    )
    writer = on("A7")
    writer.starts("prose")
    upload = SimpleUploadedFile("通知.docx", file.read_bytes())
    writer.sends("bring", word=upload)
    assert "【图1】" in writer.typed.body
    assert writer.typed.captions == {"图1": "清淤现场"}
    body = sent(writer).document.body
    assert body[0] == Paragraph((Span("十月主题党日"),))
    assert isinstance(body[1], Listing)
    assert isinstance(body[2], Figure)
    assert body[2].media.alt == "清淤现场"


def test_each_line_of_typed_words_is_a_paragraph_and_photos_stand_where_they_are_put(on):
    writer = on("A7")
    writer.starts("prose")
    photo = SimpleUploadedFile("a.jpg", photo_bytes())
    writer.sends("bring", body="第一段\n第二段", figure=photo)
    writer.sends("save", body="第一段\n【图1】第二段", **{"caption-图1": "大家在清淤"})
    first, figure, second = sent(writer).document.body
    assert (first, second) == (Paragraph((Span("第一段"),)), Paragraph((Span("第二段"),)))
    assert figure.media.alt == "大家在清淤"


def test_a_resolution_in_which_more_voted_than_came_is_named_at_its_line(on):
    writer = on("C2", "2026-11-12")
    writer.starts("resolution")
    motion = {
        "motion-0-text": "修水渠",
        "motion-0-agreed": "40",
        "motion-0-opposed": "0",
        "motion-0-abstained": "0",
        "motion-0-passed": "通过",
    }
    meeting = {"meeting": "村民代表会议", "day": "2026-11-12", "expected": "35", "present": "31"}
    writer.sends("save", **meeting, **motion)
    assert "比实到 31 人多" in writer.page()
    writer.sends("save", **{"motion-0-agreed": "30"})
    document = sent(writer).document.document
    assert isinstance(document, Resolution)
    assert document.motions[0].agreed == 30


def test_a_project_has_stages_with_photos(on):
    writer = on("F7", "2026-11-15")
    writer.starts("project")
    photo = SimpleUploadedFile("a.jpg", photo_bytes())
    writer.sends(
        "save",
        **{
            "fact-预算": "126,000",
            "fact-施工单位": "青禾水利工程队",
            "cell-0-0": "砌石",
            "cell-0-2": "2026.10.20",
            "cell-0-3": "7万",
            "cell-0-4": "70000",
            "rowphoto-0": photo,
        },
    )
    assert "“7万”不是金额" in writer.page()
    writer.sends("save", **{"cell-0-3": "70000"})
    project = sent(writer).document.document
    assert (project.budget, project.stages[0].paid) == (12_600_000, 7_000_000)
    assert len(project.stages[0].photos) == 1


def test_scanned_pages_must_be_looked_at_before_they_are_sent(on):
    from tests.center.conftest import pdf_bytes

    writer = on("F3", "2026-11-16")
    writer.starts("scan")
    writer.sends("bring", pages=SimpleUploadedFile("通知.pdf", pdf_bytes(2)))
    assert len(writer.typed.pages) == 2
    assert "还有 1 处要改" in writer.page("look")
    writer.sends("save", cleared="1")
    document = sent(writer).document.document
    assert len(document.pages) == 2
    assert document.pages[1].alt.endswith("（第2页）")


def test_a_pdf_with_an_identity_number_in_its_text_is_refused(on):
    from fpdf import FPDF

    number = "53000019800101" + "001"
    digits = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(d) * w for d, w in zip(number, digits, strict=True))
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=20)
    pdf.cell(text=number + "10X98765432"[total % 11])
    out = io.BytesIO()
    pdf.output(out)
    writer = on("F3", "2026-11-16")
    writer.starts("scan")
    answer = writer.sends("bring", pages=SimpleUploadedFile("名单.pdf", out.getvalue()))
    assert answer.status_code == 422
    assert "身份证号" in answer.content.decode()
    assert writer.typed.pages == ()


@pytest.mark.parametrize(
    ("mask", "row"), [("names", ("赵＊兰", "一组", "500.00")), ("counts", ("一组", "500.00"))]
)
def test_names_are_masked_or_dropped_as_the_county_wants_at_one_tap(on, gatehouse, mask, row):
    import msgspec

    from kiosk.affairs.due_rule import Mask
    from kiosk.affairs.period import Cycle
    from tests.support.phone import forget_feed

    county = gatehouse.village.county
    rules = tuple(
        msgspec.structs.replace(r, cycle=Cycle.QUARTERLY, mask=Mask(mask)) for r in county.rules
    )
    gatehouse.village.county = msgspec.structs.replace(county, rules=rules)
    gatehouse.village.publish()
    forget_feed()
    writer = on("E3", "2026-Q3")
    writer.starts("table")
    writer.brings(("姓名", "组别", "救助金额"), ("赵小兰", "一组", 500), ("王＊山", "二组", 300))
    assert "帮我遮上" in writer.page()
    writer.sends("mask")
    assert sent(writer).document.document.rows[0] == row


def test_accounts_without_a_day_are_those_of_the_month_that_is_over(on):
    writer = on("D2", "2026-10")
    answer = writer.client.post("/desk/write/", {"code": "D2", "day": ""})
    assert answer["Location"] == f"/desk/write/{VILLAGE}/D2/2026-10/"
    answer = writer.client.post("/desk/write/", {"code": "D2", "day": "2026-11-05"})
    assert answer["Location"] == f"/desk/write/{VILLAGE}/D2/2026-11/"


def test_an_event_nobody_asked_for_is_begun_from_the_catalogue(on):
    writer = on("D8", "2026-11-18")
    assert "合同" in writer.client.get("/desk/write/").content.decode()
    answer = writer.client.post("/desk/write/", {"code": "D8", "day": "2026-11-18"})
    assert answer["Location"] == f"/desk/write/{VILLAGE}/D8/2026-11-18/"
    writer.starts("prose")
    writer.sends("save", body="签了北塘的合同。")
    sent(writer)
    answer = writer.client.post("/desk/write/", {"code": "D8", "day": "2026-11-18"})
    assert answer["Location"].endswith("?serial=2")
    answer = writer.client.post("/desk/write/", {"code": "D8", "day": "后天"})
    assert answer.status_code == 422
