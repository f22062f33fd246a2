"""Random budgets that reconcile, made and audited: nothing is found in what we made ourselves."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import publish
from generator.audit import run
from generator.audit.document import document_of
from generator.base.resources import templates_folder
from generator.commands.import_ import forms_of
from generator.grids import reader

PACKS = (("河北", 2025), ("河北", 2026), ("上海", 2025), ("北京", 2025), ("江苏", 2018), ("江苏", 2019))
COUNT = int(os.environ.get("AUDITED_BUDGETS", "2"))  # of each pack
FUNCTIONS = {
    "一般公共预算拨款": ("2060101", "2060499", "2080501", "2101101", "2210201"),
    "政府性基金预算拨款": ("2120801", "2296003"),
    "国有资本经营预算拨款": ("2230199",),
    "事业收入": ("2060101", "2080501"),
    "其他收入": ("2060499",),
}
OWN_FUNDS = {  # of packs that name money otherwise
    "江苏": {"一般公共预算拨款": "公共财政拨款（补助）资金", "国有资本经营预算拨款": "专户管理教育收费"},
}
ECONOMIC = ("30101", "30102", "30113", "30201", "30211", "30217", "30231", "30302")
UNTYPED = {"A902", "A905"}  # true of these budgets: they have no text (部门职责, 绩效目标), which has to be published
Budget = dict[str, Any]


def amount(chance: random.Random) -> Decimal:
    """Give an amount of some size, to 分, to 元, or to 万元."""
    value = Decimal(chance.randint(1, 10 ** chance.randint(3, 9)))
    return value / 100 if chance.random() < 0.4 else value if chance.random() < 0.5 else value * 10_000 % 10**10 + 1


def line(chance: random.Random, units: list[str]) -> Budget:
    fund = chance.choice(list(FUNCTIONS)) if chance.random() < 0.5 else "一般公共预算拨款"
    found = {"科目": chance.choice(FUNCTIONS[fund]), "经济科目": chance.choice(ECONOMIC), "资金性质": fund}
    return {**found, **({"单位": chance.choice(units)} if len(units) > 1 else {}), "金额": str(amount(chance))}


def budget(pack: str, year: int, chance: random.Random) -> Budget:
    """Make a budget whose income is what it spends, by unit, fund and function."""
    units = [f"99900{number}" for number in range(1, chance.randint(1, 3) + 1)]
    basic = [line(chance, units) for _ in range(chance.randint(1, 12))]
    projects = []
    for number in range(chance.choice((0, 0, 1, 3, 15))):
        own = [line(chance, units) for _ in range(chance.randint(1, 3))]
        projects.append(
            {"编码": f"13030325P0000000{number:05d}", "名称": f"第{number}号业务", "类别": "特定目标类", "支出": own}
        )
    needed: dict[tuple[str, str, str], Decimal] = {}
    for one in [*basic, *(part for project in projects for part in project["支出"])]:
        key = one["科目"], one["资金性质"], one.get("单位", "")
        needed[key] = needed.get(key, Decimal(0)) + Decimal(one["金额"])
    income = [
        {"科目": code, "资金性质": fund, **({"单位": unit} if unit else {}), "金额": str(value)}
        for (code, fund, unit), value in needed.items()
    ]
    names = [{"编码": code, "名称": f"第{code[-1]}事务所", "性质": "事业"} for code in units]
    names[0] |= {"名称": "测试局机关", "性质": "行政"}
    head = {"年度": str(year), "模板": pack, "部门": {"编码": "999", "名称": "测试局"}, "单位": names}
    none: Budget = {"政府采购": [], "固定资产": "无"}  # said to be nothing: of what is not said, no note can be printed
    none |= {"政府购买服务": []} if pack == "北京" else {}
    made = {**head, **none, "上年": "无，虚构的部门", "收入": income, "基本支出": basic, "项目": projects}
    for row in [*income, *basic, *(part for project in projects for part in project["支出"])]:
        row["资金性质"] = OWN_FUNDS.get(pack, {}).get(row["资金性质"], row["资金性质"])
    return made


@pytest.mark.parametrize("number", range(COUNT))
@pytest.mark.parametrize(("pack", "year"), PACKS)
def test_nothing_is_found_in_what_we_made(pack: str, year: int, number: int, tmp_path: Path) -> None:
    made = budget(pack, year, random.Random(f"{pack}{number}"))  # noqa: S311 no secret
    folder = tmp_path / "999-测试局"
    folder.mkdir()
    (folder / "预算.yaml").write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), "utf-8")
    prepared = publish.prepare(folder, templates_folder(), shown_as="b", every=False)
    assert prepared.document is not None, [one.message for one in prepared.findings if one.severity.value == "错误"][:3]
    assert prepared.pack is not None
    output, _ = publish.finish(prepared.document, prepared.pack, ("docx", "pdf"))
    assert output is not None
    for suffix, data in output.files.items():
        source = forms_of(templates_folder(), (pack,)).read(reader.read_bytes(data, f"a.{suffix}"))
        assert source is not None
        found = [one for one in run(document_of(source)) if one.finding.code not in UNTYPED]
        assert [
            f"{suffix} {one.certainty} {one.finding.code} {one.finding.place} {one.finding.message}" for one in found
        ] == []
