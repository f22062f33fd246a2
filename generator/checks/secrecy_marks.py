"""密级和内部标志：公开的文字里没有“机密★”“内部资料”一类的标志。

应当如何：没有密级标志（绝密、机密、秘密★），没有“内部资料”“内部使用”“不得外传”。说到保密工作本身的
（国家秘密、商业秘密、涉密载体、机密级文件的管理）不算。
依据：《保守国家秘密法》；《政府信息公开条例》第十四条：依法确定为国家秘密的政府信息不予公开。

合格的例子::

    部门职责: [负责保守国家秘密和机密级、秘密级载体的管理。]

不合格的例子（C822）::

    其他说明: 秘密★1年

不合格的例子（C822）::

    其他说明: 本材料为内部资料，请勿外传。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

MARKED = Kind("C822", "密级或内部标志", Severity.WARNING, "文字里有密级标志，或者“内部资料”一类的字样。")

_KEPT = "级?(?:[、和及或与]|载体|计算机|网络|设备|信息|会议|通信|岗位|文件|事项|资料|材料)"  # what the work is about
_MARK = late.compile(
    r"(?:绝密|机密|秘密)级?\s*[★☆*]"
    r"|[（(【〔\[]\s*(?:绝密|机密|秘密)级?\s*[）)】〕\]]"
    r"|^\s*(?:绝密|机密|秘密)级?(?=[\s：:。，]|$)|密级\s*[：:为]\s*(?:绝密|机密|秘密|内部)"
    rf"|(?<![家业守涉及、和及或与])(?:绝密|机密)(?!{_KEPT})"
    r"|(?<!连续性)内部(?:资料|材料|文件|掌握)(?!性|管理|[、和及]|归档|整理|汇编)"
    r"|(?<!单位)(?<!机关)(?<!部门)(?<!系统)内部使用(?!的)|(?:请勿|不得|严禁|不要)外传|不宜公开|注意保[密存]"
)


def check(budget: Budget) -> Iterator[Problem]:
    """Search every text for marks of secrecy."""
    for text in texts(budget):
        found = _MARK.search(text.value)
        if found:
            message = f"{around(text.value, *found.span())}里有“{found[0].strip()}”。"
            remedy = "涉密和内部的内容不得公开，请核对后删去；不是这个意思的，在“出错说明”里写明。"
            yield text.has(MARKED, found.span(), message, remedy)
