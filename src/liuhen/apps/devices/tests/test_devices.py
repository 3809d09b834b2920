"""Devices: registered once, checked before use, faults found and reported, each with its entry; pages by role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from liuhen.apps.devices import actions, queries
from liuhen.apps.devices.actions import DeviceRefused, NewCheck, NewDevice, NewFault
from liuhen.apps.devices.facts import Use, device_facts, devices_of_cases
from liuhen.apps.devices.models import Device, DeviceCheck, DeviceFault
from liuhen.apps.journal.queries import entries_about
from liuhen.apps.journal.verification import check_journal
from liuhen.site.testing import Cast, make_cast, outside_at

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with outside_at(NOW):
        yield make_cast()


@pytest.fixture
def camera(cast: Cast) -> Device:
    new = NewDevice(number="GD-1", holder=cast.officer, functions=("video", "audio"), battery_minutes=480)
    return actions.register_device(cast.custodian, cast.agency, new)


def browser(person: object) -> Client:
    made = Client()
    made.force_login(person)  # type: ignore[arg-type]
    return made


def test_a_number_is_registered_once_per_agency(cast: Cast, camera: Device) -> None:
    with pytest.raises(DeviceRefused, match="已经登记过"):
        actions.register_device(cast.custodian, cast.agency, NewDevice(number=" GD-1 "))
    actions.register_device(None, cast.outsider.agency, NewDevice(number="GD-1"))


def test_only_the_custodian_registers(cast: Cast) -> None:
    for who in (cast.officer, cast.head, cast.inspector, cast.system_admin):
        with pytest.raises(PermissionDenied):
            actions.register_device(who, cast.agency, NewDevice(number="GD-9"))


def test_a_check_becomes_a_fact_with_its_items(cast: Cast, camera: Device) -> None:
    actions.check_device(cast.officer, camera, NewCheck(at=NOW - HOUR, items=("clock", "battery")))
    found = device_facts(Use(devices={camera.pk}, steps=(), begun=NOW, over=NOW))
    assert found.checks[0].items == {"clock", "battery"}
    assert found.checks[0].officer == "440101001"
    assert (found.devices[0].id, found.devices[0].battery_minutes) == (f"device:{camera.pk}", 480)


def test_a_loose_check_counts_from_three_days_before_the_first_step_until_the_last_is_over(
    cast: Cast, camera: Device
) -> None:
    begun, over = NOW - 9 * HOUR, NOW - 6 * HOUR
    for hours in (82, 80, 7, 5):
        new = NewCheck(at=NOW - hours * HOUR, items=("clock",))
        actions.check_device(cast.officer, camera, new)
    found = device_facts(Use(devices={camera.pk}, steps=(), begun=begun, over=over))
    assert [check.at for check in found.checks] == [NOW - 80 * HOUR, NOW - 7 * HOUR]


def test_cases_read_together_see_their_own_devices_and_checks_alone(cast: Cast, camera: Device) -> None:
    other = actions.register_device(None, cast.agency, NewDevice(number="GD-2"))
    for device, hours in ((camera, 8), (other, 8), (camera, 2)):
        actions.check_device(cast.officer, device, NewCheck(at=NOW - hours * HOUR, items=("clock",)))
    early = Use(devices={camera.pk}, steps=(), begun=NOW - 7 * HOUR, over=NOW - 6 * HOUR)
    late = Use(devices={other.pk}, steps=(), begun=NOW - 7 * HOUR, over=NOW)
    found = devices_of_cases({1: early, 2: late})
    assert found == {1: device_facts(early), 2: device_facts(late)}
    assert [len(found[case].checks) for case in (1, 2)] == [1, 1]


def test_a_check_without_items_or_to_come_is_refused(cast: Cast, camera: Device) -> None:
    for bad in (NewCheck(at=NOW, items=()), NewCheck(at=NOW + HOUR, items=("clock",))):
        with pytest.raises(DeviceRefused):
            actions.check_device(cast.officer, camera, bad)
    assert not DeviceCheck.objects.exists()


def test_a_fault_is_found_then_reported_once_and_in_that_order(cast: Cast, camera: Device) -> None:
    fault = actions.note_fault(cast.officer, camera, NewFault(found_at=NOW - HOUR, description="镜头进水"))
    assert queries.open_faults([camera.pk]) == {camera.pk}
    with pytest.raises(DeviceRefused, match="早于"):
        actions.report_fault(cast.officer, fault, NOW - 2 * HOUR)
    actions.report_fault(cast.officer, fault, NOW)
    with pytest.raises(DeviceRefused, match="已经登记过"):
        actions.report_fault(cast.officer, fault, NOW)
    assert queries.open_faults([camera.pk]) == set()
    kinds = [entry.kind for entry in entries_about("device", str(camera.pk))]
    assert kinds == ["devices.registered", "devices.fault_found", "devices.fault_reported"]


def test_every_row_is_sealed_by_its_last_act(cast: Cast, camera: Device) -> None:
    reported = NewFault(found_at=NOW - HOUR, description="死机", reported_at=NOW)
    actions.note_fault(cast.officer, camera, reported)
    actions.hand_over(cast.custodian, camera, cast.co_officer)
    actions.take_out_of_service(cast.custodian, camera, "送修")
    assert [finding for finding in check_journal().findings if finding.step == 4] == []


def test_a_device_of_a_neighbour_cannot_be_checked_or_held(cast: Cast, camera: Device) -> None:
    with pytest.raises(DeviceRefused, match="不是本机构"):
        actions.check_device(cast.outsider, camera, NewCheck(at=NOW, items=("clock",)))
    with pytest.raises(DeviceRefused, match="不是本机构"):
        actions.hand_over(cast.custodian, camera, cast.outsider)


def test_pages_are_seen_by_the_agency_and_its_superior_only(cast: Cast, camera: Device) -> None:
    path = reverse("devices:device", args=[camera.pk])
    seen = {
        who: browser(getattr(cast, who)).get(path).status_code
        for who in ("officer", "head", "superior", "outsider", "system_admin")
    }
    assert seen == {"officer": 200, "head": 200, "superior": 200, "outsider": 404, "system_admin": 404}


def test_opening_a_device_is_journalled_before_it_is_shown(cast: Cast, camera: Device) -> None:
    browser(cast.inspector).get(reverse("devices:device", args=[camera.pk]))
    last = entries_about("device", str(camera.pk)).last()
    assert last is not None
    assert (last.kind, last.actor_name) == ("devices.page_viewed", cast.inspector.name)
    browser(cast.outsider).get(reverse("devices:device", args=[camera.pk]))
    assert entries_about("device", str(camera.pk)).last() == last


def test_who_may_only_read_is_refused_with_403_on_writing(cast: Cast, camera: Device) -> None:
    for name in ("check", "fault", "hand-over", "take-out", "read-clock", "name-volume"):
        assert browser(cast.reader).post(reverse(f"devices:{name}", args=[camera.pk])).status_code == 403
    assert browser(cast.reader).get(reverse("devices:new")).status_code == 403


def test_the_forms_register_a_device_a_check_and_a_fault(cast: Cast, camera: Device) -> None:
    custodian, officer = browser(cast.custodian), browser(cast.officer)
    made = custodian.post(reverse("devices:new"), {"number": "GD-2", "kind": "body_camera", "holder": cast.officer.pk})
    assert made.status_code == 302
    fields = {"items": ["battery", "clock"], "at": "2026-11-20T09:00"}
    assert officer.post(reverse("devices:check", args=[camera.pk]), fields).status_code == 302
    fault = {"description": "无法开机", "found_at": "2026-11-20T09:30"}
    assert officer.post(reverse("devices:fault", args=[camera.pk]), fault).status_code == 302
    assert (DeviceCheck.objects.get().items, DeviceFault.objects.get().reported_at) == (["battery", "clock"], None)


def test_what_the_screen_shows_becomes_a_reading_with_its_error(cast: Cast, camera: Device) -> None:
    officer = browser(cast.officer)
    address = reverse("devices:read-clock", args=[camera.pk])
    assert officer.post(address, {"shown": "2026-11-20T18:01:30"}).status_code == 302
    reading = queries.readings_of(camera)[0]
    assert (reading.offset_ms, reading.error_ms, reading.by) == (90_000, 5_000, cast.officer)
    page = officer.get(reverse("devices:device", args=[camera.pk])).content.decode()
    assert "快" in page and "操作人员读数" in page
    assert queries.fresh_reading(camera, NOW) == reading
    assert queries.fresh_reading(camera, NOW + timedelta(hours=13)) is None
    absurd = officer.post(address, {"shown": "1970-01-01T00:00:00"})
    assert (absurd.status_code, "超过十年" in absurd.content.decode()) == (422, True)
    assert [finding for finding in check_journal().findings if finding.step == 4] == []


def test_a_device_is_known_by_its_label_or_serial_while_it_is_in_service(cast: Cast, camera: Device) -> None:
    custodian = browser(cast.custodian)
    custodian.post(reverse("devices:name-volume", args=[camera.pk]), {"volume_label": "DSJ-1"})
    assert list(queries.devices_known_by(cast.agency, label="dsj-1")) == [camera]
    assert not queries.devices_known_by(cast.outsider.agency, label="DSJ-1").exists()
    assert not queries.devices_known_by(cast.agency).exists(), "an empty label is nobody's"
    actions.take_out_of_service(cast.custodian, camera, "报废")
    assert not queries.devices_known_by(cast.agency, label="DSJ-1").exists()


def test_a_form_that_is_wrong_keeps_what_was_typed_and_says_why(cast: Cast, camera: Device) -> None:
    answer = browser(cast.custodian).post(reverse("devices:new"), {"number": "GD-1", "kind": "body_camera"})
    assert (answer.status_code, "已经登记过" in answer.content.decode()) == (422, True)


def test_the_list_takes_the_same_number_of_queries_for_few_and_many(
    cast: Cast, camera: Device, django_assert_max_num_queries
) -> None:
    officer = browser(cast.officer)
    officer.get(reverse("devices:list"))
    with django_assert_max_num_queries(10) as few:
        officer.get(reverse("devices:list"))
    for number in range(5):
        actions.register_device(None, cast.agency, NewDevice(number=f"X-{number}", holder=cast.co_officer))
    with django_assert_max_num_queries(10) as many:
        officer.get(reverse("devices:list"))
    assert len(few) == len(many)


@pytest.mark.parametrize("few", [300, 0])
def test_the_search_finds_any_part_of_number_serial_and_model(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queries, "FEW", few)
    actions.register_device(cast.custodian, cast.agency, NewDevice(number="GD-0555", serial="SN1", model="X"))
    new = NewDevice(number="GD-0421", serial="SN9900", model="DSJ-X")
    camera = actions.register_device(cast.custodian, cast.agency, new)
    cameras = queries.visible_to(cast.officer)
    assert [list(queries.search(cameras, words)) for words in ("0421", "99", "dsj", "gd 42")] == [[camera]] * 4
    assert not queries.search(cameras, "0421 SN1")
    assert len(queries.search(cameras, "")) == len(cameras)
