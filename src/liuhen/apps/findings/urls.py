"""The room's addresses, below /findings/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.findings import views

app_name = "findings"
urlpatterns = [
    path("", views.work_list, name="list"),
    path("again/", views.all_again, name="all-again"),
    path("<int:pk>/again/", views.again, name="again"),
]
