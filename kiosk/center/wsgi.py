"""The WSGI application of the center: the feed's files in front, Django behind."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kiosk.center.feedfiles import FeedApplication
from kiosk.feed.structs import build_all

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiosk.center.settings")

build_all()  # requests are answered in threads
application = FeedApplication(get_wsgi_application(), settings.FEED)
