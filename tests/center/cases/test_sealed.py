"""What people wrote is sealed in the database, and a lost key loses nothing for good."""

from kiosk.center.cases.sealing import KEY_FILE
from tests.support.cases import PHOTO

NAME, WORDS = "孟小兰", "我是孟 小 兰，电话13800001111，路灯不亮"


def rows(*tables):
    """All that SQL can see of these tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        return "".join(str(cursor.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)


def test_neither_words_nor_answers_nor_history_stand_open_in_the_database(hall):
    from kiosk.center.cases import acts

    receipt = hall.file(words=WORDS, name=NAME, phone="13900002222")
    clerk = hall.staff["clerk"]
    acts.accept(clerk, receipt.number, hall.now)
    told, short = f"{NAME}（13800001111）在场", f"{NAME}家的路灯"
    acts.answer(clerk, receipt.number, hall.now, summary=short, words=told, evidence=[PHOTO])
    stored = rows("cases_case", "cases_caseevent")
    for secret in (NAME, "13800001111", "13900002222", "在场"):
        assert secret not in stored
    assert "路灯" in stored, "what is public can be searched"
    assert hall.case(receipt).words == WORDS
    assert hall.find(receipt).answer == told


def test_with_another_key_words_are_not_shown_and_saving_does_not_lose_them(hall, django):
    from kiosk.center.cases import sealing
    from kiosk.center.cases.sealedtext import UNREADABLE

    receipt, path = hall.file(words=WORDS), django.DATA / KEY_FILE
    right = path.read_bytes()
    try:
        path.write_bytes(bytes(32))
        sealing._key.cache_clear()
        case = hall.case(receipt)
        assert case.words == UNREADABLE
        case.save()
    finally:
        path.write_bytes(right)
        sealing._key.cache_clear()
    assert hall.case(receipt).words == WORDS
