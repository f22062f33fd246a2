"""Every kind of an audit: its manual page has examples of a document that is right and one that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from inspect import getdoc
from types import ModuleType

import pytest

from generator.audit import LOOKS, run
from generator.audit.document import document_of
from generator.audit.remark import CERTAINTIES, AuditRemark
from generator.commands.catalogue import kinds_of
from generator.findings.finding import Place
from generator.grids.grid import FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.reading import PossibleForms
from generator.recognition.forms import form_of
from generator.recognition.tables import recognise
from tests.recognition.test_sentences import form

_EXAMPLE = re.compile(r"^(合格|不合格)的例子(?:（([A-Z]\d{3})）)?::\n\n((?:    .*\n|\n)+)", re.MULTILINE)
WITHOUT = {"A102", "A106", "A602"}  # tested with whole documents


def parts(lines: list[str]) -> Iterator[FilePart]:
    """Give the parts of a small document: lines that begin with a bar are rows of a grid."""
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            place = Place("文.docx", named=f"表前第 {number} 行")
            cells = (
                tuple(GridCell(text, place, row, column) for column, text in enumerate(texts))
                for row, texts in enumerate(rows)
            )
            yield Grid(tuple(cells), place)
            rows = []
        if line:
            yield Passage(line, Place("文.docx", number))


def audit(text: str) -> tuple[AuditRemark, ...]:
    """Audit a small document, read with the form of Jiangsu; its first line is the year."""
    year, *lines = text.strip("\n").split("\n")
    name = "江苏"
    forms = PossibleForms((name,), lambda wanted, _: form(wanted)[0])
    read = recognise(ForeignFile("文.docx", "docx", tuple(parts(lines))), form_of(form(name)[0]))
    return run(document_of(forms._said(replace(read, year=int(year)), int(year))))


def examples() -> Iterator[tuple[ModuleType, bool, str, str]]:
    for module in LOOKS:
        for right, code, text in _EXAMPLE.findall(f"{getdoc(module)}\n"):
            yield module, right == "合格", code, re.sub("^    ", "", text, flags=re.MULTILINE)


def test_every_kind_has_examples() -> None:
    shown = {code for _, right, code, _ in examples() if not right}
    own = {kind.code for module in LOOKS for kind in kinds_of(module) if kind.code.startswith("A")}
    assert own - shown == WITHOUT
    assert {module for module, right, _, _ in examples() if right} == set(LOOKS)


@pytest.mark.parametrize(("module", "right", "code", "text"), list(examples()))
def test_examples(module: ModuleType, right: bool, code: str, text: str) -> None:
    found = {one.finding.code: one for one in audit(text)}
    if right:
        assert not {kind.code for kind in kinds_of(module)} & found.keys()
    else:
        assert found[code].certainty in CERTAINTIES
        assert found[code].finding.place is not None
