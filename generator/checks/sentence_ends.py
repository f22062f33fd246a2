"""句末标点：同一列表的各条，末尾的写法一致。

应当如何：部门职责、总体目标、分项目标、保障措施、绩效目标的各条，要么都以句号结尾，要么都不用。
依据：GB/T 15834《标点符号用法》；印在一起时，少数几条与众不同很显眼。

合格的例子::

    部门职责: [负责甲。, 负责乙。, 负责丙。]

不合格的例子（C815）::

    部门职责: [负责甲。, 负责乙, 负责丙。]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import ValuePath
from generator.checks.common import also, origin, said
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNLIKE = Kind("C815", "句末不一致", Severity.HINT, "同一列表里，少数几条末尾的标点与其他不同。")

_ENDS = ("。", "！", "？", "；", "……")
_CLOSING = "）)”」"  # a full stop may stand inside
_LEAST = 3  # below, nothing is usual

PlacedText = tuple[ValuePath, str]  # a path and its text


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the ends of the texts of each list."""
    for name, group in _groups(budget):
        stopped = [one for one in group if _stops(one[1])]
        bare = [one for one in group if not _stops(one[1])]
        few, many = sorted((stopped, bare), key=len)
        if len(group) < _LEAST or not few or len(few) == len(many):
            continue
        path, text = few[0]
        words = "没有句号" if few is bare else "有句号"
        message = f"{name}共 {len(group)} 条，有 {len(few)} 条末尾{words}，与其他各条不同，如“…{text[-8:]}”。"
        yield UNLIKE.on(path, message, "请统一。", also=also((one for one, _ in few[1:]), f"末尾也{words}"))


def _groups(budget: Budget) -> Iterator[tuple[str, list[PlacedText]]]:
    performance = budget.data.get("整体绩效", {})
    yield "部门职责", _list(("部门职责",), budget.data.get("部门职责", ()))
    for name in ("总体目标", "保障措施"):
        yield name, _list(("整体绩效", name), performance.get(name, ()))
    goals = list(enumerate(performance.get("分项目标", ())))
    for key in ("任务", "目标", "指标"):
        yield (
            f"分项目标的{key}",
            [(("整体绩效", "分项目标", number, key), goal[key]) for number, goal in goals if key in goal],
        )
    for project in budget.records["项目"]:
        targets = project.children.get("绩效目标", ())
        name = f"“{said(project, '项目名称')}”的绩效目标"
        yield name, [(origin(goal, "内容"), said(goal, "内容")) for goal in targets]


def _stops(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_ENDS)


def _list(path: ValuePath, values: tuple[str, ...]) -> list[PlacedText]:
    return [((*path, index), text) for index, text in enumerate(values)]
