"""What is wrong in the document of a budget is mended in its YAML: a remark says the line of its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.audit import run, told
from generator.audit.written import SAID, with_lines
from generator.grids import reader
from tests.audit.making import FOLDERS, made, read
from tests.audit.test_against import newer

TYPED = "承担各级科学技术类奖项的推荐申报工作。"
MISTAKES = {
    "another amount": ("机关运行经费共计安排99.00万元。", "A101"),
    "an outdated year": ("较2023年预算减少。", "A401"),
    "a leftover": ("主要工作是XX。", "C812"),
}


@pytest.mark.parametrize("kind", list(MISTAKES))
def test_a_mistake_in_a_text_of_a_budget_is_told_with_its_line(kind: str, tmp_path: Path) -> None:
    wrong, code = MISTAKES[kind]
    folder = newer(FOLDERS["350"], tmp_path, 基本情况_1=(TYPED, TYPED.replace("。", f"，{wrong}")))
    prepared, files = made(folder)
    assert prepared.budget is not None
    assert prepared.document is not None
    file = reader.read_bytes(files["docx"], "a.docx")
    remarks = run(read(files["docx"], "docx", "河北"))
    found = list(with_lines(remarks, file, prepared.document, prepared.budget.places))
    assert [one.finding.message for one in found] == [one.finding.message for one in remarks]
    own = next(one for one in found if one.finding.code == code)
    (place,) = (place for place, words in own.finding.related if words == SAID)
    lines = (folder / "基本情况.yaml").read_text("utf-8").splitlines()
    assert place.file.endswith("基本情况.yaml")
    assert wrong in lines[place.line - 1]
    assert len(own.spots) in (0, 1 + len(own.finding.related))
    text = list(told.lines(told.Audited("a.docx", remarks=tuple(found)), 99))
    assert any(f"[{code}" in line and f"（{SAID}：{place}）" in line for line in text)
