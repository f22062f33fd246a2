"""`budget verify` finds every change of a finished file: a number, a row, a notice, a heading, a page number."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import publish
from generator.base.resources import templates_folder
from generator.cli import main
from generator.document.blocks import Document, Table
from generator.facts.budget import Budget
from generator.findings.finding import Finding
from generator.proof.verify import verify
from generator.writers.laid import Laid

ROOT = Path(__file__).parents[2]
BODY = "word/document.xml"


@pytest.fixture(scope="module")
def made() -> tuple[Laid, Budget, dict[str, bytes]]:
    (folder,) = (ROOT / "budgets" / "2025").glob("350-*")
    prepared = publish.prepare(folder, templates_folder(), shown_as="b")
    assert prepared.document is not None
    assert prepared.pack is not None
    assert prepared.budget is not None
    laid, _ = publish.arrange(prepared.document, prepared.pack)
    output, _ = publish.finish(prepared.document, prepared.pack)
    assert laid is not None
    assert output is not None
    return laid, prepared.budget, dict(output.files)


Made = tuple[Laid, Budget, dict[str, bytes]]


def check(made: Made, data: bytes, suffix: str = "docx", document: Document | None = None) -> tuple[Finding, ...]:
    laid, budget, _ = made
    return verify(data, suffix, "a", document or laid.document, laid.pages.labels, budget.places)


def edited(data: bytes, pattern: str, new: str) -> bytes:
    """The Word file with one change in its body."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == BODY:
                text, count = re.subn(pattern, new, content.decode(), count=1)
                assert count == 1
                content = text.encode()
            archive.writestr(name, content)
    return result.getvalue()


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_what_was_generated_is_right(suffix: str, made: Made) -> None:
    assert check(made, made[2][suffix], suffix) == ()


CHANGES = {
    "a figure of a table": (r">879\.82<", ">897.82<", "D402", "应当是“879.82”，文件里是“897.82”"),
    "a heading": (r"(<w:bookmarkStart [^>]*/><w:r>.{0,200}?)二、部门预算安排", r"\1三、部门预算安排", "D403", "三、"),
    "a page number of the contents": (r"(PAGEREF (?:.(?!PAGEREF))*?<w:t[^>]*>)3(<)", r"\g<1>4\2", "D404", "目录"),
    "a notice": (r"注：无政府性基金", "注：有政府性基金", "D405", "注：有"),
    "a row": (r"<w:tr\b(?:(?!</w:tr>).)*>科学技术支出<.*?</w:tr>", "", "D402", "缺少“"),
}


@pytest.mark.parametrize(
    "name", [name for name in CHANGES if name not in ("a figure of a sentence", "a new paragraph")]
)
def test_a_change_of_the_word_file_is_found(name: str, made: Made) -> None:
    pattern, new, code, words = CHANGES[name]
    found = check(made, edited(made[2]["docx"], pattern, new))
    assert [one.code for one in found] == [code]
    assert words in found[0].message


def test_an_added_paragraph_is_a_warning(made: Made) -> None:
    data = edited(made[2]["docx"], r"<w:body>", "<w:body><w:p><w:r><w:t>另外的话</w:t></w:r></w:p>")
    (one,) = check(made, data)
    assert (one.code, one.message) == ("D406", "多出“另外的话”。")


def test_a_changed_figure_leads_to_its_lines(made: Made) -> None:
    (one,) = check(made, edited(made[2]["docx"], r">879\.82<", ">897.82<"))
    assert one.related
    assert all("项目.yaml" in place.file for place, _ in one.related)


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_figure_that_is_changed_is_found_in_both_formats(suffix: str, made: Made) -> None:
    """The document is changed instead of the file: what the file prints then differs from what is expected."""
    laid = made[0]
    sections = list(laid.document.sections)
    index, table = next((n, b) for n, s in enumerate(sections) for b in s.blocks if isinstance(b, Table))
    row = table.body[0]
    cells = tuple(replace(cell, text="1.23") if cell.value else cell for cell in row.cells)
    changed = replace(table, body=(replace(row, cells=cells), *table.body[1:]))
    blocks = tuple(changed if block is table else block for block in sections[index].blocks)
    sections[index] = replace(sections[index], blocks=blocks)
    (one,) = check(made, made[2][suffix], suffix, replace(laid.document, sections=tuple(sections)))
    assert one.code == "D402"
    assert "“1.23”" in one.message


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\x00" * 1000])
def test_a_broken_file_is_a_finding(suffix: str, data: bytes, made: Made) -> None:
    assert [one.code for one in check(made, data, suffix)] == ["D401"]


def test_a_truncated_pdf_is_a_finding(made: Made) -> None:
    assert check(made, made[2]["pdf"][: len(made[2]["pdf"]) // 2], "pdf")[0].code == "D401"


def test_the_command_verifies_a_budget_and_single_files(tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, [*arguments, "--root", str(ROOT)])
        return result.exit_code, result.output

    assert run("generate", "350", "-o", str(tmp_path))[0] == 0
    code, shown = run("verify", "350", "-o", str(tmp_path))
    assert code == 0
    assert shown.count("：一致") == 2
    (file,) = tmp_path.glob("*/*/*.docx")
    file.write_bytes(edited(file.read_bytes(), r">879\.82<", ">897.82<"))
    code, shown = run("verify", str(file))
    assert code == 1
    assert "D402" in shown
    assert run("verify", "350", "-o", str(tmp_path / "没有"))[0] == 2
