"""Only what changed is made again; and whatever a document reads is among what it is known to depend on."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.base import inputs
from generator.base.files import read_file
from generator.batch import memory, program
from generator.cli import main
from generator.commands import documents
from generator.commands.workspace import Workspace
from generator.pack import loader
from tests.commands.test_generate import make

CODES = ("101", "102", "103")
RECORD = ".budget/generated.json"
EVERY = [f"{code}{unit}" for code in CODES for unit in ("", "001")]


def generate(root: Path, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["generate", "--root", str(root), "-j", "1", *arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the documents that are made: nothing is parsed or composed for others."""
    codes: list[str] = []
    real = documents.prepared_for

    def prepared_for(job: documents.Job) -> Any:
        codes.append(job.unit or job.source.folder.name[:3])
        return real(job)

    monkeypatch.setattr(documents, "prepared_for", prepared_for)
    return codes


@pytest.fixture
def root(tmp_path: Path, made: list[str]) -> Path:
    """Three departments with a unit each; 103 has a form of its own, that extends the one of the others."""
    make(tmp_path, *CODES, units=True)
    own = tmp_path / "templates/自己"
    own.mkdir()
    (own / "模板.yaml").write_text("名称: 自己\n沿用: 测试\n", "utf-8")
    file = of(tmp_path, "103")
    file.write_text(file.read_text("utf-8").replace("模板: 测试", "模板: 自己"), "utf-8")
    generate(tmp_path)
    made.clear()
    return tmp_path


def of(root: Path, code: str, year: int = 2025) -> Path:
    return root / f"budgets/{year}/{code}-部门{code}/预算.yaml"


def add(file: Path, text: str = "# 改\n") -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def outputs(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted((root / "out").rglob("*.*"))}


def test_without_a_change_nothing_is_made_and_the_warnings_are_told_again(root: Path, made: list[str]) -> None:
    before = outputs(root)
    result = generate(root)
    assert made == []
    assert outputs(root) == before
    assert result.stdout.count("没有变化 /") == len(EVERY)
    assert "生成 0 个，没有变化 6 个，没有生成 0 个。" in result.stdout
    assert result.stderr.count("另有 7 条警告和提示") >= len(CODES)


def budget_yaml(root: Path) -> list[str]:
    add(of(root, "102"))
    return ["102", "102001"]


def new_file(root: Path) -> list[str]:
    of(root, "102").with_name("新.yaml").write_text("# 新\n", "utf-8")
    return ["102", "102001"]


def file_not_read(root: Path) -> list[str]:
    """It is told as a warning."""
    of(root, "102").with_name("新.yaml.txt").write_text("", "utf-8")
    return ["102", "102001"]


def unit_file(root: Path) -> list[str]:
    folder = of(root, "102").with_name("单位") / "102001-本级"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("# 甲\n", "utf-8")
    return ["102", "102001"]


def new_year_before(root: Path) -> list[str]:
    file = of(root, "102", 2024)
    file.parent.mkdir(parents=True)
    file.write_text(of(root, "102").read_text("utf-8").replace("2025", "2024"), "utf-8")
    return ["102", "102001"]


def another_year_before(root: Path) -> list[str]:
    """Of a department that has no budget of this year."""
    file = of(root, "109", 2024)
    file.parent.mkdir(parents=True)
    file.write_text(of(root, "102").read_text("utf-8").replace("2025", "2024").replace("102", "109"), "utf-8")
    return ["109", "109001"]


def own_pack(root: Path) -> list[str]:
    add(root / "templates/自己/模板.yaml")
    return ["103", "103001"]


def extended_pack(root: Path) -> list[str]:
    add(root / "templates/测试/正文.jinja", "\n又一段。\n")
    return EVERY


def word_template(root: Path) -> list[str]:
    shutil.copy(root / "templates/测试/样式.docx", root / "templates/自己/样式.docx")
    return ["103", "103001"]


def new_version(root: Path) -> list[str]:
    shutil.copytree(root / "templates/自己", root / "templates/自己-2025")
    add(root / "templates/自己-2025/模板.yaml", "年度: 2025\n")
    return ["103", "103001"]


def another_pack(root: Path) -> list[str]:
    shutil.copytree(root / "templates/测试", root / "templates/别的")
    (root / "templates/别的/模板.yaml").write_text("名称: 别的\n", "utf-8")
    return []


def edited_output(root: Path) -> list[str]:
    (file,) = root.glob("out/2025/102-*/*.docx")
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    return ["102"]


def deleted_output(root: Path) -> list[str]:
    (file,) = root.glob("out/2025/102001-*/*.pdf")
    file.unlink()
    return ["102001"]


def touched(root: Path) -> list[str]:
    for path in (*root.rglob("*.yaml"), *root.rglob("*.docx"), *root.rglob("*.pdf")):
        os.utime(path, ns=(10**18, 10**18))
    return []


def rewritten(root: Path) -> list[str]:
    for path in root.rglob("*.yaml"):
        path.write_bytes(path.read_bytes())
    return []


def beside(root: Path) -> list[str]:
    """Word and macOS lay files beside others."""
    of(root, "102").with_name("._预算.yaml").write_bytes(b"x")
    return []


CHANGES = [
    budget_yaml, new_file, file_not_read, unit_file, new_year_before, another_year_before, own_pack, extended_pack,
    word_template, new_version, another_pack, edited_output, deleted_output, touched, rewritten, beside,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_exactly_what_depends_on_a_change_is_made_again(
    root: Path, made: list[str], change: Callable[[Path], list[str]]
) -> None:
    expected = change(root)
    generate(root)
    assert sorted(made) == sorted(expected)
    made.clear()
    generate(root)
    assert made == [], "and only once"
    fresh = root / "全新"
    generate(root, "--force", "-o", str(fresh))
    by_name = {path.relative_to(fresh).as_posix(): path.read_bytes() for path in fresh.rglob("*.*")}
    assert by_name == {name.removeprefix("out/"): data for name, data in outputs(root).items()}


def test_a_budget_of_last_year_that_changes_is_a_change(root: Path, made: list[str]) -> None:
    new_year_before(root)
    generate(root, "--year", "2025")
    made.clear()
    add(of(root, "102", 2024))
    generate(root, "--year", "2025")
    assert made == ["102", "102001"]


@pytest.mark.parametrize("options", [("--attach-data",), ("--force",), ("-o", "别处")])
def test_another_way_to_make_them_makes_all_again(root: Path, made: list[str], options: tuple[str, ...]) -> None:
    generate(root, *(word.replace("别处", str(root / "别处")) for word in options))
    assert sorted(made) == sorted(EVERY)


def test_another_program_makes_all_again(root: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "fingerprint", lambda: "x")
    generate(root)
    assert sorted(made) == sorted(EVERY)


def test_the_fingerprint_is_that_of_code_data_and_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name, _ in program._parts()]
    assert {"Python", "lxml", "reportlab", "publish.py", "fonts/song.ttf", "budget.schema.json"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]
    before = program.fingerprint()
    real = program._version
    for library in program.LIBRARIES:
        monkeypatch.setattr(program, "_version", lambda name, of=library: real(name) + "x" * (name == of))
        assert program.fingerprint.__wrapped__() != before


def test_a_format_more_makes_only_that_and_keeps_the_others(root: Path, made: list[str]) -> None:
    generate(root, "-f", "html")
    assert sorted(made) == sorted(EVERY)
    made.clear()
    generate(root, "-f", "docx,pdf,html")
    assert made == [], "all three are of the same"
    listed = json.loads((root / "out/2025/清单.json").read_text("utf-8"))["公开文本"]
    assert {len(one["文件"]) for one in listed} == {3}
    add(of(root, "102"))
    generate(root, "-f", "html")
    listed = json.loads((root / "out/2025/清单.json").read_text("utf-8"))["公开文本"]
    assert [len(one["文件"]) for one in listed] == [3, 3, 1, 1, 3, 3], "the others of 102 are of what is no longer so"


def test_what_fails_is_made_again_each_time_and_what_was_finished_stays(root: Path, made: list[str]) -> None:
    before = outputs(root)
    text = of(root, "102").read_text("utf-8")
    of(root, "102").write_text(text.replace("30101, 资金性质", "301, 资金性质"), "utf-8")
    for _ in range(2):
        assert "S204" in generate(root, code=1).stderr
        assert set(made) == {"102"}
    assert outputs(root) == before
    of(root, "102").write_text(text, "utf-8")
    made.clear()
    generate(root)
    assert made == [], "it is again what was made"


def test_a_draft_is_no_finished_document(root: Path, made: list[str]) -> None:
    shutil.rmtree(root / "out")
    (root / RECORD).unlink()
    generate(root, "--draft")
    assert not (root / RECORD).exists()
    generate(root)
    assert sorted(made) == sorted(EVERY)


def test_strict_is_asked_anew(root: Path, made: list[str]) -> None:
    assert "警告" in generate(root, "--strict", code=1).stderr


@pytest.mark.parametrize("damage", ["gone", "", "null", "[]", "{", "[" * 100_000, '{"version": 1, "documents": [{}]}'])
def test_without_the_record_or_with_a_damaged_one_all_is_made_again(root: Path, made: list[str], damage: str) -> None:
    before = outputs(root)
    if damage == "gone":
        shutil.rmtree(root / ".budget")
    else:
        (root / RECORD).write_text(damage, "utf-8")
    generate(root)
    assert sorted(made) == sorted(EVERY)
    assert outputs(root) == before


def every_change(value: Any) -> Iterator[Any]:
    """Yield a value with each of its parts replaced by something of another type."""
    yield from (None, 1, "x", [], {}, ["../../x"], -1.5)
    if isinstance(value, dict):
        for key in value:
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: changed} for changed in every_change(value[key]))
    if isinstance(value, list):
        for number in range(min(len(value), 4)):
            yield from ([*value[:number], one, *value[number + 1 :]] for one in every_change(value[number]))


def test_nothing_that_a_record_says_is_believed_unseen(root: Path) -> None:
    """Whatever stands in it, reading it gives documents whose names stay in their folders, and answers no question."""
    said = json.loads((root / RECORD).read_text("utf-8"))
    said["documents"] = said["documents"][:1]
    count = 0
    for changed in every_change(said):
        (root / RECORD).write_text(json.dumps(changed), "utf-8")
        for one in memory.load(root).values():
            assert ".." not in Path(one.document.folder).parts
            assert all(Path(file.name).name == file.name for file in one.document.files)
            memory.intact(one, root / "out")
            memory.Answers().holds(one.inputs)
            count += 1
    assert count > 20


def test_the_root_may_be_moved(root: Path, made: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("别处") / "根"
    shutil.move(root, moved)
    generate(moved)
    assert made == []


OPENED: list[str] = []
WATCHING: list[bool] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note each path that Python opens, lists or searches, from outside of the program."""
    if WATCHING and event in ("open", "os.listdir", "os.scandir", "glob.glob") and isinstance(arguments[0], str | Path):
        OPENED.append(os.path.abspath(arguments[0]))


@pytest.fixture
def opened() -> Iterator[list[str]]:
    if not OPENED and not WATCHING:
        sys.addaudithook(watch)
    OPENED.clear()
    WATCHING.append(True)
    yield OPENED
    WATCHING.clear()


def test_whatever_is_opened_below_the_root_is_an_input(root: Path, opened: list[str]) -> None:
    """Seen from outside, with a budget of last year, files of units, and files that are not read."""
    new_year_before(root)
    unit_file(root)
    file_not_read(root)
    job = next(job for job in jobs(root) if job.source.folder.name.startswith("102"))
    opened.clear()
    outcome = documents.run(job)
    assert outcome.entry is not None
    asked = outcome.entry.inputs
    known = {question[1] for question in asked if question[0] in ("文件", "文件夹")}
    packs = {(root / "templates/测试").as_posix()}
    below = {path for path in opened if path.startswith(f"{root}/") and not path.startswith(f"{root}/out")}
    left = {path for path in below - known if not path.startswith((*packs, f"{root}/templates"))}
    assert left == {str(root / "budgets/2024")}, "which is the question for last year's folder"
    assert ("上年", str(root / "budgets/2024"), "102") in asked
    assert {question[2:] for question in asked if question[0] == loader.PACK} == {("测试", "2025"), ("测试", "2024")}
    assert len(known) > 6
    assert memory.Answers().holds(asked)


def jobs(root: Path) -> list[documents.Job]:
    workspace = Workspace(root)
    found = workspace.find((), "2025")
    return [documents.Job(source, workspace, root / "out", ("docx",)) for source in found]


def test_what_changes_while_it_is_read_is_equal_to_nothing(tmp_path: Path) -> None:
    file, asked = tmp_path / "a", inputs.Inputs()
    with inputs.recorded(asked):
        for text in ("甲", "乙"):
            file.write_text(text, "utf-8")
            read_file(file, 100)
    assert not memory.Answers().holds(asked)
