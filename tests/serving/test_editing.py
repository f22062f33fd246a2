"""A value changed in place: one text edit, only over the file that was seen, and never lost."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.base.paths import ValuePath
from generator.serving import editing
from generator.serving.editing import Pencil, Saved, SeenFile
from generator.serving.fields import FieldCell, values
from generator.serving.opened import Desk, ListedBudget, OpenBudget
from generator.workbook.export import Ready
from tests.serving.house import REAL, ROOT, workspace

AMOUNT: ValuePath = ("收入", 1, "金额")


@dataclass(slots=True)
class Writing:
    """The real example, open, with a pencil."""

    book: ListedBudget
    desk: Desk
    pencil: Pencil

    @property
    def open(self) -> OpenBudget:
        return self.desk.open(self.book)

    @property
    def ready(self) -> Ready:
        ready = self.open.ready
        assert ready is not None
        return ready

    def cell(self, path: ValuePath) -> FieldCell:
        return values(self.ready)[path]

    def file(self, path: ValuePath) -> Path:
        return editing.file_of(self.ready, self.book, path)

    def seen(self, path: ValuePath) -> SeenFile:
        return editing.seen_of(self.file(path), self.book)

    def save(self, path: ValuePath, text: str, seen: SeenFile | None = None) -> Saved:
        return self.pencil.save(self.ready, self.book, self.cell(path), text, seen or self.seen(path))


@pytest.fixture
def writing(tmp_path: Path) -> Writing:
    root = workspace(tmp_path)
    return Writing(ListedBudget(root / "budgets" / REAL, REAL, f"budgets/{REAL}"), Desk(ROOT / "templates"), Pencil())


def test_one_value_is_one_edit_and_everything_else_stays(writing: Writing) -> None:
    file = writing.file(AMOUNT)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n") + "# 末尾的注释\r\n".encode())
    before = file.read_bytes()
    assert writing.cell(AMOUNT).text == "100000"
    assert writing.save(AMOUNT, "123456.78").written
    after = file.read_bytes()
    old, new = before.split(b"\r\n"), after.split(b"\r\n")
    assert len(old) == len(new)
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        (line, line.replace(b"100000", b"123456.78"))
        for line in old
        if b"2060102" in line and "收入" not in line.decode()
    ][:1]
    assert writing.cell(AMOUNT).text == "123456.78"


def test_a_change_is_taken_back_and_the_file_is_the_same_again(writing: Writing) -> None:
    before = writing.file(AMOUNT).read_bytes()
    writing.save(AMOUNT, "1")
    writing.save(AMOUNT, "2")
    assert writing.pencil.undo().written
    assert writing.cell(AMOUNT).text == "1"
    assert writing.pencil.undo().written
    assert writing.file(AMOUNT).read_bytes() == before
    assert writing.pencil.undo() == Saved(False, "没有可以撤销的改动。")


def test_what_somebody_else_wrote_is_neither_overwritten_nor_undone(writing: Writing) -> None:
    file, seen = writing.file(AMOUNT), writing.seen(AMOUNT)
    file.write_text(file.read_text("utf-8").replace("金额: 100000}", "金额: 100001}", 1), "utf-8")
    theirs = file.read_bytes()
    saved = writing.save(AMOUNT, "5", seen)
    assert (saved.written, saved.conflict, saved.now) == (False, True, "100001")
    assert file.read_bytes() == theirs
    assert writing.save(AMOUNT, "5").written
    file.write_bytes(file.read_bytes() + "# 又改了\n".encode())
    again = file.read_bytes()
    undone = writing.pencil.undo()
    assert not undone.written
    assert "又被改过" in undone.told
    assert file.read_bytes() == again


@pytest.mark.parametrize("left", ["", "收入: [", "单位: []\n"])
def test_a_file_that_is_no_longer_what_it_was_is_a_conflict(writing: Writing, left: str) -> None:
    file, seen, ready, cell = writing.file(AMOUNT), writing.seen(AMOUNT), writing.ready, writing.cell(AMOUNT)
    file.write_text(left, "utf-8")
    saved = writing.pencil.save(ready, writing.book, cell, "5", seen)
    assert (saved.written, saved.conflict) == (False, True)
    assert "收支.yaml" in saved.told
    assert file.read_text("utf-8") == left


def test_a_change_between_looking_and_writing_is_noticed(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    file = writing.file(AMOUNT)
    rewritten = Pencil._rewritten

    def slowly(*arguments: object) -> object:
        found = rewritten(*arguments)  # type: ignore[arg-type]
        file.write_bytes(file.read_bytes() + "# 别人\n".encode())
        return found

    monkeypatch.setattr(Pencil, "_rewritten", slowly)
    saved = writing.save(AMOUNT, "5")
    assert (saved.written, saved.conflict) == (False, True)
    assert file.read_text("utf-8").endswith("# 别人\n")


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (AMOUNT, "12万", "不是数字"),
        (AMOUNT, "", "必须填写"),
        (("收入", 1, "科目"), "abc", "abc"),
        (("收入", 1, "资金性质"), "没有这种", "没有这种"),
    ],
)
def test_what_cannot_be_meant_is_said_and_not_written(writing: Writing, path: ValuePath, text: str, told: str) -> None:
    before = writing.file(path).read_bytes()
    assert told in editing.checked(writing.ready, writing.cell(path), text).trouble
    saved = writing.save(path, text)
    assert not saved.written
    assert told in saved.told
    assert writing.file(path).read_bytes() == before


def test_a_code_may_be_typed_with_its_name(writing: Writing) -> None:
    path = ("收入", 1, "科目")
    assert editing.checked(writing.ready, writing.cell(path), "2060101 行政运行").text == "2060101"


def test_a_value_that_was_not_written_is_added_and_one_that_is_emptied_goes(writing: Writing) -> None:
    path = ("收入", 1, "备注")
    assert writing.cell(path).text is None
    assert writing.save(path, "中央提前下达: 50%").written
    assert writing.cell(path).text == "中央提前下达: 50%"
    assert writing.save(path, "").written
    assert writing.cell(path).text is None


def test_texts_of_several_lines_and_with_signs_of_yaml_come_back_as_they_were_typed(writing: Writing) -> None:
    path = next(path for path, cell in values(writing.ready).items() if cell.sheet == "文字" and cell.text)
    for text in ("第一段：# 不是注释\n第二段 {不是映射} & *不是引用*", "'引号' \"双引号\"", "一" * 300):
        assert writing.save(path, text).written, text
        assert (writing.cell(path).text or "").strip() == text


def test_a_file_that_may_not_be_written_keeps_what_it_says(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    file = writing.file(AMOUNT)
    before = file.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied", str(file))

    monkeypatch.setattr("generator.base.files._write", refuse)
    saved = writing.save(AMOUNT, "5")
    assert not saved.written
    assert "没有保存" in saved.told
    assert file.read_bytes() == before


def test_the_file_keeps_its_permissions(writing: Writing) -> None:
    file = writing.file(AMOUNT)
    file.chmod(0o640)
    writing.save(AMOUNT, "5")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
