"""Many broken budgets: the report stays one that can be read, and says which of them are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.commands.process import BUDGET
from tests.packs import write_pack

DEPARTMENTS, LINES = 60, 80


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty departments, each with eighty wrong amounts of its own and eighty equal unknown keys; and a good one."""
    root = tmp_path_factory.mktemp("many")
    write_pack(root / "templates", text="# {{ 主体 }}\n正文。")
    for number in range(DEPARTMENTS):
        folder = root / "budgets" / "2025" / f"{400 + number}-第{number}局"
        folder.mkdir(parents=True)
        lines = "".join(
            f"  - {{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 约{number}{line}, 金領: 1}}\n"
            for line in range(LINES)
        )
        text = BUDGET.replace('"350"', f'"{400 + number}"').replace("科技局", f"第{number}局")
        (folder / "预算.yaml").write_text(f"{text}其他支出:\n{lines}", "utf-8")
    good = root / "budgets" / "2025" / "350-科技局"
    good.mkdir()
    (good / "预算.yaml").write_text(BUDGET, "utf-8")
    return root


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    return result.exit_code, result.output


def test_the_report_of_sixty_broken_budgets_can_be_read(root: Path) -> None:
    code, shown = run(root, "check")
    lines = shown.splitlines()
    assert code == 1
    assert len(lines) < 500
    assert any(line.startswith("另有 ") and "--limit 0" in line for line in lines)
    table = {line.split()[0] for line in lines if line.startswith("budgets/") and ": " not in line}
    assert table >= {f"budgets/2025/{400 + number}-第{number}局" for number in range(DEPARTMENTS)}
    assert lines[-1].startswith(
        f"共 {DEPARTMENTS * LINES * 2} 个错误"
    )  # wrong amounts, unknown keys with what is missing


def test_every_budget_has_its_first_errors_told_before_another_has_all(root: Path) -> None:
    _, shown = run(root, "check", "--limit", "70")
    heads = {line.split("/")[2] for line in shown.splitlines() if ": 错误 S2" in line}
    assert len(heads) == DEPARTMENTS


def test_equal_findings_are_one_with_a_count_and_the_first_places(root: Path) -> None:
    _, shown = run(root, "check", "400", "--select", "S102")
    assert shown.count("错误 S102") == 1
    assert f"同样的还有 {LINES - 1} 处：" in shown
    assert "没有列出的有" in shown


def test_no_report_for_programs_is_cut(root: Path) -> None:
    code, shown = run(root, "check", "-f", "json")
    assert code == 1
    assert len(json.loads(shown)["findings"]) >= DEPARTMENTS * LINES * 2
    _, shown = run(root, "check", "-f", "concise")
    assert len(shown.splitlines()) >= DEPARTMENTS * LINES * 2
    _, shown = run(root, "check", "-f", "json", "--select", "S2", "--severity", "错误", "--ignore", "S201")
    assert {one["code"] for one in json.loads(shown)["findings"]} <= {"S202", "S203", "S204", "S205"}


def test_what_is_listed_never_changes_how_the_check_ends(root: Path) -> None:
    assert run(root, "check", "400", "--select", "C999")[0] == 1
    assert run(root, "check", "400", "--ignore", "S,Y,C,B,P,D,X")[0] == 1
    assert run(root, "check", "400", "--limit", "1", "--statistics")[0] == 1
    assert run(root, "check", "350", "--severity", "错误")[0] == 0


@pytest.mark.parametrize(
    "wrong", [("--limit", "3", "-f", "json"), ("--statistics", "-f", "sarif"), ("--select", "一"), ("--ignore", "1C")]
)
def test_wrong_choices_are_wrong_use(wrong: tuple[str, ...], root: Path) -> None:
    assert run(root, "check", "400", *wrong)[0] == 2


@pytest.mark.parametrize(("option", "code"), [("--select", "C999"), ("--ignore", "S202,Q1"), ("--select", "s102,Z")])
def test_a_code_that_no_finding_has_is_told(option: str, code: str, root: Path) -> None:
    status, shown = run(root, "check", "400", option, code)
    wrong = code.rpartition(",")[2]
    assert status == 1
    assert next(line for line in shown.splitlines() if "没有代码" in line).startswith(f"{option}：没有代码“{wrong}”。")
    assert shown.count("没有代码") == 1


def test_statistics_count_by_code(root: Path) -> None:
    _, shown = run(root, "check", "400", "--statistics")
    assert [str(LINES), "S102", "错误", "不认识的键"] in [line.split() for line in shown.splitlines()]
    assert "金領" not in shown


def test_generate_names_the_failed_ones_last_and_tells_of_each_only_the_first_errors(
    root: Path, tmp_path: Path
) -> None:
    code, shown = run(root, "generate", "-o", str(tmp_path), "-f", "html", "-j", "1")
    lines = shown.splitlines()
    assert code == 1
    assert len(lines) < DEPARTMENTS * 40
    assert "请用 budget check budgets/2025/400-第0局 查看。" in shown
    assert f"共 {DEPARTMENTS + 2} 个预算，生成 2 个，没有生成 {DEPARTMENTS} 个。" in lines
    for number, line in enumerate(lines[-DEPARTMENTS:]):
        where = f"budgets/2025/{400 + number}-第{number}局"
        assert line.startswith(f"没有生成：{where}（{where}/预算.yaml:")
        assert "错误 S" in line
