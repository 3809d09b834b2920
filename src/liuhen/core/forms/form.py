"""A form of a document 文书式样 as its file in law/_forms describes it: fields in order, signatures, origin.

The file says what is asked and how it is printed; nothing about it is written in Python. A province refines a form by a
file of its own with the same document and a later version.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Constraint

from liuhen.core.deadlines.units import Unit
from liuhen.core.lawbook.fields import Code, Day, Flag, Model, Text, Whole, word
from liuhen.core.terms.labels import Term


class FieldKind(Term):
    """What may stand in a field."""

    TEXT = "text", "一行文字"
    LONG_TEXT = "long_text", "多行文字"
    WHOLE = "whole", "整数"
    MONEY = "money", "金额"
    DAY = "day", "日期"
    MOMENT = "moment", "时间"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    TICK = "tick", "勾选"
    IDENTITY_NUMBER = "identity_number", "公民身份号码"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    TELEPHONE = "telephone", "电话"
    PERSON = "person", "本机关人员"
    PEOPLE = "people", "本机关人员（多人）"
    OFFICERS = "officers", "执法人员及证号"
    TABLE = "table", "清单"
    DIALOGUE = "dialogue", "问答"
    OPINION = "opinion", "意见"
    SEAL = "seal", "印章和日期"


class Fill(Term):
    """What the program knows and puts into a field before anybody types."""

    CASE_NUMBER = "case_number", "案号"
    CAUSE = "cause", "案由"
    CASE_SOURCE = "case_source", "案件来源"
    AGENCY = "agency", "执法部门"
    PARTY = "party", "当事人"
    PARTY_NAME = "party_name", "个人姓名"
    PARTY_SEX = "party_sex", "性别"
    PARTY_AGE = "party_age", "年龄"
    PARTY_IDENTITY = "party_identity", "身份证件号"
    PARTY_ADDRESS = "party_address", "住址"
    PARTY_TELEPHONE = "party_telephone", "联系电话"
    PARTY_EMPLOYER = "party_employer", "工作单位及职务"
    FIRM_NAME = "firm_name", "单位名称"
    FIRM_ADDRESS = "firm_address", "单位地址"
    FIRM_TELEPHONE = "firm_telephone", "单位联系电话"
    FIRM_HEAD = "firm_head", "法定代表人"
    FIRM_CODE = "firm_code", "统一社会信用代码"
    ASKED_NAME = "asked_name", "被询问人、现场人员姓名"
    ASKED_SEX = "asked_sex", "被询问人、现场人员性别"
    ASKED_AGE = "asked_age", "被询问人、现场人员年龄"
    ASKED_IDENTITY = "asked_identity", "被询问人、现场人员身份证件号"
    ASKED_TELEPHONE = "asked_telephone", "被询问人、现场人员联系电话"
    ASKED_EMPLOYER = "asked_employer", "被询问人、现场人员单位及职务"
    ASKED_ADDRESS = "asked_address", "被询问人、现场人员联系地址"
    ASKED_RELATION = "asked_relation", "被询问人、现场人员与案件关系"
    VEHICLE_NUMBER = "vehicle_number", "车（船）号"
    VEHICLE_KIND = "vehicle_kind", "车（船）型"
    PLACE = "place", "地点"
    START = "start", "开始时间"
    END = "end", "结束时间"
    OFFICERS = "officers", "执法人员"
    RECORDER = "recorder", "记录人"
    FACTS = "facts", "违法事实"
    PROVISION = "provision", "违反的规定"
    PENALTY_BASIS = "penalty_basis", "处罚依据"
    PENALTY = "penalty", "处罚内容"
    FINE = "fine", "罚款金额"
    BANK = "bank", "银行"
    ACCOUNT = "account", "账号"
    RECONSIDERATION = "reconsideration", "行政复议机关"
    COURT = "court", "人民法院"
    CONTACT = "contact", "联系人"
    CONTACT_ADDRESS = "contact_address", "联系地址"
    CONTACT_TELEPHONE = "contact_telephone", "联系电话"
    POSTCODE = "postcode", "邮编"
    EARLIER_NUMBER = "earlier_number", "在先文书的案号"
    EARLIER_DAY = "earlier_day", "在先文书的日期"
    EARLIER_CONTENT = "earlier_content", "在先文书的内容"
    RECUSAL_PERSON = "recusal_person", "申请回避的对象"
    RECUSAL_ASKER = "recusal_asker", "回避申请人"
    RECUSAL_WAY = "recusal_way", "回避提出方式"
    RECUSAL_DAY = "recusal_day", "回避申请日期"
    RECUSAL_REASON = "recusal_reason", "回避理由"
    RECUSAL_OUTCOME = "recusal_outcome", "回避决定"
    RECUSAL_WORDS = "recusal_words", "回避决定的理由"
    GOODS = "goods", "财物清单"
    EVIDENCE = "evidence", "证据清单"


class Use(Term):
    """Whom a document is for."""

    EXTERNAL = "external", "外部"
    INTERNAL = "internal", "内部"


class Origin(Term):
    """Where a form comes from; the first are prescribed nationally, the others refine or supplement."""

    NATIONAL = "national", "交通运输部文书式样"
    REQUIRED = "required", "规定要求而没有部颁式样"
    PROVINCE = "province", "省级细化式样"
    COMMON = "common", "通用"


class Way(Term):
    """How somebody confirms a document."""

    SIGNS = "signs", "签名"
    SIGNS_EACH_PAGE = "signs_each_page", "逐页签名"
    SIGNS_AND_DATES = "signs_and_dates", "签名和日期"
    STATES_AND_SIGNS = "states_and_signs", "写明意见并签名"
    SEALS = "seals", "加盖印章和日期"


class Basis(Model):
    """The rule a document rests on: an article of a text here, or of a law that is not kept as a text."""

    article: Whole
    text: Text | None = None
    law: Text | None = None


class Limit(Model):
    """The largest sum a field may hold, in yuan, by an article of a law.

    `when` names a field that must be filled for it, `is_` what must stand there.
    """

    most: Whole
    law: Text
    article: Whole
    when: Code | None = None
    is_: Annotated[Text | None, Constraint(alias="is")] = None


class Within(Basis):
    """How long after an earlier moment of the same document this one may lie, by an article.

    It runs from the first of `from_` that is filled. What is late may be written down all the same where the field
    `unless` says why: a document tells what happened.
    """

    amount: Whole
    unit: Annotated[Unit, word(Unit)]
    from_: Annotated[tuple[Code, ...], Constraint(alias="from", min_length=1)]
    unless: Code | None = None


class NeededWhen(Model):
    """Another field, and the answers there that make this one necessary."""

    field: Code
    is_: Annotated[tuple[Text, ...], Constraint(alias="is", min_length=1)]


class Apart(Basis):
    """Nobody named in one of `fields` may be named in one of `from_`, by an article."""

    fields: Annotated[tuple[Code, ...], Constraint(min_length=1)]
    from_: Annotated[tuple[Code, ...], Constraint(alias="from", min_length=1)]


class TakesPart(Model):
    """In which role who is named in a field takes part in a step of a kind: the law may keep them out of it."""

    step: Code
    role: Code


class Convenes(Model):
    """A step of this kind is to be held at the moment the field names, and people are told of it by an event.

    `told_by` is that event ("milestone:hearing_notified"), which the law may ask for so long ahead.
    """

    step: Code
    told_by: Text


class Tally(Model):
    """Whole numbers that together are as many as a table has rows: votes, of those who were present."""

    fields: Annotated[tuple[Code, ...], Constraint(min_length=1)]
    rows_of: Code


class Column(Model):
    """A column of a table field. `names`: documents of these kinds are named in it, which the document is about."""

    key: Code
    label: Text
    kind: Annotated[FieldKind, word(FieldKind)] = FieldKind.TEXT
    names: tuple[Code, ...] = ()


class Field(Model):
    """One thing to be written. `matter` is what the document sets down when it is filled (vocabulary `matters`).

    `earlier` names the document whose number, day or content fills it. `at_least` is how many officers or rows it
    needs; `limits` bound a sum of money, `within` a day or moment. `needed_when`: the answers elsewhere that make it
    necessary. `appoints`: the day or moment stands on the calendar of the case; `convenes`: a step is held then.
    `takes_part`: what who is named here does in such a step. `added`: no part of the prescribed form; printed only
    where it says something.
    """

    key: Code
    label: Text
    kind: Annotated[FieldKind, word(FieldKind)]
    required: Flag = False
    group: Text | None = None
    choices: tuple[Text, ...] = ()
    columns: tuple[Column, ...] = ()
    fills: Annotated[Fill | None, word(Fill)] = None
    earlier: Code | None = None
    matter: Code | None = None
    at_least: Whole | None = None
    limits: tuple[Limit, ...] = ()
    within: Within | None = None
    needed_when: NeededWhen | None = None
    appoints: Flag = False
    convenes: Convenes | None = None
    takes_part: TakesPart | None = None
    added: Flag = False
    help: Text | None = None


class Lasting(Model):
    """A situation (vocabulary) that the document says lasts from one field, a day or moment, to another.

    `of`: the kinds of step it is about, where the document belongs to one; else it is about the whole case. With
    `where` it lasts only when that field says one of `says`.
    """

    situation: Code
    from_: Annotated[Code, Constraint(alias="from")]
    until: Code
    of: tuple[Code, ...] = ()
    where: Code | None = None
    says: tuple[Text, ...] = ()


class Signature(Model):
    """Who confirms the document, and how. `optional`: only where there is such a person; `at_least` how many sign.

    `matters` are what the document sets down once somebody confirmed it there, `refusal` what it sets down when
    somebody refused (vocabulary `matters`). Without `refusal` nobody's refusal stands for the signature.
    """

    who: Text
    how: Annotated[Way, word(Way)]
    optional: Flag = False
    at_least: Whole | None = None
    matters: tuple[Code, ...] = ()
    refusal: tuple[Code, ...] = ()
    note: Text | None = None


class Numbering(Model):
    """The document bears a running number 文号 of agency and year; `word` tells its kind in it (罚, 强措 …)."""

    word: Text


class Form(Model):
    """A form. `number` is its place in the national set; `version` the day from which this wording of it is used.

    `numbered`: it bears a running number. `second_reader`: another person than the last writer checks it. `apart`: who
    may not be named in two places at once. `tallies`: numbers that add up to the rows of a table. `happened`: which of
    the matters it sets down occurred in its step (vocabulary `matters`).
    """

    document: Code
    title: Text
    number: Whole | None = None
    version: Day | None = None
    origin: Annotated[Origin, word(Origin)]
    use: Annotated[Use, word(Use)] = Use.EXTERNAL
    stage: Text
    province: Text | None = None
    basis: tuple[Basis, ...] = ()
    numbered: Numbering | None = None
    second_reader: Flag = False
    fields: Annotated[tuple[Field, ...], Constraint(min_length=1)]
    signatures: tuple[Signature, ...] = ()
    lasts: tuple[Lasting, ...] = ()
    apart: tuple[Apart, ...] = ()
    tallies: tuple[Tally, ...] = ()
    happened: tuple[Code, ...] = ()
    note: Text | None = None

    def field(self, key: str) -> Field | None:
        """The field of this key."""
        return next((one for one in self.fields if one.key == key), None)
