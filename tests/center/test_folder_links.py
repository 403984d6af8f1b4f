"""关联 and recordings: read from card and sheet, refused when they lead to nothing."""

from __future__ import annotations

import copy
import struct

import msgspec
import pytest

VILLAGE = "990101101201-柳河村"
CODE = "990101101201"
LEDGER = f"{VILLAGE}/2026-10-D2/收支明细.xlsx"


def linked_rows(county, *cells):
    """The clean ledger with a further column 关联; one cell an entry."""
    rows = copy.deepcopy(county.LEDGER_ROWS)
    rows[2] = [*rows[2], "关联"]
    for number, cell in enumerate(cells):
        rows[4 + number] = [*rows[4 + number], cell]
    return rows


def draft(county, kind):
    return next(d for d in county.read().drafts if d.disclosure.kind.value == kind)


def test_a_row_of_a_ledger_and_a_card_name_what_they_belong_with(county):
    county.project(card=f"{county.PROJECT_CARD}\n关联: C2-2026-10-11")
    county.resolution()
    county.ledger(linked_rows(county, None, "f1-2026-Q3、C2-2026-10-11", f"{CODE}-F1-2026-Q3"))
    assert county.problems() == []
    entries = draft(county, "ledger").content.document.entries
    assert [e.related for e in entries] == [
        (),
        (f"{CODE}-F1-2026-Q3", f"{CODE}-C2-2026-10-11"),
        (f"{CODE}-F1-2026-Q3",),
    ]
    assert draft(county, "ledger").content.related() == [
        f"{CODE}-F1-2026-Q3",
        f"{CODE}-C2-2026-10-11",
    ]
    assert draft(county, "project").disclosure.related == (f"{CODE}-C2-2026-10-11",)


def test_a_link_to_nothing_is_found_in_its_cell_with_what_may_be_meant(county):
    county.project()
    county.ledger(linked_rows(county, None, "F1-2026-Q2"))
    problem = county.only_problem()
    assert (problem.file, problem.row, problem.column) == (LEDGER, 6, "关联")
    assert "“F1-2026-Q2”不在这个文件夹里" in problem.message
    assert "是不是“F1-2026-Q3”？" in problem.message


@pytest.mark.parametrize(("form", "row"), [("关联: {}", 10), ("关联:\n  - {}", 11)])
def test_a_link_to_nothing_in_a_card_is_found_on_its_line(county, form, row):
    county.project(card=f"{county.PROJECT_CARD}\n{form.format('C2-2026-10-11')}")
    problem = county.only_problem()
    assert (problem.row, problem.column) == (row, "关联")
    assert "C2-2026-10-11" in problem.message


def test_an_item_that_names_itself_is_found(county):
    county.ledger(linked_rows(county, "D2-2026-10"))
    assert "自己" in county.only_problem().message


def mp3(frames=60):
    """Frames of silence, 64 kbit/s at 44.1 kHz, as an encoder writes them."""
    head = struct.pack(">I", 0xFFE00000 | 3 << 19 | 1 << 17 | 1 << 16 | 5 << 12)
    return (head + bytes(144 * 64_000 // 44_100 - 4)) * frames


def id3(text):
    body = b"TPE1" + struct.pack(">I", len(text) + 1) + b"\0\0\3" + text
    return b"ID3\3\0\0" + bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def ogg(*comments):
    found = b"".join(struct.pack("<I", len(c)) + c for c in comments)
    return (
        b"OggS"
        + bytes(40)
        + b"\x03vorbis"
        + struct.pack("<I", 4)
        + b"test"
        + struct.pack("<I", len(comments))
        + found
        + bytes(2000)
    )


def record(county, data, name="朗读.mp3"):
    (county.ledger() / name).write_bytes(data)


def test_a_recording_beside_an_item_is_published_without_its_tags(county):
    record(county, id3("赵录音".encode()) + mp3() + b"TAG" + bytes(125))
    assert county.problems() == []
    found = draft(county, "ledger")
    recording = found.content.recording
    assert (recording.type, recording.width, recording.height) == ("audio/mpeg", 0, 0)
    assert recording.alt == "2026年10月收支明细（录音）"
    assert found.blobs[recording.digest].read_bytes() == mp3()
    assert found.content.media()[-1] == recording


def test_an_ogg_is_taken_as_it_is(county):
    record(county, ogg(b"ENCODER=test"), "朗读.ogg")
    assert county.problems() == []
    assert draft(county, "ledger").content.recording.type == "audio/ogg"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("朗读.mp3", b"", "不是完整的 MP3"),
        ("朗读.mp3", mp3(5), "不是完整的 MP3"),
        ("朗读.mp3", mp3() + bytes(9000), "不是完整的 MP3"),
        ("朗读.mp3", b"RIFF" + bytes(9000), "不是完整的 MP3"),
        ("朗读.ogg", mp3(), "不是 Ogg"),
        ("朗读.ogg", ogg(b"ARTIST=somebody"), "附注"),
        ("朗读.ogg", ogg()[:58], "损坏"),
    ],
)
def test_what_is_no_recording_or_says_more_than_it_should_is_refused(county, name, data, said):
    record(county, data, name)
    problem = county.only_problem()
    assert problem.file == f"{VILLAGE}/2026-10-D2/{name}"
    assert said in problem.message


def test_two_recordings_are_one_too_many(county):
    record(county, mp3())
    record(county, mp3(), "又一遍.mp3")
    assert "只能有一个" in county.only_problem().message


def test_a_recording_is_no_voucher(county):
    rows = copy.deepcopy(county.LEDGER_ROWS)
    rows[5][6] = "朗读.mp3"
    (county.ledger(rows) / "朗读.mp3").write_bytes(mp3())
    assert "是录音，不是图片" in county.only_problem().message


def test_a_document_without_a_recording_is_the_same_to_the_byte_as_before_there_were_any(county):
    county.ledger()
    data = msgspec.json.encode(draft(county, "ledger").content)
    assert b"recording" not in data
    assert b"related" not in data
