"""The entries of a .docx file: unpacked with care, by names that every program reads alike."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote

from generator.base import late

LARGEST = 64 * 1024 * 1024  # bytes, unpacked
MOST_PARTS = 1000

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1  # in the flags of an entry
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that the standard allows
_UTF8_MARK = b"\xef\xbb\xbf"
_DRIVE = late.compile("[A-Za-z]:")


class BrokenPackage(Exception):
    """The file is no .docx that can be used; the message is Chinese, says why, and has no full stop."""


class DeceptivePackage(BrokenPackage):
    """The file is made so that different programs see different things in it."""


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts by name, without byte order marks; raises BrokenPackage."""
    if data.startswith(OLE_MAGIC):
        raise BrokenPackage("不是 .docx 文件：文件加了密码，或者是旧的 .doc 格式")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _inspect(archive.infolist())
            return {
                entry.filename: archive.read(entry).removeprefix(_UTF8_MARK)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
    except (
        zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
        ArithmeticError,
    ) as error:  # fmt: skip
        raise BrokenPackage("不是 Word 的 .docx 文件，或已损坏") from error


def shown(text: str, most: int = 60) -> str:
    """A name or an address out of an untrusted file, as it may stand in a message."""
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return clean if len(clean) <= most else f"{clean[:most]}…"


def _inspect(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST:
        raise BrokenPackage("文件解压后过大，或部件过多")
    known: set[str] = set()
    for entry in entries:
        name = entry.orig_filename  # `filename` ends at a NUL, and has / for \ on Windows
        if problem := _name_problem(name):
            raise DeceptivePackage(f"压缩包里的名称“{shown(name)}”{problem}")
        if _sameness(name) in known:
            raise DeceptivePackage(f"压缩包里有两个部件叫“{shown(name)}”（不分大小写）")
        known.add(_sameness(name))
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise BrokenPackage(f"部件“{shown(name)}”加了密码，或用了 Word 不用的压缩方法")


def _name_problem(name: str) -> str:
    """Say what is wrong with the name of an entry, as it is or with its % signs resolved."""
    for spelling in (name, unquote(name)):
        segments = spelling.removesuffix("/").split("/")
        if not spelling.isprintable():
            return "里有控制字符"
        if "\\" in spelling or _DRIVE.match(spelling) or not all(segments) or {".", ".."} & set(segments):
            return "指向压缩包以外，或不是正常的部件名"
    return ""


def _sameness(name: str) -> str:
    """What two names have in common that a program may take for one."""
    return unquote(name).removesuffix("/").casefold()
