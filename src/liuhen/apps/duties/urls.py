"""Addresses of the room below /duties/; the first page, the list and the page of a case are placed by the roof."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.duties import agenda_views, reminder_views, views, workbench_views

app_name = "duties"
urlpatterns = [
    path("cases/<int:key>/", views.column, name="column"),
    path("cases/<int:key>/determine/", views.determine, name="determine"),
    path("calendar/", agenda_views.calendar, name="calendar"),
    path("reminders/", reminder_views.listed, name="reminders"),
    path("reminders/read/", reminder_views.take_note, name="reminders-read"),
    path("reminders/unread/", reminder_views.unread, name="reminders-unread"),
    path("feeds/", reminder_views.subscriptions, name="feeds"),
    path("feeds/<int:key>/withdraw/", reminder_views.withdraw, name="feed-withdraw"),
    path("feed/<str:secret>.ics", reminder_views.feed, name="feed"),
    path("try/", workbench_views.try_text, name="try"),
    path("compare/", workbench_views.compare_texts, name="compare"),
]
