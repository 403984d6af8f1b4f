"""Who may open what: every address, as everyone it does not concern."""

import io
import logging
import zipfile

import pytest

from kiosk.affairs.case import Act
from tests.support.cases import PHOTO

NAME, PHONE = "孟小兰", "13812345678"
DIGEST = "0" * 64


def addresses():
    """Every pattern of the staff's pages, by name, with its kind of arguments."""
    from kiosk.center.accounts import urls as accounts
    from kiosk.center.desk import urls as desk

    return {
        p.name: set(p.pattern.converters) | _groups(p)
        for p in [*desk.urlpatterns, *accounts.urlpatterns]
    }


def _groups(pattern):
    regex = getattr(pattern.pattern, "regex", None)
    return set(regex.groupindex) if regex else set()


def opened(client, name, arguments, **more):
    """One address, got and posted with every act that it knows."""
    from django.urls import reverse

    answers = {}
    values = {
        "number": [more["number"]],
        "digest": [more.get("digest", DIGEST)],
        "act": [a.value for a in Act],
        "username": [more.get("username", "clerk")],
        "change": ["password", "leave", "back"],
    }
    rows = [{}]
    for argument in sorted(arguments):
        rows = [row | {argument: value} for row in rows for value in values[argument]]
    for row in rows:
        url = reverse(name, kwargs=row)
        answers[url, "GET"] = client.get(url)
        answers[url, "POST"] = client.post(url, more.get("data", {}))
    return answers


def everything():
    from kiosk.center.cases.models import Case, CaseEvent

    return list(Case.objects.values()), list(CaseEvent.objects.values())


OPEN = {"staff-login", "staff-logout"}
FORM = {
    "reason": "没有理由",
    "whose": "别处",
    "unit": "990101101000/affairs",
    "person": "clerk",
    "question": "什么？",
    "words": "说",
    "summary": "事",
    "verdict": "solved",
    "into": "1",
}


def test_without_logging_in_every_page_leads_to_the_log_in_and_changes_nothing(hall):
    receipt = hall.file(photos=(PHOTO,))
    before = everything()
    client = hall.client()
    for name, arguments in addresses().items():
        if name in OPEN:
            continue
        for (url, method), answer in opened(
            client, name, arguments, number=receipt.number, data=FORM
        ).items():
            assert answer.status_code == 302, (url, method)
            assert answer["Location"].startswith("/staff/login"), (url, method)
    assert everything() == before


@pytest.mark.parametrize("who", ["foreign", "other_office", "finance"])
def test_whom_a_case_does_not_concern_it_does_not_exist_for(hall, who):
    from kiosk.center.cases.models import CasePhoto

    receipt = hall.file(words="只给柳河看的话", row="只给柳河看的行", photos=(PHOTO,))
    digest = CasePhoto.objects.get().digest
    before = everything()
    client = hall.client(who)
    seen = 0
    for name, arguments in addresses().items():
        if name in OPEN or "username" in arguments:
            continue
        for (url, method), answer in opened(
            client, name, arguments, number=receipt.number, digest=digest, data=FORM
        ).items():
            if "number" in arguments:
                assert answer.status_code in {404, 405}, (url, method)
                seen += 1
            body = _text(answer)
            assert "只给柳河" not in body, (url, method)
            assert hall.find(receipt).number not in body.replace(" ", ""), (url, method)
    assert seen > 30
    assert everything() == before


def test_a_village_clerk_never_sees_a_complaint_about_cadres_nor_anyone_one_about_themselves(hall):
    cadre = hall.file(matter="cadre", words="集体的车办私事的话")
    about_office = hall.file(matter="service", words="青有禾态度不好的话")
    for who, receipt in (
        ("clerk", cadre),
        ("office", cadre),
        ("county", cadre),
        ("auditor", cadre),
        ("office", about_office),
        ("county", about_office),
    ):
        client = hall.client(who)
        for name, arguments in addresses().items():
            if name in OPEN or "username" in arguments:
                continue
            for (url, method), answer in opened(
                client, name, arguments, number=receipt.number, data=FORM
            ).items():
                if "number" in arguments:
                    assert answer.status_code in {404, 405}, (who, url, method)
                assert receipt.number not in _text(answer).replace(" ", ""), (who, url)


def test_looking_at_any_page_twice_changes_nothing(hall):
    receipt = hall.file(photos=(PHOTO,))
    hall.file(suspicious=True)
    before = everything()
    from django.urls import reverse

    for who in ("clerk", "office", "county", "auditor"):
        client = hall.client(who)
        for name, arguments in addresses().items():
            if arguments <= {"number"}:
                url = reverse(name, kwargs={"number": receipt.number} if arguments else {})
                assert {client.get(url).status_code for _ in range(2)} <= {200, 302, 404, 405}, url
    assert everything() == before


def test_name_and_phone_appear_on_no_page_list_export_or_log(hall, caplog):
    from kiosk.center.cases import acts

    caplog.set_level(logging.DEBUG)
    words = f"我是{NAME}，电话１３８ 1234 5678，{NAME[0]} {NAME[1:]}再说一次"
    receipt = hall.file(words=words, name=NAME, phone=PHONE, row="一行")
    clerk = hall.staff["clerk"]
    acts.accept(clerk, receipt.number, hall.now)
    acts.answer(
        clerk,
        receipt.number,
        hall.now,
        summary=f"{NAME}问垃圾",
        words=f"已给{NAME}打电话138-1234-5678",
    )
    pages = 0
    for who in ("clerk", "office", "county", "auditor"):
        client = hall.client(who)
        for shelf in ("work", "wait", "done", "below"):
            for name, arguments in addresses().items():
                if name in OPEN or not arguments <= {"number"}:
                    continue
                for query in ({"show": shelf}, {"q": NAME}):
                    from django.urls import reverse

                    url = reverse(name, kwargs={"number": receipt.number} if arguments else {})
                    text = _text(client.get(url, query))
                    found = text.replace(" ", "").replace(f"找“{NAME}”", "")
                    found = found.replace(f'value="{NAME}"', "")
                    assert NAME not in found, (who, url)
                    for digits in (PHONE, "1234"):
                        assert digits not in found.replace("-", ""), (who, url)
                    pages += 1
    assert pages > 60
    assert NAME not in caplog.text
    assert "1234" not in caplog.text


def test_the_contact_is_shown_by_post_only_and_every_look_is_written_down(hall):
    from kiosk.center.cases.models import CaseEvent

    receipt = hall.file(name=NAME, phone=PHONE)
    url = f"/desk/case/{receipt.number}/contact"
    client = hall.client("clerk")
    assert client.get(url).status_code == 405
    assert not CaseEvent.objects.filter(act=Act.LOOK.value).exists()
    page = client.post(url).content.decode()
    assert NAME in page
    assert PHONE in page
    look = CaseEvent.objects.get(act=Act.LOOK.value)
    assert look.staff == hall.staff["clerk"]
    assert NAME not in client.get(f"/desk/case/{receipt.number}").content.decode()
    hall.client("auditor").post(url)
    assert CaseEvent.objects.filter(act=Act.LOOK.value).count() == 1


def _text(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
