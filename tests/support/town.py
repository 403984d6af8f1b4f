"""A served county with staff and one terminal; a resident's phone and a clerk's desk before it."""

from __future__ import annotations

import io
import re
import socket
import time
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import zxingcpp
from PIL import Image

from kiosk.state import sources
from tests.support.fleet import FleetHall
from tests.support.folder import VILLAGE, CountyFolder, Machine

if TYPE_CHECKING:  # Kivy must not be imported before its surroundings are made
    from tests.support.pilot import Pilot

TOWN, COUNTY = "990101101000", "990101000000"
STAFF = {
    "liuhe": ("柳有田", VILLAGE, "station"),
    "jiandu": ("赵有兰", VILLAGE, "committee"),
    "qinghe": ("青有禾", TOWN, "affairs"),
    "nongjing": ("账有数", TOWN, "finance"),
    "jiwei": ("纪有严", TOWN, "inspection"),
    "xian": ("县有明", COUNTY, "openness"),
    "shenji": ("审有计", COUNTY, "openness"),
}
SIGN = ("jiandu", "qinghe", "nongjing", "jiwei", "xian")
"""Whose password alone does not let them in."""
OWN_PASSWORD = "a long enough phrase"
_LONG = 120.0
"""Seconds after which a thing that should happen by itself is said not to happen."""


def _entered(username: str) -> list[str]:
    """The verb that enters someone."""
    name, division, unit = STAFF[username]
    words = ["staff", "add", username, "--name", name, "--division", division, "--unit", unit]
    return [*words, "--auditor"] if username == "shenji" else words


class Town:
    """``kiosk serve`` of a pushed county, with the rules of cases and with staff."""

    def __init__(self, folder: Path) -> None:
        self.kiosk = Machine(folder / "state")
        self.state, self.log = self.kiosk.state, folder / "serve.log"
        county = CountyFolder(folder / "示例县")
        county.accounts(10, paid=18_000)
        county.guide()
        county.people()
        assert self.kiosk("keys", "init", county.path) == 0
        assert self.kiosk("push", county.path) == 0
        rules = ("cases", "rules", sources() / "content/cases.yaml")
        told = self.kiosk.alone(rules, *map(_entered, STAFF))
        self.passwords = dict(re.findall(r"登录名 (\S+)，第一次的密码：(\S+)", told))
        self.codes = {}
        for username in SIGN:
            told = self.kiosk.alone(("staff", "codes", username))
            self.codes[username] = re.findall(r"^  (\d{4} \d{4})$", told, re.MULTILINE)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = self.kiosk.serve(port, self.log)
        self.url = f"http://127.0.0.1:{port}"
        self.hall = FleetHall(
            folder / "hall", self.state / "feed/metadata/1.root.json", f"{self.url}/"
        )
        # The visitor at the screen has a phone in the hand for longer than the screen waits.
        self.hall.settings = msgspec.structs.replace(self.hall.settings, idle_seconds=3_600.0)
        self.kiosk.alone(("fleet", "accept", self.hall.enrol()))
        assert self.hall.sync()

    def screen(self, open_pilot: Callable[..., Pilot]) -> Pilot:
        """The terminal's screen, by the real clock: marks in its codes hold for hours."""
        pilot = open_pilot(self.hall, now=datetime.now(UTC))
        self.hall.reports()  # the answer brings what marks are made with
        return pilot

    def waits(self, pilot: Pilot, condition: Callable[[], object]) -> None:
        """Sync as the terminal does, until something holds on the board."""
        if any("首页" in tap.spoken_text for tap in pilot.taps()):
            pilot.tap("首页")
        synced = 0.0

        def holds() -> object:
            nonlocal synced
            if time.monotonic() - synced > 0.5:
                self.hall.sync()
                synced = time.monotonic()
            return condition()

        pilot.wait(holds, _LONG)


class Browsing:
    """One browser window on the center; the addresses that it asked for are kept."""

    def __init__(self, browser, url: str, width: int, height: int) -> None:
        self.page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        self.page.set_default_timeout(_LONG * 1_000)
        self.url, self.asked = url, []
        self.page.on("request", lambda r: self.asked.append(f"{r.url} {r.headers}"))

    def press(self, words: str, within: str = "main") -> None:
        self.page.click(f"{within} button:has-text('{words}')")

    def says(self, words: str) -> bool:
        return words in self.page.inner_text("main")


class ResidentsPhone(Browsing):
    """Files a case, keeps the receipt, and comes back with it."""

    def __init__(self, browser, url: str) -> None:
        super().__init__(browser, url, 360, 740)
        self.number = self.code = ""

    def fills_in(self, address: str, words: str, matter: str, photo: Path, **contact: str) -> None:
        """From the scanned address to the preview."""
        self.page.goto(address)
        self.page.fill("#words", words)
        self.page.check(f"input[value={matter}]")
        self.page.set_input_files("#photos", photo)
        for field, value in contact.items():
            self.page.fill(f"#{field}", value)
        self.press("下一步")

    def sends(self) -> str:
        """The last button; what the code on the receipt's picture says."""
        self.press("提交")
        form = "form[action='/p'] input[name=%s]"
        self.number = self.page.input_value(form % "number")
        self.code = self.page.input_value(form % "code")
        source = self.page.get_attribute("figure img", "src")
        picture = Image.open(io.BytesIO(b64decode(source.partition(",")[2])))
        return zxingcpp.read_barcodes(picture)[0].text

    def looks(self) -> None:
        """The progress page, by what stands on the receipt."""
        self.page.goto(f"{self.url}/p")
        self.page.fill("#number", self.number)
        self.page.fill("#code", self.code)
        self.press("看一看")


class ClerksDesk(Browsing):
    """Someone of the staff before a computer."""

    def __init__(self, browser, town: Town, username: str) -> None:
        super().__init__(browser, town.url, 1280, 800)
        password = town.passwords[username]
        self.page.goto(f"{self.url}/desk/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        self.press("登录")
        if password != OWN_PASSWORD:  # the first time one of their own is asked for
            self.page.fill("input[name=old_password]", password)
            self.page.fill("input[name=new_password1]", OWN_PASSWORD)
            self.page.fill("input[name=new_password2]", OWN_PASSWORD)
            self.press("改密码")
            town.passwords[username] = OWN_PASSWORD
        if username in SIGN:
            self.page.fill("input[name=code]", town.codes[username].pop())
            self.press("确认")
        self.page.goto(f"{self.url}/desk/")  # one starts where the most pressing work is

    def answers(self, summary: str, words: str, *photos: Path) -> None:
        """The open case's next step."""
        step = "section[aria-label=下一步]"
        self.page.fill(f"{step} input[name=summary]", summary)
        self.page.fill(f"{step} textarea[name=words]", words)
        self.page.set_input_files(f"{step} input[type=file]", list(photos))
        self.press("提交答复", step)


def scan(pilot: Pilot) -> str:
    """Hold a phone before the screen until its camera, a reader that is not ours, has a code."""
    found: list[str] = []

    def reads() -> list[str]:
        seen = zxingcpp.read_barcodes(pilot.picture().convert("L"))
        found[:] = [code.text for code in seen]
        return found

    pilot.wait(reads, _LONG)
    (text,) = found
    return text


@pytest.fixture(scope="session")
def town(tmp_path_factory, window):
    """Set up once: its stories do not touch each other's cases."""
    found = Town(tmp_path_factory.mktemp("town"))
    yield found
    found.server.stop()


@pytest.fixture
def photo(tmp_path):
    """What a phone's camera makes of something."""
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (1200, 900), "#86a0b8").save(path)
    return path
