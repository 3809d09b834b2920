"""How long a recording is kept: set by the custodian or those who work with it, lengthened, never shortened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from liuhen.apps.recordings.actions import RecordingRefused, set_keeping
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tests.conftest import World
from liuhen.site.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording(world: World) -> Recording:
    return world.recording()


@pytest.fixture
def cast(world: World) -> Cast:
    return world.cast


def test_the_custodian_sets_a_day_and_may_lengthen_it(cast: Cast, recording: Recording) -> None:
    first = recording.end + timedelta(days=400)
    set_keeping(cast.custodian, recording, until=first)
    set_keeping(cast.custodian, recording, until=first + timedelta(days=1))
    recording.refresh_from_db()
    assert recording.kept_until == first + timedelta(days=1)


def test_it_is_never_shortened(cast: Cast, recording: Recording) -> None:
    set_keeping(cast.custodian, recording, until=recording.end + timedelta(days=400))
    with pytest.raises(RecordingRefused, match="只能延长"):
        set_keeping(cast.custodian, recording, until=recording.end + timedelta(days=399))


def test_long_term_stays_long_term(cast: Cast, recording: Recording) -> None:
    set_keeping(cast.custodian, recording, until=None, long_term=True)
    with pytest.raises(RecordingRefused, match="长期保存"):
        set_keeping(cast.custodian, recording, until=recording.end + timedelta(days=4000))


def test_neither_a_day_nor_long_term_is_refused(cast: Cast, recording: Recording) -> None:
    with pytest.raises(RecordingRefused, match="请填写"):
        set_keeping(cast.custodian, recording, until=None)


def test_a_reader_and_another_agency_may_not_set_it(cast: Cast, recording: Recording) -> None:
    for person in (cast.reader, cast.outsider):
        with pytest.raises(PermissionDenied):
            set_keeping(person, recording, until=None, long_term=True)
