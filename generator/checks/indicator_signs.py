"""指标值的写法：一个指标一个目标值，有比较符号，写法统一。

应当如何：比率写明 ≥、≤ 或者“达到”等，不写成“完成率80%”；一个指标只有一个目标值；
“……情况”不是能计量的量，要写成率或者数量；同一预算里不混用“>”和“≥”。
依据：财预〔2015〕88号（绩效目标细化量化）；项目绩效目标表“指标值”一栏。

合格的例子::

    整体绩效:
      分项目标: [{任务: 甲, 目标: 乙, 指标: 完成率≥80%}]

不合格的例子（C515）::

    整体绩效:
      分项目标: [{任务: 甲, 目标: 乙, 指标: 完成率80%}]

不合格的例子（C516）::

    整体绩效:
      分项目标: [{任务: 甲, 目标: 乙, 指标: 培育企业4家，增加值增长7%左右}]

不合格的例子（C517）::

    整体绩效:
      分项目标: [{任务: 甲, 目标: 乙, 指标: 投资增长情况≥90%}]

不合格的例子（C518）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标值: ≥95%}
          - {一级: 效益指标, 二级: 社会效益指标, 三级: 增长率, 指标值: ">2.1%"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.base.paths import ValuePath
from generator.checks.common import also, indicators, origin, target
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

NO_SIGN = Kind("C515", "指标值没有比较符号", Severity.HINT, "比率没有写明是不低于还是不高于。")
TWO_VALUES = Kind("C516", "一个指标两个目标值", Severity.HINT, "一个指标里写了两个目标值。")
NO_MEASURE = Kind("C517", "指标不是计量的量", Severity.HINT, "“……情况”不是能计量的量。")
MIXED_SIGNS = Kind("C518", "比较符号不统一", Severity.HINT, "同一预算里有的指标值用“>”，有的用“≥”。")

_NO_SIGN = late.compile(r"(?:率|比例|比重)(?!100%)(\d+(?:\.\d+)?%)(?!以上|以下|以内|左右)")
_CLAUSE = late.compile(r"[^，；。,;]*[^\d，；。,;]\d+(?:\.\d+)?(?:%|[家个人户次台件项万亿])[^，；。,;]*")
_STATE = late.compile(r"(?<!完成)情况\s*(?:[≥≤>=＞]\s*)?\d+(?:\.\d+)?%")

SignedText = tuple[str, ValuePath]  # a text and its path


def check(budget: Budget) -> Iterator[Problem]:
    """Read the overall indicators and the target values of projects."""
    goals = budget.data.get("整体绩效", {}).get("分项目标", ())
    overall: list[SignedText] = [
        (goal["指标"], ("整体绩效", "分项目标", number, "指标")) for number, goal in enumerate(goals) if "指标" in goal
    ]
    values = [(target(indicator), origin(indicator, "指标值")) for indicator in indicators(budget)]
    for text, path in overall:
        yield from _signs(text, path)
    for text, path in (*overall, *values):
        if len(_CLAUSE.findall(text)) > 1:
            yield TWO_VALUES.on(path, f"“{text}”有两个目标值。", "请分成两个指标。")
    yield from _mixed(values)


def _signs(text: str, path: ValuePath) -> Iterator[Problem]:
    for found in _NO_SIGN.finditer(text):
        message = f"“{text}”没有写明是不低于还是不高于 {found[1]}。"
        remedy = f"请写成“≥{found[1]}”或者“达到{found[1]}”。"
        yield NO_SIGN.on(path, message, remedy, within=(text, *found.span(1)))
    for found in _STATE.finditer(text):
        message = f"“{text}”：“情况”不能用百分比计量。"
        remedy = "请写成能计量的量，例如“增长率≥5%”“完成率100%”。"
        yield NO_MEASURE.on(path, message, remedy, within=(text, *found.span()))


def _mixed(values: list[SignedText]) -> Iterator[Problem]:
    strict = [(text, path) for text, path in values if text[:1] in (">", "＞", "<", "＜")]
    common = [text for text, _ in values if text[:1] in ("≥", "≤")]
    if strict and common:
        text, path = strict[0]
        message = f"指标值“{text}”用“{text[0]}”，另有 {len(common)} 个指标值用“≥”或“≤”。"
        others = also((one for _, one in strict[1:]), "这里也是")
        yield MIXED_SIGNS.on(path, message, "请统一写法。", also=others)
