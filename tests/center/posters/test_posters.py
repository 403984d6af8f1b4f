"""Posters: on paper of both sizes, read by an independent reader, made by those who may."""

import shutil
import subprocess
import sys
from contextlib import closing

import pypdfium2
import pytest
import zxingcpp

from kiosk.feed.code import Purpose, number_of, read_token, subject_of
from tests.support.browser import chromium, faults, serving
from tests.support.cases import PASSWORD
from tests.support.phone import LEDGER, NOTICE, VILLAGE

BASE = "https://gk.example.cn"
POINTS = {"A4": (595, 842), "A3": (842, 1191)}


def poster(item="", **more):
    from datetime import date

    from kiosk.center.posters.making import poster_of

    return poster_of(VILLAGE, item, base=BASE, day=date(2026, 11, 22), **more)


def pages(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            (page.get_size(), page.get_textpage().get_text_range(), page.render().to_pil())
            for page in document
        ]
    finally:
        document.close()


@pytest.mark.parametrize("size", ["A4", "A3"])
@pytest.mark.parametrize("item", ["", LEDGER])
def test_a_poster_is_one_page_with_a_code_that_reads_and_plain_words(phone, size, item):
    from kiosk.center.posters.poster import poster_pdf
    from kiosk.center.posters.size import Size

    ((got, words, picture),) = pages(poster_pdf(poster(item), Size(size)))
    assert tuple(map(round, got)) == POINTS[size]
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text.startswith("HTTPS://GK.EXAMPLE.CN/T/")
    code = read_token(found.text.rpartition("/")[2])
    assert (code.subject, code.purpose) == (subject_of(VILLAGE, item), Purpose.TAKE)
    number = number_of(code.subject)
    assert f"{number[:4]} {number[4:]}" in words
    assert "gk.example.cn/n" in words
    assert ("2026年10月收支明细" if item else "青禾镇柳河村") in words


def test_a_long_title_is_broken_into_even_lines_that_begin_and_end_well(phone):
    from kiosk.center.posters.poster import _Sheet
    from kiosk.center.posters.size import Size

    title = "2026年10月村级财务收支明细及北塘水渠维修工程资金使用情况公示（第二次更正）" * 3
    with closing(_Sheet(Size.A4)) as sheet:
        lines = sheet._lines(title, 11)
    assert "".join(lines) == title
    assert len(lines) > 3
    assert not [line for line in lines if line[0] in "）。，" or line[-1] in "（《"]
    lengths = [len(line) for line in lines]
    assert max(lengths) - min(lengths) <= 5


@pytest.mark.parametrize(
    ("division", "item", "said"),
    [
        ("990101101299", "", "没有发布过区划"),
        (VILLAGE, f"{VILLAGE}-D2-1999-01", "没有公开过"),
        ("990101101202", LEDGER, "没有公开过"),
    ],
)
def test_what_was_never_published_gets_no_poster(phone, division, item, said):
    from datetime import date

    from kiosk.center.posters.making import poster_of
    from kiosk.center.posters.poster import PosterError

    with pytest.raises(PosterError, match=said):
        poster_of(division, item, base=BASE, day=date(2026, 11, 22))


def test_staff_print_posters_of_their_own_place_and_below_and_of_no_other(phone, hall):
    clerk, foreign, county = (hall.client(who) for who in ("clerk", "foreign", "county"))
    path = f"/desk/posters/{VILLAGE}-A4.pdf"
    for allowed in (clerk, county):
        answered = allowed.get(path, {"item": NOTICE})
        assert answered.status_code == 200
        assert answered["Content-Type"] == "application/pdf"
        assert len(pages(answered.content)) == 1
    assert foreign.get(path).status_code == 404
    assert foreign.get("/desk/posters/", {"division": VILLAGE}).status_code == 404
    assert hall.client().get(path).status_code == 302, "nobody without a log-in"
    listed = clerk.get("/desk/posters/").content.decode()
    assert NOTICE in listed
    assert "2026年10月收支明细" in listed


def test_the_command_line_makes_one_and_says_what_is_missing(published_feed, tmp_path):
    state, file = tmp_path / "state", tmp_path / "poster.pdf"
    state.mkdir()
    (state / "feed").symlink_to(published_feed.repo)

    def run(*words):
        command = [sys.executable, "-m", "kiosk.cli", *words, "--state", str(state)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run("poster", VILLAGE, str(file), "--item", LEDGER, "--size", "A3", "--address", BASE)
    assert done.returncode == 0, done.stderr
    assert number_of(subject_of(VILLAGE, LEDGER)) in done.stdout
    assert tuple(map(round, pages(file.read_bytes())[0][0])) == POINTS["A3"]
    refused = run("poster", VILLAGE, str(file), "--address", "")
    assert refused.returncode == 1
    assert "--address" in refused.stderr
    assert run("codes", "rotate").returncode == 0
    assert "1" in run("codes", "list").stdout
    made = run("api-key", "add", "示例热线")
    assert "只显示这一次" in made.stdout
    assert "示例热线" in run("api-key", "list").stdout


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
def test_the_staff_page_of_posters_is_accessible_and_fits_a_phone(phone, hall):
    code = hall.codes("office")[0]
    with serving() as center, chromium() as browser:
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.goto(f"{center}/staff/login")
        page.fill("input[name=username]", "office")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.fill("input[name=code]", code)
        page.click("main button")
        page.goto(f"{center}/desk/posters/?division={VILLAGE}")
        page.wait_for_selector("text=2026年10月收支明细")
        found = faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
    assert found == []
    assert wide == 360
