"""Findings as text: place, excerpt with carets under Chinese, remedy, summary, and only what GBK can show."""

from hypothesis import given
from hypothesis import strategies as st

from generator.findings.finding import Kind, Place, Severity
from generator.findings.text import concise, printable, render, summary, width

KIND = Kind("C999", "试验", Severity.ERROR)
SOURCES = {"b/a.yaml": "收入:\n  - {科目: 2060101, 金额: 甲乙}\n"}


def test_a_finding_shows_place_excerpt_carets_related_and_remedy() -> None:
    finding = KIND.at(Place("b/a.yaml", 2, 23, 2), "说明。", "这样改。", related=((Place("b/a.yaml", 1, 1), "那里"),))
    assert render([finding], SOURCES) == (
        "b/a.yaml:2:23: 错误 C999 试验\n"
        "  说明。\n"
        "  2 |   - {科目: 2060101, 金额: 甲乙}\n"
        "    |                           ^^^^\n"
        "  b/a.yaml:1:1: 那里\n"
        "  改法：这样改。\n"
        "\n"
        "共 1 个错误。\n"
    )


def test_carets_stand_in_the_columns_of_the_characters() -> None:
    finding = KIND.at(Place("b/a.yaml", 2, 23, 2), "")
    excerpt, carets = render([finding], SOURCES).split("\n")[2:4]
    assert width(carets[: carets.index("^")]) == width(excerpt[: excerpt.index("甲")])


def test_tabs_and_long_lines_keep_the_carets_in_place() -> None:
    sources = {"f": "\t" + "甲" * 300 + "乙" + "丙" * 300}
    excerpt, carets = render([KIND.at(Place("f", 1, 302), "")], sources).split("\n")[2:4]
    assert width(excerpt) < 120
    assert width(carets[: carets.index("^")]) == width(excerpt[: excerpt.index("乙")])


def test_a_finding_without_a_source_or_place_is_shown_without_an_excerpt() -> None:
    assert render([KIND.at(None, "甲")], {}) == "错误 C999 试验\n  甲\n\n共 1 个错误。\n"
    assert "|" not in render([KIND.at(Place("f", 3, 1), "甲")], {"f": "一行"})


def test_the_summary_counts_by_severity() -> None:
    kinds = [KIND, KIND, Kind("C998", "甲", Severity.WARNING), Kind("C997", "乙", Severity.HINT)]
    assert summary([kind.at(None, "") for kind in kinds]) == "共 2 个错误、1 个警告、1 个提示。"
    assert summary([]) == "没有发现问题。"


def test_a_concise_finding_is_one_line() -> None:
    assert concise(KIND.at(Place("f", 1, 2), "甲")) == "f:1:2: 错误 C999 甲"


def test_colour_can_be_painted() -> None:
    painted = render([KIND.at(Place("f", 1, 1), "甲")], {"f": "乙"}, paint=lambda role, text: f"<{role}>{text}")
    assert "<place>f:1:1: <错误>错误 C999 试验" in painted
    assert "<caret>^^" in painted


@given(st.text())
def test_any_text_can_be_printed_on_a_gbk_console(text: str) -> None:
    finding = KIND.at(Place("f", 1, 1), text, text, path=(text, 0, text), related=((Place(text, 1, 1), text),))
    shown = render([finding], {"f": text})
    assert shown.encode("gbk").decode("gbk") == shown


def test_rare_characters_are_replaced_and_control_characters_neutralised() -> None:
    assert printable("甲😀é\x07乙") == "甲〓é?乙"
