"""What an import tells at its end: what was read, what contradicts itself, what was assumed and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.base.paths import said
from generator.intake.assembling import MadeDraft
from generator.intake.contradictions import Contradiction, some
from generator.intake.coverage import FATES, Coverage
from generator.intake.draft import TO_VERIFY, BudgetDraft
from generator.intake.leaf_draft import LeafBudget
from generator.intake.leaf_draft import report as leaf_report
from generator.intake.leaves import LeafList
from generator.intake.pool import stale
from generator.intake.reading import SameBudget, Source
from generator.recognition.figures import TextFigure
from generator.recognition.forms import Form
from generator.recognition.performance_words import AMOUNT, HOMELESS
from generator.recognition.statements import ReadTable, UnreadCell
from generator.recognition.words import bare

_YEAR = re.compile("20[0-9]{2}")
_NAME = 20  # characters of the name of a figure
SHOWN = 12  # lines of one kind; the rest is counted


def lines(group: SameBudget, made: MadeDraft, *, every: bool = False) -> Iterator[str]:
    """Yield the report of one budget in lines; with `every` nothing is left out."""
    most = 10**9 if every else SHOWN
    yield from _read(group)
    wrong = made.contradictions
    real, minor = ([str(one) for one in wrong if one.minor is each] for each in (False, True))
    yield from _coverage(made.coverage)
    of_others = (one for source in group.sources for one in notes(source.read.tables, source.read.form))
    yield from _listed("前后矛盾（导入的是各表逐项相加的数）", (*real, *map(str, of_others)), most)
    yield from _listed("只差末位", minor, most)
    yield from _listed("名称与表或目录不同", _misnamed(group), most)
    yield from _listed(
        "没有地方放的数", (f"{words}：{amount:f} 元　{_places(places)}" for words, amount, places in made.left), most
    )
    yield from _listed("没有地方放的文字，没有导入", made.draft.unplaced, most)
    yield from _listed("没有认出的", _unread(group), most)
    yield from _listed("正文里没有核对的数", _unchecked(made.coverage), most)
    yield from _listed("推定的，请核对", _assumed(made.draft), most)
    yield from _listed("还要自己写的", made.draft.missing, most)


def leaf_lines(
    budget: LeafBudget, lists: Sequence[LeafList], draft: BudgetDraft, beside: SameBudget, *, every: bool = False
) -> Iterator[str]:
    """Yield the report of a budget made of leaf lists, and of tables of projects beside them."""
    most = 10**9 if every else SHOWN
    yield from _read(beside)
    yield from _listed("绩效表里没有认出的", _unread(beside), most)
    for title, told in leaf_report(budget, lists):
        yield from _listed(title, told, most)
    yield from _listed("推定的，请核对", _assumed(draft), most)
    yield from _listed("还要自己写的", draft.missing, most)


def _read(group: SameBudget) -> Iterator[str]:
    """Say which tables were recognised, and how much was read in them."""
    for source in group.sources:
        tables = source.read.tables
        amounts = sum(len(table.amounts) for table in tables)
        records = sum(len(table.records) for table in tables)
        sentences = source.sentences
        counts = [f"{len(tables)} 张表", f"{sum(table.rows for table in tables)} 行", f"{amounts} 个金额"]
        counts += [f"{records} 条记录"] if records else []
        counts += [f"正文里 {len(sentences.amounts)} 个数、{len(sentences.texts)} 处文字"] if sentences.texts else []
        yield f"  {source.file.name}：按“{source.read.form.pack.name}”的格式认出{'，'.join(counts)}"
        for table in tables:
            empty = sum(stale(one) for one in table.amounts)
            if empty:
                yield f"    {table.table.spec.name}：{empty} 个合计是没有算过的公式（显示 0），按各项重新相加"
            if not table.unit_said and (table.amounts or any(AMOUNT in one.fields for one in table.records)):
                unit = {0: "元", 4: "万元"}.get(table.scale, "万元")
                yield f"    {table.table.spec.name}：没有写单位，按格式规定的{unit}读"


def _listed(title: str, found: Iterable[str], most: int) -> Iterator[str]:
    told = list(dict.fromkeys(found))
    if told:
        yield f"  {title}："
        yield from some_lines(told, most)


def some_lines(told: Sequence[str], most: int) -> Iterator[str]:
    """Yield lines, at most so many, and say how many are left out."""
    yield from (f"    {one}" for one in told[:most])
    if len(told) > most:
        yield f"    ……另有 {len(told) - most} 处（--verbose 全部列出）"


def notes(tables: Iterable[ReadTable], form: Form) -> Iterator[Contradiction]:
    """Say where the note under a table is that of another table of the form."""
    known = {bare(table.note): table.spec.name for table in form.tables if table.note}
    for table in tables:
        for note, place in table.notes:
            whose = known.get(bare(_YEAR.sub("", note)))
            if whose not in (None, table.table.spec.name) and bare(table.table.note) != bare(_YEAR.sub("", note)):
                yield Contradiction(place, f"“{table.table.spec.name}”下面的注是“{whose}”的：{note[:40]}")


def _places(places: Iterable[object]) -> str:
    return "；".join(dict.fromkeys(str(place) for place in places))


def _unread(group: SameBudget) -> Iterator[str]:
    for source in group.sources:
        for grid in source.read.unknown:
            where = f"表“{grid.sheet}”" if grid.sheet else str(grid.place)
            yield f"{where} 不是这个格式的表（第一格是“{grid.first_words[:20]}”）"
        for table in source.read.tables:
            for cell in table.unread:
                if cell.what != HOMELESS:
                    yield f"{cell.place} {unread_words(cell)}"
        yield from _homeless(source)
        for passage in source.sentences.doubled:
            yield f"{passage.place} 这一段在前面已经印过：{passage.text[:30]}"
        for name, place in source.sentences.unbound:
            yield f"{place} 科目“{name}”在目录里找不到"


def _coverage(read: Coverage) -> Iterator[str]:
    """Say how many figures of the running text were checked, and how far."""
    if read.figures:
        counts = "，".join(f"{fate} {read.count(fate)} 个" for fate in FATES)
        yield f"  正文里的数 {len(read.figures)} 个：{counts}"


def _unchecked(read: Coverage) -> Iterator[str]:
    for one in read.unchecked:
        what, why = unchecked_words(one)
        yield f"{one.place} {what}：{why}"


def unchecked_words(one: TextFigure) -> tuple[str, str]:
    """Say what a figure is that was compared with nothing, and why."""
    cut = "……" if len(one.name) > _NAME else ""
    name = f"“{cut}{one.name[-_NAME:]}”" if one.name and not one.why.startswith("名称") else ""
    return f"{one.role}{name} {one.text}{one.unit}", one.why or "没有认出是什么数"


def _misnamed(group: SameBudget) -> Iterator[str]:
    for source in group.sources:
        for printed, meant, place in source.sentences.free.misnamed:
            yield f"{place} “{printed}”应是“{meant}”"


def _homeless(source: Source) -> Iterator[str]:
    """Say once for a file what its tables of projects have that a budget has no key for."""
    found: dict[str, list[UnreadCell]] = {}
    for table in source.read.tables:
        for cell in table.unread:
            if cell.what == HOMELESS:
                found.setdefault(cell.text.partition("：")[0], []).append(cell)
    for name, cells in found.items():
        value = cells[0].text.partition("：")[2]
        yield f"“{name}”在预算里没有地方写，没有导入：{some([str(one.place) for one in cells])}，如“{value[:20]}”"


def unread_words(cell: UnreadCell) -> str:
    """Say what a cell is that was not understood."""
    words = {"列": "没有认出的列", "行": "没有认出的行", "金额": "不是数"}
    return f"{words.get(cell.what, cell.what)}：{cell.text[:40]}"


def _assumed(draft: BudgetDraft) -> Iterator[str]:
    yield from draft.assumed
    counts: dict[str, list[str]] = {}
    for path, mark in draft.marks.items():
        if mark.startswith(TO_VERIFY):
            counts.setdefault(mark, []).append(said(path))
    for mark, paths in counts.items():
        yield f"{mark.removeprefix(TO_VERIFY).lstrip('：')}（{some(paths)}），文件里注明了“{TO_VERIFY}”"
