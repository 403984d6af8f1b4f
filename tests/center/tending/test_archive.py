"""A year in one file that can be read and checked without us."""

import csv
import io
import json
import stat
import zipfile
from datetime import UTC, datetime

import pypdfium2
import pytest

from kiosk.affairs.deadline import beijing_day
from kiosk.center.tending.shut import ArchiveError, verify_archive
from kiosk.center.tending.years import YearError, read_year
from tests.support.cases import VILLAGE

NOW = datetime.now(UTC)
TODAY = beijing_day(NOW)
_kept: dict[str, object] = {}


@pytest.fixture
def archive(request, tmp_path):
    """That of a village with accounts, a text and a text that was sent back; made once."""
    path = tmp_path / "2026.zip"
    if not _kept:
        _kept["told"] = made(request.getfixturevalue("gatehouse"), path)
        _kept["data"] = path.read_bytes()
        _kept["mode"] = stat.S_IMODE(path.stat().st_mode)
    path.write_bytes(_kept["data"])
    return path


def made(gatehouse, path):
    from kiosk.center.board.gate import send_back
    from kiosk.center.tending.archive import make_archive

    gatehouse.now = NOW  # what is on record is so by the real clock
    gatehouse.pass_gate(gatehouse.accounts())
    gatehouse.pass_gate()
    gatehouse.work()
    waiting = gatehouse.send(gatehouse.draft("没有写清楚。", period="2026-11-19"))
    send_back(gatehouse.staff["committee"], waiting.pk, "请写清楚金额", gatehouse.now)
    return list(make_archive(TODAY.year, path))


def names(path):
    with zipfile.ZipFile(path) as file:
        return file.namelist()


def read(path, name):
    with zipfile.ZipFile(path) as file:
        return file.read(name)


def test_everything_is_in_it_in_open_formats(archive):
    path = archive
    assert _kept["mode"] == 0o600, "for its owner alone"
    text = json.loads(read(path, f"公开内容/{VILLAGE}/{VILLAGE}-D8-2026-11-20/v1.json"))
    assert text["state"] == "live"
    assert text["content"]["body"][0]["spans"][0]["text"] == "村西水渠修好了。"
    assert [a["person"] for a in text["approvals"]] == ["赵有兰", "青有禾"]
    back = json.loads(read(path, f"公开内容/{VILLAGE}/{VILLAGE}-D8-2026-11-19/v1.json"))
    assert [(s["act"], s["reason"]) for s in back["signatures"]] == [("back", "请写清楚金额")]
    rows = list(csv.reader(io.StringIO(read(path, names_of_csv(path)).decode("utf-8-sig"))))
    assert rows[0][:2] == ["日期", "摘要"]
    assert rows[-1][1] == "期末余额"
    acts = [
        json.loads(line)["row"]["act"] for line in read(path, "操作记录/audit.jsonl").splitlines()
    ]
    assert {"version.submitted", "version.returned"} <= set(acts)


def names_of_csv(path):
    return next(name for name in names(path) if name.endswith(".csv"))


def test_the_month_is_there_on_paper_as_pdf_a_with_its_fonts(archive):
    path = archive
    data = read(path, f"打印/{VILLAGE}/{TODAY:%Y-%m}.pdf")
    for needed in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>B</pdfaid:conformance>",
        b"/OutputIntents",
        b"/GTS_PDFA1",
        b"/FontFile",
    ):
        assert needed in data
    assert b"/Encrypt" not in data
    with pypdfium2.PdfDocument(data) as pdf:
        words = "".join(page.get_textpage().get_text_range() for page in pdf)
    for said in ("柳河村", "村西水渠修好了", "赵有兰", "期末余额"):
        assert said in words
    assert "没有写清楚" not in words, "what never was public"


def test_it_is_checked_without_a_database(archive):
    path = archive
    told = "\n".join(verify_archive(path))
    assert "一个不少" in told
    assert "接得上" in told


def rewritten(path, change):
    """The archive with a change of its files."""
    with zipfile.ZipFile(path) as file:
        files = {name: file.read(name) for name in file.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f.pop("操作记录/audit.jsonl"), "少了 1 个文件"),
        (lambda f: f.update({"多的.txt": b"x"}), "多出 1 个文件"),
        (lambda f: f.update(dict.fromkeys(list(f)[:1], b"{}")), "和当时的不一样"),
        (lambda f: f.pop("MANIFEST.json"), "打不开或者坏了"),
    ],
)
def test_whatever_was_changed_in_it_is_found(archive, change, told):
    path = archive
    rewritten(path, change)
    with pytest.raises(ArchiveError, match=told):
        list(verify_archive(path))


def test_a_log_that_was_edited_with_its_list_is_found_by_its_chain(archive):
    import hashlib

    path = archive

    def edit(files):
        lines = files["操作记录/audit.jsonl"].splitlines(keepends=True)
        lines[0] = lines[0].replace("柳有田".encode(), "别有人".encode())
        files["操作记录/audit.jsonl"] = data = b"".join(lines)
        manifest = json.loads(files["MANIFEST.json"])
        told = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        manifest["files"]["操作记录/audit.jsonl"] = told
        files["MANIFEST.json"] = json.dumps(manifest).encode()

    assert "柳有田" in read(path, "操作记录/audit.jsonl").decode()
    rewritten(path, edit)
    with pytest.raises(ArchiveError, match="第 1 条接不上"):
        list(verify_archive(path))


def test_an_archive_that_is_there_is_not_touched_and_making_one_is_on_record(hall, tmp_path):
    from kiosk.center.audit.models import AuditEntry
    from kiosk.center.tending.archive import make_archive

    path = tmp_path / "empty.zip"
    told = "".join(make_archive(2026, path))
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="已经有了"):
        list(make_archive(2026, path))
    assert path.read_bytes() == before
    last = AuditEntry.objects.order_by("-number").first()
    assert last.act == "archive.made"
    assert last.told["digest"] in told


@pytest.mark.parametrize("typed", [None, "", "今年", "1999", "2999"])
def test_what_is_no_year_is_a_sentence(typed):
    with pytest.raises(YearError, match="哪一年"):
        read_year(typed)
