"""What is wrong inside a tag is said in words that a finance officer can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compose import packcheck
from tests.packs import composed, write_pack


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


def test_a_name_like_no_other_is_answered_with_those_that_texts_need(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, text="{{ xyz }}\n")
    (remedy,) = {one.remedy for one in packcheck.check("测试", 2025, pack)[1] if "xyz" in one.message}
    assert all(name in remedy for name in ("金额", "记录", "项目"))
    assert "loop" not in remedy
