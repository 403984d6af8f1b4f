"""A county folder as a clerk writes it, and the programs that carry it to a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import requests
from PIL import Image

from kiosk.cli import main

VILLAGE = "990101101201"
_COUNTY = """
名称: 示例县
起算日: 2026-09-01
示例: 2026-11-22
区划:
  - {代码: 990101000000, 名称: 示例县}
  - {代码: 990101101000, 名称: 青禾镇}
  - {代码: 990101101201, 名称: 柳河村}
"""
_RULES = "- {周期: 每月, 期满后天数: 15, 公开天数: 10, 依据: 示例, 生效: 2020-01-01}\n"


COUNTY_SIGNED = "  - 县政府办公室审核 周＊宁 2026-11-08\n  - 分管副县长签发 顾＊川 2026-11-09\n"
SIGNED = "  - 村务监督委员会审核 赵＊兰 2026-11-10\n  - 青禾镇农经站审核 孙＊平 2026-11-11\n"


class CountyFolder:
    """What a clerk has on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        (path / "county.yaml").write_text(_COUNTY, encoding="utf-8")
        (path / "rules.yaml").write_text(_RULES, encoding="utf-8")

    def accounts(self, month: int, paid: float, *, opening: float = 100_000.0) -> Path:
        """A month's accounts with one receipt, one payment and its voucher."""
        folder = self.path / f"{VILLAGE}-柳河村" / f"2026-{month:02d}-D2-收支明细"
        folder.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (480, 640), "#f4f0e4").save(folder / "001.png")
        book = openpyxl.Workbook()
        sheet = book.active
        day = f"2026-{month:02d}-"
        for row in (
            (f"柳河村2026年{month}月收支明细表",),
            ("单位：元",),
            ("日期", "摘要", "对方", "科目", "收入", "支出", "凭证", "备注"),
            (None, "上期结余", None, None, opening, None, None, None),
            (day + "03", "北塘承包款", "王＊山", "发包收入", 24_000, None, None, None),
            (
                day + "11",
                "村西水渠维修第二期款",
                "青禾水利工程队",
                "工程",
                None,
                paid,
                "001.png",
                None,
            ),
            (None, "本期结余", None, None, opening + 24_000 - paid, None, None, None),
        ):
            sheet.append(row)
        book.save(folder / "收支明细.xlsx")
        card = (
            f"---\n目录: D2\n标题: 2026年{month}月收支明细\n期间: 2026-{month:02d}\n"
            f"公开日期: 2026-{month + 1}-12\n审核:\n"
            f"  - 村务监督委员会审核 赵＊兰 2026-{month + 1}-10\n"
            f"  - 青禾镇农经站审核 孙＊平 2026-{month + 1}-11\n---\n"
            "本月付了村西水渠维修款。\n"
        )
        (folder / "说明.md").write_text(card, encoding="utf-8")
        return folder

    def guide(self) -> Path:
        """The county's guide to a newborn's registration, which the village office can run."""
        rows = (
            ("部分", "名称", "谁来做或从哪里来", "多久或几份", "什么情况要", "说明"),
            ("步骤", "到派出所户籍窗口", "孩子的父母", "当天", None, None),
            ("步骤", "核对材料，登记", "户籍民警", "20分钟", None, None),
            ("材料", "出生医学证明", "接生的医院", "原件1份", None, None),
            ("材料", "父母的户口簿", "家里", "原件1份", None, None),
        )
        card = (
            "类型: 办事指南\n层级: 村\n类别: 户籍证明类\n大事: 生孩子\n谁能办: 孩子的父母\n"
            "承诺: 当场办\n结果: 户口本上有孩子的一页\n办理依据:\n  - 户口登记条例\n"
            "地点: 村便民服务站\n办理时间: 上班时间\n找谁: 便民服务站站长\n代办: errand-papers\n"
        )
        return self._item(
            "990101000000-示例县",
            "B6",
            "长期",
            "新生儿上户口",
            "2026-11-10",
            card,
            rows,
            COUNTY_SIGNED,
        )

    def people(self) -> Path:
        """Who works in the village office."""
        rows = (
            ("姓名", "职务", "管什么", "办公电话", "不在时找谁", "办哪几类"),
            ("柳＊田", "便民服务站站长", "户籍、证明", "0990-2811031", "柳＊余", "户籍证明类"),
        )
        card = (
            "类型: 联系人\n办公时间:\n  - 08:30-12:00\n  - 14:30-17:30\n办公电话: 0990-2811030\n"
            "下班找谁: 值班的人\n下班电话: 0990-2811039\n"
        )
        return self._item(
            f"{VILLAGE}-柳河村", "B2", "长期", "村里谁管什么", "2026-11-12", card, rows, SIGNED
        )

    def _item(
        self,
        place: str,
        item: str,
        period: str,
        title: str,
        day: str,
        card: str,
        rows: Sequence[Sequence[object]],
        signed: str,
    ) -> Path:
        folder = self.path / place / f"{period}-{item}-{title}"
        folder.mkdir(parents=True, exist_ok=True)
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / "表.xlsx")
        head = f"---\n目录: {item}\n标题: {title}\n期间: {period}\n公开日期: {day}\n"
        (folder / "说明.md").write_text(f"{head}{card}审核:\n{signed}---\n", encoding="utf-8")
        return folder

    def policy(self, name: str, title: str, text: str, item: str = "A1") -> Path:
        """A county document of nothing but words."""
        folder = self.path / "990101000000-示例县"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.md"
        card = f"---\n目录: {item}\n标题: {title}\n期间: 2026-10-12\n公开日期: 2026-10-12\n"
        card += "审核:\n  - 县政府办公室审核 周＊宁 2026-10-11\n"
        card += f"  - 分管副县长签发 顾＊川 2026-10-12\n序号: {name}\n---\n"
        path.write_text(card + text, encoding="utf-8")
        return path


class Machine:
    """The command line, with a state folder of its own."""

    def __init__(self, state: Path) -> None:
        self.state = state

    def __call__(self, *words: str | Path) -> int:
        return main([*(str(word) for word in words), "--state", str(self.state)])

    def serve(self, port: int, log: Path | None = None) -> Server:
        return Server(self.state, port, log)

    def alone(self, *verbs: Sequence[str | Path]) -> str:
        """Verbs, one after the other, in a process of their own, as Django wants it.

        What they printed; none may fail.
        """
        lines = [[*map(str, words), "--state", str(self.state)] for words in verbs]
        done = subprocess.run(
            [sys.executable, "-c", _EACH, json.dumps(lines)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


_EACH = """
import json, sys
from kiosk.cli import main
sys.exit(any([main(words) for words in json.loads(sys.argv[1])]))
"""


class Server:
    """``kiosk serve`` as a process of its own; all it says goes into ``log``."""

    def __init__(self, state: Path, port: int, log: Path | None = None) -> None:
        command = [sys.executable, "-m", "kiosk.cli", "serve", "--port", str(port)]
        command += ["--state", str(state)]
        self.url = f"http://127.0.0.1:{port}/feed/"
        with (log or Path(os.devnull)).open("ab") as said:
            self._process = subprocess.Popen(command, stderr=said, stdout=said, env=os.environ)
        end = time.monotonic() + 120
        while not self._answers():
            assert time.monotonic() < end, "the server did not start"
            assert self._process.poll() is None, "the server ended"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return requests.get(self.url + "metadata/timestamp.json", timeout=2).ok
        except requests.RequestException:
            return False

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
