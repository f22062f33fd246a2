"""The output formats that can be asked for: the one list behind the command's help and `publish.finish`."""

from __future__ import annotations

from collections.abc import Mapping

PRODUCER = "budget-disclosure"  # what files say of what made them
DEFAULT = ("docx", "pdf")
FORMATS: Mapping[str, str] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "网页",
    "xlsx": "Excel 表格",
    "ofd": "OFD 版式文件，试验性",
}  # suffix → what it is
OWN_FONTS = ("pdf", "ofd")  # which carry the fonts that the program brings along
EXTRA: Mapping[str, str] = {"ofd": "ofd"}  # format → the extra whose library it needs
