"""Addresses of the room below /duties/; the first page, the list and the page of a case are placed by the roof."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.duties import views, workbench_views

app_name = "duties"
urlpatterns = [
    path("cases/<int:key>/", views.column, name="column"),
    path("cases/<int:key>/determine/", views.determine, name="determine"),
    path("try/", workbench_views.try_text, name="try"),
    path("compare/", workbench_views.compare_texts, name="compare"),
]
