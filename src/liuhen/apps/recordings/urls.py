"""The room's addresses, below /recordings/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.recordings import upload_views, views

app_name = "recordings"
urlpatterns = [
    path("", views.recording_list, name="list"),
    # intake
    path("upload/", upload_views.upload, name="upload"),
    path("upload/<int:pk>/", upload_views.intake_page, name="intake"),
    path("upload/<int:pk>/ticket", upload_views.ticket, name="ticket"),
    path("upload/<int:pk>/files", upload_views.register, name="register"),
    path("rejected/", upload_views.rejected_lane, name="rejected"),
    path("rejected/<int:pk>/bytes", upload_views.fetch_rejected, name="fetch-rejected"),
    # one recording; its page is in the room of review
    path("<int:pk>/links/", views.link, name="link"),
    path("<int:pk>/evidence/", views.use_as_evidence, name="evidence"),
    path("<int:pk>/keeping/", views.keep, name="keep"),
    path("<int:pk>/filed/", views.file_recording, name="file"),
    path("links/<int:pk>/end/", views.unlink, name="unlink"),
]
