"""The bundled fonts and their metrics."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from itertools import chain

import pytest
from fontTools.ttLib import TTFont

from generator.typeset import faces
from tools import make_fonts

SET = faces.load()
ENTRIES = json.loads((faces.FOLDER / "metrics.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "bold", "face"),
    [
        ("仿宋_GB2312", False, "仿宋"),
        ("FangSong", False, "仿宋"),
        ("楷体_GB2312", False, "楷体"),
        ("KaiTi", False, "楷体"),
        ("方正小标宋简体", False, "小标宋"),
        ("方正小标宋_GBK", True, "小标宋"),
        ("SimHei", False, "黑体"),
        ("黑体", True, "黑体"),
        ("宋体", True, "宋体粗"),
        ("Times New Roman", False, "宋体"),
        ("仿宋_GB2312", True, "宋体粗"),
    ],
)
def test_a_font_of_word_has_a_face(name: str, bold: bool, face: str) -> None:
    assert SET.face_for(name, bold) == face


def test_an_unknown_font_is_drawn_with_song() -> None:
    assert SET.face_for("Comic Sans MS") == "宋体"


@pytest.mark.parametrize("face", SET.chains)
def test_digits_and_letters_are_half_an_em_and_chinese_signs_one(face: str) -> None:
    assert {SET.advance(face, character) for character in "0123456789.,-%() AWimgé"} == {0.5}
    assert {
        SET.advance(face, character) for character in "预算，。、；：“”‘’（）《》—…·①㈠≥≤±×÷°‰㎡√□☐☑％２Ａ〇　"
    } == {1.0}


def test_the_width_of_a_text_is_the_sum_of_its_characters() -> None:
    assert SET.width("仿宋", "预算100.50元") == 6.0


def test_a_character_that_a_face_lacks_comes_from_song() -> None:
    assert SET.covering("楷体", "☑") == "宋体"
    assert SET.covering("楷体", "龘") == "宋体"
    assert SET.covering("楷体", "预") == "楷体"
    assert SET.covering("小标宋", "预") == "宋体粗"
    assert SET.covering("仿宋", "1") == "仿宋符号"


def test_a_face_knows_its_own_characters_and_how_many_come_before_each() -> None:
    for face in SET.faces.values():
        every = sorted(face.widths)
        assert len(every) == len(face.widths) == len(set(every))
        assert [face.widths.before(character) for character in every] == [*range(len(every))]
        assert all(character in face.widths for character in every)
        assert not any(other in face.widths for other in ("😀", "", "预算", None))


def test_the_width_of_a_character_that_a_face_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        SET.faces["仿宋"].widths["😀"]


def test_a_character_that_no_face_has_is_told() -> None:
    assert SET.covering("仿宋", "😀") is None
    assert SET.advance("仿宋", "😀") == 1.0
    assert SET.width("仿宋", "预😀算😀") == 4.0


def test_the_rare_face_has_all_of_extension_a_and_stands_behind_every_other() -> None:
    """With GBK and 通用规范汉字表 these are the Chinese characters of GB 18030-2022, levels 1 and 2."""
    for name in SET.chains:
        assert all(SET.covering(name, chr(code)) for code in range(0x3400, 0x4DB6))
        assert SET.covering(name, "㐂") == "宋体扩展"


def test_song_has_every_character_of_gbk_but_one() -> None:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    characters = {pair.decode("gbk", "ignore") for pair in pairs}
    lacking = sorted(c for c in characters if len(c) == 1 and c >= "\x80" and SET.covering("宋体", c) is None)
    assert [c for c in lacking if not "\ue000" <= c <= "\uf8ff"] == ["≒"]  # which the source lacks


@pytest.mark.parametrize("key", SET.faces)
def test_the_font_file_is_the_one_that_was_measured(key: str) -> None:
    face = SET.faces[key]
    assert hashlib.sha256(face.path.read_bytes()).hexdigest() == ENTRIES[key]["sha256"]
    font = TTFont(face.path)
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    assert {chr(code) for code in cmap} == set(face.widths)
    assert all(metrics[name][0] == round(face.widths[chr(code)] * 1000) for code, name in cmap.items())
    assert font["name"].getDebugName(6) == face.postscript
    assert font["hhea"].ascent == face.ascent * 1000
    assert font["hhea"].descent == -face.descent * 1000


def test_every_font_file_names_its_licence_and_the_readme_names_every_file() -> None:
    readme = (faces.FOLDER / "README.md").read_text(encoding="utf-8")
    texts = {"OFL": "OFL-1.1.txt", "GPL": "GPL-3.0-font-exception.txt"}
    heads = {
        licence: re.findall(r"[\w-]+\.ttf", (faces.FOLDER / "licences" / file).read_text(encoding="utf-8"))
        for licence, file in texts.items()
    }
    assert sorted(chain(*heads.values())) == sorted(entry["file"] for entry in ENTRIES.values())
    for entry in ENTRIES.values():
        assert entry["file"] in heads[entry["licence"][:3]]
        assert entry["licence"].startswith(("OFL-1.1", "GPL-3.0-or-later WITH Font-exception-2.0"))
        assert f"`{entry['file']}`" in readme
    assert sorted(path.name for path in faces.FOLDER.glob("*.ttf")) == sorted(e["file"] for e in ENTRIES.values())


def test_each_font_says_which_source_it_was_made_from_and_the_tool_expects_that_very_file() -> None:
    known = {value.sha256: value for value in vars(make_fonts).values() if isinstance(value, make_fonts.Source)}
    for entry in ENTRIES.values():
        source = known[entry["source_sha256"]]
        assert (source.package, source.path, source.licence) == (entry["package"], entry["path"], entry["licence"])


def test_metrics_are_read_without_font_libraries() -> None:
    code = (
        "import sys; from generator.typeset import faces; faces.load();"
        "print([m for m in ('fontTools', 'uharfbuzz', 'reportlab') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
