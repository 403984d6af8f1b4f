"""What was corrected stays readable; what was withdrawn does not."""

from datetime import timedelta

from django.test import Client

from tests.support.gatehouse import KEY


def test_the_corrected_version_is_linked_from_the_new_one_and_says_what_it_is(gatehouse):
    gatehouse.pass_gate(gatehouse.draft("水渠本月修好。"))
    gatehouse.work()
    gatehouse.now += timedelta(days=1)
    gatehouse.pass_gate(gatehouse.draft("水渠下月修好。", correction="日子写错"))
    gatehouse.work()
    client = Client()
    new = client.get(f"/i/{KEY}").content.decode()
    assert f"/i/{KEY}/old/1" in new
    assert "更正" in new
    old = client.get(f"/i/{KEY}/old/1").content.decode()
    assert "水渠本月修好。" in old
    assert "更正以前的一份" in old
    assert client.get(f"/i/{KEY}/old/2").status_code == 404


def test_nothing_of_a_withdrawn_item_is_readable(gatehouse):
    from kiosk.center.board.leaving import ask_removal, confirm_removal

    gatehouse.pass_gate(gatehouse.draft("水渠本月修好。"))
    gatehouse.pass_gate(gatehouse.draft("水渠下月修好。", correction="日子写错"))
    gatehouse.work()
    removal = ask_removal(gatehouse.staff["clerk"], KEY, "写了人名", gatehouse.now)
    confirm_removal(gatehouse.staff["office"], removal.pk, gatehouse.now)
    gatehouse.work()
    client = Client()
    assert client.get(f"/i/{KEY}").status_code == 410
    assert client.get(f"/i/{KEY}/old/1").status_code == 404


def test_a_version_that_never_was_public_is_not_readable(gatehouse):
    gatehouse.pass_gate()
    gatehouse.work()
    version = gatehouse.send(gatehouse.draft("还在审。", correction="更正"))
    assert Client().get(f"/i/{KEY}/old/{version.number}").status_code == 404
