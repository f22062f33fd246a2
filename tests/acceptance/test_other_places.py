"""A document of a place without a pack is audited with the general form: what is wrong is told, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.command import budget
from tests.acceptance.other_place import ARCHIVE, COUNTY, COUNTY_MERGED, Place, typed

Remarks = list[tuple[str, str]]
MISTYPED = [  # a document, a text of it, what is typed instead, and what the remark says
    (COUNTY, "占8.06%", "占8.60%", "应是 8.06%，文中是 8.60%"),
    (COUNTY, "增长10.76%", "增长9.76%", "应是 10.76%，文中是 9.76%"),
    (
        COUNTY,
        "行政单位离退休（项）2025年预算数为20.00",
        "行政单位离退休（项）2025年预算数为10.00",
        "相差 100,000.00 元",
    ),
    (COUNTY, "运行维护费6万元，用于", "运行维护费7万元，用于", "相差 10,000.00 元"),
    (COUNTY, "农林水支出900万元", "农林水支出909万元", "相差 90,000.00 元"),
    (COUNTY, "公务接待费4.50万元", "公务接待费4.80万元", "相差 3,000.00 元"),
    (COUNTY, "1,140.56万元，比", "1,104.56万元，比", "相差 360,000.00 元"),
    (COUNTY, "基本支出740.56万元", "基本支出704.56万元", "多出 360,000.00 元"),
    (ARCHIVE, "比2024年执行数增加52.00", "比2024年执行数增加25.00", "相差"),
    (ARCHIVE, "占94.06%", "占94.60%", "应是 94.06%，文中是 94.60%"),
    (ARCHIVE, "公务接待费0.80万元", "公务接待费0.90万元", "相差"),
    (ARCHIVE, "比2024年预算减少1.20", "比2024年预算减少2.10", "相差"),
    (ARCHIVE, "社会保障和就业支出60.00万元。", "社会保障和就业支出66.00万元。", "相差"),
    (ARCHIVE, "档案馆（项）2025年预算数为350.00", "档案馆（项）2025年预算数为350.20", "相差"),
]


def audited(file: Path, *options: str) -> tuple[str, Remarks]:
    """Audit a file: whose it is and as what form, and the certain remarks."""
    done = budget("audit", file, "-f", "json", *options)
    (found,) = json.loads(done.stdout)["files"]
    certain = [(one["certainty"], one["message"]) for one in found["remarks"] if one["certainty"] == "矛盾"]
    return found["whose"], certain


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (COUNTY, "乙山县水务局，2025 年，部门，按“通用”的格式"),
        (COUNTY_MERGED, "乙山县水务局，2025 年，部门，按“通用”的格式"),
        (ARCHIVE, "丙川市档案馆，2025 年，单位，按“中央”的格式"),
    ],
    ids=["类款项", "三格一个表头", "中央"],
)
def test_nothing_is_wrong_in_it(tmp_path: Path, place: Place, said: str) -> None:
    file = tmp_path / "公开.docx"
    file.write_bytes(typed(place, {}))
    whose, certain = audited(file)
    assert whose == said
    assert certain == []


@pytest.mark.parametrize(("place", "old", "new", "told"), MISTYPED)
def test_a_mistyped_figure_is_told(tmp_path: Path, place: Place, old: str, new: str, told: str) -> None:
    file = tmp_path / "公开.docx"
    file.write_bytes(typed(place, {old: new}))
    _, certain = audited(file)
    assert [told in message for _, message in certain] == [True], certain


@pytest.mark.parametrize("place", [COUNTY, COUNTY_MERGED, ARCHIVE], ids=["类款项", "三格一个表头", "中央"])
@pytest.mark.parametrize("pack", ["北京", "河北", "上海", "江苏"])
def test_a_form_that_it_has_not_makes_nothing_certain(tmp_path: Path, place: Place, pack: str) -> None:
    file = tmp_path / "公开.docx"
    file.write_bytes(typed(place, {}))
    _, certain = audited(file, "--pack", pack)
    assert certain == []
