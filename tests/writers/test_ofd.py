"""The OFD writer, seen from outside: the file is read by a reader written from the standard."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest

from generator.base.formats import FORMATS
from generator.typeset import faces
from generator.typeset.pages import ARTIFACT, DrawnText, Link, Page, Pages, Stroke
from generator.writers.ofd.page import length, numbers
from generator.writers.ofd.writer import write
from tests.ofd_reader import Fault, File, expand, read, unzip
from tests.pdf_sample import laid as pages_laid
from tests.writer_samples import TAME, Laid, laid, odd, plain, real, said

POINTS = 72 / 25.4


@cache
def sample(which: str) -> Laid:
    return real() if which == "real" else laid(odd(TAME))


@cache
def made(which: str) -> bytes:
    return write(sample(which))


@cache
def file(which: str) -> File:
    return read(made(which))


def by_hand() -> bytes:
    return write(pages_laid())


def drawn(pages: Pages, *, content: bool) -> str:
    texts = (o for page in pages.pages for o in page.operations if isinstance(o, DrawnText))
    return plain("".join(text.text for text in texts if (text.node != ARTIFACT) is content))


def body(ofd: File, layer: str = "Body") -> str:
    return plain("".join(piece.text for page in ofd.pages for piece in page.layers.get(layer, [])))


def test_the_file_follows_the_standard_and_shows_all_pages() -> None:
    ofd, pages = file("real"), real().pages
    assert [(page.width, page.height) for page in ofd.pages] == [
        (pytest.approx(page.width / POINTS, abs=0.001), pytest.approx(page.height / POINTS, abs=0.001))
        for page in pages.pages
    ]
    assert ofd.info["Title"] == real().document.title
    assert read(by_hand()).info["CreationDate"] == "2025-01-20"


def test_the_body_says_the_words_of_the_document_in_their_order() -> None:
    for which in ("real", "odd"):
        document = sample(which).document
        assert body(file(which)) == drawn(sample(which).pages, content=True)
        cover, rest = (replace(document, sections=part) for part in (document.sections[:1], document.sections[1:]))
        pieces = (piece for page in file(which).pages for piece in page.layers["Body"] if not piece.goto)
        assert plain("".join(piece.text for piece in pieces)) == "".join([*said(cover), "目录", *said(rest)])


def test_page_numbers_and_repeated_heads_are_in_front_of_the_body() -> None:
    assert body(file("real"), "Foreground") == drawn(real().pages, content=False)
    assert "—1—" in body(file("real"), "Foreground")


def test_every_character_stands_where_the_layout_put_it() -> None:
    pieces = [piece for page in read(by_hand()).pages for piece in page.layers["Body"]]
    spaced = next(piece for piece in pieces if piece.text == "收入共")
    assert (spaced.x * POINTS, spaced.y * POINTS) == (pytest.approx(80, abs=0.01), pytest.approx(140, abs=0.01))
    assert [offset * POINTS for offset in spaced.offsets] == pytest.approx([0, 15.75, 31.5], abs=0.01)
    line = [piece for piece in pieces if piece.y == spaced.y and piece.x > 60]
    assert "".join(piece.text for piece in line) == "万元，为2025年"
    stands = [(piece.x + offset) * POINTS for piece in line for offset in piece.offsets]
    widths = [16 * faces.load().width("仿宋", "万元，为2025年"[:at]) for at in range(9)]
    moved = [x - 175.25 - width for x, width in zip(stands, widths, strict=True)]
    assert moved == pytest.approx([0, 0, 0, 0, 4, 4, 4, 4, 8], abs=0.02)


def test_rules_are_behind_the_text_and_all_there() -> None:
    count = sum(isinstance(operation, Stroke) for page in real().pages.pages for operation in page.operations)
    assert sum(path.count("M") for page in file("real").pages for path in page.paths) == count


def test_the_outline_and_links_lead_to_the_headings() -> None:
    ofd, pages = file("real"), real().pages
    expected = [(b.title, ofd.page_ids[b.page], round(b.y / POINTS, 3)) for b in pages.bookmarks]
    assert [(title, page, top) for _, title, page, top in ofd.outline] == expected
    assert [level for level, *_ in ofd.outline][:3] == [1, 2, 2]
    targets = {
        (ofd.page_ids[pages.anchors[link.target][0]], round(pages.anchors[link.target][1] / POINTS, 3))
        for page in pages.pages
        for link in page.operations
        if isinstance(link, Link)
    }
    assert {piece.goto for page in ofd.pages for piece in page.layers["Body"] if piece.goto} == targets


def test_a_character_outside_a_face_comes_from_its_fallback() -> None:
    pieces = [piece for page in read(by_hand()).pages for piece in page.layers["Body"]]
    fonts = {piece.font for piece in pieces if set(piece.text) & set("龘𬭎☑")}
    assert fonts
    assert any("𬭎" in piece.text for piece in pieces)


def test_fonts_hold_only_what_is_drawn() -> None:
    assert all(len(data) < 600_000 for data in file("real").fonts.values())
    assert len(made("odd")) < 300_000


def test_numbers_are_in_millimetres_and_runs_are_shortened() -> None:
    assert [length(72), length(1), length(-0.0001)] == ["25.4", "0.353", "0"]
    assert numbers([72, 72, 72, 36, 36]) == "g 3 25.4 12.7 12.7"
    assert expand("g 3 25.4 12.7 12.7") == [25.4, 25.4, 25.4, 12.7, 12.7]


def test_text_cannot_become_markup() -> None:
    assert plain(file("odd").info["Title"]) == plain(TAME)
    assert "<script>alert(1)</script>" in body(file("odd"))


def test_a_character_that_no_font_has_is_not_written() -> None:
    page = Page(100, 100, "", (DrawnText(0, 50, "宋体", 10, "\U0001f600", ARTIFACT),))
    lost = Pages((page,), (), (), {}, {}, ())
    with pytest.raises(ValueError, match="no font"):
        write(pages_laid(lost))


def test_the_same_pages_give_the_same_bytes_and_the_number_of_the_file_is_of_its_content() -> None:
    assert by_hand() == by_hand()
    assert read(by_hand()).info["DocID"] != file("odd").info["DocID"]
    with zipfile.ZipFile(io.BytesIO(made("odd"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "OFD.xml"
    assert "试验性" in FORMATS["ofd"]


FIRST = "Doc_0/Pages/Page_0/Content.xml"
DEFECTS = {  # what the reader says: the part, what is replaced once, and by what
    "MaxUnitID is too small": ("Doc_0/Document.xml", r"<ofd:MaxUnitID>\d+", "<ofd:MaxUnitID>1"),
    "wrong version": ("OFD.xml", 'Version="1.0"', 'Version="2.0"'),
    "part is missing": ("Doc_0/Document.xml", "Page_1/Content.xml", "Page_99/Content.xml"),
    "nothing leads to": ("extra.xml", "^", "<a/>"),
    "used twice": ("Doc_0/Document.xml", '<ofd:Page ID="2"', '<ofd:Page ID="1"'),
    "is not a number": ("Doc_0/Document.xml", '<ofd:Page ID="2"', '<ofd:Page ID="p2"'),
    "font file is missing": ("Doc_0/PublicRes.xml", ">font_", ">no_"),
    "is not declared": (FIRST, 'Font="', 'Font="9'),
    "has no glyph": (FIRST, "公", "龘"),
    "DeltaX has": (FIRST, 'DeltaX="', 'DeltaX="1 '),
    "outside the page": (FIRST, 'Boundary="', 'Boundary="9'),
    "no such layer": (FIRST, 'Type="Body"', 'Type="Bode"'),
    "unknown page": ("Doc_0/Document.xml", 'PageID="', 'PageID="9'),
    "wrong order": ("OFD.xml", "<ofd:Creator>.*</ofd:Creator>", "<ofd:Title>x</ofd:Title>"),
    "must not hold": ("OFD.xml", "<ofd:Creator>.*</ofd:Creator>", "<ofd:Layer/>"),
    "has no ['Title']": ("Doc_0/Document.xml", "OutlineElem Title=", "OutlineElem Name="),
    "is empty": ("Doc_0/Document.xml", "<ofd:Outlines>.*</ofd:Outlines>", "<ofd:Outlines/>"),
    "leads nowhere": ("Doc_0/Document.xml", "(<ofd:OutlineElem [^>]*>)<ofd:Actions>.*?</ofd:Actions>", r"\1"),
    "32 hexadecimal": ("OFD.xml", "<ofd:DocID>", "<ofd:DocID>x"),
    "another name space": ("OFD.xml", "<ofd:DocRoot>", '<DocRoot xmlns="urn:other"/><ofd:DocRoot>'),
}


@pytest.mark.parametrize("complaint", DEFECTS)
def test_the_reader_finds_planted_defects(complaint: str) -> None:
    name, old, new = DEFECTS[complaint]
    parts = unzip(made("odd"))
    text, count = re.subn(old, new, parts.get(name, b"").decode(), count=1)
    assert count == 1
    with pytest.raises(Fault) as fault:
        read(zipped(parts | {name: text.encode()}))
    assert complaint in str(fault.value)


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()
