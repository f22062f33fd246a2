"""A folder of finished files against its list: what was changed, lost or added, and which figures a change concerns."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.commands.test_generate import make

YEAR = "out/2025"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(tmp_path, "101", "102", units=True)
    assert run(tmp_path, "generate", "-f", "docx,pdf,html")[0] == 0
    return tmp_path


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    return result.exit_code, result.output


def verify(root: Path, folder: str | Path = YEAR) -> tuple[int, list[str]]:
    code, shown = run(root, "verify", str(root / folder))
    return code, shown.splitlines()


def edit(file: Path, old: str, new: str) -> None:
    """Change words of a Word file as somebody does who edits it."""
    data = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(data, "w") as written:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            written.writestr(name, content)
    file.write_bytes(data.getvalue())


def the(root: Path, pattern: str) -> Path:
    (file,) = (root / YEAR).glob(pattern)
    return file


def test_what_was_made_agrees_with_its_list(root: Path) -> None:
    code, lines = verify(root)
    assert code == 0
    assert lines == [f"{root / YEAR}：12 个文件与清单一致，0 个改过。", "没有发现问题。"]


def test_every_figure_that_was_changed_is_told_with_its_place(root: Path) -> None:
    edit(the(root, "102001-*/*.docx"), "0.10", "0.70")
    code, lines = verify(root)
    shown = "\n".join(lines)
    assert code == 1
    assert lines[0].endswith("11 个文件与清单一致，1 个改过。")
    assert shown.count("D409") == 1
    assert shown.count("错误 D402") == 1
    assert "0.70" in shown


def test_what_is_lost_added_changed_or_a_draft_is_told(root: Path) -> None:
    the(root, "101-*/*.pdf").unlink()
    shutil.copy(the(root, "102-*/*.pdf"), root / YEAR / "多出来的.pdf")
    with the(root, "102-*/*.html").open("a", encoding="utf-8") as file:
        file.write("<!-- -->")
    assert run(root, "generate", "101", "--draft", "-f", "docx")[0] == 0
    code, lines = verify(root)
    heads = sorted(line.split(" ")[2] for line in lines if ": 错误 D" in line or ": 警告 D" in line)
    assert (code, heads) == (1, ["D407", "D408", "D409", "D410"])


def test_files_that_came_back_are_known_by_their_names(root: Path, tmp_path: Path) -> None:
    back = tmp_path / "退回"
    back.mkdir()
    for pattern in ("101-*/*.docx", "102-*/*.docx"):
        shutil.copy(the(root, pattern), back)
    edit(back / the(root, "102-*/*.docx").name, "0.10", "0.30")
    code, lines = verify(root, "退回")
    assert (code, lines[0]) == (1, f"{back}：1 个文件与清单一致，1 个改过。")
    assert "D402" in "\n".join(lines)
    assert "D408" not in "\n".join(lines), "the others were not sent"


def test_a_damaged_list_is_told(root: Path) -> None:
    (root / YEAR / "清单.json").write_text("{", "utf-8")
    code, lines = verify(root)
    assert code == 1
    assert "错误 D411" in "\n".join(lines)
