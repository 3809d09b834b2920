"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.parties import views

app_name = "parties"
urlpatterns = [
    path("cases/<int:key>/parties/", views.of_case, name="of-case"),
    path("cases/<int:key>/parties/new/", views.new, name="new"),
    path("cases/<int:key>/recusals/new/", views.new_recusal, name="recusal-new"),
    path("cases/<int:key>/handlers/new/", views.new_handler, name="handler-new"),
    path("parties/<int:key>/", views.show, name="party"),
    path("parties/<int:key>/correct/", views.correct, name="correct"),
    path("parties/<int:key>/withdraw/", views.withdraw, name="withdraw"),
]
