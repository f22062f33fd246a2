"""Any file: told by its bytes what it is; whatever is wrong with it is a finding, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base import extras
from generator.grids import problems
from generator.grids.reader import files_in, read, read_bytes
from tests.grids.files import changed, codes, compound, only, pdf, texts, told, word, workbook, zipped

BOOK = workbook(lambda book: book.active.append(["科目", 1.5, "=B1"]))
WORD = word(lambda document: document.add_paragraph("一、概况"))  # type: ignore[attr-defined]
PDF = pdf(lambda canvas: canvas.drawString(80, 700, "一、概况"))


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (compound(["1Table", "a", "b", "c", "WordDocument"]), ".docx"),
        (compound(["WpsContent"]), "WPS"),
        (compound(["PowerPoint Document"]), ".xlsx"),
        (b"{\\rtf1 x}", ".docx"),
        (b"\xef\xbb\xbf <html><table>", ".xlsx"),
        (b"<?xml version='1.0'?><Workbook/>", ".xlsx"),
        (b"MIME-Version: 1.0\n", ".xlsx"),
        (b"\x89PNG\r\n\x1a\n", ".pdf"),
        (b"\xff\xd8\xff\xe0", ".pdf"),
        (zipped({"xl/workbook.bin": b"x"}), ".xlsx"),
        (zipped({"a.xlsx": b"x"}), "解压"),
        (b"\x00\x01\x02\x03", ".xlsx"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_way_out(data: bytes, named: str) -> None:
    (finding,) = read_bytes(data, "文件").findings
    assert finding.code == "I102"
    assert named in finding.remedy


def test_a_password_on_a_workbook_or_word_file_is_told() -> None:
    assert told(compound(["EncryptedPackage"]), "a.xlsx") == ["I103"]


def test_nothing_and_half_a_file_are_told() -> None:
    assert [told(data) for data in (b"", BOOK[: len(BOOK) // 2], WORD[:-30], compound(["x"])[:600])] == [["I104"]] * 4


@pytest.mark.parametrize(("data", "suffix"), [(BOOK, "xlsx"), (WORD, "docx"), (PDF, "pdf"), ("科,1\n".encode(), "csv")])
def test_a_file_is_what_its_bytes_are(data: bytes, suffix: str) -> None:
    file = read_bytes(data, "导出.xls")
    assert (file.suffix, codes(file), len(file.parts)) == (suffix, ["I106"], 1)
    assert codes(read_bytes(data, f"导出.{suffix.upper()}")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_of_rows_is_read_in_any_encoding(encoding: str, delimiter: str) -> None:
    rows = [["科目编码", "科目名称", "金额"], ["2010601", "行政\n运行", "1,5.00"], ["合计", "", ""]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows[:2]) + "\r\n合计\r\n"
    grid = only(text.encode(encoding), "a.csv")
    assert texts(grid) == [rows[0], ["2010601", "行政运行", "1,5.00"], rows[2]]
    assert str(grid.rows[1][2].place) == "a.csv 第 2 行第 3 格"


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_UNPACKED", 1_000)
    assert told(BOOK, "a.xlsx") == ["I105"]
    assert told(WORD, "a.docx") == ["I105"]


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(BOOK)
    monkeypatch.setattr(problems, "MAX_BYTES", 10)
    assert codes(read(tmp_path / "a.xlsx")) == ["I105"]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert [codes(read(tmp_path / name)) for name in ("missing", "fifo", "")] == [["I101"]] * 3


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.xlsx", "b/~$2.xlsx", "1.xlsx", "导入.yaml", ".hidden.xlsx", "a.docx", "Thumbs.db"):
        (tmp_path / name).write_bytes(WORD if name.endswith("docx") else BOOK)
    assert [name for _, name in files_in(tmp_path)] == ["1.xlsx", "a.docx", "b/2.xlsx"]


def test_what_is_not_installed_is_asked_for_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(extras.MissingLibraryError, match=r"budget-disclosure\[import\]"):
        read_bytes(BOOK, "a.xlsx")
    assert read_bytes(WORD, "a.docx").findings == ()


@settings(max_examples=60)
@given(st.data())
def test_no_bytes_end_in_a_traceback(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([BOOK, WORD, PDF]))
    spoiled = bytearray(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    for at in data.draw(st.lists(st.integers(0, max(len(spoiled) - 1, 0)), max_size=8)):
        if spoiled:
            spoiled[at] = data.draw(st.integers(0, 255))
    file = read_bytes(bytes(spoiled), "a")
    assert all(finding.place and finding.message.endswith("。") for finding in file.findings)


@settings(max_examples=150)
@given(st.data())
def test_no_spoiled_part_of_a_zipped_file_ends_in_a_traceback(data: st.DataObject) -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        name = data.draw(st.sampled_from(sorted(name for name in parts if name.endswith((".xml", ".rels")))))
        start = data.draw(st.integers(0, len(parts[name])))
        end = data.draw(st.integers(start, min(start + 40, len(parts[name]))))
        parts[name] = parts[name][:start] + data.draw(st.binary(max_size=4)) + parts[name][end:]

    read_bytes(changed(data.draw(st.sampled_from([BOOK, WORD])), spoil), "a")


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_file_or_a_finding(data: bytes) -> None:
    read_bytes(data, "a")
