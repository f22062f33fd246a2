"""Libraries that only some work needs: the extras of pyproject.toml, and what is said where one is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from generator.base.frozen import frozen


@frozen
class Extra:
    """An extra: the libraries that it names, the modules that come with them, and what for, in Chinese."""

    libraries: tuple[str, ...]
    modules: tuple[str, ...]
    purpose: str

    @property
    def named(self) -> str:
        """Its libraries in words."""
        *first, last = self.libraries
        return f"{'、'.join(first)} 和 {last}" if first else last

    @property
    def installed(self) -> bool:
        """Whether all of it can be imported."""
        return all(map(find_spec, self.modules))


EXTRAS: Mapping[str, Extra] = {
    "ofd": Extra(("fonttools",), ("fontTools",), "生成 OFD 文件"),
    "import": Extra(
        ("python-calamine", "openpyxl", "pdfplumber"),
        ("python_calamine", "openpyxl", "pdfplumber", "pdfminer"),  # pdfplumber stands on pdfminer
        "读 Excel 表格和 PDF 文件",
    ),
    "cluster": Extra(("distributed",), ("distributed",), "用几台电脑一起生成"),
    "serve": Extra(("starlette", "uvicorn", "watchfiles"), ("starlette", "uvicorn", "watchfiles"), "在网页里看预算"),
}


class MissingLibraryError(Exception):
    """The library of an extra is not installed; the message is Chinese and says how to install it."""


def require(name: str) -> None:
    """Make sure that the library of an extra can be imported. Raises MissingLibraryError."""
    extra = EXTRAS[name]
    if not extra.installed:
        raise MissingLibraryError(
            f'{extra.purpose}要用 {extra.named}，这里没有安装。请先运行：pip install "budget-disclosure[{name}]"'
        )
