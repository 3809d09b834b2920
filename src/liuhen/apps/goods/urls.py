"""Addresses of the room: the ledger, and the goods of a case below the case."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.goods import ledger_views, views

app_name = "goods"
urlpatterns = [
    path("goods/", ledger_views.ledger, name="ledger"),
    path("goods/file/", ledger_views.take_out, name="take-out"),
    path("goods/<int:key>/", views.item, name="item"),
    path("goods/<int:key>/correct/", views.correct, name="correct"),
    path("cases/<int:key>/goods/", views.of_case, name="of-case"),
    path("cases/<int:key>/goods/new/", views.enter, name="enter"),
    path("cases/<int:key>/goods/move/", views.move, name="move"),
]
