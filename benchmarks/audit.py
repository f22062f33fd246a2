"""Does the audit notice a wrong digit? One random digit of one random figure of a document is changed, many times.

python -m benchmarks.audit FILE [--count 100] [--seed 1] [--pack 上海]

A change is noticed if there is a remark that was not there before, and it is at
the right place if one of its places is on the page (or in the sheet or paragraph) of the change. Figures of the running
text are counted by what they are as well (amounts, last year's, changes, rates).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from generator.audit import run
from generator.audit.document import document_of
from generator.audit.remark import UNLAWFUL, AuditRemark
from generator.commands.import_ import forms_of, packs_asked
from generator.findings.finding import Place
from generator.grids import reader
from generator.grids.grid import FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.reading import PossibleForms
from generator.pack import loader

ROOT = Path(__file__).parent.parent
_AMOUNT = re.compile(r"[0-9][0-9,，]*\.[0-9]{2}")
Spot = tuple[int, int, int, int, int]  # part, row and column of a grid (or -1), where its digits begin and end


def main() -> None:
    """Change digits, and print how many changes are noticed, of tables and of the running text."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--pack", default="")
    asked.add_argument("--text", action="store_true", help="only of the running text")
    options = asked.parse_args()
    file = reader.read(options.file, options.file.name)
    templates = ROOT / "templates"
    forms = forms_of(templates, packs_asked(loader.list_folders(templates), options.pack))
    before = _said(forms, file)
    chance = random.Random(options.seed)  # noqa: S311 no secret
    spots = [one for one in _spots(file) if not options.text or one[1] < 0]
    counts: Counter[str] = Counter()
    roles = _roles(forms, file)
    for _ in range(options.count):
        spot = chance.choice(spots)
        changed, place, shown = _changed(file, spot, chance)
        kind = "表" if spot[1] >= 0 else "正文"
        new = [one for key, one in _said(forms, changed).items() if key not in before]
        told = [one for one in new if one.certainty != UNLAWFUL]
        near = any(_near(place, one) for one in told)
        role = "" if spot[1] >= 0 else roles.get((place.whole, shown.split()[0].replace(",", "")), "没有读到")
        for one in (kind, *([f"{kind} {role}"] if role else ())):
            counts[f"{one} 改了"] += 1
            counts[f"{one} 发现了"] += bool(told)
            counts[f"{one} 位置对"] += near
        if not told:
            print(f"没有发现：{place} {shown}")
    for kind in sorted(key.removesuffix(" 改了") for key in counts if key.endswith(" 改了")):
        made = counts[f"{kind} 改了"]
        if made:
            found, right = counts[f"{kind} 发现了"], counts[f"{kind} 位置对"]
            print(f"{kind}：改了 {made} 处，发现 {found}（{found / made:.0%}），位置对 {right}（{right / made:.0%}）")


def _said(forms: PossibleForms, file: ForeignFile) -> dict[tuple[str, str, str], AuditRemark]:
    source = forms.read(file)
    found = run(document_of(source)) if source else ()
    return {(one.finding.code, str(one.finding.place), one.finding.message): one for one in found}


def _roles(forms: PossibleForms, file: ForeignFile) -> dict[tuple[Place, str], str]:
    """Give what each figure of the running text is, by its paragraph and its words."""
    source = forms.read(file)
    sentences = document_of(source).sentences if source else ()
    return {(one.place.whole, one.text.replace("，", "")): one.role for each in sentences for one in each.free.figures}


def _spots(file: ForeignFile) -> list[Spot]:
    found: list[Spot] = []
    for number, part in enumerate(file.parts):
        if isinstance(part, Passage):
            found += [(number, -1, -1, *match.span()) for match in _AMOUNT.finditer(part.text)]
            continue
        for row, cells in enumerate(part.rows):
            for column, cell in enumerate(cells):
                if (cell.row, cell.column) == (row, column):
                    found += [(number, row, column, *match.span()) for match in _AMOUNT.finditer(cell.text)]
    return found


def _changed(file: ForeignFile, spot: Spot, chance: random.Random) -> tuple[ForeignFile, Place, str]:
    number, row, column, start, end = spot
    part = file.parts[number]
    if isinstance(part, Passage):
        text = _other(part.text, start, end, chance)
        new: FilePart = replace(part, text=text)
        place, shown = part.place, f"{part.text[start:end]} → {text[start:end]}"
    else:
        cell = part.rows[row][column]
        text = _other(cell.text, start, end, chance)
        new, place, shown = _with(part, cell, text), cell.place, f"{cell.text} → {text}"
    return replace(file, parts=(*file.parts[:number], new, *file.parts[number + 1 :])), place, shown


def _with(grid: Grid, cell: GridCell, text: str) -> Grid:
    new = replace(cell, text=text, number=None)
    return replace(grid, rows=tuple(tuple(new if one is cell else one for one in row) for row in grid.rows))


def _other(text: str, start: int, end: int, chance: random.Random) -> str:
    at = chance.choice([place for place in range(start, end) if text[place].isdigit()])
    digit = chance.choice([one for one in "0123456789" if one != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _near(place: Place, remark: AuditRemark) -> bool:
    found = [remark.finding.place, *(one for one, _ in remark.finding.related)]
    return any(one is not None and one.words.split("表")[0] == place.words.split("表")[0] for one in found)


if __name__ == "__main__":
    main()
