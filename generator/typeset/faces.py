"""The font set: which bundled face stands for a font of Word, and how wide its characters are.

Reads only `generator/fonts/metrics.json` (made with the fonts by `tools/make_fonts.py`), never a font file.
A character that a face lacks comes from the next face of its chain, 宋体 and what is rare at the end.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from generator.base.frozen import frozen

FOLDER = Path(__file__).parents[1] / "fonts"

FALLBACK = "宋体"  # the complete face: GBK and 通用规范汉字表
RARE = "宋体扩展"  # what GB 18030-2022 (levels 1 and 2) has beyond: extension A
FILES = {"小标宋": "宋体粗"}  # faces that are drawn with another face's file
CHAINS = {"仿宋": ("仿宋", "仿宋符号", FALLBACK, RARE)}  # others: the face itself, then 宋体

# The names by which Chinese templates call each face: without spaces and 简体, lower case.
NAMES = {
    "宋体": "宋体 simsun nsimsun 新宋体 华文宋体 stsong 方正书宋 方正书宋_gbk timesnewroman",
    "小标宋": "小标宋 方正小标宋 方正小标宋_gbk 方正大标宋 fzxiaobiaosong-b05 fzxiaobiaosong-b05s 华文中宋 stzhongsong",
    "黑体": "黑体 simhei 方正黑体 方正黑体_gbk 华文黑体 stheiti 微软雅黑 microsoftyahei 等线 dengxian arial calibri",
    "楷体": "楷体 楷体_gb2312 kaiti kaiti_gb2312 simkai 方正楷体 方正楷体_gbk 华文楷体 stkaiti",
    "仿宋": "仿宋 仿宋_gb2312 fangsong fangsong_gb2312 simfang 方正仿宋 方正仿宋_gbk 华文仿宋 stfangsong",
}
BOLD = {"宋体": "宋体粗", "仿宋": "宋体粗", "楷体": "宋体粗"}  # 黑体 and 小标宋 are bold already


class FaceWidths(Mapping[str, float]):
    """Character → width in em. Few of the characters of a face are ever asked for: they are looked up, not listed."""

    def __init__(self, characters: Mapping[str, str]) -> None:
        """Take the characters of each width (thousandths of an em) in the order of their code points."""
        self._classes = [(every, int(width) / 1000) for width, every in characters.items()]
        self._found: dict[object, float | None] = {}

    def __contains__(self, character: object) -> bool:
        return self._width(character) is not None

    def __getitem__(self, character: str) -> float:
        width = self._width(character)
        if width is None:
            raise KeyError(character)
        return width

    def __iter__(self) -> Iterator[str]:
        return iter("".join(every for every, _ in self._classes))

    def __len__(self) -> int:
        return sum(len(every) for every, _ in self._classes)

    def before(self, character: str) -> int:
        """Count the characters of the face that come before one, by code points."""
        return sum(bisect_left(every, character) for every, _ in self._classes)

    def _width(self, character: object) -> float | None:
        if character not in self._found:
            own = str(character)
            known = (width for every, width in self._classes if own == every[(at := bisect_left(every, own)) : at + 1])
            self._found[character] = next(known, None)
        return self._found[character]


@frozen
class Face:
    """One font file: where it is, its PostScript name, ascent and descent in em, the width in em of its characters."""

    key: str
    path: Path
    postscript: str
    ascent: float
    descent: float  # positive, downwards
    widths: FaceWidths


class ChainWidths(dict[str, float]):
    """Character → its width in em in the first face of a chain that has it, 1 if none has; found on first use."""

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, character: str) -> float:
        known = (face.widths[character] for face in self._faces if character in face.widths)
        width = self[character] = next(known, 1.0)
        return width


class ChainFaces(dict[str, str | None]):
    """Character → the first face of a chain that has it, None if none has; found on first use, once for a process."""

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, character: str) -> str | None:
        found = self[character] = next((face.key for face in self._faces if character in face.widths), None)
        return found


@frozen
class FaceSet:
    """The faces by name; `chains` are the faces that are tried for a character, in order; the others follow them."""

    faces: Mapping[str, Face]
    chains: Mapping[str, tuple[str, ...]]
    widths: Mapping[str, ChainWidths]
    drawn_by: Mapping[str, ChainFaces]

    def face_for(self, font_name: str, bold: bool = False) -> str:
        """Return the face that stands for a font of the Word template, such as 仿宋_GB2312; 宋体 for an unknown one."""
        face = _named(font_name) or FALLBACK
        return BOLD.get(face, face) if bold else face

    def advance(self, face: str, character: str) -> float:
        """Return the width in em of a character, drawn by the face or its fallback; 1 if no face has it."""
        return self.widths[face][character]

    def width(self, face: str, text: str) -> float:
        """Return the width in em of a text."""
        return sum(map(self.widths[face].__getitem__, text))

    def covering(self, face: str, character: str) -> str | None:
        """Return the face of the chain that draws a character, or None if no face has it."""
        return self.drawn_by[face][character]

    def ascent(self, face: str) -> float:
        """Return how far the face reaches above the baseline, in em."""
        return self.faces[self.chains[face][0]].ascent

    def descent(self, face: str) -> float:
        """Return how far the face reaches below the baseline, in em (a positive number)."""
        return self.faces[self.chains[face][0]].descent


@cache
def load() -> FaceSet:
    """Return the bundled font set. Raises OSError if the fonts are not installed with the program."""
    data = json.loads((FOLDER / "metrics.json").read_text(encoding="utf-8"))
    faces = {key: _face(key, entry) for key, entry in data.items()}
    chains = {name: _chain(name) for name in (*faces, *FILES)}
    tried = {name: [faces[key] for key in chain] for name, chain in chains.items()}
    widths = {name: ChainWidths(own) for name, own in tried.items()}
    return FaceSet(faces, chains, widths, {name: ChainFaces(own) for name, own in tried.items()})


def _face(key: str, entry: Mapping[str, object]) -> Face:
    """Make a face from its entry in metrics.json."""
    characters = entry["widths"]
    if not isinstance(characters, dict):
        raise TypeError(f"metrics.json: {key} has no widths")
    ascent, descent = (float(str(entry[name])) / 1000 for name in ("ascent", "descent"))
    postscript = str(entry["family"]).replace(" ", "") + ("-Bold" if entry["bold"] else "-Regular")
    return Face(key, FOLDER / str(entry["file"]), postscript, ascent, descent, FaceWidths(characters))


def _chain(name: str) -> tuple[str, ...]:
    """Return the faces that are tried for a face's characters."""
    return CHAINS.get(name) or tuple(dict.fromkeys((FILES.get(name, name), FALLBACK, RARE)))


def _named(font_name: str) -> str | None:
    """Return the face that a font name is listed under."""
    plain = font_name.lower().replace(" ", "").removesuffix("简体").removesuffix("_gb18030")
    return next((face for face, names in NAMES.items() if plain in names.split()), None)
