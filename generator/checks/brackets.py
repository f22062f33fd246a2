"""括号和引号成对：有开有闭，两半一样宽。

应当如何：（）“”《》〔〕【】成对出现；一对括号同是全角或者同是半角。序号“1）”“一）”可以只有后半个。
依据：GB/T 15834《标点符号用法》。

合格的例子::

    其他说明: 无（含所属单位）。

不合格的例子（C802）::

    其他说明: 无（含所属单位。

不合格的例子（C803）::

    其他说明: 无（含所属单位)。

不合格的例子（C804）::

    其他说明: 见通知"。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.common import around
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNPAIRED = Kind("C802", "括号不成对", Severity.WARNING, "括号、引号或书名号只有一半。")
TWO_WIDTHS = Kind("C803", "括号宽窄不一", Severity.WARNING, "一对括号，一半是全角，一半是半角。")
STRAIGHT = Kind("C804", "引号不成对", Severity.WARNING, '直引号（"）只有一个。')

_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "〔": "〕", "【": "】", "「": "」"}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_WIDE = {"(": "（", ")": "）"}
_NUMERALS = frozenset("0123456789一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩abcdABCD")


def check(budget: Budget) -> Iterator[Problem]:
    """Match the brackets of every text."""
    for text in texts(budget):
        if not _needs(text.value):
            continue
        for kind, index, partner in faults(text.value):
            yield _problem(text, kind, index, partner)
        if text.value.count('"') % 2:
            index = text.value.rindex('"')
            message = f'{around(text.value, index, index + 1)}里的直引号（"）只有一个。'
            yield text.has(STRAIGHT, (index, index + 1), message, "请删去，或者用成对的“”。")


def _needs(value: str) -> bool:
    return any(sign in value for sign in _PAIRS) or any(sign in value for sign in (*_CLOSING, '"'))


def faults(value: str) -> Iterator[tuple[Kind, int, int]]:
    """Give each fault with its index and that of the other half, or -1."""
    opened: list[int] = []
    for index, sign in enumerate(value):
        if sign in _PAIRS:
            opened.append(index)
        elif sign in _CLOSING:
            if opened and _wide(value[opened[-1]]) == _wide(_CLOSING[sign]):
                before = opened.pop()
                if value[before] != _CLOSING[sign]:
                    yield TWO_WIDTHS, index, before
            elif not (_wide(sign) == "）" and index and value[index - 1] in _NUMERALS):
                yield UNPAIRED, index, -1
    for index in opened:
        yield UNPAIRED, index, -1


def _wide(sign: str) -> str:
    return _WIDE.get(sign, sign)


def _problem(text: TypedText, kind: Kind, index: int, partner: int) -> Problem:
    quoted = around(text.value, index, index + 1)
    if kind is TWO_WIDTHS:
        narrow = index if text.value[index] in _WIDE else partner
        quoted = around(text.value, narrow, narrow + 1)
        message = f"{quoted}里的一对括号“{text.value[partner]}”“{text.value[index]}”宽窄不一。"
        return text.has(kind, (narrow, narrow + 1), message, f"请把“{text.value[narrow]}”改成全角。")
    message = f"{quoted}里的“{text.value[index]}”没有另一半。"
    return text.has(kind, (index, index + 1), message, "请补上另一半，或者删去。")
