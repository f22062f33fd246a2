"""The list of what was made: true of every file, the same whatever was made first, and never trusted blindly."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.batch import manifest
from generator.cli import main
from tests.commands.test_generate import make

LIST = "out/2025/清单.json"


FOREIGN = (("../x", "0" * 64), ("/x", "0" * 64), ("C:x", "0" * 64), ("a/b", "0"), ("a/b", "x" * 64))


def of_a_file(name: str, digest: str) -> str:
    """A list of one document with a file of this name and digest."""
    files = [{"文件": name, "SHA-256": digest, "大小": 1}]
    return json.dumps({"年度": 2025, "格式": 1, "公开文本": [{"标题": "", "部门": {"编码": "1"}, "文件": files}]})


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["generate", "--root", str(root), *arguments])
    assert result.exit_code == 0, result.output
    return result


def listed(root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((root / LIST).read_text("utf-8"))["公开文本"]
    return found


def of_git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.com")
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def test_each_document_is_listed_with_whose_it_is_and_what_its_files_are(tmp_path: Path) -> None:
    make(tmp_path, "101", "102", units=True)
    file = tmp_path / "budgets/2025/101-部门101/预算.yaml"
    file.write_text(file.read_text("utf-8") + "公开日期: 2025-02-20\n", "utf-8")
    run(tmp_path, "101", "102")
    run(tmp_path, "101", "--unit", "全部")
    one, unit, other = listed(tmp_path)
    assert (one["部门"], "单位" in one) == ({"编码": "101", "名称": "部门101"}, False)
    assert (unit["部门"], unit["单位"]) == (one["部门"], {"编码": "101001", "名称": "本级"})
    assert other["部门"]["编码"] == "102"
    assert [entry.get("公开日期") for entry in (one, unit, other)] == ["2025-02-20", "2025-02-20", None]
    assert one["模板"] == {"名称": "测试"}
    assert (one["预算"], one["页数"]) == ("budgets/2025/101-部门101", 1)
    assert "提交" not in one, "there is no git"
    for entry in (one, unit, other):
        assert [Path(said["文件"]).suffix for said in entry["文件"]] == [".docx", ".pdf"]
        for said in entry["文件"]:
            data = (tmp_path / "out/2025" / said["文件"]).read_bytes()
            assert (said["SHA-256"], said["大小"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert str(tmp_path) not in (tmp_path / LIST).read_text("utf-8")


def test_the_list_is_the_same_whatever_was_made_first(tmp_path: Path) -> None:
    make(tmp_path, "101", "102", units=True)
    run(tmp_path)
    before = (tmp_path / LIST).read_bytes()
    shutil.rmtree(tmp_path / "out")
    run(tmp_path, "102")
    assert len(listed(tmp_path)) < len(json.loads(before)["公开文本"])
    run(tmp_path)
    assert (tmp_path / LIST).read_bytes() == before


def test_what_is_no_longer_there_is_no_longer_listed(tmp_path: Path) -> None:
    make(tmp_path, "101", "102", units=True)
    run(tmp_path, "101", "102")
    shutil.rmtree(tmp_path / "out/2025/101-部门101")
    run(tmp_path, "102")
    assert [entry["部门"]["编码"] for entry in listed(tmp_path)] == ["102"]


def test_a_draft_is_not_listed(tmp_path: Path) -> None:
    make(tmp_path, "101")
    run(tmp_path, "101", "--draft")
    assert not (tmp_path / LIST).exists()


@pytest.mark.parametrize(
    "damaged",
    ["", "[]", "{", "null", "[" * 100_000, '{"格式": 2, "公开文本": []}', '{"格式": 1, "公开文本": [3]}']
    + [of_a_file(*one) for one in FOREIGN],
)
def test_a_damaged_list_is_as_none_and_is_refused_where_it_is_asked_for(tmp_path: Path, damaged: str) -> None:
    make(tmp_path, "101")
    file = tmp_path / LIST
    file.parent.mkdir(parents=True)
    file.write_text(damaged, "utf-8")
    with pytest.raises(manifest.DamagedError):
        manifest.read(file)
    run(tmp_path, "101")
    (one,) = manifest.read(file)
    assert (one.department, one.unit, len(one.files)) == ("101", "", 2)


def test_the_commit_is_that_which_last_changed_the_budget(tmp_path: Path) -> None:
    """The root is a folder of the repository, not its top; names are Chinese."""
    root = tmp_path / "区县"
    make(root, "101", "102")
    of_git(tmp_path, "init", "-q")
    of_git(tmp_path, "add", ".")
    of_git(tmp_path, "commit", "-qm", "一")
    first = of_git(tmp_path, "rev-parse", "HEAD")
    file = root / "budgets/2025/102-部门102/预算.yaml"
    file.write_text(file.read_text("utf-8") + "# 改\n", "utf-8")
    of_git(tmp_path, "commit", "-qam", "二")
    second = of_git(tmp_path, "rev-parse", "HEAD")
    run(root, "101", "102")
    assert [(one["提交"], one["有未提交的改动"]) for one in listed(root)] == [(first, False), (second, False)]
    (root / "budgets/2025/101-部门101/新.yaml").write_text("# 新\n", "utf-8")
    run(root, "101", "102")
    assert [(one["提交"], one["有未提交的改动"]) for one in listed(root)] == [(first, True), (second, False)]
    of_git(tmp_path, "add", ".")
    of_git(tmp_path, "commit", "-qm", "三")
    third = of_git(tmp_path, "rev-parse", "HEAD")
    run(root, "101", "102")
    assert [(one["提交"], one["有未提交的改动"]) for one in listed(root)] == [(third, False), (second, False)]


def test_a_list_is_parsed_once_however_long_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101", "102", "103")
    assert run(tmp_path).exit_code == 0
    parsed: list[int] = []
    real = json.loads
    monkeypatch.setattr(json, "loads", lambda data: parsed.append(len(data)) or real(data))
    assert len(manifest.read(tmp_path / "out/2025" / manifest.NAME)) == 3
    assert len(parsed) == 1
