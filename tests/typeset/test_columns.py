from __future__ import annotations

from itertools import chain

import pytest

from generator.document.blocks import Cell, Column, Row, Table
from generator.typeset.columns import Room, column_widths, filled
from tests.layout_samples import row

EM, EDGE = 10.0, 8.0


def natural(cell: Cell) -> float:
    return max(sum(0.5 if char.isascii() else 1.0 for char in line) for line in cell.text.split("\n")) * EM


def widths(
    *rows: Row, columns: tuple[Column, ...] = (), available: float = 400, head: tuple[Row, ...] = (), fill: bool = False
) -> tuple[float, ...]:
    count = sum(cell.colspan for cell in (head or rows)[0].cells)
    table = Table("表", "表", columns or (Column(),) * count, head, rows)
    cells = [(column, cell, natural(cell)) for column, cell in chain(filled(table.head), filled(table.body))]
    return column_widths(table, cells, Room(available, fill, EM, EDGE))


def test_a_table_with_text_fills_the_width() -> None:
    assert sum(widths(row("收入", "12.00"))) == pytest.approx(400)


def test_a_table_of_figures_keeps_a_comfortable_width() -> None:
    assert sum(widths(row("1", "12.00", kinds="序金"))) < 150


def test_a_table_that_another_continues_fills_the_width() -> None:
    assert sum(widths(row("1", "12.00", kinds="序金"), fill=True)) == pytest.approx(400)


def test_an_amount_is_never_wrapped() -> None:
    long = "很长的说明" * 40
    assert widths(row(long, "123456789.00"))[1] >= natural(Cell("123456789.00")) + EDGE


def test_an_amount_is_stronger_than_the_limit_of_the_pack() -> None:
    found = widths(row("甲", "123456789.00"), columns=(Column(), Column(most=2)))
    assert found[1] >= natural(Cell("123456789.00")) + EDGE


def test_a_column_stays_within_the_limits_of_the_pack() -> None:
    found = widths(row("甲", "乙", "丙" * 80, kinds="文文文"), columns=(Column(least=6), Column(most=3), Column()))
    assert found[0] >= 6 * EM + EDGE
    assert found[1] <= 3 * EM + EDGE


def test_what_is_left_goes_where_the_pack_wants() -> None:
    found = widths(row("甲甲", "乙乙", kinds="文文"), columns=(Column(), Column(grow=1)))
    assert found[0] == pytest.approx(4 * EM - 2 * EM + 0.5 * EM + EDGE)
    assert sum(found) == pytest.approx(400)


def test_a_short_label_beside_long_text_is_not_wrapped() -> None:
    assert widths(row("数量指标", "长" * 200, "短" * 60, kinds="文文文"))[0] >= 4 * EM + EDGE


def test_longer_texts_get_wider_columns() -> None:
    found = widths(row("长" * 120, "短" * 30, kinds="文文"))
    assert found[0] > found[1]


def test_a_number_in_text_is_not_broken() -> None:
    assert widths(row("13030325P00385410058N", "长" * 100, kinds="文文"))[0] >= 21 * EM / 2 + EDGE


def test_a_spanning_cell_widens_its_columns() -> None:
    body = Row((Cell("123456789012345678", "金额", colspan=2), Cell("甲" * 90)))
    found = widths(body, head=(row("一", "二", "三", kinds="头头头"),))
    assert found[0] + found[1] >= 90 + EDGE


def test_widths_are_whole_twips_and_never_exceed_the_page() -> None:
    found = widths(row("甲" * 33, "乙" * 77, "3.14", kinds="文文金"), available=333.33)
    assert all(width * 20 == pytest.approx(round(width * 20)) for width in found)
    assert sum(found) <= 333.33


def test_a_table_that_cannot_fit_is_shrunk_to_the_page() -> None:
    assert sum(widths(row(*["1234567890.00"] * 9, kinds="金" * 9))) <= 400
