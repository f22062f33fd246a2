"""Stated figures (手写的数): what the department typed of a sum that the ledger knows must be that sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from generator.base import late
from generator.base.frozen import frozen
from generator.base.money import shown
from generator.base.paths import keys
from generator.checks.common import around
from generator.document.blocks import Run
from generator.facts.budget import Budget, Subject
from generator.facts.words import RECORDED
from generator.findings.finding import Kind, Severity
from generator.ledger import subject_ledger
from generator.pack.spec import Pack
from generator.proofreading.sentences import Flaw, Sentence

DIFFERS = Kind(
    "D505",
    "手写的数与表不符",
    Severity.WARNING,
    "预算里的话写了基本支出、“三公”经费等的金额，与由收支行算出来的不同：同一份文本里会有两个数。",
)

_SCALES = {"元": 0, "万元": 4, "万": 4, "亿元": 8}
# Usual words for a sum, and the names that packs give to it.
_USUAL: Mapping[str, tuple[str, ...]] = {
    '(?:财政拨款)?[“"]?三公[”"]?经费(?:支出|预算)?': ("三公经费",),
    "因公出国(?:（境）|\\(境\\))?(?:费用?|经费)": ("因公出国（境）费",),
    "公务用车购置(?:费用?|经费)": ("公务用车购置费",),
    "公务用车运行(?:维护)?(?:费用?|经费)|公务用车运维费|公车运行(?:维护)?费": ("公务用车运行维护费", "公务用车运行费"),
    "公务用车购置(?:及|和)(?:运行(?:维护)?|运维)费用?": ("公务用车购置及运维费", "公务用车购置及运行费"),
    "公务接待(?:费用?|经费)": ("公务接待费",),
    "机关运行(?:经费|费)": ("机关运行经费",),
    "人员经费": ("人员经费",),
    "日常公用经费|公用经费": ("公用经费",),
    "基本支出": ("基本支出",),
    "项目支出": ("项目支出",),
    "收入总计|总收入|收入合计|预算总收入|收入预算(?:总额)?": ("收入总计",),
    "支出总计|总支出|支出合计|预算总支出|支出预算(?:总额)?": ("本年支出", "支出总计"),
    "政府采购(?:预算|金额|总额)*": ("政府采购",),
    "固定资产(?:金额|总额|价值)": ("固定资产",),
}
_BEFORE = (
    "(?:^|(?<=[，。；：、:,;（(\\s])|(?<=[本我全]部门)|(?<=[本我]单位)|(?<=我局)|(?<=本局)|(?<=年)|(?<=年度)|(?<=安排)|(?<=其中)"
    "|(?<=包括)|(?<=编列))"
)
_BETWEEN = "(?:预算|支出|经费|安排|资金|拨款|总额|金额|合计|总计|共计|共|人民币|为|是|数|约|：|:|\\s){0,6}"
_AMOUNT = r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>万元|亿元|元|万(?=[，。；、）)]|$))(?!/|／|每|以[内下上])"
_HAS_UNIT = late.compile(r"[0-9]\s*[万亿元]")
_LEAST_NAME = 4  # characters of a pack's own name that is looked for in texts
_ABOUT_PARTS = (
    "项目",
    "政府采购",
    "专项资金",
    "科目用途",
    "上年数",
    "上年执行数",
    "名词解释",
)  # texts about a part of the money
_OTHER_YEAR = late.compile("上年|去年|往年|前年|决算|执行数|调整")
_FUND = late.compile("一般公共预算|财政拨款|基金|国有资本|财政专户|单位资金|事业收入|自有资金")
_OF_FISCAL = {name for words, names in _USUAL.items() if re.search("三公|公务|出国", words) for name in names}
_YEAR = late.compile("([0-9]{4})年")
_CLAUSE = late.compile("[。；;！？]")


@frozen
class StatedFigures:
    """Reads the typed sentences of a budget's documents for amounts that its ledger knows."""

    budget: Budget
    pack: Pack

    def faults(self, sentence: Sentence) -> Iterator[Flaw]:
        """Find the amounts in a sentence that differ from the ledger's."""
        at = 0
        for run in sentence.runs:
            if run.origins and not run.figure and _HAS_UNIT.search(run.text) and not _of_a_part(run):
                yield from self._in_run(sentence, run, at)
            at += len(run.text)

    def _in_run(self, sentence: Sentence, run: Run, at: int) -> Iterator[Flaw]:
        subject = self.budget.owner(run.origins[0])
        for pattern, name in _statements(self.pack):
            for found in pattern.finditer(run.text):
                if self._of_another(_CLAUSE.split(run.text[: found.start()])[-1], subject, name):
                    continue
                data, condition = self.pack.queries[name]
                if any(data == one and key not in self.budget.data for key, one in RECORDED.items()):
                    continue  # the budget does not say that there is none
                right = _right(found, subject_ledger(self.budget, subject).ask(condition, data).value)
                if right:
                    start, end = at + found.start(), at + found.end()
                    message = f"{around(sentence.text, start, end)}：由收支行算出来的“{name}”是 {right}。"
                    remedy = "请改成同一个数，或者不写（公开文本里已由软件印出）。"
                    yield Flaw(DIFFERS, sentence, start, end, message, remedy)

    def _of_another(self, clause: str, subject: Subject, name: str) -> bool:
        """Tell whether what stands before an amount speaks of another year, of some funds, or of another unit."""
        if name not in _OF_FISCAL and _FUND.search(clause):
            return True
        if _OTHER_YEAR.search(clause) or any(int(one) != self.budget.year for one in _YEAR.findall(clause)):
            return True
        others = {one.name for one in self.budget.subjects} - {subject.name}
        return any(name in clause.replace(subject.name, "") for name in others)


@lru_cache(maxsize=8)
def _statements(pack: Pack) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give how each sum is stated, and the pack's name of it; compiled only where an amount is typed."""
    known = [(words, name) for words, names in _USUAL.items() for name in names if name in pack.queries]
    own = [(re.escape(name), name) for name in pack.queries if len(name) >= _LEAST_NAME]
    usual = [(words, name) for number, (words, name) in enumerate(known) if words not in dict(known[:number])]
    every = [*usual, *((words, name) for words, name in own if not any(re.fullmatch(one, name) for one, _ in usual))]
    return tuple((late.compile(f"{_BEFORE}(?:{words}){_BETWEEN}{_AMOUNT}"), name) for words, name in every)


def _right(found: re.Match[str], value: Decimal) -> str:
    """Give the right amount in words where the stated one differs by more than its decimals allow; else nothing."""
    places, scale = len(found["number"].partition(".")[2]), _SCALES[found["unit"]]
    stated = Decimal(found["number"].replace(",", ""))
    if stated == shown(value, scale, places):
        return ""
    return f"{shown(value, scale, max(places, 2)):,f} {found['unit'].removesuffix('元')}元"


def _of_a_part(run: Run) -> bool:
    return any(key in keys(path)[:1] for path in run.origins for key in _ABOUT_PARTS)
