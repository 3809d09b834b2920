"""The sign-in form, which refuses for a while after repeated failures."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liuhen.apps.people.actions import note_failed_sign_in
from liuhen.apps.people.queries import failed_sign_ins

FAILURES_MAX = 5


class SignInForm(AuthenticationForm):
    """Name and password. After five failures within a quarter of an hour the name is refused until that has passed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the fields as people call them."""
        super().__init__(*args, **options)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")

    def clean(self) -> dict[str, Any]:
        """Check the password, unless the name has failed too often; journal each failure."""
        username = self.cleaned_data.get("username", "")
        if failed_sign_ins(username) >= FAILURES_MAX:
            raise ValidationError(gettext("这个登录名连续输错太多次，请 15 分钟后再试，或请安全管理员重设密码。"))
        try:
            return super().clean()
        except ValidationError:
            note_failed_sign_in(username)
            raise ValidationError(gettext("登录名或密码不对。请核对大小写后重新输入。")) from None
