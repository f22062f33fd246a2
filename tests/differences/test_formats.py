"""The same differences as text, page, workbook and JSON: nothing typed is an order there; same input, same bytes."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO

import openpyxl
from lxml import html

from generator.base.terminal import width
from generator.commands import difference_text
from generator.differences import data, page, sheet
from generator.differences.compared import Compared, Reason
from generator.differences.figures import Decimals, Figures, FigureTable
from generator.differences.told import marked
from generator.differences.walk import Difference
from generator.differences.wording import Wording, compared

EVIL = "<script>alert(1)</script>"
LONG = "的说法" + "很长" * 15
WORDS = compared(f"旧{LONG}，到此为止。", f"新{LONG}，{EVIL}。")
FOUND = Compared(
    "350 甲局", ("2024年", "2025年"), ("b/2024/350-甲局", "b/2025/350-甲局"),
    (
        FigureTable(
            "按口径",
            (
                Figures("支出总计", Decimal(10000), Decimal(25000), Decimals()),
                Figures("采购", None, Decimal(5), Decimals(), note="=1+1"),
                Figures("新的", Decimal(0), Decimal(5), Decimals(), "206", 1),
                Figures("微小", Decimal(100), Decimal(101), Decimals()),
            ),
            3,
        ),
    ),
    (
        Difference("修改", ("年度",), "2024", "2025"),
        Difference("修改", ("项目", "=cmd", "用途"), "旧", "新", WORDS),
        Difference("新增", ("项目", EVIL), "", "=HYPERLINK(1)"),
        Difference("次序", ("项目",)),
    ),
    (Reason("支出总计", ""), Reason("三公经费", "节约")),
    ("注意一下。",),
)  # fmt: skip
EQUAL = Compared("360 乙局", ("前", "后"), ("a", "b"))
TEXT = """\
350 甲局：b/2024/350-甲局 → b/2025/350-甲局
注意一下。
金额单位：万元；增减和增减率按印出的数算。

按口径        2024年  2025年      增减   增减率  说明
  支出总计      1.00    2.50      1.50  150.00%
  采购          不明    0.00                     =1+1
    206 新的    0.00    0.00  不足0.01        —
  微小          0.01    0.01  不足0.01    0.00%
  另有 3 项没有变。

比上年有增减、要写原因的
  还没有写：支出总计。
  三公经费：节约

项目
  修改 =cmd / 用途：[-旧-]{+新+}的说法很长很长很长很长很……长很长很长很长很长很长
    ，[-到此为止-]{+<script>alert(1)</script>+}。
  新增 <script>alert(1)</script>：=HYPERLINK(1)

其他
  修改 年度：2024 → 2025
  次序 项目：前后次序不同

"""


def test_text_is_80_columns_wide_and_aligned() -> None:
    assert "\n".join(difference_text.told(FOUND)) + "\n" == TEXT
    assert max(map(width, TEXT.split("\n"))) <= 80


def test_of_several_budgets_the_equal_ones_are_one_line() -> None:
    told = difference_text.report_of([FOUND, EQUAL, EQUAL])
    assert told[-1] == "没有差别的有 2 份：b。"
    assert difference_text.report_of([EQUAL]) == ["360 乙局：a → b", "没有差别。", ""]


def test_what_is_only_on_one_side_is_shortened_in_text_alone() -> None:
    long = Compared("甲", ("前", "后"), ("a", "b"), (), (Difference("新增", ("项目", "乙"), "", "长" * 500),))
    assert len(difference_text.told(long)) == 6
    assert "长" * 500 in page.write([long]).decode()


def test_colours_end_with_their_line() -> None:
    shown = difference_text.painted("a [-b\n  c-] {+d+}", lambda sort, text: f"<{sort}{text}>")
    assert shown == "a <删[-b>\n<删  c-]> <增{+d+}>"


def test_the_page_is_whole_and_escaped() -> None:
    written = page.write([FOUND, EQUAL])
    assert written == page.write([FOUND, EQUAL])
    assert b"<script" not in written
    assert EVIL in html.fromstring(written).text_content()
    tree = html.fromstring(written)
    assert [one.text for one in tree.iter("del")] == ["旧", "到此为止"]
    assert [one.text for one in tree.iter("ins")] == ["新", EVIL]
    assert not tree.xpath("//@src | //link | //script | //@style | //@onclick")
    assert [one.text for one in tree.iter("th")][:5] == ["项", "2024年", "2025年", "增减", "增减率"]


def test_hidden_characters_are_shown_in_the_page() -> None:
    found = Compared("甲\u202e", ("前", "后"), ("a", "b"), alone="新增的预算")
    assert "\u202e" not in page.write([found]).decode()


def test_the_workbook_has_numbers_and_no_formulas() -> None:
    written = sheet.write([FOUND, EQUAL])
    assert written == sheet.write([FOUND, EQUAL])
    book = openpyxl.load_workbook(BytesIO(written))
    assert book.sheetnames == ["概况", "数", "要写的原因", "逐项"]
    rows = [[cell.value for cell in row] for row in book["数"].iter_rows(min_row=2)]
    assert rows[0][4:8] == [1, 2.5, 1.5, 150]
    assert rows[1][4:] == ["不明", 0, None, None, "=1+1"]
    assert rows[2][6:8] == ["不足0.01", "—"]
    assert book["概况"]["D3"].value == "没有差别。"
    assert {cell.data_type for one in book for row in one.iter_rows() for cell in row} <= {"s", "n"}


def test_json_has_exact_amounts_and_what_is_not_known_is_null() -> None:
    told = json.loads(data.as_json([FOUND]))["budgets"][0]
    assert told["figures"][0] | {"note": ""} == {
        "table": "按口径", "code": "", "name": "支出总计", "before": "10000", "after": "25000", "difference": "1.50",
        "rate": "150.00", "note": "",
    }  # fmt: skip
    assert (told["figures"][1]["before"], told["figures"][1]["difference"]) == (None, None)
    assert told["differences"][0] == {"sort": "changed", "where": ["年度"], "before": "2024", "after": "2025"}
    assert {one["sort"] for one in told["differences"][1]["words"]} == {"same", "added", "removed"}
    assert told["equal"] is False


def test_marks_leave_a_text_whole_unless_it_is_shortened() -> None:
    words = (Wording("", "甲" * 50), Wording("删", "乙"), Wording("", "丙" * 50))
    assert marked(words) == f"{'甲' * 50}[-乙-]{'丙' * 50}"
    assert marked(words, 2) == "……甲甲[-乙-]丙丙……"
