"""标点：中文里用全角标点，不连用，汉字之间没有空格。

应当如何：汉字之间的逗号、分号、冒号、问号、叹号、句号和括号是全角；两个标点不连用；汉字之间没有空格
（并列的几个名称之间用顿号；“第一部分”后面可以空一格）。科目名称“维修(护)费”“因公出国(境)费”照官方写法，不算。
依据：GB/T 15834《标点符号用法》；GB/T 9704《党政机关公文格式》。

合格的例子::

    其他说明: 经研究，确定为：甲（含乙）。

合格的例子::

    其他说明: 第一部分 概况。

不合格的例子（C805）::

    其他说明: 经研究,确定如下。

不合格的例子（C805）::

    其他说明: 公务用车运行费,21.56万元，与上年持平。

不合格的例子（C806）::

    其他说明: 经研究，。确定如下。

不合格的例子（C807）::

    其他说明: 财政厅 科技厅的通知。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

NARROW = Kind("C805", "半角标点", Severity.HINT, "汉字之间用了半角标点。")
REPEATED = Kind("C806", "标点连用", Severity.WARNING, "两个标点连在一起。")
SPACE = Kind("C807", "汉字之间有空格", Severity.HINT, "汉字之间有空格。")

_HAN = "一-鿿"
_NARROW = late.compile(
    rf"(?<=[{_HAN}”》）】%])[,;:?!](?=[{_HAN}“《（【]|$)|(?<=[{_HAN}”）])[,;](?=[0-9])|(?<=[0-9])[,;](?=[{_HAN}“])|(?<=[{_HAN}])\.(?=[{_HAN}]|$)"
    rf"|(?<!维修|出国)\([^()（）]*[{_HAN}][^()（）]*\)"
)
_REPEATED = late.compile("[，。；：、,;][，。；：、]+|。{2,}")
_PART = late.compile(
    "^[ \u3000]*第[一二三四五六七八九十百]{1,3}(?:部分|[编章节条])$", re.MULTILINE
)  # a blank is its end
_SPACE = late.compile(rf"(?<=[{_HAN}，。；：、）】》”])[ \u3000\t]+(?=[{_HAN}，。；：、（“《【])")
_WIDEN = str.maketrans(",;:?!.()", "，；：？！。（）")
_ANY = late.compile(r"[,;:?!.( \u3000\t]|[，。；：、]{2}")


def check(budget: Budget) -> Iterator[Problem]:
    """Look at the punctuation of every text."""
    for text in texts(budget):
        if not _ANY.search(text.value):
            continue
        for found in _NARROW.finditer(text.value):
            wide = found[0].translate(_WIDEN)
            shown = found[0] if len(found[0]) == 1 else f"{found[0][0]}{found[0][-1]}"
            message = f"{_quoted(text, found)}里的“{shown}”是半角。"
            yield text.has(NARROW, found.span(), message, "请改成全角。", fix=wide)
        for found in _REPEATED.finditer(text.value):
            message = f"{_quoted(text, found)}里的“{found[0]}”连用了标点。"
            yield text.has(REPEATED, found.span(), message, "请只留一个。")
        spaces = [one for one in _SPACE.finditer(text.value) if not _PART.search(text.value, 0, one.start())]
        if spaces:
            message = f"{_quoted(text, spaces[0])}里有空格{f'（共 {len(spaces)} 处）' if len(spaces) > 1 else ''}。"
            remedy = "请删去空格；如果是并列的名称，请用顿号隔开。"
            yield text.has(SPACE, spaces[0].span(), message, remedy)


def _quoted(text: TypedText, found: re.Match[str]) -> str:
    return around(text.value, found.start(), min(found.end(), found.start() + 8))
