"""Comparing words: the published text, parted into prose and tables, against the flow of a finished document.

Prose is compared in order. The words of a table are compared as characters counted: the published text was
extracted from a PDF file, which gives the cells of a row in changing order and broken over lines (kind X).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from tests.acceptance.command import REFERENCE
from tests.acceptance.finished import Finished, Paragraph, folded

DIFFERENCES = Path(__file__).parent / "differences.yaml"
NINE = (
    "部门预算收支总表", "部门预算收入总表", "部门预算支出总表", "部门预算财政拨款收支总表",
    "部门预算一般公共预算财政拨款支出表", "部门预算一般公共预算财政拨款基本支出表",
    "部门预算政府性基金预算财政拨款支出表", "部门预算国有资本经营预算财政拨款支出表",
    "部门预算财政拨款“三公”经费支出表",
)  # fmt: skip
SMALL = {
    "部门机构设置情况": "二、部门预算安排的总体情况",
    "部门政府采购预算": "九、国有资产信息",
    "部门固定资产占用情况表": "十、名词解释",
}
PROJECT = re.compile(r"(?<=\s)(\d{1,2}、[^、。；]*?绩效目标表)(?=\s*单位：万元)")
CLAUSE = re.compile(r"⟦[^⟧]*⟧|[^，。；：！？⟦]+[，。；：！？]?|[，。；：！？]")


@dataclass(frozen=True)
class Published:
    """The published text: prose with ⟦title⟧ where a table stands, and the words of each table."""

    prose: str
    tables: dict[str, str]


def published() -> Published:
    """Part the published text into prose and tables. Line numbers play no role: titles and headings bound the parts."""
    text = (REFERENCE / "published.txt").read_text("utf-8")
    tables: dict[str, str] = {}
    for title, end in zip(NINE, (*NINE[1:], "第一部分"), strict=True):
        text = _cut(text, title, end, tables)
    for title, end in SMALL.items():
        text = _cut(text, title, end, tables)
    titles = [match[1] for match in PROJECT.finditer(text)]
    for title, end in zip(titles, (*titles[1:], "八、政府采购预算情况"), strict=True):
        text = _cut(text, title, end, tables)
    return Published(folded(text), {folded(title): folded(words) for title, words in tables.items()})


def _cut(text: str, title: str, end: str, tables: dict[str, str]) -> str:
    """Take the words from a title (at the beginning of a line) to what follows it, and leave a mark."""
    start = re.search(rf"^\s*{re.escape(title)}\s", text, re.MULTILINE)
    assert start, title
    stop = text.index(end, start.end())
    tables[title] = text[start.end() : stop]
    return f"{text[: start.start()]}\n⟦{folded(title)}⟧\n{text[stop:]}"


def prose(finished: Finished) -> str:
    """The prose of a finished document, with ⟦title⟧ where a table stands; without cover and contents."""
    parts: list[str] = []
    for item in finished.flow:
        if isinstance(item, Paragraph):
            parts += [folded(item.text)] if folded(item.text) else []
        elif parts and parts[-1] == f"⟦{item.title}⟧":
            continue  # the list below a form
        else:
            if parts and parts[-1] == item.title:
                parts.pop()  # Word: the title is a paragraph
            parts.append(f"⟦{item.title}⟧")
    whole = "".join(parts)
    first = whole.index(f"⟦{NINE[0]}⟧")
    return whole[whole.rindex("部门预算公开表", 0, first) :]


def table_words(finished: Finished, title: str) -> Counter[str]:
    """The characters of a table with its line and notes, each once."""
    return Counter("".join("".join(table.texts()) for table in finished.tables(title)))


def folded_repeats(text: str, head: Counter[str], repeats: int) -> Counter[str]:
    """The characters of a published table that repeats its head on `repeats` pages, the head counted once."""
    counted = Counter(text)
    for character, count in head.items():
        counted[character] -= count * (repeats - 1)
    return +counted


@dataclass(frozen=True)
class Difference:
    """One reviewed difference: what was published, what is generated, the anomaly (TABLES §5) and the reason."""

    was: str
    now: str
    anomaly: str
    reason: str


def reviewed() -> tuple[list[Difference], list[list[str]]]:
    """Read the reviewed differences, and the bodies that are exchanged (three headings: first, second, end)."""
    told = yaml.safe_load(DIFFERENCES.read_text("utf-8"))
    return (
        [
            Difference(folded(str(d["原文"] or "")), folded(str(d["生成"] or "")), str(d["异常"]), d["原因"])
            for d in told["不同"]
        ],
        [swap["标题"] for swap in told["对调"]],
    )


def exchanged(text: str, headings: Sequence[str]) -> str:
    """Exchange the bodies below two headings; the third heading is where the second body ends."""
    one, two, end = (text.index(folded(heading)) for heading in headings)
    first, second = folded(headings[0]), folded(headings[1])
    return f"{text[:one]}{first}{text[two + len(second) : end]}{second}{text[one + len(first) : two]}{text[end:]}"


def differences(was: str, now: str) -> Iterator[tuple[str, str]]:
    """Yield where two texts differ, as few clauses as possible: (published, generated)."""
    old, new = CLAUSE.findall(was), CLAUSE.findall(now)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "".join(old[a:b]), "".join(new[c:d])


def unreviewed(was: str, now: str, listed: Sequence[Difference]) -> tuple[list[tuple[str, str]], list[Difference]]:
    """Return the differences that are not listed, and the listed ones that do not occur."""
    found = list(differences(was, now))
    known = Counter((item.was, item.now) for item in listed)
    left = known - Counter(found)
    extra = Counter(found) - known
    return list(extra.elements()), [item for item in listed if left[item.was, item.now]]
