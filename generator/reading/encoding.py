"""Text of a file (编码): bytes → characters, whatever editor wrote them, and the places of lines and columns."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path

from generator.base import files, late
from generator.base.lines import lines_of
from generator.base.reasons import reason
from generator.findings.finding import Finding, Kind, Place, Severity

MAX_BYTES = 20_000_000  # of one file; a department of 50,000 lines needs about 5 MB

UNREADABLE = Kind("Y101", "文件读不了", Severity.ERROR, "文件或文件夹不存在、没有读取权限、不是普通文件，或者太大。")
ENCODING = Kind("Y102", "文件编码不对", Severity.ERROR, "文件既不是 UTF-8，也不是 GB18030（GBK）文本。")
NOT_UTF8 = Kind("Y103", "不是 UTF-8", Severity.WARNING, "文件按 GB18030（GBK）读入。各工具之间交换一律用 UTF-8。")
CONTROL = Kind("Y104", "控制字符", Severity.ERROR, "文件里有看不见的控制字符，多半是复制粘贴或传输损坏带来的。")

_FORBIDDEN = late.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MENDED = late.compile("[\x0b\x0c\ufeff]")  # by `characters`, in YAML only
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_MOSTLY = 10  # a file with fewer bad characters than a tenth of its Chinese is damaged UTF-8, not GBK


def read_bytes(path: Path, name: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Read the bytes of a file that is not larger than the limit."""
    try:
        return files.read_file(path, MAX_BYTES), ()
    except OSError as error:
        return None, (unreadable(error, name, is_link=os.path.islink(path)),)


def unreadable(error: OSError, name: str, *, is_link: bool = False) -> Finding:
    """Report a file or folder that cannot be read."""
    if error.errno == errno.EFBIG:
        message = f"文件超过 {MAX_BYTES // 1_000_000} MB，不予读入。"
        return UNREADABLE.at(Place(name), message, "请拆成几个文件。")
    what = f"读不了：{reason(error)}"
    if isinstance(error, FileNotFoundError):
        what = "链接指向的文件不存在" if is_link else "文件不存在"
    return UNREADABLE.at(Place(name), f"{what}。", "请检查名称和读取权限；不是预算文件的，请移到别处。")


def decode(data: bytes, name: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode a file of YAML: its text without a BOM, or None where it is no text, and what is to be said about it."""
    return _decode(data, name, (_FORBIDDEN,))


def decode_text(data: bytes, name: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode a file of which every character is taken as it stands."""
    return _decode(data, name, (_FORBIDDEN, _MENDED))


def _decode(data: bytes, name: str, forbidden: Iterable[re.Pattern[str]]) -> tuple[str | None, tuple[Finding, ...]]:
    text, findings = _characters(data, name)
    bad = next(filter(None, (one.search(text) for one in forbidden)), None) if text else None
    if text is None or bad is None:
        return text, findings
    message = f"这里有一个看不见的控制字符（U+{ord(bad.group()):04X}）。"
    remedy = "请删去这个字符，或者重新录入这一行。"
    return None, (*findings, CONTROL.at(place_of(text, bad.start(), name), message, remedy))


def _characters(data: bytes, name: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode UTF-8, with or without a BOM; else UTF-16 or GB18030 with a warning."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        bad = error.start
    for encoding in (_UTF16.get(data[:2], ""), "gb18030"):
        text = _decoded(data, encoding)
        if text is not None and not _is_damaged_utf8(data):
            message = f"文件不是 UTF-8 编码，已按 {encoding.upper()} 读入。"
            return text, (NOT_UTF8.at(Place(name, 1, 1), message, "请在编辑器里另存为 UTF-8。"),)
    before = data[:bad].decode("utf-8-sig", errors="replace")
    message = f"从这里起不是 UTF-8 文字（字节 0x{data[bad]:02X}），也不是 GBK 文字。"
    return None, (ENCODING.at(place_of(before, len(before), name), message, "请用编辑器打开，改正乱码后存为 UTF-8。"),)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """GBK read as UTF-8 is nearly all replacement characters; a UTF-8 file with a few bad bytes is not."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return bad * _MOSTLY < sum(character > "\x7f" for character in text)


def place_of(text: str, offset: int, name: str) -> Place:
    """Give the place of an offset in a text."""
    lines = lines_of(text[:offset])
    return Place(name, len(lines), len(lines[-1]) + 1)
