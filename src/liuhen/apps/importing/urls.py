"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.importing import scan_views, views

app_name = "importing"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/bring/", views.bring, name="bring"),
    path("<int:pk>/findings/", views.findings, name="findings"),
    path("scans/", scan_views.scans, name="scans"),
    path("scans/<int:pk>/", scan_views.batch, name="batch"),
    path("scans/<int:pk>/add/", scan_views.add, name="add_scans"),
    path("scans/<int:pk>/attach/", scan_views.attach, name="attach_scans"),
]
