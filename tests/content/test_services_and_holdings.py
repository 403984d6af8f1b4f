"""What the office does and what the village owns, in the sample: complete, linked, true."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.affairs.appraisal import Appraisal, Kept
from kiosk.affairs.disclosure import Ledger
from kiosk.affairs.guide import LifeEvent, ServiceGuide
from kiosk.affairs.holdings import Contract, Register, Tender, Usage
from kiosk.affairs.people import People, Timetable, Use
from kiosk.affairs.policy import Policy
from kiosk.affairs.routing import Rank
from kiosk.affairs.statute import chapters_of
from kiosk.affairs.weekly import WeeklyReport

VILLAGES = ("柳河村", "北塘村", "石桥村", "松坪村", "茶岭村", "竹溪村")
TOWNS = ("青禾镇", "云岭乡", "城东街道")


def documents(held, kind):
    return [(face, c.document) for face, c in held if isinstance(c.document, kind)]


def guides(sample):
    return [document for _, document in documents(sample.of("示例县"), ServiceGuide)]


@pytest.mark.parametrize(
    ("rank", "groups", "matters"), [(Rank.VILLAGE, 6, 30), (Rank.TOWNSHIP, 10, 82)]
)
def test_the_three_level_network_has_as_many_matters_as_promised(sample, rank, groups, matters):
    own = [guide for guide in guides(sample) if guide.rank is rank]
    assert len(own) == matters
    assert len({guide.group for guide in own}) == groups


def test_every_life_event_has_at_least_three_guides(sample):
    counts = Counter(event for guide in guides(sample) for event in guide.events)
    assert all(counts[event] >= 3 for event in LifeEvent)


def test_a_birth_leads_to_the_registration_and_to_all_in_one(sample):
    held = documents(sample.of("示例县"), ServiceGuide)
    titles = {face.title for face, guide in held if LifeEvent.BIRTH in guide.events}
    assert "出生登记上户口" in titles
    assert any(title.startswith("出生一件事") for title in titles)


def test_every_guide_says_all_that_a_neighbour_would_ask(sample):
    for face, guide in documents(sample.of("示例县"), ServiceGuide):
        assert 3 <= len(guide.steps) <= 5, face.title
        assert 2 <= len(guide.papers) <= 6, face.title
        for said in (guide.who, guide.promise, guide.fee, guide.result, guide.place, guide.phone):
            assert said, face.title
        assert guide.basis, face.title
        assert guide.events, face.title


def test_a_third_of_the_guides_answer_questions_and_some_show_how_a_paper_looks(sample):
    everything = guides(sample)
    assert sum(bool(guide.asked) for guide in everything) * 3 >= len(everything)
    birth = next(f for f in sample.of("示例县") if f[0].title == "出生登记上户口")[1].document
    assert len(birth.pictures()) >= 3


@pytest.mark.parametrize("name", [*VILLAGES, "朝阳社区", *TOWNS])
def test_every_class_and_post_of_the_guides_has_somebody_on_a_card(sample, name):
    ((_, people),) = documents(sample.of(name), People)
    rank = Rank.TOWNSHIP if name in TOWNS else Rank.VILLAGE
    for guide in guides(sample):
        if guide.rank is rank:
            assert any(guide.group in each.matters for each in people.people), guide.group
            assert any(guide.post in each.post for each in people.people), guide.post


@pytest.mark.parametrize("name", [*VILLAGES, "朝阳社区", *TOWNS])
def test_substitutes_are_on_a_card_themselves_and_duty_names_people_of_the_cards(sample, name):
    ((_, people),) = documents(sample.of(name), People)
    assert all(not each.substitute or people.find(each.substitute) for each in people.people)
    duty = [t for _, t in documents(sample.of(name), Timetable) if t.use is Use.DUTY]
    assert len(duty) == 1
    names = {each.name for each in people.people} | {"值班室"}
    for slot in duty[0].slots:
        assert set(slot.who.split("、")) <= names, slot.who


def test_every_use_of_a_timetable_is_shown(sample):
    shown = {t.use for held in sample.held.values() for _, t in documents(held, Timetable)}
    assert shown == set(Use)


@pytest.mark.parametrize("name", VILLAGES)
def test_every_village_has_a_register_whose_let_things_name_contracts_that_name_them(sample, name):
    ((_, register),) = documents(sample.of(name), Register)
    contracts = {face.id: each for face, each in documents(sample.of(name), Contract)}
    assert len(contracts) >= 3
    for holding in register.holdings:
        assert (holding.usage is Usage.LET) == bool(holding.contract), holding.name
        if holding.contract:
            assert holding.code in contracts[holding.contract].holdings


@pytest.mark.parametrize("name", VILLAGES)
def test_rent_that_a_contract_has_received_stands_in_the_ledger_of_its_month(sample, name):
    rows = [e for _, book in documents(sample.of(name), Ledger) for e in book.entries]
    begun = min(row.day for row in rows)
    checked = 0
    for face, contract in documents(sample.of(name), Contract):
        for part in contract.installments:
            if part.paid_on is None or part.paid_on < begun.replace(day=1, month=11):
                continue
            found = [r for r in rows if r.day == part.paid_on and r.received == part.paid]
            assert any(face.id in row.related for row in found), (face.title, part)
            checked += 1
    assert checked >= 2


def test_tenders_are_there_open_dealt_and_without_anybody(sample):
    tenders = [t for held in sample.held.values() for _, t in documents(held, Tender)]
    assert any(t.result is None for t in tenders)
    assert any(t.result is not None and t.result.dealt and t.result.contract for t in tenders)
    assert any(t.result is not None and not t.result.dealt for t in tenders)


def test_this_year_shows_last_years_promises_with_what_became_of_them(sample):
    before, now = sorted(
        (a for _, a in documents(sample.of("柳河村"), Appraisal)), key=lambda each: each.day
    )
    assert {p.text for p in now.last_promises} == {p.text for p in before.promises}
    assert {p.kept for p in now.last_promises} == set(Kept)
    assert not now.problems()


def test_the_village_in_the_pictures_has_the_last_four_weeks(sample):
    weeks = sorted(r.first for _, r in documents(sample.of("柳河村"), WeeklyReport))
    assert len(weeks) == 4
    assert all((b - a).days == 7 for a, b in pairwise(weeks))


def test_policies_are_in_force_repealed_and_still_to_come_and_a_statute_has_its_articles(sample):
    held = documents(sample.of("示例县"), Policy)
    standings = {policy.standing(sample.day) for _, policy in held}
    assert standings == {"还没有施行", "现行有效", "已经废止"}
    assert all(policy.changes for _, policy in held)
    title = "中华人民共和国农村集体经济组织法"
    statute = next(c for face, c in sample.of("示例县") if face.title == title)
    chapters = chapters_of(statute.body)
    assert len(chapters) == 8
    assert sum(bool(a.number) for chapter in chapters for a in chapter.articles) == 67


def test_the_generator_and_the_statute_are_word_for_word_the_same(sample):
    source = Path(__file__).resolve().parents[2] / "content/make_sample/data/statute.md"
    text = source.read_text(encoding="utf-8")
    assert "第四十六条" in text
    card = next((sample.root / "990101000000-示例县").glob("2025-11-12-A1-*.md"))
    assert card.read_text(encoding="utf-8").endswith(text)


def test_rare_characters_and_a_long_title_stand_in_the_new_kinds_too(sample):
    new = (ServiceGuide, People, Timetable, Register, Contract, Tender, WeeklyReport)
    held = [(f, c) for all_of_it in sample.held.values() for f, c in all_of_it]
    told = [(f, c.document) for f, c in held if isinstance(c.document, new)]
    for sign in "䶮㙍𠮷":
        assert any(sign in str(document) for _, document in told), sign
    assert 50 <= max(len(face.title) for face, _ in told) <= 60
