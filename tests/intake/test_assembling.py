"""The running text of a unit's own document is compared as the department's is."""

from __future__ import annotations

from generator.grids.grid import ForeignFile
from generator.intake.assembling import make_draft
from generator.intake.reading import UnitPart
from generator.recognition.forms import form_of
from generator.recognition.sentences import ReadSentences
from generator.recognition.tables import RecognisedFile
from tests.intake.test_last_year import read
from tests.recognition.test_sentences import form


def test_a_wrong_rate_in_the_text_of_a_unit_is_told() -> None:
    said = read(
        "三、别的说明",
        "2025年项目支出1000.00万元，比上年增加100.00万元，增长15.00%。",
    )
    whole = RecognisedFile(ForeignFile("文.docx", "docx", (), ()), form_of(form("江苏")[0]), 2025, "部门", (), (), ())
    made = make_draft(
        [whole], [ReadSentences()], [UnitPart(whole, "910001", "某某中心", said)], ("910", "某某局"), 2025
    )
    assert [("是 11.11%" in str(one), "文中是 15.00%" in str(one)) for one in made.wrong] == [(True, True)]
