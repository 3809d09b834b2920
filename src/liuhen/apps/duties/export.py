"""Facts and verdicts as plain data: the dossier file `liuhen law check` reads, and the verdict's common shape."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import yaml

from liuhen.core.terms.facts import Dossier


def plain_data(value: Any) -> Any:
    """A fact as text, lists and mappings, the way a dossier file writes it; what is not known is left out."""
    if dataclasses.is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {field.name: plain_data(content) for field, content in pairs if _is_said(field, content)}
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return format(value.total_seconds(), "f").rstrip("0").rstrip(".")
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return {str(key): plain_data(content) for key, content in value.items()}
        case frozenset():
            return sorted(plain_data(content) for content in value)
        case tuple() | list():
            return [plain_data(content) for content in value]
        case StrEnum():
            return value.value
    return str(value)


def _is_said(field: dataclasses.Field[Any], content: Any) -> bool:
    """Whether a file has to say it: an empty list too where it means something, as an approval about the whole case."""
    if content == () and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
        return True
    return content not in (None, "", (), frozenset())


def dossier_yaml(dossier: Dossier) -> str:
    """The dossier as a file `liuhen law check` reads."""
    data = {name: content for name, content in plain_data(dossier).items() if content != {}}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
