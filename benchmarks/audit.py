"""Does the audit notice a wrong digit? One random digit of one random figure of a document is changed, many times.

python -m benchmarks.audit FILE… [--count 40] [--seed 1] [--pack 上海] [--only 表|正文] [--together 1]

A change is noticed if there is a remark that was not there before, and it is at the right place if one of its places
is the changed figure: its cell, or characters of its paragraph that include it. Figures are counted by what they are
(amounts, last year's, plans, changes, rates …). Apart are figures that nothing else in the file can contradict, and
changes that are within the rounding of everything that could (`second_statements`, which asks nothing of the audit).
With --together 5, five digits of a file are wrong at once, and each is to be noticed.
Printed are each change that is not noticed or told elsewhere, with what is known of the figure, and each with more
than a few remarks.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from benchmarks.second_statements import DigitSpot, PlainNumber, SecondStatements, spots_of
from generator.audit import run
from generator.audit.document import AuditedDocument, document_of
from generator.audit.remark import UNLAWFUL, AuditRemark
from generator.commands.import_ import forms_of, packs_asked
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Place
from generator.grids import reader
from generator.grids.grid import FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.pool import ConditionKey, key_of
from generator.intake.reading import PossibleForms
from generator.pack import loader
from generator.recognition.figures import AMOUNT, LAST, NUMBER, PLAN, TextFigure
from generator.recognition.statements import PrintedAmount, ReadTable

ROOT = Path(__file__).parent.parent
TABLE, TEXT = "表", "正文"
AIMED = (AMOUNT, LAST, PLAN)
ALONE, ROUNDED = "没有第二处", "在舍入之内"
_FEW = 3  # remarks of one digit
Said = dict[tuple[str, str, str], AuditRemark]


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file with another digit: where, the figure before and after, and where it begins in its paragraph."""

    file: ForeignFile
    place: Place
    old: str
    new: str
    start: int

    @property
    def by(self) -> Decimal:
        """How far the figures are apart, in their unit."""
        return abs(PlainNumber.of(self.old).value - PlainNumber.of(self.new).value)


def main() -> None:
    """Change digits, and print how many changes are noticed, of tables and of the running text."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", type=Path, nargs="+")
    asked.add_argument("--count", type=int, default=40)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--pack", default="")
    asked.add_argument("--only", choices=(TABLE, TEXT), default="")
    asked.add_argument("--together", type=int, default=1)
    options = asked.parse_args()
    templates = ROOT / "templates"
    forms = forms_of(templates, packs_asked(loader.list_folders(templates), options.pack))
    whole: Counter[str] = Counter()
    for path in options.files:
        print(f"== {path}", flush=True)
        chance = random.Random(options.seed)  # noqa: S311 no secret
        kinds = [options.only] if options.only else [TABLE, TEXT]
        file = reader.read(path, path.name)
        whole += (counts := _of_file(forms, file, options.count, chance, kinds, options.together))
        _print(counts)
    print("== 合计")
    _print(whole)


def _of_file(
    forms: PossibleForms, file: ForeignFile, count: int, chance: random.Random, kinds: Sequence[str], together: int
) -> Counter[str]:
    counts: Counter[str] = Counter()
    source = forms.read(file)
    if source is None:
        print("没有认出格式")
        return counts
    forms = replace(forms, names=(source.read.form.pack.name,))  # known by now: others are not tried each time
    document = document_of(source)
    before = _remarks(document)
    every = spots_of(file, {one.place for table in document.tables for one in table.amounts})
    second = SecondStatements(file, every)
    for kind in kinds:
        spots = [one for one in every if (one.row >= 0) == (kind == TABLE)]
        for _ in range(count // together if spots else 0):
            every_change = _changes(file, chance.sample(spots, min(together, len(spots))), chance)
            read = forms.read(every_change[-1][1].file)
            new = [one for key, one in _remarks(document_of(read)).items() if key not in before] if read else []
            for spot, changed in every_change:
                counts += _told(document, kind, changed, _apart(second, spot, changed), new)
            if len(new) > _FEW * together:
                print(f"{together} 个数字 {len(new)} 条：{[(one.old, one.new) for _, one in every_change]}", flush=True)
                _list(new)
    return counts


def _changes(
    file: ForeignFile, spots: Sequence[DigitSpot], chance: random.Random
) -> list[tuple[DigitSpot, ChangedFile]]:
    """Change a digit of each figure, one file after another; the last has them all."""
    made: list[tuple[DigitSpot, ChangedFile]] = []
    for spot in spots:
        made.append((spot, _changed(made[-1][1].file if made else file, spot, chance)))
    return made


def _told(
    document: AuditedDocument, kind: str, changed: ChangedFile, apart: str, new: Sequence[AuditRemark]
) -> Counter[str]:
    """Count whether a change is noticed, and at its place; print it if not."""
    told = [one for one in new if one.certainty != UNLAWFUL]
    role, why = _known(document, changed, kind)
    right = any(_is_at(changed, one) for one in told)
    sort = f"{kind} {role}" + f"（{apart}）" * bool(apart)
    if not right:
        words = f"{kind}{changed.place.words or changed.place.line} {changed.old} → {changed.new}：{role} {why}"
        print(f"{'位置不对' if told else '没有发现'}{apart and f'（{apart}）'}：{words}", flush=True)
        _list(told)
    return Counter({f"{sort} 改了": 1, f"{sort} 发现了": int(bool(told)), f"{sort} 位置对": int(right)})


def _list(remarks: Sequence[AuditRemark]) -> None:
    for one in remarks:
        print(f"    {one.certainty} {one.finding.code} {one.finding.place} {one.finding.message}", flush=True)


def _print(counts: Counter[str]) -> None:
    sorts = sorted(key.removesuffix(" 改了") for key in counts if key.endswith(" 改了"))
    for kind in (TABLE, TEXT):
        aimed = [one for one in sorts if one in [f"{kind} {role}" for role in AIMED]]
        for one, of in (*((one, [one]) for one in sorts if one.startswith(kind)), (f"{kind}：金额、上年、计划", aimed)):
            made, found, right = (sum(counts[f"{each} {what}"] for each in of) for what in ("改了", "发现了", "位置对"))
            if made:
                shares = f"发现 {found}（{found / made:.0%}），位置对 {right}（{right / made:.0%}）"
                print(f"{one}：改了 {made} 处，{shares}", flush=True)


def _remarks(document: AuditedDocument) -> Said:
    return {(one.finding.code, str(one.finding.place), one.finding.message): one for one in run(document)}


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
    return ChangedFile(whole, place, before[spot.start : spot.end], text[spot.start : spot.end], spot.start)


def _with(grid: Grid, cell: GridCell, text: str) -> Grid:
    new = replace(cell, text=text, number=None)
    return replace(grid, rows=tuple(tuple(new if one is cell else one for one in row) for row in grid.rows))


def _other(text: str, spot: DigitSpot, chance: random.Random) -> str:
    at = chance.choice([place for place in range(spot.start, spot.end) if text[place].isdigit()])
    digit = chance.choice([one for one in "0123456789" if one != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _apart(second: SecondStatements, spot: DigitSpot, changed: ChangedFile) -> str:
    """Say why a change cannot be noticed, if it cannot."""
    statements = second.of(spot)
    new = PlainNumber.of(changed.new).value
    if not statements:
        return ALONE
    return ROUNDED if all(abs(value - new) <= off for value, off in statements) else ""


def _is_at(changed: ChangedFile, remark: AuditRemark) -> bool:
    """Tell whether one of the places of a remark is the changed figure."""
    for place in (remark.finding.place, *(one for one, _ in remark.finding.related)):
        if place is not None and _where(place) == _where(changed.place):
            end = changed.start + len(changed.new)
            if not place.column or (place.column - 1 < end and changed.start < place.column - 1 + place.length):
                return True
    return False


def _where(place: Place) -> tuple[str, int, str]:
    """Give the paragraph or the cell of a place: the page of a paragraph is named only once it is placed."""
    return place.file, place.line, "" if place.line else place.named


def _known(document: AuditedDocument, changed: ChangedFile, kind: str) -> tuple[str, str]:
    """Say what a figure is for the reader, and what is known of it."""
    if kind == TABLE:
        return _sort_in_table(document, changed), _why_in_table(document, changed)
    own = (one for each in document.sentences for one in each.free.figures if one.place.whole == changed.place)
    figure = next((one for one in own if one.place.column - 1 == changed.start), None)
    return (figure.role if figure else "没有读到"), _why_in_text(document, figure, changed)


def _sort_in_table(document: AuditedDocument, changed: ChangedFile) -> str:
    own = [one for table in document.tables for one in table.amounts if one.place == changed.place]
    if own:
        return NUMBER if own[0].measure == NUMBER else AMOUNT if own[0].book == THIS_YEAR else LAST
    if any(place == changed.place for table in document.tables for place in _of_records(table)):
        return "记录"
    return "没有读到"


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
