"""Making staff: by the level above, with a random password that is shown once."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from kiosk.affairs.division import DivisionError, level_of, scope_of
from kiosk.affairs.role import Role, fits
from kiosk.affairs.routing import CaseRules, rank_of
from kiosk.center.accounts.models import Staff, StaffAct, StaffEvent
from kiosk.center.audit.log import record

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is mistaken for another when read aloud."""


class StaffError(ValueError):
    """Someone cannot be entered or changed so.  The message is Chinese."""


def random_password() -> str:
    """Sixteen letters and digits in groups, some 79 bits: ``k7qm-2xpd-…``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def may_manage(staff: Staff, division: str, role: Role, rules: CaseRules) -> bool:
    """Whether someone may enter, change or dismiss staff of a role in a division.

    Discipline looks after its own: whoever could give themselves a way into it could read
    complaints about themselves.  Who signs at the township is entered by the county: whoever
    writes there could else enter a second person to pass it.
    """
    scope = scope_of(division)
    if not staff.is_active or not scope.startswith(staff.scope):
        return False
    if role is Role.DISCIPLINE:
        return staff.kind is Role.DISCIPLINE and scope != staff.scope
    if not rules.unit(staff.unit).office:
        return False
    if staff.kind is not Role.TOWNSHIP:
        return staff.kind is Role.COUNTY
    below = bool(scope != staff.scope)
    return role in {Role.VILLAGE, Role.TOWNSHIP} or (below and role.only_reviews)


def add_staff(  # noqa: PLR0913 - the fields of one form
    *,
    username: str,
    name: str,
    division: str,
    unit: str,
    rules: CaseRules,
    post: str = "",
    auditor: bool = False,
    made_by: Staff | None = None,
) -> tuple[Staff, str]:
    """Enter someone; the person and their first password.  Raises StaffError.

    ``made_by`` is None on the command line of the center itself.
    """
    person, password = new_staff(
        username=username,
        name=name,
        division=division,
        unit=unit,
        rules=rules,
        post=post,
        auditor=auditor,
        made_by=made_by,
    )
    enter(person)
    return person, password


def new_staff(  # noqa: PLR0913 - the fields of one form
    *,
    username: str,
    name: str,
    division: str,
    unit: str,
    rules: CaseRules,
    post: str = "",
    auditor: bool = False,
    made_by: Staff | None = None,
) -> tuple[Staff, str]:
    """Someone who is not entered yet, as `add_staff`: hashing takes time, and no database."""
    if not username.strip() or not name.strip():
        raise StaffError("登录名和姓名都要写，没有改动。")
    try:
        rank, kind = rank_of(division), rules.unit(unit)
        role = Role.AUDITOR if auditor else kind.role
        good = kind.rank is rank and fits(role, level_of(division))
    except (DivisionError, KeyError) as error:
        raise StaffError(f"没有这个区划或单位：{division} {unit}，没有改动。") from error
    if not good:
        own = "、".join(f"{u.code}（{u.name}）" for u in rules.units if u.rank is rank)
        raise StaffError(f"{rank.chinese}一级没有这个单位，有这些：{own}。没有改动。")
    if made_by is not None and not may_manage(made_by, division, role, rules):
        raise StaffError("这个单位的人不由您来加，没有改动。")
    password = random_password()
    person = Staff(
        username=username.strip(),
        name=name.strip(),
        post=post.strip() or kind.post,
        role=role.value,
        division=division,
        unit=unit,
        made_by=made_by,
    )
    person.set_password(password)
    return person, password


def enter(person: Staff) -> None:
    """Enter someone that `new_staff` made.  StaffError if the name is taken."""
    try:
        with transaction.atomic():
            person.save()
            _write_down(StaffAct.ADDED, person, person.made_by)
    except IntegrityError as error:
        message = f"登录名“{person.username}”已经有人用了，没有改动。"
        raise StaffError(message) from error


def new_password(person: Staff, *, by: Staff | None) -> str:
    """A new first password for someone; whoever was logged in with the old one is out."""
    password = random_password()
    person.set_password(password)
    person.must_change = True
    with transaction.atomic():
        person.save()
        _write_down(StaffAct.PASSWORD, person, by)
    return password


def set_active(person: Staff, *, active: bool, by: Staff) -> None:
    """End someone's access, or give it back."""
    person.is_active = active
    act = StaffAct.BACK if active else StaffAct.LEFT
    with transaction.atomic():
        person.save()
        _write_down(act, person, by)


def _write_down(act: StaffAct, person: Staff, by: Staff | None) -> None:
    """In the person's own history, and on record."""
    StaffEvent.objects.create(by=by, about=person, act=act)
    facts = {"name": person.name, "role": person.role, "unit": person.unit}
    record(f"staff.{act.value}", person.username, by=by, facts=facts, division=person.division)
