"""The two forms of every answer: XML, which the standard asks for, and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

_CHILD = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {
    "json": "application/json; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}


class Open311Error(Exception):
    """A request that cannot be answered: HTTP's status and an English sentence."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


def answer(form: str, root: str, data: Any, *, status: int = 200) -> HttpResponse:
    """The data in ``json`` or ``xml``; ``root`` is the outermost element in XML."""
    if form == "xml":
        body = ET.tostring(_element(root, data), encoding="utf-8", xml_declaration=True)
    else:
        body = json.dumps(data, ensure_ascii=False).encode()
    response = HttpResponse(body, status=status, content_type=_TYPES[form])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


def refusal(form: str, error: Open311Error) -> HttpResponse:
    """An error in the standard's form."""
    said = [{"code": error.status, "description": str(error)}]
    return answer(form, "errors", said, status=error.status)


def _element(name: str, data: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(data, Mapping):
        element.extend(_element(key, value) for key, value in data.items())
    elif isinstance(data, Sequence) and not isinstance(data, str):
        element.extend(_element(_CHILD[name], each) for each in data)
    elif isinstance(data, bool):
        element.text = "true" if data else "false"
    elif data is not None:
        element.text = _FORBIDDEN.sub("", str(data))
    return element
