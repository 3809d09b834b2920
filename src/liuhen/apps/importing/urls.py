"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/bring/", views.bring, name="bring"),
    path("<int:pk>/findings/", views.findings, name="findings"),
]
