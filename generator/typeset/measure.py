"""Widths of characters: which face shows a character of a font, and how wide it is there."""

from __future__ import annotations

import re
from typing import Protocol

# Word shows these in the Latin font; everything else (“ ” … — · ≥ ① included) stands in the East Asian one.
LATIN = re.compile(r"[ -~\u00a0-\u00a6\u00a8-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


class Faces(Protocol):
    """What the layout asks of a font set. Widths are in em."""

    def face_for(self, font_name: str, bold: bool) -> str:
        """Return the key of the face that stands for a font of the template."""

    def advance(self, face: str, character: str) -> float:
        """Return the width of a character in a face or, where it lacks it, in its fallback."""

    def covering(self, face: str, character: str) -> str | None:
        """Return this face or the fallback that has the character, None if no face has it."""


class Widths(dict[str, float]):
    """Character → width in points in one size and letter spacing, filled on first use."""

    def __init__(self, font: Font, size: float, spacing: float) -> None:
        super().__init__()
        self._font = font
        self._size = size
        self._spacing = spacing

    def __missing__(self, char: str) -> float:
        font = self._font
        em = font.faces.advance(font.latin if LATIN.match(char) else font.east_asian, char)
        width = self[char] = em * self._size + self._spacing
        return width


class _FaceOf(dict[str, str]):
    """Character → the face that shows it, filled on first use."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, char: str) -> str:
        font = self._font
        wanted = font.latin if LATIN.match(char) else font.east_asian
        face = font.faces.covering(wanted, char)
        if face is None:
            font.missing.setdefault(char)
            face = wanted
        self[char] = face
        return face


class Font:
    """An East Asian and a Latin face that are used together, with the widths of their characters."""

    def __init__(self, faces: Faces, east_asian: str, latin: str, bold: bool, missing: dict[str, None]) -> None:
        self.faces = faces
        self.east_asian = faces.face_for(east_asian, bold)
        self.latin = faces.face_for(latin, bold)
        self.missing = missing
        self.face_of = _FaceOf(self)
        self._widths: dict[tuple[float, float], Widths] = {}

    def widths(self, size: float, spacing: float) -> Widths:
        """Return the widths of characters in a size and letter spacing (points)."""
        found = self._widths.get((size, spacing))
        if found is None:
            found = self._widths[size, spacing] = Widths(self, size, spacing)
        return found


class Fonts:
    """The fonts of one layout, each made once, and the characters that no face has."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._fonts: dict[tuple[str, str, bool], Font] = {}
        self.missing: dict[str, None] = {}  # a set that keeps its order

    def font(self, east_asian: str, latin: str, bold: bool) -> Font:
        """Return the font of these names."""
        key = (east_asian, latin, bold)
        if key not in self._fonts:
            self._fonts[key] = Font(self._faces, east_asian, latin, bold, self.missing)
        return self._fonts[key]
