"""项目重复：项目编码不重复，项目名称也不重复。

应当如何：一个项目编码只用于一个项目；两个项目的名称不相同，否则公开的绩效目标表分不清。
依据：预算管理一体化系统里项目编码是项目的唯一标识。

合格的例子::

    项目:
      - {编码: A1, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}
      - {编码: A2, 名称: 乙, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}

不合格的例子（C305）::

    项目:
      - {编码: A1, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}
      - {编码: A1, 名称: 乙, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}

不合格的例子（C306）::

    项目:
      - {编码: A1, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}
      - {编码: A2, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import ValuePath
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

SAME_CODE = Kind("C305", "项目编码重复", Severity.ERROR, "两个项目用了同一个项目编码。")
SAME_NAME = Kind("C306", "项目名称重复", Severity.WARNING, "两个项目的名称相同。")


def check(budget: Budget) -> Iterator[Problem]:
    """Find codes and names that more than one project has."""
    for field, kind in (("项目编码", SAME_CODE), ("项目名称", SAME_NAME)):
        first: dict[str, ValuePath] = {}
        for project in budget.records["项目"]:
            if field not in project.fields:
                continue
            text, path = str(project.fields[field].value), project.fields[field].origins[0]
            if text in first:
                before = ((first[text], "前一次写在这里"),)
                yield kind.on(path, f"{field}“{text}”用了两次。", "请改正其中一个。", also=before)
            first.setdefault(text, path)
