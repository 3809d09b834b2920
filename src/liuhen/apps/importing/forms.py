"""The forms on which a table and its mapping, and scans, are handed in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liuhen.core.importing.mapping import TableShape, read_mapping
from liuhen.core.importing.rows import Row
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside
from liuhen.ports.tables import TableRefused

if TYPE_CHECKING:
    from liuhen.core.importing.mapping import MappingFile

MOST_BYTES = 200 << 20
MOST_LIST_BYTES = 10 << 20
MOST_PROBLEMS = 20
LIST_COLUMNS = ("文件名", "案号", "文书", "日期")
EXAMPLE = """source: 原办案系统的名称
case:
  id: 案件ID
  number: 案号
  cause: 案由
  party: 当事人
  procedure: {column: 程序, values: {一般程序: ordinary, 简易程序: summary}}
  opened_at: 登记日期
  handlers: {column: 承办人, separator: 、, otherwise: keep}
milestones: {filed: 立案日期, decided: 决定日期, closed: 结案日期}
"""


class TableForm(forms.Form):
    """A table, and the mapping that says which of its columns is what."""

    table = forms.FileField(
        label=_("案件表"), help_text=_("从原系统导出的 CSV、XLSX 或者 JSON，一行一案，第一行是列名。原件存入保管库。")
    )
    mapping = forms.CharField(
        label=_("映射"),
        widget=forms.Textarea(
            attrs={"rows": 14, "class": "form-control font-monospace", "wrap": "off", "spellcheck": "false"}
        ),
        help_text=_("哪一列是哪一项（YAML）。左边是本系统的项目，右边是原表的列名。"),
    )
    read: MappingFile

    def clean_table(self) -> Any:
        """A table of a size that can be read."""
        table = self.cleaned_data["table"]
        if table.size > MOST_BYTES:
            raise ValidationError(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件，或者用 liuhen case bring 导入。")
        return table

    def clean_mapping(self) -> str:
        """The mapping, once it can be read; else each problem with its line."""
        text = self.cleaned_data["mapping"].replace("\r\n", "\n")
        try:
            self.read = read_mapping(text, name="映射", vocabulary=outside().law.vocabulary())
        except LawError as error:
            problems = [_words(problem.line, problem.message) for problem in error.problems]
            raise ValidationError(problems[:MOST_PROBLEMS]) from None
        return str(text)


class ManyFiles(forms.ClearableFileInput):
    """A field in which several files are chosen at once."""

    allow_multiple_selected = True


class ScansForm(forms.Form):
    """By what scans are known: a list of their names, or how they are named."""

    table = forms.FileField(
        label=_("清单"),
        required=False,
        help_text=_("CSV 或者 XLSX，第一行是列名：文件名、案号、文书、日期。没有清单的，按文件名识别。"),
    )
    name = forms.CharField(
        label=_("文件名写法"),
        required=False,
        max_length=120,
        initial="{案号}_{日期}_{文书}*",
        help_text=_(
            "{案号} 也可以是原系统的标识，{文书} 是文书名称，* 是任意文字。"
            "例如“粤交罚〔2020〕1号_20200410_行政处罚决定书_1.jpg”写作 {案号}_{日期}_{文书}*。"
        ),
    )
    listed: dict[str, list[str]]

    def clean(self) -> dict[str, Any]:
        """One of the two; the list is read."""
        said = super().clean() or {}
        self.listed = {}
        if said.get("table"):
            self.listed = self._read(said["table"])
        elif not said.get("name", "").strip():
            self.add_error("name", _("请提交清单，或者写明文件怎样命名。"))
        return said

    def _read(self, table: Any) -> dict[str, list[str]]:
        if table.size > MOST_LIST_BYTES:
            self.add_error("table", f"清单超过 {MOST_LIST_BYTES >> 20} MB。")
            return {}
        try:
            return read_list(table)
        except (TableRefused, ValueError) as error:
            self.add_error("table", str(error))
            return {}


def read_list(table: Any) -> dict[str, list[str]]:
    """A list of scans that was handed in: name of the file → case, document and day as they stand there.

    TableRefused; ValueError for a list that lacks a column or says two things of one file.
    """
    with TemporaryDirectory(prefix="liuhen-list-") as folder:
        path = Path(folder) / f"list{Path(table.name).suffix}"
        path.write_bytes(table.read())
        with outside().tables.open(path, TableShape(), name=table.name) as read:
            if missing := [column for column in LIST_COLUMNS if column not in read.columns]:
                raise ValueError(f"清单没有这些列：{'、'.join(missing)}")
            return _unlike(read.rows)


def _unlike(rows: Iterable[Row]) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for row in rows:
        name, *said = (row.text(column).strip() for column in LIST_COLUMNS)
        if listed.get(name, said) != said:
            raise ValueError(f"第 {row.number} 行：“{name}”在清单中出现了两次，所写不同。")
        if name:
            listed[name] = said
    if not listed:
        raise ValueError("清单中一个文件也没有。")
    return listed


def _words(line: int, message: str) -> str:
    return f"第 {line} 行：{message}" if line else message
