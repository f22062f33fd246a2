"""What a cell shows of a text (格子), and what text a cell means: numbers, codes with names, 是/否, dates, texts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.money import NARROW, parse_amount
from generator.base.workbook import fitting
from generator.facts.codes import remedy
from generator.findings.finding import Severity
from generator.reading.rule import SchemaRule
from generator.reading.scalars import BAD_CODE, SYNONYM, Remark, convert
from generator.workbook.plan import CODE, Keys
from generator.workbook.words import CellWords, is_classified, is_unit

NUMBERS = ("amount", "number", "weight", "integer")
DIGITS = 15  # that Excel keeps of a number
_TOKEN = re.compile(r"[\[［【(（]?\s*([0-9A-Za-z]+)\s*(?:[\]］】)）\s·:：—–-]+(.*))?", re.DOTALL)
ShownValue = str | Decimal


@frozen
class Understood:
    """What a cell means: the text for the YAML, or what is wrong with it and how to mend it."""

    text: str = ""
    trouble: str = ""
    remedy: str = ""
    remark: Remark | None = None  # of the reader


def shown(rule: SchemaRule, keys: Keys, text: str, words: CellWords) -> ShownValue:
    """Give what a cell shows of a text: an exact number, a code with its name, or the text."""
    plain = text.strip()
    if rule.type in NUMBERS:
        value = parse_amount(plain.rstrip("%％分年") if rule.type != "amount" else plain)
        return value if value is not None and is_exact(value) else fitting(text)
    name = ""
    if is_classified(rule):
        name = words.name(rule.expected.dimension, plain)
    elif is_unit(rule, keys):
        name = words.unit_names.get(plain, "")
    elif rule.type == "yesno":
        value_, remark = convert(rule.expected, plain, words.unit)
        return text if remark or value_ is None else "是" if value_ else "否"
    return f"{plain} {name}" if name else fitting(text)


def is_exact(value: Decimal) -> bool:
    """Tell whether Excel keeps a number exactly: it has floats, and shows fifteen digits."""
    return len(value.normalize().as_tuple().digits) <= DIGITS and Decimal(format(float(value), ".15g")) == value


def text_of(raw: Any) -> str:
    """Write what stands in a cell as somebody would type it; a float as Excel shows it, in fifteen digits."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | float):
        return f"{Decimal(format(raw, f'.{DIGITS}g')):f}"
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    if isinstance(raw, date | time | timedelta):
        return str(raw)
    return str(raw).replace("\r\n", "\n").replace("\r", "\n") if raw is not None else ""


def meaning(rule: SchemaRule, text: str, unit: str) -> object:
    """Give what a text means, so that two ways to write the same are equal."""
    plain = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    expected = replace(rule.expected, choices=()) if rule.type == "word" else rule.expected
    value, remark = convert(expected, plain, unit) if rule.type not in ("mapping", "list") else (plain, None)
    bad = value is None or (remark is not None and remark.kind.severity is Severity.ERROR)
    return plain if bad else value.normalize() if isinstance(value, Decimal) else value


def same(rule: SchemaRule, one: str, other: str, unit: str) -> bool:
    """Tell whether two texts mean the same."""
    return one == other or meaning(rule, one, unit) == meaning(rule, other, unit)


def understood(rule: SchemaRule, keys: Keys, raw: Any, before: str | None, words: CellWords) -> Understood:
    """Tell what a cell means whose text was `before` when the workbook was written (None: it was not there).

    What still means the same keeps the text as it is typed in the YAML.
    """
    if before is not None and _unchanged(rule, keys, raw, before, words):
        return Understood(before)
    text = text_of(raw).strip()
    if not text:
        return Understood("")
    if before is not None and len(before) > len(fitting(before)):
        return Understood(trouble="原文比 Excel 一格能放的长，工作簿里只有前一部分。", remedy="这一段请在 YAML 里改。")
    return _code(rule, keys, raw, before, words) if rule.type == "code" else _checked(rule, text, words)


def _unchanged(rule: SchemaRule, keys: Keys, raw: Any, before: str, words: CellWords) -> bool:
    display = shown(rule, keys, before, words)
    if isinstance(display, Decimal) and isinstance(raw, int | float) and not isinstance(raw, bool):
        return Decimal(format(raw, f".{DIGITS}g")) == display
    text = text_of(raw)
    return text == str(display) or text == before or same(rule, text, before, words.unit)


def _checked(rule: SchemaRule, text: str, words: CellWords) -> Understood:
    expected = rule.expected
    if rule.type == "word":
        expected = replace(expected, choices=tuple(words.line.typed(expected.dimension)))
    if rule.type == "integer" and expected.pattern is None:
        return Understood(text)
    _, remark = convert(expected, text, words.unit)
    if remark is None:
        return Understood(text)
    if remark.kind.severity is Severity.ERROR:
        return Understood(text, remark.message, remark.remedy, remark)
    return Understood((remark.replacement or text).strip('"') if remark.kind is not SYNONYM else text)


def _code(rule: SchemaRule, keys: Keys, raw: Any, before: str | None, words: CellWords) -> Understood:
    """Read a code: alone, with its name, as a number, and with zeros that Excel has dropped."""
    text = text_of(raw).strip().translate(NARROW)
    if isinstance(raw, date | datetime):
        return Understood(text, f"编码变成了日期 {text}。", "请把这一格设为文本，再写编码。")
    if isinstance(raw, float) and abs(raw) >= 10**DIGITS:
        return Understood(text, "编码变成了数字，后面的几位已经丢了。", "请把这一格设为文本，再重新写编码。")
    if before is not None and not isinstance(raw, str) and text == before.lstrip("0"):
        return Understood(before)
    text = _of_unit(text, words) if is_unit(rule, keys) else text
    pattern, token = rule.expected.pattern, _TOKEN.fullmatch(text)
    if pattern is None or pattern.search(text):
        return Understood(text)
    if is_classified(rule):
        return _classified(rule, text, words)
    named = token is not None and keys[-1:] != (CODE,) and not is_unit(rule, keys) and pattern.search(token[1])
    return Understood(token[1]) if token and named else _checked(rule, text, words)


def _classified(rule: SchemaRule, text: str, words: CellWords) -> Understood:
    """Read a code of a classification that stands with its name, or is written otherwise than a code is."""
    token, pattern = _TOKEN.fullmatch(text), rule.expected.pattern
    if token and pattern and pattern.search(token[1]) and token[2]:
        known = words.name(rule.expected.dimension, token[1])
        if "".join(token[2].split()) == "".join(known.split()):
            return Understood(token[1])
    told, code = remedy(words.lookup(rule.expected.dimension), text)
    if code is not None and pattern and pattern.search(code):
        return Understood(code)
    message = f"{rule.expected.title}写成了“{text}”。"
    return Understood(text, message, told, Remark(BAD_CODE, message, told))


def _of_unit(text: str, words: CellWords) -> str:
    """Give the code of a unit that is said by its code, code and name, name, or code without its first zeros.

    Where code and name are not of one unit, the text stays as it is, and is no code.
    """
    named = [one for one, name in words.units if name == text]
    token = _TOKEN.fullmatch(text)
    if named or token is None:
        return named[0] if named else text
    code, name = token[1], (token[2] or "").strip()
    zeros = [one for one, _ in words.units if one.lstrip("0") == code and code.isdigit()]
    code = code if code in words.unit_names else next(iter(zeros), code)
    return text if name and words.unit_names.get(code) not in (name, "") else code
