"""往年的年份：今年的目标和措施不说往年完成，执行的是今年的预算。

应当如何：整体绩效的目标、措施，项目的绩效目标里没有“××年底前完成”“××年全面完成”这样已经过去的年份；“执行××年部门预算”是预算年度。
与往年比较（较、比、自、截至……）和已经完成的事（已、了）不算。完成期限（“××年底前”）和指标另有检查（C513、C514）。
依据：绩效目标是预算年度内要达到的目标（财预〔2015〕88号）；照抄往年的文本而没有改年份，是公开检查中常见的问题。

合格的例子::

    整体绩效: {总体目标: [在2024年的基础上，2025年底前全面完成任务。], 保障措施: [严格执行2025年部门预算。]}

不合格的例子（C819）::

    整体绩效: {总体目标: [2024年全面完成各项任务。]}

不合格的例子（C819）::

    整体绩效: {保障措施: [严格执行2024年部门预算。]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.base.paths import keys
from generator.checks.common import around
from generator.checks.indicator_years import DEADLINE
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

OUTDATED = Kind("C819", "往年的文字没有改", Severity.WARNING, "今年的目标、措施里，写的是往年的年份。")

_YEAR = r"(?<![0-9])(20[0-9]{2})年度?"
_TO_DO = "完成|实现|达到|达成|确保|力争|推进|开展|做好|加强|努力|落实|建成|取得|提升|保持"
_WILL = late.compile(
    rf"(?<![较比与同自从在以于至])(?<!截至)(?<!根据)(?<!按照){_YEAR}"
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:[底末内初]|全年)?(?:之?前|以前)?，?"
    rf"(?![的、—～\-至]|以来|底?的|底?基础|相比|预算|决算|执行|印发|发布|出台|下达|批复|结转|立项|开工)"
    rf"[^。；，已了《》0-9]{{0,10}}?(?:{_TO_DO})"
)
_EXECUTE = late.compile(
    rf"(?:执行|编制|批复|落实|做好|完成|按照|加快)[^。；，《》0-9]{{0,6}}{_YEAR}(?:[^。；，《》0-9较比]{{0,4}})预算(?!执行|调整)"
)
_DONE = late.compile("已|了|以来|成效|成绩|上年|去年")
_STATEMENTS = ("原因", "说明", "上年", "名词解释")  # which tell of the past
_GOALS, _TARGETS = ("整体绩效",), "绩效目标"
_NUMERALS = late.compile("二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def check(budget: Budget) -> Iterator[Problem]:
    """Find goals of a year that is over, and a budget of such a year that is still to be carried out."""
    for text in texts(budget):
        found = next(_outdated(budget, text), None)
        if found:
            message = f"预算年度是 {budget.year} 年，这里写的是{around(text.value, *found.span())}。"
            yield text.has(OUTDATED, found.span(), message, "如果是往年的文字没有改，请改正年份和内容。")


def _outdated(budget: Budget, text: TypedText) -> Iterator[re.Match[str]]:
    below, words = keys(text.path), _in_digits(text.value)
    if below and below[0] not in _STATEMENTS:
        yield from (one for one in _EXECUTE.finditer(words) if int(one[1]) < budget.year)
    of_project = _TARGETS in below and not DEADLINE.search(words)  # which has a check of its own
    if below and (below[0] in _GOALS or of_project):
        clauses = (one for one in _WILL.finditer(words) if int(one[1]) < budget.year)
        yield from (one for one in clauses if not _DONE.search(_clause(words, one.start())))


def _in_digits(text: str) -> str:
    """Write years such as 二〇二四年 in digits; the text stays as long as it is."""
    return _NUMERALS.sub(lambda found: found[0].translate(_DIGITS), text)


def _clause(text: str, at: int) -> str:
    """Give the clause in which a character stands."""
    start = max(text.rfind(stop, 0, at) for stop in "。；，") + 1
    end = min((found for stop in "。；，" if (found := text.find(stop, at)) >= 0), default=len(text))
    return text[start:end]
