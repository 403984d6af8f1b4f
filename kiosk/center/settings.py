"""Settings of the center's Django project; everything local comes from the environment.

``KIOSK_CENTER_DATA`` is the folder of the database and the secret key, ``KIOSK_CENTER_FEED``
the published feed, ``KIOSK_CENTER_HOSTS`` the names that this server answers to, parted by
commas; ``KIOSK_CENTER_HTTPS=1`` says that all of it is reached by HTTPS;
``KIOSK_CENTER_DATABASE`` the address of a PostgreSQL instead of SQLite in the data folder.
`kiosk.center.serving.serve` sets the first two.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kiosk.center.database import VARIABLE, database

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
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "kiosk.center.site",
    "kiosk.center.fleet",
    "kiosk.center.accounts",
    "kiosk.center.audit",
    "kiosk.center.factor",
    "kiosk.center.cases",
    "kiosk.center.board",
    "kiosk.center.review",
    "kiosk.center.desk",
    "kiosk.center.codes",
    "kiosk.center.writing",
    "kiosk.center.feedback",
    "kiosk.center.errands",
    "kiosk.center.risks",
    "kiosk.center.appraisals",
    "kiosk.center.open311",
    "kiosk.center.obligations",
    "kiosk.center.notices",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kiosk.center.headers.content_security",
    "kiosk.center.audit.source.remember_source",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "kiosk.center.accounts.access.navigation",
                "kiosk.center.obligations.navigation.buttons",
                "kiosk.center.audit.views.reads_audit",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
"""A few small files that come with the program: no step that gathers them."""
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name")},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "staff-login"
LOGIN_REDIRECT_URL = "desk-home"
LOGOUT_REDIRECT_URL = "staff-login"
# Name and address together: a township may stand behind one address, and a stranger must not
# be able to lock a clerk out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "kiosk.center.feedback.limits.address_of"
"""Behind the proxy all of the county would come from one address."""

# Behind a proxy that ends TLS (it must set X-Forwarded-Proto); a trial on one machine is plain.
HTTPS = os.environ.get("KIOSK_CENTER_HTTPS", "") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS if HTTPS and h != "*"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
"""Computers in village offices are shared."""
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kiosk.center.accounts.views.stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
"""A browser sends a field for every row of a ledger in which a voucher may be put."""
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATABASES = {"default": database(os.environ.get(VARIABLE, ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
