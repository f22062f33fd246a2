"""Documents of units: which ones are made, traced and verified; a unit alone is no department."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import publish
from generator.cli import main
from tests.compose.test_units import budget_folder

ALONE = """\
年度: 2025
模板: {pack}
单位: [{{编码: "351002", 名称: 测试事业中心, 性质: 事业, 规格: 股级}}]
部门职责: [拟订有关规划和政策并组织实施。]
收入: [{{科目: 2010350, 资金性质: 一般公共预算拨款, 金额: 50000}}]
基本支出: [{{科目: 2010350, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 50000}}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    budget_folder(tmp_path / "budgets/2025", "河北")
    return tmp_path


def run(command: str, root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, "--root", str(root), *arguments])


def made(root: Path) -> set[str]:
    return {path.name for path in (root / "out/2025").glob("*-*")} if (root / "out").exists() else set()


def test_all_units_are_made_and_each_file_is_named(root: Path) -> None:
    result = run("generate", root, "901", "--unit", "全部", "-f", "html", "-j", "1")
    assert result.exit_code == 0, result.output
    assert made(root) == {"901001-测试局本部", "901002-测试幼儿园", "901003-测试中心"}
    named = re.findall(r"已生成 (\S+\.html)", result.stdout)
    assert len(named) == 3
    assert all((Path.cwd() / name).exists() for name in named)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (("901002", "901003"), {"901002-测试幼儿园", "901003-测试中心"}),
        (("测试幼儿园",), {"901002-测试幼儿园"}),
        (("幼儿",), {"901002-测试幼儿园"}),
        (("003", "901003"), {"901003-测试中心"}),
    ],
)
def test_units_are_named_by_code_name_or_a_part(root: Path, units: tuple[str, ...], expected: set[str]) -> None:
    options = [word for unit in units for word in ("--unit", unit)]
    assert run("generate", root, *options, "-f", "html").exit_code == 0
    assert made(root) == expected


def test_an_ambiguous_part_and_an_unknown_name_are_told(root: Path) -> None:
    result = run("generate", root, "901", "--unit", "测试", "-f", "html")
    assert result.exit_code == 2
    assert "“测试”可以是几个单位：901001 测试局本部、901002 测试幼儿园、901003 测试中心。" in result.stderr
    result = run("generate", root, "901", "--unit", "测试幼儿院", "-f", "html")
    assert result.exit_code == 1
    assert "是不是“测试幼儿园”？" in result.stderr
    assert made(root) == set()


def test_a_unit_is_found_among_all_departments(root: Path) -> None:
    folder = root / "budgets/2025/351002-测试事业中心"
    folder.mkdir()
    (folder / "预算.yaml").write_text(ALONE.format(pack="河北"), "utf-8")
    assert run("generate", root, "--unit", "901002", "-f", "html").exit_code == 0
    assert made(root) == {"901002-测试幼儿园"}
    result = run("generate", root, "--unit", "901009", "-f", "html")
    assert result.exit_code == 2
    assert "这些预算里都没有单位“901009”。是不是“90100" in result.stderr


def test_a_unit_without_a_budget_of_its_own_gets_no_document(root: Path) -> None:
    file = next((root / "budgets").rglob("901-测试局/预算.yaml"))
    listed = '  - {编码: "901001", 名称: 测试局本部, 性质: 行政}\n'
    text = file.read_text("utf-8")
    file.write_text(
        text.replace(listed, listed + '  - {编码: "901004", 名称: 测试站, 性质: 事业, 不单列预算: 是}\n'), "utf-8"
    )
    assert run("generate", root, "901", "--unit", "全部", "-f", "html", "-j", "1").exit_code == 0
    assert "901004-测试站" not in made(root)
    result = run("generate", root, "901", "--unit", "901004", "-f", "html")
    assert result.exit_code == 1
    assert "单位“901004”写明不单列预算，没有单位预算。" in result.stderr
    shutil.rmtree(root / "out")
    assert run("generate", root, "901", "-f", "html").exit_code == 0
    (page,) = (root / "out").rglob("*.html")
    assert "测试站2025年单位预算" not in page.read_text("utf-8")
    assert "测试中心2025年单位预算" in page.read_text("utf-8")


def test_a_department_is_read_once_for_all_its_units(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    read = publish.read

    def counted(folder: Path, templates: Path, *, shown_as: str = "", draft: bool = False) -> publish.Reading:
        folders.append(folder)
        return read(folder, templates, shown_as=shown_as, draft=draft)

    monkeypatch.setattr(publish, "read", counted)
    assert run("generate", root, "901", "--unit", "全部", "-f", "html", "-j", "1").exit_code == 0
    assert len(made(root)) == 3
    assert len(folders) == 1


def test_a_department_is_read_again_when_a_file_has_changed(root: Path) -> None:
    assert run("generate", root, "901", "--unit", "901003", "-f", "html").exit_code == 0
    file = next((root / "budgets").rglob("单位/901002*/预算.yaml"))
    file.write_text(file.read_text("utf-8").replace("园舍维修", "院墙维修"), "utf-8")
    assert run("generate", root, "901", "--unit", "901002", "-f", "html").exit_code == 0
    (page,) = (root / "out/2025/901002-测试幼儿园").glob("*.html")
    assert "院墙维修" in page.read_text("utf-8")


def test_trace_answers_for_a_unit(root: Path) -> None:
    result = run("trace", root, "901", "--unit", "幼儿园", "表1/32/支出/预算数")
    assert result.exit_code == 0, result.output
    assert "单位预算收支总表" in result.stdout
    assert "单位/901002-测试幼儿园/预算.yaml:6:" in result.stdout
    assert "2,030.05 元" in result.stdout
    result = run("trace", root, "901", "--unit", "901009", "0.20")
    assert result.exit_code == 2
    assert "预算里没有单位“901009”" in result.stderr


def test_verify_knows_the_documents_of_units(root: Path) -> None:
    run("generate", root, "901", "--unit", "901002", "--unit", "901003", "-f", "docx")
    (file,) = (root / "out/2025/901002-测试幼儿园").glob("*.docx")
    result = run("verify", root, str(file))
    assert result.exit_code == 0, result.output
    assert f"{file}：一致" in result.stdout
    result = run("verify", root, "901")  # nothing of the department, two units
    assert result.stdout.count("一致") == 2, result.output
    other = root / "out/2025/901003-测试中心" / file.name
    other.write_bytes(file.read_bytes())
    result = run("verify", root, str(other))
    assert result.exit_code == 1
    assert "处不符" in result.stdout


@pytest.mark.parametrize("pack", ["河北", "上海"])
def test_a_unit_alone_makes_only_its_document_and_calls_it_no_department(tmp_path: Path, pack: str) -> None:
    folder = tmp_path / "budgets/2025/351002-测试事业中心"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(ALONE.format(pack=pack), "utf-8")
    assert run("check", tmp_path).exit_code == 0
    result = run("generate", tmp_path, "-f", "docx,html")
    assert result.exit_code == 0, result.output
    assert made(tmp_path) == {"351002-测试事业中心"}
    (page,) = (tmp_path / "out").rglob("*.html")
    text = re.sub("<[^>]+>", "", page.read_text("utf-8"))
    assert "2025年单位预算" in text
    assert "2025年部门预算" not in text
    assert "见部门" not in text
    assert run("verify", tmp_path).stdout.count("一致") == 1
    assert run("trace", tmp_path, "351002", "表1").exit_code == 0
    before = page.read_bytes()
    assert run("generate", tmp_path, "--unit", "全部", "-f", "html").exit_code == 0
    assert made(tmp_path) == {"351002-测试事业中心"}
    assert page.read_bytes() == before


def test_the_document_of_a_unit_of_hebei_is_called_that_of_a_unit(root: Path) -> None:
    assert run("generate", root, "--unit", "901002", "-f", "html").exit_code == 0
    (page,) = (root / "out").rglob("*.html")
    text = re.sub("<[^>]+>", "", page.read_text("utf-8"))
    assert "2025年单位预算信息公开" in text
    assert "2025年部门预算" not in text


def test_a_budget_that_cannot_be_read_is_told_beside_all_units(root: Path) -> None:
    folder = root / "budgets/2025/902-坏"
    folder.mkdir()
    (folder / "预算.yaml").write_text("年度: 二〇二五\n", "utf-8")
    result = run("generate", root, "--unit", "全部", "-f", "html", "-j", "1")
    assert result.exit_code == 1
    assert "902-坏：没有生成" in result.stderr
    assert len(made(root)) == 3


def test_a_unit_of_two_budgets_is_not_written_twice(root: Path) -> None:
    folder = root / "budgets/2025/901002-测试幼儿园"
    folder.mkdir()
    text = ALONE.format(pack="河北").replace("351002", "901002").replace("测试事业中心", "测试幼儿园")
    (folder / "预算.yaml").write_text(text, "utf-8")
    result = run("generate", root, "--unit", "全部", "-f", "html")
    assert result.exit_code == 2
    assert "单位 901002 在两个预算里：" in result.stderr
    assert run("generate", root, "901", "--unit", "全部", "-f", "html", "-j", "1").exit_code == 0


def test_what_a_unit_lacks_is_called_as_the_unit_writes_it(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/351-某某局"
    folder.mkdir(parents=True)
    unit = '{编码: "351002", 名称: 测试事业中心, 性质: 事业, 规格: 股级, 上年数: {基本支出: 1}}'
    department = '部门: {编码: "351", 名称: 某某局}\n' + re.sub(
        r"\{编码.*\}", lambda _: unit, ALONE.format(pack="河北")
    )
    (folder / "预算.yaml").write_text(department, "utf-8")
    said = run("check", tmp_path, "--select", "B403,B405").output
    assert "（单位[0].职责）\n  单位 351002 的“职责”、" in said
    assert "  单位 351002 写了“基本支出”，还要写“" in said
