"""The next year's budget (转入下年): the texts of a budget's files, without what was true of one year only.

What the person typed stays as it is, comments and order included; every change is a note with its place, and what is
cut is in its note word by word. Last year's figures are not copied: the folder of that year beside is what compares.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from generator.base.frozen import frozen
from generator.facts import classification
from generator.facts.codes import CODE_KEYS
from generator.facts.finished import END, MAYBE, NAMES, finished
from generator.facts.recoded import FUNCTION, Recoded
from generator.facts.year_marks import Note, marked
from generator.reading import cutting
from generator.reading.cutting import Cut, Text, TreeNode
from generator.reading.rule import SchemaRule
from generator.reading.singles import Single, singles

ONE_YEAR = ("公开日期", "上年", "上年编码", "上年数", "上年执行数", "原因", "出错说明")
CUT, PROJECT, MAY_HAVE_ENDED, CODE = "删去的", "没有转入的项目和它的采购", "可能已完成的项目", "科目"
_FIGURES = ("amount", "number", "integer")  # an integer is a figure that a pack declares, except the year
_YEAR, _PROJECTS, _PURCHASES, _UNITS, _OWN_NAMES = "年度", "项目", "政府采购", "单位", "科目名称"
_Edited = tuple[Cut, Note | None]


@dataclass(frozen=True)
class NextYear:
    """What is asked: the years, whether figures are emptied, and which projects are left out."""

    old: int
    new: int
    emptied: bool = True
    drop_finished: bool = False
    dropped: frozenset[str] = frozenset()  # codes or names of projects

    @cached_property
    def recoded(self) -> Recoded:
        """What has changed in the classifications: found once for all files of a run."""
        return Recoded(classification.load(self.old), classification.load(self.new))


@frozen
class Rolled:
    """A file of the next year, or None where nothing of it is left; what was done, and how many figures it has."""

    text: str | None
    notes: tuple[Note, ...] = ()
    figures: int = 0


def roll(whole: str, file: str, rule: SchemaRule, asked: NextYear, dropped: Collection[str]) -> Rolled:
    """Make the text of a file for the next year. `dropped` are the names and codes of projects that are left out."""
    text, tree = cutting.text_of(whole), cutting.tree_of(whole)
    if tree is None or not cutting.pairs(tree):
        return Rolled(whole)
    cuts = list(_cuts(text, tree, file, dropped))
    gone = cutting.joined(span for span, _ in cuts)
    typed = [one for one in singles(rule, tree) if not _inside(text.at(one.node.start_mark), gone)]
    figures = list(_figures(text, typed))
    changed = list(_changes(text, typed, file, asked))
    spans = [*gone, *(span for span, _ in changed), *(figures if asked.emptied else ())]
    made = cutting.without(text, spans)
    notes = [*(note for _, note in (*cuts, *changed) if note is not None), *_may_have_ended(text, tree, file, asked)]
    left = cutting.tree_of(made)
    if left is None or not cutting.pairs(left):
        rest = tuple(line for line in made.splitlines() if line.strip())
        return Rolled(None, (*notes, Note(CUT, file, 1, "别的都删去了，这个文件没有转入", rest)))
    made, more = marked(made, left, file, rule, (asked.old, asked.new), kept=not asked.emptied)
    return Rolled(made, (*notes, *more), len(figures))


def projects(trees: Iterable[TreeNode | None], asked: NextYear) -> tuple[frozenset[str], frozenset[str]]:
    """Choose the projects that are left out, by every name that they have; and which of those asked for there are."""
    out: set[str] = set()
    found: set[str] = set()
    for project in (one for tree in trees for one in cutting.items(_below(tree, _PROJECTS))):
        own = _names(project)
        found |= own & asked.dropped
        if own & asked.dropped or (asked.drop_finished and finished(_data(project), asked.old) == END):
            out |= own
    return frozenset(out), frozenset(found)


def year_said(trees: Iterable[TreeNode | None]) -> str:
    """Give the year that a budget's files say, as it is typed; nothing where none says one."""
    found = (_below(tree, _YEAR) for tree in trees)
    return next((str(one.value).strip() for one in found if one is not None), "")


def _names(project: TreeNode) -> set[str]:
    return {str(value.value) for key, value in cutting.pairs(project) if key.value in NAMES}


def _data(node: TreeNode) -> Mapping[str, Any]:
    return {str(key.value): _data(value) if cutting.pairs(value) else value.value for key, value in cutting.pairs(node)}


def _below(node: TreeNode | None, name: str) -> TreeNode | None:
    return next((value for key, value in cutting.pairs(node) if key.value == name), None)


def _cuts(text: Text, tree: TreeNode, file: str, dropped: Collection[str]) -> Iterator[tuple[Cut, Note]]:
    """Cut what is of one year, of the department and of each unit; projects that are left out and their purchases."""
    units = _below(tree, _UNITS)
    for owner in (tree, *(cutting.items(units) or ([units] if units is not None else []))):
        for span in cutting.keys_cut(text, owner, ONE_YEAR.__contains__):
            yield span, _cut_note(text, span, file, CUT)
    for key in (_PROJECTS, _PURCHASES):
        listed = _below(tree, key)
        chosen = [number for number, one in enumerate(cutting.items(listed)) if _goes(one, key, dropped)]
        if listed is None or not chosen:
            continue
        if len(chosen) == len(cutting.items(listed)):  # an empty list would say that there is none
            spans = list(cutting.keys_cut(text, tree, partial(str.__eq__, key)))
        else:
            spans = list(cutting.items_cut(text, listed, chosen))
        yield from ((span, _cut_note(text, span, file, PROJECT)) for span in spans)


def _goes(one: TreeNode, key: str, dropped: Collection[str]) -> bool:
    project = _below(one, _PROJECTS)
    own = _names(one) if key == _PROJECTS else {str(project.value)} if project is not None else set()
    return bool(own.intersection(dropped))


def _cut_note(text: Text, span: Cut, file: str, kind: str) -> Note:
    typed = text.whole[span.start : span.end]
    lines = tuple(line for line in typed.splitlines() if line.strip())
    return Note(kind, file, text.line_of(span.start + len(typed) - len(typed.lstrip())) + 1, "", lines)


def _may_have_ended(text: Text, tree: TreeNode, file: str, asked: NextYear) -> Iterator[Note]:
    """Name the projects that may be over: those that are surely over, too, where nobody asked to leave them out."""
    told = (MAYBE,) if asked.drop_finished else (END, MAYBE)
    for project in cutting.items(_below(tree, _PROJECTS)):
        name = next((str(value.value) for key, value in cutting.pairs(project) if key.value == "名称"), "")
        if not _names(project) & asked.dropped and finished(_data(project), asked.old) in told:
            yield Note(MAY_HAVE_ENDED, file, text.line_of(text.at(project.start_mark)) + 1, name)


def _changes(text: Text, typed: Iterable[Single], file: str, asked: NextYear) -> Iterator[_Edited]:
    """Change the year, and the codes and names of classifications."""
    recoded = asked.recoded
    for one in typed:
        own_name = one.path[0] == _OWN_NAMES and not one.is_key and len(one.path) == 3  # noqa: PLR2004 科目名称, 分类, 编码
        if one.path == (_YEAR,) and not one.is_key:
            yield _instead(text, one.node, str(asked.new)), None
        elif dimension := _dimension(one):
            yield from _code_changed(text, one, dimension, file, recoded)
        elif own_name and (name := recoded.name(str(one.path[1]), str(one.path[2]), one.text)):
            yield _instead(text, one.node, name), _note(text, one, file, f"{one.text} 改成 {name}")
        elif one.type == "text":
            yield from _renamed(text, one, file, recoded)


def _renamed(text: Text, one: Single, file: str, recoded: Recoded) -> Iterator[_Edited]:
    start, end = text.at(one.node.start_mark), cutting.end_of(one.node, text)
    for first, last, row in recoded.in_text(text.whole[start:end]):
        said = f"{row.code} {row.old} 改成 {row.new}（{row.since}年起）"
        yield (
            Cut(start + first, start + last, row.new),
            Note(CODE, file, text.line_of(start + first) + 1, said),
        )


def _dimension(one: Single) -> str:
    """Give the classification of a code; one may stand as a key, too."""
    if not one.is_key:
        return one.dimension if one.dimension in CODE_KEYS and one.type == "code" else ""
    above = str(one.path[-2]) if len(one.path) > 1 else ""
    return FUNCTION if above == "科目用途" else above if above in CODE_KEYS and one.path[0] == _OWN_NAMES else ""


def _code_changed(text: Text, one: Single, dimension: str, file: str, recoded: Recoded) -> Iterator[_Edited]:
    if not recoded.dropped(dimension, one.text):
        return
    typed = f"{one.text} {recoded.old.name(dimension, one.text)}"
    now, year = recoded.successor(dimension, one.text), recoded.new.year
    if now:
        yield _instead(text, one.node, now), _note(text, one, file, f"{typed} 改成 {now}（{year} 年的目录）")
    else:
        said = f"{typed}：{year} 年的目录里没有，没有改，请换成现在的科目"
        yield Cut(0, 0), _note(text, one, file, said)


def _note(text: Text, one: Single, file: str, said: str) -> Note:
    return Note(CODE, file, text.line_of(text.at(one.node.start_mark)) + 1, said)


def _instead(text: Text, node: TreeNode, new: str) -> Cut:
    """Write another value for one; what stands in quotes stays in them."""
    quote = 1 if getattr(node, "style", None) in ("'", '"') else 0
    return Cut(text.at(node.start_mark) + quote, cutting.end_of(node, text) - quote, new)


def _figures(text: Text, typed: Iterable[Single]) -> Iterator[Cut]:
    """Find every figure of the year; at the end of a line the blank before it goes with it."""
    for one in typed:
        if one.type in _FIGURES and one.path != (_YEAR,) and one.text:
            start, end = text.at(one.node.start_mark), cutting.end_of(one.node, text)
            rest = text.whole[end : text.end_of_line(text.line_of(end))]
            yield Cut(start - (not rest.strip() and text.whole[start - 1] == " "), end)


def _inside(offset: int, gone: Sequence[Cut]) -> bool:
    number = bisect_right(gone, offset, key=lambda one: one.start) - 1
    return number >= 0 and offset < gone[number].end
