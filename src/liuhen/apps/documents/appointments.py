"""The days that documents in force set: the fields of a form that are marked `appoints` (docs/formats/form.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from liuhen.apps.documents.models import Paper
from liuhen.apps.duties.queries import Appointed
from liuhen.core.forms.content import moment_of
from liuhen.core.forms.form import FieldKind, Form
from liuhen.ports.outside import outside


def appointed_in(cases: Collection[int]) -> Mapping[int, list[Appointed]]:
    """What the documents of these cases appoint, by case, those that were corrected left out; one query."""
    forms = {code: form for code, form in outside().law.forms().items() if any(one.appoints for one in form.fields)}
    papers = Paper.objects.filter(document__case__in=cases, form__in=forms, document__replaced_by=None)
    found = defaultdict[int, list[Appointed]](list)
    for case, key, code, content in papers.values_list("document__case_id", "document_id", "form", "content"):
        found[case].extend(_appointed(forms[code], key, content))
    return found


def _appointed(form: Form, document: int, content: Mapping[str, Any]) -> Iterator[Appointed]:
    """Of a day its first moment; what is no day was written by an earlier wording of the form, and appoints nothing."""
    for field in form.fields:
        if field.appoints and (at := moment_of(content.get(field.key))):
            whole = field.kind is FieldKind.DAY
            yield Appointed(f"document:{document}/{field.key}", at, whole, field.label[:120], form.title[:120])
