"""Registering an agency from the command line: checks what was typed against the vocabulary and the law folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.actions import bind_text, set_number
from liuhen.apps.lawlib.queries import knows, names_binding, numbers_of, term, text_for
from liuhen.apps.people.actions import add_agency
from liuhen.apps.people.queries import agency_coded, agency_named
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency

_CODE = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]{0,49}")


def register(name: str, *, code: str, territory: str, field: str, parent: Agency | None) -> Agency:
    """Register an agency; LiuhenError says what stands in the way and what to do."""
    if agency_named(name):
        raise LiuhenError(f"机构“{name}”早已登记，未作改动。")
    if not _CODE.fullmatch(code):
        raise LiuhenError(f"机构编码 {code} 不合要求：请用英文字母、数字和连字符，最多 50 个。")
    if agency_coded(code):
        raise LiuhenError(f"机构编码 {code} 已被使用，请换一个。")
    _check("territories", territory, "行政区划")
    _check("fields", field, "执法领域")
    return add_agency(None, code, name, territory=territory, field=field, parent=parent)


def _check(vocabulary: str, code: str, label: str) -> None:
    if code and not knows(vocabulary, code):
        raise LiuhenError(f"没有{label}代码 {code}；可用的代码见 law/_vocabulary/{vocabulary}.yaml。")


def bind_texts(agency: Agency, texts: Sequence[str]) -> None:
    """Bind the agency to texts; all are checked before the first is bound. LawError when there is no such text."""
    for text in texts:
        text_for(agency, text) or outside().law.text(text)
        if text in names_binding(agency):
            raise LiuhenError(f"{agency} 早已适用 {text}，未作改动。")
    for text in dict.fromkeys(texts):
        bind_text(None, agency, text)


def set_once(agency: Agency, key: str, value: int) -> str:
    """Set what a text leaves to the agency; give its Chinese term."""
    if not knows("numbers", key):
        raise LiuhenError(f"没有代码为 {key} 的事项；可用的代码见 law/_vocabulary/numbers.yaml。")
    before = numbers_of(agency).get(key)
    if before is not None:
        raise LiuhenError(f"{agency} 的{term('numbers', key)}早已定为 {before}，确定后不再改动。")
    set_number(None, agency, key, str(value))
    return term("numbers", key)
