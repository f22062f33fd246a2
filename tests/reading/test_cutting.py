"""Keys and items are cut out of a text; comments are written behind lines where no value changes."""

from __future__ import annotations

import pytest

from generator.reading.cutting import TreeNode, items_cut, keys_cut, noted, pairs, scalars, text_of, tree_of, without


def tree(whole: str) -> TreeNode:
    found = tree_of(whole)
    assert found is not None
    return found


def without_keys(whole: str, *names: str) -> str:
    text, node = text_of(whole), tree(whole)
    spans = list(keys_cut(text, node, names.__contains__))
    for _, value in pairs(node):
        for item in value.value if isinstance(value.value, list) else ():
            spans += keys_cut(text, item, names.__contains__) if not isinstance(item, tuple) else ()
    return without(text, spans)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nx: {b: 2,\n  c: 3} # 说明\nd: 4\n", "a: 1\nd: 4\n"),
        ("a: 1\n\n# 属于 x\nx: 1\n\nd: 4\n", "a: 1\n\nd: 4\n"),
        ("# 文件的开头\nx: 1\nd: 4\n", "# 文件的开头\nd: 4\n"),
        ("a: 1\n\n# yaml-language-server: $schema=s\nx: 1\n", "a: 1\n\n# yaml-language-server: $schema=s\n"),
        ("x: >-\n  一\n  二\n\nd: 4\n", "\nd: 4\n"),
        ("a: 1\r\nx:\r\n  - 1\r\nd: 4\r\n", "a: 1\r\nd: 4\r\n"),
        ("u:\n  - x: 1\n    b: 2\n", "u:\n  - b: 2\n"),
        ("u:\n  - x: 1\n", "u:\n  - {}\n"),
        ("u: [{a: 1, x: 2}, {x: 1, a: 2}, {a: 1, x: 2, b: 3}, {x: 1}]\n", "u: [{a: 1}, {a: 2}, {a: 1, b: 3}, {}]\n"),
        ("u: [{x: 1, y: {z: 1}, a: 1}, {a: 1, x: 1, y: 2}]\n", "u: [{a: 1}, {a: 1}]\n"),
        ("x:\na: 1\n", "a: 1\n"),
    ],
)
def test_a_key_goes_and_everything_else_stays(before: str, after: str) -> None:
    assert without_keys(before, "x", "y") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l:\n  - a: 1\n  - b: 2 # c\n  - c: 3\n", "l:\n  - a: 1\n"),
        ("l:\n- a: 1\n- # c\n  b: 2\n- c: 3\nd: 4\n", "l:\n- a: 1\nd: 4\n"),
        ("l: [1, 2, 3]\n", "l: [1]\n"),
    ],
)
def test_items_go(before: str, after: str) -> None:
    text, node = text_of(before), tree(before)
    assert without(text, items_cut(text, pairs(node)[0][1], {1, 2})) == after


def test_a_note_stands_where_a_comment_can() -> None:
    whole = 'a: >-\n  一\n  2025年\nb: "二\n  2025年 三"\nc: [1,\n  2] # 有\n'
    text = noted(text_of(whole), tree(whole), {2: "甲", 3: "乙", 4: "乙", 5: "丙", 6: "丁"})
    expected = 'a: >-  # 甲\n  一\n  2025年\nb: "二\n  2025年 三"  # 乙\nc: [1,  # 丙\n  2] # 有  # 丁\n'
    assert text == expected
    assert [one.value for one in scalars(tree_of(text))] == [one.value for one in scalars(tree_of(whole))]


def test_a_note_that_would_change_a_value_is_left_out() -> None:
    assert noted(text_of("a: 1\n"), tree("a: 1\n"), {0: "甲\nb: 2"}) == "a: 1\n"
