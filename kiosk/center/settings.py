"""Settings of the center's Django project; everything local comes from the environment.

``KIOSK_CENTER_DATA`` is the folder of the database and the secret key, ``KIOSK_CENTER_FEED``
the published feed, ``KIOSK_CENTER_HOSTS`` the names that this server answers to, parted by
commas.  `kiosk.center.serving.serve` sets the first two.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATA = Path(os.environ.get("KIOSK_CENTER_DATA", ".run/center"))
FEED = Path(os.environ.get("KIOSK_CENTER_FEED", ".run/feed"))


def _secret_key() -> str:
    try:
        return (DATA / "secret-key").read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"没有 {DATA / 'secret-key'}；用 kiosk serve 启动，它会在第一次时生成"
        ) from error


SECRET_KEY = _secret_key()
DEBUG = False
# Nothing that is served yet depends on the name that a client used, and terminals know the
# center by whatever address their hall's network gives it.  Log-in needs real names here.
ALLOWED_HOSTS = os.environ.get("KIOSK_CENTER_HOSTS", "*").split(",")
ROOT_URLCONF = "kiosk.center.urls"
WSGI_APPLICATION = "kiosk.center.wsgi.application"
INSTALLED_APPS = ["kiosk.center.site", "kiosk.center.fleet"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "center.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # A revoked terminal must stay revoked after a power cut: FULL, not NORMAL.
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
        },
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
