"""Changes (增减): what a sentence says of more and less agrees with itself and with the year that it compares to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.base.paths import keys
from generator.checks.common import around
from generator.findings.finding import Kind, Severity
from generator.proofreading.sentences import Flaw, Sentence

EMPTY = Kind(
    "D503",
    "增减说得不通",
    Severity.WARNING,
    "句子说“增加0.00”，或者说“持平”又说增长，或者“占76.23”后面没有“%”。",
)
YEAR = Kind(
    "D504",
    "句子里的年份不对",
    Severity.WARNING,
    "比较用的年份不是上一年，或者年份多一位、少一位数字。",
)

_RISE = "(?:增加|增长|上升|提高|减少|下降|降低|压减)(?:了|额为?)?"
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_NOUGHT = late.compile(rf"{_RISE}\s*0(?:\.0+)?\s*(?:[万亿]?元|[%％]|个百分点|(?=[，。；）)]|$))")
_LEVELLED = late.compile("持平|变化|增减")
_SAME = "(?:基本)?(?:持平|没有变化|无变化|无增减)"
_TO_YEAR = "(?:比|较|与|和|同)?(?:上年|去年|20[0-9]{2}年)?(?:度)?(?:预算)?数?(?:相比)?[，]?"
_THEN = f"(?:[（(，、；][但并且又]?|[但并且又]){_TO_YEAR}"
_NOT_NOUGHT = rf"(?!0(?:\.0+)?(?![0-9.])){_NUMBER}"
_LEVEL = late.compile(
    rf"{_SAME}{_THEN}{_RISE}\s*{_NOT_NOUGHT}|{_RISE}\s*{_NOT_NOUGHT}(?:[万亿]?元|[%％]){_THEN}{_SAME}"
)
_SHARE = late.compile(r"占(?![地用道压])(?!比重?不)[^，。；、0-9]{0,20}?(?:[0-9]+\.[0-9]+|[0-9]{2})(?=[，。；、）)]|$)")
_COMPARED = late.compile(
    r"(?:较|比|与|同)\s*([0-9]{4})年(?:度)?(?:初)?(?:部门|单位|年初)?(?:预算|执行)?(?:安排)?数?(?:相比)?[，,]?(?:有所)?"
    rf"(?:{_RISE}|{_SAME})"
)
_WRONG_DIGITS = late.compile(
    r"(?<![0-9０-９A-Za-z.])(?:20[1-9]\s*年(?!以|历)|0[0-9]{2}\s*年|20\s+[0-9]{2}\s*年|20[0-9]\s*年度|20[0-9]{3}\s*年|2[Oo〇][0-9]{2}\s*年"
    r"|(?:0[0-9]{3}|2[1-9][0-9]{2})年(?:度|底|末|初|[0-9]|部门|单位|预算))"
)
_DIGIT = late.compile("[0-9]")
_OF_GOALS = ("项目", "整体绩效")  # which compare with any year


def faults(sentence: Sentence, year: int) -> Iterator[Flaw]:
    """Find what a sentence of a budget's year says of changes and years that cannot be."""
    text = sentence.text
    if not _DIGIT.search(text):
        return  # each of them has a number
    for found in _NOUGHT.finditer(text):
        yield _fault(EMPTY, sentence, found, "没有增减，却写了增减", "没有增减的写“持平”，或者删去。")
    for found in _LEVEL.finditer(text) if _LEVELLED.search(text) else ():
        yield _fault(EMPTY, sentence, found, "既说持平，又说增减", "请核对，只留一种说法。")
    for found in _SHARE.finditer(text) if "占" in text else ():
        yield _fault(EMPTY, sentence, found, "占比没有写“%”", "请补上“%”。")
    for found in _COMPARED.finditer(text):
        if int(found[1]) != year - 1 and not _of_goals(sentence, found):
            what = f"{year} 年的预算与上年（{year - 1} 年）比较，这里写的是 {found[1]} 年"
            yield _fault(YEAR, sentence, found, what, "请改正年份；如果是往年的文字没有改，请重写。")
    for found in _WRONG_DIGITS.finditer(text):
        yield _fault(YEAR, sentence, found, f"年份“{found[0]}”写错了", f"请核对，预算年度是 {year} 年。")


def _fault(kind: Kind, sentence: Sentence, found: re.Match[str], what: str, remedy: str) -> Flaw:
    return Flaw(kind, sentence, *found.span(), f"{around(sentence.text, *found.span())}：{what}。", remedy)


def _of_goals(sentence: Sentence, found: re.Match[str]) -> bool:
    typed = sentence.typed(*found.span())
    return typed is not None and any(one in keys(path) for path in typed[0].origins for one in _OF_GOALS)
