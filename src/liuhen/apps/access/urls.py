"""Addresses of the room, below /access/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.access import views

app_name = "access"
urlpatterns = [
    path("", views.list_requests, name="list"),
    path("ask/", views.ask, name="ask"),
    path("<int:key>/decide/", views.decide, name="decide"),
    path("cases/<int:key>/package/", views.package, name="package"),
]
