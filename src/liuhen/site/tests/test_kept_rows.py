"""The database itself refuses to remove, and to change, what must stay as it was registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.db.models import F
from django.db.utils import DatabaseError

from liuhen.apps.access.models import Package, ViewingRequest
from liuhen.apps.cases.models import Case
from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.duties.models import Determination
from liuhen.apps.journal.triggers import REFUSAL
from liuhen.apps.lawlib.drafts import start_draft
from liuhen.apps.lawlib.models import AgencyNumber, Binding, OfficialWording, TextDraft
from liuhen.apps.people.models import Agency, Person, RoleGrant, Unit
from liuhen.apps.recordings.intake import Batch, open_intake
from liuhen.apps.recordings.models import Intake
from liuhen.ports.outside import outside
from liuhen.site.testing import Cast, make_cast, outside_at

KEPT = {
    Agency: "code",
    Unit: "agency",
    Person: "",
    RoleGrant: "role",
    Binding: "since",
    AgencyNumber: "value",
    OfficialWording: "sha256",
    TextDraft: "text",
    Determination: "outcome",
    Intake: "clock_offset_ms",
    ViewingRequest: "purpose",
    Package: "manifest_sha256",
}
"""Model → a column of it that no act ever changes; empty where an act may save the whole row."""


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Give a cast, with one row at least of every kept model."""
    with outside_at():
        cast, now = make_cast(), outside().clock.now()
        Binding.objects.create(agency=cast.agency, text="some-text", since=now)
        AgencyNumber.objects.create(agency=cast.agency, key="some-key", value="30")
        attached = {"text": "some-text", "file_name": "a.txt", "sha256": "0" * 64, "size": 1, "parsed": {}}
        OfficialWording.objects.create(agency=cast.agency, attached_by=cast.reviewer, at=now, **attached)
        start_draft(cast.reviewer, "some-text-2026", "某办法")
        case = Case.objects.create(agency=cast.agency, unit=cast.officer.unit, number="1", opened_at=now)
        about = {"duty": "t/d", "subject": "case:1", "outcome": "met", "reason": "已核对"}
        Determination.objects.create(case=case, by=cast.head, at=now, **about)
        ViewingRequest.objects.create(case=case, by=cast.officer, purpose="复核", asked_at=now)
        Package.objects.create(case=case, by=cast.head, made_at=now, manifest_sha256="0" * 64)
        camera = register_device(None, cast.agency, NewDevice(number="GD-1", holder=cast.officer))
        open_intake(Batch(officer=cast.officer, device=camera, by=cast.officer, clock_offset=timedelta(0)))
        yield cast


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_it_can_be_neither_removed_nor_changed(cast: Cast, model: type[models.Model]) -> None:
    rows, column = model._default_manager.all(), KEPT[model]
    assert rows.exists()
    if column:
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            rows.update(**{column: F(column)})
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 - named by the model


def test_a_person_may_still_sign_in_change_the_password_and_leave(cast: Cast) -> None:
    person = cast.officer
    person.last_login, person.is_active = outside().clock.now(), False
    person.set_password("another-one")
    person.save()
    assert not Person.objects.get(pk=person.pk).is_active
