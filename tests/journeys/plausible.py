"""What a clerk writes where a form asks for something and the program knows nothing: short, lawful, checked digits."""

from __future__ import annotations

from datetime import datetime

from liuhen.core.forms.form import Column, Field, FieldKind

IDENTITY, CREDIT, TELEPHONE = "11010519491231002X", "91350100M000100Y43", "13800138000"
LINES: dict[FieldKind, str] = {
    FieldKind.WHOLE: "1",
    FieldKind.MONEY: "200.00",
    FieldKind.IDENTITY_NUMBER: IDENTITY,
    FieldKind.CREDIT_CODE: CREDIT,
    FieldKind.TELEPHONE: TELEPHONE,
    FieldKind.OPINION: "同意承办人意见。",
}


def line(field: Field | Column, now: datetime) -> str:
    """Words, a number, a day or a moment for a field or for one cell of a table."""
    if field.kind is FieldKind.DAY:
        return f"{now:%Y-%m-%d}"
    if field.kind is FieldKind.MOMENT:
        return f"{now:%Y-%m-%dT%H:%M}"
    if field.kind is FieldKind.LONG_TEXT:
        return f"经核实，{field.label}如案卷材料所载，当事人没有异议。"
    return LINES.get(field.kind, f"{field.label}见案卷")
