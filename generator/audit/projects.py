"""项目绩效目标表：项目和指标的文字，与检查预算用的是同一套检查（检查目录里 C3、C5 开头的）。

应当如何：见检查目录。指标值做不到的（满意度大于 100%、上限低于下限）是矛盾；其余要人来判断：三级指标照抄级别名称，
名称、描述、依据填错了栏，期限已过，数量写成上限，绩效目标照抄指标，名称与用途只差一个字，单位本级的名称与部门的不同等。
无法考核的指标值（“及时”“进一步提升”）一份文件合成一条。成本、效益等指标写没写全，支出集中不集中在年末，不说。

合格的例子::

    2025
    | 项目名称 | 设备更新 | 项目编码 | 1 |
    | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 绩效目标 | 更新设备。 | | |
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 质量指标 | 验收合格率 | ≥95% |
    | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% |

不合格的例子（C505）::

    2025
    | 项目名称 | 设备更新 | 项目编码 | 1 |
    | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 绩效目标 | 更新设备。 | | |
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 质量指标 | 质量指标 | ≥95% |

不合格的例子（C533）::

    2025
    | 项目名称 | 设备更新 | 项目编码 | 1 |
    | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 绩效目标 | 更新设备。 | | |
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥900% |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from generator.audit.as_budget import records_as_budget
from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.checks import (
    indicator_costs,
    indicator_hierarchy,
    indicator_kinds,
    indicator_limits,
    indicator_names,
    indicator_natures,
    indicator_signs,
    indicator_values,
    indicator_weights,
    indicator_years,
    placed,
    project_code,
    project_texts,
    unit_name,
)
from generator.checks.indicator_limits import EXCLUDED, IMPOSSIBLE
from generator.checks.indicator_natures import SIGN_TWICE, UNIT_TWICE
from generator.checks.indicator_signs import MIXED_SIGNS, NO_SIGN, TWO_VALUES
from generator.checks.indicator_values import SENTENCE, VAGUE
from generator.findings.finding import Finding

CHECKS: tuple[ModuleType, ...] = (
    indicator_limits, indicator_names, indicator_natures, indicator_weights, indicator_kinds, indicator_costs,
    indicator_years, indicator_values, indicator_signs, indicator_hierarchy, project_texts, project_code, unit_name,
)  # fmt: skip
_CERTAIN = (IMPOSSIBLE, EXCLUDED)
_SMALL = (SENTENCE, SIGN_TWICE, UNIT_TWICE, NO_SIGN, TWO_VALUES, MIXED_SIGNS)
_OF_A_BUDGET = ("出错说明", "权重合计")  # words of a remedy that only who types a budget can follow
_SHOWN = 3


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Run the checks of projects on what the document's tables say of them; of vague values one remark."""
    for read, _ in document.bodies:
        budget = records_as_budget(document, read)
        found = [placed(problem, budget.places) for check in CHECKS for problem in check.check(budget)]
        vague = [one for one in found if one.kind is VAGUE]
        yield from (_remark(one) for one in found if one.kind is not VAGUE)
        if vague:
            yield AuditRemark(DOUBTFUL, _together(vague))


def _remark(found: Finding) -> AuditRemark:
    certainty = WRONG if found.kind in _CERTAIN else SMALL if found.kind in _SMALL else DOUBTFUL
    own = any(word in found.remedy for word in _OF_A_BUDGET)
    return AuditRemark(certainty, replace(found, remedy="请核对。") if own else found)


def _together(vague: list[Finding]) -> Finding:
    first, *others = vague
    if not others:
        return first
    message = f"{first.message.removesuffix('。')}；这样的指标值共 {len(vague)} 个。"
    related = tuple((one.place, one.message) for one in others if one.place is not None)
    return replace(first, message=message, related=related)
