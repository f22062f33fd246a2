"""The list of who must publish: what it says, and what in it cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.district.register import Register, read
from generator.findings.finding import Finding

LIST = """\
区划: 某某区
批复日期: 2025-02-05
部门:
  - 编码: "350"
    名称: 科技局
    联系人: 张三
    电话: 0311-1234
    单位批复日期: 2025-02-10
    单位:
      - {编码: "350001", 名称: 本级}
      - {编码: "350002", 名称: 中心, 批复日期: 2025-02-12}
  - {编码: "351", 名称: 教育局, 批复日期: 2025-02-07, 公开日期: 2025-02-20, 网址: "https://x"}
"""


def listed(tmp_path: Path, text: str, today: date | None = None) -> tuple[Register | None, tuple[Finding, ...]]:
    file = tmp_path / "应公开.yaml"
    file.write_text(text, "utf-8")
    return read(file, "应公开.yaml", 2025, today)


def told(tmp_path: Path, text: str, today: date | None = None) -> list[tuple[str, int]]:
    found, findings = listed(tmp_path, text, today)
    assert found is None
    return [(one.code, one.place.line) for one in findings if one.place]


def test_a_list_says_who_must_publish_until_when(tmp_path: Path) -> None:
    found, findings = listed(tmp_path, LIST)
    assert found
    assert not findings
    assert found.district == "某某区"
    assert [(one.key, one.name, one.deadline) for one in found.due] == [
        (("350", ""), "科技局", date(2025, 2, 25)),
        (("350", "350001"), "本级", date(2025, 3, 2)),
        (("350", "350002"), "中心", date(2025, 3, 4)),
        (("351", ""), "教育局", date(2025, 2, 27)),
    ]
    assert found.due[0].contact == "张三 0311-1234"
    assert (found.due[3].published, found.due[3].address) == (date(2025, 2, 20), "https://x")


def test_without_a_day_of_approval_there_is_no_deadline(tmp_path: Path) -> None:
    found, _ = listed(tmp_path, '部门: [{编码: "1", 名称: 甲, 单位: [{编码: "11", 名称: 乙}]}]\n')
    assert found
    assert [one.deadline for one in found.due] == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("名称: 教育局", "名称：教育局", [("S104", 12)]),
        ("联系人: 张三", "联系认: 张三", [("S102", 6)]),
        ("名称: 科技局\n", "\n", [("S101", 4)]),
        ('编码: "351"', '编码: "350"', [("B601", 12)]),
        ('编码: "350002"', '编码: "350001"', [("B601", 11)]),
        ("2025-02-07", "2025-02-30", [("S206", 12)]),
        ("2025-02-07", "2015-02-07", [("B602", 12)]),
        ("2025-02-12", "2025-02-01", [("B602", 11)]),
        ("2025-02-20", "2025-02-06", [("B602", 12)]),
        ("2025-02-20", "2025-12-06", [("B602", 12)]),
        ("区划: 某某区", "区划: [", [("Y201", 1)]),
    ],
)
def test_what_cannot_be_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int]]
) -> None:
    assert old in LIST
    found = told(tmp_path, LIST.replace(old, new), date(2025, 3, 1))
    assert [code for code, _ in found] == [code for code, _ in expected]
    if expected[0][0] != "Y201":
        assert found == expected


def test_a_wrong_day_for_all_is_told_once(tmp_path: Path) -> None:
    text = '批复日期: 2015-02-05\n部门: [{编码: "1", 名称: 甲}, {编码: "2", 名称: 乙}, {编码: "3", 名称: 丙}]'
    assert [code for code, _ in told(tmp_path, text)] == ["B602"]


def test_units_of_two_departments_may_have_the_same_code(tmp_path: Path) -> None:
    units = '单位: [{编码: "11", 名称: 乙}]'
    text = f'部门: [{{编码: "1", 名称: 甲, {units}}}, {{编码: "2", 名称: 丙, {units}}}]'
    found, findings = listed(tmp_path, text)
    assert found
    assert not findings
