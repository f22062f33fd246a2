"""常见的错别字：机构名称和财政用语没有写错。

应当如何：没有下列写法：财改厅（局）、按排、布署、帐户、报帐、记帐、座落、凭正、予算、决祘、全国科普活动日等。
只列确定是错的写法；要补充的，加在这一检查的列表里。
依据：公开的文字应当准确；《通用规范汉字表》；机构和活动的正式名称。

合格的例子::

    其他说明: 省财政厅的通知。

不合格的例子（C818）::

    其他说明: 省财改厅的通知。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

MISSPELT = Kind("C818", "错别字", Severity.WARNING, "机构名称或者常用语写错了。")

_RIGHT = {
    "财改厅": "财政厅",
    "财改局": "财政局",
    "财改部": "财政部",
    "财攻局": "财政局",
    "按排": "安排",
    "布署": "部署",
    "帐户": "账户",
    "帐务": "账务",
    "报帐": "报账",
    "记帐": "记账",
    "座落": "坐落",
    "凭正": "凭证",
    "予算": "预算",
    "决祘": "决算",
    "预祘": "预算",
    "绩孝": "绩效",
    "资全": "资金",
    "人员经废": "人员经费",
    "公务接侍": "公务接待",
    "全国科普活动日": "全国科普日",
}
_WRONG = late.compile("|".join(f"{wrong}{'(?!面)' if wrong == '资全' else ''}" for wrong in _RIGHT))


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for spellings that are surely wrong."""
    for text in texts(budget):
        for found in _WRONG.finditer(text.value):
            right = _RIGHT[found[0]]
            message = f"{around(text.value, *found.span())}里的“{found[0]}”应当是“{right}”。"
            yield text.has(MISSPELT, found.span(), message, f"请改成“{right}”。", fix=right)
