"""The room's addresses, below /recordings/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.recordings import list_views, upload_views, views

app_name = "recordings"
urlpatterns = [
    path("", list_views.recording_list, name="list"),
    path("unlinked/", list_views.unlinked, name="unlinked"),
    path("unlinked/accept/", list_views.accept, name="accept"),
    path("steps/", list_views.steps_without, name="steps"),
    path("sidecars/", list_views.sidecars, name="sidecars"),
    # intake
    path("upload/", upload_views.upload, name="upload"),
    path("upload/<int:pk>/", upload_views.intake_page, name="intake"),
    path("upload/<int:pk>/ticket", upload_views.ticket, name="ticket"),
    path("upload/<int:pk>/files", upload_views.register, name="register"),
    path("upload/<int:pk>/over", upload_views.over, name="over"),
    path("rejected/", upload_views.rejected_lane, name="rejected"),
    path("rejected/<int:pk>/bytes", upload_views.fetch_rejected, name="fetch-rejected"),
    # one recording; its page is in the room of review
    path("<int:pk>/links/", views.link, name="link"),
    path("<int:pk>/time/", views.state_time, name="state-time"),
    path("<int:pk>/evidence/", views.use_as_evidence, name="evidence"),
    path("<int:pk>/keeping/", views.keep, name="keep"),
    path("<int:pk>/filed/", views.file_recording, name="file"),
    path("<int:pk>/film/", views.name_film, name="name-film"),
    path("<int:pk>/film/end/", views.end_pairing, name="end-pairing"),
    path("links/<int:pk>/end/", views.unlink, name="unlink"),
    path("links/<int:pk>/end-filming/", views.unlink_session, name="unlink-session"),
]
