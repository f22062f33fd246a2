"""The second province: a real department's published budget comes out of the Shanghai pack, figure by figure."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from generator import publish
from generator.document.blocks import Contents, Document, Heading, Paragraph, Row, Table, grid
from generator.facts.budget import Budget

BUDGET = Path("budgets/2025/207-上海市普陀区财政局")
TEMPLATES = Path("templates")
REFERENCE = Path("tests/reference/shanghai-putuo-finance-2025")
NAMES = [f"T{n}" for n in range(1, 10)]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def prepared() -> publish.Prepared:
    made = publish.prepare(BUDGET, TEMPLATES)
    assert [finding for finding in made.findings if not finding.accepted] == []
    return made


@pytest.fixture(scope="module")
def document(prepared: publish.Prepared) -> Document:
    assert prepared.document is not None
    return prepared.document


@pytest.fixture(scope="module")
def budget(prepared: publish.Prepared) -> Budget:
    assert prepared.budget is not None
    return prepared.budget


@pytest.fixture(scope="module")
def word(prepared: publish.Prepared) -> list[tuple[str, Any]]:
    """The body of the finished Word file: ("p", text) and ("t", rows), read by nothing of ours."""
    assert prepared.document is not None
    assert prepared.pack is not None
    output, findings = publish.finish(prepared.document, prepared.pack, ("docx",))
    assert output is not None
    assert findings == ()
    body = etree.fromstring(zipfile.ZipFile(BytesIO(output.files["docx"])).read("word/document.xml"))[0]
    return [("t", word_rows(block)) if block.tag == f"{W}tbl" else ("p", word_text(block)) for block in body]


def word_text(element: Any) -> str:
    return bare("".join(element.itertext(f"{W}t")))


def word_rows(table: Any) -> list[list[str]]:
    """Rows on the grid: a cell that is merged prints its text in its first place only."""
    rows = []
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            continued = merge is not None and merge.get(f"{W}val") != "restart"
            cells.append("" if continued else word_text(cell))
            cells.extend([""] * (int(span.get(f"{W}val")) - 1 if span is not None else 0))
        rows.append(cells)
    return rows


def figures() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads((REFERENCE / "figures.json").read_text("utf-8"))["tables"]
    return tables


def differences() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((REFERENCE / "differences.yaml").read_text("utf-8"))
    return found


def expected(name: str) -> dict[str, Any]:
    """What a table must print: the published one, with the reviewed corrections, each of which must apply."""
    table = dict(figures()[name])
    for entry in differences()["表格"]:
        if entry["表"] == name:
            assert entry["处"] == "附注"
            assert table["note"] == entry["公开"]
            table["note"] = entry["生成"]
    return table


def with_titles(document: Document) -> dict[str, Table]:
    found, title = {}, ""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                title = block.text
            elif isinstance(block, Table):
                found[title] = block
    return found


def on_grid(rows: tuple[Row, ...]) -> list[list[str]]:
    out = []
    for row in grid(rows):
        cells: list[str] = []
        for placed in row:
            cells.append(bare(placed.cell.text) if placed.top else "")
            cells.extend([""] * (placed.cell.colspan - 1))
        out.append(cells)
    return out


@pytest.mark.parametrize("name", NAMES)
def test_each_cell_of_a_published_table_is_in_its_place(document: Document, name: str) -> None:
    wanted = expected(name)
    table = with_titles(document)[wanted["title"]]
    assert on_grid(table.head) == wanted["header"]
    assert on_grid(table.body) == [row["cells"] for row in wanted["rows"]]
    assert [note.text for note in table.notes] == ([wanted["note"]] if wanted["note"] else [])
    assert table.line == (f"{wanted['org_label']}：{wanted['org']}", "", f"单位：{wanted['unit']}")


@pytest.mark.parametrize("name", NAMES)
def test_each_cell_is_in_its_place_in_the_finished_word_file(word: list[tuple[str, Any]], name: str) -> None:
    wanted = expected(name)
    at = word.index(("p", wanted["title"]))  # the contents have a page number behind the title
    rows = next(content for kind, content in word[at:] if kind == "t")
    printed = wanted["header"] + [row["cells"] for row in wanted["rows"]]
    assert rows[-len(printed) :] == printed
    if wanted["note"]:
        after = word[word.index(("t", rows), at) + 1]
        assert after == ("p", wanted["note"])


def test_there_are_nine_tables_and_each_amount_knows_its_lines(document: Document, budget: Budget) -> None:
    tables = with_titles(document)
    assert list(tables) == [figures()[name]["title"] for name in NAMES]
    amounts = [c for t in tables.values() for r in t.body for c in r.cells if c.role == "金额" and c.value]
    assert len(amounts) > 150
    assert all(cell.origins and set(cell.origins) <= set(budget.places) for cell in amounts)


def published() -> str:
    """The published text without contents and tables, and without white space."""
    text = (REFERENCE / "published.txt").read_text("utf-8")
    tables = text.index("2025年部门财务收支预算总表\n编制部门")
    before = text[text.index("上海市普陀区财政局主要职能") : tables]
    after = text[re.search(r"其他相关情况说明\s*\n一、", text).start() :]  # type: ignore[union-attr]
    return bare(before + after)


def generated(document: Document) -> str:
    blocks = [block for section in document.sections for block in section.blocks]
    return bare("".join(b.text for b in blocks if isinstance(b, Heading | Paragraph) and b.style != "表标题"))


def corrected(text: str, entries: list[dict[str, Any]]) -> str:
    for entry in entries:
        assert text.count(entry["公开"]) == entry.get("次数", 1), entry
        text = text.replace(entry["公开"], entry["生成"])
    return text


def test_the_text_is_the_published_one_but_for_the_reviewed_corrections(document: Document) -> None:
    assert generated(document) == corrected(published(), differences()["文字"])


@pytest.mark.parametrize("left_out", range(1, 20))
def test_a_difference_that_is_not_listed_fails(document: Document, left_out: int) -> None:
    entries = differences()["文字"]
    del entries[left_out]
    assert generated(document) != corrected(published(), entries)


def test_every_reviewed_correction_is_needed(document: Document) -> None:
    entries = differences()["文字"]
    assert all(entry["公开"] != entry["生成"] and entry["原因"] for entry in entries)
    text = generated(document)
    assert all(entry["生成"] in text for entry in entries if "268.77" not in entry["生成"])
    assert len(entries) == 20


def test_the_word_file_says_the_same_text(document: Document, word: list[tuple[str, Any]]) -> None:
    paragraphs = "".join(content for kind, content in word if kind == "p")
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading | Paragraph):
                assert bare(block.text) in paragraphs


def test_the_cover_is_the_published_one(word: list[tuple[str, Any]]) -> None:
    said = [content for kind, content in word if kind == "p" and content]
    assert said[:2] == ["上海市普陀区2025年区级部门预算", "预算主管部门：上海市普陀区财政局"]


def test_the_contents_are_the_published_ones(document: Document) -> None:
    text = (REFERENCE / "published.txt").read_text("utf-8")
    lines = [bare(line) for line in text[text.index("目   录") : text.index("上海市普陀区财政局主要职能")].splitlines()]
    entries = [re.sub(r"^\d[.．]|…+$", "", line) for line in lines[1:] if line.strip("\f")]
    contents = [b for s in document.sections for b in s.blocks if isinstance(b, Contents)]
    assert [heading.text for heading in document.headings() if heading.level <= contents[0].levels] == entries
