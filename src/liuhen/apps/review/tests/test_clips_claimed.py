"""Clips and the claims on them: who was away for too long stores nothing, and the next one is found quickly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liuhen.apps.journal.triggers import REFUSAL
from liuhen.apps.recordings.models import Recording
from liuhen.apps.review import jobs
from liuhen.apps.review.clip_queries import next_to_cut
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.tests.conftest import NOW
from liuhen.apps.review.tests.test_clips import asked, cut_all
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane


def test_a_clip_somebody_took_over_is_not_stored_by_who_was_away_too_long(
    plain: Recording, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, later = type(outside().workshop), outside().clock.now() + jobs.CLAIM
    cutting = workshop.work

    def taken_over_meanwhile(*args: Any, **more: Any) -> Any:
        work = cutting(*args, **more)
        Derivative.objects.update(attempts=2, claimed_until=later)
        return work

    monkeypatch.setattr(workshop, "work", taken_over_meanwhile)
    made = asked(plain)
    cut_all(settings, tmp_path)
    made.refresh_from_db()
    assert (made.sha256, made.attempts, made.claimed_until) == ("", 2, later)
    assert list(outside().vault.iter_digests(Lane.DERIVED)) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small from end to end")
def test_the_next_clip_is_looked_for_among_those_that_wait(db: None) -> None:
    with CaptureQueriesContext(connection) as asking:
        next_to_cut(NOW)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asking.captured_queries[0]["sql"])
        plan = " ".join(str(line) for line in cursor.fetchall())
    assert "clip_waits" in plan
    waiting = Derivative.objects.filter(sha256="", failure="").order_by("attempts", "pk")
    assert "clip_waits" in waiting.explain(), "with its values bound, as it is asked"


@pytest.mark.parametrize("statement", ["DELETE FROM review_derivative", "UPDATE review_derivative SET from_ms = 0"])
def test_clips_are_still_protected_by_triggers(plain: Recording, statement: str) -> None:
    asked(plain)
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
