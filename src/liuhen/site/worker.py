"""The worker: schedules the sweeps of every room, runs django-q2, and keeps an analyst beside it.

Every job is level-triggered: it asks what is still to be done and does it, so a lost task is never lost work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import django

from liuhen.site.lifeline import end_with_parent

# name → (function, minutes between runs)
SWEEPS = {
    "发布日志": ("liuhen.apps.journal.jobs.publish_log", 1),
    "关联音像记录": ("liuhen.apps.recordings.jobs.link_pending", 1),
    "归并连续摄录": ("liuhen.apps.recordings.jobs.join_filmings", 5),
    "登记已传完的文件": ("liuhen.apps.recordings.jobs.register_finished_uploads", 1),
    "清除过期的上传": ("liuhen.apps.recordings.jobs.end_expired_uploads", 5),
    "计算 SM3": ("liuhen.apps.recordings.jobs.add_missing_sm3", 1),
    "照看分析": ("liuhen.apps.findings.jobs.look_after", 1),
    "导入案件": ("liuhen.apps.importing.jobs.work_off", 1),
    "复核到期义务": ("liuhen.apps.duties.jobs.judge_due_cases", 1),
    "提醒期限": ("liuhen.apps.duties.jobs.remind_of_due", 5),
}


ANALYST = (sys.executable, "-m", "liuhen.site.analyst")
LOOK, REST, PATIENCE = 0.5, 5.0, 15.0
"""Seconds: between two looks at the analyst, before one that ended is followed by another, for giving back its work."""


def work() -> None:
    """Make sure the sweeps are scheduled, then run jobs and analyses until stopped."""
    from django_q.cluster import Cluster

    _schedule()
    cluster = Cluster()
    cluster.start()
    _keep_analyst(lambda: bool(cluster.sentinel.is_alive()))


def _keep_analyst(wanted: Callable[[], bool]) -> None:
    """Have one analyst at work as long as jobs are run; killed outright, this process takes it along (lifeline)."""
    while wanted():
        analyst = subprocess.Popen(ANALYST)
        while wanted() and analyst.poll() is None:
            time.sleep(LOOK)
        if analyst.poll() is None:
            _end(analyst)
        else:
            time.sleep(REST)


def _end(analyst: subprocess.Popen[bytes]) -> None:
    analyst.terminate()
    try:
        analyst.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        analyst.kill()
        analyst.wait()


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
