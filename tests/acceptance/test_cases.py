"""Small budgets that once gave an untrue or a silent document, each with what must be said instead."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator import publish
from generator.document.blocks import Paragraph, Table
from generator.findings.finding import Severity

CASES = Path(__file__).parent / "cases"


@cache
def case(name: str, unit: str = "") -> tuple[str, dict[str, list[tuple[int, str]]]]:
    """The words of a case's document, and the lines and messages of what is found, by code."""
    (folder,) = CASES.glob(f"{name}-*")
    made = publish.prepare(folder, Path("templates"), shown_as="b", unit=unit)
    found: dict[str, list[tuple[int, str]]] = {}
    for one in made.findings:
        assert one.place is not None
        assert one.place.file == "b/预算.yaml"  # never the pack's
        found.setdefault(one.code, []).append((one.place.line, one.message))
    assert made.document is not None
    blocks = (block for section in made.document.sections for block in section.blocks)
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph)), found


def test_01_what_is_left_out_is_told_and_never_becomes_none() -> None:
    text, found = case("01")
    (lack,) = (message for line, message in found["B405"] if line == 1)
    assert all(f"“{key}”" in lack for key in ("部门职责", "整体绩效", "固定资产", "政府采购", "专项资金"))
    assert "B403" in found
    assert not [claim for claim in ("无可比", "固定资产金额", "空表列示", "总体绩效目标") if claim in text]


def test_02_a_mistyped_name_under_last_year_is_an_error_with_the_right_one() -> None:
    (folder,) = CASES.glob("02-*")
    made = publish.prepare(folder, Path("templates"), shown_as="b")
    assert made.document is None
    (error,) = (one for one in made.findings if one.severity is Severity.ERROR)
    assert (error.code, error.path, error.remedy) == ("B407", ("上年数", "支出合计"), "是不是“支出总计”？")


def test_04_fragments_are_joined_without_doubled_words_and_stops() -> None:
    text, _ = case("04")
    assert "基本支出减少1.00万元，主要为人员减少；项目支出持平" in text
    assert "主要用于办公、水电等支出。" in text
    assert "减少2.00万元，主要原因是厉行节约。" in text
    assert "1、某专项资金，预算安排1.00万元。用于补助。" in text
    assert not [
        twice for twice in ("。。", "，。", "。；", "主要用于主要", "主要为主要", "主要原因是主要") if twice in text
    ]


def balance(folder: Path, templates: Path = Path("templates")) -> list[list[str]]:
    """The rows of the first table of a document."""
    document = publish.prepare(folder, templates, shown_as="b").document
    assert document is not None
    first = next(block for section in document.sections for block in section.blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells] for row in first.body]


def test_16_next_year_has_its_own_form_and_is_told_whose_catalogue_it_uses() -> None:
    (folder,) = CASES.glob("16-*")
    assert case("16")[1]["B108"] == [(1, "2026 年度用的是 2025 年的科目。")]
    rows = balance(folder)
    assert len(rows) == 33
    assert (rows[30][1], rows[30][3]) == ("本年收入合计", "本年支出合计")


def test_16_a_year_without_a_form_of_its_own_is_told_whose_it_uses(tmp_path: Path) -> None:
    (folder,) = CASES.glob("16-*")
    text = (folder / "预算.yaml").read_text("utf-8").replace("年度: 2026", "年度: 2031")
    (tmp_path / "预算.yaml").write_text(text, "utf-8")
    messages = [one.message for one in publish.prepare(tmp_path, Path("templates"), shown_as="b").findings]
    assert "2031 年度用的是 2025 年的科目、2026 年的格式。" in messages


def test_16_what_was_verified_can_be_accepted(tmp_path: Path) -> None:
    (folder,) = CASES.glob("16-*")
    text = (folder / "预算.yaml").read_text("utf-8")
    (tmp_path / "预算.yaml").write_text(text + "出错说明: [{代码: B108, 位置: 年度, 原因: 已核对}]\n", "utf-8")
    made = publish.prepare(tmp_path, Path("templates"), shown_as="b")
    assert [(one.severity, one.accepted) for one in made.findings if one.code == "B108"] == [(Severity.HINT, "已核对")]
    assert "B501" not in {one.code for one in made.findings}


def test_19_partial_figures_of_last_year_are_told_at_the_key_of_the_budget() -> None:
    text, found = case("19")
    line, message = found["B403"][0]
    assert line == 9
    assert message.startswith("写了“支出总计”，还要写“基本支出”、“项目支出”")
    assert not {"P301", "B401"} & set(found)
    assert "较2024年预算减少1.00万元，主要为人员减少" in text


def test_24_units_without_last_year_are_told_and_claim_nothing() -> None:
    text, found = case("24")
    assert [message.partition(" 的")[0] for _, message in found["B403"]][-2:] == ["单位 351001", "单位 351002"]
    assert "无可比" not in text
    assert "无可比" not in case("24", "351002")[0]
    assert "B403" in case("24", "351002")[1]
