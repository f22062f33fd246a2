from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import Output, safe_name, write_files


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("科技和工信部门2025年部门预算信息公开", "科技和工信部门2025年部门预算信息公开"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a<b>&"c"|d?*:', "a_b_&_c__d___"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (" . ", "_"),
        ("", "_"),
        ("末尾的点。. ", "末尾的点。"),
        ("长" * 200, "长" * 80),
    ],
)
def test_a_file_name_is_a_name_on_every_system_and_never_a_path(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_files_replace_their_predecessors_only_when_all_could_be_written(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(b"old")
    (tmp_path / "甲.pdf").mkdir()  # a folder stands in the way of the second file
    with pytest.raises(OSError, match="甲"):
        write_files(Output("甲", "", {"docx": b"new", "pdf": b"new"}), tmp_path)
    assert (tmp_path / "甲.docx").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲.docx", "甲.pdf"]


def test_written_files_hold_the_bytes_and_nothing_stays_beside_them(tmp_path: Path) -> None:
    paths = write_files(Output("甲/乙", "", {"docx": b"1", "pdf": b"2"}), tmp_path / "新")
    assert [path.name for path in paths] == ["甲_乙.docx", "甲_乙.pdf"]
    written = {path.name: path.read_bytes() for path in (tmp_path / "新").iterdir()}
    assert written == {"甲_乙.docx": b"1", "甲_乙.pdf": b"2"}
