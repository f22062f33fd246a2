from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.files import problem
from generator.publish import Output, safe_name, write_files

unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes, and links only for some")


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
        ("\U00020bb7" * 200, "\U00020bb7" * 60),
        ("a" + "\U00020bb7" * 200, "a" + "\U00020bb7" * 59),
        ("\ud800甲\u202e乙\x85", "_甲_乙_"),
        ("COM¹", "_COM¹"),
        ("con .txt", "_con .txt"),
    ],
)
def test_a_file_name_is_a_name_on_every_system_and_never_a_path(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=300))
def test_a_file_name_always_fits_and_is_one_name(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(f"{name}.docx".encode()) <= 255
    assert Path(name).name == name
    assert safe_name(name) == name


def test_files_replace_their_predecessors_only_when_all_could_be_written(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(b"old")
    (tmp_path / "甲.pdf").mkdir()  # a folder stands in the way of the second file
    with pytest.raises(OSError, match="甲"):
        write_files(Output("甲", "", {"docx": b"new", "pdf": b"new"}), tmp_path)
    assert (tmp_path / "甲.docx").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲.docx", "甲.pdf"]


def test_written_files_hold_the_bytes_and_nothing_stays_beside_them(tmp_path: Path) -> None:
    paths = write_files(Output("甲/乙", "新", {"docx": b"1", "pdf": b"2"}), tmp_path)
    assert [path.name for path in paths] == ["甲_乙.docx", "甲_乙.pdf"]
    written = {path.name: path.read_bytes() for path in (tmp_path / "新").iterdir()}
    assert written == {"甲_乙.docx": b"1", "甲_乙.pdf": b"2"}


@unix
def test_the_old_files_are_replaced_and_not_written_into(tmp_path: Path) -> None:
    for name, mode in (("甲.docx", 0o600), ("甲.pdf", 0o640)):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(mode)
    with (tmp_path / "甲.docx").open("rb") as reader:
        write_files(Output("甲", "", {"docx": b"new", "pdf": b"new"}), tmp_path)
        assert reader.read() == b"old"
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("甲.docx", "甲.pdf")] == [0o600, 0o640]


@unix
@pytest.mark.parametrize("part", ["2025", "2025/350-甲"])
def test_no_link_leads_out_of_the_output_folder(tmp_path: Path, part: str) -> None:
    output, outside = tmp_path / "out", tmp_path / "外面"
    (outside / "350-甲").mkdir(parents=True)
    (output / part).parent.mkdir(parents=True)
    (output / part).symlink_to(outside if part == "2025" else outside / "350-甲")
    with pytest.raises(OSError, match="350-甲") as failure:
        write_files(Output("甲", "2025/350-甲", {"docx": b"new"}), output)
    assert "输出文件夹以外" in problem(failure.value)
    assert list((outside / "350-甲").iterdir()) == []


@unix
def test_the_output_folder_itself_may_be_a_link_and_so_may_one_inside(tmp_path: Path) -> None:
    (tmp_path / "盘/真").mkdir(parents=True)
    (tmp_path / "out").symlink_to("盘")
    (tmp_path / "盘/2025").symlink_to("真")
    write_files(Output("甲", "2025/350-甲", {"docx": b"new"}), tmp_path / "out")
    assert (tmp_path / "盘/真/350-甲/甲.docx").read_bytes() == b"new"
