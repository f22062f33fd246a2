"""单位性质：行政、参公、事业、企业、社团、其他之一，别的写法说明怎样读。

应当如何：单位和部门的“性质”写 行政、参公、事业、企业、社团 或者 其他；“参照公务员法管理的事业单位”
“公益一类”等通常的写法按意思读，并说明读作哪一种；读不出来的是错误。
依据：性质决定机关运行经费：行政单位和参照公务员法管理的事业单位的公用经费（《行政单位财务规则》、《预算法》第十四条）。

合格的例子::

    单位: [{编码: "001", 名称: 测试局本级, 性质: 参公}]

不合格的例子（C321）::

    单位: [{编码: "001", 名称: 测试局本级, 性质: 参照公务员法管理的事业单位}]

不合格的例子（C322）::

    单位: [{编码: "001", 名称: 测试局本级, 性质: 行正}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.base.nearest import nearest
from generator.base.paths import ValuePath
from generator.checks.common import also, origin, said
from generator.facts.budget import Budget
from generator.facts.words import NATURES, nature_of
from generator.findings.finding import Kind, Problem, Severity

READ_AS = Kind("C321", "单位性质的读法", Severity.HINT, "性质不是规定的几个词之一，按意思读。")
UNKNOWN = Kind("C322", "不认识的单位性质", Severity.ERROR, "性质读不出是哪一种，机关运行经费就可能算错。")


def check(budget: Budget) -> Iterator[Problem]:
    """Read every nature; each way of writing is told once."""
    written: dict[str, list[ValuePath]] = defaultdict(list)
    if budget.subject.version == "部门" and budget.subject.nature:
        written[budget.subject.nature].append(("部门", "性质"))
    for unit in budget.records["单位"]:
        if said(unit, "单位性质"):
            written[said(unit, "单位性质")].append(origin(unit, "单位性质"))
    for typed, (path, *others) in written.items():
        if typed in NATURES:
            continue
        meant, count = nature_of(typed), f"（共 {len(others) + 1} 处）" if others else ""
        more = also(others, "这里写得相同")
        if meant:
            message = f"性质“{typed}”按“{meant}”读{count}。"
            yield READ_AS.on(path, message, "读得不对时，请直接写：" + "、".join(NATURES) + "。", also=more)
        else:
            near = nearest(typed, NATURES)
            remedy = f"是不是“{near}”？" if near else ""
            remedy += f"可以写：{'、'.join(NATURES)}。"
            yield UNKNOWN.on(path, f"不认识性质“{typed}”{count}。", remedy, also=more)
