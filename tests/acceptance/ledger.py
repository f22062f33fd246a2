"""The lines of a budget, read without any code of the generator: PyYAML's BaseLoader and plain Decimal sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

FISCAL = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")
OWN = ("事业收入", "经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")
UNITS = {"元": Decimal(1), "万元": Decimal(10000)}


@dataclass(frozen=True)
class Line:
    """One amount of a budget, in 元."""

    amount: Decimal
    direction: str  # 收入, 支出, 年终结转, 采购, 资产
    unit: str
    fund: str = ""
    function: str = ""
    economic: str = ""
    kind: str = ""
    carried: bool = False
    mark: str = ""
    project: str = ""
    category: str = ""
    quantity: Decimal = Decimal(0)
    new: bool = False


Condition = Callable[[Line], bool]


def lines(folder: Path) -> list[Line]:
    """All lines of a budget, those of its unit folders too."""
    found = list(_lines(_merged(folder), ""))
    for unit in sorted({file.parent for file in folder.rglob("*.yaml")} - {folder}):
        data = _merged(unit)
        found += _lines(data, data["单位"]["编码"])
    return found


def _merged(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yaml")):
        data |= yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 BaseLoader makes only texts
    return data


def _lines(data: dict[str, Any], unit: str) -> Iterator[Line]:
    scale = UNITS[data.get("金额单位", "元")]

    def line(item: dict[str, str], direction: str, kind: str = "", owner: str = "", project: str = "") -> Line:
        return Line(
            Decimal(item["金额"]) * scale, direction, item.get("单位") or owner or unit, item["资金性质"],
            item.get("科目", ""), item.get("经济科目", ""), item.get("支出类型", kind),
            item.get("上年结转") == "是", item.get("用途标记", ""), project,
        )  # fmt: skip

    yield from (line(item, "收入") for item in data.get("收入", ()))
    yield from (line(item, "支出", "基本支出") for item in data.get("基本支出", ()))
    yield from (line(item, "支出") for item in data.get("其他支出", ()))
    yield from (line(item, "年终结转") for item in data.get("年终结转", ()))
    for project in data.get("项目", ()):
        for item in project["支出"]:
            yield line(item, "支出", "项目支出", project.get("单位", ""), project["编码"])
    for purchase in data.get("政府采购", ()):
        for item in purchase["资金"]:
            yield Line(
                Decimal(item["金额"]) * scale, "采购", purchase.get("单位") or unit, item["资金性质"],
                carried=item.get("上年结转") == "是", project=purchase["物品名称"],
                new=purchase.get("新增资产") == "是",
            )  # fmt: skip
    for asset in data.get("固定资产", {}).get("明细", ()):
        yield Line(
            Decimal(asset["价值"]) * scale, "资产", asset.get("单位") or unit, category=asset["类别"],
            quantity=Decimal(asset["数量"]),
        )  # fmt: skip


def shown(found: Iterable[Line], condition: Condition = lambda line: True) -> str:
    """The sum of lines in 万元 as a table shows it: rounded half up once, blank for nothing."""
    total = sum((line.amount for line in found if condition(line)), Decimal(0))
    return str((total / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)) if total else ""


def codes(found: Iterable[Line], of: Callable[[Line], str], lengths: Iterable[int]) -> list[str]:
    """The codes that have money, with those above them, in the order of the code as text."""
    return sorted({of(line)[:length] for line in found if of(line) for length in lengths})
