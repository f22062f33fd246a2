"""Amounts as people write them (金额的写法): `¥860,000.00`, `86万元`, `捌拾陆万元整`, `86,0000` → what they can mean.

Everything is read exactly, as Decimal. A text that can be read in two ways keeps both readings: which of them is meant,
only its author knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.base import money
from generator.base.frozen import frozen

LONGEST = 50  # characters of a text that is still looked at
_MOST_EXPONENT = 20
_THOUSANDS, _TEN_THOUSANDS = 3, 4  # digits of a group
_HIGHEST = 99  # power, above all that is read

_NUMERALS = ("零〇○", "一壹弌", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {sign: value for value, signs in enumerate(_NUMERALS) for sign in signs}
_POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}  # within a section (节)
_SECTIONS = {"万": 4, "萬": 4, "亿": 8, "億": 8}
_WIDE = "０１２３４５６７８９．。·，、'’＋－−—–（）＝＊×圆圓负負ＥｅＲＭＢＣＮＹ"
_SIGNS = str.maketrans(_WIDE, "0123456789...,,,,+----()=**元元--EeRMBCNY")
_BLANK = re.compile(r"\s+")
_CURRENCY = re.compile(r"^(-?)\s*(人民币|RMB|CNY|[¥￥])[:：\s]*", re.IGNORECASE)
_CAREFUL = re.compile(r"^(共计|合计|大约|大概|总计|金额|[约近共计])\s*|\s*(左右|上下|整数)$")
_LETTERS = str.maketrans("OoIl", "0011")
_NUMBER = re.compile(r"[0-9][0-9,. ]*")
_MANTISSA = re.compile(r"([0-9]+(?:\.[0-9]+)?)E([-+]?[0-9]{1,2})", re.IGNORECASE)
_SUM = re.compile(r"=?\s*-?[0-9.,]+(?:\s*[-+*]\s*[0-9.,]+)*")
_TERM = re.compile(r"([-+]?)([^-+]+)")


@frozen
class Readings:
    """What a text can mean, in 元 or in the unit of the budget; `sure` if nothing had to be guessed."""

    values: tuple[Decimal, ...]
    sure: bool = True
    remark: str = ""  # what is to be said beside


@frozen
class _Reading:
    """A number, and the unit that was written with it: 元 if the text names it, else nothing."""

    value: Decimal
    unit: str = ""


def readings(text: str, unit: str) -> Readings:
    """Give what a text can mean, in `unit` (元 or 万元, or nothing for what is counted); none if it is no number."""
    if len(text) > LONGEST:
        return Readings(())
    careful = _CAREFUL.sub("", text.strip())
    found, remark = _read(careful, unit)
    sure = careful == text.strip()
    if not found and any(letter in "OoIl" for letter in careful):
        found, remark, sure = *_read(careful.translate(_LETTERS), unit), False
    if unit == "万元" and _CURRENCY.match(careful) and not any(one.unit for one in found):
        found = [other for one in found for other in (one, _Reading(one.value, "元"))]
    values = dict.fromkeys(_in_unit(one, unit) for one in found if unit or not one.unit)
    return Readings(tuple(values), sure and not remark.startswith(_UNSURE), remark.removeprefix(_UNSURE))


def _in_unit(one: _Reading, unit: str) -> Decimal:
    return one.value.scaleb(-money.YUAN_PER_UNIT[unit]) if one.unit and unit != "元" else one.value


def _read(text: str, unit: str) -> tuple[list[_Reading], str]:
    """Read a text in every way that it can be read; a remark that is _UNSURE says so."""
    text = _BLANK.sub(" ", _CURRENCY.sub(r"\1", text).translate(_SIGNS)).strip()
    if text.startswith("(") and text.endswith(")"):
        inner, _ = _read(text[1:-1], unit)
        return [_Reading(sign * one.value, one.unit) for one in inner for sign in (1, -1)], ""
    negative, text = (-1, text[1:].strip()) if text.startswith("-") else (1, text.removeprefix("+").strip())
    text = _CURRENCY.sub("", text)
    found, remark = _mantissa(text) or _written(text, unit) or _sum(negative, text) or ([], "")
    negative = 1 if remark == _COMPUTED else negative
    return [_Reading(negative * one.value, one.unit) for one in found], remark


Found = tuple[list[_Reading], str]
_ROUNDED = "科学计数显示的数可能舍入过，请与原数核对。"
_UNSURE = "?"  # for a remark: the grouping is none that is usual
_COMPUTED = "这里不写算式，只写结果。"


def _mantissa(text: str) -> Found | None:
    """Read 8.6E+05."""
    found = _MANTISSA.fullmatch(text.removesuffix("元").strip())
    if found is None or abs(int(found[2])) > _MOST_EXPONENT:
        return None
    value = Decimal(found[1]).scaleb(int(found[2]))
    return [_Reading(value, "元" if text.endswith("元") else "")], _ROUNDED


def _sum(sign: int, text: str) -> Found | None:
    """Work out =800000+60000, or a product."""
    if not _SUM.fullmatch(text) or not (text.startswith("=") or ("+" in text and "-" not in text)):
        return None  # 2-3 may be a range
    total = Decimal(0)
    for number, (typed, term) in enumerate(_TERM.findall(text.removeprefix("="))):
        product = Decimal(1)
        for factor in term.split("*"):
            value = money.parse_amount(factor)
            if value is None:
                return None
            product *= value
        total += -product if typed == "-" or (not number and sign < 0) else product
    return [_Reading(total)], _COMPUTED


def _written(text: str, unit: str) -> Found | None:
    """Read digits with any grouping, Chinese numerals and units of money."""
    if not any(one in _DIGITS or one in _POWERS or one in _SECTIONS or one in "元角分" for one in text):
        return _grouped(text, unit)
    values = list(dict.fromkeys(_money(_BLANK.sub("", text))))
    return (values, "") if values else None


def _grouped(text: str, unit: str) -> Found | None:
    """Read digits with commas, points and blanks, however they stand."""
    if not _NUMBER.fullmatch(text):
        return None
    if " " in text and "," not in text:
        value = money.parse_amount(text.replace(" ", ""))
        regular = _regular(text.split(".", maxsplit=1)[0].split(" "))
        return None if value is None else ([_Reading(value)], "" if regular else _UNSURE)
    return _with_commas(text.replace(" ", ""), unit)


def _with_commas(text: str, unit: str) -> Found | None:
    whole, _, decimals = text.partition(".")
    if "." in decimals:
        grouped = _regular(text.split("."))
        return ([_Reading(Decimal(text.replace(".", "")))], "") if grouped else None
    if "," in decimals:
        return _foreign(text)
    groups = whole.split(",")
    if not all(groups) or text.endswith("."):
        return None
    plain = Decimal(text.replace(",", ""))
    if len(groups) == 1 or decimals:
        return [_Reading(plain)], "" if len(groups) == 1 or _regular(groups) else _UNSURE
    if len(groups[-1]) < _THOUSANDS:  # a comma for a point
        return [_Reading(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")), _Reading(plain)], ""
    may_be_yuan = [_Reading(plain, "元")] if unit == "万元" else []
    return [_Reading(plain), *may_be_yuan], "" if _regular(groups) else _UNSURE


def _foreign(text: str) -> Found | None:
    """Read 1.860,00: a point that groups and a comma before the decimals, or the other way about."""
    whole, _, tail = text.partition(",")
    if "," in tail or not tail or not _regular(whole.split(".")):
        return None
    return [_Reading(Decimal(f"{whole.replace('.', '')}.{tail}")), _Reading(Decimal(text.replace(",", "")))], ""


def _regular(groups: list[str]) -> bool:
    """Tell whether digits are grouped by thousands or by ten thousands (万分位)."""
    return any(
        0 < len(groups[0]) <= size and all(len(one) == size for one in groups[1:])
        for size in (_THOUSANDS, _TEN_THOUSANDS)
    )


def _money(text: str) -> Iterator[_Reading]:
    """Yield the readings of an amount with Chinese numerals or units: 捌拾陆万元整, 86.5万, 伍元柒角陆分, 八十六."""
    whole, yuan, parts = text.rstrip("整正").partition("元")
    if not yuan and parts == "" and whole.endswith(("角", "分")):
        whole, parts, yuan = "", whole, "元"
    small = _jiao_and_fen(parts)
    if small is None or not (whole or parts) or (text[-1:] in "整正" and not yuan):
        return
    for value in _whole(whole) if whole else (Decimal(0),):
        named = bool(yuan) or any(one in _SECTIONS for one in whole)
        yield _Reading(value + small, "元" if named else "")


def _jiao_and_fen(text: str) -> Decimal | None:
    """Read what stands after 元: 柒角陆分, 零伍分, or nothing."""
    found = re.fullmatch(rf"[零〇]?(?:({_ONE})角)?[零〇]?(?:({_ONE})分)?", text)
    if found is None:
        return None
    jiao, fen = (_digit(one) if one else 0 for one in found.groups())
    return Decimal(jiao * 10 + fen).scaleb(-2)


_ONE = f"[0-9{''.join(_DIGITS)}]"


def _digit(sign: str) -> int:
    return _DIGITS[sign] if sign in _DIGITS else int(sign)


def _whole(text: str) -> list[Decimal]:
    """Read an amount of whole 元 (86.5万 included) in every way that it can be read; nothing where it is no number."""
    value = Decimal(0)
    rest, above = text, _HIGHEST
    for sign, power in (("亿億", 8), ("万萬", 4)):
        head, found, tail = _cut(rest, sign)
        if not found:
            continue
        section = _section(head) if head else None
        if section is None or section <= 0:
            return []
        value, rest, above = value + section.scaleb(power), tail, power
    if not rest:
        return [value]
    if above < _HIGHEST and len(rest) == 1 and rest in _DIGITS and _DIGITS[rest]:
        last = Decimal(_DIGITS[rest])  # 八十六万五: 865000 as it is spoken, 860005 as it is written
        return [value + last.scaleb(above - 1), value + last]
    section = _section(rest)
    return [] if section is None or section >= Decimal(10) ** above else [value + one for one in _spoken(rest, section)]


def _cut(text: str, signs: str) -> tuple[str, str, str]:
    """Cut a text at the last of some signs (so that 万亿 is read, too)."""
    at = max(text.rfind(sign) for sign in signs)
    return (text[:at], text[at], text[at + 1 :]) if at >= 0 else ("", "", text)


def _spoken(text: str, value: Decimal) -> list[Decimal]:
    """Give 一千五 as 1500 and 1005; all else is read in one way."""
    if len(text) > 2 and text[-1] in _DIGITS and text[-2] in "百佰千仟" and _DIGITS[text[-1]]:  # noqa: PLR2004
        last = Decimal(_DIGITS[text[-1]])
        return [value - last + last.scaleb(_POWERS[text[-2]] - 1), value]
    return [value]


def _section(text: str) -> Decimal | None:
    """Read what stands before 亿, 万 or 元: digits, a positional number (八六〇), or 仟佰拾."""
    number = money.parse_amount(text)
    if number is not None:
        return number
    if any(sign in text for sign in "万萬"):
        head, _, tail = _cut(text, "万萬")
        high, low = _section(head), _section(tail) if tail else Decimal(0)
        return None if high is None or low is None else high.scaleb(4) + low
    if len(text) > 1 and all(one in _DIGITS for one in text) and text[0] not in "零〇○":
        return Decimal("".join(str(_DIGITS[one]) for one in text))
    return _by_powers(text)


def _by_powers(text: str) -> Decimal | None:
    """Read 壹仟贰佰叁拾肆: each digit with its power, descending; 5千 with a digit that is no numeral, too."""
    total, above = Decimal(0), 4
    rest = text.lstrip("零〇○")
    while rest:
        found = re.match(rf"([0-9]+(?:\.[0-9]+)?|{_ONE})?([{''.join(_POWERS)}])?", rest)
        digit, power = found.groups() if found else (None, None)
        if not (digit or power) or (digit is None and power not in ("十", "拾")):
            return None
        exponent = _POWERS[power] if power else 0
        if exponent >= above:
            return None
        amount = Decimal(1) if digit is None else Decimal(_DIGITS[digit]) if digit in _DIGITS else Decimal(digit)
        total, above = total + amount.scaleb(exponent), exponent
        rest = rest[found.end() :].lstrip("零〇○") if found else ""
    return total if text else None
