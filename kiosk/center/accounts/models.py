"""Staff, and the one way to keep each to their own division.

A division's significant digits are a materialised path: 990101 (county), 990101101 (township),
990101101201 (village).  Whatever belongs to a division is `Scoped`, and
``Model.objects.within(staff)`` is all of it that a person may see, there and below.
"""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kiosk.affairs.division import scope_of
from kiosk.affairs.role import Role, names_of
from kiosk.affairs.routing import Place

_M = TypeVar("_M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[_M]):
    """What lies in a division or below."""

    def within(self, staff: Staff) -> ScopedQuerySet[_M]:
        """All that lies in the division of this person; nothing for one who has left."""
        if not staff.is_active:
            return self.none()
        return self.filter(scope__startswith=staff.scope)


class Scoped(models.Model):
    """Something that belongs to a division; ``scope`` is its significant digits."""

    scope = models.CharField(max_length=12, db_index=True)

    class Meta:
        """Other models inherit it."""

        abstract = True


class StaffAct(models.TextChoices):
    """What can happen to someone's access."""

    ADDED = "added", "加入"
    PASSWORD = "password", "换了新密码"
    LEFT = "left", "停用"
    BACK = "back", "恢复"


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the name they log in with."""

    def get_queryset(self) -> ScopedQuerySet[Staff]:
        """All of them; `within` narrows it to a division."""
        return ScopedQuerySet(self.model, using=self._db)

    def within(self, staff: Staff) -> ScopedQuerySet[Staff]:
        """Those in the division of this person and below."""
        return self.get_queryset().within(staff)


class Staff(AbstractBaseUser, Scoped):
    """A person who works for the county, a township or a village.

    ``unit`` is a code of the county's units (cases.yaml).  Nobody is ever deleted: what they
    did stays theirs; ``is_active`` ends what they may do.
    """

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    role = models.CharField("角色", max_length=12, choices=[(r.value, r.chinese) for r in Role])
    division = models.CharField("区划", max_length=12)
    unit = models.CharField("单位", max_length=30)
    is_active = models.BooleanField("在岗", default=True)
    must_change = models.BooleanField("首次登录要改密码", default=True)
    made_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = StaffManager()

    class Meta:
        """By place."""

        ordering = ("scope", "unit", "username")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The path always follows the division."""
        self.scope = scope_of(self.division)
        super().save(*args, **kwargs)

    @property
    def place(self) -> Place:
        """The unit in which they work."""
        return Place(self.division, self.unit)

    @property
    def kind(self) -> Role:
        """The role as a value of the domain."""
        return Role(self.role)

    @property
    def names(self) -> tuple[str, ...]:
        """How people write of them."""
        return names_of(self.name, self.post)


class StaffEvent(models.Model):
    """Who changed whose access; the database refuses to change or delete it.

    ``by`` is empty for what was done on the center's command line.
    """

    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(Staff, models.PROTECT, related_name="events")
    act = models.CharField(max_length=10, choices=StaffAct.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.about.username} {self.act}"
