"""Projects that say nothing of what their form prints: objectives, indicators, a plan of spending (绩效目标表)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import ValuePath
from generator.facts.budget import Budget, Record
from generator.findings.finding import Finding, Kind, Severity
from generator.pack.spec import Pack, rows_of
from generator.prose.vocabulary import PLAN

UNPLANNED = Kind(
    "B410",
    "项目没有绩效",
    Severity.WARNING,
    "这种格式逐个项目公开绩效目标、绩效指标和资金支出计划；整项没有写，公开的表里就是一片空白。",
)


def review(budget: Budget, pack: Pack) -> Iterator[Finding]:
    """Report, of each project, the parts of its own table that it does not say at all; `[]` says that there is none."""
    printed = _printed(pack)
    projects = budget.records["项目"]
    measured = any(project.children.get("绩效指标") for project in projects)
    for project in projects if printed else ():
        path = _name(project)[:-1]
        missing = [key for key in printed if (*path, key) not in budget.places]
        if measured and "绩效目标" not in missing:
            missing = [key for key in missing if key != "绩效指标"]  # C501 names them one by one
        if missing:
            yield _told(budget, project, missing)


def _told(budget: Budget, project: Record, missing: list[str]) -> Finding:
    path = _name(project)
    message = f"“{project.fields['项目名称'].value}”没有写{'、'.join(missing)}。"
    remedy = "请补上；确实没有的，请在“出错说明”里写明原因。"
    return UNPLANNED.at(budget.places.get(path), message, remedy, path=path)


def _name(project: Record) -> ValuePath:
    return project.fields["项目名称"].origins[0]


def _printed(pack: Pack) -> tuple[str, ...]:
    """Give the keys of a project that the pack prints in a table of each project (逐条: 项目)."""
    tables = [spec for spec in pack.tables.values() if spec.each == "项目"]
    contents = {cell.content for spec in tables for row in spec.form for cell in row}
    lists = {row.records for spec in tables for row in rows_of(spec)}
    plan = any(content.startswith(PLAN) for content in contents)
    known = (("绩效目标", "绩效目标" in contents | lists), ("绩效指标", "绩效指标" in lists), ("资金支出计划", plan))
    return tuple(key for key, prints in known if prints)
