"""What a hostile or careless Word template holds does not get into the public file, and is reported."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from lxml import etree

from generator.findings.finding import Severity
from generator.word import archive
from generator.word.template import load
from tests.docx_check import check
from tests.word import docx_attacks as attacks
from tests.word.docx_attacks import (
    DOCUMENT,
    FOOTER,
    MICROSOFT,
    OLE,
    SETTINGS,
    STYLES,
    TYPES,
    VBA,
    Made,
    field_of,
    generated,
    picture,
    png,
    simple_field,
    zipped,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD}document.main+xml"
EVIL = "!http://evil.example/x"
LOGO = {"word/media/a.png": png()}
SCHEMAS = "http://schemas.microsoft.com/office/"
OUR_FIELDS = re.compile(r'\s*(?:PAGE|NUMPAGES|PAGEREF \w+ \\h|TOC \\o "1-\d" \\h \\z \\u)\s*')
ALLOWED_TYPES = re.compile(
    re.escape(WORD) + r"(?:document\.main|styles|settings|fontTable|numbering|header|footer|footnotes|endnotes)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.(?:theme|extended-properties)\+xml"
    r"|application/vnd\.openxmlformats-package\.(?:core-properties|relationships)\+xml|application/xml|image/(?:png|jpeg)"
)


def object_of(inner: str) -> str:
    return f'<w:r><w:object><v:shape id="a" style="width:9pt;height:9pt"/>{inner}</w:object></w:r>'


def link(relation: str, kind: str, target: str) -> tuple[str, str, str, str]:
    """A relationship of the document to a part or, with !, to an address."""
    return DOCUMENT, relation, kind, target


def around(code: str, inner: str) -> str:
    """A field whose code ends with another one."""
    return field_of(code).replace(f"{code}</w:instrText></w:r>", f"{code}</w:instrText></w:r>{inner}")


REFUSED: dict[str, tuple[str, Made | bytes]] = {
    "a macro": (
        "P213",
        Made(parts={"word/vbaProject.bin": VBA}, relations=[link("x", "vbaProject", "vbaProject.bin")]),
    ),
    "a macro under another name": (
        "P213",
        Made(parts={"word/data.bin": b"x"}, relations=[(DOCUMENT, "x", f"{MICROSOFT}/vbaProject", "data.bin")]),
    ),
    "a macro by its content type": (
        "P213",
        Made(parts={"word/a.png": b"x"}, types={"word/a.png": "application/vnd.ms-office.vbaProject"}),
    ),
    "a macro that nothing leads to": ("P213", Made(parts={"word/media/image9.png": VBA})),
    "a macro as a picture": (
        "P213",
        Made(
            cover=picture('r:embed="x"'), parts={"word/media/a.png": VBA}, relations=[link("x", "image", "media/a.png")]
        ),
    ),
    "a macro in an embedded file": ("P213", Made(parts={"word/embeddings/a.docx": b"PK\3\4word/vbaProject.bin"})),
    "a macro file": (
        "P213",
        Made(replaced={TYPES: (MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")}),
    ),
    "a macro template": (
        "P213",
        Made(replaced={TYPES: (MAIN, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml")}),
    ),
    "a content type of macros for no part": ("P213", Made(types={"x.bin": "application/vnd.ms-word.vbaData+xml"})),
    "a control": (
        "P213",
        Made(
            cover=object_of('<w:control r:id="x" w:name="a"/>'),
            parts={"word/activeX/a.xml": b"<a/>"},
            relations=[link("x", "control", "activeX/a.xml")],
        ),
    ),
    "a control without a part": ("P213", Made(footer='<w:r><w:pict><w:control w:name="a"/></w:pict></w:r>')),
    "a ribbon": (
        "P213",
        Made(
            parts={"customUI/customUI.xml": b"<customUI onLoad='x'/>"},
            relations=[("", "x", f"{MICROSOFT}/ui/extensibility", "customUI/customUI.xml")],
        ),
    ),
    "a program": ("P213", Made(parts={"word/media/a.png": b"MZ\x90\0" + b"\0" * 90})),
    "DDEAUTO": ("P214", Made(cover=field_of(r"DDEAUTO c:\\windows\\cmd.exe"))),
    "DDEAUTO in pieces": ("P214", Made(cover=field_of(r" ddeauto c:\\windows\\cmd.exe", pieces=12))),
    "DDE as one element": ("P214", Made(footer=simple_field("DDE excel a"))),
    "DDE without an end": ("P214", Made(cover=field_of("DDE excel a").rpartition("<w:r>")[0])),
    "DDE inside a field": ("P214", Made(footer=around("IF ", field_of("DDE excel a")))),
    "DDE that was deleted": (
        "P214",
        Made(cover=field_of("DDE excel a").replace("instrText", "delInstrText")),
    ),
    "DDE in what is not printed": ("P214", Made(sample=field_of("DDE excel a"))),
    "DDE in a part that is not copied": (
        "P214",
        Made(
            parts={"word/comments.xml": f'<w:comments xmlns:w="{W[1:-1]}">{field_of("DDE a")}</w:comments>'.encode()},
            relations=[link("x", "comments", "comments.xml")],
        ),
    ),
    "a database": ("P214", Made(cover=field_of(r'DATABASE \d "C:\\x.mdb" \s "select"'))),
    "a macro button": ("P214", Made(cover=field_of("MACROBUTTON AutoOpen 单击"))),
    "a field with tags in it": ("P214", Made(cover=field_of("DDE{# #}AUTO a"))),
    "a document type": (
        "P215",
        Made(replaced={FOOTER: ("<w:ftr", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><w:ftr')}),
    ),
    "a document type in a part that nothing uses": ("P215", Made(parts={"customXml/item1.xml": b"<!DOCTYPE a><a/>"})),
    "a document type in UTF-16": (
        "P215",
        Made(parts={"word/a.xml": "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16")}),
    ),
    "a document type by content type": (
        "P215",
        Made(parts={"word/a.dat": b" <!DOCTYPE a><a/>"}, types={"word/a.dat": "application/xml"}),
    ),
    "a document type where parts are registered": ("P215", Made(replaced={TYPES: ("<Types", "<!DOCTYPE a><Types")})),
    "a document type among relationships": (
        "P215",
        Made(replaced={"_rels/.rels": ("<Relationships", "<!DOCTYPE a><Relationships")}),
    ),
    "an inclusion": ("P215", Made(cover='<xi:include href="file:///etc/passwd" parse="text"/>')),
    "an inclusion in a part that nothing uses": (
        "P215",
        Made(parts={"a.xml": b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'}),
    ),
    "two parts for one purpose": (
        "P212",
        Made(
            parts={"word/s.xml": Made().files()[STYLES]},
            types={"word/s.xml": f"{WORD}styles+xml"},
            relations=[link("x", "styles", "s.xml")],
        ),
    ),
    "one part for two purposes": ("P212", Made(relations=[link("x", "header", "footer1.xml")])),
    "two relationships of one id": ("P212", Made(relations=[link("rId1", "image", "a.png")])),
    "two relationships of one id in a footer": (
        "P212",
        Made(relations=[(FOOTER, "x", "image", "a.png"), (FOOTER, "x", "image", "b.png")]),
    ),
    "two content types of a part": ("P212", Made(types={"word/footer1.xml": f"{WORD}header+xml"})),
    "a content type that lies": ("P212", Made(replaced={TYPES: (f"{WORD}footer+xml", f"{WORD}header+xml")})),
    "a header by the name of a register": (
        "P212",
        Made(
            parts={"word/a.rels": b'<w:hdr xmlns:w="%s"><w:p/></w:hdr>' % W[1:-1].encode()},
            types={"word/a.rels": f"{WORD}header+xml"},
            relations=[link("x", "header", "a.rels")],
        ),
    ),
    "tags that hide an element": (
        "P206",
        Made(cover="<w:r><w:t>{% raw %}{{ &lt;w:object/&gt; }}{% endraw %}</w:t></w:r>"),
    ),
    "tags that make a field out of two": (
        "P206",
        Made(
            cover=field_of("PAGE").replace("PAGE</w:instrText></w:r>", "PAGE</w:instrText></w:r>{% if 0 %}", 1)
            + "<w:r><w:t>x</w:t></w:r>"
        ),
    ),
    "an id of a style that is more": (
        "P212",
        Made(styles='<w:style w:styleId="a&quot;/&gt;&lt;w:object/&gt;&lt;w:b w:val=&quot;"/>'),
    ),
    "an id of a relationship that is more": (
        "P212",
        Made(
            replaced={
                "word/_rels/document.xml.rels": ("rId4", "a&quot;/&gt;&lt;w:object r:id=&quot;"),
                DOCUMENT: ("rId4", "a&quot;/&gt;&lt;w:object r:id=&quot;"),
            }
        ),
    ),
    "a password": ("P201", OLE),
}
BASE = Made().files()
NAMES = (
    "../evil.txt",
    "/evil.txt",
    "word\\evil.txt",
    "C:/evil.txt",
    "C:evil.txt",
    "word/../../evil.txt",
    "word//evil.txt",
)
NAMES += (
    "word/./evil.txt",
    "word/%2e%2e/%2e%2e/evil.txt",
    "%5C%5Cserver/x",
    "word/evil\x1b[31m.txt",
    "word/evil\n.txt",
)
REFUSED |= {f"the name {name!r}": ("P212", zipped({**BASE, name: b"x"})) for name in NAMES}
REFUSED["the name with a NUL"] = "P212", zipped({**BASE, "evilXtxt": b"x"}).replace(b"evilXtxt", b"evil\0txt")
TWICE = ("WORD/document.xml", "word/Document.XML", "word/document%2exml", "word/document.xml/")
REFUSED |= {f"the name {name!r} beside its like": ("P212", zipped({**BASE, name: b"<x/>"})) for name in TWICE}


def encrypted() -> bytes:
    data = bytearray(zipped(BASE))
    data[data.find(b"PK\1\2") + 8] |= 1
    return bytes(data)


REFUSED["an encrypted part"] = "P201", encrypted()


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_template_that_acts_or_deceives_is_refused(name: str) -> None:
    code, made = REFUSED[name]
    template, findings = load(made if isinstance(made, bytes) else made.data(), "样式.docx")
    if template is not None:  # what only tags bring about shows when they are filled
        frame, findings = template.render_frame(attacks.NAMES)
        assert frame is None
    assert code in {finding.code for finding in findings}
    assert all(finding.message.isprintable() and finding.remedy for finding in findings)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    findings = load(zipped([*BASE.items(), (DOCUMENT, b"<x/>")]), "样式.docx")[1]
    assert [finding.code for finding in findings] == ["P212"]


PICTURE = [link("x", "image", "media/a.png")]
LEFT_OUT: dict[str, tuple[str, Made]] = {
    "INCLUDEPICTURE": ("P216", Made(cover=field_of('INCLUDEPICTURE "http://evil.example/x.png" \\d', "徽"))),
    "INCLUDETEXT in a footer": ("P216", Made(footer=simple_field("INCLUDETEXT c:\\\\evil.docx"))),
    "LINK": ("P216", Made(cover=field_of("LINK Excel.Sheet.8 c:\\\\evil.xls"))),
    "a hyperlink field": ("P218", Made(cover=field_of('HYPERLINK "http://evil.example"'))),
    "a date": ("P218", Made(footer=field_of('DATE \\@ "evil"'))),
    "a user's name": ("P218", Made(footer=simple_field("USERNAME evil"))),
    "a field made of fields": ("P218", Made(footer=around("IF evil", field_of("PAGE")))),
    "a field with a tag": ("P218", Made(footer=field_of("{{ 主体 }} evil"))),
    "a field without an end": ("P218", Made(footer=field_of("PAGE evil").rpartition("<w:r>")[0])),
    "more than a page number": ("P218", Made(footer=field_of("PAGE DDEAUTO evil"))),
    "a linked picture": ("P216", Made(cover=picture('r:link="x"'), relations=[link("x", "image", EVIL)])),
    "a picture linked and embedded": (
        "P216",
        Made(
            cover=picture('r:embed="x" r:link="y"'),
            parts=LOGO,
            relations=[*PICTURE, link("y", "image", EVIL)],
        ),
    ),
    "a picture linked in another way": (
        "P216",
        Made(
            footer='<w:r><w:pict><v:rect id="a"><v:imagedata src="http://evil.example/x.png"/></v:rect></w:pict></w:r>'
        ),
    ),
    "a fill that is linked": (
        "P216",
        Made(
            footer='<w:r><w:pict><v:rect id="a"><v:fill r:id="x" type="frame"/></v:rect></w:pict></w:r>',
            relations=[(FOOTER, "x", "image", EVIL)],
        ),
    ),
    "a shape that is a link": (
        "P216",
        Made(footer='<w:r><w:pict><v:rect id="a" href="http://evil.example" target="_top"/></w:pict></w:r>'),
    ),
    "a picture that is a link": (
        "P216",
        Made(
            cover=picture('r:embed="x"', '<a:hlinkClick r:id="y"/>'),
            parts=LOGO,
            relations=[*PICTURE, link("y", "hyperlink", EVIL)],
        ),
    ),
    "a hyperlink": (
        "P216",
        Made(
            cover='<w:hyperlink r:id="x"><w:r><w:t>网站</w:t></w:r></w:hyperlink>',
            relations=[link("x", "hyperlink", EVIL)],
        ),
    ),
    "a hyperlink that nothing uses": ("P216", Made(relations=[link("x", "hyperlink", EVIL)])),
    "a remote template": (
        "P216",
        Made(settings='<w:attachedTemplate r:id="x"/>', relations=[(SETTINGS, "x", "attachedTemplate", EVIL)]),
    ),
    "a template on another computer": (
        "P216",
        Made(
            settings='<w:attachedTemplate r:id="x"/>',
            relations=[(SETTINGS, "x", "attachedTemplate", "!file:///\\\\evil\\x.dotm")],
        ),
    ),
    "a source of letters": (
        "P216",
        Made(
            settings='<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataSource r:id="x"/></w:mailMerge>',
            relations=[(SETTINGS, "x", "mailMergeSource", "!file:///C:\\evil.mdb")],
        ),
    ),
    "a document within": (
        "P216",
        Made(blocks='<w:p><w:subDoc r:id="x"/></w:p>', relations=[link("x", "subDocument", EVIL)]),
    ),
    "a frame": (
        "P216",
        Made(relations=[("word/webSettings.xml", "x", "frame", EVIL)], parts={"word/webSettings.xml": b"<a/>"}),
    ),
    "an object outside": (
        "P216",
        Made(cover=object_of('<o:OLEObject r:id="x"/>'), relations=[link("x", "oleObject", EVIL)]),
    ),
    "an outside target in small letters": (
        "P216",
        Made(
            relations=[link("x", "image", "http://evil.example/x.png")],
            replaced={"word/_rels/document.xml.rels": ('x.png"', 'x.png" TargetMode="external"')},
        ),
    ),
    "an object": (
        "P217",
        Made(
            cover=object_of('<o:OLEObject Type="Embed" ProgID="Package" r:id="x"/>'),
            parts={"word/embeddings/evil.bin": OLE},
            relations=[link("x", "oleObject", "embeddings/evil.bin")],
        ),
    ),
    "an object in what is not printed": (
        "P217",
        Made(
            sample=object_of('<o:OLEObject Type="Embed" r:id="x"/>'),
            parts={"word/embeddings/evil.bin": OLE},
            relations=[link("x", "oleObject", "embeddings/evil.bin")],
        ),
    ),
    "a chunk of another file": (
        "P217",
        Made(
            blocks='<w:altChunk r:id="x"/>',
            parts={"word/evil.htm": b"<!DOCTYPE html><script>evil</script>"},
            types={"word/evil.htm": "text/html"},
            relations=[link("x", "aFChunk", "evil.htm")],
        ),
    ),
    "a chunk in a cell": (
        "P217",
        Made(
            blocks='<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr>'
            '<w:tcW w:w="900" w:type="dxa"/></w:tcPr><w:altChunk r:id="x"/></w:tc></w:tr></w:tbl>'
        ),
    ),
    "a picture that is none": (
        "P217",
        Made(cover=picture('r:embed="x"'), parts={"word/media/a.png": b"evil"}, relations=PICTURE),
    ),
    "a picture cut short": (
        "P217",
        Made(cover=picture('r:embed="x"'), parts={"word/media/a.png": png()[:-6]}, relations=PICTURE),
    ),
    "a picture that is none in what is not printed": (
        "P217",
        Made(
            sample=picture('r:embed="x"'),
            parts={"word/media/evil.png": b"evil"},
            relations=[link("x", "image", "media/evil.png")],
        ),
    ),
    "a picture that can hold programs": (
        "P217",
        Made(
            cover=picture('r:embed="x"'),
            parts={"word/media/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>evil</script></svg>'},
            relations=[link("x", "image", "media/a.svg")],
        ),
    ),
    "a picture by the name of the properties": (
        "P217",
        Made(
            cover=picture('r:embed="x"'),
            parts={"docProps/core.xml": png()},
            relations=[link("x", "image", "/docProps/core.xml")],
        ),
    ),
    "a chart": (
        "P217",
        Made(
            cover='<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><c:chart r:id="x"/></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>",
            parts={"word/charts/evil.xml": b"<a/>"},
            relations=[link("x", "chart", "charts/evil.xml")],
        ),
    ),
    "ink": ("P217", Made(cover='<w:r><w14:contentPart r:id="x"/></w:r>')),
    "an element that is not known": ("P217", Made(cover='<w:r><w:evil w:val="1"/></w:r>')),
    "a revised footer": (
        "P208",
        Made(footer='<w:ins w:id="5" w:author="evil"><w:r><w:rPr><w:rPrChange w:author="evil"/></w:rPr></w:r></w:ins>'),
    ),
    "an element in properties": ("P217", Made(cover="<w:r><w:rPr><w:object/></w:rPr></w:r>")),
    "an instruction": ("P217", Made(cover='<?evil href="x"?>')),
    "a font": (
        "P217",
        Made(
            replaced={
                "word/fontTable.xml": (
                    "</w:font></w:fonts>",
                    '<w:embedRegular r:id="x" w:fontKey="{0}"/></w:font></w:fonts>',
                )
            },
            parts={"word/fonts/evil.odttf": b"\1\2\3"},
            relations=[("word/fontTable.xml", "x", "font", "fonts/evil.odttf")],
        ),
    ),
    "an add-in": (
        "P217",
        Made(
            parts={"word/webextensions/evil.xml": b"<a/>"},
            relations=[("", "x", f"{SCHEMAS}2011/relationships/webextensiontaskpanes", "word/webextensions/evil.xml")],
        ),
    ),
    "keys": (
        "P217",
        Made(
            parts={"word/evil.xml": b"<a/>"},
            relations=[(DOCUMENT, "x", f"{MICROSOFT}/keyMapCustomizations", "evil.xml")],
        ),
    ),
    "a part that nothing leads to": ("P217", Made(parts={"word/evil.bin": b"1"})),
    "a part of an unknown kind": (
        "P217",
        Made(parts={"word/evil.bin": b"1"}, relations=[link("x", "http://evil.example/new", "evil.bin")]),
    ),
    "a revision": (
        "P208",
        Made(
            cover='<w:ins w:id="5" w:author="evil" w:date="2020-01-01T00:00:00Z"><w:r><w:t>新</w:t></w:r></w:ins>'
            '<w:del w:id="6" w:author="evil"><w:r><w:delText>evil</w:delText></w:r></w:del>'
        ),
    ),
    "a comment": (
        "P208",
        Made(
            cover='<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
            parts={"word/comments.xml": f'<w:comments xmlns:w="{W[1:-1]}" w:author="evil"/>'.encode()},
            relations=[link("x", "comments", "comments.xml")],
        ),
    ),
}


def harmless(parts: dict[str, bytes]) -> bool:
    """Read a finished file from outside: nothing of an attack, and nothing but what such a file may have."""
    for name, data in parts.items():
        assert b"evil" not in data, name
        assert "evil" not in name
        if name.startswith("word/media/"):
            assert data == png()
            continue
        assert b"<!" not in data, name
        root = etree.fromstring(data)
        assert root.getprevious() is None
        for element in root.iter():
            assert isinstance(element.tag, str), name
            assert not any(key.rpartition("}")[2] in ("author", "TargetMode", "href", "src") for key in element.attrib)
            if name.endswith(".rels"):
                assert element.tag.endswith("Relationships") or element.get("Type", "").startswith(
                    "http://schemas.open"
                )
        codes = [element.get(f"{W}instr", "") for element in root.iter(f"{W}fldSimple")]
        codes += [element.text or "" for element in root.iter(f"{W}instrText")]
        assert all(OUR_FIELDS.fullmatch(code) for code in codes), codes
        assert not list(root.iter(*(f"{W}{tag}" for tag in ("object", "control", "altChunk", "subDoc", "ins", "del"))))
    types = etree.fromstring(parts[TYPES])
    assert all(ALLOWED_TYPES.fullmatch(element.get("ContentType", "")) for element in types)
    registered = {element.get("PartName", "").lstrip("/") for element in types}
    return {name for name in parts if not name.endswith(".rels") and name != TYPES} <= registered


@pytest.mark.parametrize("name", list(LEFT_OUT))
def test_what_is_not_known_to_be_harmless_is_left_out_and_reported(name: str) -> None:
    code, made = LEFT_OUT[name]
    data = made.data()
    parts, findings = generated(data)
    assert parts is not None, findings
    assert harmless(parts)
    assert code in {finding.code for finding in findings}
    assert all(finding.severity is Severity.WARNING and finding.remedy for finding in findings)
    assert check(zipped(parts), "样本.docx") == ()


@pytest.mark.parametrize("name", ["an object", "a font", "a part that nothing leads to"])
def test_a_finding_names_the_part(name: str) -> None:
    messages = [finding.message for finding in generated(LEFT_OUT[name][1].data())[1] if finding.code == "P217"]
    assert len(messages) == 1
    assert "/evil." in messages[0]


def test_of_a_field_that_may_not_stay_the_result_stays() -> None:
    parts, findings = generated(Made(footer=field_of("DATE", "今天") + simple_field("TIME", "现在")).data())
    assert parts is not None
    assert "今天现在" in re.sub("<[^>]+>", "", parts[FOOTER].decode())
    assert [finding.code for finding in findings] == ["P218", "P218"]


ALLOWED = ("PAGE", " page  \\* MERGEFORMAT ", 'NUMPAGES \\# "0"', "SECTIONPAGES", 'STYLEREF "标题 1" \\n')
ALLOWED += ("EQ \\o\\ac(○,1)", "SYMBOL 167 \\f Wingdings \\s 10")


@pytest.mark.parametrize("code", ALLOWED)
def test_fields_that_show_the_page_stay(code: str) -> None:
    parts, findings = generated(Made(footer=field_of(code, pieces=3)).data())
    assert findings == ()
    assert parts is not None
    assert code in "".join(etree.fromstring(parts[FOOTER]).itertext(f"{W}instrText"))


def test_a_real_picture_stays_without_notes_and_appendices() -> None:
    noted = png((b"tEXt", b"Author\0evil"), (b"eXIf", b"evil")) + b"PK evil"
    made = Made(footer=picture('r:embed="x"', name="C:\\evil\\a.png"), parts={"word/media/a.png": noted},
                relations=[(FOOTER, "x", "image", "media/a.png")])  # fmt: skip
    parts, findings = generated(made.data())
    assert findings == ()
    assert parts is not None
    assert harmless(parts)
    assert parts["word/media/a.png"] == png()
    assert 'Id="x"' in parts["word/_rels/footer1.xml.rels"].decode()


def test_a_picture_that_can_also_be_a_drawing_stays_a_picture() -> None:
    extension = (
        '<a:blip r:embed="x"><a:extLst><a:ext uri="{0}"><s:svgBlip xmlns:s="http://schemas.microsoft.com/office/drawing/'
        '2016/SVG/main" r:embed="y"/></a:ext></a:extLst></a:blip>'
    )
    cover = picture('r:embed="x"').replace('<a:blip r:embed="x"/>', extension)
    relations = [*PICTURE, link("y", "image", "media/evil.svg")]
    parts, findings = generated(
        Made(cover=cover, parts={**LOGO, "word/media/evil.svg": b"<svg/>"}, relations=relations).data()
    )
    assert {finding.code for finding in findings} == {"P207"}
    assert parts is not None
    assert harmless(parts)
    assert "word/media/a.png" in parts


def test_a_note_that_the_cover_cites_stays_alone() -> None:
    notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>注{n}</w:t></w:r></w:p></w:footnote>' for n in (2, 3))
    notes = f'<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>{notes}'
    made = Made(
        cover='<w:r><w:footnoteReference w:id="2"/></w:r>',
        sample='<w:r><w:footnoteReference w:id="3"/></w:r>',
        settings='<w:footnotePr><w:footnote w:id="-1"/></w:footnotePr>',
        parts={"word/footnotes.xml": f'<w:footnotes xmlns:w="{W[1:-1]}">{notes}</w:footnotes>'.encode()},
        types={"word/footnotes.xml": f"{WORD}footnotes+xml"},
        relations=[link("x", "footnotes", "footnotes.xml")],
    )
    parts, findings = generated(made.data())
    assert findings == ()
    assert parts is not None
    assert ["注2" in parts["word/footnotes.xml"].decode(), "注3" in parts["word/footnotes.xml"].decode()] == [
        True,
        False,
    ]
    assert b"footnotePr" in parts[SETTINGS]
    uncited, _ = generated(Made(**{**vars(made), "cover": ""}).data())
    assert uncited is not None
    assert "word/footnotes.xml" not in uncited
    assert b"footnotePr" not in uncited[SETTINGS]


NUMBERING = (
    '<w:numbering xmlns:w="{}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{}"><w:numPicBullet>'
    '<w:pict><v:shape id="a"><v:imagedata r:id="evil"/></v:shape></w:pict></w:numPicBullet><w:abstractNum '
    'w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlPicBulletId w:val="0"/></w:lvl>'
    "</w:abstractNum></w:numbering>"
)


def test_numbers_stay_but_not_their_pictures() -> None:
    made = Made(
        parts={"word/numbering.xml": NUMBERING.format(W[1:-1], attacks.RELATIONS).encode()},
        types={"word/numbering.xml": f"{WORD}numbering+xml"},
        relations=[link("x", "numbering", "numbering.xml")],
    )
    parts, findings = generated(made.data())
    assert findings == ()
    assert parts is not None
    assert harmless(parts)
    names = [str(element.tag).removeprefix(W) for element in etree.fromstring(parts["word/numbering.xml"]).iter()]
    assert names == ["numbering", "abstractNum", "lvl", "numFmt"]


def test_a_theme_keeps_its_colours_but_not_its_pictures() -> None:
    theme = "word/theme/theme1.xml"
    fill = f'<a:bgFillStyleLst><a:blipFill><a:blip xmlns:r="{attacks.RELATIONS}" r:embed="evil"/></a:blipFill>'
    made = Made(
        replaced={theme: ("<a:bgFillStyleLst>", fill)},
        relations=[(theme, "evil", "image", "../media/a.png")],
        parts=LOGO,
    )
    parts, findings = generated(made.data())
    assert findings == ()
    assert parts is not None
    assert harmless(parts)
    assert b"<a:bgFillStyleLst><a:noFill/><a:solidFill>" in parts[theme]
    assert "word/media/a.png" not in parts


def test_of_several_ways_to_show_something_a_harmless_one_stays() -> None:
    other = "<mc:Fallback><w:t>图</w:t></mc:Fallback>"
    chart = '<mc:Choice Requires="cx"><w:drawing><wp:inline><c:chart r:id="evil"/></wp:inline></w:drawing></mc:Choice>'
    parts, findings = generated(
        Made(footer=f"<w:r><mc:AlternateContent>{chart}{other}</mc:AlternateContent></w:r>").data()
    )
    assert [finding.code for finding in findings] == ["P217"]
    assert parts is not None
    assert harmless(parts)
    assert re.search("<w:r><w:t[^>]*>图</w:t></w:r>", parts[FOOTER].decode())


def row_of(text: str, mark: str) -> str:
    return (
        f'<w:tr><w:trPr><w:{mark} w:id="1" w:author="evil"/></w:trPr>'
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
    )


def test_rows_that_were_deleted_go_and_their_table_too_if_it_is_empty() -> None:
    gone, left = row_of("evil", "del"), row_of("留", "ins")
    parts, _ = generated(Made(blocks=f"<w:tbl>{gone}{left}</w:tbl><w:tbl>{gone}</w:tbl>").data())
    assert parts is not None
    assert harmless(parts)
    cover = etree.fromstring(parts[DOCUMENT])[0]
    assert [child.tag.removeprefix(W) for child in cover[:3]] == ["tbl", "p", "p"]
    assert "留" in "".join(cover[0].itertext())


def test_the_borders_of_a_page_hold_borders_only() -> None:
    borders = '<w:pgBorders><w:top w:val="single" r:id="evil"/><w:subDoc/></w:pgBorders><w:cols'
    parts, findings = generated(Made(replaced={DOCUMENT: ("<w:cols", borders)}).data())
    assert findings == ()
    assert parts is not None
    assert harmless(parts)
    assert b'<w:pgBorders><w:top w:val="single"/></w:pgBorders>' in parts[DOCUMENT]


def test_settings_are_those_of_the_list() -> None:
    settings = (
        '<w:docVars><w:docVar w:name="evil" w:val="evil"/></w:docVars><w:rsids><w:rsid w:val="00AA"/></w:rsids>'
        '<w:saveThroughXslt w:solutionID="evil"/><w:documentProtection w:edit="forms"/><w:updateFields/>'
        "<w:mirrorMargins/><w:evil/>"
    )
    parts, findings = generated(Made(settings=settings).data())
    assert findings == ()
    assert parts is not None
    assert harmless(parts)
    names = {str(element.tag).removeprefix(W) for element in etree.fromstring(parts[SETTINGS])}
    assert names == {
        "zoom", "defaultTabStop", "evenAndOddHeaders", "characterSpacingControl", "mirrorMargins", "compat",
        "themeFontLang", "decimalSymbol", "listSeparator",
    }  # fmt: skip


def test_a_finished_file_can_serve_as_a_template() -> None:
    parts, _ = generated(Made().data())
    assert parts is not None
    again, findings = generated(zipped(parts))
    assert {finding.code for finding in findings} <= {"P204", "P205"}
    assert again is not None
    assert check(zipped(again), "样本.docx") == ()


def test_a_thousand_defects_are_not_a_thousand_findings() -> None:
    fields = "".join(field_of(f"DATE {number}") for number in range(1000))
    findings = load(Made(footer=fields).data(), "样式.docx")[1]
    assert len(findings) == 12
    assert "共 1000 处" in findings[-1].message


def test_fields_within_fields_without_an_end_take_no_time() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    findings = load(Made(footer=begin * 20_000).data(), "样式.docx")[1]
    assert {finding.code for finding in findings} == {"P218"}


def test_any_method_of_compression_but_the_usual_is_refused() -> None:
    import zipfile  # noqa: PLC0415

    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a", b"x" * 100)
    with pytest.raises(archive.BrokenPackage):
        archive.unpack(target.getvalue())


def test_what_is_shown_of_a_name_is_short_and_printable() -> None:
    assert archive.shown("a\x1b[31m\n\u202eb") == "a�[31m��b"
    assert len(archive.shown("长" * 500)) == 61
