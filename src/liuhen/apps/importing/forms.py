"""The form on which a table and its mapping are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from liuhen.core.importing.mapping import read_mapping
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.core.importing.mapping import MappingFile

MOST_BYTES = 200 << 20
MOST_PROBLEMS = 20
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
        label="案件表", help_text="从原系统导出的 CSV、XLSX 或者 JSON，一行一案，第一行是列名。原件存入保管库。"
    )
    mapping = forms.CharField(
        label="映射",
        widget=forms.Textarea(
            attrs={"rows": 14, "class": "form-control font-monospace", "wrap": "off", "spellcheck": "false"}
        ),
        help_text="哪一列是哪一项（YAML）。左边是本系统的项目，右边是原表的列名。",
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


def _words(line: int, message: str) -> str:
    return f"第 {line} 行：{message}" if line else message
