"""The chain without a database: what it is made of, and what a walk along it finds."""

import hashlib
import re
from datetime import UTC, datetime

import pytest

from kiosk.center.audit.chain import (
    START,
    Head,
    Link,
    MarkError,
    canonical,
    digest_of,
    moment_text,
    read_mark,
    walk,
)


def chain(length):
    found, before = [], START
    for number in range(1, length + 1):
        row = {"number": number, "act": "staff.login", "about": f"某{number}"}
        digest = digest_of(before, row)
        found.append(Link(row, before, digest))
        before = digest
    return found


def test_a_row_is_hashed_as_json_with_sorted_keys_and_no_blanks():
    assert canonical({"b": "村", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"村"}'.encode()
    joined = hashlib.sha256(START.encode() + b'{"number":1}')
    assert digest_of(START, {"number": 1}) == joined.hexdigest()


def test_moments_are_utc_to_the_microsecond():
    moment = datetime(2026, 11, 22, 4, 0, 0, 5, tzinfo=UTC)
    assert moment_text(moment) == "2026-11-22T04:00:00.000005Z"


def test_a_whole_chain_and_an_empty_one_pass():
    assert walk([]) == (0, Head(0, START), "")
    links = chain(5)
    assert walk(links) == (5, Head(5, links[-1].digest), "")


def test_the_first_place_that_does_not_fit_is_named():
    links = chain(6)
    changed = [*links]
    changed[2] = Link({**links[2].row, "about": "别人"}, links[2].before, links[2].digest)
    assert walk(changed).broken == "第3条的内容被改过。第1到2条没有问题。"
    missing = links[:3] + links[4:]
    assert "第4条不见了" in walk(missing).broken
    forged = {**links[2].row, "about": "别人"}
    rehashed = [*links]
    rehashed[2] = Link(forged, links[2].before, digest_of(links[2].before, forged))
    assert "第4条接不上前一条" in walk(rehashed).broken
    assert "第1条不见了" in walk(links[1:]).broken


def test_a_head_on_paper_finds_a_tail_cut_off_and_a_chain_made_anew():
    links = chain(6)
    kept = read_mark(walk(links).head.printed)
    assert not walk(links, kept).broken
    assert not walk([*links, *chain(7)[6:]], kept).broken, "it goes on growing"
    assert "现在只有4条" in walk(links[:4], kept).broken
    anew, before = [], START
    for number in range(1, 8):
        row = {"number": number, "act": "other"}
        digest = digest_of(before, row)
        anew.append(Link(row, before, digest))
        before = digest
    assert not walk(anew).broken
    assert "整条链被重做过" in walk(anew, kept).broken


@pytest.mark.parametrize(
    "typed", ["第12条 1f0c 88a2 09be 77d1", "12:1F0C88A209BE77D1", "12：1f0c88a2 09be77d1"]
)
def test_a_printed_head_is_read_however_it_is_typed(typed):
    assert read_mark(typed) == Head(12, "1f0c88a209be77d1")


@pytest.mark.parametrize("typed", ["", "12", "第12条", "第12条 1f0c", "第12条 xxxx xxxx xxxx xxxx"])
def test_what_is_no_head_is_a_sentence(typed):
    with pytest.raises(MarkError, match="不是表上印的记录"):
        read_mark(typed)


def test_facts_are_told_in_chinese():
    from kiosk.center.audit.words import fact_words

    told = fact_words({"upload": 1, "size": 4, "late": False, "notice": {"event": "洪水", "x": ""}})
    assert told == "原件编号：1；字节数：4；过了时限：否；通知：洪水"


def test_every_act_that_is_written_down_has_words():
    from kiosk.center.audit.words import ACTS
    from kiosk.state import sources

    said = re.compile(r'(?:record|put_on_record|failure)\(\s*"([a-z-]+\.[a-z-]+)"')
    found = {
        act
        for path in (sources() / "kiosk" / "center").rglob("*.py")
        for act in said.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 10
    assert found - set(ACTS) == set()
