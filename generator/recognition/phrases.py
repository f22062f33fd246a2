"""The patterns of sentences in any words: data (句式.yaml), compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.base.frozen import frozen

NOT_MONEY, COMPARED, LEVEL, RATE, BASE, SHARE, PART, MONEY, ZERO, COUNT, ALONE = ROLES = (
    "不是金额", "比较", "持平", "比率", "上年", "占比", "部分增减", "金额", "零", "数量", "孤立比率",
)  # fmt: skip
_FILE = Path(__file__).parent / "句式.yaml"


@frozen
class Phrases:
    """What figures in a sentence can be, in the order in which it is tried, and the words around their names."""

    roles: Mapping[str, tuple[re.Pattern[str], ...]]
    about: re.Pattern[str]  # the words before an amount that is only roughly said
    level: re.Pattern[str]
    item: re.Pattern[str]
    three: tuple[re.Pattern[str], ...]  # all levels of an item without brackets
    after_path: re.Pattern[str]
    left_out: re.Pattern[str]
    ending: re.Pattern[str]
    same: tuple[tuple[re.Pattern[str], str], ...]  # names that mean the same, and as what they are written
    before: re.Pattern[str]
    funds: Mapping[str, re.Pattern[str]]
    qualified: re.Pattern[str]
    of_year: re.Pattern[str]
    nothing: re.Pattern[str]
    overall: re.Pattern[str]
    purchases: re.Pattern[str]
    reason: re.Pattern[str]
    purpose: re.Pattern[str]
    executed: re.Pattern[str]
    less: tuple[str, ...]


@cache
def phrases() -> Phrases:
    """Read the patterns."""
    data: Mapping[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    pieces = dict(data["片段"])
    pieces["年组"] = f"(?P<年>{pieces['年']})"
    pieces["账组"] = f"(?P<账>{pieces['账']})"
    pieces["向组"] = f"(?P<向>{pieces['向']})"

    def made(source: str) -> re.Pattern[str]:
        while "〈" in source:
            source = re.sub("〈(.+?)〉", lambda found: f"(?:{pieces[found[1]]})", source)
        return re.compile(source)

    def any_of(sources: list[str]) -> str:
        return "|".join(f"(?:{one})" for one in sources)

    return Phrases(
        roles={role: tuple(made(one) for one in data[role]) for role in ROLES},
        about=made(f"(?:{'|'.join(data['大概'])})$"),
        level=made(data["级"]),
        item=made(data["科目"]),
        three=tuple(made(one) for one in data["三级"]),
        after_path=made(data["路径后"]),
        left_out=made(data["省去"]),
        ending=made(data["末尾"]),
        same=tuple((made(source), name) for source, name in data["同名"]),
        before=made(f"(?:{any_of(data['前头'])})"),
        funds={fund: made(source) for fund, source in data["资金"].items()},
        qualified=made(data["限定"]),
        of_year=made(data["名称里的年"]),
        nothing=made(data["没有说"]),
        overall=made(data["全部"]),
        purchases=made(data["采购品目"]),
        reason=made(data["原因"]),
        purpose=made(data["用途"]),
        executed=made(data["执行"]),
        less=tuple(data["减"]),
    )
