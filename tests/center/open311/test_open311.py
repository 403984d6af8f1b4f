"""Open311 GeoReport v2: both forms, the standard's errors and limits, nothing unmasked."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.phone import LEDGER, VILLAGE, answer, only_case

WORDS = "路灯坏了三天"


@pytest.fixture
def key(phone):
    from kiosk.center.open311.keys import add_key

    return add_key("示例热线")


def get(phone, path, **query):
    answered = phone.client.get(f"/open311/{path}", query)
    if path.endswith("json"):
        return answered.status_code, json.loads(answered.content)
    return answered.status_code, ET.fromstring(answered.content)


def post(resident, key, form="json", headers=None, **fields):
    plain = {
        "api_key": key,
        "service_code": "works",
        "description": WORDS,
        "address_id": VILLAGE,
    }
    sent = {name: value for name, value in (plain | fields).items() if value is not None}
    answered = resident.client.post(f"/open311/v2/requests.{form}", sent, headers=headers)
    body = json.loads(answered.content) if form == "json" else ET.fromstring(answered.content)
    return answered.status_code, body


def test_discovery_says_where_the_interface_is(phone):
    status, found = get(phone, "discovery.json")
    assert status == 200
    assert found["endpoints"][0]["url"] == "http://testserver/open311/v2"
    _, tree = get(phone, "discovery.xml")
    assert tree.tag == "discovery"
    assert [f.text for f in tree.iter("format")] == ["text/xml", "application/json"]


def test_services_are_the_countys_matters_in_both_forms(phone):
    _, found = get(phone, "v2/services.json")
    names = {each["service_code"]: each["service_name"] for each in found}
    assert names["works"] == "修路、水渠、路灯"
    _, tree = get(phone, "v2/services.xml")
    assert tree.tag == "services"
    assert {s.findtext("service_code") for s in tree.iter("service")} == set(names)
    assert tree.find("service/metadata").text == "true"


def test_a_service_is_defined_and_an_unknown_one_is_not_found(phone):
    _, found = get(phone, "v2/services/accounts.json")
    assert found["attributes"][0]["code"] == "ROW"
    status, error = get(phone, "v2/services/nothing.json")
    assert (status, error[0]["code"]) == (404, 404)
    status, tree = get(phone, "v2/services/nothing.xml")
    assert (status, tree.findtext("error/code")) == (404, "404")


def test_another_county_is_not_found_here(phone):
    assert get(phone, "v2/services.json", jurisdiction_id="990101")[0] == 200
    assert get(phone, "v2/services.json", jurisdiction_id="110101")[0] == 404


def test_what_is_filed_comes_back_with_its_legal_deadline_and_place(phone, key):
    status, made = post(phone, key)
    assert status == 201
    number = made[0]["service_request_id"]
    case = only_case()
    assert (case.number, case.channel, case.words) == (number, "open311", WORDS)
    _, found = get(phone, f"v2/requests/{number}.json")
    request = found[0]
    assert request["status"] == "open"
    assert request["expected_datetime"] == f"{case.due}T23:59:59+08:00"
    assert (request["address_id"], request["address"]) == (VILLAGE, "青禾镇柳河村")
    assert (request["lat"], request["long"]) == (40.602, 91.131)
    _, tree = get(phone, f"v2/requests/{number}.xml")
    assert tree.findtext("request/service_request_id") == number


def test_the_query_code_is_handed_to_whoever_filed_and_works(phone, key):
    from kiosk.center.cases.services import find_case

    _, made = post(phone, key)
    code = made[0]["service_notice"].split("查询码 ")[1][:12].replace(" ", "")
    found = find_case(made[0]["service_request_id"], code, now=datetime.now(UTC))
    assert found.words == WORDS


@pytest.mark.parametrize("form", ["json", "xml"])
def test_only_a_key_that_counts_may_file(phone, key, form):
    from kiosk.center.open311.keys import list_keys, revoke_key

    assert post(phone, "", form)[0] == 403
    assert post(phone, "wrong", form)[0] == 403
    number = list_keys()[0].split()[0]
    assert "示例热线" in revoke_key(number)
    assert post(phone, key, form)[0] == 403
    assert "停用" in list_keys()[0]


def test_keys_are_kept_as_digests_only(phone, key):
    from kiosk.center.open311.models import ApiKey

    assert key not in str(ApiKey.objects.values().get())


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"service_code": None}, 400),
        ({"service_code": "nothing"}, 404),
        ({"address_id": None}, 400),
        ({"address_id": "110101001001"}, 400),
        ({"address_id": f"{VILLAGE}-D2-1999-01"}, 400),
        ({"address_id": None, "lat": "40.6"}, 400),
        ({"address_id": None, "lat": "0", "long": "0"}, 400),
        ({"address_id": None, "lat": "nan", "long": "nan"}, 400),
        ({"address_id": None, "address_string": "火星"}, 400),
        ({"description": " "}, 400),
        ({"description": "长" * 2001}, 400),
        ({"jurisdiction_id": "110101"}, 404),
    ],
)
def test_a_senseless_filing_is_refused_and_nothing_is_kept(phone, key, fields, status):
    from kiosk.center.cases.models import Case

    got, error = post(phone, key, **fields)
    assert (got, error[0]["code"]) == (status, status)
    assert error[0]["description"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        {"address_id": None, "lat": "40.6021", "long": "91.1312"},
        {"address_id": None, "address_string": "示例县青禾镇柳河村三组"},
        {"address_id": LEDGER, "attribute[ROW]": "2"},
    ],
)
def test_a_place_can_be_named_in_three_ways(phone, key, where):
    assert post(phone, key, **where)[0] == 201
    case = only_case()
    assert case.division == VILLAGE
    if where["address_id"]:
        assert case.item == LEDGER
        assert "第2笔" in case.about


def test_posting_again_with_the_same_key_for_it_files_once(phone, key):
    once = {"Idempotency-Key": "a word of the client that is long enough"}
    first, second = post(phone, key, headers=once), post(phone, key, headers=once)
    assert first == second
    assert only_case().number == first[1][0]["service_request_id"]


def test_a_flood_of_one_key_gets_tokens_that_turn_into_numbers_when_released(
    phone, key, hall, monkeypatch
):
    from kiosk.affairs.case import Act, Actor
    from kiosk.center.cases.history import record
    from kiosk.center.open311 import filing

    monkeypatch.setattr(filing, "tally", lambda *_args, **_more: 10**6)
    _, made = post(phone, key)
    token = made[0]["token"]
    assert "service_request_id" not in made[0]
    case = only_case()
    assert get(phone, f"v2/requests/{case.number}.json")[0] == 404, "held ones are not public"
    assert get(phone, f"v2/tokens/{token}.json")[1][0]["service_request_id"] is None
    record(case, Act.RELEASE, Actor.OVERSEER, datetime.now(UTC), staff=hall.staff["office"])
    _, found = get(phone, f"v2/tokens/{token}.json")
    assert found == [{"service_request_id": case.number, "token": token}]
    assert get(phone, f"v2/tokens/{case.number}.json")[0] == 404, "a number is no token"


def at(**ago):
    return (datetime.now(UTC) - timedelta(**ago)).isoformat()


def test_a_search_spans_ninety_days_at_most(phone):
    wide = {"start_date": at(days=91), "end_date": at(days=0)}
    status, error = get(phone, "v2/requests.json", **wide)
    assert status == 400
    assert "90 days" in error[0]["description"]
    fits = {"start_date": at(days=89), "end_date": at(days=0)}
    assert get(phone, "v2/requests.json", **fits) == (200, [])


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "yesterday"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:59:59-12:00"},
        {"start_date": "2026-11-22T00:00:00Z", "end_date": "2026-11-21T00:00:00Z"},
        {"status": "half"},
    ],
)
def test_a_senseless_search_is_refused(phone, query):
    assert get(phone, "v2/requests.json", **query)[0] == 400


def test_a_search_by_status_service_and_number(phone, key, hall):
    number = post(phone, key)[1][0]["service_request_id"]
    other = post(phone, key, service_code="clean")[1][0]["service_request_id"]

    def numbers(**query):
        return [r["service_request_id"] for r in get(phone, "v2/requests.json", **query)[1]]

    assert numbers() == [other, number]
    assert numbers(service_code="works") == [number]
    assert numbers(service_code="works,clean", status="open,closed") == [other, number]
    assert numbers(status="closed") == []
    assert numbers(service_request_id=f"{number},000000000,{other}") == [number, other]


def test_never_more_than_a_thousand(phone, monkeypatch):
    from kiosk.center.open311 import reading

    asked = {}
    monkeypatch.setattr(reading, "public_cases", lambda *_args, **more: asked.update(more) or [])
    get(phone, "v2/requests.json")
    assert asked["limit"] == 1000


def test_the_day_of_receipt_cannot_be_found_by_asking(phone, key):
    from django.utils import timezone

    case = only_case() if post(phone, key)[0] == 201 else None
    day = timezone.localtime(case.received_at)
    first = 21 if day.day > 20 else 11 if day.day > 10 else 1
    _, found = get(phone, f"v2/requests/{case.number}.json")
    assert found[0]["requested_datetime"].startswith(f"{day:%Y-%m}-{first:02}T00:00:00")
    begin = day.replace(day=first)
    answers = {
        len(get(phone, "v2/requests.json", start_date=begin.isoformat(), end_date=moment)[1])
        for moment in (begin.isoformat(), (begin + timedelta(days=3)).isoformat())
    }
    assert answers == {1}, "both ends are widened to whole stretches of ten days"


def test_planted_personal_data_appears_in_no_answer_in_no_form(phone, key, hall):
    planted = {
        "description": "我是赵小兰，电话13800001111，身份证99010119700101001X",
        "last_name": "赵",
        "first_name": "小兰",
        "phone": "13800002222",
    }
    number = post(phone, key, **planted)[1][0]["service_request_id"]
    case = only_case()
    case.matter = "accounts"
    case.unit = str(hall.staff["finance"].place)
    case.summary = "赵小兰反映路灯，电话13800001111"
    case.save()
    answer(hall)
    pages = [
        phone.client.get(f"/open311/v2/{path}.{form}").content.decode()
        for path in ("requests", f"requests/{number}")
        for form in ("json", "xml")
    ]
    for page in pages:
        assert number in page
        for secret in ("赵小兰", "13800001111", "13800002222", "99010119700101001X"):
            assert secret not in page


def test_an_outcome_only_case_tells_no_more_than_its_outcome(phone, key):
    number = post(phone, key, service_code="cadre")[1][0]["service_request_id"]
    request = get(phone, f"v2/requests/{number}.json")[1][0]
    assert request["service_code"] == ""
    assert request["requested_datetime"] is None
    assert request["description"] == ""
    listed = get(phone, "v2/requests.json", service_code="cadre")[1]
    assert listed == [], "nobody finds it by asking for the matter"


def test_a_method_that_is_not_allowed_changes_nothing(phone):
    answered = phone.client.delete("/open311/v2/requests.json")
    assert answered.status_code == 405
    assert answered["Allow"] == "GET, HEAD, POST"


def test_when_the_database_fails_programs_are_told_to_come_back(phone, monkeypatch):
    from django.db import OperationalError

    from kiosk.center.open311 import reading

    def fail(*_args, **_more):
        raise OperationalError

    monkeypatch.setattr(reading, "public_cases", fail)
    assert get(phone, "v2/requests.json")[0] == 503


def test_characters_that_xml_forbids_do_not_break_it(phone, key, hall):
    number = post(phone, key, service_code="accounts")[1][0]["service_request_id"]
    case = only_case()
    case.summary = "铃\x07响\x01了"
    case.save()
    _, tree = get(phone, f"v2/requests/{number}.xml")
    assert "铃响了" in tree.findtext("request/description")


def operations():
    from kiosk.center.open311.description import describe

    schema = schemathesis.openapi.from_dict(describe())
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.label)
def test_it_keeps_to_its_own_description_whatever_is_sent(phone, key, operation):
    from django.core.wsgi import get_wsgi_application
    from hypothesis import given

    application = get_wsgi_application()

    @settings(
        max_examples=20,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case):
        if "requests" in case.path:  # past the door, to what lies behind it
            case.query.pop("jurisdiction_id", None)
            if case.method == "POST" and isinstance(case.body, dict):
                case.body |= {"api_key": key, "service_code": "works"}
        response = case.call(app=application)
        case.validate_response(
            response,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    holds()
