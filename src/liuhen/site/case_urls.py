"""Addresses below /cases/: the forms of cases joined with the list and the page of a case, which duties makes."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.cases.urls import urlpatterns as forms
from liuhen.apps.duties import views

app_name = "cases"
urlpatterns = [
    path("", views.list_cases, name="list"),
    path("<int:key>/", views.show_case, name="case"),
    *forms,
]
