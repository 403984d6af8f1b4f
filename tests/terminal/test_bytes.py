"""The traffic that a county of 370 scopes causes, measured as the benchmark does."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import bench_feed


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return bench_feed.measure(tmp_path_factory.mktemp("county"), items=30, others=1)


def test_an_idle_poll_is_one_request_an_empty_body_and_no_write(found):
    for cost in (found["idle"][0], found["hall idle"]):
        assert (cost.requests, cost.body, cost.written) == (1, 0, 0)


def test_another_villages_push_costs_under_3_kb_and_no_item_files(found):
    for cost in (found["another village"][0], found["hall another"]):
        assert cost.body < 3000
        assert cost.items == 0
        assert cost.requests == 3


def test_each_event_stays_within_its_aim_before_blobs(found):
    for name, aim in bench_feed.AIMS.items():
        assert found[name][0].before <= aim, name
    assert found["publish"] < 1


def test_the_own_villages_push_costs_its_feed_and_the_one_item(found):
    assert found["own village"][0].body < 8000
    assert found["own village"][0].requests == 5
    assert found["hall own"].items == 1


def test_less_than_a_fifth_of_the_stock_clients_bytes(found):
    for event in ("another village", "own village", "county"):
        ours, stock = found[event]
        assert ours.body * 5 < stock.body
