"""The room's addresses, below /recordings/ like those of the recordings themselves."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.review import note_views, views

app_name = "review"
urlpatterns = [
    path("<int:pk>/", views.recording_page, name="recording"),
    path("<int:pk>/view/", views.view, name="view"),
    path("<int:pk>/marks/", views.make_mark, name="mark"),
    path("<int:pk>/note/", note_views.note, name="note"),
    path("marks/<int:pk>/withdraw/", views.withdraw_mark, name="withdraw-mark"),
]
