# ruff: noqa: E501 a specification is one line
"""展开: a record with a list within it: a row for each of its parts, and its own cells once beside all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.facts.budget import Record
from tests.packs import entry, ledger
from tests.tables.making import only, record, texts

ROAD = entry("60000", direction="支出", origin=("路",))
BRIDGE = entry("60000", direction="支出", origin=("桥",))
BARE = entry("10000", direction="支出", origin=("无",))
BOOK = ledger(
    records={
        "项目": (
            record((ROAD,), {"绩效目标": (record(内容="修好"), record(内容="通车")), "绩效指标": (record(一级指标="产出", 三级指标="长"), record(一级指标="产出", 三级指标="宽", 度量单位="米"))}, 项目名称="路", 预算数=60000),
            record((BRIDGE,), {"绩效目标": (), "绩效指标": (record(一级指标="产出", 三级指标="高"),)}, 项目名称="桥", 预算数=60000),
            record((BARE,), {"绩效目标": (), "绩效指标": ()}, 项目名称="无", 预算数=10000),
        )
    }
)  # fmt: skip
COLUMNS = "{标题: 序, 内容: 序号}, {标题: 名, 内容: 项目名称}, {标题: 目标, 内容: 绩效目标}, {标题: 一, 内容: 一级指标, 合并: 是}, {标题: 三, 内容: 三级指标}, {标题: 位, 内容: 度量单位}, {标题: 数}"


def drawn(tmp_path: Path, columns: str = COLUMNS, rows: str = "{记录: 项目, 展开: 绩效指标}") -> list[list[str]]:
    made = only(tmp_path, f"表:\n  表一: {{列: [{columns}], 行: [{rows}]}}\n", BOOK)
    return [[f"{cell.text}{f'×{cell.rowspan}' if cell.rowspan > 1 else ''}" for cell in row.cells] for row in made.body]


def test_the_records_cells_span_the_rows_of_its_parts_and_nothing_merges_across_records(tmp_path: Path) -> None:
    assert drawn(tmp_path) == [
        ["1×2", "路×2", "修好\n通车×2", "产出×2", "长", "", "6.00×2"],
        ["宽", "米"],
        ["2", "桥", "", "产出", "高", "", "6.00"],
        ["3", "无", "", "", "", "", "1.00"],
    ]


def test_a_total_counts_each_record_once_in_money_and_in_fields(tmp_path: Path) -> None:
    columns = "{标题: 名, 内容: 项目名称}, {标题: 三, 内容: 三级指标}, {标题: 预, 内容: 预算数}, {标题: 数}"
    found = drawn(tmp_path, columns, "{合计: 计}, {记录: 项目, 展开: 绩效指标}")
    assert found[:2] == [["计", "", "13.00", "13.00"], ["路×2", "长", "6.00×2", "6.00×2"]]


def test_columns_that_a_row_leaves_blank_stay_blank(tmp_path: Path) -> None:
    columns = "{标题: 名, 内容: 项目名称}, {标题: 三, 内容: 三级指标}, {标题: 数}"
    found = drawn(tmp_path, columns, "{记录: 项目, 展开: 绩效指标, 不填: [三, 数]}")
    assert found == [["路×2", "×2", "×2"], [], ["桥", "", ""], ["无", "", ""]]


def test_parts_of_parts_of_a_unit(tmp_path: Path) -> None:
    units = (record((), {"职责": (record(内容="甲"), record(内容="乙"))}, 单位编码="1", 单位名称="局"),)
    made = only(
        tmp_path,
        "表:\n  表一: {列: [{标题: 名, 内容: 单位名称}, {标题: 责, 内容: 内容}], 行: [{记录: 单位, 展开: 职责}]}\n",
        ledger(records={"单位": units}),
    )
    assert texts(made) == ["局|甲", "乙"]


@pytest.mark.parametrize("part", ["绩效指标", "绩效目标"])
def test_a_list_of_sentences_is_one_cell_and_knows_where_it_was_typed(part: str, tmp_path: Path) -> None:
    made = only(
        tmp_path,
        f"表:\n  表一: {{列: [{{标题: 目标, 内容: 绩效目标}}, {{标题: 名, 内容: 项目名称}}], 行: [{{记录: 项目, 展开: {part}}}]}}\n",
        BOOK,
    )
    cell = made.body[0].cells[0]
    assert cell.text == "修好\n通车"
    project: Record = BOOK.records["项目"][0]
    assert cell.origins == tuple(one for goal in project.children["绩效目标"] for one in goal.fields["内容"].origins)
