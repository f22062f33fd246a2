"""科目名称：预算自己写明的名称与科目目录一致。

应当如何：“科目名称”里写的名称与当年科目目录的名称相同（全角和半角括号不计较）。
依据：财政部《政府收支分类科目》。目录里已由公开文本证实的名称不一致为警告，其余只是提示。

合格的例子::

    科目名称: {功能分类: {"2060101": 行政运行}}

不合格的例子（C402）::

    科目名称: {功能分类: {"2060101": 行政运转}}

不合格的例子（C403）::

    科目名称: {功能分类: {"21505": 工业和信息产业}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import classification
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

DIFFERS = Kind(
    "C402", "科目名称不一致", Severity.WARNING, "预算写明的名称与科目目录的名称不同，目录的名称已由公开文本证实。"
)
UNSURE = Kind("C403", "科目名称待核", Severity.HINT, "预算写明的名称与科目目录的名称不同，目录的名称尚待核实。")

_NARROW = str.maketrans("（），", "(),", " \u3000")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare every declared name with the catalogue."""
    catalogue = classification.load(budget.year)
    for dimension, names in budget.names.items():
        for code, name in names.items():
            known = catalogue.category(dimension, code)
            if known is None or known.name.translate(_NARROW) == name.translate(_NARROW):
                continue
            kind = DIFFERS if known.is_sure else UNSURE
            path = ("科目名称", dimension, code)
            message = f"{dimension} {code} 写作“{name}”，科目目录里是“{known.name}”。"
            remedy = "请对照当年的《政府收支分类科目》核对。" + (f"目录备注：{known.note}。" if known.note else "")
            yield kind.on(path, message, remedy)
