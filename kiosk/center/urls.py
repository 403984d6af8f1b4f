"""Addresses of the center.  The feed itself is served in front of Django (wsgi.py)."""

from __future__ import annotations

from django.urls import include, path

from kiosk.center.fleet.views import enrol, heartbeat

urlpatterns = [
    path("", include("kiosk.center.appraisals.urls")),
    path("", include("kiosk.center.site.urls")),
    path("", include("kiosk.center.feedback.urls")),
    path("", include("kiosk.center.errands.urls")),
    path("open311/", include("kiosk.center.open311.urls")),
    path("fleet/enrol", enrol, name="fleet-enrol"),
    path("fleet/heartbeat", heartbeat, name="fleet-heartbeat"),
    path("staff/", include("kiosk.center.accounts.urls")),
    path("staff/", include("kiosk.center.factor.urls")),
    path("desk/audit/", include("kiosk.center.audit.urls")),
    path("desk/posters/", include("kiosk.center.posters.urls")),
    path("desk/review/", include("kiosk.center.review.urls")),
    path("desk/write/", include("kiosk.center.writing.urls")),
    path("desk/risks/", include("kiosk.center.risks.urls")),
    path("desk/notices/", include("kiosk.center.notices.urls")),
    path("desk/", include("kiosk.center.obligations.urls")),
    path("desk/", include("kiosk.center.desk.urls")),
]
