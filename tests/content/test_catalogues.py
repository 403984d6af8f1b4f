"""Our catalogues are what the law wants them to be: complete, cited, readable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CATALOGUES = Path(__file__).resolve().parents[2] / "content" / "catalogues"
COUNTS = {
    "village": (7, 59),
    "community": (6, 29),
    "township": (10, 79),
    "street": (10, 73),
}
CYCLES = {"每月", "每季度", "每半年", "每年", "及时", "长期"}
KINDS = {"文章", "账目", "表格", "项目", "决议", "扫描件"} | {
    "办事指南",
    "时间表",
    "合同",
    "交易",
    "评议",
    "周报",
}
ALL = sorted(path.stem for path in CATALOGUES.glob("*.yaml"))


def read(name: str) -> dict[str, Any]:
    found = yaml.safe_load((CATALOGUES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def items(name: str) -> list[dict[str, Any]]:
    return [item for group in read(name)["类"] for item in group["项"]]


@pytest.mark.parametrize("name", COUNTS)
def test_a_catalogue_has_as_many_classes_and_items_as_promised(name):
    assert (len(read(name)["类"]), len(items(name))) == COUNTS[name]


@pytest.mark.parametrize("name", ALL)
def test_every_item_says_who_owes_it_how_often_as_what_and_under_which_article(name):
    laws = read(name)["法规"]
    for item in items(name):
        assert item["责任单位"].strip(), item
        assert item["周期"] in CYCLES, item
        assert item["类型"] in KINDS, item
        assert item["依据"], item
        for basis in item["依据"]:
            law, _, article = basis.partition(" ")
            assert law in laws, basis
            assert article.strip(), basis


@pytest.mark.parametrize("name", ALL)
def test_every_law_cited_has_a_version_and_none_is_listed_in_vain(name):
    used = {basis.split(" ")[0] for item in items(name) for basis in item["依据"]}
    laws = read(name)["法规"]
    assert used == set(laws)
    assert all(law["版本"].strip() for law in laws.values())


@pytest.mark.parametrize("name", ALL)
def test_codes_are_unique_and_only_at_once_items_count_days(name):
    codes = [item["编号"] for item in items(name)]
    assert len(set(codes)) == len(codes)
    for item in items(name):
        assert ("几日内" in item) == (item["周期"] == "及时"), item


@pytest.mark.parametrize("name", ALL)
def test_every_class_has_a_short_hint_and_one_of_the_three_affairs(name):
    for group in read(name)["类"]:
        assert group["三务"] in {"党务", "政务", "村务"}
        assert 0 < len(group["提示"]) <= 16


def test_the_organic_law_is_cited_by_the_version_whose_numbers_we_use():
    assert "2018年12月29日修正" in read("village")["法规"]["组织法"]["版本"]
    assert "2026年1月1日" in read("village")["法规"]["组织法"]["版本"]
