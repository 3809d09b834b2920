"""Running numbers 文号: one series for each agency, kind of document and year, without gaps.

A number is taken in the transaction that puts its document in force, under a lock on the series: what is rolled back
has taken none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from liuhen.apps.documents import entries
from liuhen.apps.documents.models import Series
from liuhen.apps.documents.permissions import SET_WORDS
from liuhen.apps.documents.permits import require
from liuhen.apps.documents.standing import form_named
from liuhen.apps.journal.actions import About, What, record
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.forms.form import Form

LONGEST_WORD = 40
_WORD = re.compile(r"[^\s0-9０-９〔〕\[\]（）()号第\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Number:
    """The number a document would bear: its place in the series, and as printed."""

    serial: int
    text: str


def next_number(agency: Agency, form: Form, year: int) -> Number | None:
    """The number the next document of this kind would bear; None when the form bears none. Nothing is taken."""
    if form.numbered is None:
        return None
    series = Series.objects.filter(agency=agency, form=form.document, year=year).first()
    word = series.word if series else _word_for(agency, form, year)
    return _number(word, year, series.last + 1 if series else 1)


@dataclass(frozen=True, slots=True)
class NumberWord:
    """The running numbers of one kind of document in a year: the last one given (0: none), and the next as printed."""

    form: Form
    given: int
    next: str


def numbers_in(agency: Agency, year: int) -> list[NumberWord]:
    """The numbers of every kind of document that bears one; those begun first, then as the national set has them."""
    latest = {one.form: one for one in Series.objects.filter(agency=agency, year__lte=year).order_by("year")}
    begun = {form: one.last for form, one in latest.items() if one.year == year}
    numbered = [form for form in outside().law.forms().values() if form.numbered]
    found = []
    for form in sorted(numbered, key=lambda one: (one.document not in begun, one.number is None, one.number or 0)):
        word = latest[form.document].word if form.document in latest else _own_word(agency, form)
        given = begun.get(form.document, 0)
        found.append(NumberWord(form, given, _number(word, year, given + 1).text))
    return found


def locked_series(agency: Agency, form: Form, year: int) -> Series:
    """The series, held until the transaction ends; begun with the word of the year before, or the form's own."""
    ours = {"agency": agency, "form": form.document, "year": year}
    held = Series.objects.select_for_update(of=("self",))
    if (standing := held.filter(**ours).first()) is not None:
        return standing
    return held.get_or_create(**ours, defaults={"word": _free_word(agency, form, year)})[0]


def take(series: Series) -> Number:
    """Take the next number of a locked series."""
    series.last += 1
    series.save(update_fields=["last"])
    return _number(series.word, series.year, series.last)


def _number(word: str, year: int, serial: int) -> Number:
    return Number(serial, f"{word}〔{year}〕{serial}号")


def _word_for(agency: Agency, form: Form, year: int) -> str:
    before = Series.objects.filter(agency=agency, form=form.document, year__lt=year).order_by("-year").first()
    if before is not None:
        return before.word
    return _own_word(agency, form)


def _own_word(agency: Agency, form: Form) -> str:
    """The word of a kind of document for which none was set: the agency's first two signs, and the form's own."""
    return f"{agency.name[:2]}{form.numbered.word if form.numbered else ''}"


def _free_word(agency: Agency, form: Form, year: int) -> str:
    """The word of a series to be begun; ValidationError when another kind of document has it already."""
    word = _word_for(agency, form, year)
    other = Series.objects.filter(agency=agency, year=year, word=word).exclude(form=form.document).first()
    if other is not None:
        raise ValidationError(f"《{form.title}》的文号代字“{word}”已被另一种文书使用，请先由负责人设置本文书的代字。")
    return word


def set_word(by: Person, form: str, year: int, word: str) -> Series:
    """Set the word 代字 that the numbers of a kind of document bear in a year, before the first of them is given."""
    require(by, SET_WORDS)
    return word_set(by, by.unit.agency, form, year, word)


@transaction.atomic
def word_set(by: Person | None, agency: Agency, form: str, year: int, word: str) -> Series:
    """The same for any agency; `by` None: on the command line."""
    found, word = form_named(form), word.strip()
    if found is None or found.numbered is None:
        raise ValidationError({"form": "这种文书不编文号，请从列表中选择。"})
    if not _WORD.fullmatch(word) or len(word) > LONGEST_WORD:
        raise ValidationError({"word": f"代字只写汉字或者字母，不写年份、括号、“第”和“号”，最多 {LONGEST_WORD} 字。"})
    if not 2000 <= year <= 2100:
        raise ValidationError({"year": "请填写四位的年份。"})
    series = _with_word(agency, found, year, word)
    about = About(kind="series", id=str(series.pk), label=f"{found.title} {year}")
    record(entries.WORD_SET, by, about, What(data={"word": word}, rows=[series]))
    return series


def _with_word(agency: Agency, form: Form, year: int, word: str) -> Series:
    try:
        with transaction.atomic():
            series, _new = Series.objects.select_for_update(of=("self",)).get_or_create(
                agency=agency, form=form.document, year=year, defaults={"word": word}
            )
            if series.word != word and series.last:
                raise ValidationError({"word": f"{year} 年已编到第 {series.last} 号，代字不能再改；请为下一年度设置。"})
            series.word = word
            series.save(update_fields=["word"])
    except IntegrityError as error:
        raise ValidationError({"word": f"“{word}”已是另一种文书 {year} 年的代字，请换一个。"}) from error
    return series
