"""Purposes of the operating money that are named and have no money."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks import operating_purposes
from tests.packs import BUDGET, loaded


def message(tmp_path: Path, text: str, *codes: str, more: str = "") -> str:
    lines = "".join(
        f"  - {{科目: 2060101, 经济科目: {code}, 资金性质: 一般公共预算拨款, 金额: 5}}\n" for code in ("30101", *codes)
    )
    typed = BUDGET[: BUDGET.index("基本支出:")] + f"基本支出:\n{lines}机关运行经费用途: {text}\n{more}"
    found = list(operating_purposes.check(loaded(tmp_path, typed)))
    assert all(one.path == ("机关运行经费用途",) for one in found)
    return (
        "".join(one.message for one in found)
        .removeprefix("用途里说到")
        .removesuffix("，基本支出里没有这些经济科目的钱。")
    )


@pytest.mark.parametrize(
    ("text", "codes", "expected"),
    [
        (
            "日常维修、办公用房水电费、取暖费、物业管理费",
            ("30213",),
            "水电（30205、30206）、取暖（30208）、物业（30209）",
        ),
        ("办公用房水电费", ("30206",), ""),
        ("水费和电费", ("30206",), "水费（30205）"),
        ("邮电费", ("30207",), ""),
        ("邮电费", ("30206",), "邮电（30207）"),
        ("公务用车运行维护费", ("30231",), ""),
        ("公务用车运行维护费、公务用车购置", ("30213",), "公务用车运行维护（30231）、公务用车购置（30913、31013）"),
        ("公务接待、差旅、印刷、工会经费和福利费", ("30217", "30211", "30202", "30228", "30229"), ""),
        ("会议室、培训中心的日常开支", (), ""),
        ("会议、培训、租赁", (), "会议（30215）、培训（30216）、租赁（30214）"),
        ("办公费，不含取暖费", ("30201",), ""),
        ("办公用房的日常运行支出", (), ""),
    ],
)
def test_what_is_named_has_money(text: str, codes: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    assert message(tmp_path, text, *codes) == expected


def test_a_unit_is_asked_for_its_own_money(tmp_path: Path) -> None:
    budget = loaded(
        tmp_path,
        BUDGET.replace(
            '[{编码: "350001", 名称: 本级, 性质: 行政}]',
            '[{编码: "350001", 名称: 本级, 性质: 行政, 本级: 是, 机关运行经费用途: 会议费}, '
            '{编码: "350002", 名称: 站, 性质: 事业}]',
        ).replace("经济科目: 30101, ", "单位: 350002, 经济科目: 30215, ")
        + "  - {科目: 2060101, 单位: 350001, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 5}\n",
    )
    assert [one.path for one in operating_purposes.check(budget)] == [("单位", 0, "机关运行经费用途")]
