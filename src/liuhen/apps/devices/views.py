"""The screens of the room: the list, registering a device, the device's page with its checks and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.devices import actions, forms, queries
from liuhen.apps.devices.models import ClockReading, Device
from liuhen.apps.devices.permissions import CHECK, MANAGE, READ_CLOCK, REPORT_FAULT, require
from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.journal.queries import entries_about
from liuhen.core.continuity.offsets import OffsetSource
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.people.models import Person

PAGE = 50
HISTORY = 30
READINGS = 10


@require_safe
def device_list(request: HttpRequest) -> HttpResponse:
    """All devices the person may know of."""
    person = _person(request)
    page = Paginator(queries.listed(person), PAGE).get_page(request.GET.get("page"))
    faulty = queries.open_faults([device.pk for device in page])
    return render(request, "devices/list.html", {"page": page, "faulty": faulty, "may_manage": person.may(MANAGE)})


def new_device(request: HttpRequest) -> HttpResponse:
    """Register a device."""
    person = _person(request)
    require(person, MANAGE)
    form = forms.DeviceForm(person.agency, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            device = actions.register_device(person, person.agency, form.typed())
        except actions.DeviceRefused as refusal:
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("已登记设备 %(number)s。") % {"number": device.number})
            return redirect("devices:device", device.pk)
    return render(request, "devices/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def device_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One device: what it is, who holds it, its checks, faults and history. Opening it is journalled."""
    device = _device(request, pk)
    actions.view_device(_person(request), device)
    return _page(request, device)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a check before use."""
    person, device = _person(request), _device(request, pk)
    require(person, CHECK)
    form = forms.CheckForm(request.POST)
    if form.is_valid():
        try:
            actions.check_device(person, device, form.typed())
        except actions.DeviceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记使用前检查。"))
            return redirect("devices:device", pk)
    return _page(request, device, check_form=form)


@require_POST
def fault(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a fault."""
    person, device = _person(request), _device(request, pk)
    require(person, REPORT_FAULT)
    form = forms.FaultForm(request.POST)
    if form.is_valid():
        try:
            actions.note_fault(person, device, form.typed())
        except actions.DeviceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记故障。"))
            return redirect("devices:device", pk)
    return _page(request, device, fault_form=form)


@require_POST
def report(request: HttpRequest, pk: int, fault: int) -> HttpResponse:
    """Register that the administrator was told of a fault."""
    person, device = _person(request), _device(request, pk)
    require(person, REPORT_FAULT)
    found = get_object_or_404(queries.faults_of(device), pk=fault)
    form = forms.ReportForm(request.POST)
    try:
        if form.is_valid():
            actions.report_fault(person, found, form.cleaned_data["reported_at"])
            messages.success(request, _("已登记报告时间。"))
        else:
            messages.error(request, _("请填写报告时间。"))
    except actions.DeviceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("devices:device", pk)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Name another holder."""
    person, device = _person(request), _device(request, pk)
    require(person, MANAGE)
    form = forms.HolderForm(device.agency, request.POST)
    if form.is_valid():
        actions.hand_over(person, device, form.cleaned_data["holder"])
        messages.success(request, _("已登记交接。"))
    else:
        messages.error(request, _("请选择新的保管使用人。"))
    return redirect("devices:device", pk)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the device out of service."""
    person, device = _person(request), _device(request, pk)
    require(person, MANAGE)
    try:
        actions.take_out_of_service(person, device, request.POST.get("purpose", ""))
        messages.success(request, _("设备已停用，其历史和音像记录不受影响。"))
    except actions.DeviceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("devices:device", pk)


@require_POST
def read_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what the device's screen shows now."""
    person, device = _person(request), _device(request, pk)
    require(person, READ_CLOCK)
    form = forms.ClockForm(request.POST)
    if form.is_valid():
        try:
            actions.read_clock_shown(person, device, form.cleaned_data["shown"])
        except actions.DeviceRefused as refusal:
            form.add_error("shown", str(refusal))
        else:
            messages.success(request, _("已登记时钟读数，此后半天内的采集按它校正。"))
            return redirect("devices:device", pk)
    return _page(request, device, clock_form=form)


@require_POST
def name_volume(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which volume label the dock knows the device."""
    person, device = _person(request), _device(request, pk)
    require(person, MANAGE)
    form = forms.VolumeForm(request.POST)
    if form.is_valid():
        actions.name_volume(person, device, form.cleaned_data["volume_label"])
        messages.success(request, _("已登记卷标。"))
        return redirect("devices:device", pk)
    return _page(request, device, volume_form=form)


def _readings(device: Device) -> list[tuple[ClockReading, str]]:
    """The latest readings of the clock, each with the words for what it was concluded from."""
    words = {source.value: _(source.label) for source in OffsetSource}
    return [(one, words.get(one.source, one.source)) for one in queries.readings_of(device)[:READINGS]]


def _page(request: HttpRequest, device: Device, **bound: Form) -> HttpResponse:
    person, now = _person(request), outside().clock.now()
    may_write = device.agency_id == person.unit.agency_id
    context = {
        "device": device,
        "checks": queries.checks_of(device)[:HISTORY],
        "faults": queries.faults_of(device)[:HISTORY],
        "history": [(entry, kind_of(entry.kind)) for entry in _history(device)],
        "may_manage": may_write and person.may(MANAGE),
        "may_check": may_write and device.in_service and person.may(CHECK),
        "may_report": may_write and person.may(REPORT_FAULT),
        "check_form": forms.CheckForm(initial={"at": now}),
        "fault_form": forms.FaultForm(initial={"found_at": now}),
        "readings": _readings(device),
        "may_read_clock": may_write and device.in_service and person.may(READ_CLOCK),
        "clock_form": forms.ClockForm(initial={"shown": now}),
        "volume_form": forms.VolumeForm(initial={"volume_label": device.volume_label}),
        "holder_form": forms.HolderForm(device.agency),
        **bound,
    }
    return render(request, "devices/device.html", context, status=422 if bound else 200)


def _history(device: Device) -> QuerySet[Entry]:
    return entries_about("device", str(device.pk)).reverse()[:HISTORY]


def _device(request: HttpRequest, pk: int) -> Device:
    return get_object_or_404(queries.visible_to(_person(request)), pk=pk)


def _person(request: HttpRequest) -> Person:
    """Who asks: everybody here is signed in (LoginRequiredMiddleware)."""
    return cast("Person", request.user)
