"""不宜公开的号码：公开的文字里没有身份证号、手机号和银行账号。

应当如何：没有（校验码正确的）身份证号、手机号、银行账号和卡号。单位的办公电话（座机）可以公开；
写在“联系电话”“联系方式”一类键下的手机号不算。
依据：《个人信息保护法》；《政府信息公开条例》第十五条：涉及个人隐私的政府信息不得公开。

合格的例子::

    其他说明: 咨询电话：0311-87908012。

不合格的例子（C821）::

    其他说明: 联系人手机13800138000。

不合格的例子（C821）::

    其他说明: 身份证号11010119900307803X。

不合格的例子（C821）::

    其他说明: 开户行某某银行，账号6222 0200 0000 0000 123。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.base.paths import keys
from generator.checks.common import around
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

PRIVATE = Kind("C821", "不宜公开的号码", Severity.WARNING, "文字里有身份证号、手机号或者银行账号。")

_NARROW = str.maketrans("０１２３４５６７８９Ｘ－　", "0123456789X- ")
_IDENTITY = late.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5} ?(?:19|20)[0-9]{6} ?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS, _CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_MOBILE = late.compile(
    r"(?<![0-9A-Za-z.,])(?:\+?86[ -]?)?1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9A-Za-z]|\.[0-9]|,[0-9]| ?[万亿]?元)"
)
_ACCOUNT = late.compile(r"(?:[账帐]号|[账帐]户|卡号)[^0-9。；]{0,12}([0-9](?:[ -]?[0-9]){8,24})(?![0-9.]| ?[万亿]?元)")
_CARD = late.compile(r"(?<![0-9A-Za-z.])62[0-9]{2}(?:[ -]?[0-9]){12,15}(?![0-9A-Za-z.])")
_CONTACT = late.compile("电话|联系方式|传真")  # keys under which a number is published on purpose


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for numbers of persons and accounts."""
    for text in texts(budget):
        for name, found in _private(text):
            message = f"{around(text.value, *found.span())}里像是有{name}。"
            yield text.has(PRIVATE, found.span(), message, "公开以前请删去；确实可以公开的，在“出错说明”里写明。")


def _private(text: TypedText) -> Iterator[tuple[str, re.Match[str]]]:
    value = text.value.translate(_NARROW)
    for found in _IDENTITY.finditer(value):
        if _is_identity(found[0].replace(" ", "").upper()):
            yield "身份证号", found
    if not _CONTACT.search("".join(keys(text.path)[-1:])):
        yield from (("手机号", found) for found in _MOBILE.finditer(value))
    accounts = {found.start(1): found for found in _ACCOUNT.finditer(value)}
    yield from (("银行账号", found) for found in accounts.values())
    for found in _CARD.finditer(value):
        if found.start() not in accounts and _is_card(found[0]):
            yield "银行卡号", found


def _is_identity(number: str) -> bool:
    """Tell whether 18 characters are an identity number: a day of a month, and the check character (GB 11643)."""
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and _CHECK[total % 11] == number[17]  # noqa: PLR2004 a date


def _is_card(number: str) -> bool:
    """Tell whether the digits of a card pass Luhn's test (ISO/IEC 7812)."""
    digits = [int(one) for one in number if one.isdigit()][::-1]
    doubled = (sum(divmod(2 * one, 10)) for one in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
