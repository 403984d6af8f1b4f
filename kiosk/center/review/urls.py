"""Addresses below ``/desk/review/``."""

from __future__ import annotations

from django.urls import path, register_converter

from kiosk.center.review import leaving, views


class DigestConverter:
    """A SHA-256 in hexadecimal."""

    regex = "[0-9a-f]{64}"

    @staticmethod
    def to_python(value: str) -> str:
        """As it stands."""
        return value

    @staticmethod
    def to_url(value: str) -> str:
        """As it stands."""
        return value


register_converter(DigestConverter, "reviewdigest")

urlpatterns = [
    path("", views.waiting, name="review"),
    path("together", views.together, name="review-together"),
    path("<int:pk>/", views.version, name="review-version"),
    path("<int:pk>/act", views.act, name="review-act"),
    path("<int:pk>/screen", views.screen, name="review-screen"),
    path("<int:pk>/screen/<int:number>.png", views.screen_page, name="review-screen-page"),
    path("<int:pk>/media/<reviewdigest:digest>", views.media, name="review-media"),
    path("find", leaving.find, name="review-find"),
    path("item/<slug:key>/", leaving.item, name="review-item"),
    path("item/<slug:key>/remove", leaving.ask, name="review-ask"),
    path("removal/<int:pk>", leaving.settle, name="review-settle"),
    path("back/", leaving.places, name="review-places"),
    path("back/<slug:division>/", leaving.back, name="review-back"),
]
