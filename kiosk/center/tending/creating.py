"""Setting a county up from one file: all checked first, and doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import scope_of
from kiosk.center.cases.setup import load_rules
from kiosk.center.folder.risks import RISKS
from kiosk.center.opening import open_center
from kiosk.center.tending.county_file import Person, Plan, read_plan
from kiosk.feed.durable import write_durable
from kiosk.feed.keys import init_keys
from kiosk.feed.publisher import Publisher
from kiosk.feed.repository import create_repository
from kiosk.feed.tree import Repository
from kiosk.state import State

if TYPE_CHECKING:
    from kiosk.center.accounts.models import Staff
    from kiosk.center.tending.slips import Slip


def create(  # noqa: PLR0913 - the choices of the command line
    file: Path,
    state: State,
    *,
    dry_run: bool = False,
    folder_only: bool = False,
    slips: Path | None = None,
    offline: Sequence[Path] = (),
) -> Iterator[str]:
    """Do all that is missing; lines to print, first passwords among them unless ``slips``.

    ``offline`` is where the offline keys are made (the first), or found for new divisions (all:
    one for each stick); by default the state's own folder.  Raises CountyFileError, and what
    keys, feed and database raise; each step is whole in itself, and running again goes on where
    it stopped.
    """
    plan = read_plan(file, beijing_day(datetime.now(UTC)))
    yield _counted(plan)
    yield from plan.notes
    if dry_run:
        yield "只检查，什么也没有建。"
        return
    folder = file.parent / plan.county.name
    yield from _folder(plan, folder)
    if folder_only:
        yield f"接着可以请三位保管人生成密钥：kiosk keys ceremony {folder}。做完再运行一次本命令。"
        return
    yield from _feed(plan, state, list(offline) or [state.offline])
    open_center(feed=state.feed, data=state.center)
    if "cases.yaml" in plan.files:
        yield from _case_rules(plan.files["cases.yaml"], state.center)
    if RISKS in plan.files:
        from kiosk.center.risks.rules import load

        yield load(plan.files[RISKS], state.center)
    yield from _people(plan, slips)


def _counted(plan: Plan) -> str:
    divisions = plan.county.divisions
    villages = sum(len(d.scope) == 12 for d in divisions)
    towns = sum(len(d.scope) == 9 for d in divisions)
    return (
        f"{plan.county.name}：{towns} 个乡镇（街道），{villages} 个村（社区），"
        f"{len(plan.people)} 人。检查过，没有错误。"
    )


def _folder(plan: Plan, folder: Path) -> Iterator[str]:
    """The county folder for ``kiosk push``: what the file says, and nothing of its content."""
    county = plan.county
    described = {
        "名称": county.name,
        "起算日": county.since,
        **({"示例": county.sample_day} if county.sample_day else {}),
        "区划": [{"代码": d.code, "名称": d.name} for d in county.divisions],
    }
    text = yaml.safe_dump(described, allow_unicode=True, sort_keys=False)
    wanted = {folder / "county.yaml": text.encode()}
    for name, source in plan.files.items():
        files = sorted(source.glob("*.y*ml")) if source.is_dir() else [source]
        for each in files:
            target = folder / name / each.name if source.is_dir() else folder / name
            wanted[target] = each.read_bytes()
    changed = [p for p, data in wanted.items() if not p.exists() or p.read_bytes() != data]
    for path in changed:
        write_durable(path, wanted[path])
    yield f"县文件夹 {folder}：" + (f"写了 {len(changed)} 个文件。" if changed else "没有变化。")


def _feed(plan: Plan, state: State, offline: list[Path]) -> Iterator[str]:
    """Keys where there are none, delegations where divisions came, the county's own data."""
    if not Repository.exists(state.feed) and not (state.online / "publisher.pem").exists():
        init_keys(offline[0], state.online)
        yield f"密钥已生成。离线密钥在 {offline[0]}：拷到U盘，锁进保险柜，再从这台机器上删掉。"
    wanted = {scope_of(d.code) for d in plan.county.divisions}
    known = Repository(state.feed).scopes if Repository.exists(state.feed) else set()
    if wanted - known:
        made = create_repository(
            state.feed, offline=offline, online=state.online, county=plan.county
        )
        yield f"已授权 {len(made)} 个单位发布。"
    outcome = Publisher(state.feed, state.online).publish(plan.county, [])
    yield "公开栏上的目录和规则：" + ("已更新。" if outcome.scopes else "没有变化。")


def _case_rules(path: Path, data: Path) -> Iterator[str]:
    here = data / "cases.yaml"
    if here.exists() and here.read_bytes() == path.read_bytes():
        yield "诉求办理规定：没有变化。"
    else:
        yield load_rules(path, data)


def _people(plan: Plan, slips: Path | None) -> Iterator[str]:
    """Everyone who is missing, township by township: their slips are written with them."""
    from django.db import connections, transaction

    from kiosk.center.accounts.models import Staff  # models can be imported from here on
    from kiosk.center.accounts.people import enter
    from kiosk.center.audit.log import record

    known = {each.username: each for each in Staff.objects.all()}
    yield from _differing(plan.people, known)
    fresh = [person for person in plan.people if person.username not in known]
    try:
        for town, people in _by_township(fresh).items():
            made = _made(plan, people)  # hashing passwords takes longer than a lock may
            with transaction.atomic():
                for person, _ in made:
                    enter(person)
                lines = _slips(plan, town, [slip for _, slip in made], slips)
            yield from lines
        if fresh:
            facts = {"count": len(fresh), "name": plan.county.name}
            county = min(plan.county.divisions, key=lambda d: len(d.scope))
            record("county.created", county.code, by=None, facts=facts, division=county.code)
    finally:
        connections.close_all()
    yield f"人员：新加 {len(fresh)} 人，原来就有 {len(plan.people) - len(fresh)} 人没有变。"


def _made(plan: Plan, people: list[Person]) -> list[tuple[Staff, Slip]]:
    """Everyone of a township, not entered yet, with the slip of each."""
    from django.utils import timezone

    from kiosk.center.accounts.people import new_staff
    from kiosk.center.cases.rules import current
    from kiosk.center.tending.slips import Slip

    rules = current(beijing_day(timezone.now()))
    names = {d.code: d.name for d in plan.county.divisions}
    found = []
    for each in people:
        person, password = new_staff(
            username=each.username,
            name=each.name,
            post=each.post,
            division=each.division,
            unit=each.unit,
            rules=rules,
            auditor=each.auditor,
        )
        place = f"{names[each.division]} {rules.unit(each.unit).name}"
        found.append((person, Slip(person.name, place, person.post, person.username, password)))
    return found


def _slips(plan: Plan, town: str, made: list[Slip], folder: Path | None) -> list[str]:
    """The lines to print: the passwords, or where the slips with them are."""
    from kiosk.center.tending.slips import write_slips

    name = next(d.name for d in plan.county.divisions if d.code == town)
    if folder is None:
        head = f"{name}，第一次的密码（只显示这一次，登录后会要求换成自己的）："
        return [head, *(f"  {s.username:<16} {s.password}  {s.place} {s.name}" for s in made)]
    path = write_slips(folder, town, name, made)
    return [f"{name}：{len(made)} 张密码条在 {path}。打印裁开当面交给本人，再删掉。"]


def _by_township(people: list[Person]) -> dict[str, list[Person]]:
    """By the code of the township (the county's own by the county's)."""
    found: dict[str, list[Person]] = {}
    for person in people:
        scope = scope_of(person.division)
        found.setdefault(scope[: min(len(scope), 9)].ljust(12, "0"), []).append(person)
    return dict(sorted(found.items()))


def _differing(people: tuple[Person, ...], known: Mapping[str, object]) -> Iterator[str]:
    """Those who are there, and whom the file now describes otherwise: they are left alone."""
    for person in people:
        there = known.get(person.username)
        if there is None:
            continue
        fields = ("name", "division", "unit")
        if any(getattr(there, field) != getattr(person, field) for field in fields):
            yield f"{person.username} 已经有了，和文件里不一样，没有改。请在“人员”里停用再另加。"
