"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.archiving import views

app_name = "archiving"
urlpatterns = [
    path("cases/<int:key>/volume/", views.volume, name="volume"),
    path("archiving/", views.list_volumes, name="list"),
    path("archiving/fonds/", views.fonds, name="fonds"),
    path("archiving/volumes/<int:key>/", views.volume_file, name="volume-file"),
]
