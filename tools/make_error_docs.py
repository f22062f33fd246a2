"""The page 错误目录: every kind of finding with its smallest failing input and the output for it.

python -m tools.make_error_docs           writes docs/错误目录.md
python -m tools.make_error_docs --update  first writes anew the expected outputs in tests/catalogue: look at the change
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.commands.catalogue import STAGES, Topic, topics
from generator.findings import clean
from generator.findings import text as report
from generator.publish import prepare
from generator.reading.folder import sources

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "catalogue"
PAGE = ROOT / "docs" / "错误目录.md"
EXPECTED = "期望.txt"
SHOWN_AS = "预算"
_INTRODUCTION = """\
# 错误目录

`budget check` 能报告的全部问题。每个问题有固定的代码，`budget explain 代码` 显示同样的说明。
**错误**改正之前不能生成公开文本；**警告**和**提示**不妨碍生成，核实无误的可以写进“出错说明”：

```yaml
出错说明:
  - {代码: C203, 位置: "项目[车保险]", 原因: 余款留作质保金}
```

位置写报告里代码后面括号中的路径（写到前几层也可以，项目可以写编码或名称），也可以写文件名；不写就是这个代码的全部问题。

本页由 `python -m tools.make_error_docs` 生成；例子和输出在 `tests/catalogue`，作为测试运行。
"""


def cases() -> dict[str, Path]:
    """Give the folder with the smallest failing input of each code that has one."""
    return {folder.name: folder for folder in sorted(CASES.iterdir()) if folder.is_dir()}


def output(folder: Path) -> str:
    """Give what `budget check` says about the code that a folder is named for."""
    found = prepare(folder, ROOT / "templates", shown_as=SHOWN_AS).findings
    own = report.in_order(finding for finding in found if finding.code == folder.name)
    return report.render(own, sources(folder, shown_as=SHOWN_AS))


def page() -> str:
    """Write the whole page."""
    known = cases()
    parts = [_INTRODUCTION]
    stage = ""
    for topic in topics():
        if topic.stage != stage:
            stage = topic.stage
            parts.append(f"## {stage}\n")
        parts.append(_section(topic, known.get(topic.kind.code)))
    return "\n".join(parts)


def _section(topic: Topic, folder: Path | None) -> str:
    kind = topic.kind
    parts = [f"### {kind.code} {kind.name}", f"{kind.severity.value}。{kind.explanation}"]
    if topic.rule:
        parts.append(topic.rule)
    if topic.passing:
        parts.append(f"合格的例子：\n\n{_fenced(topic.passing, 'yaml')}")
    if topic.failing:
        parts.append(f"不合格的例子：\n\n{_fenced(topic.failing, 'yaml')}")
    if folder:
        texts = sources(folder, shown_as="").items()
        inputs = [f"`{name}`：\n\n{_fenced(clean.lines(text), 'yaml')}" for name, text in texts]
        parts += [*inputs, f"输出：\n\n{_fenced((folder / EXPECTED).read_text('utf-8'), 'text')}"]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def main() -> None:
    if "--update" in sys.argv:
        for folder in cases().values():
            (folder / EXPECTED).write_text(output(folder), "utf-8", newline="\n")
    PAGE.write_text(page(), "utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)}：{len(topics())} 个代码，{len(STAGES)} 个阶段，{len(cases())} 个例子")


if __name__ == "__main__":
    main()
