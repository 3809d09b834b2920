"""Writing a case into its file: its rows by name, the bytes they speak of, and the digest of every part."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from liuhen.apps.cases.queries import case_by_number
from liuhen.apps.devices.models import Device
from liuhen.apps.duties.queries import dossier_of, plain_data
from liuhen.apps.importing.actions import note_export
from liuhen.apps.people.models import Person, Unit
from liuhen.apps.people.queries import roles_of
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.site.carrying.names import NAMED, Names, plain
from liuhen.site.carrying.tables import DIGESTS, TABLES, Carried

if TYPE_CHECKING:
    from django.db.models import Field

    from liuhen.apps.cases.models import Case

FORMAT = "liuhen-case/1"
CASE, MANIFEST, OBJECTS = "case.json", "manifest.json", "objects/"
PIECE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class CaseFileRefused(LiuhenError):
    """A case can't be carried as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What was written: how many rows and objects, and how many recordings stayed behind."""

    rows: int
    objects: int
    recordings_left: int


def export_case(number: str, target: Path, *, recordings: bool, purpose: str) -> Packed:
    """Write the case of this number into a file. `recordings`: with their originals; else without any of them."""
    case = case_by_number(number)
    if case is None:
        raise CaseFileRefused(f"没有案号为“{number}”的案件。请用 liuhen case list 查看案号。")
    tables = [table for table in TABLES if recordings or not table.recorded]
    found = {table.name: list(table.rows(case.pk)) for table in tables}
    digests = sorted(_digests(found))
    left = 0 if recordings else sum(table.rows(case.pk).count() for table in TABLES if table.name == "recording")
    content = {**_content(case, tables, found), "recordings_left": left}
    note_export(case, purpose, {"recordings": recordings, "objects": len(digests)})
    _write(target, content, digests)
    return Packed(rows=sum(map(len, found.values())), objects=len(digests), recordings_left=left)


def _digests(found: dict[str, list[Any]]) -> set[str]:
    return {getattr(row, column) for name, column in DIGESTS.items() for row in found.get(name, ())} - {""}


def _content(case: Case, tables: Iterable[Carried], found: dict[str, list[Any]]) -> dict[str, Any]:
    names = _names(found)
    return {
        "format": FORMAT,
        "exported_at": outside().clock.now().isoformat(),
        "from": outside().signer.name,
        "agency": {"code": case.agency.code, "name": case.agency.name},
        "number": case.number,
        "dossier": placed_dossier(case),
        "people": _people(names),
        "devices": _devices(names),
        "rows": {table.name: [_row(table, row, names) for row in found[table.name]] for table in tables},
    }


def _names(found: dict[str, list[Any]]) -> Names:
    """Places for all rows, and names for the people, units and devices they mention."""
    names = Names({name: {row.pk: place for place, row in enumerate(rows, 1)} for name, rows in found.items()})
    people, units, devices = _mentioned(found, Person), _mentioned(found, Unit), _mentioned(found, Device)
    names.people = {one.pk: one.certificate or f"@{one.username}" for one in Person.objects.filter(pk__in=people)}
    units |= set(Person.objects.filter(pk__in=people).values_list("unit", flat=True))
    names.units = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    names.devices = dict(Device.objects.filter(pk__in=devices).values_list("pk", "number"))
    return names


def _mentioned(found: dict[str, list[Any]], model: type[Model]) -> set[int]:
    return {
        key
        for rows in found.values()
        for row in rows
        for field in row._meta.concrete_fields
        if field.remote_field and field.remote_field.model is model and (key := getattr(row, field.attname))
    }


def _row(table: Carried, row: Model, names: Names) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in table.left or field.name == "agency":
            continue
        value = getattr(row, field.attname)
        if field.remote_field:
            said[field.name] = _named(table, field, names.of(field.remote_field.model, value))
        elif field.name in table.keyed:
            said[field.name] = names.keyed(table, field.name, value)
        else:
            said[field.name] = plain(value if field.name in table.verbatim else names.in_text(value))
    return said


def _named(table: Carried, field: Field[Any, Any], name: int | str | None) -> int | str | None:
    if name is None and not field.null:
        raise CaseFileRefused(f"{table.name} 的 {field.name} 不在本案之内，案件没有导出。请把这句话告知维护人员。")
    return name


def _people(names: Names) -> dict[str, dict[str, Any]]:
    roles = roles_of(names.people)
    return {
        names.people[one.pk]: {
            "name": one.name,
            "unit": names.units[one.unit_id],
            "certificate": one.certificate or "",
            "roles": sorted(role.value for role in roles.get(one.pk, ())),
            "certified": [plain(one.certificate_since), plain(one.certificate_until)],
            "qualifications": [[row.kind, plain(row.since), row.note] for row in one.qualifications.order_by("pk")],
            "suspensions": [
                [plain(row.since), plain(row.until), row.reason] for row in one.suspensions.order_by("since", "pk")
            ],
        }
        for one in Person.objects.filter(pk__in=names.people).order_by("pk")
    }


def _devices(names: Names) -> dict[str, dict[str, Any]]:
    columns = ("kind", "model", "serial", "functions", "battery_minutes")
    found = Device.objects.filter(pk__in=names.devices).order_by("pk")
    return {one.number: {column: getattr(one, column) for column in columns} for one in found}


def placed_dossier(case: Case) -> Any:
    """The dossier, in which every thing is called by its place among the things of its kind, and devices by number."""
    data = plain_data(dossier_of(case))
    seen: dict[str, set[int]] = {}
    _gather(data, seen)
    names = Names({kind: {key: place for place, key in enumerate(sorted(keys), 1)} for kind, keys in seen.items()})
    names.devices = dict(Device.objects.filter(pk__in=seen.get("device", ())).values_list("pk", "number"))
    return names.in_text(data)


def _gather(value: Any, seen: dict[str, set[int]]) -> None:
    match value:
        case str():
            if found := NAMED.fullmatch(value):
                seen.setdefault(found[1], set()).add(int(found[2]))
        case list() | tuple():
            for one in value:
                _gather(one, seen)
        case dict():
            for one in value.values():
                _gather(one, seen)


def _write(target: Path, content: dict[str, Any], digests: Iterable[str]) -> None:
    """Write beside the place and rename, so that no half file bears the name of a whole one."""
    part = target.with_name(target.name + ".part")
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    manifest = {CASE: hashlib.sha256(data).hexdigest(), **{f"{OBJECTS}{digest}": digest for digest in digests}}
    try:
        with zipfile.ZipFile(part, "w") as file:
            file.writestr(_entry(MANIFEST), json.dumps({"format": FORMAT, "sha256": manifest}, indent=1))
            file.writestr(_entry(CASE), data)
            for digest in digests:
                with (
                    outside().vault.open(digest) as kept,
                    file.open(_entry(OBJECTS + digest), "w", force_zip64=True) as to,
                ):
                    shutil.copyfileobj(kept, to, PIECE)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that is packed unless it is footage or a PDF, which would not become smaller."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_STORED if name.startswith(OBJECTS) else zipfile.ZIP_DEFLATED
    return info
