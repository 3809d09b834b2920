"""Who is signed in: read with unit and agency at once, which every page and every journal entry asks for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from liuhen.apps.people.models import Person


class WithUnit(ModelBackend):
    """Names and passwords as Django checks them."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person with this key, if they may still sign in."""
        person = Person.objects.select_related("unit__agency").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
