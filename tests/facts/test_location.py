"""Where a budget lies must say what is written in it; a copied folder is an error; last year's lies beside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.facts import build, location
from generator.facts.location import COPY
from tests.packs import BUDGET


def found(folder: Path, text: str = BUDGET) -> list[str]:
    """The codes and messages of what is wrong with where a budget lies."""
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(text, "utf-8")
    budget, _ = build.load_alone(folder)
    assert budget is not None
    return [f"{one.code} {one.message}" for one in location.review(folder, budget, folder.name)]


@pytest.mark.parametrize(
    "name", ["2025/350-测试部门", "2025/350", "2025/科技局", "别处/351-x", "别处/2024年的预算", "16-x"]
)
def test_a_folder_that_agrees_or_says_nothing_is_right(tmp_path: Path, name: str) -> None:
    assert found(tmp_path / name) == []


def test_another_year_and_another_code_are_errors(tmp_path: Path) -> None:
    assert found(tmp_path / "2026/350-测试部门") == ["B106 预算在 2026 年的文件夹里，写的年度是 2025。"]
    assert found(tmp_path / "2025/351-测试部门") == ["B106 文件夹的编码是 351，里面写的编码是 350。"]


def test_the_finding_stands_at_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "2026/351-x"
    found(folder)
    budget, _ = build.load_alone(folder, shown_as="b")
    assert budget is not None
    year, code = location.review(folder, budget, "b")
    assert (year.path, code.path) == (("年度",), ("部门", "编码"))
    assert year.place == budget.places["年度",]
    assert code.place == budget.places["部门", "编码"]


@pytest.mark.parametrize(
    "name",
    [
        "350-测试部门 - 副本",
        "350-测试部门 - 副本 (2)",
        "350-测试部门-副本",
        "350-测试部门（副本）",
        "350-测试部门 副本 3",
        "350-测试部门副本",
        "350-测试部门(1)",
        "350-测试部门 (12)",
        "350-测试部门（2）",
        "350-测试部门 - Copy",
        "350-测试部门 copy 2",
        "350-测试部门_backup",
        "350-测试部门.bak",
        "复件 350-测试部门",
        "副本 350-测试部门",
        "Copy of 350-测试部门",
    ],
)
def test_a_copied_folder_is_an_error(tmp_path: Path, name: str) -> None:
    assert f"B107 “{name}”像是复制出来的文件夹。" in found(tmp_path / name)


@pytest.mark.parametrize(
    "name",
    [
        "999-测试综合部门（虚构）",
        "350-灾难备份中心",
        "350-数据备份局",
        "351-某局（市）",
        "350-copyright办公室",
        "350-2025",
    ],
)
def test_a_name_of_its_own_is_no_copy(tmp_path: Path, name: str) -> None:
    assert not [one for one in found(tmp_path / name) if one.startswith(COPY.code)]


def test_two_folders_of_last_year_are_told_and_not_guessed(tmp_path: Path) -> None:
    found(tmp_path / "2024/350-测试部门", BUDGET.replace("2025", "2024"))
    assert found(tmp_path / "2025/350-测试部门") == []
    budget, findings = build.load(tmp_path / "2025/350-测试部门")
    assert budget is not None
    assert (budget.previous is not None, findings) == (True, ())
    found(tmp_path / "2024/350-测试部门 - 副本", BUDGET.replace("2025", "2024"))
    budget, findings = build.load(tmp_path / "2025/350-测试部门")
    assert budget is not None
    assert budget.previous is None
    assert [one.code for one in findings] == ["B105"]
    assert "2 个文件夹：350-测试部门、350-测试部门 - 副本" in findings[0].message


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_last_year_lies_beside_the_link_to_a_budget_not_beside_where_it_leads(tmp_path: Path) -> None:
    found(tmp_path / "别处/测试部门的预算")
    found(tmp_path / "2024/350-测试部门", BUDGET.replace("2025", "2024"))
    linked = tmp_path / "2025/350-测试部门"
    linked.parent.mkdir()
    linked.symlink_to(tmp_path / "别处/测试部门的预算", target_is_directory=True)
    budget, findings = build.load(linked)
    assert budget is not None
    assert (budget.previous is not None, findings) == (True, ())
