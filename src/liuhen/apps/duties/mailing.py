"""Reminders by e-mail, to those who wish it, where the instance has a mail server. A letter names no party.

What could not be sent is tried again by the next sweep: a reminder is marked as sent only after the server took it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend

from liuhen.apps.duties.citing import cited
from liuhen.apps.duties.models import Reminder, ReminderWish, Threshold
from liuhen.apps.duties.queries import CHINA
from liuhen.apps.duties.reminding import speaking

LINES = 50
"""How many reminders a letter lists before it counts the rest."""
_log = logging.getLogger("liuhen.mail")


def can_send() -> bool:
    """Whether the instance has been given a mail server."""
    return bool(settings.MAIL_FROM)


def send_reminders(now: datetime) -> int:
    """Send what has not been sent; give to how many people. One letter that fails holds up no other."""
    wishes = {wish.person_id: wish for wish in ReminderWish.objects.exclude(email="")} if can_send() else {}
    if not wishes:
        return 0
    waiting = Reminder.objects.filter(speaking(now), person__in=wishes, person__is_active=True, mailed_at=None)
    rows = waiting.filter(read_at=None).select_related("obligation__case").order_by("person_id", "due_at", "pk")
    sent, connection = 0, get_connection()
    for person, letters in groupby(rows, key=lambda row: row.person_id):
        new = [row for row in letters if row.made_at >= wishes[person].since]
        sent += bool(new) and _send(connection, wishes[person].email, new, now)
    return sent


def _send(connection: BaseEmailBackend, address: str, rows: Sequence[Reminder], now: datetime) -> bool:
    subject = f"留痕：{len(rows)} 项期限提醒"
    try:
        send_mail(subject, _letter(rows), settings.MAIL_FROM, [address], connection=connection)
    except OSError as error:  # smtplib's errors are OSErrors
        _log.error("期限提醒未能发出，下次再试：%s", error)
        return False
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    return True


def _letter(rows: Sequence[Reminder]) -> str:
    lines = [_line(row) for row in rows[:LINES]]
    if len(rows) > LINES:
        lines.append(f"……另有 {len(rows) - LINES} 项，请登录系统查看。")
    return "\n".join([*lines, "", "本邮件由留痕系统自动发出，不含当事人信息；请登录系统办理。"])


def _line(row: Reminder) -> str:
    owed, due = row.obligation, row.due_at.astimezone(CHINA)
    label = Threshold(row.threshold).label
    return f"【{label}】{owed.case.number}　{owed.title}（{cited(owed)}），期限 {due:%Y-%m-%d %H:%M}"
