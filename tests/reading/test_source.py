"""Reading YAML: texts with places, and every kind of broken file as a finding."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.base.lines import lines_of
from generator.reading import encoding, source
from generator.reading.source import Broken, ListNode, MappingNode, Scalar, parse


def only(text: str | bytes) -> tuple[str, int, int, str]:
    """The only finding of a text: code, line, column, message and remedy."""
    data = text.encode() if isinstance(text, str) else text
    _, findings = parse(data, "f.yaml")
    assert len(findings) == 1, findings
    place = findings[0].place
    assert place is not None
    return findings[0].code, place.line, place.column, findings[0].message + findings[0].remedy


def value_of(text: str) -> str:
    node, findings = parse(text.encode(), "f.yaml")
    assert isinstance(node, MappingNode)
    assert not findings
    value = node.items[0][1]
    assert isinstance(value, Scalar)
    return value.text


@pytest.mark.parametrize("typed", ["002002", "是", "no", "2025-01-01", "1_000", "12:30:00", "1e3", "0x1F", "3.10"])
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    assert value_of(f"键: {typed}") == typed


def test_a_colon_inside_a_text_is_text() -> None:
    assert value_of("键: 甲：乙:丙") == "甲：乙:丙"


def test_a_fold_between_chinese_characters_leaves_no_space() -> None:
    assert value_of("键: >-\n  甲乙，\n  丙丁”\n  戊\n") == "甲乙，丙丁”戊"
    assert value_of("键: 甲乙\n  丙丁\n") == "甲乙丙丁"
    assert value_of('键: "甲乙\n  丙丁"\n') == "甲乙丙丁"


def test_a_fold_at_a_latin_word_and_a_typed_space_stay() -> None:
    assert value_of("键: >-\n  甲 乙\n  abc\n  def\n") == "甲 乙 abc def"
    assert value_of("键: |\n  甲\n  乙\n") == "甲\n乙\n"


def test_places_count_characters_from_one() -> None:
    node, _ = parse("部门:\n  - {科目: 100, 名称: '甲'}\n".encode(), "f.yaml")
    assert isinstance(node, MappingNode)
    lines = node.items[0][1]
    assert isinstance(lines, ListNode)
    line = lines.items[0]
    assert isinstance(line, MappingNode)
    (key, first), (_, second) = line.items
    assert [str(one.place) for one in (key, first, second)] == ["f.yaml:2:6", "f.yaml:2:10", "f.yaml:2:19"]
    assert [one.place.length for one in (key, first, second)] == [2, 3, 3]
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert (first.plain, second.plain) == (True, False)


def test_the_plain_parser_gives_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "甲: [1, '2', \"三\"]\n乙:\n  - {丙: >-\n  }\n".replace(">-\n  ", "丁") + "戊: >-\n  己\n  庚\n"
    fast = parse(text.encode(), "f.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert parse(text.encode(), "f.yaml") == fast


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("年度: 2025\n模板：河北\n部门: 甲\n", (2, 3), "全角冒号"),
        ("年度：2025\n\n# 注\n部门: 甲\n", (1, 3), "全角冒号"),
        ("a: {科目: 1，金额: 2}", (1, 10), "全角逗号"),
        ("a:\n\t- b: 1", (2, 1), "制表符"),
        ("a:\n　b: 2\n  c: 3\n", (2, 1), "全角空格"),
        ("a:1\nb: 2", (1, 2), "冒号后面没有空格"),
        ("a: b: c", (1, 5), "多出一个冒号"),
        ("a: [1,2", (1, 4), "方括号"),
        ("a: {b: 1", (1, 4), "大括号"),
        ('a: "甲\nb: 1', (1, 4), "引号没有成对"),
        ("a: >2.1%", (1, 4), "加上英文双引号"),
        ("a: >35%", (1, 4), "加上英文双引号"),
        ("a: [2060101]行政运行", (1, 4), "当成了列表"),
        ('a: "专精"企业', (1, 4), "引号后面还有文字"),
        ("a: @甲", (1, 4), "特殊含义"),
        ("a: `甲", (1, 4), "特殊含义"),
        ("a: %甲", (1, 4), "特殊含义"),
        ('a: "\\d"', (1, 4), "反斜杠"),
        ("a:\n  - b: 1\n c: 2", (3, 2), "缩进"),
    ],
)
def test_a_slip_is_explained_at_its_character(text: str, place: tuple[int, int], words: str) -> None:
    code, line, column, said = only(text)
    assert (code, line, column) == ("Y201", *place)
    assert words in said


def test_every_explanation_names_a_remedy() -> None:
    _, findings = parse(b"a: ]", "f.yaml")
    assert findings[0].remedy


def test_a_key_written_twice_names_both_places() -> None:
    _, (finding,) = parse("甲: 1\n乙: 2\n甲: 3\n".encode(), "f.yaml")
    assert (finding.code, str(finding.place)) == ("Y202", "f.yaml:3:1")
    assert str(finding.related[0][0]) == "f.yaml:1:1"


@pytest.mark.parametrize("text", ["a: &x 1", "a: *x", "a: !!python/object:os.system x", "a: !x [1, {b: 2}]", "<<: *x"])
def test_anchors_aliases_and_tags_are_refused_and_never_executed(text: str) -> None:
    node, findings = parse(text.encode(), "f.yaml")
    assert [finding.code for finding in findings] == ["Y203"]
    assert isinstance(node, MappingNode)
    assert isinstance(node.items[0][1], Broken)


def test_anchors_cannot_explode() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    _, findings = parse("\n".join(lines).encode(), "f.yaml")
    assert {finding.code for finding in findings} == {"Y203"}


def test_a_second_document_is_reported_where_it_starts() -> None:
    assert only("a: 1\n---\nb: 2\n")[:3] == ("Y204", 2, 1)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert only(opening * 100_000)[0] == "Y205"


def test_a_key_that_is_no_word_is_reported() -> None:
    assert only("{[a]: 1}")[:3] == ("Y206", 1, 2)


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(encoding.MAX_BYTES + 1)
    node, findings = source.read(path, "big.yaml")
    assert node is None
    assert [finding.code for finding in findings] == ["Y101"]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    _, findings = source.read(tmp_path / "no.yaml", "no.yaml")
    assert [(finding.code, finding.message) for finding in findings] == [("Y101", "文件不存在。")]


def test_a_bom_and_windows_line_ends_simply_work() -> None:
    node, findings = parse("\ufeff甲: 1\r\n乙: 2\r\n".encode(), "f.yaml")
    assert not findings
    assert isinstance(node, MappingNode)
    assert [str(key.place) for key, _ in node.items] == ["f.yaml:1:1", "f.yaml:2:1"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_another_encoding_is_read_with_a_warning(encoding: str) -> None:
    node, findings = parse("名称: 科技和工信部门".encode(encoding), "f.yaml")
    assert [finding.code for finding in findings] == ["Y103"]
    assert isinstance(node, MappingNode)
    assert node.items[0][0].text == "名称"


def test_damaged_utf8_is_reported_at_the_bad_byte_and_not_read_as_gbk() -> None:
    data = ("名称: 科技和工信部门的一段比较长的文字\n" * 3).replace("名称", "甲", 1).encode()
    broken = data[:-10] + b"\xe4" + data[-10:]
    code, line, _, _ = only(broken)
    assert (code, line) == ("Y102", 3)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x7f", "\x9f", "\ufffe"])
def test_an_invisible_character_is_reported_at_its_place(character: str) -> None:
    assert only(f"a: 1\nb: 甲{character}乙\n")[:3] == ("Y104", 2, 5)


@given(st.binary(max_size=200))
def test_any_bytes_give_findings_and_no_traceback(data: bytes) -> None:
    _, findings = parse(data, "f.yaml")
    assert all(finding.place and finding.message for finding in findings)


@given(st.text(alphabet="甲：: \n\t-[]{}>|&*!%@`'\"#,，1.é\\?~", max_size=60))
def test_any_text_of_yaml_signs_gives_findings_and_no_traceback(text: str) -> None:
    _, findings = parse(text.encode(), "f.yaml")
    lines = lines_of(text)
    for finding in findings:
        assert finding.place is not None
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_sound_pieces_of_a_broken_file_stand_where_they_were_typed(end: str, tmp_path: Path) -> None:
    lines = ["# 甲", "年度: 2025", "收入: [{", "", "部门:", '  名称: "乙"']
    path = tmp_path / "a.yaml"
    path.write_bytes(end.join(lines).encode())
    year, department = source.in_pieces(path, "a.yaml").items
    assert (year[0].text, year[0].place.line, year[1].place.column) == ("年度", 2, 5)
    assert isinstance(department[1], MappingNode)
    key, name = department[1].items[0]
    assert (key.place.line, key.place.column, name.place.line, name.place.column) == (6, 3, 6, 7)


def test_no_line_of_a_broken_file_is_parsed_for_two_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    compose = source._compose
    monkeypatch.setattr(source, "_compose", lambda text, name: parsed.append(text) or compose(text, name))
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"甲{number}: 1\n" for number in range(100)), "utf-8")
    assert len(source.in_pieces(path, "a.yaml").items) == 100
    assert sum(text.count("甲") + text.count("\n") for text in parsed) <= 2 * 100
