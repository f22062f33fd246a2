"""The words of the schema that the program must know: funds and their groups, levels of codes, lists of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field

from generator.base import late
from generator.base.frozen import frozen
from generator.facts.declaration import Declarations

FISCAL = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")  # 财政拨款
THREE_PUBLIC: Mapping[str, tuple[str, ...]] = {  # “三公”经费, by the economic items
    "因公出国（境）": ("30212",),
    "公务用车购置": ("30913", "31013"),
    "公务用车运行维护": ("30231",),
    "公务接待": ("30217",),
}
SPECIAL_ACCOUNT = "财政专户管理资金"
INSTITUTIONAL = ("事业收入", "经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")  # 单位资金
LEVELS: Mapping[str, Mapping[str, int]] = {  # digits of the codes of 类, 款 and 项
    "功能分类": {"类": 3, "款": 5, "项": 7},
    "经济分类": {"类": 3, "款": 5},
    "政府经济分类": {"类": 3, "款": 5},
}
OF_DIGIT = dict(zip("235", LEVELS, strict=True))  # codes of functions begin with 2, of economic items with 3 and 5
OVERALL_LISTS = ("总体目标", "分项目标", "整体绩效指标", "保障措施")  # 整体绩效 of a department or unit
LINE_LISTS: Mapping[str, str] = {"支出明细": "支出", "收入明细": "收入"}  # of the ledger's lines, by their direction
RECORD_LISTS = ("单位", "项目", "采购", "专项资金", "部门", *LINE_LISTS, *OVERALL_LISTS)  # of a budget
MONEY_OF: Mapping[str, tuple[str, ...]] = {  # the data sets in which the records of a list have entries
    "单位": ("收支", "采购", "固定资产"),
    "部门": ("收支", "采购", "固定资产"),
    "项目": ("收支",),
    "采购": ("采购",),
    **dict.fromkeys(LINE_LISTS, ("收支",)),
}
NAMED: Mapping[str, tuple[str, str]] = {  # lists whose records entries name: the fields of their code and name
    "单位": ("单位编码", "单位名称"),
    "部门": ("部门编码", "部门名称"),  # of a district, whose departments are added up
    "项目": ("项目编码", "项目名称"),
}
GOODS = ("A", "B", "C")  # 货物, 工程, 服务: the classes of 采购目录, of the whole country; there is no other
PLAN = "计划."  # begins the names of the fields of a project's spending plan
CATEGORIES = ("其他运转类", "特定目标类")  # 项目类别
ASSETS = ("办公用房", "其他房屋", "车辆", "大型设备", "其他固定资产")  # 资产类别
NATURES = ("行政", "参公", "事业", "企业", "社团", "其他")  # 单位性质, as conditions know it
_NATURE_WORDS = (  # what is typed, and what it means: of several, the last decides (行政执法类事业单位 is 事业)
    ("行政", "行政"), ("机关", "行政"), ("公务员", "行政"), ("事业", "事业"),
    ("公益一类", "事业"), ("公益二类", "事业"), ("公益三类", "事业"),
    ("企业", "企业"), ("公司", "企业"), ("社团", "社团"), ("社会团体", "社团"), ("群团", "社团"),
    ("人民团体", "社团"), ("群众团体", "社团"), ("其他", "其他"), ("其它", "其他"),
)  # fmt: skip
_ADMINISTERED = late.compile("参公|参照|参管")
_NOT = late.compile("(?:非|未|不|没有)(?:列入|实行|纳入)?(?:参公|参照|参管)")
_NO_NATURE = late.compile("行政事业(?:单位|类)?|机关事业(?:单位)?|(?:民办)?非企业(?:单位)?")  # both of two, or none
_NO_LAST_YEAR = late.compile(r"无(?:可比的?(?:预算)?数?)?(?:[\s，,、。；;：:（(]+(.*?))?[）)。；;\s]*", re.DOTALL)
THIS_YEAR, LAST_YEAR, LAST_YEAR_EXECUTED = BOOKS = ("本年预算", "上年预算", "上年执行")  # 数据版本, 账
STATED = ("上年数", "上年执行数")  # keys under which figures of other books are stated
RECORDED = {"政府采购": "采购", "固定资产": "固定资产"}  # lists whose absence is not nothing, and their data sets
WRITTEN_UNDER: Mapping[str, str] = {  # lists without money: the key that says whether there is any
    "专项资金": "专项资金",
    **dict.fromkeys(OVERALL_LISTS, "整体绩效"),
}
CHILD_LISTS: Mapping[str, tuple[str, ...]] = {  # and the lists of whose records they are a part
    "绩效指标": ("项目", "分项目标"),
    "绩效目标": ("项目",),
    "职责": ("单位",),
    **dict.fromkeys(OVERALL_LISTS, ("单位",)),
}
OWN_KEYS = {"职责": "部门职责", "机构设置": "机构设置说明"}  # of a unit, and what the department calls it
NO_UNIT = ("无", "/", "-", "—", "－")  # 度量单位 that says that there is none
NATURE_SIGNS = ("≥", "≤", "＝", ">", "<")  # 指标性质 of an indicator that has a number; the other is 定性
FIELD_WORDS: Mapping[str, tuple[str, ...]] = {  # fields of indicators whose words are no dimension's
    "指标性质": (*NATURE_SIGNS, "定性"),
    "方向": ("正向", "反向"),
}


_PLACES = ("自治区", "自治州", "省", "市", "县", "旗", "区", "镇", "乡")  # what names of places end with


def level_of(place: str) -> str:
    """Say the level of the budget of a place (级次), such as 区级 for 甲市乙区; empty where its name tells none."""
    found = next((ending for ending in _PLACES if place.endswith(ending)), "")
    return f"{found.removeprefix('自治') if found == '自治州' else found}级" if found else ""


def nature_of(typed: str) -> str:
    """Give the nature of a unit (单位性质) that a typed one means, such as 事业 for 公益一类事业单位; empty if none."""
    if typed in NATURES or _NO_NATURE.fullmatch(typed):
        return typed if typed in NATURES else ""
    if _ADMINISTERED.search(_NOT.sub("", typed)):
        return "参公"
    plain = _NOT.sub("", typed)
    found = [(plain.rfind(word) + len(word), nature) for word, nature in _NATURE_WORDS if word in plain]
    return max(found)[1] if found else ""


def no_last_year(typed: str) -> str | None:
    """Give the reason why there was no budget last year (上年: 无，2025年新设); None where it does not say 无."""
    found = _NO_LAST_YEAR.fullmatch(typed.strip())
    return found[1] or "" if found else None


@frozen
class LineWords:
    """The words that lines of a budget may use, by dimension; none are listed where any text may stand.

    `within` says of a word that a pack declares (维度值) to which of the usual words or groups it belongs; `declared`
    are the keys and fields that it declares (数据), `names` the codes that it names (科目名称). `open` says that the
    pack is not known, and so neither are they.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    declared: Declarations = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    open: bool = False

    def typed(self, dimension: str) -> tuple[str, ...]:
        """Give the words that a line may say: of spending types, those that do not have lists of their own."""
        words = self.values.get(dimension, ())
        return tuple(word for word in words if word not in LISTED_TYPES) if dimension == "支出类型" else words

    def official(self, dimension: str, word: str) -> str:
        """Give the usual word that a declared one is a part of (专项收入: 一般公共预算拨款), else the word itself."""
        above = self.within.get(dimension, {}).get(word, "")
        return above if above in STANDARD.values.get(dimension, ()) else word


LISTED_TYPES = ("基本支出", "项目支出")  # their lines stand in lists of their own
STANDARD = LineWords(
    {
        "资金性质": (*FISCAL, SPECIAL_ACCOUNT, *INSTITUTIONAL),
        "支出类型": (*LISTED_TYPES, "经营支出", "上解上级支出", "对附属单位补助支出"),
        "采购组织形式": (),
    }
)
WordsOf = Callable[[str, int], LineWords]  # the words of the pack of a name, for a budget year


def standard(name: str, year: int) -> LineWords:
    """Give the usual words, whatever the pack: those of a budget that is read without its pack."""
    return STANDARD


def any_words(name: str, year: int) -> LineWords:
    """Give no words: any may stand. For who wants to know of a budget only whose it is."""
    return LineWords(open=True)
