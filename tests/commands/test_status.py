"""`budget status` of a made district: 60 departments with 300 units, 5 missing, 3 late."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from generator.base.inputs import Inputs
from generator.cli import main
from generator.commands import looking
from generator.district.state import Seen
from generator.findings.text import width
from tests.commands.process import BUDGET, NASTY, faults, process
from tests.packs import write_pack

DEPARTMENTS, UNITS = 60, 5
MISSING = {"403", "417", "431", "445", "459"}
LATE = {"410", "420", "430"}
TODAY = "2025-02-20"
TEXT = "# {{ 主体 }}\n收入{{ 金额('收入')|万元 }}，支出{{ 金额('支出')|万元 }}。"
QUERIES = "口径:\n  收入: {方向: 收入}\n  支出: {方向: 支出}\n"
LOOK = looking.look


def budget(code: str) -> str:
    units = ", ".join(f'{{编码: "{code}{n:03d}", 名称: 单位{code}{n:03d}}}' for n in range(1, UNITS + 1))
    line = f'资金性质: 一般公共预算拨款, 金额: 100, 单位: "{code}001"'
    return (
        BUDGET.replace('"350"', f'"{code}"')
        .replace("科技局", f"第{code}局")
        .replace('[{编码: "350001", 名称: 本级}]', f"[{units}]")
        .replace("资金性质: 一般公共预算拨款, 金额: 100", line)
    )


def entry(code: str) -> str:
    """The lines of a department in the list: published already, but for the late ones and those not handed in."""
    approved = "2025-01-20" if code in LATE else "2025-02-10"
    published = "" if code in LATE | MISSING else ", 公开日期: 2025-02-15"
    units = "".join(
        f'      {{编码: "{code}{n:03d}", 名称: 单位{code}{n:03d}{published}}},\n' for n in range(1, UNITS + 1)
    )
    own = f'{{编码: "{code}", 名称: 第{code}局, 批复日期: {approved}{published}, 单位: ['
    return f"  - {own}\n{units}    ]}}\n"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("district")
    write_pack(
        root / "templates",
        text="# {{ 主体 }}\n收入{{ 金额('收入')|万元 }}，支出{{ 金额('支出')|万元 }}。",
        口径=QUERIES,
    )
    year = root / "budgets/2025"
    codes = [str(400 + number) for number in range(DEPARTMENTS)]
    for code in codes:
        if code not in MISSING:
            (year / f"{code}-第{code}局").mkdir(parents=True)
            (year / f"{code}-第{code}局/预算.yaml").write_text(budget(code), "utf-8")
    (year / "应公开.yaml").write_text("部门:\n" + "".join(map(entry, codes)), "utf-8")
    return root


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["status", "--root", str(root), "--today", TODAY, *arguments])


def shown(root: Path, *arguments: str) -> dict[str, object]:
    result = run(root, "-f", "json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def codes_of(found: dict[str, object]) -> list[str]:
    rows = found["rows"]
    assert isinstance(rows, list)
    return [row["code"] for row in rows]


def test_exactly_the_missing_and_the_late_are_listed(district: Path) -> None:
    found = shown(district, "--only", "没交,逾期")
    of_missing = {f"{code}{n:03d}" for code in MISSING for n in range(1, UNITS + 1)} | MISSING
    assert codes_of(found)[: len(LATE)] == sorted(LATE)
    assert set(codes_of(found)) == LATE | of_missing
    departments = [row for row in found["rows"] if not row["unit"]]  # type: ignore[attr-defined]
    assert {row["code"] for row in departments if row["budget"] == "没交"} == MISSING
    assert {(row["code"], row["state"], row["days"]) for row in departments if row["budget"] != "没交"} == {
        (code, "逾期", -11) for code in LATE
    }


def test_everybody_is_counted(district: Path) -> None:
    result = run(district)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 1 + DEPARTMENTS * (UNITS + 1) + 2
    assert lines[-1].startswith(f"2025 年共 {DEPARTMENTS} 个部门、{DEPARTMENTS * UNITS} 个单位：没交 30，")
    assert "逾期 3" in lines[-1]


def test_strict_asks_for_a_code(district: Path) -> None:
    assert run(district, "--strict", "--only", "逾期").exit_code == 1
    assert run(district, "--strict", "--only", "已公开").exit_code == 0


def test_names_and_codes_choose(district: Path) -> None:
    assert codes_of(shown(district, "第402局", "404001")) == ["402", *[f"40200{n}" for n in range(1, 6)], "404001"]
    result = run(district, "999")
    assert result.exit_code == 2
    assert "没有“999”" in result.output


def test_lines_fit_a_terminal(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.commands.console.columns", lambda error=False: 80)
    lines = run(district, "--only", "逾期").stdout.splitlines()
    assert max(map(width, lines)) <= 80


def small(root: Path, listed: str | None, **budgets: str) -> Path:
    write_pack(
        root / "templates",
        text="# {{ 主体 }}\n收入{{ 金额('收入')|万元 }}，支出{{ 金额('支出')|万元 }}。",
        口径=QUERIES,
    )
    (root / "budgets/2025").mkdir(parents=True)
    for name, text in budgets.items():
        folder = root / "budgets/2025" / name.replace("_", "-")
        folder.mkdir()
        (folder / "预算.yaml").write_text(text, "utf-8")
    if listed is not None:
        (root / "budgets/2025/应公开.yaml").write_text(listed, "utf-8")
    return root


def by_code(root: Path, *arguments: str) -> dict[str, dict[str, object]]:
    return {row["code"]: row for row in shown(root, *arguments)["rows"]}  # type: ignore[attr-defined]


def test_wrong_budgets_other_names_and_what_is_not_listed_are_told(tmp_path: Path) -> None:
    text = '批复日期: 2025-02-10\n部门: [{编码: "401", 名称: 第401局}, {编码: "402", 名称: 别的名称}]\n'
    wrong = budget("401").replace("收入: [{", "收入: [{错: 1, ")
    root = small(tmp_path, text, **{"401_甲": wrong, "402_乙": budget("402"), "403_丙": budget("403")})
    found = by_code(root)
    assert (found["401"]["budget"], found["401"]["state"], found["401"]["days"]) == ("有错误", "没公开", 10)
    assert found["402"]["notes"] == ["预算里的名称是“第402局”"]
    assert not found["403"]["listed"]
    assert not found["403001"]["listed"]
    assert found["403"]["files"] == "没生成"


def generate(root: Path, *names: str) -> None:
    assert CliRunner().invoke(main, ["generate", *names, "-f", "docx,html", "--root", str(root)]).exit_code == 0


def files_of(root: Path) -> tuple[object, object]:
    found = by_code(root)
    return found["401"]["files"], found["401001"]["files"]


def test_what_was_generated_is_out_of_date_touched_or_gone(tmp_path: Path) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    generate(root, "401")
    assert files_of(root) == ("已生成", "没生成")
    file = root / "budgets/2025/401-第401局/预算.yaml"
    file.write_text(budget("401") + "\n", "utf-8")
    assert files_of(root) == ("已过期", "没生成")
    generate(root, "401")
    generate(root, "401", "--unit", "401001")
    assert files_of(root) == ("已生成", "已生成")
    made = next(path for path in (root / "out/2025").rglob("*.html") if "单位" not in path.name)
    made.write_bytes(made.read_bytes() + b" ")
    assert "已改动" in files_of(root)
    for path in (root / ".budget").iterdir():
        path.unlink()
    assert files_of(root) == ("不知新旧", "不知新旧")
    (root / "out/2025/清单.json").write_text("{", "utf-8")
    assert files_of(root) == ("没生成", "没生成")
    assert "清单.json" in run(root).stderr


def test_without_a_list_one_can_be_begun(tmp_path: Path) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    assert "--new" in run(root).stderr
    listing = root / "budgets/2025/应公开.yaml"
    for more in (("401",), ("--only", "没交"), ("--strict",), ("-f", "json"), ("-o", str(tmp_path / "进度"))):
        assert run(root, "--new", *more).exit_code == 2
        assert not listing.exists()
    assert run(root, "--new").exit_code == 0
    text = listing.read_text("utf-8")
    assert set(by_code(root)) == {"401", *[f"40100{n}" for n in range(1, UNITS + 1)]}
    assert all(row["listed"] and row["state"] == "没公开" for row in by_code(root).values())
    assert run(root, "--new").exit_code == 2
    assert listing.read_text("utf-8") == text
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert "应公开" not in checked.output  # the list is no budget that lies in a wrong place


def test_a_list_alone_tells_that_all_lack(tmp_path: Path) -> None:
    root = small(tmp_path, '部门: [{编码: "401", 名称: 甲}]\n')
    assert by_code(root)["401"]["budget"] == "没交"


def test_a_wrong_list_is_told_by_place(tmp_path: Path) -> None:
    root = small(tmp_path, '部门:\n  - {编码: "401"， 名称: 甲}\n  - {编码: "402", 名称：乙}\n')
    result = run(root)
    assert result.exit_code == 1
    assert "budgets/2025/应公开.yaml:" in result.stderr


def test_a_list_under_another_name_is_told(tmp_path: Path) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    (root / "budgets/2025/应公开.yaml.txt").write_text("部门: []", "utf-8")
    assert "应公开.yaml.txt 没有读：名称应当是 应公开.yaml" in run(root).stderr


def test_nothing_typed_is_executed_or_hidden(tmp_path: Path) -> None:
    name = json.dumps("=cmd()<script>" + NASTY.encode("utf-8", "ignore").decode())
    root = small(tmp_path, f'部门: [{{编码: "401", 名称: {name}}}]\n')
    done = process("status", "--root", root, "--today", TODAY)
    assert faults(done) == []
    done = process("status", "--root", root, "--today", TODAY, "-f", "html", "-o", tmp_path / "进度.html")
    assert faults(done) == []
    page = (tmp_path / "进度.html").read_text("utf-8")
    assert "<script" not in page
    assert "=cmd()&lt;script&gt;" in page
    assert run(root, "-f", "xlsx", "-o", str(tmp_path / "进度.xlsx")).exit_code == 0
    sheet = load_workbook(tmp_path / "进度.xlsx")["进度"]
    assert sheet["C2"].data_type == "s"
    assert zipfile.ZipFile(tmp_path / "进度.xlsx").testzip() is None
    assert run(root, "-f", "xlsx").exit_code == 2


def test_a_console_of_gbk_is_no_trouble(tmp_path: Path) -> None:
    root = small(tmp_path, '部门: [{编码: "401", 名称: 甲}]\n')
    done = process("status", "--root", root, "--today", TODAY, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "没交" in done.stdout.decode("gbk")


@pytest.mark.parametrize(
    "wrong",
    [("--only", "没教"), ("--only", ","), ("--only", ""), ("--today", "昨天"), ("--year", "2031"), ("--year", "全部")],
)
def test_wrong_use_is_told(tmp_path: Path, wrong: tuple[str, str]) -> None:
    root = small(tmp_path, '部门: [{编码: "401", 名称: 甲}]\n')
    assert run(root, *wrong).exit_code == 2


@pytest.mark.parametrize("day", ["2025-02-20", "2025年2月20日", "2025/2/20", "２０２５-02-20"])
def test_a_day_is_read_as_people_write_it(tmp_path: Path, day: str) -> None:
    root = small(tmp_path, '部门: [{编码: "401", 名称: 甲, 批复日期: 2025-02-10}]\n')
    result = CliRunner().invoke(main, ["status", "--root", str(root), "--today", day, "-f", "json"])
    assert [row["days"] for row in json.loads(result.stdout)["rows"]] == [10]


def looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run the command, and say which budgets it looked at."""
    found: list[str] = []

    def look(job: looking.Looking) -> tuple[Seen, Inputs]:
        found.append(job.source.folder.name)
        return LOOK(job)

    monkeypatch.setattr(looking, "look", look)
    assert run(root).exit_code == 0
    return found


def test_a_budget_is_looked_at_again_only_when_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401"), "402_第402局": budget("402")})
    one, other = "401-第401局", "402-第402局"
    file = root / "budgets/2025" / other / "预算.yaml"
    assert looked_at(root, monkeypatch) == [one, other]
    before = by_code(root)
    assert looked_at(root, monkeypatch) == []
    assert by_code(root) == before
    file.write_text(budget("402").replace("金额: 100", "金额: 1x0"), "utf-8")
    assert looked_at(root, monkeypatch) == [other]
    assert by_code(root)["402"]["budget"] == "有错误"
    assert looked_at(root, monkeypatch) == []  # what is wrong is kept, too
    file.write_text(budget("402"), "utf-8")
    (root / "budgets/2024" / other).mkdir(parents=True)
    (root / "budgets/2024" / other / "预算.yaml").write_text(budget("402").replace("2025", "2024"), "utf-8")
    assert other in looked_at(root, monkeypatch)  # last year's budget came
    text = root / "templates/测试/正文.jinja"
    text.write_text(text.read_text("utf-8") + "{{ 没有这个名称 }}", "utf-8")
    assert looked_at(root, monkeypatch) == [one, other]
    assert {row["budget"] for row in by_code(root).values()} == {"有错误"}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"program": 1, "budgets": 2}', None])
def test_a_damaged_record_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    before, kept = by_code(root), root / ".budget/status.json"
    whole = kept.read_bytes()
    kept.write_bytes(whole.replace(b'"errors":0', b'"errors":"0"') if damage is None else damage)
    assert looked_at(root, monkeypatch) == ["401-第401局"]
    assert by_code(root) == before
    assert kept.read_bytes() == whole


def test_another_program_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    assert looked_at(root, monkeypatch) == ["401-第401局"]
    monkeypatch.setattr("generator.batch.kept.fingerprint", lambda: "another")
    assert looked_at(root, monkeypatch) == ["401-第401局"]


def test_without_room_for_the_record_everything_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401")})
    (root / ".budget").write_text("a file", "utf-8")
    result = run(root)
    assert result.exit_code == 0
    assert "401" in result.stdout
    assert "下一次会全部重新看" in result.stderr


def test_what_is_kept_of_a_budget_that_is_gone_goes(tmp_path: Path) -> None:
    root = small(tmp_path, None, **{"401_第401局": budget("401"), "402_第402局": budget("402")})
    assert set(by_code(root)) > {"401", "402"}
    shutil.rmtree(root / "budgets/2025/402-第402局")
    text = root / "budgets/2025/401-第401局/预算.yaml"
    text.write_text(text.read_text("utf-8") + "# 改\n", "utf-8")
    by_code(root)
    assert set(json.loads((root / ".budget/status.json").read_bytes())["budgets"]) == {"@/budgets/2025/401-第401局"}
