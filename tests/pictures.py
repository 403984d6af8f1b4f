"""Pictures of the staff's and the public pages, of the county that ``kiosk run --pictures`` made.

``python -m tests.pictures STATE FOLDER``, run by ``make pictures`` after those of the screen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.affairs.catalogue import Kind
from kiosk.affairs.guide import LifeEvent, ServiceGuide
from kiosk.affairs.holdings import Contract
from kiosk.center.opening import open_center
from kiosk.feed.code import Purpose
from kiosk.state import State
from tests.support.browser import chromium
from tests.support.filing import Center

_SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
_VILLAGE = "990101101201"


def main(state: State, folder: Path) -> None:
    """Every page both on a phone and on a laptop; ``desk-`` of staff, ``page-`` of anybody."""
    open_center(feed=state.feed, data=state.center)
    pages = _pages() | {name: ("", path) for name, path in _public().items()}
    keys = {who: _session(who) for who in {who for who, _ in pages.values() if who}}
    keys[""] = ""
    from django.db import connections

    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # nothing is asked of the database meanwhile
    center = Center(state.feed, state.center)
    try:
        with chromium() as browser:
            for name, (who, path) in pages.items():
                kind = "desk" if who else "page"
                for size, (width, height) in _SIZES.items():
                    _shoot(browser, center.url, keys[who], path, width, height).replace(
                        folder / f"{kind}-{name}-{size}.png"
                    )
    finally:
        center.kill()


def _pages() -> dict[str, tuple[str, str]]:
    """By name: who sees it, and where it is."""
    from kiosk.center.board.models import Standing, Version
    from kiosk.center.cases.places import county
    from kiosk.center.obligations.refresh import today_in

    waiting = Version.objects.filter(state=Standing.WAITING, item__division=_VILLAGE)
    first = waiting.order_by("pk").values_list("pk", flat=True)[0]
    session, warning = _session_of_votes(), _warning()
    today = today_in(county())
    return {
        "due": ("liuhe", "/desk/due/"),
        "write": ("liuhe", f"/desk/write/{_VILLAGE}/C3/2026-Q3/"),
        "review": ("liuhejiandu", "/desk/review/"),
        "version": ("liuhejiandu", f"/desk/review/{first}/"),
        "overview": ("qinghe", "/desk/overview/"),
        "county": ("xian", "/desk/overview/"),
        "cases": ("qinghe", "/desk/"),
        "notice": ("qinghe", "/desk/notices/new"),
        "log": ("xian", "/desk/audit/"),
        "risks": ("xian", "/desk/risks/"),
        "warning": ("xian", f"/desk/case/{warning}"),
        "bookings": ("liuhe", "/desk/bookings"),
        "errands": ("liuhe", "/desk/errands"),
        "appraisals": ("liuhejiandu", "/desk/appraisals/"),
        "appraisal": ("liuhejiandu", f"/desk/appraisals/{session}"),
        "write-timetable": ("liuhe", f"/desk/write/{_VILLAGE}/G2/{today.isoformat()}/"),
    }


def _public() -> dict[str, str]:
    """By name, where it is: what anybody sees without logging in."""
    from kiosk.center.codes.subjects import poster_token

    village = f"/v/{_VILLAGE}"
    newborn = f"{village}/services?about={LifeEvent.BIRTH.value}"
    guide = _shown(Kind.GUIDE, lambda d: isinstance(d, ServiceGuide) and bool(d.errand))
    contract = _shown(Kind.CONTRACT, lambda d: isinstance(d, Contract))
    token = poster_token(_VILLAGE, purpose=Purpose.SERVE)
    return {
        "village": village,
        "services": f"{village}/services",
        "newborn": newborn,
        "own": f"{village}/own",
        "guide": f"/i/{guide}",
        "contract": f"/i/{contract}",
        "errand": f"/a/{token}",
        "vote": f"/b/vote/{_session_of_votes()}",
    }


def _shown(kind: Kind, wanted: Callable[[object], bool]) -> str:
    """The first disclosure of a kind on the village's board, its own before those above.

    LookupError where the sample county has none: a picture is never left out silently.
    """
    from kiosk.center.site.shelf import shelf

    faces = [face for face in shelf().board(_VILLAGE) if face.kind is kind]
    for face in sorted(faces, key=lambda each: (each.division != _VILLAGE, each.id)):
        opened = shelf().open(face.id)
        if opened is not None and opened.content is not None and wanted(opened.content.document):
            return face.id
    raise LookupError(f"{_VILLAGE} shows no {kind.value}")


def _session_of_votes() -> str:
    """The key of the sample's appraisal that is open."""
    from kiosk.center.appraisals.models import Session

    return str(Session.objects.filter(division=_VILLAGE).order_by("id")[0].key)


def _warning() -> str:
    """The number of a warning that nobody has answered yet."""
    from kiosk.center.cases.models import Case

    return str(Case.objects.filter(sort="warning", state="received").order_by("id")[0].number)


def _session(who: str) -> str:
    """Someone of the sample's staff, logged in with both factors; their session's key."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY

    from kiosk.center.accounts.models import Staff
    from kiosk.center.factor.models import CodeSheet

    person = Staff.objects.get(username=who)
    sheet, _ = CodeSheet.objects.get_or_create(user=person, defaults={"name": "纸上的码"})
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = sheet.persistent_id
    session.create()
    return str(session.session_key)


def _shoot(browser, url: str, key: str, path: str, width: int, height: int) -> Path:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    if key:
        context.add_cookies([{"name": "sessionid", "value": key, "url": url}])
    page = context.new_page()
    answer = page.goto(url + path)
    assert answer.status == 200, f"{path}: {answer.status}"
    file = Path(f".{width}.png").resolve()
    page.screenshot(path=file)
    context.close()
    return file


if __name__ == "__main__":
    main(State(Path(sys.argv[1]).resolve()), Path(sys.argv[2]))
