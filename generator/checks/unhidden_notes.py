"""没有起作用的注释：写给自己看的话没有混在要公开的文字里。

应当如何：注释写成空格加半角“#”，写在文字后面；全角“＃”、前面没有空格的“#”、引号里和成段文字里的“#”都不开始注释，
后面的话会印出来。编号（＃3 机组、3#楼）和话题（#节能宣传周#）不算。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：公开的内容经过审核；内部的意见不公开。

合格的例子::

    部门职责:
      - 拟订规划。 # 内部：待核
      - 负责 3#楼和＃2锅炉。

不合格的例子（C823）::

    部门职责:
      - 拟订规划。 ＃内部：待核
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNHIDDEN = Kind(
    "C823", "注释会印出来", Severity.WARNING, "文字里的“＃”或者“#”像是注释的开头，却不起作用，后面的话会印出来。"
)

_COUNTED = "0-9０-９A-Za-zＡ-Ｚａ-ｚ"
_HAN = "\u4e00-\u9fff"
_NUMERALS = "一二三四五六七八九十"
_NOTE = (
    rf"(?<![{_COUNTED}])＃(?!\s*[{_COUNTED}{_NUMERALS}])(?=\s*\S)"
    rf"|(?<=[\s{_HAN}。；，、：）”》])#(?!\s*[{_NUMERALS}])(?=\s*[{_HAN}（【“])"
)
_TOPIC = late.compile(r"[#＃][^#＃\s]{1,20}[#＃]")
_SHOWN = 12  # characters that a message repeats


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for what was meant as a comment, the first of each."""
    for text in texts(budget):
        if "#" not in text.value and "＃" not in text.value:
            continue
        found = re.search(_NOTE, _TOPIC.sub(lambda topic: "·" * len(topic[0]), text.value))
        if found:
            note = text.value[found.end() :].split("\n")[0].strip()
            shown = note if len(note) <= _SHOWN else f"{note[:_SHOWN]}……"
            message = f"这里的“{found[0]}”不开始注释，后面的“{shown}”会印出来。"
            remedy = f"是注释的，{_how(found)}；要印出来的，请在“出错说明”里写明原因。"
            yield text.has(UNHIDDEN, found.span(), message, remedy)


def _how(found: re.Match[str]) -> str:
    if found[0] == "＃":
        return "请写成空格加半角“#”（写在引号外面）"
    before = found.string[found.start() - 1]
    return "请移到这段文字（或者引号）外面" if before.isspace() else "请在“#”前面空一格（写在引号外面）"
