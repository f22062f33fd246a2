"""C401: a code that the budget's pack names (科目名称) is known; one that nobody names is not."""

from __future__ import annotations

from pathlib import Path

from generator import publish
from tests.packs import BUDGET, write_pack

LINE = "{科目: 2069988, 资金性质: 事业收入, 金额: 30000, 经济科目: 30201}"


def told(tmp_path: Path, **files: str) -> list[str]:
    folder = tmp_path / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    project = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{LINE}]}}]\n"
    (folder / "预算.yaml").write_text(BUDGET + project, "utf-8")
    templates = write_pack(tmp_path / "templates", **files)
    return [one.message for one in publish.prepare(folder, templates).findings if one.code == "C401"]


def test_a_code_that_the_pack_names_is_known(tmp_path: Path) -> None:
    names = '科目名称:\n  功能分类: {"2069988": 其他, "20699": 其他科学技术支出}\n'
    assert any("2069988" in one for one in told(tmp_path / "a"))
    assert not told(tmp_path / "b", 名称=names)
