"""Masked names of fictional villagers; some end in a character that few fonts have."""

from __future__ import annotations

import random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_LAST = (
    "山兰芳平英华军强秀明国梅桂玉珍海林生荣春友根福贵田江河云霞红燕莲娥凤水火木松柏涛波"
    "勇刚建斌杰辉鹏超龙飞峰亮宝财发祥瑞庆堃犇镕䶮"
)


def names(chance: random.Random, count: int) -> list[str]:
    """So many names; nearly all as 王＊山, every ninth or so with two characters only."""
    found = []
    for _ in range(count):
        surname = chance.choice(_SURNAMES)
        short = chance.random() < 0.11
        found.append(f"{surname}＊" if short else f"{surname}＊{chance.choice(_LAST)}")
    return found


def name(chance: random.Random) -> str:
    """One name."""
    return names(chance, 1)[0]
