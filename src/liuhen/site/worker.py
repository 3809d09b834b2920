"""The worker: schedules the sweeps of every room and runs django-q2.

Every job is level-triggered: it asks what is still to be done and does it, so a lost task is never lost work.
"""

from __future__ import annotations

import os

import django

from liuhen.site.lifeline import end_with_parent

# name → (function, minutes between runs)
SWEEPS = {
    "发布日志": ("liuhen.apps.journal.jobs.publish_log", 1),
    "关联音像记录": ("liuhen.apps.recordings.jobs.link_pending", 1),
    "计算 SM3": ("liuhen.apps.recordings.jobs.add_missing_sm3", 1),
    "复核到期义务": ("liuhen.apps.duties.jobs.judge_due_cases", 1),
}


def work() -> None:
    """Make sure the sweeps are scheduled, then run jobs until stopped."""
    from django.core.management import call_command

    _schedule()
    call_command("qcluster")


def _schedule() -> None:
    from django_q.models import Schedule

    Schedule.objects.exclude(name__in=SWEEPS).delete()  # of an earlier version
    for name, (function, minutes) in SWEEPS.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1},
        )


if __name__ == "__main__":  # as a child of `liuhen serve`
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.site.settings")
    django.setup()
    work()
