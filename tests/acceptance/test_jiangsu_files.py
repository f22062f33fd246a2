"""江苏, from outside: the Word and PDF files that the command writes hold every published cell and number."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.acceptance import docx_reader, pdf_reader
from tests.acceptance.command import generated
from tests.acceptance.finished import Finished, Grid, folded
from tests.acceptance.test_jiangsu import CELLS_2018, COURT, SLIPS_2018, SLIPS_2019, TESTS, reference, stated

READERS: dict[str, Callable[[Path], Finished]] = {
    "docx": docx_reader.read,
    "pdf": lambda path: pdf_reader.read(pdf_reader.pages(path)),
}
TITLES = {  # the published tables 9 and 12 of 2018 have not the title that their contents give them, which we print
    "九、2018年江苏省高级人民法院“三公”经费、会议费、培训费支出预算表": (
        "九、2018年度江苏省高级人民法院“三公”经费、会议费、培训费支出预算表"
    ),
    "十二、2018年江苏省高级人民法院政府采购预算表": "十二、2018年度江苏省高级人民法院政府采购支出预算表",
}
_made: dict[int, dict[str, Finished]] = {}


def finished(year: int, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Read one of the files of a year, generated once."""
    if year not in _made:
        word, pdf = generated(TESTS / f"budgets/{year}/{COURT}", tmp_path_factory.mktemp(f"jiangsu{year}"))
        _made[year] = {"docx": READERS["docx"](word), "pdf": READERS["pdf"](pdf)}
    return _made[year][kind]


def cells(grid: Grid) -> list[list[str]]:
    """Write each cell where it begins, and nothing where it goes on, as figures.json does."""
    seen: set[int] = set()
    out = []
    for row in grid:
        line = []
        for cell in row:
            line.append("" if id(cell) in seen else cell.words)
            seen.add(id(cell))
        out.append(line)
    return out


def without_heads(rows: list[list[str]], head: list[list[str]]) -> list[list[str]]:
    """Take the heading away, which is there first and, in a PDF, again on each page."""
    assert rows[: len(head)] == head
    return [row for row in rows if row not in head]


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("year", [2018, 2019])
def test_every_published_cell_stands_in_the_file(
    year: int, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = finished(year, kind, tmp_path_factory)
    for name, published in reference(year, "figures")["tables"].items():
        table = made.table(TITLES.get(published["title"], published["title"]))
        head = [[folded(cell) for cell in row] for row in published["header"]]
        rows = without_heads(cells((*table.head, *table.body)), head)
        differing = {
            (name, number, column): (one, other)
            for number, (own, row) in enumerate(zip(rows, published["rows"], strict=True))
            for column, (other, one) in enumerate(zip(own, row["cells"], strict=True))
            if folded(one) != other
        }
        listed = {key: pair for key, pair in CELLS_2018.items() if key[0] == name and year == 2018}
        assert differing == listed, name


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("year", [2018, 2019])
def test_every_published_number_of_the_text_stands_in_the_file(
    year: int, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = finished(year, kind, tmp_path_factory).words()
    said = {Decimal(one) for one in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)}
    slips = SLIPS_2019 if year == 2019 else SLIPS_2018
    missing = [
        one for one in stated(year)
        if one[3] not in said and not any(one[1].endswith(name) and Decimal(printed) == one[3]
                                          for (_, name, _), (printed, _) in slips.items())
    ]  # fmt: skip
    assert missing == []
