"""Does the audit notice a wrong digit? One random digit of one random figure of a document is changed, many times.

python -m benchmarks.audit FILE… [--count 100] [--seed 1] [--pack 上海] [--only 表|正文]

A change is noticed if there is a remark that was not there before, and it is at
the right place if one of its places is on the page (or in the sheet or paragraph) of the change. Figures of the
running text are counted by what they are as well (amounts, last year's, changes, rates). Each change that is not
noticed is printed with what is known of the figure: not read, read but not understood, stated nowhere else, or too
small for the digits that are printed.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from generator.audit import run
from generator.audit.document import AuditedDocument, document_of
from generator.audit.remark import UNLAWFUL, AuditRemark
from generator.commands.import_ import forms_of, packs_asked
from generator.findings.finding import Place
from generator.grids import reader
from generator.grids.grid import FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.pool import ConditionKey, key_of
from generator.intake.reading import PossibleForms
from generator.pack import loader
from generator.recognition.figures import TextFigure
from generator.recognition.statements import PrintedAmount, ReadTable

ROOT = Path(__file__).parent.parent
_AMOUNT = re.compile(r"[0-9][0-9,，]*\.[0-9]{2}(?![0-9])")
TABLE, TEXT = "表", "正文"
Said = dict[tuple[str, str, str], AuditRemark]


@dataclass(frozen=True, slots=True)
class DigitSpot:
    """A figure of a file: the part, the row and column of a grid (or -1), and where its digits begin and end."""

    part: int
    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file with another digit: where, and the figure before and after."""

    file: ForeignFile
    place: Place
    old: str
    new: str

    @property
    def by(self) -> Decimal:
        """How far the figures are apart, in their unit."""
        return abs(_number(self.old) - _number(self.new))


def main() -> None:
    """Change digits, and print how many changes are noticed, of tables and of the running text."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", type=Path, nargs="+")
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--pack", default="")
    asked.add_argument("--only", choices=(TABLE, TEXT), default="")
    options = asked.parse_args()
    templates = ROOT / "templates"
    forms = forms_of(templates, packs_asked(loader.list_folders(templates), options.pack))
    for path in options.files:
        print(f"== {path}", flush=True)
        chance = random.Random(options.seed)  # noqa: S311 no secret
        _of_file(forms, reader.read(path, path.name), options.count, chance, options.only)


def _of_file(forms: PossibleForms, file: ForeignFile, count: int, chance: random.Random, only: str) -> None:
    source = forms.read(file)
    if source is None:
        print("没有认出格式")
        return
    forms = replace(forms, names=(source.read.form.pack.name,))  # known by now: others are not tried each time
    document = document_of(source)
    before = _remarks(document)
    figures = {(one.place.whole, one.text): one for each in document.sentences for one in each.free.figures}
    spots = [one for one in _spots(file) if only in ("", TABLE if one.row >= 0 else TEXT)]
    counts: Counter[str] = Counter()
    for _ in range(count if spots else 0):
        spot = chance.choice(spots)
        changed = _changed(file, spot, chance)
        read = forms.read(changed.file)
        new = [one for key, one in _remarks(document_of(read)).items() if key not in before] if read else []
        told = [one for one in new if one.certainty != UNLAWFUL]
        kind = TABLE if spot.row >= 0 else TEXT
        figure = figures.get((changed.place.whole, changed.old)) if kind == TEXT else None
        role = figure.role if figure else "" if kind == TABLE else "没有读到"
        for one in (kind, *([f"{kind} {role}"] if role else ())):
            counts[f"{one} 改了"] += 1
            counts[f"{one} 发现了"] += bool(told)
            counts[f"{one} 位置对"] += any(_near(changed.place, one) for one in told)
        if not told:
            why = _why_in_text(document, figure, changed) if kind == TEXT else _why_in_table(document, changed)
            print(f"没有发现：{changed.place} {changed.old} → {changed.new}：{role} {why}", flush=True)
    for kind in sorted(key.removesuffix(" 改了") for key in counts if key.endswith(" 改了")):
        made, found, right = (counts[f"{kind} {one}"] for one in ("改了", "发现了", "位置对"))
        print(f"{kind}：改了 {made} 处，发现 {found}（{found / made:.0%}），位置对 {right}（{right / made:.0%}）")


def _remarks(document: AuditedDocument) -> Said:
    return {(one.finding.code, str(one.finding.place), one.finding.message): one for one in run(document)}


def _spots(file: ForeignFile) -> list[DigitSpot]:
    found: list[DigitSpot] = []
    for number, part in enumerate(file.parts):
        if isinstance(part, Passage):
            found += [DigitSpot(number, -1, -1, *match.span()) for match in _AMOUNT.finditer(part.text)]
            continue
        for cell in part.cells:
            found += [DigitSpot(number, cell.row, cell.column, *one.span()) for one in _AMOUNT.finditer(cell.text)]
    return found


def _changed(file: ForeignFile, spot: DigitSpot, chance: random.Random) -> ChangedFile:
    part = file.parts[spot.part]
    before = part.text if isinstance(part, Passage) else part.rows[spot.row][spot.column].text
    text = _other(before, spot, chance)
    if isinstance(part, Passage):
        new: FilePart = replace(part, text=text)
        place = part.place
    else:
        cell = part.rows[spot.row][spot.column]
        new, place = _with(part, cell, text), cell.place
    whole = replace(file, parts=(*file.parts[: spot.part], new, *file.parts[spot.part + 1 :]))
    return ChangedFile(whole, place, before[spot.start : spot.end], text[spot.start : spot.end])


def _with(grid: Grid, cell: GridCell, text: str) -> Grid:
    new = replace(cell, text=text, number=None)
    return replace(grid, rows=tuple(tuple(new if one is cell else one for one in row) for row in grid.rows))


def _other(text: str, spot: DigitSpot, chance: random.Random) -> str:
    at = chance.choice([place for place in range(spot.start, spot.end) if text[place].isdigit()])
    digit = chance.choice([one for one in "0123456789" if one != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _near(place: Place, remark: AuditRemark) -> bool:
    found = [remark.finding.place, *(one for one, _ in remark.finding.related)]
    return any(one is not None and one.words.split("表")[0] == place.words.split("表")[0] for one in found)


def _number(text: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", text))


def _why_in_text(document: AuditedDocument, figure: TextFigure | None, changed: ChangedFile) -> str:
    if figure is None:
        return "不是读到的数"
    if figure.asked is None:
        return figure.why or "只认出是什么数"
    fate = next((fate for one, fate in document.made.coverage.figures if one is figure), "")
    key = figure.asked.data, key_of(figure.asked.condition)
    return _compared(document, [key], figure.name[-20:], f"{fate}，" if fate else "", changed)


def _why_in_table(document: AuditedDocument, changed: ChangedFile) -> str:
    own = [(table, one) for table in document.tables for one in table.amounts if one.place == changed.place]
    if own:
        table, one = own[0]
        keys = [(one.data, key_of(one.condition)) for _, one in own]
        return _compared(document, keys, f"{table.table.spec.name} {one.row}·{one.column}", "", changed)
    records = [table for table in document.tables if any(place == changed.place for place in _of_records(table))]
    if records:
        return f"{records[0].table.spec.name}的一条记录的数"
    unread = [one for table in document.tables for one in table.unread if one.place == changed.place]
    return f"没有读懂：{unread[0].what}" if unread else "不是读到的格子"


def _of_records(table: ReadTable) -> Iterator[Place]:
    for record in table.records:
        yield from (place for _, place in record.fields.values())
        yield from (one.place for one in record.amounts)


def _compared(
    document: AuditedDocument, keys: Sequence[tuple[str, ConditionKey]], name: str, before: str, changed: ChangedFile
) -> str:
    """Say how often a condition is stated, and by how many of the last digits the figures differ."""
    same = [one for one in _every_amount(document) if (one.data, key_of(one.condition)) in keys]
    places = len(changed.old.partition(".")[2])
    return f"{name}，{before}同口径的数 {len(same)} 个，差末位 {changed.by.scaleb(places):f}；{dict(keys[0][1])}"


def _every_amount(document: AuditedDocument) -> Iterator[PrintedAmount]:
    for table in document.tables:
        yield from table.amounts
    for one in document.sentences:
        yield from one.every_amount


if __name__ == "__main__":
    main()
