"""A finished .docx file: its properties, and its parts in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.base.formats import PRODUCER
from generator.base.markup import DECLARATION, escape, legal
from generator.base.zipped import zip_files
from generator.word.package import APP, CORE

_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")
_APP = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{PRODUCER}</Application></Properties>"
)


def finished(parts: Mapping[str, bytes], title: str, author: str, date: str) -> bytes:
    """Return the file with these parts; `date` (2025-02-20) may be empty."""
    return zip_files(_ordered({**parts, CORE: _core(title, author, date).encode(), APP: _APP.encode()}))


def _core(title: str, author: str, date: str) -> str:
    title, author = escape(legal(title)), escape(legal(author))
    moment = f' xsi:type="dcterms:W3CDTF">{date}T00:00:00Z'
    dates = f"<dcterms:created{moment}</dcterms:created><dcterms:modified{moment}</dcterms:modified>"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f"{dates if date else ''}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts in a fixed order: first those that readers want first."""
    order: Sequence[str] = (*_FIRST_PARTS, *sorted(name for name in files if name not in _FIRST_PARTS))
    return {name: files[name] for name in order}
