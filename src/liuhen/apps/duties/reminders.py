"""What a person does with reminders: takes note of them, and wishes how to be reminded."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from liuhen.apps.duties import entries
from liuhen.apps.duties.models import Reminder, ReminderWish
from liuhen.apps.duties.reminding import LONGEST_LEAD
from liuhen.apps.journal.actions import About, What, record
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def take_note(by: Person, keys: Collection[int] | None = None) -> int:
    """Mark one's own reminders as read, all of them without keys; give how many. It says nothing of the case."""
    rows = Reminder.objects.filter(person=by, read_at=None)
    rows = rows if keys is None else rows.filter(pk__in=keys)
    return rows.update(read_at=outside().clock.now())


@transaction.atomic
def wish(by: Person, lead_days: int, email: str = "") -> ReminderWish:
    """Wish to be reminded so many days before where the law names no time; with an address, by e-mail as well."""
    if not 0 <= lead_days <= LONGEST_LEAD:
        raise ValidationError({"lead_days": f"提前天数请填 0 至 {LONGEST_LEAD}。"})
    if email:
        _check_address(email)
    values = {"lead_days": lead_days, "email": email, "since": outside().clock.now()}
    row, _ = ReminderWish.objects.update_or_create(person=by, defaults=values)
    about = About(kind="person", id=str(by.pk), label=by.name)
    record(entries.REMINDERS_SET, by, about, What(data={"lead_days": lead_days, "email": bool(email)}, rows=[row]))
    return row


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": "电子邮箱的写法不对，请核对，例如 zhangsan@example.gov.cn。"}) from error
