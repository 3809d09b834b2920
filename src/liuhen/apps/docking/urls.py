"""The room's addresses, below /docking/."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.docking import views

app_name = "docking"
urlpatterns = [
    path("", views.visit_list, name="list"),
    path("<int:pk>/", views.visit_page, name="visit"),
    path("<int:pk>/clear/", views.clear, name="clear"),
    path("<int:pk>/clear/withdraw/", views.withdraw_clearing, name="withdraw-clearing"),
    path("cards/<int:pk>/", views.name_card, name="name-card"),
]
