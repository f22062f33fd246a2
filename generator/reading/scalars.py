"""The value of a typed text: amounts, codes, dates, 是/否 … by the `x-type` of the schema.

Each converter gives the value and what is to be said about the way it was typed. What is unambiguous is accepted with a
hint (提示); what could be read in two ways is an error that says what to type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal

from generator.base import late, money
from generator.base.frozen import frozen
from generator.base.nearest import nearest
from generator.findings.finding import Kind, Severity

NOT_AMOUNT = Kind("S201", "不是数字", Severity.ERROR, "金额、数量和年度只写数字和小数点；单位在“金额单位”里说明。")
TOO_FINE = Kind("S202", "小数位太多", Severity.ERROR, "金额最小到分：以元书写的最多两位小数，以万元书写的最多六位。")
NUMBER_STYLE = Kind(
    "S203",
    "数字写法",
    Severity.HINT,
    "全角数字、千分位、多余的前导零和权重后面的 % 能读懂，但规范的写法是半角数字，不分节。",
)
BAD_CODE = Kind(
    "S204",
    "编码不对",
    Severity.ERROR,
    "编码的位数或字符不符合要求，例如功能分类要写到“项”（7 位），经济分类要写到“款”（5 位）。",
)
NOT_LISTED = Kind("S205", "不在可选范围", Severity.ERROR, "这里只能写规定的几个词之一。")
BAD_DATE = Kind("S206", "日期不对", Severity.ERROR, "日期写成 年-月-日，例如 2025-02-20。")
BAD_YESNO = Kind("S207", "不是“是”或“否”", Severity.ERROR, "这里只能写 是 或者 否。")
SYNONYM = Kind(
    "S209", "同义的写法", Severity.HINT, "这里只能写规定的几个词之一；意思相同的写法能读懂，印出来的是规定的词。"
)
TOO_LARGE = Kind("S208", "数字太大", Severity.ERROR, "金额的整数部分不得超过 15 位。")

SHORTEST_HALF = 3  # characters of a word's first half that stand for it
MAX_DIGITS = 15  # of the integer part; so every sum of real budgets stays exact in 28 digits
_FINEST = {"元": 2, "万元": 6}  # decimals down to 分
_FAST = late.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?")
_GROUPED = late.compile(
    r"^[^.．。]*[,，][^.．。]*$"
)  # a whole number with commas: in 万元, it may be 元 that were typed
_DATE = late.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)
_COUNTED = late.compile(r"(?P<number>.*[0-9０-９])\s*[个人辆台套件次项名户家座处间平米方吨]{1,3}")  # 3辆
_YES = {
    "是": True,
    "true": True,
    "True": True,
    "TRUE": True,
    "否": False,
    "false": False,
    "False": False,
    "FALSE": False,
}
_YES_WORDS = {"有": "是", "对": "是", "√": "是", "y": "是", "yes": "是", "on": "是", "1": "是"}
_NO_WORDS = {
    "无": "否",
    "不": "否",
    "×": "否",
    "n": "否",
    "no": "否",
    "off": "否",
    "0": "否",
    "不是": "否",
    "没有": "否",
}

ScalarValue = str | Decimal | bool | int


@frozen
class Remark:
    """What is to be said about a typed value; `replacement` is the same value as it should be typed."""

    kind: Kind
    message: str
    remedy: str = ""
    replacement: str | None = None


Result = tuple[ScalarValue | None, Remark | None]


@frozen
class ExpectedScalar:
    """What the schema expects of one scalar: its type, its name for messages, its pattern and its choices."""

    type: str
    title: str = ""
    description: str = ""
    pattern: re.Pattern[str] | None = None
    choices: tuple[str, ...] = ()
    example: str = ""
    dimension: str = ""  # of a word: whose values the pack of the budget may declare; of a code: whose catalogue has it
    synonyms: Mapping[str, str] = field(default_factory=dict)  # other words, and the choice that each means


def convert(expected: ExpectedScalar, text: str, unit: str) -> Result:
    """Convert a text; `unit` is the 金额单位 in which amounts are typed. The value is None where it cannot be used."""
    return _CONVERTERS[expected.type](expected, text.strip(), unit)


def _text(expected: ExpectedScalar, text: str, unit: str) -> Result:
    return text, None


def _amount(expected: ExpectedScalar, text: str, unit: str) -> Result:
    if unit == "元" and _FAST.fullmatch(text):
        return Decimal(text), None
    value, remark = _number(expected, text, unit)
    if not isinstance(value, Decimal):
        return None, remark
    if money.decimals(value) > _FINEST[unit]:
        message = f"“{text}”有 {money.decimals(value)} 位小数，金额以{unit}书写时最多 {_FINEST[unit]} 位。"
        return None, Remark(TOO_FINE, message, "请核对金额，写到分为止。")
    return money.to_yuan(value, unit), remark


def _number(expected: ExpectedScalar, text: str, unit: str) -> Result:
    amount_in = unit if expected.type == "amount" else ""
    value = money.parse_amount(text)
    if value is None or (amount_in == "万元" and _GROUPED.search(text)):
        return None, not_a_number(text, amount_in)
    if value.adjusted() >= MAX_DIGITS:
        return None, Remark(TOO_LARGE, f"“{text}”的整数部分超过 {MAX_DIGITS} 位。", "请核对数字和金额单位。")
    if money.is_plain(text):
        return value, None
    return value, _rewritten(text, f"{value:f}")


def not_a_number(text: str, unit: str) -> Remark:
    """Say which number to type where a text such as `12.5万` or `￥100` means one; where it can mean two, say both.

    `unit` is the 金额单位, or nothing where no money is meant.
    """
    from generator.reading.figures import readings  # noqa: PLC0415 many patterns, which only an odd figure needs

    counted = None if unit else _COUNTED.fullmatch(text)
    found = readings(counted["number"] if counted else text, unit)
    numbers = [f"{value.normalize():f}" for value in found.values]
    if not numbers:
        return Remark(NOT_AMOUNT, f"“{text}”不是数字。", "请只写数字和小数点，例如 1234.56。")
    where = f"这里以{unit}为单位，" if unit else ""
    if len(numbers) > 1:
        message = f"“{text}”有 {len(numbers)} 种读法。"
        return Remark(NOT_AMOUNT, message, f"{where}请核对后写 {' 或者 '.join(numbers)}。")
    safe = numbers[0] if found.sure and len(numbers[0]) <= MAX_DIGITS else None
    return Remark(NOT_AMOUNT, f"“{text}”不是数字。", f"{where}请写 {numbers[0]}。{found.remark}", safe)


def _integer(expected: ExpectedScalar, text: str, unit: str) -> Result:
    narrow = text.translate(money.NARROW).removesuffix("年")
    if expected.pattern is None or not expected.pattern.search(narrow):
        return None, Remark(NOT_AMOUNT, f"“{expected.title}”写成了“{text}”。", f"请写数字，例如 {expected.example}。")
    return int(narrow), _rewritten(text, narrow)


def _code(expected: ExpectedScalar, text: str, unit: str) -> Result:
    narrow = text.translate(money.NARROW)
    if expected.pattern is None or expected.pattern.search(narrow):
        return narrow, _rewritten(text, narrow)
    message = f"{expected.title}写成了“{text}”；应当是：{expected.description}"
    return None, Remark(BAD_CODE, message, _code_remedy(expected, narrow))


def _code_remedy(expected: ExpectedScalar, text: str) -> str:
    digits = re.search(r"[0-9]+", text)
    if digits and expected.pattern and expected.pattern.search(digits.group()):
        return f"请只写编码 {digits.group()}，名称可以写在行尾的 # 后面。"
    return f"例如 {expected.example}。" if expected.example else "请对照科目目录改正。"


def _choice(expected: ExpectedScalar, text: str, unit: str) -> Result:
    if text in expected.choices:
        return text, None
    meant = expected.synonyms.get(text)
    if meant:
        return meant, Remark(SYNONYM, f"“{text}”按“{meant}”读入。", f"规范的写法是 {meant}。", _plain(meant))
    whole = [one for one in expected.choices if one.startswith(text)] if len(text) >= SHORTEST_HALF else []
    near = whole[0] if len(whole) == 1 else nearest(text, expected.choices)
    remedy = f"是不是“{near}”？" if near else ""
    if expected.synonyms:  # it says which of two keys a word belongs to
        remedy = expected.description
    known = "、".join(map(_plain, expected.choices))
    remark = Remark(NOT_LISTED, f"{expected.title}里没有“{text}”。", f"{remedy}可以写：{known}。")
    return None, replace(remark, replacement=_plain(near)) if len(whole) == 1 else remark


def _plain(word: str) -> str:
    """Write a word as YAML wants it: one that begins with its own signs in quotes."""
    return f'"{word}"' if word[0] in ">=" else word


def _weight(expected: ExpectedScalar, text: str, unit: str) -> Result:
    """Convert a weight (权重), in percent or points, to the text of its number; the sign of percent is not kept."""
    value = money.parse_amount(text.rstrip("%％分").rstrip())
    if value is None or expected.pattern is None or not expected.pattern.search(text):
        return None, Remark(NOT_AMOUNT, f"{expected.title}写成了“{text}”。", f"请只写数，例如 {expected.example}。")
    plain = f"{value.normalize():f}"
    return plain, None if money.is_plain(text) else _rewritten(text, plain)


def _word(expected: ExpectedScalar, text: str, unit: str) -> Result:
    """Convert a word that the pack of the budget knows; where it lists none, any may stand."""
    return _choice(expected, text, unit) if expected.choices else (text, None)


def _yesno(expected: ExpectedScalar, text: str, unit: str) -> Result:
    if text in _YES:
        return _YES[text], None
    meant = {**_YES_WORDS, **_NO_WORDS}.get(text.strip().lower(), "")
    return None, Remark(
        BAD_YESNO, f"{expected.title}写成了“{text}”。", f"请写 {meant}。" if meant else "请写 是 或者 否。"
    )


def day_of(text: str) -> date | None:
    """Read a day as people write it: 2025-02-20, 2025年2月20日, 2025/2/20; None for anything else."""
    found = _DATE.fullmatch(text.translate(money.NARROW))
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except (TypeError, ValueError):
        return None


def _date(expected: ExpectedScalar, text: str, unit: str) -> Result:
    day = day_of(text)
    if day is None:
        return None, Remark(
            BAD_DATE, f"{expected.title}写成了“{text}”，不是一个日期。", "请写成 年-月-日，例如 2025-02-20。"
        )
    return day.isoformat(), _rewritten(text, day.isoformat())


def _rewritten(text: str, value: str) -> Remark | None:
    """Remark on a text that was understood but is usually typed otherwise."""
    if value == text:
        return None
    return Remark(NUMBER_STYLE, f"“{text}”按 {value} 读入。", f"规范的写法是 {value}。", value)


_CONVERTERS: Mapping[str, Callable[[ExpectedScalar, str, str], Result]] = {
    "text": _text,
    "amount": _amount,
    "number": _number,
    "weight": _weight,
    "integer": _integer,
    "code": _code,
    "enum": _choice,
    "word": _word,
    "yesno": _yesno,
    "date": _date,
}
