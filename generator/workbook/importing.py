"""Importing (导回): what was changed in a workbook, into the text of the YAML files; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.base.paths import ROOT, ValuePath, in_unit_folder, said
from generator.findings.finding import Finding, Place, has_errors
from generator.pack import loader
from generator.reading import source
from generator.reading.characters import usual
from generator.reading.encoding import decode, read_bytes
from generator.reading.folder import name_of
from generator.reading.rewriting import NewKey, Rewrite, rewritten
from generator.reading.rule import SchemaRule
from generator.workbook import plan as plans
from generator.workbook import tree as trees
from generator.workbook.changes import Insert, Put, Remove, SheetChange, changes
from generator.workbook.export import Ready, rules_of
from generator.workbook.kinds import NOT_WRITTEN
from generator.workbook.memory import Memory
from generator.workbook.merge import MergedChanges, merge
from generator.workbook.plan import BudgetRules
from generator.workbook.read import ReadBook
from generator.workbook.rows import rows_of
from generator.workbook.tree import Tree, Typed
from generator.workbook.words import of_budget

_BOM = "\ufeff"


@dataclass(slots=True)
class Imported:
    """What an import leads to: the new bytes of files, what is changed in words, findings; nothing with an error."""

    files: dict[Path, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Tell whether a finding keeps anything from being written."""
        return has_errors(self.findings)


def base_of(memory: Memory, templates: Path) -> Ready:
    """Make the sheets as they were when a workbook was written."""
    line = loader.words_of(loader.list_folders(templates), memory.pack, memory.year)
    plan = plans.make(memory.tree, rules_of(line))
    return Ready(plan, rows_of(memory.tree, plan), of_budget(memory.tree, line, memory.year), memory, "")


def bring(
    book: ReadBook, folder: Path, templates: Path, file: str, shown_as: str, *, overwrite: bool = False
) -> Imported:
    """Bring the changes of a workbook into the files of its budget.

    `file` is what places call the workbook, `shown_as` what they call the folder.
    """
    typed = None
    if overwrite and not book.memory.folder:  # it holds the whole budget, whatever was there
        typed = trees.read(folder, shown_as)
        book = replace(book, memory=replace(book.memory, tree=typed.tree))
    base = base_of(book.memory, templates)
    made, found = changes(base, book, file)
    result = Imported(findings=found)
    if result.refused or not made:
        return result
    typed = typed or trees.read(folder, shown_as)
    result.findings += typed.findings
    if result.refused:
        return result
    merged = merge(made, book.memory.tree, typed.tree, typed.places, overwrite=overwrite)
    result.findings += merged.conflicts
    if not result.refused and merged.rewrites:
        result.counts, result.told = merged.counts, [_told(one) for one in made]
        rewrite(result, merged, typed, folder, base.plan.rules, shown_as)
    return result


def _told(change: SheetChange) -> str:
    """Say in a line what a change does."""
    where = f"{change.place.words} {said(change.path)}"
    if isinstance(change, Put):
        return f"{where}：{change.before or '（空）'} → {change.text or '（空）'}"
    if isinstance(change, Insert):
        text = change.value if isinstance(change.value, str) else "，".join(_values(change.value))
        return f"{where}：加 {text}"
    return f"{where}：{'删去' if isinstance(change, Remove) else f'改名为 {change.name}'}"


def _values(value: Tree) -> Iterable[str]:
    for one in value.values() if isinstance(value, dict) else value:
        yield from [one] if isinstance(one, str) else _values(one)


def rewrite(
    result: Imported, merged: MergedChanges, typed: Typed, folder: Path, rules: BudgetRules, shown_as: str
) -> None:
    """Write the rewrites into the texts of the files, and compare what these say then with what is meant."""
    by_file: dict[Path, list[tuple[ValuePath, Rewrite]]] = {}
    for one in merged.rewrites:
        top, path = file_of(one, typed, rules)
        by_file.setdefault(path, []).append((top, one))
    for path, rewrites in by_file.items():
        name = name_of(path, folder, shown_as)
        data = _rewritten(path, name, rewrites, rules)
        if data is None:
            message, remedy = "这个文件的写法改不了：编码或者标点不规范。", "请先运行 budget fix，再导入。"
            result.findings.append(NOT_WRITTEN.at(Place(name), message, remedy))
        else:
            result.files[path] = data
    if not result.refused and (wrong := _differs(result.files, merged.tree, typed, folder)):
        message = f"改动没有写好，没有写任何文件（{wrong}）。"
        result.findings.append(NOT_WRITTEN.at(Place(shown_as), message, "请在 YAML 里改这几处，并把工作簿发给我们看。"))
    if result.refused:
        result.files.clear()


def file_of(one: Rewrite, typed: Typed, rules: BudgetRules) -> tuple[ValuePath, Path]:
    """Give the file of a rewrite, and the path of its top: nothing, or the unit's folder."""
    path = (*one.path, one.key) if isinstance(one, NewKey) else one.path
    top = path[:1] if in_unit_folder(path) else ROOT
    key = str(path[len(top)])
    if (*top, key) in typed.files:
        return top, typed.files[*top, key]
    order = list((rules.unit if top else rules.budget).properties)
    own = {str(known[-1]): file for known, file in typed.files.items() if known[:-1] == top}
    rank = order.index(key) if key in order else len(order)
    before = [known for known in order[:rank] if known in own]
    return top, own[before[-1]] if before else next(iter(own.values()))


def _rewritten(
    path: Path, name: str, rewrites: Sequence[tuple[ValuePath, Rewrite]], rules: BudgetRules
) -> bytes | None:
    """Give the new bytes of a file; None for one that is not written as usual."""
    data, _ = read_bytes(path, name)
    text = decode(data, name)[0] if data is not None else None
    if data is None or text is None or usual(text, name).edits:
        return None
    mark = _BOM if data.startswith(_BOM.encode()) else ""
    if (mark + text.removeprefix(_BOM)).encode() != data:
        return None
    own = [_without(one, len(top)) for top, one in rewrites]
    rule = rules.unit if rewrites[0][0] else rules.budget
    try:
        return (mark + rewritten(text.removeprefix(_BOM), own, order_of(rule))).encode()
    except LookupError:
        return None


def _without(one: Rewrite, steps: int) -> Rewrite:
    return replace(one, path=one.path[steps:])


def order_of(rule: SchemaRule) -> Callable[[ValuePath], Sequence[str]]:
    """Give the function that tells the order of the keys at a path."""

    def order(path: ValuePath) -> Sequence[str]:
        shapes: tuple[SchemaRule, ...] = (rule,)
        for step in path:
            inside = [one.items if isinstance(step, int) else one.properties.get(step) for one in shapes]
            shapes = tuple(shape for one in inside if one is not None for shape in one.shapes)
        return next((tuple(one.properties) for one in shapes if one.properties), ())

    return order


def _differs(files: Mapping[Path, bytes], meant: Tree, typed: Typed, folder: Path) -> str:
    """Name the first value at which rewritten files say something else than is meant; nothing where all is well."""
    tree: dict[str, Tree] = {key: (dict(value) if key.endswith("/") else value) for key, value in typed.tree.items()}
    for path, data in files.items():
        top = next(known[:-1] for known, file in typed.files.items() if file == path)
        around = tree[str(top[0])] if top else tree
        for known, file in typed.files.items():
            if file == path:
                around.pop(str(known[-1]), None)
        node, found = source.parse(data, path.name)
        if has_errors(found):
            return path.name
        around.update({key.text: trees.plain(value) for key, value in source.pairs(node)})
    return _first_difference(tree, meant)


def _first_difference(one: Tree, other: Tree, path: ValuePath = ROOT) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        steps: Iterable[str | int] = {**one, **other}
    elif isinstance(one, list) and isinstance(other, list):
        steps = range(max(len(one), len(other)))
    else:
        same = one == other or (isinstance(one, str) and isinstance(other, str) and one.strip() == other.strip())
        return "" if same else said(path) or "全部"
    found = (_first_difference(trees.at(one, (step,)), trees.at(other, (step,)), (*path, step)) for step in steps)
    return next((where for where in found if where), "")
