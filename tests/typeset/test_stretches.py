"""Which values stand behind each text on a page: all of them, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.base.paths import Traced, ValuePath
from generator.document.blocks import Cell, Column, Document, Paragraph, Row, Run, Section, Table
from generator.document.blocks import arrived as arrived_in
from generator.proof.trace import figures
from generator.publish import arrange, prepare
from generator.typeset import faces
from generator.typeset.layout import lay_out
from generator.typeset.pages import DrawnText, Pages
from generator.typeset.stretches import Stretch, stretches
from generator.writers.laid import Laid
from generator.writers.svg.drawing import places
from tests.writer_samples import ROOT, real

NAME, SUM, DUTY = (("部门", "名称"), ("收入", 0, "金额"), ("职责", 0))


def pages_of(*blocks: Paragraph | Table) -> Pages:
    document = Document("题", "某局", "", (Section("竖版", blocks),))
    return lay_out(document, real().template.sheet, faces.load())


def found(pages: Pages) -> Iterator[tuple[str, Stretch]]:
    for page, placed in zip(pages.pages, stretches(pages), strict=True):
        for number, stretch in placed.items():
            operation = page.operations[number]
            assert isinstance(operation, DrawnText)
            yield operation.text, stretch


def test_a_piece_of_a_sentence_knows_its_own_values() -> None:
    runs = (Run("某局", origins=(NAME,)), Run("收入 "), Run("12.00", origins=(SUM,), figure=True), Run("万元。"))
    said = [(text, one.origins, one.figure) for text, one in found(pages_of(Paragraph(runs)))]
    assert said == [("某局", (NAME,), False), ("12.00", (SUM,), True)]


def test_a_sentence_is_followed_over_lines_and_pages_and_repeated_words() -> None:
    duty = "负责本区工业和信息化 规划，组织实施。" * 300
    pages = pages_of(Paragraph((Run(duty[:18]), Run(duty, origins=(DUTY,)), Run(duty[:18]))))
    texts = [text for text, one in found(pages) if one.origins == (DUTY,)]
    assert len(pages.pages) > 1
    assert "".join("".join(texts).split()) == "".join(duty.split())


def test_cells_and_the_line_above_a_table_know_theirs() -> None:
    cell = Cell("12.00\n万元", "金额", origins=(SUM,))
    line = ("350", Traced("某局", (NAME,)), "单位：万元")
    table = Table("表", "表", (Column(), Column()), (), (Row((Cell(Traced("某局", (NAME,))), cell)),), line)
    said = {(text, one.origins) for text, one in found(pages_of(table))}
    assert said == {("某局", (NAME,)), ("12.00", (SUM,)), ("万元", (SUM,))}


def apart(folder: Path) -> tuple[Document, Laid, Laid]:
    prepared = prepare(folder, ROOT / "templates", every=False)
    assert prepared.document is not None
    assert prepared.pack is not None
    one, _ = arrange(prepared.document, prepared.pack, apart=True)
    other, _ = arrange(prepared.document, prepared.pack)
    assert one is not None
    assert other is not None
    return prepared.document, one, other


@pytest.mark.parametrize("folder", sorted((ROOT / "budgets" / "2025").iterdir()), ids=lambda path: path.name[:3])
def test_every_value_that_a_real_document_prints_is_found_on_its_pages(folder: Path) -> None:
    document, laid, _ = apart(folder)
    every = [stretch for page in stretches(laid.pages) for stretch in page.values()]
    on_pages: set[ValuePath] = {path for one in every for path in one.origins}
    assert arrived_in(laid.document) - on_pages == _only_in_names(laid.document, on_pages)
    behind = {(one.text, one.origins) for one in every}
    assert [one for one in figures(document) if (one.text, tuple(dict.fromkeys(one.origins))) not in behind] == []


def _only_in_names(document: Document, on_pages: set[ValuePath]) -> set[ValuePath]:
    """Give the values that only the cover and the headers print, which are filled in by the Word template."""
    blocks = Document(document.title, document.author, "", document.sections)
    return arrived_in(document) - arrived_in(blocks) - on_pages


@pytest.mark.parametrize("folder", sorted((ROOT / "budgets" / "2025").iterdir()), ids=lambda path: path.name[:3])
def test_pages_whose_texts_are_kept_apart_are_those_that_are_printed(folder: Path) -> None:
    _, one, other = apart(folder)
    assert len(one.pages.pages) == len(other.pages.pages)
    for mine, printed in zip(one.pages.pages, other.pages.pages, strict=True):
        own, theirs = (
            sorted(
                (round(text.y, 2), text.face, text.size, character, x)
                for text in page.operations
                if isinstance(text, DrawnText)
                for character, x in zip(text.text, places(text, one.faces), strict=True)
            )
            for page in (mine, printed)
        )
        assert [known[:-1] for known in own] == [known[:-1] for known in theirs]
        assert all(abs(a[-1] - b[-1]) < 0.01 for a, b in zip(own, theirs, strict=True))
