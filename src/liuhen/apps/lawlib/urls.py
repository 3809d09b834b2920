"""Addresses of the room: the shelf, drafts, a text, its official wording, an article of it."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.lawlib import draft_views, views

app_name = "lawlib"
urlpatterns = [
    path("", views.shelf, name="list"),
    # drafts; their words are no ids of texts (drafts.RESERVED)
    path("drafts/", draft_views.list_drafts, name="drafts"),
    path("drafts/new/", draft_views.new_draft, name="draft-new"),
    path("drafts/<int:key>/", draft_views.draft, name="draft"),
    path("drafts/<int:key>/files/", draft_views.draft_files, name="draft-files"),
    path("drafts/<int:key>/cases/", draft_views.draft_cases, name="draft-cases"),
    path("drafts/<int:key>/diff/", draft_views.draft_diff, name="draft-diff"),
    path("drafts/<int:key>/submit/", draft_views.submit_draft, name="draft-submit"),
    path("drafts/<int:key>/take-back/", draft_views.take_back_draft, name="draft-take-back"),
    path("drafts/<int:key>/drop/", draft_views.drop_draft, name="draft-drop"),
    path("drafts/<int:key>/decide/", draft_views.decide_draft, name="draft-decide"),
    # a text
    path("<slug:text>/", views.text, name="text"),
    path("<slug:text>/wording/", views.wording, name="wording"),
    path("<slug:text>/wording/<int:key>/", views.wording_file, name="wording-file"),
    path("<slug:text>/<int:article>/", views.article, name="article"),
]
