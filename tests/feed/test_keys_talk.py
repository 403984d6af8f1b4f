"""``kiosk keys`` as a technician meets it: the ceremony, the list, a revocation."""

import feedlab as sample
import pytest

from kiosk.center.keys import ceremony as sitting
from kiosk.center.keys.ceremony import ceremony, fingerprint
from kiosk.center.keys.changing import change_keys, group, list_keys
from kiosk.center.keys.talk import StoppedError, Talk, reviewer_of
from kiosk.feed.keys import OFFLINE, ONLINE, KeysError
from kiosk.feed.publisher import Publisher
from kiosk.feed.rekey import key_places
from kiosk.feed.repository import create_repository
from kiosk.feed.tree import Repository


class Technician:
    """Answers in turn; ``heard`` is what the program said."""

    def __init__(self, *answers):
        self.answers, self.heard, self.asked = list(answers), [], []

    def talk(self, **how):
        return Talk(say=self.heard.append, hear=self.answer, **how)

    def answer(self, question):
        self.asked.append(question)
        return self.answers.pop(0)

    @property
    def text(self):
        return "\n".join(self.heard)


@pytest.fixture
def places(tmp_path):
    sticks = [tmp_path / person / "keys" for person in ("a", "b", "c")]
    for stick in sticks:
        stick.mkdir(parents=True)
    return {"repo": tmp_path / "server" / "feed", "online": tmp_path / "server" / "on"}, sticks


def names(folder):
    return sorted(p.stem for p in folder.glob("*.pem"))


def test_three_people_hold_the_county_together(places):
    where, sticks = places
    technician = Technician("是", *map(str, sticks), "是")
    mark = ceremony(technician.talk(), sample.county(), **where)
    assert [names(s) for s in sticks] == [
        ["delegators", "root-1", "targets-1"],
        ["root-2", "targets-2"],
        ["root-3", "township-990101101", "township-990101102"],
    ]
    assert names(where["online"]) == sorted(ONLINE)
    assert mark == fingerprint(where["repo"])
    assert mark in technician.text
    assert "三人签字" in technician.text
    assert [q[:5] for q in technician.asked[1:4]] == ["请甲插上自", "请乙插上自", "请丙插上自"]
    Publisher(where["repo"], where["online"]).publish(sample.county(), [sample.notice()])
    assert len(Repository(where["repo"]).scopes) == 5


def test_no_one_of_the_three_can_do_anything_alone_and_any_two_can_renew_the_root(places):
    where, sticks = places
    ceremony(Talk(yes=True, say=lambda _: None), sample.county(), sticks=sticks, **where)
    roots = [p for p in key_places(Repository(where["repo"])) if p.name == "root-1"]
    assert roots[0].threshold == 2
    for alone in sticks:
        with pytest.raises(KeysError):
            change(where, "snapshot", [alone])
    for pair in (sticks[:2], sticks[1:], sticks[::2]):
        change(where, "snapshot", pair)


def change(where, name, sticks, **how):
    how = {"talk": Talk(yes=True, say=lambda _: None), "new": None, "stolen": False} | how
    return change_keys(
        how.pop("talk"), where["repo"], [name], online=where["online"], folders=sticks, **how
    )


@pytest.mark.parametrize("answers", [["不"], ["是", ""], ["是", "{a}", "{b}", "{c}", "等等"]])
def test_who_stops_midway_has_changed_nothing(places, answers):
    where, sticks = places
    paths = dict(zip("abc", map(str, sticks), strict=True))
    technician = Technician(*(a.format(**paths) for a in answers))
    with pytest.raises(StoppedError, match="没有改动"):
        ceremony(technician.talk(), sample.county(), **where)
    assert not where["repo"].exists()
    assert not where["online"].exists()
    assert [names(s) for s in sticks] == [[], [], []]


def test_offline_keys_are_refused_a_place_beside_the_online_ones_or_each_other(places, tmp_path):
    where, sticks = places
    wrong = [
        ([where["online"], *sticks[1:]], "在同一个文件夹里"),
        ([where["online"].parent / "off", *sticks[1:]], "并排"),
        ([sticks[0], sticks[0] / "x", sticks[2]], "同一个地方"),
        ([sticks[0], sticks[1], sticks[1]], "同一个地方"),
    ]
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "root-1.pem").touch()
    wrong.append(([*sticks[:2], tmp_path / "used"], "已经有密钥"))
    for folders, said in wrong:
        with pytest.raises(KeysError, match=said):
            ceremony(Talk(yes=True, say=lambda _: None), sample.county(), sticks=folders, **where)
    assert not where["repo"].exists()
    assert [names(s) for s in sticks] == [[], [], []]


def test_a_ceremony_is_not_repeated_over_a_county_that_has_its_keys(places):
    where, sticks = places
    talk = Talk(yes=True, say=lambda _: None)
    ceremony(talk, sample.county(), sticks=sticks, **where)
    with pytest.raises(KeysError, match="rotate"):
        ceremony(talk, sample.county(), sticks=sticks, **where)


def test_a_reviewer_makes_every_feed_need_two(places, tmp_path):
    where, sticks = places
    technician = Technician()
    reviewer = tmp_path / "review" / "keys"
    ceremony(technician.talk(yes=True), sample.county(), sticks=sticks, reviewer=reviewer, **where)
    assert names(reviewer) == ["reviewer"]
    assert Repository(where["repo"]).authority("990101").threshold == 2
    assert "第二个签名" in technician.text


def test_one_disk_for_everything_is_pointed_out(places, monkeypatch):
    where, sticks = places
    technician = Technician()
    ceremony(technician.talk(yes=True), sample.county(), sticks=sticks, **where)
    assert "同一块盘" in technician.text
    devices = iter(range(9))
    monkeypatch.setattr(sitting, "_device", lambda _folder: next(devices))
    other = Technician()
    apart = {"repo": where["repo"].with_name("f2"), "online": where["online"].with_name("o2")}
    fresh = [stick.parent / "second" for stick in sticks]
    ceremony(other.talk(yes=True), sample.county(), sticks=fresh, **apart)
    assert "同一块盘" not in other.text


def test_a_revocation_says_how_bad_it_is_what_to_bring_and_what_to_destroy(feed):
    technician = Technician("是")
    change_keys(
        technician.talk(),
        feed.repo,
        ["publisher"],
        online=feed.online,
        folders=[feed.offline],
        new=None,
        stolen=True,
    )
    for said in ("5 个单位的发布", "请马上换", "两把总授权", "联网的终端下次查询时跟上", "销毁"):
        assert said in technician.text
    assert len(list(feed.online.glob("publisher.revoked-*"))) == 1
    feed.push(sample.notice())


def test_a_revocation_that_is_not_confirmed_changes_nothing(feed):
    before = feed.files()
    with pytest.raises(StoppedError):
        change_keys(
            Technician("不").talk(),
            feed.repo,
            ["publisher"],
            online=feed.online,
            folders=[feed.offline],
            new=None,
            stolen=True,
        )
    assert feed.files() == before


def test_a_publisher_is_revoked_without_the_townships_by_changing_theirs_too(places, tmp_path):
    where, sticks = places
    ceremony(Talk(yes=True, say=lambda _: None), sample.county(), sticks=sticks, **where)
    for file in sticks[2].glob("township-*.pem"):
        file.unlink()  # handed out to the townships, as the ceremony asks
    with pytest.raises(KeysError, match="乡镇授权"):
        change(where, "publisher", sticks)
    files = change_keys(
        Talk(yes=True, say=lambda _: None),
        where["repo"],
        ["publisher", "township"],
        online=where["online"],
        folders=sticks,
        new=tmp_path / "new",
        stolen=True,
    )
    assert {f.stem for f in files} == {"publisher", "township-990101101", "township-990101102"}
    Publisher(where["repo"], where["online"]).publish(sample.county(), [sample.notice()])
    create_repository(
        where["repo"],
        offline=[*sticks, tmp_path / "new"],
        online=where["online"],
        county=sample.county(),
    )


def test_the_list_tells_each_key_its_use_its_end_and_where_it_is(feed, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    (feed.offline / "root-2.pem").unlink()
    list_keys(feed.repo, [feed.offline], online=feed.online)
    out = capsys.readouterr().out
    for name in (*OFFLINE, *ONLINE, "township-990101101"):
        assert name in out
    assert out.count("不在这里") == 1
    assert "3选2" in out
    assert "2 个乡镇的授权" in out
    assert "离线密钥就在在线密钥旁边" in out
    assert "快到期" not in out
    feed.clock.forward(days=-6)
    feed.publisher.resign()
    list_keys(feed.repo, [feed.offline], online=feed.online)
    assert "快到期" in capsys.readouterr().out


def test_every_key_has_its_words():
    assert {group(name) for name in (*OFFLINE, *ONLINE, "reviewer", "township-990101101")} == {
        "root",
        "targets",
        "delegators",
        "township",
        "reviewer",
        *ONLINE,
    }


def test_a_reviewer_is_a_folder_or_a_token(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert reviewer_of(None) is None
    assert reviewer_of(str(tmp_path)) == tmp_path
    with pytest.raises(Exception, match="密码钥匙"):
        reviewer_of("hsm:")
