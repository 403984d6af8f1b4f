"""One planted name, telephone and identity number: before the handler, and nowhere else."""

import gzip
import io
import re
import shutil
import unicodedata
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
import requests

from kiosk.feed.code import number_of, subject_of
from tests.support.browser import chromium
from tests.support.folder import VILLAGE
from tests.support.town import OWN_PASSWORD, SIGN, STAFF, ClerksDesk, ResidentsPhone, scan

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here"),
]
NAME, TELEPHONE, IDENTITY = "孟小兰", "13800001111", "99010119700101001X"
SAID = "桥头第三盏路灯"
"""Of what the resident wrote: it is not for the public, but staff need it."""
WORDS = (
    f"我是{NAME}，电话１３８ ００００ １１１１，也写作138-0000-1111，"
    f"身份证{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}。{SAID}不亮。"
)
CARELESS = f"已经换好，孟 小 兰（１３８ ００００ １１１１）在场，身份证 {IDENTITY}。"
ITEM = f"{VILLAGE}-D2-2026-10"
MAY_LOOK = {"liuhe", "qinghe", "xian"}
"""Who handles it, and the offices above, which call back."""
ROLES = ("liuhe", "qinghe", "nongjing", "jiwei", "xian", "shenji")


def leaks(where: str, data: bytes | str, *more: str) -> list[str]:
    """Which secrets stand there, however they are spaced and in whichever width."""
    text = data if isinstance(data, str) else data.decode("utf-8", "ignore")
    plain = re.sub(r"[\s\-—.·]", "", unicodedata.normalize("NFKC", text)).upper()
    return [f"{where}: {s}" for s in (NAME, TELEPHONE, IDENTITY, *more) if s in plain]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, packed ones opened."""
    found = {}
    for path in filter(Path.is_file, folder.rglob("*")):
        data = path.read_bytes()
        found[str(path)] = gzip.decompress(data) if path.suffix == ".gz" else data
    return found


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def book(data: bytes) -> bytes:
    """All that stands in a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def public_paths(number: str) -> list[str]:
    v2 = "/open311/v2"
    lists = [f"{v2}/{name}.{form}" for name in ("services", "requests") for form in ("json", "xml")]
    single = [f"{v2}/requests/{number}.{form}" for form in ("json", "xml")]
    narrow = [
        f"{v2}/requests.{form}?service_request_id={number}&extensions=true"
        for form in ("json", "xml")
    ]
    more = [
        f"{v2}/requests.json?status=open,closed",
        f"{v2}/services/works.json",
        f"{v2}/services/works.xml",
        f"{v2}/tokens/{number}.json",
        f"{v2}/openapi.json",
        "/open311/discovery.json",
        "/open311/discovery.xml",
    ]
    subject = number_of(subject_of(VILLAGE, ITEM))
    pages = ["/", "/n", "/p", f"/n/{subject}", f"/i/{ITEM}", f"/v/{VILLAGE}"]
    return [*lists, *single, *narrow, *more, *pages]


@pytest.fixture
def told(town, open_pilot, photo):
    """A case full of personal data, answered by a clerk who repeats it, on screen and in feed."""
    board = town.screen(open_pilot)
    board.tap("有话说")
    board.tap("扫一扫")
    address = scan(board)
    board.tap("返回")
    found = []
    with chromium() as browser:
        phone = ResidentsPhone(browser, town.url)
        phone.fills_in(address, WORDS, "works", photo, name=NAME, phone=TELEPHONE)
        warned = phone.page.inner_text("[role=alert]")
        public = phone.page.inner_text("main .card:last-of-type")
        found += leaks("the warning", warned) + leaks("the preview of what is public", public, SAID)
        found += leaks("the code on the receipt", phone.sends())
        clerk = ClerksDesk(browser, town, "liuhe")
        clerk.page.click(f"text={SAID}")
        clerk.press("受理这一件")
        found += leaks("the case before one looks", clerk.page.content())
        assert clerk.says(SAID)
        clerk.press("看一下")
        assert clerk.says(NAME)
        assert clerk.says(TELEPHONE)
        clerk.answers(f"{NAME}家门口的路灯", CARELESS)
        found += leaks("the case after the answer", clerk.page.content())
        phone.looks()
        asked = [*phone.asked, *clerk.asked]
    found += [f"an address: {line}" for line in asked if phone.code in line]
    found += leaks("addresses and headers that browsers sent", "\n".join(asked))

    def stands_there():
        cases = board.board.desk.cases()
        return cases and any(c.number == phone.number and c.answer for c in cases.cases)

    town.waits(board, stands_there)
    board.tap("有话说")
    board.tap("路灯")
    found += leaks("the screen", board.read_all(), SAID)
    return town, phone, found


def files_by_program(town, form):
    """The same through Open311; the number of the case, and what leaks of it at once."""
    key = re.search(r"：(\S+)", town.kiosk.alone(("api-key", "add", f"示例 {form}")))[1]
    told = {"api_key": key, "service_code": "works", "address_id": VILLAGE, "description": WORDS}
    told |= {"last_name": NAME[0], "first_name": NAME[1:], "phone": TELEPHONE}
    filed = requests.post(f"{town.url}/open311/v2/requests.{form}", data=told, timeout=60)
    assert filed.ok, filed.text
    number = re.search(r"(?<=service_request_id)\W+(\d+)", filed.text)[1]
    paths = [path for path in public_paths(number) if number in path]
    answers = [requests.get(town.url + path, timeout=60).text for path in paths]
    return leaks(f"filed as {form}", filed.text, SAID, key) + leaks(
        f"asked for what was filed as {form}", "".join(answers), SAID, key
    )


def test_planted_data_appears_on_no_path(told):
    town, phone, found = told
    found += files_by_program(town, "json") + files_by_program(town, "xml")
    seen = 0
    for path in public_paths(phone.number):
        page = requests.get(town.url + path, timeout=60)
        seen += page.ok
        found += leaks(path, page.text + str(page.headers), SAID, phone.code)
    assert seen >= 20, "the paths are there"

    for who in ROLES:
        with logged_in(town, who) as desk:
            found += staff_pages(desk, town.url, phone, who)
    found += leaks("the feed", b"".join(files_in(town.state / "feed").values()), SAID, phone.code)
    for path, data in files_in(town.hall.settings.folder).items():
        found += leaks(path, data, SAID, phone.code)
    for path, data in files_in(town.state / "center").items():
        found += leaks(path, data, phone.code)
    said = town.log.read_bytes()
    found += leaks("what the server says", said, SAID, phone.code)
    village, item = town.state / "village.pdf", town.state / "item.pdf"
    posters = (("poster", VILLAGE, village), ("poster", VILLAGE, item, "--item", ITEM))
    town.kiosk.alone(*((*words, "--address", town.url) for words in posters))
    for poster in (village, item):
        assert "柳河村" in words_of(poster.read_bytes())
        found += leaks("a poster", words_of(poster.read_bytes()), SAID, phone.code)
    assert found == []


@contextmanager
def logged_in(town, who):
    """Someone of the staff, by HTTP alone."""
    with requests.Session() as desk:

        def sends(path, **typed):
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', desk.get(path).text)[1]
            assert desk.post(path, data=typed | {"csrfmiddlewaretoken": token}).ok

        first = town.passwords[who]
        sends(f"{town.url}/staff/login", username=who, password=first)
        if first != OWN_PASSWORD:
            twice = {"new_password1": OWN_PASSWORD, "new_password2": OWN_PASSWORD}
            sends(f"{town.url}/staff/password", old_password=first, **twice)
            town.passwords[who] = OWN_PASSWORD
        if who in SIGN:
            sends(f"{town.url}/staff/code", code=town.codes[who].pop())
        yield desk


def staff_pages(desk, url, phone, who):
    """What someone of the staff gets to see without asking for the contact."""
    number, found = phone.number, []
    piles = ("work", "held", "below", "wait", "done")
    paths = [
        *(f"/desk/?show={pile}" for pile in piles),
        *(f"/desk/?q={words}" for words in (number, NAME, TELEPHONE, SAID, "路灯")),
        f"/desk/case/{number}",
        f"/desk/case/{number}/slip",
        *(f"/desk/register?show={pile}" for pile in piles),
        "/desk/month",
        "/desk/new",
        "/staff/people",
    ]
    pages = {path: desk.get(url + path, timeout=60) for path in paths}
    assert STAFF[who][0] in pages["/desk/?show=work"].text, "logged in"
    for path, page in pages.items():
        assert page.status_code in {200, 404}, path
        text = page.text
        if "?q=" in path:  # what was typed into the search stands in its field again
            text = re.sub(r"找“.*?”|value=\".*?\"", "", text)
        found += leaks(f"{who} {path}", text, phone.code)
    for path in (*(f"/desk/list.xlsx?show={pile}" for pile in piles), "/desk/month.xlsx"):
        sheet = book(desk.get(url + path, timeout=60).content)
        found += leaks(f"{who} {path}", sheet, SAID, phone.code)
    if who not in MAY_LOOK:
        form = {"csrfmiddlewaretoken": desk.cookies["csrftoken"]}
        denied = desk.post(f"{url}/desk/case/{number}/contact", data=form, timeout=60)
        assert denied.status_code in {200, 404}, "the form was not stale"
        found += leaks(f"{who} who asks for the contact", denied.text)
    return found
