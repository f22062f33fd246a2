"""部门和单位：部门预算的文字里自称“部门”，不混用“单位”。

应当如何：部门的文字里用“本部门”“我部门”的，不同时用“本单位”“我单位”。所属单位文件夹里的文字不检查。
依据：部门预算与单位预算分别公开（《预算法实施条例》第六条），两种文本的自称不同，混用多半是从另一种文本抄来的。

合格的例子::

    部门职责: [编制本部门预算。, 完成本部门其他工作。]

不合格的例子（C814）::

    部门职责: [编制本部门预算。, 完成本单位其他工作。]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.base.paths import in_unit_folder
from generator.checks.common import around
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

MIXED = Kind("C814", "部门单位混称", Severity.HINT, "部门的文字里既自称“部门”，又自称“单位”。")

_DEPARTMENT, _UNIT = late.compile("[本我]部门"), late.compile("[本我]单位")


def check(budget: Budget) -> Iterator[Problem]:
    """Find where the department calls itself a unit, if it calls itself a department elsewhere."""
    own = [text for text in texts(budget) if not in_unit_folder(text.path)]
    if not any(_DEPARTMENT.search(text.value) for text in own):
        return
    for text in own:
        found = _UNIT.search(text.value)
        if found:
            message = f"{around(text.value, *found.span())}：别处自称“本部门”，这里写了“{found[0]}”。"
            yield text.has(MIXED, found.span(), message, "请核对；指部门的请改成“部门”。")
