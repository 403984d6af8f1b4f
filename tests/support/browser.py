"""The center in this process behind a real socket, and a real Chromium before it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The center's pages at an address of this machine; the feed is not among them."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[object]:
    """Debian's Chromium, driven by playwright; no database in this thread meanwhile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
"""What axe-core checks: WCAG 2.2, levels A and AA."""


def faults(page: object) -> list[str]:
    """What axe-core finds on a page, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


_CUT = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  for (const each of document.body.querySelectorAll('*')) {
    const own = [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    if (!own || !box.width || style.position === 'absolute') continue;
    const slides = each.closest('.scroll, .wide');
    const said = each.tagName.toLowerCase() + ': ' + each.textContent.trim().slice(0, 30);
    if (!slides && (box.right > wide + 1 || box.left < -1)) found.push('beyond the edge, ' + said);
    if (style.overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1)
      found.push('cut, ' + said);
    if (!slides && style.display === 'block' && each.scrollWidth > each.clientWidth + 1)
      found.push('runs over, ' + said);
  }
  return found;
}"""


def unfit(page: object) -> list[str]:
    """What of a page is wider than its window, beyond its edge, or cut; one line each."""
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [*page.evaluate(_CUT), *([f"{wide} pixels wide"] if wide > room else [])]


def looked_at(page: object) -> list[str]:
    """Everything that is wrong with the page as it stands, each with its title."""
    where = f"{page.title()} {page.viewport_size['width']}"
    return [f"{where}: {each}" for each in (*faults(page), *unfit(page))]
