"""Setting the center up for feedback: the county's rules, and the sample's staff and cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.affairs.county import County
from kiosk.center.cases.rules import read_rules
from kiosk.center.folder.risks import RISKS
from kiosk.feed.durable import write_durable
from kiosk.state import sources

RULES = "cases.yaml"
_SAMPLE = "sample_cases.yaml"


def load_rules(path: Path, data: Path) -> str:
    """Take a county's rules into the center's data folder; a line for the technician.

    Raises RulesError with every mistake, and the rules stay as they were.
    """
    found = read_rules(path)
    data.mkdir(parents=True, exist_ok=True)
    write_durable(data / RULES, path.read_bytes())
    newest = found[-1]
    return (
        f"诉求办理规定已换上：{len(found)} 段，最新一段 {newest.valid_from:%Y-%m-%d} 起，"
        f"{len(newest.matters)} 种事项、{len(newest.units)} 种单位。"
    )


def set_up(folder: Path, data: Path, county: County, now: datetime) -> Iterator[str]:
    """What ``kiosk run`` does for feedback, once the center is open; lines to print.

    A county folder with a ``cases.yaml`` brings its own rules.  A sample county gets staff with
    random passwords, told this once, and cases in every state.
    """
    from kiosk.center.risks.rules import load as load_risks

    own = folder / RULES
    if own.exists():
        yield load_rules(own, data)
    warnings = folder / RISKS
    if warnings.exists():
        yield load_risks(warnings, data)
    if not county.sample:
        return
    from kiosk.center.cases.sample import make_sample
    from kiosk.center.factor.keeping import give_app, needs_factor

    made = list(make_sample(sources() / "content" / _SAMPLE, county, now))
    if made:
        yield "工作人员（示例），在 /desk/ 登录；密码和动态码的密钥只显示这一次："
        for person, password in made:
            yield f"  {person.username:<15} {password}  {person.name} {person.post}"
            if needs_factor(person):
                yield f"  {'':<15} 动态码密钥 {give_app(person).typed_secret}"
        yield "不用手机，看现在的动态码：kiosk staff code 登录名（只有示例县可以）"
    else:
        yield "工作人员账号早已建好；忘了密码：kiosk staff password 登录名"
