"""The room's jobs: level-triggered, so that a missed run is made good by the next."""

from __future__ import annotations

from liuhen.apps.duties.mailing import send_reminders
from liuhen.apps.duties.reminding import remind
from liuhen.apps.duties.sweep import judge_due
from liuhen.ports.outside import outside


def judge_due_cases() -> int:
    """Judge the cases whose time has come; give how many there were."""
    return judge_due(outside().clock.now())


def remind_of_due() -> int:
    """Remind everybody of what falls due, by e-mail too where that is wished; give how many reminders were made."""
    now = outside().clock.now()
    made = remind(now)
    send_reminders(now)
    return made
