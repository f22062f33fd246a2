"""`budget verify` finds every change of a finished file: a number, a row, a notice, a heading, a page number."""

import io
import logging
import os
import random
import re
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from generator import publish
from generator.base.resources import templates_folder
from generator.cli import main
from generator.document.blocks import Document, Table
from generator.facts.budget import Budget
from generator.findings.finding import Finding
from generator.proof import finished
from generator.proof.verify import verify, verify_file
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


def word(xml: str) -> bytes:
    """A Word file with nothing but this body."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(BODY, xml)
    return result.getvalue()


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>部门0.00</w:t></w:r></w:p>"
WORD_FILES = {
    "no body": word(f"<w:document {NAMESPACE}/>"),
    "no XML": word(""),
    "XML that ends early": word(f"<w:document {NAMESPACE}>"),
    "a thousand levels": word(
        f"<w:document {NAMESPACE}><w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:body></w:document>"
    ),
    "very many paragraphs": word(f"<w:document {NAMESPACE}><w:body>{PARAGRAPH * 20_000}</w:body></w:document>"),
    "a password": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000),
}


@pytest.mark.parametrize("name", WORD_FILES)
def test_a_strange_word_file_is_one_finding_at_the_file(name: str, made: Made) -> None:
    (one,) = check(made, WORD_FILES[name])
    assert (one.code, str(one.place)) == ("D401", "a")
    assert ("密码" in one.message) == (name == "a password")


def test_a_word_file_with_a_damaged_or_encrypted_part_is_a_finding(made: Made) -> None:
    data = bytearray(made[2]["docx"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(BODY).header_offset
    locked = bytearray(data)
    at = locked.rindex(b"PK\x01\x02", 0, locked.rindex(BODY.encode()))
    locked[at + 8] |= 1
    assert "密码" in check(made, bytes(locked))[0].message
    data[start + 200 : start + 260] = bytes(60)
    assert [one.code for one in check(made, bytes(data))] == ["D401"]


def test_a_body_that_unpacks_to_too_much_is_a_finding(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MAX_XML", "MAX_TAGS", "MAX_CONTENT"):
        monkeypatch.setattr(finished, limit, 100)
        (one,) = check(
            made, made[2]["pdf" if limit == "MAX_CONTENT" else "docx"], "pdf" if limit == "MAX_CONTENT" else "docx"
        )
        assert one.message == "文件的内容太多，不像是由预算生成的。"
        monkeypatch.undo()


@pytest.mark.parametrize("user", ["", "geheim"])
def test_a_pdf_with_a_password_is_a_finding_and_one_without_is_read(user: str, made: Made) -> None:
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(made[2]["pdf"])) as pdf:
        pdf.save(result, encryption=pikepdf.Encryption(owner="geheim", user=user, R=4))
    found = check(made, result.getvalue(), "pdf")
    assert [one.message for one in found if "密码" in one.message] == ([] if not user else ["文件加了密码，读不出来。"])
    assert {one.code for one in found} <= {"D401"}


@pytest.mark.parametrize("shape", ["a circle", "each below two", "none"])
def test_a_structure_without_end_is_a_finding(shape: str, made: Made) -> None:
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(made[2]["pdf"])) as pdf:
        element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/Div")))
        if shape == "a circle":
            element.K = pikepdf.Array([element])
        for _ in range(60 if shape == "each below two" else 0):
            element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/Div"), K=pikepdf.Array([element, element])))
        pdf.Root.StructTreeRoot.K = element
        if shape == "none":
            del pdf.Root.StructTreeRoot
        pdf.save(result)
    assert [one.code for one in check(made, result.getvalue(), "pdf")] == ["D401"]


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_whatever_is_damaged_is_a_finding_and_the_library_says_nothing(
    suffix: str, made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    signs = random.Random(7)  # noqa: S311 the same damage in each run
    for _ in range(4 if suffix == "pdf" else 20):
        data = bytearray(made[2][suffix])
        for _ in range(8):
            at = signs.randrange(len(data))
            data[at : at + signs.randrange(1, 400)] = signs.randbytes(signs.randrange(3))
        assert {one.code for one in check(made, bytes(data), suffix)} <= {
            "D401",
            "D402",
            "D403",
            "D404",
            "D405",
            "D406",
        }
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").handlers or suffix == "docx"


def test_a_long_text_is_not_compared_with_every_block(made: Made) -> None:
    body = f"<w:p><w:r><w:t>{'部门预算' * 250_000}</w:t></w:r></w:p>"
    found = check(made, word(f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"))
    assert "D406" in {one.code for one in found}


def test_a_huge_file_or_one_that_cannot_be_read_is_a_finding(made: Made, tmp_path: Path) -> None:
    laid, budget, files = made
    (tmp_path / "a.pdf").write_bytes(files["pdf"])
    told = laid.document, laid.pages.labels, budget.places
    assert verify_file(tmp_path / "a.pdf", *told) == ()
    (one,) = verify_file(tmp_path / "没有.pdf", *told)
    assert (one.code, one.message) == ("D401", "文件打不开：文件或文件夹不存在。")
    (tmp_path / "夹.pdf").mkdir()
    (one,) = verify_file(tmp_path / "夹.pdf", *told)
    assert (one.code, one.message) == ("D401", "文件打不开：这是文件夹，不是文件。")
    with (tmp_path / "b.pdf").open("wb") as file:
        file.truncate(finished.MAX_BYTES + 1)
    tracemalloc.start()
    (one,) = verify_file(tmp_path / "b.pdf", *told)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert one.message == "文件超过 50 MB，不像是由预算生成的。"
    assert most < finished.MAX_BYTES / 10, "the file was read"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(made: Made, tmp_path: Path) -> None:
    laid, budget, _ = made
    os.mkfifo(tmp_path / "a.pdf")
    (one,) = verify_file(tmp_path / "a.pdf", laid.document, laid.pages.labels, budget.places)
    assert one.message == "文件打不开：这不是普通文件，而是管道、套接字或者设备。"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("350-甲/没有.pdf", "没有文件“"),
        ("350-甲/夹.docx", "没有找到预算“"),
        ("350-甲/a.txt", "不是 Word（.docx）或 PDF 文件"),
        ("下载/a.pdf", "不知道“"),
        ("-/a.pdf", "不知道“"),
    ],
)
def test_a_file_that_cannot_be_verified_is_told_before_anything_is_done(
    name: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "350-甲" / "夹.docx").mkdir(parents=True)
    for file in ("350-甲/a.txt", "下载/a.pdf", "-/a.pdf"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(b"")
    result = CliRunner().invoke(main, ["verify", str(tmp_path / name), "--root", str(ROOT)])
    assert result.exit_code == 2
    assert message in result.output.splitlines()[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a kind of file that only POSIX has")
def test_what_only_has_the_name_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "350-甲").mkdir()
    os.mkfifo(tmp_path / "350-甲" / "a.pdf")
    (tmp_path / "350-甲" / "b.pdf").symlink_to(tmp_path / "350-甲" / "b.pdf")
    for name in ("a.pdf", "b.pdf"):
        result = CliRunner().invoke(main, ["verify", str(tmp_path / "350-甲" / name), "--root", str(ROOT)])
        assert (result.exit_code, "没有文件“" in result.output) == (2, True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\nstartxref\n9\n%%EOF", bytes(1000)])
@pytest.mark.parametrize("suffix", ["pdf", "DOCX"])
def test_the_command_reports_a_damaged_file_and_goes_on(suffix: str, data: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "350-甲"
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.{suffix}").write_bytes(data)
    result = CliRunner().invoke(main, ["verify", *(str(f) for f in folder.iterdir()), "--root", str(ROOT)])
    assert result.exit_code == 1
    assert result.output.count("错误 D401 成品读不出来") == 2
    assert "共 2 个错误。" in result.output


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
    code, shown = run("verify", "350", "-o", str(tmp_path / "没有"))
    assert code == 1, "as where it is one of several: no wrong use, a budget whose files are not there"
    assert "里没有 Word 或 PDF 文件，请先用 budget generate 生成。" in shown
