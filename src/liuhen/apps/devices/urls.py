"""The room's addresses, below /devices/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.device_list, name="list"),
    path("new/", views.new_device, name="new"),
    path("<int:pk>/", views.device_page, name="device"),
    path("<int:pk>/checks/", views.check, name="check"),
    path("<int:pk>/faults/", views.fault, name="fault"),
    path("<int:pk>/faults/<int:fault>/report/", views.report, name="report"),
    path("<int:pk>/holder/", views.hand_over, name="hand-over"),
    path("<int:pk>/clock/", views.read_clock, name="read-clock"),
    path("<int:pk>/volume/", views.name_volume, name="name-volume"),
    path("<int:pk>/out/", views.take_out, name="take-out"),
]
