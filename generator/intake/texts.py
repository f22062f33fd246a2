"""The texts, last year's figures and reasons of a document, put where a person would have typed them.

A text that belongs to nothing in the budget is told (`BudgetDraft.unplaced`), never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from generator.base.paths import ValuePath, in_unit_folder
from generator.facts.words import OWN_KEYS
from generator.intake.draft import BudgetDraft
from generator.recognition.sentences import ReadSentences, ReadText

_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?")
_FACTS = ("年度", "模板", "部门", "单位", "主管部门", "收入", "基本支出", "其他支出", "年终结转", "政府采购")
_NAME = "名称"
_CODE = "编码"
_SHOWN = 30  # characters of a text that is told
_ASSETS = "固定资产"
_DATE_KEY = "截止日期"
_STOPS = "。；"


def put_texts(draft: BudgetDraft, sentences: ReadSentences) -> None:
    """Write the texts under their keys: of a list each as an item, of one key all lines as one text."""
    placer = _Placer(draft)
    for text in sentences.texts:
        placer.put(text)
    for path, words, place in sentences.free.texts:  # reasons and purposes in other words, where nothing says them yet
        if path[1] not in draft.content.get(str(path[0]), {}):
            placer.put(ReadText(path, words, place))


class _Placer:
    """Writes texts one after the other: those of a record belong to the record that was named last."""

    def __init__(self, draft: BudgetDraft) -> None:
        self.draft = draft
        self.record: dict[str, int | None] = {}  # the record of a list that was named last; None for an unknown name

    def put(self, text: ReadText) -> None:
        path = text.path[1:] if in_unit_folder(text.path) else text.path
        if path[:1] == ("单位",) and path[2:3] and path[2] in OWN_KEYS:  # a unit's sentence, in its own document
            path = (OWN_KEYS[str(path[2])], *path[3:])
        text = replace(text, path=path)
        if path[0] in _FACTS or not isinstance(path[0], str):
            self._fact(text)
            return
        if path[0] == "项目":
            self._of_record(text, self._project)
        elif isinstance(path[-1], str) and any(isinstance(step, int) for step in path[1:2]):
            self._of_record(text, self._listed)
        else:
            self._put(self.draft.content, path, text, path)

    def _fact(self, text: ReadText) -> None:
        """Take what a sentence says of the department beside its name: 简称, 区划. Names and codes are read before."""
        path = text.path
        department = self.draft.content.get("部门")
        if path[0] == "部门" and path[-1] not in (_CODE, _NAME) and department is not None:
            department.setdefault(str(path[-1]), text.text)
        elif path[-1] not in (_CODE, _NAME) and not self._is_told(path, text.text):
            self._tell(text, path, "表里没有")

    def _is_told(self, path: ValuePath, words: str) -> bool:
        """Tell whether a list, or a fact of one word, says in a field of some record what a sentence repeats."""
        held = self.draft.content.get(str(path[0]))
        if not isinstance(held, list):
            return len(path) == 1
        return any(isinstance(one, dict) and words in map(str, one.values()) for one in held)

    def _tell(self, text: ReadText, path: ValuePath, why: str) -> None:
        """Keep a text that has no place in the budget for the report."""
        shown = text.text if len(text.text) <= _SHOWN else f"{text.text[:_SHOWN]}……"
        key = ".".join(str(step) for step in path if not isinstance(step, int))
        self.draft.unplaced.append(f"{text.place} {key}“{shown}”：{why}")

    def _of_record(self, text: ReadText, find: Callable[[str, str], int | None]) -> None:
        key, rest = str(text.path[0]), text.path[2:]
        if rest == (_NAME,):
            self.record[key] = find(key, text.text)
            if self.record[key] is None:
                self._tell(text, text.path, f"没有这个名称的{key}")
            return
        number = self.record.get(key, self._only(key))
        if number is None:
            self._tell(text, text.path, f"不知道是哪一个{key}的")
        else:
            self._put(self.draft.content[key][number], rest, text, (key, number, *rest))

    def _only(self, key: str) -> int | None:
        """Give the record that a text without a name before it belongs to: the only one there is."""
        return 0 if len(self.draft.content.get(key, ())) == 1 else None

    def _project(self, key: str, name: str) -> int | None:
        """Find the project of a name; one that no table has is not made of a text, since it has no money."""
        projects = [project[_NAME] for project in self.draft.content.get(key, [])]
        same = [number for number, one in enumerate(projects) if one == name]
        return next(iter((*same, *(number for number, one in enumerate(projects) if one in name))), None)

    def _listed(self, key: str, name: str) -> int:
        """Find or make the record of a list that only texts tell (专项资金)."""
        items = self.draft.content.setdefault(key, [])
        for number, item in enumerate(items):
            if item.get(_NAME) == name:
                return number
        items.append({_NAME: name})
        return len(items) - 1

    def _put(self, top: dict[str, Any], path: ValuePath, text: ReadText, where: ValuePath) -> None:
        """Write a text at a path below a mapping: the item of a list is added, a record's field begins a new one."""
        if path[0] == _ASSETS and _ASSETS not in self.draft.content:
            return  # a date without assets says nothing
        holder, steps = top, path
        while len(steps) > 1 and not isinstance(steps[1], int):
            inner = holder.setdefault(str(steps[0]), {})
            if not isinstance(inner, dict):
                self._tell(text, where, "这里写的是别的内容")
                return
            holder, steps = inner, steps[1:]
        key, below = str(steps[0]), steps[2:]
        if len(steps) == 1:
            self._say(holder, key, _typed(text.text, path))
        elif not below:
            holder.setdefault(key, []).append(text.text)
            where = (*where[:-1], len(holder[key]) - 1)
        else:
            records = holder.setdefault(key, [])
            if not records or below[0] in records[-1]:
                records.append({})
            records[-1][below[0]] = text.text
        self.draft.sources.setdefault(where, str(text.place))

    def _say(self, holder: dict[str, Any], key: str, said: str) -> None:
        """Write a text under a key; several paragraphs of one key are its lines."""
        before = holder.get(key)
        if key == _DATE_KEY:
            holder[key] = said
            return
        holder[key] = f"{before}\n{said}" if isinstance(before, str) and before != said else said


def _typed(text: str, path: ValuePath) -> str:
    """Write a text as it is typed: a date in figures, the fragment of a sentence without its stop."""
    date = _DATE.fullmatch(text)
    if date is not None and "日期" in str(path[-1]):
        return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
    return text.rstrip(_STOPS) if path[0] in ("科目用途", "原因") else text
