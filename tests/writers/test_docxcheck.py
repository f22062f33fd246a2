"""The structural checks of a .docx: silent on what the writer makes, loud on each planted defect."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.docx_check import check
from tests.docx_samples import document, written


def changed(part: str, old: str, new: str) -> bytes:
    """The sample with one replacement in a part, which must be there."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(written(document()))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(name, text)
    return buffer.getvalue()


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in check(data, "样本.docx")}


DOCUMENT = "word/document.xml"
DEFECTS = {
    "a span that is too wide": ("D203", DOCUMENT, '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>'),
    "a cell width that differs": ("D204", DOCUMENT, '<w:tcW w:w="', '<w:tcW w:w="9'),
    "a reference to nothing": ("D205", DOCUMENT, 'r:id="rId4"', 'r:id="rId99"'),
    "a field without its end": ("D206", DOCUMENT, '<w:fldChar w:fldCharType="end"/>', ""),
    "a field without a result": ("D206", "word/footer1.xml", '<w:t xml:space="preserve">1</w:t>', ""),
    "an end without a field": ("D206", DOCUMENT, '<w:fldChar w:fldCharType="begin"/>', ""),
    "an unknown style": ("D207", DOCUMENT, '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading9"/>'),
    "two bookmarks of one name": ("D208", DOCUMENT, 'w:name="h1"', 'w:name="h2"'),
    "two bookmarks of one number": ("D208", DOCUMENT, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"'),
    "a bookmark without its end": ("D208", DOCUMENT, '<w:bookmarkEnd w:id="2"/>', ""),
    "a link to nowhere": ("D209", DOCUMENT, 'w:anchor="h1"', 'w:anchor="nowhere"'),
    "section properties out of order": (
        "D210",
        DOCUMENT,
        '<w:type w:val="nextPage"/><w:pgSz',
        '<w:cols/><w:type w:val="nextPage"/><w:pgSz',
    ),
    "a merge without a beginning": ("D211", DOCUMENT, '<w:vMerge w:val="restart"/>', ""),
    "a registered part that is missing": ("D212", "[Content_Types].xml", "/word/footer1.xml", "/word/footer9.xml"),
    "broken XML": ("D201", DOCUMENT, "</w:body>", ""),
}


def test_what_the_writer_makes_has_no_fault() -> None:
    assert check(written(document()), "样本.docx") == ()


@pytest.mark.parametrize("name", list(DEFECTS))
def test_each_planted_defect_is_found(name: str) -> None:
    code, part, old, new = DEFECTS[name]
    assert code in codes(changed(part, old, new))


def test_a_cell_without_a_paragraph_is_found() -> None:
    assert "D202" in codes(changed(DOCUMENT, "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>"))


def test_what_is_no_zip_file_is_a_finding() -> None:
    assert codes(b"no zip") == {"D201"}


def test_a_part_without_a_content_type_is_found() -> None:
    data = written(document())
    buffer = BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/picture.xyz", b"")
    assert codes(buffer.getvalue()) == {"D212"}
