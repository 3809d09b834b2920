"""The room's addresses, below /recordings/ like those of the recordings themselves."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.review import candidate_views, clip_views, mark_views, note_views, timeline_views, views

app_name = "review"
urlpatterns = [
    path("<int:pk>/", views.recording_page, name="recording"),
    path("<int:pk>/view/", views.view, name="view"),
    path("<int:pk>/playing/", views.playing, name="playing"),
    path("<int:pk>/lanes.json", timeline_views.timeline, name="lanes"),
    path("<int:pk>/again/", views.try_again, name="again"),
    path("<int:pk>/watched/", timeline_views.report, name="watched"),
    path("<int:pk>/beside/", timeline_views.beside, name="beside"),
    path("<int:pk>/candidates/dismiss/", candidate_views.dismiss, name="dismiss"),
    path("<int:pk>/marks/", mark_views.make_mark, name="mark"),
    path("<int:pk>/note/", note_views.note, name="note"),
    path("<int:pk>/clips/", clip_views.clip_list, name="clips"),
    path("<int:pk>/clips/cut/", clip_views.cut, name="cut"),
    path("<int:pk>/copy/", clip_views.take_original, name="take-original"),
    path("clips/<int:pk>/take/", clip_views.take_clip, name="take-clip"),
    path("marks/<int:pk>/withdraw/", mark_views.withdraw_mark, name="withdraw-mark"),
]
