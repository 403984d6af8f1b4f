"""Behind a proxy that ends TLS: cookies stay on it, staff are known by their own address."""

import os
import subprocess
import sys

from tests.support.cases import PASSWORD

ASK = """
from kiosk.center import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER,
      s.CSRF_TRUSTED_ORIGINS, s.SECURE_HSTS_SECONDS > 0)
"""


def test_with_https_no_cookie_travels_without_it(tmp_path):
    (tmp_path / "secret-key").write_text("x" * 50, encoding="ascii")
    told = {
        "KIOSK_CENTER_DATA": str(tmp_path),
        "KIOSK_CENTER_HTTPS": "1",
        "KIOSK_CENTER_HOSTS": "gk.shilixian.example",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        "True",
        "True",
        "('HTTP_X_FORWARDED_PROTO',",
        "'https')",
        "['https://gk.shilixian.example']",
        "True",
    ]


def test_a_stranger_behind_the_same_proxy_cannot_lock_a_clerk_out(hall):
    client, login = hall.client(), "/staff/login"
    for _ in range(8):
        client.post(
            login,
            {"username": "clerk", "password": "guess"},
            headers={"X-Forwarded-For": "203.0.113.66"},
        )
    answer = client.post(
        login,
        {"username": "clerk", "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.7"},
    )
    assert answer.status_code == 302
