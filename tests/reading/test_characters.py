"""Characters that are not what they look like are told at their places and read as they were meant; others stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.facts.build import load
from generator.facts.location import code_of
from generator.findings.finding import Finding
from generator.reading.characters import usual
from generator.reading.fix import fix
from generator.reading.mending import mended
from generator.reading.schema import load_rule
from generator.reading.source import ListNode, MappingNode, Scalar, parse

RULE = load_rule("budget")
ROOT = Path(__file__).parent.parent.parent
MEANT = {
    "a Kangxi radical": ("⾏政⺠政⻔", "行政民政门"),
    "a compatibility character": ("\uf914观\ufa19", "樂观神"),
    "a ligature": ("o\ufb03ce", "office"),
    "zero width": ("科\u200b目\u2060、\ufeff项", "科目、项"),
    "a soft hyphen": ("拟\u00ad订", "拟订"),
    "marks of direction": ("\u202d拟订\u202c\u200f", "拟订"),
    "no-break spaces": ("拟订\u00a0规划\u202f的\u3000", "拟订 规划 的\u3000"),
    "a line break of Word": ("拟订\x0b规划", "拟订 规划"),
    "a variation selector": ("神\ufe00话\U000e0100", "神话"),
    "at the beginning of a line": ("\ufeff# 注\n  \u200b键: 1", "# 注\n  键: 1"),
    "a bullet of a symbol font": ("\uf0b7拟订\ufffc", "拟订"),
    "blanks of other scripts": ("拟订\u3164规划\u2800的", "拟订 规划 的"),
    "Cyrillic and Greek letters in a code": ("РР1303РР00Α", "PP1303PP00A"),
    "before a colon": ("金额\u00a0: 1", "金额 : 1"),
    "a note": ("{金额: 1}\u00a0# 注", "{金额: 1} # 注"),
}
KEPT = (
    "①②㎡½℃Ⅲ㈠", "Ａ座８楼（甲）", "甲\u3000乙", "附件\u00a0#3", "附件 \u200b#3", "联系人:\u00a0张",
    "\u00a0\u00a0键: 1", "\u00a0- 甲",
    "👨\u200d👩\u200d👧", "☀\ufe0f", "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ", "می\u200cخواهم", "АО Росатом", "\ue863", "25\uf0b0",
    "﨑", "⺀", "䶮", "·—…“”",
)  # fmt: skip


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in findings]


@pytest.mark.parametrize("name", MEANT)
def test_a_text_is_read_as_it_was_meant(name: str) -> None:
    typed, meant = MEANT[name]
    plain = usual(typed, "f")
    assert plain.text == meant
    assert {one.code for one in plain.findings} <= {"Y105", "Y106"}
    assert usual(meant, "f").findings == ()


@pytest.mark.parametrize("text", KEPT)
def test_what_has_a_meaning_of_its_own_stays(text: str) -> None:
    assert usual(text, "f").text == text
    assert usual(text, "f").findings == ()


def test_a_pasted_line_is_one_finding_with_a_count_at_the_first_one() -> None:
    (one,) = usual("a: 1\nb: 组织⾏政⾏⾏⾏机关的⺠", "f").findings
    assert (str(one.place), one.code) == ("f:2:6", "Y106")
    assert "“行”写成了“⾏”（U+2F8F）、“民”写成了“⺠”（U+2EA0）" in one.message
    assert "共 5 个字" in one.message
    assert one.replacement == "行政行行行机关的民"


def test_each_kind_of_a_line_is_told_and_what_is_read_for_it() -> None:
    space, odd = usual("甲\u200b乙\u00a0丙⾏\u200b", "f").findings
    assert (
        "看不见的字符 3 个：零宽空格（U+200B）、不换行空格（U+00A0），读入时略去，代替空格的按空格读" in space.message
    )
    assert odd.place is not None
    assert odd.place.column == 6
    assert "按空格读入" in usual("甲\u00a0乙", "f").findings[0].message


def test_what_is_told_of_any_character_is_chinese() -> None:
    every = "\n".join(
        map(chr, (*range(0x80, 0x3400), *range(0xE000, 0xFAFF), *range(0xFE00, 0xFFFE), *range(0xE0000, 0xE0200)))
    )
    for one in usual(every, "f").findings:
        assert not re.search("[A-Za-z]{2}", re.sub(r"U\+[0-9A-F]+", "", one.message + one.remedy)), one.message


def test_keys_values_codes_and_amounts_are_read_and_stand_where_they_were_typed() -> None:
    tree, found = parse("收\u200b入: [{科⽬: 20\ufeff10301, 金额: 86\u200d0}]\n乙: 1\n".encode(), "f")
    assert codes(found) == ["Y105", "Y106"]
    assert isinstance(tree, MappingNode)
    ((key, lines), _) = tree.items
    assert (key.text, key.place.column, key.place.length) == ("收入", 1, 3)
    assert isinstance(lines, ListNode)
    (line,) = lines.items
    assert isinstance(line, MappingNode)
    (code, typed), (_, amount) = line.items
    assert isinstance(typed, Scalar)
    assert isinstance(amount, Scalar)
    assert (code.text, typed.text, amount.text) == ("科目", "2010301", "860")
    assert (typed.place.column, typed.place.length, amount.place.column) == (12, 8, 26)


def test_a_broken_file_is_mended_beside_them_at_the_places_of_what_was_typed() -> None:
    tree, found = mended("⾏: 1\n收\u200b入：【{科\u200b目：2010301，金额: 5}】\n".encode(), "f", RULE) or (None, ())
    assert tree is not None
    assert [(one.code, one.place and (one.place.line, one.place.column)) for one in found] == [
        ("Y106", (1, 1)), ("Y105", (2, 2)), ("S104", (2, 4)), ("Y207", (2, 5)), ("S104", (2, 10)), ("Y207", (2, 18)),
        ("Y207", (2, 25)),
    ]  # fmt: skip


def test_fix_mends_them_in_the_same_run_as_all_else() -> None:
    typed = "年\ufeff度：２０２５\n收入:\n  - {科⽬: 2010301，金额: 8６\u200b万元}\n"
    once, done, left = fix(typed.encode(), "f", RULE)
    assert once.decode() == "年度: 2025\n收入:\n  - {科目: 2010301, 金额: 860000}\n"
    assert left == ()
    assert [one for one in done if "字符" in one] == [
        "f:1:2: 看不见的字符删去或者改成空格", "f:3:7: 相似的字符改成通常的字", "f:3:24: 看不见的字符删去或者改成空格",
    ]  # fmt: skip
    assert fix(once, "f", RULE)[1] == ()


@example("8\ufeffР")
@given(st.text("甲:- #?\n⾏\u200b\u00a0\ufeff\x0b{}[]\"'8\u200d👩Р", max_size=30))
def test_one_reading_is_enough_and_only_these_characters_change(text: str) -> None:
    plain = usual(text, "f")
    again = usual(plain.text, "f")
    assert again.text == plain.text
    assert again.edits == ()
    odd = "[⾏行РP\u200b\u00a0\ufeff\x0b\u200d ]"
    assert re.sub(odd, "", text) == re.sub(odd, "", plain.text)


@given(st.text("甲:- #\n⾏\u200b\u00a0{}[],8", max_size=30))
def test_every_place_lies_in_what_was_typed(text: str) -> None:
    lines = text.split("\n")
    for one in parse(text.encode(), "f")[1]:
        assert one.place is not None
        assert one.place.column <= len(lines[one.place.line - 1]) + 1


@pytest.mark.parametrize("budget", sorted(ROOT.glob("budgets/*/*/")), ids=lambda path: path.name)
def test_real_budgets_have_none(budget: Path) -> None:
    for file in budget.rglob("*.yaml"):
        assert usual(file.read_text("utf-8"), file.name).edits == ()


def test_names_of_folders_and_files_are_told_with_the_usual_name_and_found_by_it(tmp_path: Path) -> None:
    home = tmp_path / "2025/3\u200b51-某某部⻔"
    unit = home / "单位/351001-甲⽅"
    unit.mkdir(parents=True)
    (home / "收⽀.yaml").write_text('年度: 2025\n模板: 河北\n部门: {编码: "351", 名称: 甲}\n', "utf-8")
    (unit / "a.yaml").write_text('单位: {编码: "351001", 名称: 甲方, 性质: 行政}\n', "utf-8")
    found = [one for one in load(home, shown_as="b")[1] if one.code in ("Y105", "Y106")]
    assert [(str(one.place), one.remedy) for one in found] == [
        ("b", "请改名为“351-某某部门”。"),
        ("b/单位/351001-甲⽅", "请改名为“351001-甲方”。"),
        ("b/收⽀.yaml", "请改名为“收支.yaml”。"),
    ]
    assert code_of(home) == "351"
