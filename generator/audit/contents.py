"""目录与正文：目录里的标题与正文的一字不差。

应当如何：目录列的每个标题正文里都有，写法相同（编号、年度、部门名称除外）。

合格的例子::

    2025
    一、部门主要职能………………………………1
    二、政府采购支出预算表………………………2
    一、部门主要职能
    二、政府采购支出预算表

合格的例子::

    2025
    目录
    一、收支预算总体情况说明 1
    二、部门工作的主要目标 12
    一、收支预算总体情况说明
    这是一段话。
    二、部门工作的主要目标
    这是一段话。

不合格的例子（A701）::

    2025
    一、部门主要职能………………………………1
    二、政府采购支出预算表………………………2
    一、部门主要职能
    二、政府采购预算表

不合格的例子（A702）::

    2025
    一、部门主要职能………………………………1
    二、政府采购支出预算表………………………2
    一、部门主要职能
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from generator.audit.document import AuditedDocument, entry_words
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight, unnumbered

OTHER_WORDS = Kind("A701", "目录与正文的标题不同", Severity.HINT, "目录里的标题与正文的差几个字。")
NOT_THERE = Kind("A702", "目录里的标题正文没有", Severity.WARNING, "正文里找不到目录列的标题。")

_ALIKE = 0.75
_MANY = 3  # entries without a heading that are told one by one
_SHORTEST = 8  # characters
_ASIDE = re.compile(r"20[0-9]{2}年?度?|[（）()“”《》：:]")
_CHAPTER = re.compile("[第（(]?[一二三四五六七八九十]+[、．.）)部章]")
_PAGE = re.compile("(?<=[一-鿿])[0-9]{1,3}$")
_NUMBER = re.compile("^[0-9]{1,2}[.．、]")  # that stood before a year


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare each line of the contents with the headings of what follows."""
    entries = document.contents
    whose = _bare(document.source.name)
    titles = {_bare(word).removeprefix(whose): word for word in document.headings}
    wanted = [_bare(entry_words(entry)).removeprefix(whose) for entry in entries]
    found = [_same(one, titles, wanted, whose) for one in wanted]
    left = {one: words for one, words in titles.items() if one not in found}
    absent: list[Passage] = []
    for number, (entry, one) in enumerate(zip(entries, wanted, strict=True)):
        if found[number] or _heads(entry, entries[number + 1 : number + 2]):
            continue
        words, near = entry_words(entry), max(left, key=lambda title: _likeness(title, one), default="")
        if near and _likeness(near, one) >= _ALIKE:
            message = f"目录写“{words}”，正文是“{left[near]}”。"
            yield AuditRemark(SMALL, OTHER_WORDS.at(entry.place, message, "请统一。"))
        else:
            absent.append(entry)
    yield from _absent(absent)


def _absent(entries: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Tell the entries without a heading, each; many as one: then the headings were not printed, or otherwise."""
    if len(entries) <= _MANY:
        for one in entries:
            message = f"目录写“{entry_words(one)}”，正文里没有。"
            yield AuditRemark(DOUBTFUL, NOT_THERE.at(one.place, message, "请核对目录。"))
        return
    shown = "、".join(f"“{entry_words(one)}”" for one in entries[:_MANY])
    related = tuple((one.place, f"“{entry_words(one)}”") for one in entries[1:])
    message = f"目录列的 {len(entries)} 个标题正文里没有：{shown}等。"
    yield AuditRemark(DOUBTFUL, NOT_THERE.at(entries[0].place, message, "请核对目录和正文的标题。", related=related))


def _same(wanted: str, titles: Mapping[str, str], entries: Iterable[str], whose: str) -> str:
    """Give the heading that says what a line of the contents says; 部门, 单位 before it is left out or not."""
    short = wanted.removeprefix("部门").removeprefix("单位")
    paged = _PAGE.sub("", wanted)  # its page, after a blank
    equal = next((one for one in (wanted, short, paged, _PAGE.sub("", short)) if one in titles), "")
    after = (wanted, whose + wanted)  # with a chapter's above it
    joined = next((other + one for other in entries for one in after if other + one in titles), "")
    parts = (one for one in titles if len(one) >= _SHORTEST and wanted.endswith(one))  # the second line of a heading
    return equal or joined or next(parts, "")


def _heads(entry: Passage, after: Sequence[Passage]) -> bool:
    """Tell whether a line of the contents is only the head of those below it: chapters of tables have no page."""
    return _CHAPTER.match(entry.text) is not None and any(one.text[:1].isdigit() for one in after)


def _bare(words: str) -> str:
    return _NUMBER.sub("", _ASIDE.sub("", unnumbered(tight(words))))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
