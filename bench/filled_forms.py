"""Every form filled with made-up words of the length they have in practice, signed and sealed with drawn images."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from liuhen.core.forms.filled import ANSWER, QUESTION, TICKED, Value
from liuhen.core.forms.form import Field, FieldKind, Form, Way
from liuhen.ports.press import Signed

STORY = "2026年11月18日9时30分，执法人员在某某南站出租车落客区检查时，发现当事人驾驶小型客车搭载乘客，车上有乘客二人。"
LINES: Mapping[FieldKind, Value] = {
    FieldKind.TEXT: "某某市某某区",
    FieldKind.LONG_TEXT: STORY * 3 + "\n以上事实有现场笔录、询问笔录、音像记录为证。",
    FieldKind.OPINION: "事实清楚，证据确凿，适用依据正确，程序合法，拟同意。",
    FieldKind.WHOLE: "7",
    FieldKind.MONEY: "30000",
    FieldKind.DAY: "2026-11-20",
    FieldKind.MOMENT: "2026-11-20T10:05:00+08:00",
    FieldKind.TICK: TICKED,
    FieldKind.IDENTITY_NUMBER: "11010519491231002X",
    FieldKind.CREDIT_CODE: "91350100M000100Y43",
    FieldKind.TELEPHONE: "13800138000",
    FieldKind.PERSON: "王某",
    FieldKind.PEOPLE: ["王某", "李某"],
    FieldKind.OFFICERS: ["王某（某执 0421001）", "李某（某执 0421002）"],
    FieldKind.DIALOGUE: [
        {QUESTION: "我们是执法人员，这是我们的证件，请看清楚。", ANSWER: "看清楚了。"},
        *[{QUESTION: "请说一说当天的经过。", ANSWER: STORY}] * 8,
    ],
}


def content_of(form: Form) -> dict[str, Value]:
    """What a handler may have written into every field."""
    return {field.key: _value(field) for field in form.fields}


def signed_by(form: Form) -> dict[int, Sequence[Signed]]:
    """Every place signed, agencies sealed."""
    stroke, seal = _stroke(), _seal()
    when = "王某　2026年11月20日10时32分"
    return {
        slot: [Signed(image=seal, when="2026年11月20日") if one.how is Way.SEALS else Signed(image=stroke, when=when)]
        for slot, one in enumerate(form.signatures)
    }


def _value(field: Field) -> Value:
    if field.kind is FieldKind.TABLE:
        return [{column.key: "1" if column.kind is FieldKind.WHOLE else "样品" for column in field.columns}] * 5
    if field.kind is FieldKind.CHOICE:
        return field.choices[0]
    if field.kind is FieldKind.CHOICES:
        return field.choices[:2]
    return LINES.get(field.kind, "")


def _stroke() -> bytes:
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    points = [(20, 120), (110, 40), (150, 160), (260, 30), (300, 150), (420, 60), (560, 140)]
    ImageDraw.Draw(image).line(points, fill=(10, 10, 40, 255), width=7, joint="curve")
    return _png(image)


def _seal() -> bytes:
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((12, 12, 588, 588), outline=(210, 20, 20, 200), width=16)
    draw.polygon(
        [
            (300, 180),
            (330, 270),
            (425, 270),
            (348, 325),
            (378, 415),
            (300, 360),
            (222, 415),
            (252, 325),
            (175, 270),
            (270, 270),
        ],
        fill=(210, 20, 20, 200),
    )
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
