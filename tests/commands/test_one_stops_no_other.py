"""Whatever happens in one budget or pack becomes its finding, and the others are processed as if it were not there."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import publish
from generator.checks import procurement_amount
from generator.cli import main
from generator.commands import processes
from generator.commands import verify as verifying
from generator.compose import packcheck
from generator.reading import fix as fixing
from tests.commands.test_generate import make

CODES = ("101", "102", "103", "104", "105")
BAD = "103"
unix = pytest.mark.skipif(os.name == "nt", reason="only where processes are forked do they have what a test changed")


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root)])


def bug(_: Path) -> None:
    raise ZeroDivisionError("secret")


def deep(_: Path) -> None:
    raise RecursionError


def no_memory(_: Path) -> None:
    raise MemoryError


def deleted(folder: Path) -> None:
    (folder / "没有了.yaml").read_bytes()


HAPPENS = {bug: "X101", deep: "X101", no_memory: "X102", deleted: "Y101"}


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files."""
    folder = tmp_path / "临时"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def let(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]) -> None:
    """Let something happen while the bad budget is read."""
    real = publish.read

    def read(folder: Path, *arguments: object, **options: object) -> publish.Reading:
        if folder.name.startswith(BAD):
            happens(folder)
        return real(folder, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(publish, "read", read)


def generated(root: Path) -> list[str]:
    return sorted(path.parent.name[:3] for path in (root / "out").rglob("*.docx"))


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("jobs", ["1", pytest.param("3", marks=unix)])
def test_generate_makes_the_others(
    tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None], jobs: str
) -> None:
    make(tmp_path, *CODES)
    let(monkeypatch, happens)
    result = run(tmp_path, "generate", "-f", "docx", "-j", jobs)
    assert result.exit_code == 1
    assert generated(tmp_path) == [code for code in CODES if code != BAD]
    assert f"{BAD}-部门{BAD}: 错误 {HAPPENS[happens]} " in result.stderr
    assert f"{BAD}-部门{BAD}：没有生成" in result.stderr
    assert "生成 4 个，没有生成 1 个" in result.stdout
    assert "Traceback" not in result.output


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
def test_check_reports_the_others(
    tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]
) -> None:
    make(tmp_path, *CODES)
    wrong = tmp_path / "budgets/2025/105-部门105/预算.yaml"
    wrong.write_text(wrong.read_text("utf-8").replace("30101, 资金性质", "301, 资金性质"), "utf-8")
    let(monkeypatch, happens)
    result = run(tmp_path, "check", "-f", "concise")
    assert result.exit_code == 1
    assert f"{BAD}-部门{BAD}: 错误 {HAPPENS[happens]} " in result.output
    assert "105-部门105/预算.yaml:" in result.output
    assert "S204" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["check", "generate"])
def test_the_details_are_in_a_file_that_only_the_user_can_read(
    tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    make(tmp_path, BAD)
    let(monkeypatch, bug)
    first, second = (run(tmp_path, command) for _ in range(2))
    kept = list(private.iterdir())
    assert len(kept) == 2, "each run has a file of its own, under a name that nobody can foresee"
    assert all("ZeroDivisionError: secret" in path.read_text("utf-8") for path in kept)
    assert os.name == "nt" or {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    said = first.output.replace("\n", "") + second.output.replace("\n", "")
    assert all(str(path) in said for path in kept)
    assert "secret" not in said


def test_where_no_file_can_be_kept_it_is_said_how_to_see_the_details(
    tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, BAD)
    let(monkeypatch, bug)
    private.rmdir()
    assert "BUDGET_DEBUG=1" in run(tmp_path, "check").output
    monkeypatch.setenv("BUDGET_DEBUG", "1")
    assert "ZeroDivisionError: secret" in run(tmp_path, "check").output


@unix
def test_a_process_that_dies_takes_no_other_budget_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, *CODES)
    parent = os.getpid()

    def die(_: Path) -> None:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)

    let(monkeypatch, die)
    result = run(tmp_path, "generate", "-f", "docx", "-j", "3")
    assert result.exit_code == 1
    assert generated(tmp_path) == [code for code in CODES if code != BAD]
    assert f"{BAD}-部门{BAD}: 错误 X102 " in result.stderr
    assert result.stdout.count("已生成") == 4
    assert "生成 4 个，没有生成 1 个" in result.stdout


@unix
def test_several_processes_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits until another one has begun: one process alone would not be two."""
    make(tmp_path, *CODES)
    pids, real = tmp_path / "进程", publish.write_files
    pids.mkdir()

    def write(output: publish.Output, root: Path) -> tuple[Path, ...]:
        (pids / str(os.getpid())).touch()
        for _ in range(200):
            if len(list(pids.iterdir())) > 1:
                break
            time.sleep(0.1)
        return real(output, root)

    monkeypatch.setattr(publish, "write_files", write)
    assert run(tmp_path, "generate", "-f", "docx", "-j", "2").exit_code == 0
    worked = {int(path.name) for path in pids.iterdir()}
    assert len(worked) == 2
    assert os.getpid() not in worked


def test_no_more_processes_are_started_than_windows_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def refuse(number: int, **_: object) -> None:
        asked.append(number)
        raise BlockingIOError

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    for jobs, most in ((100, 100), (5, 100), (100, 2)):
        with pytest.raises(BlockingIOError):
            next(processes._together(str, [None] * jobs, most))
    assert asked == [61, 5, 2]


def test_where_no_process_can_be_started_one_does_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, *CODES)

    def refuse(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(processes, "_together", refuse)
    assert run(tmp_path, "generate", "-f", "docx", "-j", "3").exit_code == 0
    assert generated(tmp_path) == list(CODES)


def test_fix_repairs_the_others(tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101", BAD, "105")
    for file in (tmp_path / "budgets").rglob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("年度: 2025", "年度：2025"), "utf-8")
    real = fixing.files_of

    def files_of(folder: Path) -> list[Path]:
        return bug(folder) or [] if folder.name.startswith(BAD) else real(folder)

    monkeypatch.setattr(fixing, "files_of", files_of)
    result = run(tmp_path, "fix")
    assert result.exit_code == 1
    assert "X101" in result.output
    assert "已修正 2 处，2 个文件。" in result.output


@unix
def test_fix_writes_the_others_where_one_file_cannot_be_written(tmp_path: Path) -> None:
    make(tmp_path, "101", BAD)
    for file in (tmp_path / "budgets").rglob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("年度: 2025", "年度：2025"), "utf-8")
    file = tmp_path / "budgets/2025/101-部门101/预算.yaml"
    elsewhere = file.rename(tmp_path / "共用.yaml")
    before = elsewhere.read_bytes()
    file.symlink_to(elsewhere)
    result = run(tmp_path, "fix")
    assert result.exit_code == 3
    assert f"写不了文件“{file}”：这是一个链接" in result.output
    assert (file.is_symlink(), elsewhere.read_bytes()) == (True, before)
    assert "年度: 2025" in (tmp_path / f"budgets/2025/{BAD}-部门{BAD}/预算.yaml").read_text("utf-8")


def spoilt(root: Path, code: str) -> None:
    """Let the finished file of a budget be none."""
    (file,) = root.glob(f"out/*/{code}-*/*.docx")
    file.write_bytes(b"PK")


def not_generated(root: Path) -> str:
    shutil.rmtree(root / f"out/2025/{BAD}-部门{BAD}")
    return f"{BAD}-部门{BAD} 里没有 Word 或 PDF 文件，请先用 budget generate 生成。"


def broken(root: Path) -> str:
    file = root / f"budgets/2025/{BAD}-部门{BAD}/预算.yaml"
    file.write_text(file.read_text("utf-8") + "坏: 1\n", "utf-8")
    return f"{BAD}-部门{BAD}：有错误，请先用 budget check 查看并改正。"


def without_pack(root: Path) -> str:
    """The budget can be read, and not be composed."""
    file = root / f"budgets/2025/{BAD}-部门{BAD}/预算.yaml"
    file.write_text(file.read_text("utf-8").replace("模板: 测试", "模板: 没有"), "utf-8")
    return f"{BAD}-部门{BAD}：有错误，请先用 budget check 查看并改正。"


@pytest.mark.parametrize("happens", [not_generated, broken, without_pack], ids=lambda one: one.__name__)
@pytest.mark.parametrize("targets", [(), ("101", BAD, "105")], ids=["all", "named"])
def test_verify_tells_of_the_others(tmp_path: Path, happens: Callable[[Path], str], targets: tuple[str, ...]) -> None:
    make(tmp_path, "101", BAD, "105")
    assert run(tmp_path, "generate", "-f", "docx", "-j", "1").exit_code == 0
    spoilt(tmp_path, "101")
    message = happens(tmp_path)
    result = run(tmp_path, "verify", *targets)
    assert result.exit_code == 1
    assert result.stderr.count(message) == 1
    assert "D401" in result.stdout
    assert "/部门1012025年部门预算信息公开.docx：1 处不符" in result.stdout
    assert "/部门1052025年部门预算信息公开.docx：一致" in result.stdout


def test_verify_does_not_call_good_what_it_could_not_verify(tmp_path: Path) -> None:
    make(tmp_path, "101", BAD)
    assert run(tmp_path, "generate", "-f", "docx").exit_code == 0
    message = broken(tmp_path)
    for target in (BAD, *map(str, tmp_path.glob(f"out/*/{BAD}-*/*.docx"))):
        result = run(tmp_path, "verify", target, target)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count(message) == 1
    result = run(tmp_path, "verify")
    assert result.exit_code == 1
    assert "/部门1012025年部门预算信息公开.docx：一致" in result.stdout
    assert "没有发现问题" not in result.stdout


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
def test_verify_tells_of_the_others_whatever_happens(
    tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]
) -> None:
    make(tmp_path, "101", BAD, "105")
    assert run(tmp_path, "generate", "-f", "docx", "-j", "1").exit_code == 0
    spoilt(tmp_path, "101")
    let(monkeypatch, happens)
    for targets in ((), sorted(map(str, tmp_path.glob("out/*/*/*.docx")))):
        result = run(tmp_path, "verify", *targets)
        assert result.exit_code == 1
        assert f"{BAD}-部门{BAD}: 错误 {HAPPENS[happens]} " in result.stdout
        assert "D401" in result.stdout
        assert "/部门1052025年部门预算信息公开.docx：一致" in result.stdout
        assert "Traceback" not in result.output


def test_a_reader_of_verify_who_leaves_is_no_fault_of_a_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101")
    assert run(tmp_path, "generate", "-f", "docx").exit_code == 0

    def leave(*_: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(verifying, "say", leave)
    result = run(tmp_path, "verify")
    assert (result.exit_code, result.output) == (141, "")


def test_one_pack_stops_no_other(tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101")
    shutil.copytree(tmp_path / "templates/测试", tmp_path / "templates/坏")
    manifest = tmp_path / "templates/坏/模板.yaml"
    manifest.write_text("名称: 坏\n", "utf-8")
    real = packcheck.check
    monkeypatch.setattr(packcheck, "check", lambda name, *rest: bug(tmp_path) if name == "坏" else real(name, *rest))
    result = CliRunner().invoke(main, ["template", "check", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "templates/坏: 错误 X101" in result.output
    manifest.write_text("名称: [", "utf-8")
    assert run(tmp_path, "generate", "-f", "docx").exit_code == 0
    listed = CliRunner().invoke(main, ["template", "list", "--root", str(tmp_path)]).output
    assert "不能用，请用 budget template check 查看" in listed
    assert "测试  各年" in listed


NEGATIVE = """\
年度: 2025
模板: 测试
部门: {编码: "351", 名称: 甲局}
单位: [{编码: "351001", 名称: 乙}]
收入: [{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: -100}]
"""


@pytest.mark.parametrize(
    "more",
    [
        "项目: [{名称: 核减, 类别: 其他运转类, 支出: [{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: -100}]}]",
        "年终结转: [{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: -100}]",
    ],
)
def test_amounts_below_zero_are_found_and_crash_no_check(tmp_path: Path, more: str) -> None:
    make(tmp_path, "101")
    folder = tmp_path / "budgets/2025/351-甲局"
    folder.mkdir()
    (folder / "a.yaml").write_text(NEGATIVE + more, "utf-8")
    said = run(tmp_path, "check", "-f", "concise").output
    assert said.count("警告 C111 ") == 2
    assert "X101" not in said
    assert "C602" not in said


def test_a_number_of_any_length_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/351-甲局"
    folder.mkdir(parents=True)
    for typed in ("1" * 300 + "万", "1" * 5000, "0." + "0" * 300 + "1"):
        (folder / "a.yaml").write_text(NEGATIVE.replace("-100", typed), "utf-8")
        said = run(tmp_path, "check", "-f", "concise").output
        assert "错误 S20" in said
        assert "X101" not in said


def test_what_a_check_compares_is_what_was_bought(tmp_path: Path) -> None:
    """The guard for projects below zero does not hide a purchase that exceeds its project."""
    text = NEGATIVE + (
        "项目: [{名称: 核减, 类别: 其他运转类, 支出: [{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: -100}]}]\n"
        "政府采购: [{项目: 核减, 物品名称: 椅, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 1}]}]\n"
    )
    make(tmp_path, "101")
    folder = tmp_path / "budgets/2025/351-甲局"
    folder.mkdir()
    (folder / "a.yaml").write_text(text, "utf-8")
    assert procurement_amount.EXCEEDS.code in run(tmp_path, "check", "-f", "concise").output
