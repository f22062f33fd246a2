"""Any file of somebody else (导入): told by its bytes what it is, and read by the module for its kind."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.base.extras import require
from generator.base.files import read_file
from generator.base.reasons import reason
from generator.findings.finding import Finding, Place
from generator.grids import problems
from generator.grids.grid import ForeignFile, Grid, GridCell
from generator.grids.nature import READABLE, nature, text_of
from generator.grids.problems import UnreadableFileError
from generator.grids.texts import tidy

_WORKBOOKS = ("xlsx", "xlsm", "xls", "ods")
_SAVE_AS_WORKBOOK = "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。"
_SAVE_AS_WORD = "请用 Word 或 WPS 打开，另存为 .docx 再导入。"
_TO_CONVERT = {
    "doc": ("旧版 Word 文件（.doc 或 .wps）", _SAVE_AS_WORD),
    "ole": ("旧版 Office 或 WPS 文件", "请用 WPS 打开，表格另存为 .xlsx，文字另存为 .docx 再导入。"),
    "ppt": ("演示文稿", "请导入其中的表格（.xlsx）或文字（.docx）。"),
    "xlsb": ("二进制工作簿（.xlsb）", _SAVE_AS_WORKBOOK),
    "rtf": ("RTF 文件", _SAVE_AS_WORD),
    "html": ("网页文件", _SAVE_AS_WORKBOOK),
    "mht": ("网页文件", _SAVE_AS_WORKBOOK),
    "image": ("图片", "图片里的字读不出来，请导入原来的 .xlsx、.docx 或有文字的 .pdf。"),
    "zip": ("压缩包", "请先解压，再导入里面的文件。"),
    "": ("认不出的文件", "请导入 .xlsx、.xls、.ods、.csv、.docx 或 .pdf。"),
}
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
_CALLED = {
    "doc": ("doc", "wps", "dot"), "csv": ("csv", "txt", "tsv"), "xls": ("xls", "et", "xlt"), "xlsx": ("xlsx", "xltx"),
    "xlsm": ("xlsm", "xltm"), "docx": ("docx", "docm", "dotx"),
}  # fmt: skip


def read(path: Path, shown_as: str = "") -> ForeignFile:
    """Read a file as grids and lines.

    Whatever is wrong with it is a finding. Raises MissingLibraryError if the extra `import` is not installed.
    """
    name = shown_as or path.name
    try:
        data = read_file(path, problems.MAX_BYTES)
    except OSError as error:
        return ForeignFile(name, "", findings=(_unreadable(error, name),))
    return read_bytes(data, name)


def files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files in a folder, at any depth but YAML and hidden ones, by name; each with its name in the folder."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in inside.parts) or path.name.lower() in _OF_THE_SYSTEM
        if not hidden and path.suffix.lower() not in (".yaml", ".yml", ".json") and not path.is_dir():
            yield path, inside.as_posix()


def read_bytes(data: bytes, name: str) -> ForeignFile:
    """Read the bytes of a file as grids and lines; its name is for the places only. See `read`."""
    suffix = nature(data)
    try:
        read_file = _by_kind(data, name, suffix)
    except UnreadableFileError as error:
        return ForeignFile(name, suffix, findings=(error.finding,))
    return replace(read_file, findings=(*_misnamed(name, suffix), *read_file.findings))


def _by_kind(data: bytes, name: str, suffix: str) -> ForeignFile:
    if not data:
        raise UnreadableFileError(problems.DAMAGED.at(Place(name), "文件是空的。", "请重新拷贝或下载。"))
    if suffix == "locked":
        raise problems.locked(name)
    if suffix == "damaged":
        raise problems.damaged(name)
    if suffix not in READABLE:
        what, remedy = _TO_CONVERT[suffix]
        raise UnreadableFileError(problems.FOREIGN.at(Place(name), f"这是{what}，不能直接导入。", remedy))
    if suffix == "csv":
        return _text_table(data, name)
    return _by_library(data, name, suffix)


def _by_library(data: bytes, name: str, suffix: str) -> ForeignFile:
    """Read with the module for the kind, each of which brings its libraries along."""
    if suffix == "docx":
        from generator.grids.word import read_word  # noqa: PLC0415

        return read_word(data, name)
    require("import")
    if suffix in _WORKBOOKS:
        from generator.grids.workbook import read_workbook  # noqa: PLC0415

        return read_workbook(data, name, suffix)
    from generator.grids.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(data, name)


def _misnamed(name: str, suffix: str) -> tuple[Finding, ...]:
    called = Path(name).suffix.lower().lstrip(".")
    if not called or called in _CALLED.get(suffix, (suffix,)):
        return ()
    message = f"文件叫 .{called}，内容其实是 .{suffix}，已按 .{suffix} 读入。"
    return (problems.MISNAMED.at(Place(name), message, "不影响导入；改对扩展名，以后好认。"),)


def _unreadable(error: OSError, name: str) -> Finding:
    if error.errno == errno.EFBIG:
        return problems.too_large(Place(name), f"文件超过 {problems.MAX_BYTES // 1_000_000} MB").finding
    message = f"读不了：{reason(error)}。"
    return problems.UNREADABLE.at(Place(name), message, "请检查名称和读取权限。")


def _text_table(data: bytes, name: str) -> ForeignFile:
    """Read a text file of rows whose cells are parted by tabs, commas or semicolons."""
    text = text_of(data) or ""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t,;", key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        raise problems.damaged(name) from None
    if sum(map(len, rows)) > problems.MAX_CELLS:
        raise problems.too_large(Place(name), f"单元格超过 {problems.MAX_CELLS} 个")
    width = max(map(len, rows), default=0)
    if width * len(rows) > problems.MAX_CELLS:
        raise problems.too_large(Place(name), f"单元格超过 {problems.MAX_CELLS} 个")

    grid = Grid(tuple(_cells(row, number, width, name) for number, row in enumerate(rows)), Place(name))
    return ForeignFile(name, "csv", (grid,) if any(map(any, rows)) else ())


def _cells(row: Sequence[str], number: int, width: int, name: str) -> tuple[GridCell, ...]:
    texts = [*row, *[""] * (width - len(row))]
    return tuple(
        GridCell(tidy(text), Place(name, named=f"第 {number + 1} 行第 {column + 1} 格"), number, column)
        for column, text in enumerate(texts)
    )
