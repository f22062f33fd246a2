"""Nothing typed is lost (没有印出): values that no document of a budget prints, and names that its form does not know.

Values carry their paths to the blocks of the document. What has a path and arrives nowhere is told, once per kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import Any

from generator.base.money import YUAN_PER_UNIT
from generator.base.nearest import nearest
from generator.base.paths import ValuePath, keys, said
from generator.books.subject import TOTAL
from generator.compose.scope import environment_of
from generator.document.blocks import Document, arrived
from generator.facts import classification, declared, plans
from generator.facts.budget import ZERO, Budget, Subject
from generator.facts.declaration import Declared
from generator.facts.declared import UNIT, YES_NO
from generator.facts.words import LEVELS, STATED
from generator.findings.finding import Finding, Kind, Severity
from generator.pack.spec import Pack
from generator.prose.vocabulary import Vocabulary, words_of
from generator.reading.schema import management_keys

UNKNOWN_NAME = Kind(
    "B407", "格式不用的名称", Severity.ERROR, "这里的名称由格式（模板）规定，写错一个字，数或者话就印不出来。"
)
LOST = Kind(
    "B406",
    "写了没有印出来",
    Severity.HINT,
    "预算里写的内容，部门和单位的公开文本里都没有用到：这种格式不用，或者写错了地方。",
)
_DIMENSION = {  # keys of a line, and the dimension that each gives to its amount
    "科目": "功能分类", "经济科目": "经济分类", "政府经济科目": "政府经济分类", "资金性质": "资金性质",
    "上年结转": "上年结转", "支出类型": "支出类型", "用途标记": "用途标记", "目录": "采购目录", "新增资产": "新增资产",
    "性质": "单位性质", "类别": "资产类别",
}  # fmt: skip
PLAN = ("项目", "资金支出计划")
_OF_AMOUNTS = ("C203", "C206", "C207")  # of the checks of plans, what follows from names in another order
_MOST = 3  # places of one kind that a finding names
LAST_YEAR_STATED = STATED[0]
KnownKeys = Mapping[str, Any] | Set[str]
Kinds = dict[tuple[str, ...], list[ValuePath]]
Leaves = Sequence[tuple[ValuePath, Any]]  # every value of this year's files, with its path


def review(budget: Budget, pack: Pack, document: Document, own: Iterable[Document]) -> Iterator[Finding]:
    """Compare what a budget says with what its department's document, and those of its units (`own`), print.

    The units' documents are asked for only if the department's does not print everything.
    """
    words, leaves = words_of(pack, environment_of(pack)), tuple(_leaves(budget))
    unknown = tuple(_unknown_names(budget, pack, words, leaves))
    yield from unknown
    printed = arrived(document) | {finding.path for finding in unknown}  # told once is enough
    told = {finding.path[:-1] for finding in unknown if keys(finding.path)[:2] == PLAN}  # one finding for all points
    printed |= {path for path, _ in leaves if path[:-1] in told} if told else set()
    if any(_lost(budget, words, printed, leaves)):
        for one in own:
            printed |= arrived(one)
    yield from _lost(budget, words, printed, leaves)


def once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out what checks say of the amounts of a plan whose points have wrong names: it is told with the names."""
    every = tuple(findings)
    wrong = {one.path[:-1] for one in every if one.kind is UNKNOWN_NAME and keys(one.path)[:2] == PLAN}
    return tuple(one for one in every if one.code not in _OF_AMOUNTS or not {one.path, one.path[:-1]} & wrong)


def _unknown_names(budget: Budget, pack: Pack, words: Vocabulary, leaves: Leaves) -> Iterator[Finding]:
    """Find names under 上年数, 原因, 说明, 资金支出计划, 用途标记 that the pack does not have."""
    for subject in budget.subjects:
        for key in STATED:
            yield from _names(budget, subject, key, pack.queries)
        used = {*pack.queries, *words.reasons, "上年"}
        yield from _names(budget, subject, "原因", used, codes=True)
        yield from _names(budget, subject, "说明", words.texts)
        yield from _items(budget, subject)
    yield from _plans(budget, words, leaves)
    for path, value in leaves:
        below = keys(path)
        if declared.of_path(pack.data, below) is not None:
            continue
        if below[:2] == PLAN and words.plan:
            continue  # `_plans`
        if below[:2] == ("项目", "说明") and words.project_texts:
            yield from _name(budget, path, below[-1], words.project_texts)
        elif below[-1] == "用途标记" and "用途标记" in words.dimensions and value not in words.marks:
            yield from _name(budget, path, str(value), words.marks)


def _plans(budget: Budget, words: Vocabulary, leaves: Leaves) -> Iterator[Finding]:
    """Find points of plans that the form does not have: those of a project as one, with the plan that is meant."""
    typed: dict[ValuePath, dict[str, Any]] = {}
    for path, value in leaves if words.plan else ():
        if keys(path)[:2] == PLAN:
            typed.setdefault(path[:-1], {})[str(path[-1])] = value
    projects = ((one.fields["项目名称"].origins[0][:-1], one) for one in budget.records["项目"])
    whole = {path: Decimal(one.fields["预算数"].value) for path, one in projects}
    unit = str(budget.data.get("金额单位", "元"))
    scale = YUAN_PER_UNIT[unit]
    for path, points in typed.items():
        wrong = [name for name in points if name not in words.plan]
        meant = plans.renamed(tuple(points), tuple(words.plan)) if wrong else {}
        if not meant:
            for name in wrong:
                yield from _name(budget, (*path, name), name, words.plan)
            continue
        amounts = dict(sorted(((meant[name], Decimal(points[name])) for name in points), key=_by_point(words)))
        total = whole.get(path[:-1], ZERO)
        kind = plans.kind_of(tuple(amounts.values()), total, scale)
        shown = plans.line(amounts, plans.cumulative(tuple(amounts.values()), total, kind, scale), unit)
        also = f"，金额也不是累计数（像是{kind}）" if kind else ""
        message = f"这种格式的资金支出计划不用{'、'.join(f'“{name}”' for name in wrong)}{also}。"
        place = (*path, wrong[0])
        yield UNKNOWN_NAME.at(budget.places.get(place), message, f"请写 {shown}。", path=place)


def _by_point(words: Vocabulary) -> Callable[[tuple[str, Decimal]], int]:
    order = sorted(words.plan, key=plans.month)
    return lambda point: order.index(point[0])


def _names(
    budget: Budget, subject: Subject, key: str, known: Mapping[str, Any] | Set[str], codes: bool = False
) -> Iterator[Finding]:
    for name in subject.data.get(key, {}) if known else ():
        if not (codes and name.isdigit()):
            yield from _name(budget, (*subject.at(key), name), name, known)


def _items(budget: Budget, subject: Subject) -> Iterator[Finding]:
    """Find items under 上年数, 上年执行数, 原因 and 科目用途 that neither a catalogue nor a line of the budget has."""
    catalogues = [classification.load(year) for year in (budget.year, budget.year - 1)]
    used = {code for entry in budget.entries for code in (entry.function, entry.economic) if code}
    declared = {code for names in budget.names.values() for code in names}
    for path, item in _coded(subject):
        in_catalogue = any(one.known(dimension, item) for one in catalogues for dimension in LEVELS)
        if not (in_catalogue or item in used or item in declared):
            near = nearest(item, (TOTAL, *sorted(used)))
            remedy = f"是不是“{near}”？" if near else "请写科目编码，或者“合计”。"
            yield UNKNOWN_NAME.at(budget.places.get(path), f"科目目录里没有 {item}。", remedy, path=path)


def _coded(subject: Subject) -> Iterator[tuple[ValuePath, str]]:
    """Yield what is written where a code stands: of 原因 only what looks like one, others are names of the form."""
    for key in STATED:
        for name, items in subject.data.get(key, {}).items():
            if isinstance(items, Mapping):
                yield from (((*subject.at(key), name, item), item) for item in items if item != TOTAL)
    for key in ("原因", "科目用途"):
        yield from (((*subject.at(key), one), one) for one in subject.data.get(key, {}) if one.isdigit())


def _name(budget: Budget, path: ValuePath, name: str, known: KnownKeys) -> Iterator[Finding]:
    if name in known:
        return
    near = nearest(name, sorted(known))
    remedy = f"是不是“{near}”？" if near else f"可以写：{'、'.join(sorted(known)[:30])}。"
    yield UNKNOWN_NAME.at(budget.places.get(path), f"这种格式不用“{name}”这个名称。", remedy, path=path)


def _lost(budget: Budget, words: Vocabulary, printed: Set[ValuePath], leaves: Leaves) -> Iterator[Finding]:
    """Report, once per kind, the values that no document prints."""
    kinds: Kinds = {}
    for path, value in leaves:
        compared = budget.previous is not None and LAST_YEAR_STATED in path  # with the folder beside, which prints
        if path not in printed and not compared and not _is_used(path, value, words, printed):
            kinds.setdefault(_kind(budget, path), []).append(path)
    for paths in kinds.values():
        first, *others = paths
        places = ((budget.places[one], "这里也没有印出来") for one in others[: _MOST - 1])
        count = f"（共 {len(paths)} 处）" if others else ""
        message = f"{said(first)} 写了{count}，公开文本里没有用到。"
        remedy = "请核对名称和位置；这种格式确实不用的，可以不管，也可以删去。"
        yield LOST.at(budget.places[first], message, remedy, path=first, related=tuple(places))


def _kind(budget: Budget, path: ValuePath) -> tuple[str, ...]:
    """Give what a value is, whoever says it: the keys of its path, without its unit; all codes are one kind."""
    own = keys(path[len(budget.owner(path).path) :])
    return tuple("" if key.isdigit() else key for key in own)


def _is_used(path: ValuePath, value: Any, words: Vocabulary, printed: Set[ValuePath]) -> bool:
    """Tell whether a value that is not printed itself has an effect all the same, or need not have one."""
    below = keys(path)
    own = declared.of_path(words.declared, below)
    if _is_managed(below, own) or value is False:
        return True
    last = below[-1] if below else ""
    if last == TOTAL or value in (0, (), "无") or value == {}:
        return True  # a stated total that closes a list; nothing, which the form may print as a blank
    if last in _DIMENSION and own is None:
        return _DIMENSION[last] in words.dimensions or last == "目录"
    return last == "数量" and own is None and words.quantity


def _is_managed(below: tuple[str, ...], own: Declared | None) -> bool:
    """Tell whether a value is used and need not be printed.

    Of what a pack declares, a unit says in whose document its record stands, and 是否 may choose among sentences.
    """
    managed = management_keys()
    used = own is not None and own.type in (UNIT, YES_NO)
    return used or any(below[:end] in managed for end in range(1, len(below) + 1))


def _leaves(budget: Budget) -> Iterator[tuple[ValuePath, Any]]:
    """Yield every value of this year's files with its path."""
    mark = f"{budget.previous.year}/" if budget.previous else None
    inner = {path[:-1] for path in budget.places}
    above: dict[ValuePath, Any] = {(): budget.data}  # what stands at the paths above
    # of a unit's folder only its own texts are kept, other values are not looked at
    for subject in budget.units:
        if subject.path and str(subject.path[0]).endswith("/"):
            above.setdefault(subject.path[:1], subject.data)
    for path in budget.places:
        if path and path not in inner and path[0] != mark:
            yield path, _value(path, above)


def _value(path: ValuePath, above: dict[ValuePath, Any]) -> Any:
    """Look up the value at a path, and note it, for others stand below it."""
    found = above.get(path, above)
    if found is above:
        whole, step = _value(path[:-1], above), path[-1]
        found = None
        if isinstance(whole, tuple):
            found = whole[step] if isinstance(step, int) and step < len(whole) else None
        elif isinstance(whole, Mapping):
            found = whole.get(str(step))
        above[path] = found
    return found
