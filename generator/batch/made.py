"""One document that was made (成品): whose it is, of which form, and its files as they were written."""

from __future__ import annotations

from generator.base.frozen import frozen


@frozen
class MadeFile:
    """A file as it was written: its name, and what tells whether it is still that file."""

    name: str
    sha256: str
    size: int  # bytes


@frozen
class Finished:
    """A document that was made; the department's where it is of no unit."""

    year: int
    code: str  # of the department
    name: str
    unit: str  # code and name of the unit, or nothing
    unit_name: str
    title: str
    date: str  # on which it is to be published (公开日期), as typed, or nothing
    pack: str
    pack_year: int  # from which the form is; 0 for one of every year
    folder: str  # of its files, below the output folder: 年度/编码-名称
    pages: int
    files: tuple[MadeFile, ...]
    parts: str = ""  # the optional parts (选印) that it has, with 、 between them
