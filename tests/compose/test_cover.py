"""The cover: who, what and when on one page, in PDF and Word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.compose.composer import compose, with_cover
from generator.document.blocks import Document, Section
from generator.facts.build import load as load_budget
from generator.pack import loader
from generator.typeset import faces
from generator.typeset.layout import lay_out
from generator.typeset.pages import DrawnText, Pages
from generator.word.template import load

ROOT = Path(__file__).parents[2]
LONG = "某某维吾尔自治区人力资源和社会保障厅机关事务服务中心"
NAMES = {
    "主体": "某局",
    "年度": "2025",
    "公开日期": "2025年2月14日",
    "版本": "部门",
    "区划": "上海市某区",
    "级次": "区级",
}


def cover(pack: str, names: dict[str, str]) -> Pages:
    """The laid out cover of a pack's template."""
    template, _ = load((ROOT / f"templates/{pack}/样式.docx").read_bytes(), "样式.docx")
    assert template is not None
    frame, findings = template.render_frame({**NAMES, **names})
    assert findings == ()
    assert frame is not None
    doc = with_cover(Document("题", "某局", "", (Section("封面", (), numbered=False),)), frame.cover)
    return lay_out(doc, template.sheet, faces.load())


@pytest.mark.parametrize("pack", ["hebei", "shanghai"])
@pytest.mark.parametrize("name", ["某局", LONG])
def test_name_title_and_date_stand_on_one_page_and_the_date_at_its_foot(pack: str, name: str) -> None:
    pages = cover(pack, {"主体": name})
    (page,) = pages.pages
    texts = [operation for operation in page.operations if isinstance(operation, DrawnText)]
    assert "".join(text.text for text in texts[-5:]).endswith("2025年2月14日")
    assert 0.65 * page.height < texts[-1].y < page.height - 50
    for text in texts:
        assert text.x > 50


def test_without_a_date_the_cover_ends_with_the_title() -> None:
    (page,) = cover("hebei", {"公开日期": ""}).pages
    texts = [operation.text for operation in page.operations if isinstance(operation, DrawnText)]
    assert "".join(texts) == "某局2025年部门预算信息公开"


def test_the_date_on_the_cover_is_in_words() -> None:
    budget, _ = load_budget(ROOT / "budgets/2025/350-科技和工信部门")
    assert budget is not None
    pack, findings = loader.find(budget.pack, budget.year, ROOT / "templates")
    assert pack is not None, findings
    for date, shown in (("2025-02-05", "2025年2月5日"), ("", "")):
        doc, _ = compose(replace(budget, data={**budget.data, "公开日期": date}), pack)
        assert doc is not None
        assert (doc.date, doc.names["公开日期"]) == (date, shown)
