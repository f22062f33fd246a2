"""The words of the integrated system's performance tables (项目绩效目标表), of whatever province: data, no pack's.

After 财预〔2020〕10号 and 财预〔2021〕101号, with the words that systems print for the same. A word is looked up as
`meaning` makes it comparable: without numbering, brackets, years and the unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.recognition.words import label

NAME, CODE, AMOUNT, GOAL = "项目名称", "项目编码", "预算数", "绩效目标"
FISCAL, OTHER, UNIT, WEIGHTS = "财政资金", "其他资金", "单位名称", "权重合计"
MONEY = (AMOUNT, FISCAL, OTHER)
DEPARTMENT = "主管部门"
LEVEL_1, LEVEL_2, LEVEL_3, TARGET, WEIGHT = "一级指标", "二级指标", "三级指标", "指标值", "权重"

_PROJECT: Mapping[str, str] = {  # field → its words, in a form and above a column
    NAME: "项目名称 二级项目名称 项目支出名称",
    CODE: "项目编码 项目代码 项目编号 二级项目编码 二级项目代码",
    "项目类别": "项目类别 项目类型 支出项目类别",
    UNIT: """单位名称 预算单位 预算单位名称 项目单位 实施单位 项目实施单位 项目承担单位 用款单位 申报单位 填报单位""",
    DEPARTMENT: "主管部门 主管部门及代码 主管部门名称 主管单位 部门名称",
    "用途": "资金用途 项目用途 用途",
    AMOUNT: """年度资金总额 资金总额 项目资金总额 年度资金 年度资金金额 年度预算资金 年度预算资金总额 项目资金 预算资金
        预算数 预算金额 项目金额 项目预算 预算总额 年度预算 年度预算数 年度预算金额 本年预算 本年预算数 当年预算数
        年初预算数 预算安排""",
    FISCAL: "财政拨款 财政资金 财政拨款资金 财政性资金 当年财政拨款 财政拨款金额",
    OTHER: "其他资金 其他资金金额",
    GOAL: """绩效目标 年度目标 总体目标 年度绩效目标 年度总体目标 年度总体绩效目标
        总体绩效目标 绩效总目标 年度绩效总目标
        项目绩效目标 项目年度绩效目标 项目总体目标 项目总体绩效目标 年度目标内容 绩效目标内容 绩效目标描述""",
}
_PROSE = """项目概况 项目概述 项目内容 项目主要内容 立项依据 项目立项依据 立项必要性 立项可行性 实施方案 实施计划
    实施主体 保障措施"""
_HOMELESS = """主管部门编码 单位编码 预算单位编码 部门编码
    项目属性 项目期 项目期限 项目周期 实施期 项目实施期 起止时间 项目起止时间 开始时间 结束时间 开始年度 结束年度
    项目负责人 负责人 联系人 联系电话 填报人 填表人 填报日期 填报时间
    中期目标 实施期目标 长期目标 中长期目标 实施期绩效目标 项目总目标 中期资金总额 实施期资金总额 项目总投资
    上年结转 上年结转资金 结转资金 是否新增 备注 项目状态 分类 区划 财政区划 年度 预算年度
    """  # what such tables say, and a budget has no key for
_SECTIONS = """资金来源 资金情况 项目资金来源 预算规模及资金用途 资金安排 资金构成 基本信息 项目基本信息 项目基本情况
    绩效指标 年度绩效指标 项目绩效指标 指标"""
_COLUMNS: Mapping[str, str] = {
    LEVEL_1: "一级指标 一级 指标一级 一级指标名称 一级绩效指标",
    LEVEL_2: "二级指标 二级 指标二级 二级指标名称 二级绩效指标",
    LEVEL_3: "三级指标 三级 指标三级 三级指标名称 三级绩效指标 指标名称 绩效指标名称",
    "绩效指标描述": "绩效指标描述 指标描述 指标说明 指标解释 指标含义 指标内容",
    "指标性质": "指标性质 指标值性质 运算符号 比较符号 指标符号 计算符号 关系符号",
    TARGET: "指标值 年度指标值 绩效指标值 目标值 年度目标值 指标目标值 指标值内容 指标标准值 计划指标值",
    "度量单位": "度量单位 计量单位 指标单位 指标值单位 指标计量单位 指标度量单位",
    WEIGHT: "权重 指标权重 分值 权重分值 分值权重 指标分值",
    "方向": "方向 指标方向 指标方向性 正反向 指标类型方向",
    "指标值确定依据": "指标值确定依据 确定依据 指标依据 指标值依据 设置依据 指标设置依据 指标值设定依据 指标值来源",
}
NUMBERS = ("序号", "行次", "编号")  # columns that only count
TOTALS = ("合计", "小计", "总计", "总额", "金额", "权重合计", "分值合计")
SECTION, HOMELESS, PROSE, COLUMN = "节", "没有地方写", "说明.", "列"

_UNIT = re.compile(r"[（(](?:单位[:：]?)?(?:万元|元|%|％|分)[)）]")
_INSIDE = re.compile(r"[（(][^（()）]*[)）]")
_YEAR = re.compile(r"20[0-9]{2}(?=年度)|20[0-9]{2}年(?!度)")


def _by_word(fields: Mapping[str, str]) -> dict[str, str]:
    return {word: field for field, words in fields.items() for word in words.split()}


FIELDS: Mapping[str, str] = {
    **dict.fromkeys(_HOMELESS.split(), HOMELESS),
    **{word: PROSE + word for word in _PROSE.split()},
    **_by_word(_PROJECT),
}
COLUMNS: Mapping[str, str] = _by_word(_COLUMNS)
SECTIONS = frozenset(_SECTIONS.split())


def words_meant(text: str) -> tuple[str, ...]:
    """Give what a label may be looked up as: without unit and year, then without what stands in brackets."""
    tight = _YEAR.sub("", _UNIT.sub("", "".join(text.split())))
    return tuple(dict.fromkeys((label(tight), label(_INSIDE.sub("", tight)))))


def field_of(text: str) -> str:
    """Return which field of a project a label names, SECTION or COLUMN for a heading, else nothing."""
    for word in words_meant(text):
        if word in FIELDS:
            return FIELDS[word]
        if word in COLUMNS:
            return COLUMN
        if word in SECTIONS:
            return SECTION
    return ""


def column_of(text: str, above: str = "") -> str:
    """Return which field a heading names, of an indicator or of its project; `above` are the headings over it."""
    for word in words_meant(text):
        if word in COLUMNS:
            return COLUMNS[word]
        if word in TOTALS and any(one in above for one in ("资金", "预算")):
            return AMOUNT
        if word in FIELDS:
            return FIELDS[word]
        if word == "项目":
            return NAME
    return ""
