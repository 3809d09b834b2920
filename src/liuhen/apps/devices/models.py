"""Cameras and what happened to them."""

from __future__ import annotations

from django.db import models

from liuhen.apps.journal.seals import sealed


@sealed
class Device(models.Model):
    """A recording device 执法记录设备. Kind and functions are codes of law/_vocabulary."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="devices")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="devices")
    holder = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="devices")
    number = models.CharField("设备编号", max_length=40)
    kind = models.CharField("设备种类", max_length=40, default="body_camera")
    model = models.CharField("型号", max_length=80, blank=True)
    serial = models.CharField("序列号", max_length=80, blank=True)
    volume_label = models.CharField("卷标", max_length=40, blank=True)
    functions = models.JSONField("功能", default=list)
    battery_minutes = models.PositiveIntegerField("续航分钟", null=True)
    in_service = models.BooleanField("在用", default=True)

    sealed_later = frozenset({"volume_label"})

    class Meta:
        """A number once per agency; found by how number or serial number begin."""

        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="device_number_once")]
        indexes = [
            models.Index(
                fields=["agency", "number"], name="device_by_number", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
            models.Index(
                fields=["agency", "serial"], name="device_by_serial", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        """Show its number."""
        return self.number


@sealed
class DeviceCheck(models.Model):
    """A check before use 使用前检查; `items` are codes of law/_vocabulary. Times are those the officer states."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="checks")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, null=True, related_name="device_checks")
    at = models.DateTimeField("检查时间")
    items = models.JSONField("检查项目", default=list)

    class Meta:
        """Checks for no particular step are found by device and time: a camera has thousands over its life."""

        indexes = [models.Index(fields=["device", "at"], name="loose_check", condition=models.Q(step=None))]


@sealed
class DeviceFault(models.Model):
    """A fault 设备故障 and when the administrator was told."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="faults")
    reporter = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField("发现时间")
    reported_at = models.DateTimeField("报告时间", null=True)
    description = models.TextField("情况", blank=True)


@sealed
class ClockReading(models.Model):
    """A reading of a device's clock against true time 校时记录. `offset_ms`: how far the device runs ahead."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="clock_readings")
    at = models.DateTimeField("读取时间")
    offset_ms = models.BigIntegerField("偏差（毫秒）")
    error_ms = models.BigIntegerField("误差（毫秒）")
    source = models.CharField("依据", max_length=30)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Found by device and time: a camera is read at every docking."""

        indexes = [models.Index(fields=["device", "at"], name="reading_by_device")]

    @property
    def size_ms(self) -> int:
        """How far the clock is off, to whichever side."""
        return abs(self.offset_ms)
