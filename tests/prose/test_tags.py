"""What is wrong inside a tag is said in words that a finance officer can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs import composed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ 金额（'支出'） }}", "标签里写了全角的“（”，应当是半角的“(”"),
        ("{{ 主体｜length }}", "全角的“｜”，应当是半角的“|”"),
        ("{{ 年度 - 1 }}", "增减写 比上年()、增减率()，比重写 占比()"),
    ],
)
def test_a_tag_is_explained(text: str, words: str, tmp_path: Path) -> None:
    _, found = composed(tmp_path, text + "\n")
    assert words in "".join(one.message + one.remedy for one in found)
