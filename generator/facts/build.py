"""Building (建立): a folder of YAML files → the facts of one budget, with the place of every value.

All findings of all files are given at once. Whether the figures agree is not asked here but in `generator.checks`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.base import late
from generator.base.money import NARROW
from generator.base.paths import ROOT, ValuePath, unit_folder
from generator.facts import classification, declared
from generator.facts.assemble import Part, assemble
from generator.facts.budget import Budget
from generator.facts.codes import CODE_KEYS, Lookup, remedy
from generator.facts.draft import completed
from generator.facts.location import is_copy
from generator.facts.plans import SHARES, cumulative, kind_of, line, whole_of
from generator.facts.previous import folders_of_last_year, joined
from generator.facts.words import STANDARD, LineWords, WordsOf, standard
from generator.findings.finding import Finding, Kind, Place, Severity, has_errors
from generator.reading import source
from generator.reading.characters import in_name
from generator.reading.encoding import decode, read_bytes
from generator.reading.encoding import unreadable as unreadable_finding
from generator.reading.folder import files_of, missed, name_of, unreadable, yaml_name
from generator.reading.rule import SchemaRule
from generator.reading.schema import MISSING_KEY, Walk, extended, load_rule, walk

NO_FOLDER = Kind("B101", "没有这个预算", Severity.ERROR, "预算是一个文件夹，里面有若干 *.yaml 文件。")
TWO_FILES = Kind("B102", "键写在两个文件里", Severity.ERROR, "各文件按顶层键合并，一个顶层键只能写在一个文件里。")

EMPTY_FILE = Kind("B111", "文件是空的", Severity.WARNING, "文件里什么也没有；原来的内容可能没有保存。")

NOT_READ = Kind(
    "B103", "文件没有读入", Severity.WARNING, "YAML 文件放在了不读的子文件夹里，是隐藏文件，或者这不是文件。"
)

PLAN_IN_PERCENT = Kind(
    "B110", "支出计划写成百分比", Severity.ERROR, "资金支出计划填到各时点累计支出的金额，不填百分比。"
)

_YEAR = late.compile("20[0-9]{2}")
_PERCENT = late.compile("([0-9０-９]+(?:[.．][0-9０-９]+)?) ?[%％]")
PLAN = "资金支出计划"

OLD_BROKEN = Kind(
    "B105",
    "上年的预算读不了",
    Severity.WARNING,
    "旁边有上年的预算，但是它有错误、年度和编码不对，或者有两个文件夹，不能用来比较。",
)


def load(
    folder: Path, *, shown_as: str | None = None, words: WordsOf = standard, draft: bool = False
) -> tuple[Budget | None, tuple[Finding, ...]]:
    """Load a budget (部门预算) from its folder, with last year's from the folder beside it.

    `shown_as` is what places and messages call the folder (a relative POSIX path; by default `folder` as given).
    `words` gives the words that the lines of a budget with a pack may use.
    The budget is None when an error of reading or of the schema leaves its facts incomplete; for a `draft` only where
    nothing says whose budget it is, of which year and in which form.
    """
    budget, found = load_alone(folder, shown_as=shown_as, words=words, draft=draft)
    known = folders_of_last_year(folder, budget) if budget is not None else ()
    if budget is None or not known:
        return budget, found
    beside, *others = known
    name = folder.as_posix() if shown_as is None else shown_as
    shown = (PurePosixPath(name).parent.parent / str(budget.year - 1) / beside.name).as_posix()
    if others:
        message = f"上年的预算有 {len(known)} 个文件夹：{'、'.join(one.name for one in known)}，没有用来比较。"
        return budget, (*found, OLD_BROKEN.at(Place(shown), message, "请只留下一个。"))
    previous, trouble = load_alone(beside, shown_as=shown, words=_known(words))
    if previous is None:
        errors = sum(one.severity is Severity.ERROR for one in trouble)
        message = f"上年的预算“{beside.name}”有 {errors} 个错误，没有用来比较。"
        return budget, (*found, OLD_BROKEN.at(Place(shown), message, "请用 budget check 查看并改正上年的预算。"))
    if (previous.year, previous.code) != (budget.year - 1, budget.subject.former_code):
        message = f"上年的预算“{beside.name}”里写的是 {previous.year} 年、编码 {previous.code}，没有用来比较。"
        return budget, (*found, OLD_BROKEN.at(Place(shown), message, "请核对那个文件夹里的“年度”和编码。"))
    return joined(budget, previous), found


def load_alone(
    folder: Path, *, shown_as: str | None = None, words: WordsOf = standard, draft: bool = False
) -> tuple[Budget | None, tuple[Finding, ...]]:
    """Load a budget without last year's."""
    name = folder.as_posix() if shown_as is None else shown_as
    if not os.path.isdir(folder):
        missing = "这不是文件夹，或者是断了的链接。" if os.path.lexists(folder) else "没有这个文件夹。"
        return None, (NO_FOLDER.at(Place(name), missing, "请检查预算文件夹的名称。"),)
    trees, findings = _read_all(folder, name, draft=draft)
    findings += [*_unread(folder, name), *_odd_names(folder, name)]
    if not trees and not findings:
        return None, (NO_FOLDER.at(Place(name), "文件夹里没有 *.yaml 文件。", "请检查预算文件夹的名称。"),)
    known = words(*pack_of(trees))
    parts, state = _validate(trees, name, known, has_errors(findings))
    if has_errors((*findings, *state.findings)) and (second := _read_again(folder, name, known, draft=draft)):
        trees, findings = second
        known = words(*pack_of(trees))  # what says it may have been mended
        parts, state = _validate(trees, name, known, has_errors(findings))
    state.findings[:] = _plans_in_percent(trees, parts, state.findings)
    found = (*findings, *state.findings, *_whose(parts[0].data, state, name, has_errors(findings)))
    if not has_errors(found):
        return assemble(name, parts, state.places, known), _in_order(found)
    parts = _for_a_draft(parts, known, unread=has_errors(findings)) if draft else []
    return (assemble(name, parts, state.places, known) if parts else None), _in_order(found)


def _for_a_draft(parts: Sequence[Part], words: LineWords, *, unread: bool) -> list[Part]:
    """Complete the parts of a budget with errors; none where nothing says whose it is, of which year, in which form."""
    top = parts[0].data
    if not (top.get("年度") and top.get("模板") and (top.get("部门") or top.get("单位"))):
        return []
    return [Part(one.top, completed(_rule_of(one.top, words), one.data, one.top, unread=unread)) for one in parts]


def _known(words: WordsOf) -> WordsOf:
    """Give the words of packs that exist, else the usual ones: a figure of last year must not be lost unread."""

    def known(name: str, year: int) -> LineWords:
        found = words(name, year)
        return STANDARD if found.open else found

    return known


def _odd_names(folder: Path, name: str) -> list[Finding]:
    """Report names of a budget's folders and files that are not written as they look."""
    files = files_of(folder)
    paths = {folder, *files, *(path.parent for path in files)}
    return [found for path in sorted(paths) for found in in_name(path.name, name_of(path, folder, name))]


def _unread(folder: Path, name: str) -> list[Finding]:
    """Report what is not read, since the facts in it would be missing silently."""
    usual = "部门的文件直接放在预算文件夹里；单位的文件放在 单位/<编码>-<名称>/ 里。"
    rename = "请把扩展名改成 .yaml（在资源管理器的“查看”里选上“文件扩展名”才看得见）；不要的，请移走。"
    troubles = [
        unreadable_finding(error, name_of(path, folder, name), is_link=os.path.islink(path))
        for path, error in unreadable(folder)
    ]
    return troubles + [
        NOT_READ.at(Place(name_of(path, folder, name)), f"这里没有读入：{why}。", rename if yaml_name(path) else usual)
        for path, why in sorted(missed(folder))
    ]


Trees = dict[ValuePath, source.MappingNode]
ReadFile = tuple[source.Node | None, tuple[Finding, ...]]  # of one file


def _read_again(folder: Path, name: str, words: LineWords, *, draft: bool) -> tuple[Trees, list[Finding]] | None:
    """Read a budget that has errors as it was meant, with its look-alike signs mended; None where there are none."""
    from generator.reading.mending import mended  # noqa: PLC0415 many patterns, which only a budget with errors needs

    second: dict[Path, ReadFile] = {}
    for path in files_of(folder):
        data, _ = source.read_bytes(path, "")
        top = ROOT if path.parent == folder else unit_folder(path.parent.name)
        read = data and mended(data, name_of(path, folder, name), _rule_of(top, words))
        if read:
            second[path] = read
    if not second:
        return None
    trees, findings = _read_all(folder, name, second, draft=draft)
    return trees, [*findings, *_unread(folder, name), *_odd_names(folder, name)]


def _read_all(
    folder: Path, name: str, known: Mapping[Path, ReadFile] = MappingProxyType({}), *, draft: bool = False
) -> tuple[Trees, list[Finding]]:
    """Read and merge: one mapping for the department, and one for each unit's folder, by the path of its files.

    `known` are files that have been read already.
    """
    merged: Trees = {}
    findings: list[Finding] = []
    for path in sorted(files_of(folder), key=lambda path: (path.parent, is_copy(path.stem))):
        shown = name_of(path, folder, name)
        node, found = known.get(path) or source.read(path, shown)
        findings += found
        if node is None and draft:
            node = source.in_pieces(path, shown)
        if not found and _is_empty(path):
            findings.append(
                EMPTY_FILE.at(Place(shown), f"“{path.name}”是空的。", "请补上内容；不要的，请删去这个文件。")
            )
        top = ROOT if path.parent == folder else unit_folder(path.parent.name)
        if isinstance(node, source.Scalar) and not node.text:
            continue  # nothing but comments
        if isinstance(node, source.MappingNode):
            before = merged.get(top, source.MappingNode((), node.place))
            merged[top] = _merge(before, node, top, findings)
        elif node is not None:
            merged.setdefault(top, source.MappingNode((), node.place))
            walk(load_rule("unit" if top else "budget"), node, top, state := Walk())
            findings += state.findings
    return merged, findings


def _is_empty(path: Path) -> bool:
    """Tell whether there is nothing at all in a file; one with comments was left so on purpose."""
    data, _ = read_bytes(path, "")
    return data is not None and not (decode(data, "")[0] or "").strip("\ufeff \t\r\n")


def _merge(
    before: source.MappingNode, node: source.MappingNode, top: ValuePath, findings: list[Finding]
) -> source.MappingNode:
    first = {key.text: key for key, _ in before.items}
    file = PurePosixPath(node.place.file)
    twice = [key for key, _ in node.items if key.text in first]
    if twice and is_copy(file.stem):
        others = dict.fromkeys(PurePosixPath(first[key.text].place.file).name for key in twice)
        said = "、".join(f"“{key.text}”" for key in twice)
        message = f"“{file.name}”像是复制出来的文件：{said}已经写在 {'、'.join(others)} 里。"
        related = ((first[twice[0].text].place, "前一次写在这里"),)
        remedy = f"请核对后删去“{file.name}”，或者移到预算文件夹以外。"
        findings.append(TWO_FILES.at(twice[0].place, message, remedy, path=(*top, twice[0].text), related=related))
        return before
    for key, _ in node.items:
        if key.text in first:
            other = first[key.text].place
            message = f"“{key.text}”已经写在 {other.file} 第 {other.line} 行。"
            related = ((other, "前一次写在这里"),)
            remedy, path = "请合并到一个文件里。", (*top, key.text)
            findings.append(TWO_FILES.at(key.place, message, remedy, path=path, related=related))
    new = tuple(item for item in node.items if item[0].text not in first)
    return source.MappingNode(before.items + new, before.place)


def _validate(trees: Trees, name: str, words: LineWords, incomplete: bool) -> tuple[list[Part], Walk]:
    """Walk every tree with its schema; `incomplete` says that a file could not be read, so that nothing is missing."""
    department = trees.get(ROOT, source.MappingNode((), Place(name)))
    codes = partial(code_remedy, trees, words)
    state = Walk(_unit_of(department, "元"), words.typed, codes)
    parts = []
    for top, tree in {ROOT: department, **trees}.items():
        rule = _rule_of(top, words)
        given_elsewhere = not top and len(trees) > 1  # the units have folders of their own
        required = tuple(key for key in rule.required if not incomplete and not (given_elsewhere and key == "单位"))
        walker = replace(state, unit=_unit_of(tree, state.unit), open=words.open)
        parts.append(Part(top, walk(replace(rule, required=required), tree, top, walker)))
    return parts, state


def _plans_in_percent(
    trees: Mapping[ValuePath, source.MappingNode], parts: Iterable[Part], findings: list[Finding]
) -> list[Finding]:
    """Tell a plan of payments that is typed in percent as one, with the amounts to type; not each of its numbers."""
    told, data = [], {part.top: part.data for part in parts}
    for path in dict.fromkeys(one.path[:-1] for one in findings if PLAN in one.path[-2:-1]):
        top = next((one for one in data if one and path[: len(one)] == one), ROOT)
        plan, project = source.node_at(trees[top], path[len(top) :]), _project_at(data[top], path[len(top) : -1])
        typed = [(key.text, node.text.strip()) for key, node in source.pairs(plan) if isinstance(node, source.Scalar)]
        if not typed or not all(_PERCENT.fullmatch(text) for _, text in typed) or plan is None:
            continue
        shares = [Decimal(_PERCENT.sub(r"\1", text.translate(NARROW))) for _, text in typed]
        whole, unit = whole_of(project), _unit_of(trees[top], _unit_of(trees[ROOT], "元") if ROOT in trees else "元")
        meant = cumulative(shares, whole, SHARES) if kind_of(shares, whole) == SHARES and whole else ()
        remedy = f"请写 {line((name for name, _ in typed), meant, unit)}。" if meant else "请写到各时点累计支出的金额。"
        message = "资金支出计划写成了百分比；这里填到各时点累计支出的金额。"
        first = next(one for one in findings if one.path[:-1] == path)
        told.append(PLAN_IN_PERCENT.at(first.place, message, remedy, path=path))
    plain = {one.path for one in told}
    return [one for one in findings if one.path[:-1] not in plain] + told


def _project_at(data: Any, path: ValuePath) -> Mapping[str, Any]:
    for step in path:
        data = data[step]
    found: Mapping[str, Any] = data
    return found


def code_remedy(trees: Trees, words: LineWords, dimension: str, typed: str) -> tuple[str, str | None]:
    """Say which code is meant by a text, by the catalogue of the budget's year and the codes in the rest of it.

    What the budget or its pack declares (科目名称) is known as well.
    """
    catalogues = classification.load(pack_of(trees)[1])
    used = tuple(dict.fromkeys(code for tree in trees.values() for code in _codes_in(tree, CODE_KEYS[dimension])))
    declared = {**words.names.get(dimension, {}), **_names_in(trees.get(ROOT), dimension)}
    return remedy(Lookup(catalogues, dimension, used, tuple(declared.items())), typed)


def _names_in(tree: source.Node | None, dimension: str) -> dict[str, str]:
    names = source.pairs(source.node_at(tree, ("科目名称", dimension)))
    return {code.text.strip(): name.text for code, name in names if isinstance(name, source.Scalar)}


def _codes_in(node: source.Node, name: str) -> Iterator[str]:
    """Yield what is typed under a key anywhere in a tree."""
    if isinstance(node, source.ListNode):
        for item in node.items:
            yield from _codes_in(item, name)
    elif isinstance(node, source.MappingNode):
        for key, value in node.items:
            if key.text == name and isinstance(value, source.Scalar):
                yield value.text.strip()
            else:
                yield from _codes_in(value, name)


def rules_of(trees: Trees, words: WordsOf) -> Callable[[str], SchemaRule]:
    """Give the rules of `budget` and of `unit` files of a folder, as far as it can be read whose they are."""
    known = words(*pack_of(trees))
    return lambda name: _rule_of(ROOT if name == "budget" else (name,), known)


def walks_of(trees: Trees, words: WordsOf) -> Callable[[str], Walk]:
    """Give what begins a walk for a 金额单位, with the words and the codes that a folder's budget may mean."""
    known = words(*pack_of(trees))
    return lambda unit: Walk(unit, known.typed, partial(code_remedy, trees, known), known.open)


def pack_of(trees: Trees) -> tuple[str, int]:
    """Find 模板 and 年度 before the walk, since the words of the lines depend on them; empty if unsaid."""
    said = {key.text: node.text for key, node in source.pairs(trees.get(ROOT)) if isinstance(node, source.Scalar)}
    year = said.get("年度", "").strip().translate(NARROW).removesuffix("年")
    return said.get("模板", "").strip(), int(year) if _YEAR.fullmatch(year) else 0


def trees_of(folder: Path) -> Trees:
    """Read the files of a folder, those with look-alike signs as they were meant."""
    trees, findings = _read_all(folder, "")
    second = _read_again(folder, "", STANDARD, draft=False) if has_errors(findings) else None
    return second[0] if second else trees


def _rule_of(top: ValuePath, words: LineWords) -> SchemaRule:
    """Give the rule of the department's files, or of a unit's folder, with what the pack declares (数据)."""
    return extended(load_rule("unit" if top else "budget"), declared.schema(words.declared, unit=bool(top)))


def _whose(data: Mapping[str, Any], state: Walk, name: str, incomplete: bool) -> Iterator[Finding]:
    """A budget is a department's, or that of one unit alone."""
    if "部门" in data or incomplete or ("部门",) in state.places:
        return
    if len(data.get("单位") or ()) != 1:
        remedy = "请写 部门: {编码: …, 名称: …}；单位单独编制的预算不写“部门”，只写一个“单位”。"
        yield MISSING_KEY.at(state.places.get(ROOT, Place(name)), "“部门预算”缺少 “部门”。", remedy)


def _unit_of(tree: source.MappingNode, default: str) -> str:
    """Find 金额单位 before the walk, since amounts anywhere depend on it."""
    for key, node in tree.items:
        if key.text == "金额单位" and isinstance(node, source.Scalar) and node.text in ("元", "万元"):
            return node.text
    return default


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.place or Place(""), one.code, one.message)))
