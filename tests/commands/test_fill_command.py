"""`budget fill`: the examples are filled and read back; the file that is filled is never overwritten."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.fill import Filling
from generator.commands.workspace import BudgetFolder, Workspace
from tests.packs import write_pack
from tests.word_files import line, read_back, word_file
from tools.make_examples import examples

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "templates/示例"


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["fill", *map(str, arguments), "--root", str(ROOT)])
    return result.exit_code, result.output


def test_the_examples_are_what_the_tool_makes() -> None:
    assert {path.name: path.read_bytes() for path in EXAMPLES.iterdir()} == examples()


def test_the_letter_lists_the_projects_of_350(tmp_path: Path) -> None:
    code, output = run("350", EXAMPLES / "报送函.docx", "-o", tmp_path)
    assert (code, output.splitlines()[-1]) == (0, f"已填写 {tmp_path}/科技和工信部门-报送函.docx")
    found = read_back((tmp_path / "科技和工信部门-报送函.docx").read_bytes())
    assert "收入总计1186.91万元，支出总计1186.91万元，其中基本支出307.09万元、项目支出879.82万元" in found[3]
    assert "共有项目14个" in found[3]
    table = found[found.index("预算数（万元）") + 1 :]
    assert table[:3] == ["1", "车保险", "0.40"]
    assert table[14 * 3 : 15 * 3] == ["", "合计", "879.82"]
    assert found[-2:] == ["科技和工信部门", "年　月　日"]


def test_the_approval_form_is_filled_for_each_unit_of_207(tmp_path: Path) -> None:
    code, output = run("207", EXAMPLES / "审签单.docx", "-o", tmp_path)
    assert code == 0, output
    found = read_back((tmp_path / "上海市普陀区财政局-审签单.docx").read_bytes())
    assert found[0] == "2025年部门预算信息公开审签单"
    assert [text for text in found if "{" in text] == []
    code, output = run("207", EXAMPLES / "审签单.docx", "-o", tmp_path / "单位", "--unit", "全部")
    assert code == 0, output
    made = sorted((tmp_path / "单位").iterdir())
    assert made
    assert all(read_back(path.read_bytes())[0] == "2025年单位预算信息公开审签单" for path in made)


def test_the_output_may_be_named_and_the_input_is_never_overwritten(tmp_path: Path) -> None:
    letter = tmp_path / "函.docx"
    letter.write_bytes(word_file(line("{{ 主体 }}")))
    before = letter.read_bytes()
    code, output = run("350", letter, "-o", letter)
    assert code == 2
    assert "就是要填写的文件" in output
    assert letter.read_bytes() == before
    assert run("350", letter, "-o", tmp_path / "新.docx")[0] == 0
    assert read_back((tmp_path / "新.docx").read_bytes()) == ["科技和工信部门"]


@pytest.mark.parametrize("text", ["{{ 主题 }}", "｛｛ 主体 ｝｝"])
def test_nothing_is_written_where_something_is_wrong(tmp_path: Path, text: str) -> None:
    letter = tmp_path / "函.docx"
    letter.write_bytes(word_file(line("好"), line(text)))
    code, output = run("350", letter, "-o", tmp_path / "out")
    assert code == 1
    assert "函.docx 第 2 段: 错误" in output
    assert not (tmp_path / "out").exists()


def test_the_lines_of_a_budget_may_use_the_words_of_its_pack(tmp_path: Path) -> None:
    letter = tmp_path / "函.docx"
    letter.write_bytes(word_file(line("{{ 金额('收入合计', 资金性质='专项收入')|万元 }}万元")))
    (budget,) = (ROOT / "tests/budgets/2019").glob("911-*")
    code, output = run(budget, letter, "-o", tmp_path / "新.docx")
    assert code == 0, output
    (text,) = read_back((tmp_path / "新.docx").read_bytes())
    assert text == "50万元"
    letter.write_bytes(word_file(line("{{ 金额('收入合计', 资金性质='专项收人')|万元 }}")))
    code, output = run(budget, letter, "-o", tmp_path / "错.docx")
    assert code == 1
    assert "是不是“专项收入”" in output


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, output = run("350", tmp_path / "没有.docx")
    assert code == 3
    assert "没有.docx" in output


def test_units_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/900-某局"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(
        '年度: 2025\n模板: 河北\n部门: {编码: "900", 名称: 某局}\n'
        '单位: [{编码: "900001", 名称: 甲}, {编码: "900002", 名称: 甲}]\n',
        "utf-8",
    )
    letter = tmp_path / "函.docx"
    letter.write_bytes(word_file(line("{{ 编码 }}")))
    code, output = run(folder, letter, "--unit", "全部", "-o", tmp_path / "out")
    assert code == 0, output
    made = {path.name: read_back(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    assert made == {"甲-函.docx": ["900001"], "900002-甲-函.docx": ["900002"]}


def several(tmp_path: Path, *places: str) -> Path:
    """Lay budgets of departments with one name, by year and folder, and a letter that says the year; give the root."""
    for place in places:
        folder = tmp_path / "budgets" / place
        folder.mkdir(parents=True)
        year, code = place[:4], place[5:8]
        units = f'单位: [{{编码: "{code}001", 名称: 甲}}]'
        facts = f'年度: {year}\n模板: 测试\n部门: {{编码: "{code}", 名称: 某局}}\n{units}\n'
        (folder / "a.yaml").write_text(facts, "utf-8")
    write_pack(tmp_path / "templates")
    (tmp_path / "函.docx").write_bytes(word_file(line("{{ 年度 }} {{ 编码 }}")))
    return tmp_path


def test_the_years_of_a_department_do_not_overwrite_each_other(tmp_path: Path) -> None:
    root = several(tmp_path, "2023/900-某局", "2024/900-某局", "2025/900-某局")
    call = ["fill", "900", f"{root}/函.docx", "--year", "全部", "-o", f"{root}/out", "--root", str(root)]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    made = {path.name: read_back(path.read_bytes())[0] for path in (root / "out").iterdir()}
    assert sorted(made.values()) == ["2023 900", "2024 900", "2025 900"]
    assert len(made) == 3
    assert all(name in ("某局-函.docx", f"{said[:4]}-某局-函.docx") for name, said in made.items())


def test_departments_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    root = several(tmp_path, "2025/900-某局", "2025/901-某局", "2025/902-某局")
    folders = [f"{root}/budgets/2025/{code}-某局" for code in (900, 901, 902)]
    job = Filling(Workspace(root), root / "函.docx", (root / "函.docx").read_bytes(), root / "out", named=False)
    assert [job.run(BudgetFolder(Path(one), one), "") for one in folders] == [0, 0, 0]
    assert sorted(path.name for path in (root / "out").iterdir()) == [
        "2025-902-某局-某局-函.docx", "2025-某局-函.docx", "某局-函.docx",
    ]  # fmt: skip
    with pytest.raises(click.UsageError, match="刚才已经写过"):
        job.run(BudgetFolder(Path(folders[2]), "902"), "")


def test_several_budgets_need_a_folder(tmp_path: Path) -> None:
    root = several(tmp_path, "2024/900-某局", "2025/900-某局")
    call = ["fill", "900", f"{root}/函.docx", "--year", "全部", "-o", f"{root}/新.docx", "--root", str(root)]
    result = CliRunner().invoke(main, call)
    assert (result.exit_code, "要填写 2 份，-o 后面请写文件夹。" in result.output) == (2, True)
    assert not (root / "新.docx").exists()
