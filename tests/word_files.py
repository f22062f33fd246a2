"""Small Word files for tests: paragraphs written as text, and the text of a finished file read back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from lxml import etree

from generator.word import template as wordtemplate
from generator.word.drafting import drafted, paragraph
from generator.word.template import WordTemplate
from generator.word.xml import W
from tests.packs import WORD


def template() -> WordTemplate:
    found, _ = wordtemplate.load(WORD.read_bytes(), "样式.docx")
    assert found is not None
    return found


def styled(style: str, *texts: tuple[str, bool]) -> str:
    """A paragraph of runs in a named style."""
    return paragraph(template().style_id(style), texts)


def line(*runs: str) -> str:
    """A paragraph of runs as Word cuts them."""
    return paragraph("Normal", [(run, False) for run in runs])


def rows(*cells: Iterable[str]) -> str:
    """A table, one text a cell."""
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{line(text)}</w:tc>' for text in row)}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def word_file(*body: str) -> bytes:
    return drafted(template(), "".join(body), "测试")


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with some XML of a part replaced."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new, 1).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part_of(data: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part))


def read_back(data: bytes, part: str = "word/document.xml") -> list[str]:
    """The text of each paragraph."""
    return [
        "".join({"br": "\n", "tab": "\t"}.get(str(e.tag).removeprefix(W), e.text or "") for e in p.iter(*TEXTS))
        for p in part_of(data, part).iter(f"{W}p")
    ]


TEXTS = (f"{W}t", f"{W}br", f"{W}tab")
