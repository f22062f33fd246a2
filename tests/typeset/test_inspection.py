"""Whether a document can be shown is found without laying it out, and the layout says the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator import publish
from generator.base.resources import templates_folder
from generator.document.blocks import (
    Block,
    Contents,
    Document,
    Paragraph,
    Run,
    Running,
    Section,
)
from generator.typeset import faces
from generator.typeset.inspection import OWN_SIGNS, is_shown
from generator.typeset.layout import lay_out
from tests.layout_samples import MISSING, StubFaces, heading, of, row, sheet, table, words

ROOT = Path(__file__).parents[2]
HIGH = replace(table(3), head=(row("项目", "金额", kinds="头头"),) * 10)
FULL = replace(table(3), body=(row("文", "1" * 400),))
WRONG: dict[str, Block] = {
    "a paragraph": words(f"张{MISSING}"),
    "a heading": heading(f"张{MISSING}"),
    "a cell": replace(table(3), body=(row(f"张{MISSING}", "1.00"),)),
    "a cell of a head": replace(table(3), head=(row(f"张{MISSING}", "1.00"),)),
    "a note": table(3, notes=(words(f"张{MISSING}", "表注"),)),
    "the line above a table": replace(table(3), line=("", "", MISSING)),
    "the title of the contents": Contents(title=f"目{MISSING}录"),
    "a head without room below": HIGH,
    "a column without room": FULL,
}
RIGHT = (
    heading("标题"),
    words("正文\n第二行"),
    heading("表", 2, "表标题"),
    table(30, notes=(words("注", "表注"),)),
    words(""),
)


def faults(document: Document, running: dict[str, Running]) -> tuple[object, ...]:
    pages = lay_out(document, sheet(), StubFaces(), running)
    return (*pages.missing, *pages.narrow, *pages.overfull)


def test_what_has_its_place_is_shown() -> None:
    document = of(Contents(), *RIGHT)
    running = {"竖版": Running((words("左\t中\t\ue000"),), (words("\ue000"),))}
    assert faults(document, running) == ()
    assert is_shown(document, sheet(), StubFaces(), running)


@pytest.mark.parametrize("where", WRONG)
def test_what_the_layout_names_is_not_shown(where: str) -> None:
    document = of(*RIGHT, WRONG[where])
    assert faults(document, {}) != ()
    assert not is_shown(document, sheet(), StubFaces(), {})


@pytest.mark.parametrize("part", ["header", "footer", "even_header", "even_footer"])
def test_a_sign_in_headers_and_footers_is_looked_up(part: str) -> None:
    running = {"竖版": replace(Running(), **{part: (Paragraph((Run(f"左\t{MISSING}"),), "header"),)})}
    assert faults(of(*RIGHT), running) != ()
    assert not is_shown(of(*RIGHT), sheet(), StubFaces(), running)


def test_a_table_that_continues_another_is_measured_as_the_layout_does() -> None:
    form = replace(table(2, attached=True), body=(row("文", "1" * 60),))
    document = Document("", "", "", (Section("竖版", (form, table(3))),))
    assert is_shown(document, sheet(), StubFaces(), {}) is (faults(document, {}) == ())


def test_every_face_has_what_the_layout_adds_by_itself() -> None:
    known = faces.load()
    assert [(face, sign) for face in known.chains for sign in OWN_SIGNS if known.covering(face, sign) is None] == []


@pytest.mark.parametrize("folder", sorted((ROOT / "budgets").glob("*/*-*")), ids=lambda folder: folder.name)
def test_a_real_budget_is_not_laid_out_to_be_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = publish.prepare(folder, templates_folder())
    assert prepared.document is not None
    assert prepared.pack is not None
    laid, found = publish.arrange(prepared.document, prepared.pack)
    assert laid is not None
    monkeypatch.setattr(publish, "arrange", None)
    assert publish.inspect(prepared.document, prepared.pack) == found
