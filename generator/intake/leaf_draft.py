"""A budget from leaf lists: every line as it stands; income is what the spending of each fund needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from generator.base.files import NOT_IN_NAMES
from generator.base.money import total
from generator.facts.classification import Classification, load
from generator.facts.codes import CODE_KEYS
from generator.facts.words import CATEGORIES, LEVELS
from generator.intake.draft import TO_VERIFY, BudgetDraft
from generator.intake.leaf_words import BASIC, OTHER_KINDS, PROJECTS
from generator.intake.leaves import BudgetLeaf, Coded, LeafList

_DEPARTMENT = 3  # digits of a department's code, with which those of its units begin
_LENGTHS = {dimension: max(levels.values()) for dimension, levels in LEVELS.items()}  # digits of the lowest level
_PERSONNEL = ("301", "303")  # economic items of people, which are basic spending
_PLACES = 3  # that are named as the source of a line
_OWN = re.compile(r"(?:（?(?:机关本级|机关本部|本级|本部|机关)）?)$")

_Money = dict[tuple[tuple[str, Any], ...], list[BudgetLeaf]]  # the keys of a line → what is added up in it


@dataclass(slots=True)
class LeafBudget:
    """The leaves of one department (or of one of its units), and the lists that they stand in."""

    code: str
    name: str
    unit: bool  # whether it is a unit's own budget
    leaves: list[BudgetLeaf] = field(default_factory=list)


def leaf_budgets(lists: Sequence[LeafList], code: str, name: str) -> list[LeafBudget]:
    """Part leaves by department. With a code, only that department, or only that unit if it is one's."""
    found: dict[str, LeafBudget] = {}
    for leaf in (leaf for one in lists for leaf in one.leaves):
        own = _department(leaf)
        if code and code not in (own.code, leaf.unit.code) and own.code:
            continue
        unit = bool(code) and leaf.unit.code == code != own.code
        key = code or own.code
        said = leaf.unit.name if unit else own.name
        budget = found.setdefault(key, LeafBudget(key, said, unit))
        budget.name = budget.name or said
        budget.leaves.append(leaf)
    for budget in found.values():
        said = (name if len(found) == 1 else "") or budget.name or _common_name(budget.leaves)
        budget.name = NOT_IN_NAMES.sub("", said).strip(" .")
    return list(found.values())


def _department(leaf: BudgetLeaf) -> Coded:
    """Give the department of a leaf: the one that is said, else the one whose code its unit's begins with."""
    if leaf.department.code or leaf.department.name:
        return Coded(leaf.department.code or leaf.unit.code[:_DEPARTMENT], leaf.department.name)
    whole = leaf.unit.code if len(leaf.unit.code) <= _DEPARTMENT else ""
    return Coded(leaf.unit.code[:_DEPARTMENT], leaf.unit.name if whole else "")


def _common_name(leaves: Sequence[BudgetLeaf]) -> str:
    """Give the name of the first unit without 本级, which is nearly always the department's."""
    first = min(leaves, key=lambda leaf: leaf.unit.code)
    return _OWN.sub("", first.unit.name)


def leaf_draft(budget: LeafBudget, pack: str, year: int) -> BudgetDraft:
    """Make a budget of leaves."""
    draft = BudgetDraft(year, pack, budget.code, budget.name)
    names = load(year)
    leaves = [_completed(leaf, draft, names) for leaf in budget.leaves]
    draft.names = _names(leaves, names)
    several = _head(draft, budget)
    _income(draft, leaves, several)
    projects: list[BudgetLeaf] = []
    basic: list[tuple[BudgetLeaf, str]] = []
    other: dict[str, list[BudgetLeaf]] = {}
    for leaf in leaves:
        kind, mark = _kind(leaf)
        if kind == PROJECTS:
            projects.append(leaf)
        elif kind in OTHER_KINDS:
            other.setdefault(kind, []).append(leaf)
        else:
            basic.append((leaf, mark))
    unsure = {id(leaf): mark for leaf, mark in basic if mark}
    _lines(draft, "基本支出", [leaf for leaf, _ in basic], several, unsure)
    for kind, ones in other.items():
        _lines(draft, "其他支出", ones, several, {}, {"支出类型": kind})
    _projects(draft, projects, several)
    _tell(draft, leaves)
    return draft


def _completed(leaf: BudgetLeaf, draft: BudgetDraft, names: Classification) -> BudgetLeaf:
    """Find the codes of which a leaf says only the name, where one item alone has that name."""
    function = _found(leaf, "功能分类", leaf.function, draft, names)
    departmental = _found(leaf, "经济分类", leaf.departmental, draft, names)
    government = _found(leaf, "政府经济分类", leaf.government, draft, names)
    return replace(leaf, function=function, departmental=departmental, government=government)


def _found(leaf: BudgetLeaf, dimension: str, one: Coded, draft: BudgetDraft, names: Classification) -> Coded:
    if one.code or not one.name:
        return one
    length = _LENGTHS[dimension]
    same = [code for code, item in names.categories(dimension).items() if item.name == one.name and len(code) == length]
    if len(same) == 1:
        return Coded(same[0], one.name)
    many = f"目录里有 {len(same)} 个" if same else "目录里没有"
    draft.missing.append(f"{leaf.place} 的{CODE_KEYS[dimension]}只写了名称“{one.name}”，{many}，要补上编码")
    return one


def _names(leaves: Sequence[BudgetLeaf], names: Classification) -> Mapping[tuple[str, str], str]:
    """Give the names of codes for comments: the catalogue's, and for others those that the list writes."""
    found: dict[tuple[str, str], str] = {}
    for leaf in leaves:
        said = {"功能分类": leaf.function, "经济分类": leaf.departmental, "政府经济分类": leaf.government}
        for dimension, one in said.items():
            if one.code:
                found[CODE_KEYS[dimension], one.code] = names.name(dimension, one.code) or one.name
    return found


def _head(draft: BudgetDraft, budget: LeafBudget) -> bool:
    """Write whose budget it is, and its units; tell whether lines must say which unit they are of."""
    draft.content |= {"年度": draft.year, "模板": draft.pack}
    units: dict[str, str] = {}
    for leaf in budget.leaves:
        if leaf.unit.code and leaf.unit.code != budget.code:
            units[leaf.unit.code] = units.get(leaf.unit.code) or leaf.unit.name
    if budget.unit:
        above = next((_department(leaf).name for leaf in budget.leaves if _department(leaf).name), "")
        draft.content["主管部门"] = above or budget.name
        if not above:
            draft.missing.append("主管部门：明细里没有写，暂时写单位的名称")
        draft.content["单位"] = [{"编码": budget.code, "名称": budget.name}]
        return False
    draft.content["部门"] = {"编码": budget.code, "名称": budget.name}
    if not units:
        units[f"{budget.code}001"] = f"{budget.name}本级"
        draft.assumed.append(f"单位：明细里没有预算单位，按只有本级一个单位写（{budget.code}001），请核对编码和名称")
    draft.content["单位"] = [{"编码": code, "名称": name or code} for code, name in sorted(units.items())]
    return len(units) > 1


def _income(draft: BudgetDraft, leaves: Sequence[BudgetLeaf], several: bool) -> None:
    """Write the income that the spending of each item and fund needs."""
    sums = _summed(leaves, several, economic=False)
    for keys, ones in sums.items():
        draft.add("收入", {**dict(keys), "金额": _sum(ones)})
    draft.assumed.append("收入：明细里只有支出，收入按每个科目、每种资金的支出写，没有年终结转；收入更多的，请自己改")


def _summed(leaves: Sequence[BudgetLeaf], several: bool, *, economic: bool = True) -> _Money:
    """Put together the leaves whose line would be the same but for the amount, in the order of their codes."""
    found: _Money = {}
    for leaf in leaves:
        line: dict[str, Any] = {"单位": leaf.unit.code} if several and leaf.unit.code else {}
        line["科目"] = leaf.function.code
        if economic:
            line["经济科目"], line["政府经济科目"] = leaf.departmental.code, leaf.government.code
        line["资金性质"] = leaf.fund
        line["上年结转"] = leaf.carried
        found.setdefault(tuple((key, value) for key, value in line.items() if value), []).append(leaf)
    return dict(sorted(found.items(), key=lambda one: [str(value) for _, value in one[0]]))


def _sum(leaves: Sequence[BudgetLeaf]) -> Decimal:
    return total(leaf.amount for leaf in leaves)


def _source(leaves: Sequence[BudgetLeaf]) -> str:
    places = list(dict.fromkeys(str(leaf.place) for leaf in leaves))
    return "；".join(places[:_PLACES]) + (f" 等 {len(places)} 处" if len(places) > _PLACES else "")


def _lines(
    draft: BudgetDraft,
    key: str,
    leaves: Sequence[BudgetLeaf],
    several: bool,
    marks: Mapping[int, str],
    more: Mapping[str, Any] | None = None,
) -> None:
    for keys, ones in _summed(leaves, several).items():
        mark = next((marks[id(leaf)] for leaf in ones if id(leaf) in marks), "")
        line = {**(more or {}), **dict(keys), "金额": _sum(ones)}
        path = draft.add(key, line, _source(ones), mark)
        if key == "基本支出" and "经济科目" not in line:
            draft.missing.append(f"基本支出第 {int(path[1]) + 1} 行（{line['金额']:f} 元）的经济科目，明细里没有写")


def _kind(leaf: BudgetLeaf) -> tuple[str, str]:
    """Tell whether a leaf is basic spending or a project's, and what is to be verified if its row does not say so."""
    if leaf.kind:
        return leaf.kind, ""
    people = leaf.departmental.code[:3] in _PERSONNEL
    if people or not (leaf.project.code or leaf.project.name):
        return BASIC, f"{TO_VERIFY}：明细里没有写是基本支出还是项目支出"
    return PROJECTS, ""


def _projects(draft: BudgetDraft, leaves: Sequence[BudgetLeaf], several: bool) -> None:
    by_project: dict[tuple[str, str], list[BudgetLeaf]] = {}
    for leaf in leaves:
        own = leaf.project
        key = (own.code or own.name, "" if own.code else leaf.unit.code)
        by_project.setdefault(key, []).append(leaf)
    for ones in by_project.values():
        number = len(draft.content.get("项目", []))
        code = ones[0].project.code
        name = next((leaf.project.name for leaf in ones if leaf.project.name), "") or code
        category = next((leaf.category for leaf in ones if leaf.category), "")
        if not name:
            name = f"{draft.names.get(('科目', ones[0].function.code), ones[0].function.code)}（项目名称待填）"
            draft.missing.append(f"{ones[0].place} 的项目没有编码和名称，按科目写成“{name}”")
        if not category:
            draft.marks["项目", number, "类别"] = f"{TO_VERIFY}：明细里没有写类别"
        lines = []
        for at, (keys, parts) in enumerate(_summed(ones, several).items()):
            lines.append({**dict(keys), "金额": _sum(parts)})
            draft.sources["项目", number, "支出", at] = _source(parts)
        project = {"编码": code} if code else {}
        draft.add("项目", {**project, "名称": name, "类别": category or CATEGORIES[1], "支出": lines})


def _tell(draft: BudgetDraft, leaves: Sequence[BudgetLeaf]) -> None:
    """Tell what the lines need and no column says, and what a budget needs beside its lines."""
    nameless: dict[str, list[BudgetLeaf]] = {}
    for leaf in leaves:
        if not leaf.fund:
            nameless.setdefault(leaf.fund_said, []).append(leaf)
    for said, ones in nameless.items():
        what = f"写的是“{said}”，不知道是哪一种" if said else "没有写"
        draft.missing.append(f"资金性质{what}：{len(ones)} 行，共 {_sum(ones):,.2f} 元（{_source(ones)}）")
    short = [leaf for leaf in leaves if leaf.function.code and len(leaf.function.code) != _LENGTHS["功能分类"]]
    for leaf in short:
        draft.missing.append(f"{leaf.place} 的科目 {leaf.function.code} 不是“项”，{leaf.amount:,.2f} 元")
    bought = [leaf for leaf in leaves if leaf.purchase]
    if bought:
        draft.missing.append(
            f"政府采购：明细里有 {len(bought)} 行是政府采购，共 {_sum(bought):,.2f} 元，要写品目和数量"
        )
    draft.missing.append("文字（职责、机构、说明）、绩效目标和上年数：明细里没有")


def report(budget: LeafBudget, lists: Sequence[LeafList]) -> Iterator[tuple[str, list[str]]]:
    """Yield what is told of the lists of a budget: a title and its lines."""
    own = {id(leaf) for leaf in budget.leaves}
    used = [one for one in lists if any(id(leaf) in own for leaf in one.leaves)]
    yield (
        "读到的明细",
        [
            f"{one.grid.place}：{sum(id(leaf) in own for leaf in one.leaves)} 行，"
            f"{_sum([leaf for leaf in one.leaves if id(leaf) in own]):,.2f} 元，核对了 {one.checked} 个合计"
            + ("" if one.unit_said else "（没有写单位，按元读）")
            for one in used
        ],
    )
    yield "合计和明细不符", [text for one in used for text in one.wrong]
    yield (
        "没有认出的栏",
        [f"{one.grid.place}：{'、'.join(one.unknown)}（要用的，写进 导入.yaml 的“列”）" for one in used if one.unknown],
    )
    yield "没有导入的行", [text for one in used for text in one.unread]
