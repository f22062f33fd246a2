"""Drafts (草稿): a document that is only to be looked at says so on every page, and leaves blank what is not known."""

from __future__ import annotations

from dataclasses import replace

from generator.document.blocks import Block, Cell, Document, Heading, Paragraph, Run, Table

IN_NAME = "（草稿）"  # ends the title, and so the file's name
MARK = "草稿，不得公开"
BLANK = "＿＿"  # for a figure of a sentence that is not known
_UNKNOWN = "NaN"  # how an unknown amount is written


def as_draft(document: Document) -> Document:
    """Make a draft of a document."""
    sections = tuple(replace(section, blocks=tuple(map(_blanked, section.blocks))) for section in document.sections)
    return replace(document, title=f"{document.title}{IN_NAME}", sections=sections, mark=MARK)


def _blanked(block: Block) -> Block:
    if isinstance(block, Paragraph | Heading):
        return replace(block, runs=_runs(block.runs))
    if isinstance(block, Table):
        rows = tuple(replace(row, cells=tuple(map(_cell, row.cells))) for row in block.body)
        return replace(block, body=rows, notes=tuple(replace(note, runs=_runs(note.runs)) for note in block.notes))
    return block


def _runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, text=run.text.replace(_UNKNOWN, BLANK)) if run.figure else run for run in runs)


def _cell(cell: Cell) -> Cell:
    unknown = cell.value is not None and cell.value.is_nan()
    return replace(cell, text="", value=None, unit="", number_format="") if unknown else cell
