"""Addresses of the room below /duties/; the first page, the list and the page of a case are placed by the roof."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.duties import views

app_name = "duties"
urlpatterns = [
    path("cases/<int:key>/", views.column, name="column"),
    path("cases/<int:key>/determine/", views.determine, name="determine"),
]
