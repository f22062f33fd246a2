"""`budget fix` repairs what is certain and leaves every other byte as it is."""

import codecs
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.reading.fix import fix
from generator.reading.schema import load_rule

RULE = load_rule("budget")
CASES = {
    "a full-width colon after a key": ("年度：2025 # 注：留着\n模板: 河北\n", "年度: 2025 # 注：留着\n模板: 河北\n"),
    "a full-width colon before a space": ("年度： 2025\n", "年度: 2025\n"),
    "a full-width colon before a list": ("收入：\n  - {科目: 2060101}\n", "收入:\n  - {科目: 2060101}\n"),
    "full-width colons in braces": ('部门: {编码："350", 名称：甲}\n', '部门: {编码: "350", 名称: 甲}\n'),
    "a colon without a space": ("部门: {编码:350, 名称: 甲}\n", "部门: {编码: 350, 名称: 甲}\n"),
    "full-width commas in braces": ("部门: {编码: 350，名称: 甲}\n", "部门: {编码: 350, 名称: 甲}\n"),
    "full-width digits": ("收入: [{金额: １２３．５}]\n年度: ２０２５\n", "收入: [{金额: 123.5}]\n年度: 2025\n"),
    "grouping in a block": ("收入:\n  - 金额:   1,234.56   # 注\n", "收入:\n  - 金额:   1234.56   # 注\n"),
    "grouping in braces": (
        "收入: [{金额: 1,234,567.8, 科目: 2060101}]\n",
        "收入: [{金额: 1234567.8, 科目: 2060101}]\n",
    ),
    "quotes stay": (
        "收入: [{金额: \"1,234\", 科目: '２０６０１０１'}]\n",
        "收入: [{金额: \"1234\", 科目: '2060101'}]\n",
    ),
    "an amount with its unit": (
        "收入: [{金额: ¥860,000.00}, {金额: 86万元}]\n",
        "收入: [{金额: 860000}, {金额: 860000}]\n",
    ),
    "grouping by four": ("收入: [{金额: 86,0000}, {金额: '86 0000'}]\n", "收入: [{金额: 860000}, {金额: '860000'}]\n"),
    "Chinese numerals": ("收入:\n  - 金额: 捌拾陆万元整  # 注\n", "收入:\n  - 金额: 860000  # 注\n"),
    "a sum and an exponent": (
        "收入: [{金额: =800000+60000}, {金额: 8.6E+05}]\n",
        "收入: [{金额: 860000}, {金额: 860000}]\n",
    ),
    "a date": ("公开日期: 2025/2/20\n", "公开日期: 2025-02-20\n"),
    "tabs in an indentation": ("收入:\n\t- 科目: 2060101\n\t  金额: 5\n", "收入:\n  - 科目: 2060101\n    金额: 5\n"),
    "deeper tabs": ("整体绩效:\n\t总体目标:\n\t\t- 甲\n\t\t- 乙\n", "整体绩效:\n  总体目标:\n    - 甲\n    - 乙\n"),
    "full-width spaces in an indentation": (
        "部门:\n\u3000编码: 350\n\u3000名称: 甲\n",
        "部门:\n  编码: 350\n  名称: 甲\n",
    ),
    "several in one line": ("收入: [{科目：２０６０１０１，金额：1，资金性质: 甲}]\n", None),
}
UNTOUCHED = [
    "其他说明: 说明：甲，乙：１２３，1,234\n",
    "其他说明: |\n  年度：2025\n  \t金额：1,234\n",
    "其他说明: >-\n  年度：2025，金额：１\n",
    "年度: 2025   \n\n\n# 空格留着：\n模板:    河北  \n",
    "收入: [{金额: 1, 234}]\n",
    "收入: [{金额: 1，234.5.6}]\n",
    "收入: [{金额: 1.860,00}, {金额: 八十六万五}, {金额: 1,5}, {金额: 约86万元}]\n",
    "收入:\n  - 金额: 860\n      000\n",
    "名称：这个词不是顶层的键\n",
]


def fixed(text: str | bytes) -> tuple[bytes, tuple[str, ...]]:
    return fix(text if isinstance(text, bytes) else text.encode(), "b/a.yaml", RULE)[:2]


@pytest.mark.parametrize("name", [name for name, (_, after) in CASES.items() if after])
def test_a_slip_is_repaired_and_every_other_byte_stays(name: str) -> None:
    before, after = CASES[name]
    changed, done = fixed(before)
    assert changed.decode() == after
    assert done
    assert all(line.startswith("b/a.yaml:") for line in done)


@pytest.mark.parametrize("name", CASES)
def test_a_second_run_changes_nothing(name: str) -> None:
    once, _ = fixed(CASES[name][0])
    assert fixed(once) == (once, ())


@pytest.mark.parametrize("name", [name for name, (_, after) in CASES.items() if after])
def test_line_ends_stay(name: str) -> None:
    before, after = CASES[name]
    assert after is not None
    assert fixed(before.replace("\n", "\r\n"))[0].decode() == after.replace("\n", "\r\n")


@pytest.mark.parametrize("text", UNTOUCHED)
def test_texts_and_doubtful_slips_are_left_alone(text: str) -> None:
    assert fixed(text) == (text.encode(), ())


def test_in_ten_thousands_a_number_that_may_be_yuan_is_left_and_one_with_its_unit_is_not() -> None:
    before = "收入: [{金额: 86,000}, {金额: ¥86}, {金额: 86万元}, {金额: '1,860,000元'}]\n"
    after = before.replace("86万元", "86").replace("1,860,000元", "186")
    assert fix(before.encode(), "b/a.yaml", RULE, "万元")[0].decode() == after


def test_encodings_become_utf8() -> None:
    text = "年度: 2025\r\n其他说明: 甲乙丙丁\r\n"
    assert fixed(text.encode("gbk")) == (text.encode(), ("b/a.yaml: 改存为 UTF-8",))
    assert fixed(codecs.BOM_UTF8 + text.encode()) == (text.encode(), ("b/a.yaml: 去掉文件开头的 BOM 标记",))
    assert fixed(text.encode("utf-16")) == (text.encode(), ("b/a.yaml: 改存为 UTF-8",))
    assert fixed(b"\xff\xff\x00") == (b"\xff\xff\x00", ())


def test_300_lines_with_tabs_are_repaired_at_once() -> None:
    before = "收入:\n" + "".join(f"\t- {{科目: 2060101, 金额: {n}}}\n" for n in range(300))
    assert fixed(before)[0].decode() == before.replace("\t", "  ")


@settings(max_examples=150)
@given(st.text(alphabet="年度金额科目收入:：,，{}[]- \n\t\u3000１23.\"'#", max_size=40))
def test_any_text_is_repaired_without_a_traceback_and_only_once(text: str) -> None:
    once, _ = fixed(text)
    assert fixed(once) == (once, ())


def test_the_command_shows_the_edits_and_writes_them(tmp_path: Path) -> None:
    folder = tmp_path / "budgets" / "2025" / "350-甲"
    folder.mkdir(parents=True)
    file = folder / "a.yaml"
    before = "年度：2025\r\n金额单位: 万元\r\n收入: [{金额: １.２３４５}]\r\n".encode()
    file.write_bytes(before)
    shown = CliRunner().invoke(main, ["fix", "--diff", "--root", str(tmp_path)]).output
    assert "-年度：2025\n" in shown
    assert "+年度: 2025\n" in shown
    assert file.read_bytes() == before
    told = CliRunner().invoke(main, ["fix", "--root", str(tmp_path)])
    assert told.exit_code == 0
    assert "a.yaml:1:3: “：”改成“: ”" in told.output
    assert "已修正 2 处，1 个文件。" in told.output
    assert file.read_bytes() == "年度: 2025\r\n金额单位: 万元\r\n收入: [{金额: 1.2345}]\r\n".encode()
    assert sorted(path.name for path in folder.iterdir()) == ["a.yaml"]
    assert "没有可以自动修正的地方。" in CliRunner().invoke(main, ["fix", "--root", str(tmp_path)]).output


def test_the_sample_needs_no_repair() -> None:
    assert "没有可以自动修正的地方。" in CliRunner().invoke(main, ["fix", "350"]).output
