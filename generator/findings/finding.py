"""Findings: problems in a budget or a pack, as values.

A stage returns its findings beside its result and never stops at the first one.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from generator.base.frozen import frozen
from generator.base.paths import ROOT, ValuePath


class Severity(Enum):
    """How much a finding matters: an error stops `generate`, a warning and a hint do not."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


class Place(NamedTuple):
    """Where something is written: a file and a 1-based line and column, in characters.

    In a Word file and a PDF the line is the paragraph, all of it where the column is 0; where that is not enough it
    is `named` (表 1 第 2 行).
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    named: str = ""

    def __str__(self) -> str:
        if self.words:
            return f"{self.file} {self.words}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def whole(self) -> Place:
        """The line, or the paragraph, of which it may be some characters."""
        return self._replace(column=0, length=1)

    @property
    def words(self) -> str:
        """The place within its file in words, where it has no lines; else nothing."""
        return self.named or (f"第 {self.line} 段" if self.line and self.file.endswith(".docx") else "")


@frozen
class Finding:
    """One problem: what it is, where it is, in words, and what to do about it (message and remedy are Chinese).

    `path` is the path of the YAML value concerned, if it has one;
    `related` are further labelled places, such as the other side of a comparison.
    """

    kind: Kind
    message: str
    place: Place | None = None
    remedy: str = ""
    path: ValuePath = ROOT
    related: tuple[tuple[Place, str], ...] = ()
    replacement: str | None = None  # what `budget fix` may put in the place of the text at `place`, if that is safe
    accepted: str = ""  # the reason given in 出错说明, if the department has accepted the finding

    @property
    def code(self) -> str:
        """The stable code of the kind, such as `Y101`."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The severity of the kind; of an accepted finding, a hint."""
        return Severity.HINT if self.accepted else self.kind.severity


@frozen
class Kind:
    """A kind of finding: a stable code, the Chinese name of the defect, its severity, and what it means.

    Codes by stage: `Y` reading YAML, `S` schema, `B` building the budget, `C` checks of the figures,
    `P` the pack, `D` the finished document, `I` files that are taken in, `A` published documents that are audited,
    `X` the program itself and the system.
    """

    code: str
    name: str
    severity: Severity = Severity.ERROR
    explanation: str = ""
    follows: tuple[str, ...] = ()  # codes of errors that explain it where they stand at the same value or its keys

    def at(
        self,
        place: Place | None,
        message: str,
        remedy: str = "",
        *,
        path: ValuePath = ROOT,
        related: tuple[tuple[Place, str], ...] = (),
        replacement: str | None = None,
    ) -> Finding:
        """Make a finding of this kind at a place."""
        return Finding(self, message, place, remedy, path, related, replacement)

    def on(
        self,
        path: ValuePath,
        message: str,
        remedy: str,
        *,
        also: Labelled = (),
        within: Span | None = None,
        fix: str | None = None,
    ) -> Problem:
        """Say that the value at a path has this defect. Where it is written is found later."""
        return Problem(self, path, message, remedy, also, within, fix)


Labelled = tuple[tuple[ValuePath, str], ...]  # paths, each with what is there
Span = tuple[str, int, int]  # a text and a part of it: text[start:end]


@frozen
class Problem:
    """What a check finds wrong: a finding by paths, of which the runner of the checks makes one by places.

    `path` is the value concerned; where it is not written (something lacks), the finding stands at what is around it.
    """

    kind: Kind
    path: ValuePath
    message: str
    remedy: str
    also: Labelled = ()  # such as the other side of a comparison
    within: Span | None = None  # the text at `path`, and the characters of it that are meant
    fix: str | None = None  # what may safely be put in the place of these characters


def stops(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Tell whether any finding stops the generation: an error, and if `strict` a warning that is not accepted too."""
    severe = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in severe for finding in findings)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error, which always stops the generation."""
    return stops(findings)
