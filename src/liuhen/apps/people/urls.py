"""Addresses of the room: signing in and out, and the person's own page."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.people import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
]
