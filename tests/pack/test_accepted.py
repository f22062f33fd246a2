"""What a pack accepts (已核实): warnings with a reason, no errors, and nothing in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compose import packcheck
from generator.findings.finding import Finding
from tests.packs import write_pack

TABLE = """
口径: {甲: {方向: 收入, 经济分类: 301}}
表:
  表一:
    列: [{标题: 名, 内容: 标签}, {标题: 合计}, {标题: 其中, 条件: {资金性质: 事业收入}}]
    行: [{合计: 计}, {标签: 行一, 条件: {方向: 支出}}]
    空表: {说明: 注：无。}
"""


def check(tmp_path: Path, accepted: str, table: str = TABLE) -> list[Finding]:
    templates = write_pack(tmp_path, text="@表 表一\n", 模板=f"{accepted}\n", 表=table)
    return list(packcheck.check("测试", 2025, templates)[1])


def left(found: list[Finding]) -> list[str]:
    return sorted({finding.code for finding in found if not finding.accepted})


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", ["P411", "P412", "P413"]),
        ("已核实: [{代码: P411, 原因: 保留}]", ["P412", "P413"]),
        ("已核实: [{代码: P411, 口径: 甲, 原因: 保留}]", ["P412", "P413"]),
        ("已核实: [{代码: P411, 口径: 乙, 原因: 保留}]", ["P411", "P412", "P413", "P421"]),
        ("已核实: [{代码: P412, 表: 表一, 原因: 对的}]", ["P411", "P413"]),
        ("已核实: [{代码: P412, 表: 表一, 行: 计, 原因: 对的}]", ["P411", "P413"]),
        ("已核实: [{代码: P412, 表: 表一, 行: 行一, 原因: 对的}]", ["P411", "P412", "P413", "P421"]),
        ("已核实: [{代码: P413, 表: 表一, 列: 合计, 文件: 表.yaml, 原因: 对的}]", ["P411", "P412"]),
        ("已核实: [{代码: P413, 表: 表二, 列: 合计, 原因: 对的}]", ["P411", "P412", "P413", "P421"]),
        ("已核实: [{代码: P413, 文件: 口径.yaml, 原因: 对的}]", ["P411", "P412", "P413", "P421"]),
    ],
)
def test_an_accepted_finding_is_marked_and_one_that_accepts_nothing_is_told(
    accepted: str, expected: list[str], tmp_path: Path
) -> None:
    found = check(tmp_path, accepted)
    assert left(found) == expected
    assert {one.accepted for one in found} <= {"", "保留", "对的"}
    for one in found:
        if one.code == "P421":
            assert one.place
            assert (one.place.file, one.place.line) == ("templates/测试/模板.yaml", 2)


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("已核实: [{代码: P411}]", "P112"),
        ("已核实: [{原因: 对的}]", "P112"),
        ("已核实: [{代码: P411, 表格: 甲, 原因: 对的}]", "P111"),
        ("已核实: {代码: P411, 原因: 对的}", "P112"),
    ],
)
def test_it_says_a_code_and_a_reason(accepted: str, code: str, tmp_path: Path) -> None:
    assert code in left(check(tmp_path, accepted))


def test_an_error_cannot_be_accepted(tmp_path: Path) -> None:
    wrong = TABLE.replace("资金性质: 事业收入", "资金性质: 事业收人")
    found = check(tmp_path, "已核实: [{代码: P113, 原因: 对的}, {代码: P411, 原因: 对的}]", wrong)
    assert left(found) == ["P113", "P422"]  # and nothing is called needless: the pack was not tried out


def test_what_the_base_accepts_counts_and_is_not_needless_where_another_pack_has_it_not(tmp_path: Path) -> None:
    check(tmp_path, "已核实: [{代码: P411, 口径: 甲, 原因: 保留}]")
    more = "沿用: 测试\n口径: {甲: {方向: 收入}}\n已核实: [{代码: P412, 原因: 对的}]\n"
    templates = write_pack(tmp_path, "别的", text="@表 表一\n", 模板=more)
    assert left(list(packcheck.check("别的", 2025, templates)[1])) == ["P413"]
