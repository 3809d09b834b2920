"""The map of addresses: the frame's own pages, then one folder per room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from liuhen.site import views

ROOMS = [
    ("", "people"),
    ("law/", "lawlib"),
    ("devices/", "devices"),
    ("recordings/", "recordings"),
    ("recordings/", "review"),
    ("docking/", "docking"),
    ("findings/", "findings"),
    ("duties/", "duties"),
    ("", "documents"),
    ("access/", "access"),
    ("", "parties"),
    ("", "goods"),
    ("", "archiving"),
    ("importing/", "importing"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("standing/<slug:text>/", views.standing, name="standing"),
    path("standing/<slug:text>/<int:article>/", views.article_standing, name="article-standing"),
    path("cases/", include("liuhen.site.case_urls")),  # the list and page of a case are made by duties
    path("language/", login_not_required(set_language), name="set_language"),
    *(path(prefix, include(f"liuhen.apps.{room}.urls")) for prefix, room in ROOMS),
]

handler400 = "liuhen.site.views.bad_request"
handler403 = "liuhen.site.views.forbidden"
handler404 = "liuhen.site.views.not_found"
handler500 = "liuhen.site.views.broken"
