"""Every form of the law folder can be filled, checked, signed, printed and put in force."""

from __future__ import annotations

import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.apps.documents.models import Series
from liuhen.apps.documents.queries import left_over
from liuhen.apps.documents.tests.conftest import OFFICERS, said_in
from liuhen.core.forms.digest import form_digest
from liuhen.core.forms.form import Field, FieldKind, Form
from liuhen.ports.outside import outside

TEXTS = {
    FieldKind.LONG_TEXT: "第一行\n第二行 #不是 *命令*",
    FieldKind.WHOLE: "2",
    FieldKind.MONEY: "100.00",
    FieldKind.DAY: "2026-11-20",
    FieldKind.MOMENT: "2026-11-20T09:30",
    FieldKind.TICK: "yes",
    FieldKind.IDENTITY_NUMBER: "11010519491231002X",
    FieldKind.CREDIT_CODE: "91350100M000100Y43",
    FieldKind.TELEPHONE: "020-12345678",
    FieldKind.PERSON: "陈立",
    FieldKind.OPINION: "同意",
}


def _example(field: Field):
    """Something right for a field."""
    match field.kind:
        case FieldKind.CHOICE:
            return field.choices[0]
        case FieldKind.CHOICES:
            return list(field.choices[: field.at_least or 1])
        case FieldKind.PEOPLE:
            return ["林一鸣", "陈立"]
        case FieldKind.OFFICERS:
            return OFFICERS
        case FieldKind.TABLE:
            row = {column.key: TEXTS.get(column.kind, "示例") for column in field.columns}
            return [row] * (field.at_least or 1)
        case FieldKind.DIALOGUE:
            return [{"question": "姓名？", "answer": "吴某"}]
        case FieldKind.SEAL:
            return ""
    return TEXTS.get(field.kind, "示例")


def _counted(form: Form, content):
    """The content with the votes of all who were there for the first answer."""
    for tally in form.tallies:
        given = [str(len(content[tally.rows_of])), *("0" for _ in tally.fields[1:])]
        content |= dict(zip(tally.fields, given, strict=True))
    return content


@pytest.mark.parametrize("code", sorted(DiskLawFolder().forms()))
def test_every_form_comes_into_force_with_everything_filled_in(world, code):
    form = outside().law.forms()[code]
    world.seal()
    content = _counted(form, {field.key: value for field in form.fields if (value := _example(field))})
    document = world.in_force(code, content)
    paper = said_in(document)
    assert paper.content == content
    assert paper.form_digest == form_digest(form)
    assert bool(paper.number) == bool(form.numbered) == Series.objects.filter(form=code, last=1).exists()
    assert {field.matter for field in form.fields if field.matter and field.key in content} <= set(document.matters)
    assert left_over(paper.draft) == {}
