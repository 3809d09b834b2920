"""The closed lists of the house, each value with its exact Chinese term (docs/glossary.md pairs them with the law).

Only what no regulation may extend is a closed list. Kinds of step, document, key content, situation and the like
are data (`law/_vocabulary/`), because every new regulation brings its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of the closed lists: the value is the English identifier, `label` the Chinese term shown to people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member from its English identifier and its Chinese label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Stage(Term):
    """The five stages of an enforcement act (gd-province-2018 art. 2, gd-transport-2019 art. 3)."""

    INITIATION = "initiation", "启动"
    INVESTIGATION = "investigation", "调查取证"
    DECISION = "decision", "审查决定"
    EXECUTION = "execution", "送达执行"
    ARCHIVING = "archiving", "归档"


class DutyKind(Term):
    """What sort of thing a duty asks for: the closed list of design section 4."""

    TEXT_RECORD = "text_record", "文字记录"
    AV_RECORD = "av_record", "音像记录"
    UNINTERRUPTED_AV = "uninterrupted_av", "全过程无间断音像记录"
    KEY_CONTENTS = "key_contents", "重点摄录内容"
    SPOKEN_NOTICE = "spoken_notice", "告知正在音像记录"
    SPOKEN_EXPLANATION = "spoken_explanation", "语音说明"
    INTERRUPTION_LOOP = "interruption_loop", "中止记录的处理"
    DEADLINE = "deadline", "期限"
    KEEPING = "keeping", "保存期限"
    STAFFING = "staffing", "人员配置"
    DEVICE_CONDITION = "device_condition", "设备条件"
    EVIDENCE_NOTE = "evidence_note", "证据文字说明材料"
    APPROVAL_ROUTE = "approval_route", "审批程序"
    GATE = "gate", "前置条件"
    BAN = "ban", "禁止行为"
    RELEASE = "release", "义务解除"
    EFFECT = "effect", "法律效果"
    DUTY_TO_PROVIDE = "duty_to_provide", "提供义务"
    PUBLICATION = "publication", "公开"
    PERIODIC_REGISTER = "periodic_register", "定期登记"


class SubjectKind(Term):
    """What a duty is owed about."""

    AGENCY = "agency", "执法机构"
    CASE = "case", "案件"
    STEP = "step", "执法环节"
    RECORDING = "recording", "音像记录"
    DOCUMENT = "document", "文书"
    DEVICE = "device", "执法记录设备"
    OFFICER = "officer", "执法人员"
    PATROL = "patrol", "巡查"
    MEETING = "meeting", "会议"
    INTERRUPTION = "interruption", "中止记录"
    REQUEST = "request", "调取申请"
    FAULT = "fault", "设备故障"
    DISCLOSURE = "disclosure", "对外提供、发布"
    SITUATION = "situation", "情形"
    PUBLICATION = "publication", "公开"


class Modality(Term):
    """How strongly a text speaks. Only MUST and MUST_NOT can be breached."""

    MUST = "must", "应当"
    SHOULD = "should", "一般"
    MAY = "may", "可以"
    MUST_NOT = "must_not", "不得"


class State(Term):
    """Where an obligation stands (ui.md, States)."""

    MET = "met", "已履行"
    OPEN = "open", "待履行"
    OVERDUE = "overdue", "逾期"
    LATE = "late", "迟延"
    BREACHED = "breached", "未履行"
    EXCUSED = "excused", "免责"
    NEEDS_PERSON = "needs_person", "待认定"
    CONFLICT = "conflict", "冲突"
    ADVISED = "advised", "不强制"


class CoverageKind(Term):
    """In which way a text's article is answered for (coverage.yaml)."""

    DUTY = "duty", "义务"
    DEFINITION = "definition", "定义与适用"
    ORGANISATIONAL = "organisational", "组织措施"
    JUDGEMENT = "judgement", "人工认定"


class Numbering(Term):
    """What the numbered units of a text are called; not every regulation is made of articles."""

    ARTICLES = "articles", "条"
    ITEMS = "items", "项"
    ROWS = "rows", "行"


class Medium(Term):
    """What a recording consists of."""

    VIDEO = "video", "录像"
    AUDIO = "audio", "录音"
    STILL = "still", "照片"


class MarkKind(Term):
    """What a mark at a second of a recording says happened there."""

    KEY_CONTENT = "key_content", "重点摄录内容"
    SPOKEN_NOTICE = "spoken_notice", "告知正在音像记录"
    SPOKEN_EXPLANATION = "spoken_explanation", "语音说明"
    INTERRUPTION_REASON = "interruption_reason", "中止原因语音说明"
    NOTE = "note", "备注"


class PartyKind(Term):
    """What a party, agent, witness or thing of a case is: it decides which numbers it is known by."""

    PERSON = "person", "自然人"
    ORGANISATION = "organisation", "单位"
    VEHICLE = "vehicle", "车辆"
    VESSEL = "vessel", "船舶"


class NumberKind(Term):
    """By which number somebody or something is known: what is checked of it depends on the kind."""

    IDENTITY = "identity", "公民身份号码"
    OTHER_PAPER = "other_paper", "其他身份证件号码"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER_REGISTRATION = "other_registration", "其他登记证号"
    PLATE = "plate", "号牌号码"
    OTHER_PLATE = "other_plate", "其他号牌（临时、境外等）"
    VIN = "vin", "车辆识别代号"
    TRANSPORT_PERMIT = "transport_permit", "道路运输证号"
    VESSEL_IDENTIFICATION = "vessel_identification", "船舶识别号"
    VESSEL_REGISTRATION = "vessel_registration", "船舶登记号"
    MMSI = "mmsi", "水上移动业务识别码"
    IMO = "imo", "国际海事组织编号"


class RecusalWay(Term):
    """On whose motion somebody is to stay out of a case (cn-transport-procedure-2021 art. 12)."""

    OWN = "own", "自行申请回避"
    ASKED = "asked", "当事人及其代理人申请回避"
