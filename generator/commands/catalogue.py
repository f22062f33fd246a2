"""The catalogue of findings (问题目录): every kind that the program can report, by its code, and its manual page."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getdoc
from types import ModuleType

from generator.base import late
from generator.base.frozen import frozen
from generator.base.nearest import nearest
from generator.findings.finding import Kind

# Modules that define kinds; those of `generator.checks` are listed there. A test proves that none is missing.
MODULES = (
    "reading.encoding",
    "reading.characters",
    "reading.source",
    "reading.lookalikes",
    "reading.schema",
    "reading.scalars",
    "facts.build",
    "facts.accepted",
    "pack.nodes",
    "pack.accepted",
    "pack.obligations",
    "prose.language",
    "prose.functions",
    "prose.review",
    "tables.never",
    "tables.coverage",
    "tables.emptiness",
    "compose.scope",
    "compose.composer",
    "compose.last_year",
    "compose.performance",
    "compose.unused",
    "compose.packcheck",
    "facts.location",
    "proofreading.wording",
    "proofreading.changes",
    "proofreading.stated",
    "proofreading.contradictions",
    "proofreading.review",
    "proofreading.glyphs",
    "workbook.kinds",
    "publish",
    "word.dangers",
    "word.template",
    "word.frame",
    "word.filling",
    "word.lines",
    "word.sheet",
    "proof.verify",
    "commands.returned",
    "grids.problems",
    "intake.mapping",
    "audit.against",
    "district.register",
    "commands.clashes",
    "commands.crash",
)
STAGES = {
    "Y": "读取 YAML",
    "S": "校验结构和写法",
    "B": "建立预算",
    "C": "核对数据",
    "P": "模板（官方格式）",
    "D": "成品文件",
    "I": "导入",
    "A": "审核公开的文件",
    "X": "程序和系统",
}
_DIGITS = str.maketrans("OIL", "011")  # letters that are typed for digits
_EXAMPLE = late.compile(r"^(?:合格|不合格)的例子(?:（([A-Z]\d{3})）)?::\n\n((?:    .*\n|\n)+)", re.MULTILINE)


@frozen
class Topic:
    """A kind of finding, with the manual page of the check that reports it, if it is one of the checks."""

    kind: Kind
    manual: str = ""

    @property
    def stage(self) -> str:
        """The stage that reports it, in Chinese."""
        return STAGES[self.kind.code[0]]

    @property
    def rule(self) -> str:
        """What must hold, and on what basis: the manual page without its examples."""
        return _EXAMPLE.sub("", f"{self.manual}\n").strip()

    @property
    def passing(self) -> str:
        """An example without this defect, as YAML, or an empty text."""
        return self._example("")

    @property
    def failing(self) -> str:
        """An example with this defect, as YAML, or an empty text."""
        return self._example(self.kind.code)

    def _example(self, code: str) -> str:
        found = (text for shown, text in _EXAMPLE.findall(f"{self.manual}\n") if shown == code)
        return re.sub("^    ", "", next(found, ""), flags=re.MULTILINE).strip("\n")


def topics() -> tuple[Topic, ...]:
    """Give every kind in the order of the stages, and of the codes within each."""
    from generator.audit import LOOKS  # noqa: PLC0415 a finding is explained seldom, and the checks are many
    from generator.checks import CHECKS  # noqa: PLC0415

    others = (import_module(f"generator.{name}") for name in MODULES)
    found = {kind.code: Topic(kind) for module in others for kind in kinds_of(module)}
    found |= {kind.code: Topic(kind, getdoc(module) or "") for module in CHECKS for kind in kinds_of(module)}
    found |= {
        kind.code: Topic(kind, getdoc(module) or "")
        for module in LOOKS
        for kind in kinds_of(module)
        if kind.code not in found
    }
    return tuple(sorted(found.values(), key=lambda topic: (list(STAGES).index(topic.kind.code[0]), topic.kind.code)))


def kinds_of(module: ModuleType) -> tuple[Kind, ...]:
    """Give the kinds that are constants of a module, imported ones included."""
    return tuple(value for value in vars(module).values() if isinstance(value, Kind))


def find(code: str) -> Topic | None:
    """Find a kind by its code, in capitals or not, or by its name."""
    wanted = code.strip().upper()
    return next((topic for topic in topics() if wanted in (topic.kind.code, topic.kind.name.upper())), None)


def unknown(code: str) -> str:
    """Say that there is no such code, and which one was probably meant."""
    near = _similar(code)
    return f"没有代码“{code}”。{f'是不是 {near}？' if near else 'budget explain 列出全部代码。'}"


def _similar(code: str) -> str:
    known = {topic.kind.code: topic.kind.code for topic in topics()}
    known |= {topic.kind.name: topic.kind.code for topic in topics()}
    wanted = code.strip().upper().translate(_DIGITS)
    return known.get(nearest(wanted, known), "")
