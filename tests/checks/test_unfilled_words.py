"""Every form of a blank is found, though the search begins only at characters with which one begins."""

import pytest

from generator.checks.placeholders import UNFILLED_WORDS

BLANKS = [
    "xx",
    "XX",
    "ＸＸ",
    "××",
    "✕✕",
    "○○",
    "●●",
    "〇〇",
    "__",
    "＿＿",
    "**",
    "??",
    "？？",
    "……",
    "待填写",
    "待补",
    "TODO",
    "FIXME",
    "增加/减少",
    "（增加／下降）",
    "增长(减少)",
    "减少（增加）",
    "降低（上升）",
    "下降(增长)",
    "增加或减少5",
    "增加或持平",
    "下降持平",
    "元（持平）",
    "%(持平)",
    "X家",
    "x个",
    "（）",
    "()",
    "《》",
    "“”",
    "【】",
    "持平/增加",
    "上升|降低",
]


@pytest.mark.parametrize("blank", [*BLANKS, "年 月", "月 日", "( )"])
def test_a_blank_is_found_wherever_it_stands(blank: str) -> None:
    for text in (blank, f"共{blank}"):
        found = UNFILLED_WORDS.search(text)
        assert found is not None
        assert found.start() == text.index(blank)
