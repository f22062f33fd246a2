"""Printed words made comparable: what forms write in several ways is taken away on both sides."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[()（）【】〔〕\[\]{}“”\"'‘’《》<>]")
_SIGNS = re.compile(r"[、,，:：;；.．。·\-—－_/／*※★]")
_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十百0-9]+[)）]|[一二三四五六七八九十百]+(?=[、.．])|[0-9]+(?=[、.．)）])(?![0-9])|[①-⑳])[、.．)）]?"
)
_WITHIN = re.compile(r"^(?:其中|其 中)[：:]?")
_YEAR = re.compile(r"(?:20)?[0-9]{2}年度?|[二〇○零一二三四五六七八九]{4}年度?")
_WHOSE = re.compile("预算单位|部门|单位|本级|区级|市级|县级|省级|预算公开|公开")
_UNSAID = re.compile(  # of titles: 支出预算表 and 支出情况表 are 支出表, 一般公共预算财政拨款 is 一般公共预算
    "(?<=[收支入出费])预算(?=总?表|明细|汇总)|(?:总体)?情况(?=总?表)|明细(?=表)|财政拨款(?<=预算财政拨款)(?!收支)|(?<=表)按.*$|(?<=表)(?:功能|经济)(?:分类)?科目$|当年"
)
_TABLE_NUMBER = re.compile(
    r"^(?:公开[0-9]+表|附?表(?:[0-9二三四五六七八九十]|一(?!般))+(?:[.\-－][0-9]+)*|[0-9]+(?:[.\-－][0-9]+)*|[一二三四五六七八九十]+(?=[、.．]))[、.．:：]*"
)


def bare(text: str) -> str:
    """Take away white space, brackets and signs; full-width letters and digits become narrow."""
    narrow = unicodedata.normalize("NFKC", text)
    return _SIGNS.sub("", _BRACKETS.sub("", "".join(narrow.split())))


@lru_cache(maxsize=1 << 16)
def label(text: str) -> str:
    """Make the label of a row comparable: without its numbering and 其中."""
    tight = "".join(unicodedata.normalize("NFKC", text).split())
    for _ in range(2):  # “其中：1.一般公共预算”
        tight = _WITHIN.sub("", _NUMBERING.sub("", tight))
    return bare(tight)


def row_label(text: str, year: int) -> str:
    """Make the label of a row comparable: the years of a document and before it are written as words."""
    return label(text.replace(f"{year}年", "本年").replace(f"{year - 1}年", "上年") if year else text)


@lru_cache(maxsize=1 << 16)
def heading(text: str, year: int) -> str:
    """Make the heading of a column comparable: of the years in it, only that before the document's is kept (上年)."""
    narrow = unicodedata.normalize("NFKC", text)
    return bare(_YEAR.sub(lambda found: "上年" if f"{year - 1}" in found[0] else "", narrow)) or bare(text)


@lru_cache(maxsize=1 << 14)
def title(text: str) -> str:
    """Make a table's title comparable: without number, year, and whose it is."""
    tight = "".join(unicodedata.normalize("NFKC", text).split())
    return bare(_WHOSE.sub("", _TABLE_NUMBER.sub("", _YEAR.sub("", tight))))


@lru_cache(maxsize=1 << 14)
def plain_title(text: str) -> str:
    """Leave out of a comparable title what forms of other places say and others do not."""
    return _UNSAID.sub("", text)


def said_title(text: str, year: str) -> str:
    """Make a table's title comparable with how one version of a form prints it: blanks and the year are left out."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(year, "")


def is_within(short: str, long: str) -> bool:
    """Tell whether the characters of one text stand in the other in their order: an abbreviated title."""
    rest = iter(long)
    return bool(short) and all(one in rest for one in short)
