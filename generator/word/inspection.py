"""An untrusted .docx file looked through: what makes it unusable, and what does not get into the public file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from urllib.parse import unquote

from lxml.etree import _Element

from generator.base import late
from generator.word import fields, images
from generator.word.archive import OLE_MAGIC, shown
from generator.word.dangers import ACTING_FIELD, ENTITIES, LEFT_OUT, OUTSIDE, PROGRAM, Danger
from generator.word.registry import CONTENT_TYPES, Relation, all_relations, all_types, content_types, relations_part
from generator.word.xml import BrokenXML, DocumentType, W, parse

_PROGRAM_TYPES = late.compile("macroenabled|vba|activex|x-msdownload|ms-word.*toolbar")
_PROGRAM_RELATIONS = frozenset(
    ("vbaProject", "wordVbaData", "control", "activeXControlBinary", "extensibility", "userCustomization")
)
_EXECUTABLES = (b"MZ\x90", b"\x7fELF")
_VBA = ("_VBA_PROJECT".encode("utf-16-le"), "VBA\0".encode("utf-16-le"))  # names inside the old binary format
_XINCLUDE = "{http://www.w3.org/2001/XInclude}*"
_XML_BEGINS = (b"<?xml", b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0\0<", b"\x4c\x6f\xa7\x94")  # the last: EBCDIC

# What Word, WPS and LibreOffice put into every other file, and what nobody misses in a file made from a template.
_USUAL = frozenset((
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
    "classificationlabels",
    "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering", "header", "footer",
    "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people",
    "glossaryDocument", "customXml", "customXmlProps", "printerSettings", "hyperlink",
))  # fmt: skip
_CUSTOM_DATA = "customXml/"  # data of other programs, which Word carries along; instructions are usual in it
_INSTRUCTION = late.compile(rb"<\?(?!xml\s)([^\s?>]+)")
_TRASH = "[trash]/"  # where Word leaves what it saved before
_IN_WORDS = {
    "image": "图片", "hyperlink": "超链接", "attachedTemplate": "模板", "oleObject": "嵌入的对象（OLE）",
    "package": "嵌入的文件", "aFChunk": "插入的外部文件（altChunk）", "subDocument": "子文档", "frame": "框架页",
    "mailMergeSource": "邮件合并的数据源", "mailMergeHeaderSource": "邮件合并的数据源",
    "recipientData": "邮件合并的收件人",
    "font": "嵌入的字体", "chart": "图表", "webextension": "加载项", "webextensiontaskpanes": "加载项",
    "keyMapCustomizations": "自定义的快捷键", "attachedToolbars": "自定义的工具栏", "origin": "数字签名",
}  # fmt: skip
_LOCAL = late.compile(r"file:///(?![/\\])|[a-z]:[\\/]|(?![\\/]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_MOST_NAMES = 6


def dangers(parts: Mapping[str, bytes]) -> list[Danger]:
    """Find what no template may have, in any part, used or not; raises DeceptivePackage."""
    try:
        types, named = content_types(parts), all_types(parts)
    except (BrokenXML, KeyError):
        types, named = {}, set()
    found = [
        Danger(PROGRAM, "", f"内容类型“{shown(kind)}”表明文件带有宏或控件")
        for kind in sorted(named)
        if _PROGRAM_TYPES.search(kind)
    ]
    for relation in all_relations(parts):
        if relation.kind in _PROGRAM_RELATIONS:
            found.append(Danger(PROGRAM, relation.part or relation.source, "是宏、控件或加载项"))
    for name, data in parts.items():
        found += _dangers_of(name, data, types.get(name, ""))
    return found


def left_out(parts: Mapping[str, bytes], kept: Container[str], known: Container[tuple[str, str]]) -> Iterator[Danger]:
    """Say what of the file does not get into the public one, but for what nobody misses.

    `kept` are the parts that do; `known` are relationships (source, id) that are kept or were remarked already.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    found = all_relations(parts)
    for relation in found:
        if (relation.source, relation.id) in known:
            continue
        if not relation.part:
            yield from _outside(relation, parts)
        elif relation.part in parts and relation.part not in kept and (what := _missed(relation, parts)):
            groups[what].append(relation.part)
    if orphans := _orphans(parts, {relation.part for relation in found}):
        groups["没有用到的部件"] = orphans
    for what, names in groups.items():
        listed = "、".join(shown(name) for name in dict.fromkeys(names[:_MOST_NAMES]))
        more = f" 等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
        yield Danger(LEFT_OUT, "", f"{what}没有写入成品：{listed}{more}")


def _dangers_of(name: str, data: bytes, content_type: str) -> Iterator[Danger]:
    if "vbaproject" in name.lower() or _holds_program(data):
        yield Danger(PROGRAM, name, "是宏或程序")
    if not _is_xml(name, data, content_type):
        return
    try:
        root = parse(data)
    except DocumentType:
        yield Danger(ENTITIES, name, "里有 DOCTYPE")
    except BrokenXML:
        return  # a part that is used will be read again, the others are not copied
    else:
        yield from _dangers_in(name, root)
        if not name.startswith(_CUSTOM_DATA):
            for found in _INSTRUCTION.findall(data):
                yield Danger(LEFT_OUT, name, f"处理指令“{shown(found.decode(errors='replace'))}”没有写入")


def _dangers_in(name: str, root: _Element) -> Iterator[Danger]:
    if next(root.iter(_XINCLUDE), None) is not None:
        yield Danger(ENTITIES, name, "里有 XInclude")
    if next(root.iter(f"{W}control"), None) is not None:
        yield Danger(PROGRAM, name, "里有 ActiveX 控件")
    for code in fields.codes(root):
        if fields.is_acting(code):
            yield Danger(ACTING_FIELD, name, f"里有域“{shown(code.strip())}”")
        elif fields.is_linking(code):
            yield Danger(OUTSIDE, name, f"引用别的文件的域“{shown(code.strip())}”没有写入")


def _holds_program(data: bytes) -> bool:
    old_format = data.startswith(OLE_MAGIC) and any(mark in data for mark in _VBA)
    return old_format or data.startswith(_EXECUTABLES) or (data.startswith(b"PK") and b"vbaProject" in data)


def _is_xml(name: str, data: bytes, content_type: str) -> bool:
    return (
        content_type.endswith("xml")
        or name.lower().endswith((".xml", ".rels", ".vml"))
        or data.lstrip()[:8].startswith(_XML_BEGINS)
    )


def _outside(relation: Relation, parts: Mapping[str, bytes]) -> Iterator[Danger]:
    """Remark an address outside the file, unless it is a link in the text that is not printed, or a local template."""
    if relation.kind == "hyperlink" and f'"{relation.id}"'.encode() in parts.get(relation.source, b""):
        return
    if relation.kind == "attachedTemplate" and _LOCAL.match(unquote(relation.target)):
        return
    what = _IN_WORDS.get(relation.kind, f"关系“{shown(relation.kind)}”")
    yield Danger(OUTSIDE, relation.source, f"指向外部的{what}“{shown(relation.target)}”没有写入")


def _missed(relation: Relation, parts: Mapping[str, bytes]) -> str:
    """What a part is that somebody may miss; empty if nobody will."""
    if relation.kind in _USUAL:
        return ""
    if relation.kind == "image":
        return "" if images.is_picture(parts[relation.part]) else "不是图片的“图片”"
    return _IN_WORDS.get(relation.kind, f"“{shown(relation.kind)}”部件")


def _orphans(parts: Mapping[str, bytes], targets: Iterable[str]) -> list[str]:
    """The parts that nothing leads to."""
    registers = {relations_part(name) for name in ("", *parts)}
    return sorted(name for name in parts.keys() - {*targets, *registers, CONTENT_TYPES} if not name.startswith(_TRASH))
