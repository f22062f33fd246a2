"""序号：列表各条不自带序号，一段话里的序号不重复、不跳号。

应当如何：部门职责、总体目标、保障措施、绩效目标各条的序号由软件编，文字里不再写；
一段话里自己编的 1、2、3、或者（一）（二）（三）从一开始，逐个加一。
依据：序号由软件统一编排，不会重号、跳号；段内的序号照 GB/T 9704《党政机关公文格式》的层次。

合格的例子::

    其他说明: 包括：1、甲。2、乙。3、丙。

不合格的例子（C816）::

    其他说明: 包括：1、甲。2、乙。2、丙。

不合格的例子（C817）::

    部门职责: [（一）负责甲。]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.base.numerals import chinese_numeral
from generator.base.paths import ValuePath, keys
from generator.checks.common import around
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

BROKEN = Kind("C816", "序号不连续", Severity.WARNING, "一段话里的序号重复或者跳号。")
OWN_NUMBER = Kind("C817", "自带序号", Severity.WARNING, "列表的一条自带序号，公开时会有两个序号。")

_START = r"(?:^|(?<=[。；;：:\n！？]))\s*"
FORMS = (
    late.compile(_START + r"(\d{1,2})、"),
    late.compile(_START + r"(\d{1,2})[.．](?!\d)"),
    late.compile(_START + r"[（(](\d{1,2})[）)]"),
    late.compile(_START + r"[（(]([一二三四五六七八九十]{1,3})[）)]"),
    late.compile(_START + r"([一二三四五六七八九十]{1,3})、"),
)
_ANY = late.compile(r"[0-9一二三四五六七八九十][、.．）)]")
_NUMERALS = {chinese_numeral(number): number for number in range(1, 100)}
_NUMBERED = (  # the lists whose items are printed with numbers
    ("部门职责",),
    ("整体绩效", "总体目标"),
    ("整体绩效", "保障措施"),
    ("项目", "绩效目标"),
    ("单位", "职责"),
)


def check(budget: Budget) -> Iterator[Problem]:
    """Read the numbers that stand in texts."""
    for text in texts(budget):
        for form in FORMS if _ANY.search(text.value) else ():
            found = list(form.finditer(text.value))
            if not found:
                continue
            if found[0].start() == 0 and _is_numbered(text.path):
                message = f"{around(text.value, *found[0].span())}自带序号“{found[0][0].strip()}”。"
                span = (text.value, *found[0].span())
                yield OWN_NUMBER.on(text.path, message, "请删去序号，序号由软件编。", within=span)
            yield from _sequence(text, found)


def number_of(printed: str) -> int:
    """Read the number of an item, in figures or in words; 0 where it is none."""
    return _NUMERALS.get(printed) or (int(printed) if printed.isdigit() else 0)


def _is_numbered(path: ValuePath) -> bool:
    return keys(path) in _NUMBERED and isinstance(path[-1], int)


def _sequence(text: TypedText, found: list[re.Match[str]]) -> Iterator[Problem]:
    numbers = [number_of(one[1]) for one in found]
    if numbers[0] != 1:
        return
    for index in range(1, len(found)):
        before, number = numbers[index - 1 : index + 1]
        if number not in (before + 1, 1):
            message = f"{around(text.value, *found[index].span())}：序号 {before} 后面是 {number}。"
            yield text.has(BROKEN, found[index].span(), message, "请重新编号。")
            return
