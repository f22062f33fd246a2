"""Libraries that only some work needs: the extras of pyproject.toml, and what is said where one is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra: the module that it brings, the name under which it is installed, and what for, in Chinese."""

    module: str
    library: str
    purpose: str


EXTRAS: Mapping[str, Extra] = {
    "ofd": Extra("fontTools", "fonttools", "生成 OFD 文件"),
    "import": Extra("python_calamine", "python-calamine、openpyxl 和 pdfplumber", "读 Excel 表格和 PDF 文件"),
}


class MissingLibraryError(Exception):
    """The library of an extra is not installed; the message is Chinese and says how to install it."""


def require(name: str) -> None:
    """Make sure that the library of an extra can be imported. Raises MissingLibraryError."""
    extra = EXTRAS[name]
    if find_spec(extra.module) is None:
        raise MissingLibraryError(
            f'{extra.purpose}要用 {extra.library}，这里没有安装。请先运行：pip install "budget-disclosure[{name}]"'
        )
