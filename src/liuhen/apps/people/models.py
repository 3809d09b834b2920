"""Agencies, units, persons and the roles they hold."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext as _

from liuhen.apps.journal.seals import sealed
from liuhen.apps.people.roles import Right, Role


@sealed
class Agency(models.Model):
    """An enforcement agency 执法机构; `parent` is its superior 上级机关."""

    code = models.SlugField("编码", unique=True)
    name = models.CharField("名称", max_length=120)
    territory = models.CharField("行政区划", max_length=60, blank=True)
    field = models.CharField("执法领域", max_length=60, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates")

    def __str__(self) -> str:
        """Show its name."""
        return self.name


@sealed
class Unit(models.Model):
    """A squad or section 大队、科室 of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField("名称", max_length=120)

    class Meta:
        """One name once per agency."""

        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_per_agency")]

    def __str__(self) -> str:
        """Show its name."""
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find the person who signs in with this name."""
        return self.select_related("unit__agency").get(username=username)


@sealed
class Person(AbstractBaseUser):
    """A person of the agency. The certificate number 执法证号 names an officer in every record.

    It is valid from the first to the last of two days, both included; None: no such day is known.
    """

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    certificate = models.CharField("执法证号", max_length=40, unique=True, null=True, blank=True)
    certificate_since = models.DateField("执法证生效日", null=True, blank=True)
    certificate_until = models.DateField("执法证有效期至", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField("在岗", default=True)

    objects = PersonManager()
    # These change at every sign-in or belong to the person alone; no evidence hangs on them.
    unsealed = frozenset({"password", "last_login"})
    sealed_later = frozenset({"certificate_since", "certificate_until"})
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    @property
    def agency(self) -> Agency:
        """The agency of the person's unit."""
        return self.unit.agency

    def certified_on(self, day: date) -> bool:
        """Whether the person holds a certificate that is valid on a day."""
        begun = self.certificate_since is None or self.certificate_since <= day
        lasts = self.certificate_until is None or day <= self.certificate_until
        return bool(self.certificate) and begun and lasts

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held today, read once per request."""
        return frozenset(Role(grant.role) for grant in self.grants.all())

    def may(self, right: Right) -> bool:
        """Whether one of the person's roles carries the right."""
        return self.is_active and bool(self.roles & right.roles)

    @property
    def unit_name(self) -> str:
        """The unit's name, as the journal copies it."""
        return self.unit.name

    @property
    def role_label(self) -> str:
        """The roles in Chinese, for the journal and the frame."""
        return "、".join(role.label for role in Role if role in self.roles)

    @property
    def role_words(self) -> str:
        """The roles in the language of the page."""
        return _("、").join(_(role.label) for role in Role if role in self.roles)


@sealed
class RoleGrant(models.Model):
    """A role held by a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=30, choices=[(role.value, role.label) for role in Role])

    class Meta:
        """A role is held once."""

        constraints = [models.UniqueConstraint(fields=["person", "role"], name="role_held_once")]


@sealed
class Qualification(models.Model):
    """A qualification 资格 a person holds since a day (None: no such day is known); `kind` is of the vocabulary."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField("资格", max_length=40)
    since = models.DateField("取得日", null=True)
    note = models.CharField("证书编号或者说明", max_length=200, blank=True)

    class Meta:
        """Held once."""

        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="qualification_once")]


@sealed
class Suspension(models.Model):
    """A time in which a certificate is suspended 暂扣: nobody enforces meanwhile. Without an end it lasts.

    交通运输行政执法证件管理规定, art. 31.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suspensions")
    since = models.DateTimeField("暂扣时间")
    until = models.DateTimeField("发还时间", null=True)
    reason = models.TextField("理由")
