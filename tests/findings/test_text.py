"""Findings as text: place, excerpt with carets under Chinese, remedy, summary, in one piece whatever is reported."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.lines import lines_of
from generator.base.terminal import shortened, width
from generator.findings import clean
from generator.findings import text as report
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.findings.text import WIDEST, concise, render, summary

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


ANY = st.text(st.characters(codec=None), min_size=1)  # half surrogate pairs too


@given(ANY)
def test_any_text_stays_in_its_line_and_can_be_written(text: str) -> None:
    place = Place(text, 1, 1)
    finding = Finding(KIND, text, place, text, (text,), ((place, text),), accepted=text)
    shown = render([finding], {text: text})
    shown.encode()
    assert len(shown.splitlines()) == 8  # place, message, two of the excerpt, related, accepted, blank, summary
    assert not any(clean.line(line) != line for line in shown.split("\n"))
    assert len(f"{concise(finding)}。".splitlines()) == 1


def test_what_is_not_seen_is_neutralised_and_rare_characters_stay() -> None:
    shown = render([KIND.at(Place("甲\x1b[2J", 1, 1), "\n::error::乙\u202e䶮¥😀", "\ud800")], {})
    assert shown == "甲?[2J:1:1: 错误 C999 试验\n   ?:error::乙?䶮¥😀\n  改法：?\n\n共 1 个错误。\n"


def test_colours_are_only_ours() -> None:
    finding = KIND.at(Place("f", 1, 1), "\x1b[31m甲")
    painted = render([finding], {"f": "\x1b[2J"}, paint=lambda _, text: f"\x1b[1m{text}")
    assert painted.count("\x1b") == 3  # place, head, carets


def whole(line: str, column: int) -> tuple[str, int]:
    """Say plainly what an excerpt is: as `_around`, but looking at the whole line again and again."""
    line, start = line.replace("\t", "    "), len(line[: column - 1].replace("\t", "    "))
    begin, end = 0, len(line)
    while width(line) > WIDEST and width(line[begin:start]) > 40:
        begin += 1
    while width(line[begin:end]) > WIDEST:
        end -= 1
    head, tail = "…" if begin else "", "…" if end < len(line) else ""
    return f"{head}{line[begin:end]}{tail}", start - begin + len(head)


@given(st.text("ab甲乙，\t ", max_size=250), st.integers(1, 260))
def test_an_excerpt_is_what_looking_at_the_whole_line_gives(line: str, column: int) -> None:
    assert report._around(line, column) == whole(line, column)


@pytest.mark.parametrize("column", [1, 500_000, 999_999])
@pytest.mark.parametrize("sign", ["甲", "a", "\t", "\x1b"])
def test_of_a_very_long_line_only_a_window_is_looked_at(
    sign: str, column: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def counted(text: Iterable[str]) -> int:
        looked_at.append(len(list(text)))
        return width("".join(text))

    def cleaned(text: str) -> clean.Clean:
        looked_at.append(len(text))
        return clean.Clean(text)

    source = {"f": sign * 1_000_000}
    monkeypatch.setattr(report, "width", counted)
    monkeypatch.setattr(report.clean, "line", cleaned)
    assert "^" in render([KIND.at(Place("f", 1, column, 900_000), "甲")], source)
    assert sum(looked_at) < 5000


def test_a_file_is_split_once_for_all_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[str] = []
    monkeypatch.setattr(report, "lines_of", lambda text: split.append(text) or lines_of(text))
    text = "甲\n" * 3000
    shown = render([KIND.at(Place("f", number, 1), f"乙{number}") for number in range(1, 3001)], {"f": text})
    assert shown.count(" | 甲") == 3000
    assert split == [text]


@pytest.mark.parametrize(
    ("text", "columns", "shown"), [("甲乙丙", 6, "甲乙丙"), ("甲乙丙", 5, "甲乙…"), ("甲乙丙", 4, "甲…"), ("", 3, "")]
)
def test_a_text_is_shortened_to_so_many_columns(text: str, columns: int, shown: str) -> None:
    assert shortened(text, columns) == shown
    assert width(shown) <= columns
