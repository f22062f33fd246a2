"""One meter for each document: shared by all its texts and tables, and by no other document."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.base import meter
from generator.compose.composer import compose
from generator.facts import build
from generator.facts.budget import Budget
from generator.findings.finding import Finding
from generator.pack import loader
from generator.pack.spec import Pack
from tests.packs import BUDGET, write_pack

TURNS = "{% for a in '" + "甲" * 100 + "' %}{% endfor %}"
TABLE = "表:\n  表一:\n    标题: 表\n    列: [{标题: 项, 内容: 标签}]\n    行:\n"
UNITS = BUDGET.replace("本级, 性质: 行政}", '本级, 性质: 行政}, {编码: "350002", 名称: 二院, 性质: 事业}')


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document may make 250 steps: two hundred turns of a loop, and not three."""
    monkeypatch.setattr(meter, "STEPS", 250)


def prepared(tmp_path: Path, text: str, rows: str = "      - {标签: 甲}\n", unit: str = "") -> tuple[Budget, Pack]:
    folder = tmp_path / "350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(
        UNITS.replace("收入:\n  - {", '收入:\n  - {单位: "350001", ').replace(
            "支出:\n  - {", '支出:\n  - {单位: "350001", '
        ),
        "utf-8",
    )
    budget, found = build.load(folder, shown_as="预算")
    assert budget is not None, found
    templates = write_pack(tmp_path / "templates", text=text, 表=TABLE + rows)
    if unit:
        (templates / "测试/单位.jinja").write_text(unit, "utf-8")
    pack, found = loader.find("测试", 2025, templates)
    assert pack is not None, found
    return budget, pack


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, one.place.file if one.place else "", one.place.line if one.place else 0) for one in findings]


def test_every_document_begins_with_nothing_used_up(tmp_path: Path) -> None:
    budget, pack = prepared(tmp_path, TURNS + "甲")
    for _ in range(10):
        document, findings = compose(budget, pack)
        assert document is not None
        assert findings == ()


def test_a_document_that_used_up_everything_spoils_no_other(tmp_path: Path) -> None:
    budget, pack = prepared(tmp_path, "{% if 版本 == '部门' %}" + TURNS * 3 + "{% endif %}甲")
    results = [compose(budget, pack, unit=unit)[0] is not None for unit in ("", "350001", "", "350001")]
    assert results == [False, True, False, True]


def test_what_one_text_may_do_several_may_not_do_together(tmp_path: Path) -> None:
    label = f'      - {{标签: "{TURNS}甲"}}\n'
    assert compose(*prepared(tmp_path / "a", "@表 表一", label))[0] is not None
    document, findings = compose(*prepared(tmp_path / "b", "@表 表一", label * 3))
    assert document is None
    assert codes(findings) == [("P305", "templates/测试/表.yaml", 8)]


def test_the_units_that_a_department_prints_use_up_its_own_allowance(tmp_path: Path) -> None:
    assert compose(*prepared(tmp_path / "a", "甲\n@所属单位", unit=TURNS + "乙"))[0] is not None
    document, findings = compose(*prepared(tmp_path / "b", "甲\n@所属单位", unit=TURNS + "乙\n" + TURNS))
    assert document is None
    assert codes(findings) == [("P305", "templates/测试/单位.jinja", 1)]


def test_two_documents_at_a_time_do_not_share_what_they_may_use_up(tmp_path: Path) -> None:
    budget, pack = prepared(tmp_path, TURNS + "甲")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: compose(budget, pack), range(32)))
    assert {document.title for document, _ in made if document} == {"测试部门2025年部门预算信息公开"}
    assert [findings for _, findings in made] == [()] * 32


def test_tables_are_limited_before_they_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "CELLS", 1000)
    endless = "[{科目: 功能分类, 列示: 全部, 到: 类, 下级: " * 5 + "[{空行: 100}]" + "}]" * 5
    budget, pack = prepared(tmp_path, "@表 表一", f"      - {{标签: 甲, 下级: {endless}}}\n")
    document, findings = compose(budget, pack)
    assert document is None
    assert codes(findings)[0][:2] == ("P305", "templates/测试/表.yaml")
