"""A draft as the files that a person would have written: by subject, one line a line, names as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.base.paths import ValuePath, said
from generator.base.terminal import width
from generator.intake.draft import TO_VERIFY, BudgetDraft

SOURCES = "来源.json"
_FILES: Mapping[str, tuple[str, tuple[str, ...]]] = {  # what stands in no other file stands in the first
    "基本情况": ("基本情况、单位和文字", ()),
    "收支": ("收入和基本支出（元），不写合计", ("收入", "基本支出", "其他支出", "年终结转")),
    "项目": ("项目（元）；预算数由“支出”各行相加", ("项目",)),
    "上年": ("上年的数和增减原因", ("上年", "上年编码", "上年数", "上年执行数", "原因")),
    "整体绩效": ("整体绩效目标", ("整体绩效",)),
    "采购和资产": ("政府采购、固定资产和专项资金", ("政府采购", "固定资产", "专项资金")),
}
_ON_ONE_LINE = ("收入", "基本支出", "其他支出", "年终结转", "支出", "资金", "明细", "绩效指标", "指标")
_SHORT = 3  # lines of an item that needs no empty line after it
_WIDTH = 96  # columns of a line of text
_PLAIN = re.compile(r"[一-鿿（“《≥≤＝〔A-Za-z0-9][一-鿿（）“”《》〔〕【】、，。；：·％%—≥≤＝A-Za-z0-9./~+-]*")
_NOT_PLAIN = re.compile(r"[0-9.+\-/~eE_xX%]*|[Yy]es|[Nn]o|[Tt]rue|[Ff]alse|[Nn]ull|[Oo]n|[Oo]ff|[0-9A-Za-z]*")
_CODE = re.compile(r"[0-9]+")
_CODE_KEYS = ("科目", "经济科目", "政府经济科目")  # which need no quotes
_BREAKABLE = re.compile(r"(?<=[，。；、：])(?=[一-鿿（“《])")


def files(draft: BudgetDraft) -> dict[str, bytes]:
    """Give the files of a draft by their names, with the side file of where each value was read."""
    assigned = {key for _, keys in _FILES.values() for key in keys}
    made: dict[str, bytes] = {}
    for name, (subject, keys) in _FILES.items():
        own = [key for key in draft.content if (key in keys if keys else key not in assigned)]
        if own:
            head = f"# {draft.name} {draft.year} 年部门预算：{subject}。"
            lines = [head, "", *(line for key in own for line in _entry(key, draft.content[key], (key,), draft))]
            made[f"{name}.yaml"] = ("\n".join(lines).rstrip() + "\n").encode()
    sources = {said(path): source for path, source in draft.sources.items()}
    made[SOURCES] = (json.dumps(sources, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def _entry(key: str, value: Any, path: ValuePath, draft: BudgetDraft) -> Iterator[str]:
    """Write a key of the first level, with an empty line after what has several lines."""
    lines = list(_mapping({key: value}, path[:-1], draft))
    yield from lines
    if len(lines) > 1:
        yield ""


def _mapping(values: Mapping[str, Any], path: ValuePath, draft: BudgetDraft) -> Iterator[str]:
    for key, value in values.items():
        here = (*path, key)
        mark = f" # {draft.marks[here]}" if here in draft.marks else ""
        if isinstance(value, list) and value:
            yield f"{_key(key)}:{mark}"
            yield from (f"  {line}" if line else "" for line in _items(key, value, here, draft))
        elif isinstance(value, dict) and value:
            short = _flow(value)
            if len(short) < _WIDTH - 10 and not any(isinstance(one, (dict, list)) for one in value.values()):
                yield f"{_key(key)}: {short}{mark}"
            else:
                yield f"{_key(key)}:{mark}"
                yield from (f"  {line}" if line else "" for line in _mapping(value, here, draft))
        else:
            yield from _text(_key(key) + ":", value, mark, key)


def _items(key: str, values: Sequence[Any], path: ValuePath, draft: BudgetDraft) -> Iterator[str]:
    """Write the items of a list; lines of money end with the names of their codes."""
    if key in _ON_ONE_LINE:
        lines = [f"- {_flow(value)}" for value in values]
        widest = max(width(line) for line in lines)
        for number, (line, value) in enumerate(zip(lines, values, strict=True)):
            said_ = _comment(value, (*path, number), draft)
            yield f"{line}{' ' * (min(widest, 130) - width(line))} # {said_}" if said_ else line
        return
    for number, value in enumerate(values):
        here = (*path, number)
        if isinstance(value, dict):
            if here in draft.marks:
                yield f"# {draft.marks[here]}"
            inner = list(_mapping(value, here, draft))
            yield f"- {inner[0]}"
            yield from (f"  {line}" if line else "" for line in inner[1:])
            if len(inner) > _SHORT:  # a project: an empty line before the next
                yield ""
        else:
            yield from _text("-", value, "", key)


def _comment(value: Any, path: ValuePath, draft: BudgetDraft) -> str:
    """Say in words which codes a line has, and what is to be verified."""
    keys = _CODE_KEYS if not isinstance(value, dict) or "经济科目" not in value else ("经济科目",)
    names = [draft.names.get((key, str(value[key])), "") for key in keys if isinstance(value, dict) and key in value]
    return "；".join(part for part in ("，".join(filter(None, names)), draft.marks.get(path, "")) if part)


def _flow(value: Any, key: str = "") -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {_flow(one, name)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one, key) for one in value) + "]"
    return _scalar(value, key)


def _scalar(value: Any, key: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value == value.to_integral_value() else f"{value:f}"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if key in _CODE_KEYS and _CODE.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _key(key: str) -> str:
    return (
        key
        if (_PLAIN.fullmatch(key) and not _NOT_PLAIN.fullmatch(key)) or _CODE.fullmatch(key)
        else json.dumps(key, ensure_ascii=False)
    )


def _text(before: str, value: Any, mark: str, key: str) -> Iterator[str]:
    """Write a scalar after its key or dash; a long text is folded between its clauses, its own lines stay."""
    if isinstance(value, str) and "\n" in value:
        yield f"{before} |-{mark}"
        yield from (f"  {line}" for line in value.split("\n"))
        return
    written = "[]" if value == [] else "{}" if value == {} else _scalar(value, key)
    if isinstance(value, str) and width(before) + width(written) > _WIDTH and _foldable(value):
        yield f"{before} >-{mark}"
        yield from (f"  {line}" for line in _folded(value))
    else:
        yield f"{before} {written}{mark}"


def _foldable(text: str) -> bool:
    """Tell whether a text can be folded: no blanks that folding could lose."""
    return text == text.strip() and "  " not in text and not text.startswith(("#", "-", ">", "|"))


def _folded(text: str) -> Iterator[str]:
    line = ""
    for piece in _BREAKABLE.split(text):
        if line and width(line) + width(piece) > _WIDTH:
            yield line
            line = ""
        line += piece
    yield line


def marked(draft: BudgetDraft) -> int:
    """Count the lines that are to be verified."""
    return sum(mark.startswith(TO_VERIFY) for mark in draft.marks.values())
