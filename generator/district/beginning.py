"""The beginning of a list of who must publish (应公开清单): everybody whose budget is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml

from generator.district.state import Seen


def written(seen: Iterable[Seen]) -> str:
    """Write the list; what only the bureau knows is left for it to fill in."""
    lines = [
        "# 应公开清单：这一年哪些部门和单位要公开预算。budget status 用它看谁还没交、还剩几天，不写进公开文本。",
        "# 批复以后二十日内公开。填上日期，去掉行首的 #：",
        "# 批复日期: 2025-02-05      # 财政部门批复各部门；个别不同的，写在那个部门里",
        "# 单位批复日期: 2025-02-10  # 各部门批复所属单位；个别不同的，写在那个部门或者单位里",
        "# 每个部门和单位还可以写：联系人、电话、备注；公开以后写 公开日期、网址。",
        "部门:",
    ]
    return "\n".join([*lines, *(line for one in seen if not one.alone for line in _department(one))]) + "\n"


def _department(one: Seen) -> Iterator[str]:
    yield f"  - 编码: {_quoted(one.code)}"
    yield f"    名称: {_typed(one.name)}"
    if one.units:
        yield "    单位:"
    for code, name in one.units.items():
        yield f"      - {{编码: {_quoted(code)}, 名称: {_quoted(name)}}}"


def _quoted(text: str) -> str:
    return yaml.safe_dump(str(text), default_style='"', allow_unicode=True, width=10_000).strip()


def _typed(text: str) -> str:
    return yaml.safe_dump({"a": str(text)}, allow_unicode=True, width=10_000)[3:].strip()
