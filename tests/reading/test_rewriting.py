"""Rewriting YAML: the file says what is meant afterwards, and nothing else in it changes."""

from __future__ import annotations

import copy
import difflib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading import source
from generator.reading.rewriting import Drop, NewItem, NewKey, Rename, SetText, SetValue, rewritten

ROOT = Path(__file__).parent.parent.parent
FILES = sorted(
    [
        *(ROOT / "budgets").rglob("*.yaml"),
        *(ROOT / "tests/budgets").rglob("*.yaml"),
        ROOT / "schema/samples/最全/预算.yaml",
    ]
)
TEXTS = st.text(st.sampled_from("甲乙。；，：:# -'\"\\[]{}%>|~0123abc\n（）“”"), min_size=1, max_size=90)


def plain(node: source.Node | None) -> Any:
    if isinstance(node, source.MappingNode):
        return {key.text: plain(value) for key, value in node.items}
    if isinstance(node, source.ListNode):
        return [plain(one) for one in node.items]
    return node.text if isinstance(node, source.Scalar) else None


def said(text: str) -> Any:
    node, found = source.parse(text.encode(), "a.yaml")
    assert not found, found
    return plain(node)


@cache
def typed(path: Path) -> str:
    return path.read_text("utf-8")


def paths(value: Any, kinds: tuple[type, ...], path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    own = [path] if path and isinstance(value, kinds) else []
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return own + [one for key, v in below for one in paths(v, kinds, (*path, key))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def changed_lines(before: str, after: str) -> int:
    return sum(line[0] in "+-" for line in list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0))[2:])


@settings(max_examples=150)
@given(data=st.data())
def test_another_text_is_read_again_and_nothing_else_changes(data: st.DataObject) -> None:
    before = typed(data.draw(st.sampled_from(FILES)))
    tree = said(before)
    path = data.draw(st.sampled_from(paths(tree, (str,))))
    new = data.draw(TEXTS).strip() or "甲"
    after = rewritten(before, [SetText(path, new)])
    expected = copy.deepcopy(tree)
    at(expected, path[:-1])[path[-1]] = new
    assert said(after) == expected


@settings(max_examples=100)
@given(data=st.data())
def test_one_sign_more_in_a_text_changes_one_line(data: st.DataObject) -> None:
    before = typed(data.draw(st.sampled_from(FILES)))
    tree = said(before)
    path = data.draw(st.sampled_from(paths(tree, (str,))))
    old = at(tree, path)
    place = data.draw(st.integers(0, len(old)))
    new = old[:place] + "改" + old[place:]
    after = rewritten(before, [SetText(path, new)])
    assert at(said(after), path) == new
    assert changed_lines(before, after) == 2


@settings(max_examples=150)
@given(data=st.data())
def test_items_and_keys_come_and_go(data: st.DataObject) -> None:
    before = typed(data.draw(st.sampled_from(FILES)))
    tree = said(before)
    path = data.draw(st.sampled_from(paths(tree, (list, dict))))
    around, expected = at(tree, path), copy.deepcopy(tree)
    own = at(expected, path)
    rewrites: list[Any] = []
    if isinstance(around, list) and around:
        value = data.draw(st.sampled_from([around[0], "甲：乙", {"一": "1", "二": "x: y"}]))
        after, drop = data.draw(st.integers(-1, len(around) - 1)), data.draw(st.integers(0, len(around) - 1))
        rewrites = [NewItem(path, after, value), Drop((*path, drop))]
        own.insert(after + 1, value)
        del own[drop + (after < drop)]
    elif isinstance(around, dict) and around:
        first = data.draw(st.sampled_from(list(around)))
        rewrites = [NewKey(path, "新键", ["甲", "乙。"]), Drop((*path, first))]
        own["新键"] = ["甲", "乙。"]
        del own[first]
    else:
        value = [{"一": "1"}] if isinstance(around, list) else {"一": "1"}
        rewrites = [SetValue(path, value)]
        at(expected, path[:-1])[path[-1]] = value
    assert said(rewritten(before, rewrites)) == expected


@pytest.mark.parametrize(
    ("before", "rewrite", "after"),
    [
        ("甲: 1 # 一\n", SetText(("甲",), "2"), "甲: 2 # 一\n"),
        ("甲:\n", SetText(("甲",), "2"), "甲: 2\n"),
        ("甲: '1'\r\n乙: 2\r\n", SetText(("甲",), "002"), "甲: '002'\r\n乙: 2\r\n"),
        ("甲: 1\n", SetText(("甲",), "002"), '甲: "002"\n'),
        ("甲: >-\n  一段文字，\n  很长。\n", SetText(("甲",), "一段文字，不长。"), "甲: >-\n  一段文字，\n  不长。\n"),
        ("甲: [] # 没有\n乙: 1\n", SetValue(("甲",), [{"一": "1"}]), "甲:  # 没有\n  - {一: 1}\n乙: 1\n"),
        ("甲: {一: 1}\n", NewKey(("甲",), "二", "2, 3"), '甲: {一: 1, 二: "2, 3"}\n'),
        ("甲:\n  - {一: 1} # 注\n", NewItem(("甲",), 0, {"一": "2"}), "甲:\n  - {一: 1} # 注\n  - {一: 2}\n"),
        ("甲:\n  - {一: 1}", NewItem(("甲",), 0, {"一": "2"}), "甲:\n  - {一: 1}\n  - {一: 2}"),
        ("甲:\n  - 一: 1\n", NewItem(("甲",), -1, {"一": "2"}), "甲:\n  - 一: 2\n  - 一: 1\n"),
        ("甲: {一: 1}\n", Rename(("甲", "一"), "二"), "甲: {二: 1}\n"),
        ("# 空\n", NewKey((), "甲", "1"), "# 空\n甲: 1\n"),
    ],
)  # fmt: skip
def test_what_is_written(before: str, rewrite: Any, after: str) -> None:
    assert rewritten(before, [rewrite]) == after


def test_a_new_key_stands_behind_those_before_it_in_the_schema() -> None:
    text = "一: 1\n四: 4 # 注\n"
    made = rewritten(
        text, [NewKey((), "三", "3"), NewKey((), "二", "2"), NewKey((), "五", "5")], lambda _: "一二三四五"
    )
    assert made == "一: 1\n二: 2\n三: 3\n四: 4 # 注\n五: 5\n"


def test_a_path_that_is_not_there_is_told() -> None:
    with pytest.raises(LookupError):
        rewritten("甲: 1\n", [SetText(("乙",), "2")])
