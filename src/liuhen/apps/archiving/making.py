"""Making a volume: bound and printed without a lock, then entered in one transaction if the case is still the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.archiving import entries
from liuhen.apps.archiving.binding import Made, bound
from liuhen.apps.archiving.contents import Contents, contents_of, templates_for
from liuhen.apps.archiving.models import Volume
from liuhen.apps.archiving.numbering import Number, next_number, take
from liuhen.apps.archiving.permits import require_make
from liuhen.apps.archiving.queries import latest_volume
from liuhen.apps.archiving.sheets import Making
from liuhen.apps.cases.actions import File, NewDocument, register_document
from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib.queries import knows, term
from liuhen.core.volume.template import KEEPING, VolumeTemplate
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

MEANWHILE = "装订期间本案登记了新的内容，案卷没有生成。请重新立卷，新内容会一并装订。"
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVolume:
    """A volume to be made: by which template, kept how long (empty: as the template says), what is to be noted.

    `skip`: a slip stands for every file that can't be bound in.
    """

    template: str
    keeping: str = ""
    note: str = ""
    skip: bool = False


def make_volume(by: Person, case: Case, new: NewVolume) -> Volume:
    """Bind the documents of a closed case into a volume and register its catalogue as a document of the case.

    Made again, the new volume replaces the former and bears its number. ValidationError when something is missing, or
    a file can't be bound in; BindingFailed, PressFailed, VaultError when it can't be made. Then nothing has happened.
    """
    require_make(by, case)
    template = _template(case, new)
    keeping = new.keeping or template.keeping_for(case.features)
    _check(case, new, keeping)
    earlier, contents = latest_volume(case), contents_of(case, template)
    if not contents.items:
        raise ValidationError("本案还没有可以装订的文书。")
    number = next_number(case, template, keeping, earlier)
    making = Making(by=by, at=outside().clock.now(), number=number.text, keeping=keeping, note=new.note.strip())
    with bound(contents, making, skip=new.skip) as made:
        vault = outside().vault
        kept = vault.commit(vault.stage(made.bound.path))
        volume = _volume(contents, making, made, earlier)
        volume.sha256, volume.size = kept.sha256, kept.size
        return _enter(volume, contents, number, made)


def _template(case: Case, new: NewVolume) -> VolumeTemplate:
    found = next((one for one in templates_for(case) if one.id == new.template), None)
    if found is None:
        raise ValidationError({"template": "这种排列不适用于本案的程序，请从列表中选择。"})
    return found


def _check(case: Case, new: NewVolume, keeping: str) -> None:
    if not knows(KEEPING, keeping):
        raise ValidationError({"keeping": "请从列表中选择保管期限。"})
    if len(new.note) > LONGEST_NOTE:
        raise ValidationError({"note": f"情况说明最多 {LONGEST_NOTE} 字，请精简。"})
    if not case.milestones.filter(kind="closed").exists():
        closed = term("milestones", "closed")
        raise ValidationError(f"案件 {case.number} 尚未登记“{closed}”，请先登记结案再立卷。")


def _volume(contents: Contents, making: Making, made: Made, earlier: Volume | None) -> Volume:
    """The volume as it will be kept; not saved yet."""
    return Volume(
        case=contents.case,
        template=contents.template.id,
        title=contents.template.title,
        keeping=making.keeping,
        number=making.number,
        catalogue=made.catalogue,
        pages=made.pages,
        note=making.note,
        archival=made.bound.archival,
        replaces=earlier,
        made_at=making.at,
        made_by=making.by,
    )


@transaction.atomic
def _enter(volume: Volume, contents: Contents, number: Number, made: Made) -> Volume:
    """Enter what was bound, if it still holds; of two who make it at once the second is told."""
    case, by = contents.case, volume.made_by
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)
    if latest_volume(case) != volume.replaces or contents_of(case, contents.template).state != contents.state:
        raise ValidationError(MEANWHILE)
    file = File(source=[made.catalogue_pdf], name=f"卷内目录-{case.number}.pdf")
    corrects = volume.replaces.document_id if volume.replaces else None
    kind = contents.template.catalogue
    matters = tuple(sorted(outside().law.vocabulary().matters_of(kind)))
    new = NewDocument(kind=kind, made_at=volume.made_at, matters=matters, file=file, corrects=corrects)
    volume.document = register_document(by, case, new)
    rows = _numbered(volume, contents, number)
    volume.save(force_insert=True)
    about = About(kind="volume", id=str(volume.pk), label=volume.number or volume.title, case=case.number)
    data = {"sha256": volume.sha256, "pages": volume.pages, "number": volume.number, "archival": volume.archival}
    record(entries.VOLUME_MADE, by, about, What(data=data, rows=[volume, *rows]))
    return volume


def _numbered(volume: Volume, contents: Contents, number: Number) -> list[Any]:
    """Take the number that was printed; the series is the row to seal."""
    if number.serial is None:
        return []
    if volume.replaces and volume.replaces.number:
        volume.serial, volume.shelf = volume.replaces.serial, volume.replaces.shelf
        return []
    shelf = take(contents.case, contents.template, volume.keeping)
    if shelf.last != number.serial:
        raise ValidationError("另一案卷刚刚用了这个档号，案卷没有生成。请再立卷一次。")
    volume.serial, volume.shelf = shelf.last, shelf
    return [shelf]
