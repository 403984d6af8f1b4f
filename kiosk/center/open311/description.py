"""The open interface in OpenAPI 3.1, for programs and for those who write them."""

from __future__ import annotations

from typing import Any

CHANGESET = "2026-11-22T00:00:00+08:00"
"""When the interface last changed."""

_FORM = {
    "name": "form",
    "in": "path",
    "required": True,
    "description": "the form of the answer",
    "schema": {"type": "string", "enum": ["json", "xml"]},
}
_NULLABLE = {"type": ["string", "null"]}
_NUMBER = {"type": ["number", "null"]}
_TEXT = {"type": "string"}
_SHORT = {"type": "string", "maxLength": 500}


def describe() -> dict[str, Any]:
    """The whole description as JSON-able data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2",
            "description": "Cases are as masked as on the board in the village hall: the day of "
            "receipt is given as the beginning of its ten days, and what a resident wrote is "
            "never public. address_id is a division's 12-digit code or a disclosure's id; "
            "expected_datetime is the legal deadline.",
        },
        "servers": [{"url": "/open311"}],
        "paths": {
            "/discovery.{form}": {"get": _get("discovery", "Where everything is", "Discovery")},
            "/v2/services.{form}": {"get": _get("services", "What can be filed", ["Service"])},
            "/v2/services/{code}.{form}": {
                "get": _get("definition", "A service's attributes", "Definition", "code")
            },
            "/v2/requests.{form}": {
                "get": _get("requests", "Cases, the newest first", ["Request"], query=_search()),
                "post": _post(),
            },
            "/v2/requests/{number}.{form}": {
                "get": _get("request", "One case", ["Request"], "number")
            },
            "/v2/tokens/{token}.{form}": {
                "get": _get("token", "The number behind a token", ["Filed"], "token")
            },
        },
        "components": {"schemas": _schemas()},
    }


def _get(
    name: str,
    summary: str,
    schema: str | list[str],
    in_path: str = "",
    query: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    parameters = [_FORM, _in_query("jurisdiction_id", "the county's six digits, if at all")]
    if in_path:
        parameters.append(
            {
                "name": in_path,
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9A-Za-z_.-]{1,80}$"},
            }
        )
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*parameters, *(query or [])],
        "responses": {"200": _answer(schema), **_refusals("400", "404", "503")},
    }


def _post() -> dict[str, Any]:
    fields = {
        "api_key": _SHORT,
        "service_code": _SHORT,
        "description": {"type": "string", "maxLength": 2_000},
        "address_id": _SHORT,
        "address_string": _SHORT,
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "long": {"type": "number", "minimum": -180, "maximum": 180},
        "attribute[ROW]": {"type": "integer", "minimum": 1, "maximum": 65_535},
        "first_name": _SHORT,
        "last_name": _SHORT,
        "phone": _SHORT,
        "email": _SHORT,
        "media_url": _SHORT,
    }
    return {
        "operationId": "file",
        "summary": "File a case; send Idempotency-Key to be able to repeat it",
        "parameters": [_FORM],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["api_key", "service_code", "description"],
                        "properties": fields,
                    }
                }
            },
        },
        "responses": {"201": _answer(["Filed"]), **_refusals("400", "403", "404", "503")},
    }


def _search() -> list[dict[str, Any]]:
    return [
        _in_query("service_request_id", "numbers, parted by commas; overrides the rest"),
        _in_query("service_code", "codes, parted by commas"),
        _in_query("start_date", "ISO 8601; with end_date at most 90 days apart"),
        _in_query("end_date", "ISO 8601"),
        _in_query("status", "open, closed, or both parted by a comma"),
    ]


def _in_query(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": _SHORT}


def _answer(schema: str | list[str]) -> dict[str, Any]:
    one = {"$ref": f"#/components/schemas/{schema if isinstance(schema, str) else schema[0]}"}
    whole = one if isinstance(schema, str) else {"type": "array", "items": one}
    content = {"application/json": {"schema": whole}, "text/xml": {"schema": {"type": "string"}}}
    return {"description": "done", "content": content}


def _refusals(*statuses: str) -> dict[str, Any]:
    return {status: _answer(["Error"]) | {"description": "refused"} for status in statuses}


def _schemas() -> dict[str, Any]:
    request = {
        **dict.fromkeys(
            (
                "service_request_id",
                "status_notes",
                "service_name",
                "service_code",
                "description",
                "agency_responsible",
                "service_notice",
                "address",
                "address_id",
            ),
            _TEXT,
        ),
        "status": {"type": "string", "enum": ["open", "closed"]},
        **dict.fromkeys(
            ("requested_datetime", "updated_datetime", "expected_datetime", "zipcode", "media_url"),
            _NULLABLE,
        ),
        "lat": _NUMBER,
        "long": _NUMBER,
    }
    service = dict.fromkeys(
        ("service_code", "service_name", "description", "type", "keywords", "group"), _TEXT
    ) | {"metadata": {"type": "boolean"}}
    listed = {"type": "array", "items": {"type": "object"}}
    return {
        "Service": _object(service),
        "Definition": _object({"service_code": _TEXT, "attributes": listed}),
        "Request": _object(request),
        "Filed": _object(
            {
                "service_request_id": _NULLABLE,
                "token": _TEXT,
                "service_notice": _TEXT,
                "account_id": _NULLABLE,
            },
            required=(),
        ),
        "Error": _object({"code": {"type": "integer"}, "description": _TEXT}),
        "Discovery": _object(
            {"changeset": _TEXT, "contact": _TEXT, "key_service": _TEXT, "endpoints": listed}
        ),
    }


def _object(properties: dict[str, Any], required: tuple[str, ...] | None = None) -> dict[str, Any]:
    wanted = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties, "required": wanted}
