"""重复的字词：没有多打的字词。

应当如何：没有“的的”“了了”，没有连写两次的词（如“奖励奖励”）。“目的的”“为了了解”等不算。
依据：公开的文字应当准确；这是录入和拼接时常见的错误。

合格的例子::

    其他说明: 为了了解项目的的确切情况，天天向上。

不合格的例子（C811）::

    其他说明: 奖励奖励资金拨付及时。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

DOUBLED = Kind("C811", "重复的字词", Severity.WARNING, "同一个字词连写了两次。")

_CHARACTER = r"(?<![目标])的的(?!确)|(?<![为除])了了(?![解结])|(?<![共总饱缓柔温])和和(?![气谐平])"
_WORD = r"([一-鿿]{2,6})\1"
_FINE = late.compile("管理管理(?:人员|机构|部门|办法|制度|费)|研究研究|讨论讨论|考虑考虑|一个一个|一项一项|一点一点")
_DOUBLED = late.compile(f"{_CHARACTER}|{_WORD}")


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for words written twice."""
    for text in texts(budget):
        for found in doubled(text.value):
            message = f"{around(text.value, *found.span())}里的“{found[0]}”写重了。"
            yield text.has(DOUBLED, found.span(), message, "请删去重复的字词。")


def doubled(text: str) -> Iterator[re.Match[str]]:
    """Find the words of a text that are written twice by mistake."""
    return (found for found in _DOUBLED.finditer(text) if not _FINE.match(text, found.start()))
