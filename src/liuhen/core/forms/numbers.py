"""Numbers with check digits, as papers carry them: identity numbers, unified credit codes, telephones.

Every function takes text as typed and returns what is wrong with it in Chinese, empty when nothing is.
"""

from __future__ import annotations

import re
from datetime import date

_ID = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_OLD = re.compile(r"[0-9]{15}", re.ASCII)

_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE = re.compile(rf"[{_CODE_SIGNS}]{{2}}[0-9]{{6}}[{_CODE_SIGNS}]{{10}}", re.ASCII)
_CODE_WEIGHTS = tuple(3**place % 31 for place in range(17))

_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9][0-9]{9}", re.ASCII)
_FIXED = re.compile(
    r"(?:0[0-9]{2,3}[- ]?)?[1-9][0-9]{6,7}(?:[-转][0-9]{1,6})?|[1-9][0-9]{4}|[48]00-?[0-9]{3}-?[0-9]{4}"
)


def identity_number_fault(text: str, today: date) -> str:
    """What is wrong with a citizen's identity number 公民身份号码 (GB 11643-1999): digits, birthday, check sign.

    >>> identity_number_fault("11010519491231002X", date(2026, 1, 1))
    ''
    """
    if _ID_OLD.fullmatch(text):
        return "这是十五位的旧号码，已停止使用。请填写十八位的公民身份号码。"
    if not _ID.fullmatch(text):
        return f"公民身份号码应为十八位（末位可以是大写的 X），现为 {len(text)} 位或者含有其他字符。请核对证件。"
    if not _birthday_holds(text[6:14], today):
        return f"其中的出生日期 {text[6:14]} 不存在或者晚于今天。请核对证件。"
    wanted = _ID_CHECKS[sum(int(sign) * weight for sign, weight in zip(text[:17], _ID_WEIGHTS, strict=True)) % 11]
    return "" if text[17] == wanted else "末位校验码不符，号码可能抄错了一位。请核对证件。"


def credit_code_fault(text: str) -> str:
    """What is wrong with a unified social credit code 统一社会信用代码 (GB 32100-2015): signs and check sign.

    >>> credit_code_fault("91350100M000100Y43")
    ''
    """
    if not _CODE.fullmatch(text):
        return "统一社会信用代码应为十八位数字和大写字母（不用 I、O、S、V、Z）。请核对营业执照。"
    values = [_CODE_SIGNS.index(sign) for sign in text]
    wanted = -sum(value * weight for value, weight in zip(values[:17], _CODE_WEIGHTS, strict=True)) % 31
    return "" if values[17] == wanted else "末位校验码不符，代码可能抄错了一位。请核对营业执照。"


def telephone_fault(text: str) -> str:
    """What is wrong with a telephone number: a mobile, a fixed line with or without area code, a service number."""
    if _MOBILE.fullmatch(text) or _FIXED.fullmatch(text):
        return ""
    return f"“{text}”不像电话号码。手机号为十一位；固定电话写作 020-12345678。"


def _birthday_holds(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= today
