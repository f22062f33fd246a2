"""Write the catalogue of checks (检查目录) from the manual pages of the checks.

python -m tools.make_check_docs
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from types import ModuleType

from generator.checks import CHECKS
from generator.commands import catalogue
from generator.findings.finding import Kind

PAGE = Path(__file__).parent.parent / "docs/检查目录.md"
INTRODUCTION = """# 检查目录

本页由 `tools/make_check_docs.py` 从各项检查自己的说明生成，请不要直接修改。

`budget check` 逐项检查预算。**错误**要改正以后才能生成；**警告**和**提示**请核实：确实没有问题的，
在预算的“出错说明”里写明原因，就列为“已说明”。`budget explain 代码` 显示同样的说明。
结构和写法的问题（代码 Y、S、B）、格式的问题（P）、成品文件的问题（D）不在本页，见 `budget explain --all`。
"""
_CODE = re.compile(r"::\n\n((?:    .*\n|\n)+)")


def main() -> None:
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page."""
    summary = [row for number, module in enumerate(CHECKS, 1) for row in rows(number, module)]
    table = ["| 代码 | 名称 | 级别 | 检查 |", "|---|---|---|---|", *summary]
    sections = [section(number, module) for number, module in enumerate(CHECKS, 1)]
    return "\n".join([INTRODUCTION, *table, "", *sections])


def rows(number: int, module: ModuleType) -> Iterator[str]:
    """Give the row of each kind that a check reports."""
    title = _title(module)
    for kind in kinds(module):
        link = f"[{number}. {title}](#检查{number})"
        yield f"| {kind.code} | {kind.name} | {kind.severity.value} | {link} |"


def section(number: int, module: ModuleType) -> str:
    """Give the manual page of a check as Markdown, its examples as blocks of YAML."""
    body = (getdoc(module) or "").partition("\n")[2].strip()
    body = _CODE.sub(lambda found: f"：\n\n```yaml\n{_dedent(found[1])}\n```\n\n", f"{body}\n").strip()
    body = re.sub(r"\n(依据：)", r"\n\n\1", body)
    reported = "\n".join(
        f"* **{kind.code} {kind.name}**（{kind.severity.value}）：{kind.explanation}" for kind in kinds(module)
    )
    anchor = f'<a id="检查{number}"></a>'
    return f"{anchor}\n\n## {number}. {_title(module)}\n\n{reported}\n\n{body}\n"


def kinds(module: ModuleType) -> tuple[Kind, ...]:
    """Give the kinds that a check reports, by code."""
    return tuple(sorted(catalogue.kinds_of(module), key=lambda kind: kind.code))


def _title(module: ModuleType) -> str:
    return (getdoc(module) or "").partition("\n")[0].rstrip("。")


def _dedent(text: str) -> str:
    return re.sub("^    ", "", text, flags=re.MULTILINE).strip("\n")


if __name__ == "__main__":
    main()
