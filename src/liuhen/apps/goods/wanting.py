"""What a movement needs in a case, whether it is there, and where to get it: shown before anybody fills in a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from liuhen.apps.cases.queries import approvals_of
from liuhen.apps.goods.asked import is_filmed
from liuhen.apps.goods.forms import Offer
from liuhen.apps.goods.kinds import measure_named
from liuhen.apps.lawlib.queries import term
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.goods.models import Item
    from liuhen.core.goods import MovementKind


@dataclass(frozen=True, slots=True)
class Need:
    """Something that has to be there before; `url` is where it is made, with what the button says."""

    words: str
    there: bool
    url: str = ""
    button: str = ""


def offer_for(case: Case, kind: MovementKind, items: Sequence[Item]) -> Offer:
    """What the case has for a movement of these things."""
    wanted = documents_wanted(kind, items)
    documents = case.documents.order_by("-made_at", "-pk")
    steps: QuerySet[Step] = case.steps.filter(kind__in=kind.steps).order_by("-start", "-pk")
    return Offer(
        [(item.pk, str(item)) for item in items],
        documents.filter(kind__in=wanted) if wanted else documents,
        steps,
        needed=bool(wanted),
    )


def documents_wanted(kind: MovementKind, items: Iterable[Item]) -> list[str]:
    """The kinds of document of which one has to be there for some of the things."""
    codes = (code for item in items for code in kind.documents_for(measure_named(item.measure)))
    return [*dict.fromkeys(codes)]


def needs_of(case: Case, kind: MovementKind, items: Sequence[Item], offer: Offer) -> list[Need]:
    """Everything this movement needs, in the order in which it comes about."""
    found = [_approval(case, code) for code in kind.approvals]
    if kind.steps:
        found.append(_step(case, kind, offer.steps))
    if wanted := documents_wanted(kind, items):
        found.append(_document(case, wanted, offer.documents))
    if "filmed" in kind.needs:
        found.append(_pictures(case, offer.steps))
    return found


def _approval(case: Case, code: str) -> Need:
    given = approvals_of(case).filter(kind=code, outcome="approved").exists()
    words = _("“%(what)s”的批准") % {"what": term("approvals", code)}
    return Need(words, given, _to("cases:approval-new", case, kind=code), _("提请审批"))


def _step(case: Case, kind: MovementKind, there: Sequence[Step]) -> Need:
    named = _("或者").join(f"“{term('steps', code)}”" for code in kind.steps)
    words = _("环节%(what)s") % {"what": named}
    return Need(words, bool(there), _to("cases:step-new", case, kind=kind.steps[0]), _("登记环节"))


def _document(case: Case, wanted: Sequence[str], there: Sequence[Document]) -> Need:
    named = _("或者").join(f"《{term('documents', code)}》" for code in wanted)
    written = [code for code in wanted if code in outside().law.forms()]
    url = _to("documents:write" if written else "cases:document-new", case, kind=(written or [*wanted])[:1])
    return Need(named, bool(there), url, _("制作文书") if written else _("登记文书"))


def _pictures(case: Case, steps: Sequence[Step]) -> Need:
    now = outside().clock.now()
    there = any(is_filmed(case.pk, step.pk, now) for step in steps) if steps else is_filmed(case.pk, None, now)
    url = (
        f"{reverse('recordings:upload')}?{urlencode({'step': steps[0].pk})}" if steps else reverse("recordings:upload")
    )
    return Need(_("关联到本案的照片或者录像"), there, url, _("上传音像记录"))


def _to(name: str, case: Case, **words: object) -> str:
    return f"{reverse(name, args=[case.pk])}?{urlencode(words, doseq=True)}"
