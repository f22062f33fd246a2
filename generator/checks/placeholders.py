"""占位的文字：没有还没填写的内容。

应当如何：没有 XX、××、……、____、“年 月 日”、待填、（增加/减少）、空括号，
没有“主要原因是。”这样没有写完的话，也没有只写“……”的内容。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：公开内容完整；照抄样本而没有填写是检查中常见的问题。

合格的例子::

    其他说明: 无。

不合格的例子（C812）::

    其他说明: 比上年（增加/减少）主要是人员变动。

不合格的例子（C812）::

    其他说明: 政府性基金预算比上年增加持平。

不合格的例子（C812）::

    其他说明: 行政运行50.00万元，主要用于等支出。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNFILLED = Kind("C812", "没有填写", Severity.WARNING, "文字里有占位的符号，或者一句话没有写完。")

UNFILLED_WORDS = late.compile(
    "(?=[XxＸ×✕○●〇_＿*?？…年月待TF（(增上减下降持元%《“【])(?:"  # with which they begin: most characters are none
    r"(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|Ｘ{2,}|[×✕]{2,}|[○●]{2,}|(?<![一二三四五六七八九〇])〇{2,}|_{2,}|＿{2,}"
    r"|\*{2,}|[?？]{2,}|(?<!关于)…{2,}(?![的》等])|年[ \u3000]+月|月[ \u3000]+日"
    r"|待(?:填写?|补充?)(?=[，。；）)】]|$)|TODO|FIXME"
    r"|[（(]?(?:增加|增长|上升|减少|下降|降低|持平)(?:\s*[/／|]\s*(?:增加|增长|上升|减少|下降|降低|持平))+[）)]?"
    r"|(?:增加|增长|上升)[（(]或?(?:减少|下降|降低)[）)]|(?:减少|下降|降低)[（(]或?(?:增加|增长|上升)[）)]|增加或减少(?=[0-9])"
    r"|(?:增加|减少|增长|下降)(?:或|、)?持平"
    r"|[元%][（(]持平[）)]|(?<![A-Za-z0-9])[Xx](?=[家个辆台项人])"
    r"|（\s*）|\(\s*\)|《\s*》|“\s*”|【\s*】)"
)
_UNFILLED = late.compile(
    r"(?:原因(?:是|为|系|在于)[：:]?|原因[：:]|主要为|主要是|主要用于[：:]?(?!$))\s*(?:等(?:方面|支出|费用)*(?=[，。；,;]|$)|[，。；,;]|$)|"
    + UNFILLED_WORDS.pattern
)
_NOTHING = late.compile(r"[\s…．.·\-—－*]+|略|待定|测试|同上")


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for what was left to be filled in."""
    for text in texts(budget):
        found = _NOTHING.fullmatch(text.value) or _UNFILLED.search(text.value)
        if found:
            message = f"{around(text.value, *found.span())}里的“{found[0]}”还没有填写。"
            yield text.has(UNFILLED, found.span(), message, "请写明内容；没有的请删去。")
