"""Pictures of the staff's pages, of the sample county that ``kiosk run --pictures`` prepared.

``python -m tests.pictures STATE FOLDER``, run by ``make pictures`` after those of the screen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.center.opening import open_center
from kiosk.state import State
from tests.support.browser import chromium
from tests.support.filing import Center

_SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
_VILLAGE = "990101101201"


def main(state: State, folder: Path) -> None:
    """Every page both on a phone and on a laptop."""
    open_center(feed=state.feed, data=state.center)
    pages = _pages()
    keys = {who: _session(who) for who in {who for who, _ in pages.values()}}
    from django.db import connections

    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # nothing is asked of the database meanwhile
    center = Center(state.feed, state.center)
    try:
        with chromium() as browser:
            for name, (who, path) in pages.items():
                for size, (width, height) in _SIZES.items():
                    _shoot(browser, center.url, keys[who], path, width, height).replace(
                        folder / f"desk-{name}-{size}.png"
                    )
    finally:
        center.kill()


def _pages() -> dict[str, tuple[str, str]]:
    """By name: who sees it, and where it is."""
    from kiosk.center.board.models import Standing, Version

    waiting = Version.objects.filter(state=Standing.WAITING, item__division=_VILLAGE)
    first = waiting.order_by("pk").values_list("pk", flat=True)[0]
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
    }


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
