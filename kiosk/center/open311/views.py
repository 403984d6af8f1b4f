"""The addresses of GeoReport v2 and what they answer; errors in the standard's form."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kiosk.center.open311 import filing, reading
from kiosk.center.open311.description import CHANGESET, describe
from kiosk.center.open311.wire import Open311Error, answer, refusal
from kiosk.center.site.shelf import FEED_ERRORS, shelf

_LOG = logging.getLogger(__name__)
_View = Callable[..., HttpResponse]


def _open311(*methods: str) -> Callable[[_View], _View]:
    """Answer these methods; whatever goes wrong is said in the form that was asked for."""

    def decorate(view: _View) -> _View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, form: str, **more: Any) -> HttpResponse:
            if request.method not in methods:
                response = refusal(form, Open311Error(405, "method not allowed"))
                response["Allow"] = ", ".join(methods)
                return response
            try:
                _check_jurisdiction(request)
                return view(request, form, timezone.now(), **more)
            except Open311Error as error:
                return refusal(form, error)
            except (RequestDataTooBig, SuspiciousOperation) as error:
                return refusal(form, Open311Error(400, f"the request cannot be read: {error}"))
            except (DatabaseFailure, *FEED_ERRORS):
                _LOG.exception("the open interface could not answer")
                return refusal(form, Open311Error(503, "not available now; try again later"))

        return answered

    return decorate


@_open311("GET", "HEAD")
def services(_request: HttpRequest, form: str, now: datetime) -> HttpResponse:
    """What can be filed."""
    return answer(form, "services", reading.services(now))


@_open311("GET", "HEAD")
def definition(_request: HttpRequest, form: str, now: datetime, code: str) -> HttpResponse:
    """One service's attributes."""
    return answer(form, "service_definition", reading.definition(code, now))


@_open311("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str, now: datetime) -> HttpResponse:
    """List cases, or file one."""
    if request.method == "POST":
        made = filing.file_request(request, now)
        return answer(form, "service_requests", made, status=201)
    return answer(form, "service_requests", reading.requests(request.GET, now))


@_open311("GET", "HEAD")
def single(_request: HttpRequest, form: str, now: datetime, number: str) -> HttpResponse:
    """One case."""
    return answer(form, "service_requests", reading.request(number, now))


@_open311("GET", "HEAD")
def token(_request: HttpRequest, form: str, now: datetime, token: str) -> HttpResponse:
    """The number behind a token."""
    return answer(form, "service_requests", filing.read_token(token, now))


@_open311("GET", "HEAD")
def discovery(request: HttpRequest, form: str, _now: datetime) -> HttpResponse:
    """Where everything is (Open311 service discovery)."""
    county = shelf().county()
    name = county.name if county is not None else ""
    base = request.build_absolute_uri("/open311/v2")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": base,
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    found = {
        "changeset": CHANGESET,
        "contact": f"{name}政务公开办公室。提交要用密钥，请向县里申请。",
        "key_service": "密钥由县政务公开办公室发：kiosk api-key add",
        "endpoints": [endpoint],
    }
    return answer(form, "discovery", found)


def openapi(_request: HttpRequest) -> HttpResponse:
    """The interface described in OpenAPI 3.1."""
    return JsonResponse(describe(), json_dumps_params={"ensure_ascii": False})


def _check_jurisdiction(request: HttpRequest) -> None:
    """One county: its name may be left out; another's is not found here."""
    asked = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
    if not asked:
        return
    county = shelf().county()
    own = min((d.scope for d in county.divisions), key=len) if county is not None else ""
    if asked != own:
        raise Open311Error(404, "jurisdiction_id was not found")
