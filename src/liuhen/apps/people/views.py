"""Signing in and out, and the person's own page."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from liuhen.apps.people.actions import note_sign_in, note_sign_out
from liuhen.apps.people.forms import SignInForm
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import all_rights


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in; each success and failure is journalled."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Open the session and journal it."""
        person = form.get_user()
        if isinstance(person, Person):
            note_sign_in(person)
        return super().form_valid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session and journal it."""
    if isinstance(request.user, Person):
        note_sign_out(request.user)
    logout(request)
    return redirect("sign-in")


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show who I am to the system and what my roles allow."""
    person = request.user
    rights = [right for right in all_rights() if isinstance(person, Person) and person.may(right)]
    return render(request, "people/me.html", {"rights": rights})
