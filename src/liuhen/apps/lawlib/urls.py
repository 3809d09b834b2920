"""Addresses of the room: the shelf, a text, an article of it."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.lawlib import views

app_name = "lawlib"
urlpatterns = [
    path("", views.shelf, name="list"),
    path("<slug:text>/", views.text, name="text"),
    path("<slug:text>/<int:article>/", views.article, name="article"),
]
