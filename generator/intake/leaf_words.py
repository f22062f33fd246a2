"""The words of a leaf list (明细表): how integrated systems head its columns, and what they write in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.facts.words import CATEGORIES, FISCAL, INSTITUTIONAL, LISTED_TYPES, SPECIAL_ACCOUNT, STANDARD
from generator.recognition.words import bare

UNIT, DEPARTMENT, KIND, CATEGORY, PROJECT = "预算单位", "主管部门", "项目类别", "支出项目类别", "项目"
FUNCTION, DEPARTMENTAL, GOVERNMENT = "功能分类", "部门经济分类", "政府经济分类"
FUND, ORIGIN, CARRIED, AMOUNT, PURCHASE, YEAR, IGNORED = (
    "资金性质", "资金来源", "上年结转", "金额", "政府采购", "年度", "不读",
)  # fmt: skip
FUNDS = STANDARD.values["资金性质"]
CODED = (UNIT, DEPARTMENT, PROJECT, FUNCTION, DEPARTMENTAL, GOVERNMENT, FUND)  # columns that may be two: code and name
_NAMED = (KIND, CATEGORY, IGNORED)  # for which either will do
BASIC, PROJECTS = LISTED_TYPES
OTHER_KINDS = tuple(one for one in STANDARD.values["支出类型"] if one not in LISTED_TYPES)

_HEADINGS: Mapping[str, tuple[str, ...]] = {  # our word → theirs, bare and in small letters
    UNIT: ("预算单位", "单位", "基层单位", "agency", "agency_"),
    DEPARTMENT: ("主管部门", "部门", "预算部门", "一级预算单位"),
    KIND: ("项目类别", "项目类型", "支出类型", "支出类别", "支出性质", "procat"),
    CATEGORY: ("支出项目类别", "支出项目类型"),
    PROJECT: ("项目", "预算项目", "支出项目", "pro"),
    FUNCTION: ("功能分类", "支出功能分类", "功能分类科目", "支出功能分类科目", "功能科目", "支出功能科目", "expfunc"),
    DEPARTMENTAL: (
        "部门预算经济分类", "部门预算支出经济分类", "部门经济分类", "部门支出经济分类", "部门经济科目",
        "部门预算经济科目", "部门预算经济分类科目", "部门预算支出经济分类科目", "depbgteco",
    ),
    GOVERNMENT: (
        "政府预算经济分类", "政府预算支出经济分类", "政府经济分类", "政府支出经济分类", "政府经济科目",
        "政府预算经济科目", "政府预算经济分类科目", "政府预算支出经济分类科目", "govbgteco",
    ),
    FUND: ("资金性质", "fundtype"),
    ORIGIN: ("资金来源", "来源"),
    CARRIED: ("上年结转", "上年结转结余", "是否上年结转", "结转资金", "上年结转资金"),
    AMOUNT: (
        "预算金额",
        "金额",
        "预算数",
        "本年预算数",
        "本年预算",
        "合计",
        "总计",
        "预算总额",
        "金额合计",
        "bgtamt",
        "amt",
    ),
    PURCHASE: ("是否政府采购", "政府采购", "isgovpur"),
    YEAR: ("年度", "预算年度", "fiscalyear"),
    IGNORED: (
        "序号", "专项资金目录", "是否新增资产配置", "是否有政府购买服务", "是否政府购买服务", "备注", "摘要", "说明",
        "财政区划", "区划", "mofdiv", "栏次",
    ),
}  # fmt: skip
WORDS = (*_HEADINGS, *FUNDS)  # what a mapping may say
_OURS = {bare(theirs).lower(): ours for ours, names in _HEADINGS.items() for theirs in names}
_ROLE = re.compile(r"(编码|代码|code|名称|name)$")
_BRACKET = re.compile(r"[（(\[].*?[）)\]]")
_MONEY = re.compile("^(?:其中|安排|本年)+|(?:金额|预算数|小计)$")
_FUNDS = (  # what is within the words of a fund; the first that fits
    ("国有资本", FISCAL[2]),
    ("政府性基金", FISCAL[1]),
    ("公共预算", FISCAL[0]),
    ("公共财政", FISCAL[0]),
    ("专户", SPECIAL_ACCOUNT),
    ("附属单位", INSTITUTIONAL[3]),
    ("上级补助", INSTITUTIONAL[2]),
    ("经营收入", INSTITUTIONAL[1]),
    ("事业收入", INSTITUTIONAL[0]),
    ("其他收入", INSTITUTIONAL[4]),
)
_CODE = re.compile(r"[\[【(]?\s*([0-9A-Za-z]{2,30})(?:\.0+)?\s*[\]】)]?\s*[-_—:：、|]*\s*([^0-9A-Za-z].*)?")
_AFTER = re.compile(r"(.*?)\s*[\[【(（]\s*([0-9]{2,30})\s*[\]】)）]")


def column_of(heading: str, mapping: Mapping[str, str]) -> tuple[str, str]:
    """Give our word for a heading, or an empty one, and whether it is of a code or a name (编码, 名称, or neither)."""
    own = mapping.get(_plain(heading))
    text = bare(_BRACKET.sub("", heading)).lower()
    found = _ROLE.search(text)
    role = {"编码": "编码", "代码": "编码", "code": "编码"}.get(found[1], "名称") if found else ""
    if own is not None:
        return own, role if own in CODED else ""
    word = _OURS.get(text) or (_OURS.get(text[: found.start()], "") if found else "")
    if role and word and word not in (*CODED, *_NAMED):
        return "", ""
    return word or fund_column(text), role


def fund_column(text: str) -> str:
    """Give the fund whose amounts a column has, if its heading says so."""
    return fund_of(_MONEY.sub("", text)) if len(text) <= 20 else ""  # noqa: PLR2004 a longer one says more than a fund


def _plain(heading: str) -> str:
    return "".join(heading.split())


def unused(mapping: Mapping[str, str], headings: Iterable[str]) -> list[str]:
    """Give the names of columns in a mapping that no heading is."""
    met = {_plain(one) for one in headings}
    return [theirs for theirs in mapping if _plain(theirs) not in met]


def mapped(mapping: Mapping[str, str]) -> dict[str, str]:
    """Make a mapping's names of columns comparable."""
    return {_plain(theirs): ours for theirs, ours in mapping.items()}


def fund_of(text: str) -> str:
    """Give the fund that a text names, or an empty text."""
    return next((fund for part, fund in _FUNDS if part in text), "")


def kind_of(*texts: str) -> tuple[str, str]:
    """Give the kind of spending that the words of a row name, and the category of a project; empty where none does."""
    text = "".join(texts)
    category = next((one for one in CATEGORIES if one.removesuffix("类") in text), "")
    if category:
        return PROJECTS, category
    other = next((one for one in OTHER_KINDS if one.removesuffix("支出") in text), "")
    if other:
        return other, ""
    if any(word in text for word in ("人员", "公用", "基本支出", "工资福利", "个人和家庭")):
        return BASIC, ""
    return (PROJECTS, "") if "项目支出" in text else ("", "")


def code_and_name(text: str) -> tuple[str, str]:
    """Part “[2060101]行政运行”, “2060101-行政运行”, “行政运行（2060101）”; either may lack."""
    tight = " ".join(text.split())
    after = _AFTER.fullmatch(tight)
    if after:
        return after[2], after[1]
    found = _CODE.fullmatch(tight)
    if found and any(map(str.isdigit, found[1])):
        return found[1], (found[2] or "").strip()
    return "", tight
