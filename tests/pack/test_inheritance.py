"""Packs that extend another (沿用) and versions of a form by year (年度)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import publish
from generator.document.blocks import Document, Paragraph, Table
from generator.findings.finding import Finding, has_errors
from generator.pack import loader
from tests.packs import WORD, write_pack

BUDGET = Path("budgets/2025/350-科技和工信部门")
PUTUO = Path("budgets/2025/207-上海市普陀区财政局")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    shutil.copytree("templates", tmp_path / "templates")
    return tmp_path / "templates"


def write(folder: Path, **files: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        suffix = ".yaml" if name in ("模板", "表格", "口径") else ".jinja"
        (folder / f"{name}{suffix}").write_text(text, "utf-8")


def budget_for(tmp_path: Path, pack: str, year: int = 2025, source: Path = BUDGET) -> Path:
    folder = tmp_path / f"{year}-{pack}"
    shutil.copytree(source, folder)
    facts = folder / "基本情况.yaml"
    text = facts.read_text("utf-8").replace("年度: 2025", f"年度: {year}")
    old = "河北" if source is BUDGET else "上海"
    facts.write_text(text.replace(f"模板: {old}", f"模板: {pack}"), "utf-8")
    return folder


def composed(folder: Path, templates: Path) -> Document:
    prepared = publish.prepare(folder, templates)
    assert not has_errors(prepared.findings), prepared.findings
    assert prepared.document is not None
    return prepared.document


def paragraphs(document: Document) -> list[str]:
    return [b.text for s in document.sections for b in s.blocks if isinstance(b, Paragraph)]


def test_a_city_changes_one_sentence_by_a_file_of_its_own(tmp_path: Path, templates: Path) -> None:
    write(templates / "hebei-city", 模板="名称: 河北某市\n年度: 2025\n沿用: 河北\n", 名词解释="本市的名词解释。\n")
    before = paragraphs(composed(BUDGET, templates))
    after = paragraphs(composed(budget_for(tmp_path, "河北某市"), templates))
    glossary = [text for text in before if text not in after]
    assert after == [*[text for text in before if text not in glossary][:-1], "本市的名词解释。", before[-1]]
    assert len(glossary) == 10


def test_a_city_adds_to_a_text_by_including_the_original(tmp_path: Path, templates: Path) -> None:
    own = '{% include "河北/名词解释.jinja" %}\n11、某市补充：本市的名词。\n'
    write(templates / "hebei-city", 模板="名称: 河北某市\n年度: 2025\n沿用: 河北\n", 名词解释=own)
    before = paragraphs(composed(BUDGET, templates))
    after = paragraphs(composed(budget_for(tmp_path, "河北某市"), templates))
    assert after == [*before[:-1], "11、某市补充：本市的名词。", before[-1]]


def test_a_city_replaces_a_block_of_a_text(tmp_path: Path, templates: Path) -> None:
    write(
        templates / "base",
        模板="名称: 底本\n年度: 2025\n沿用: 河北\n",
        名词解释="开头。\n{% block 中 %}\n原文。\n{% endblock %}\n结尾。\n",
    )
    own = '{% extends "底本/名词解释.jinja" %}\n{% block 中 %}\n改文。\n{% endblock %}\n'
    write(templates / "city", 模板="名称: 某市\n年度: 2025\n沿用: 底本\n", 名词解释=own)
    said = paragraphs(composed(budget_for(tmp_path, "某市"), templates))
    assert said[-4:-1] == ["开头。", "改文。", "结尾。"]


def test_a_city_changes_one_table_and_keeps_the_others(tmp_path: Path, templates: Path) -> None:
    own = "表:\n  三公经费支出表:\n    附注: [注：本市的说明。]\n"
    write(templates / "city", 模板="名称: 某市\n年度: 2025\n沿用: 河北\n", 表格=own)
    before = [b for s in composed(BUDGET, templates).sections for b in s.blocks if isinstance(b, Table)]
    document = composed(budget_for(tmp_path, "某市"), templates)
    after = [b for s in document.sections for b in s.blocks if isinstance(b, Table)]
    changed = [table.name for table, old in zip(after, before, strict=True) if table != old]
    assert changed == ["三公经费支出表"]


NEXT_YEAR = """\
名称: 上海
年度: 2026
沿用: 上海
"""
NEW_COLUMN = """\
片段:
  基本和项目:
    - {标题: 合计}
    - {标题: 人员经费, 条件: 人员经费}
    - {标题: 公用经费, 条件: 公用经费}
    - {标题: 项目支出, 条件: 项目支出}
"""


def test_next_years_form_has_a_new_column_and_this_years_budget_stays_byte_for_byte(
    tmp_path: Path, templates: Path
) -> None:
    before = files_of(PUTUO, templates)
    write(templates / "shanghai-2026", 模板=NEXT_YEAR, 表格=NEW_COLUMN)
    assert files_of(PUTUO, templates) == before
    document = composed(budget_for(tmp_path, "上海", 2026, PUTUO), templates)
    table = next(b for s in document.sections for b in s.blocks if isinstance(b, Table) and b.name == "支出预算总表")
    assert [cell.text for cell in table.head[1].cells][-4:] == ["合计", "人员经费", "公用经费", "项目支出"]
    old = composed(PUTUO, templates)
    table = next(b for s in old.sections for b in s.blocks if isinstance(b, Table) and b.name == "支出预算总表")
    assert [cell.text for cell in table.head[1].cells][-3:] == ["合计", "基本支出", "项目支出"]


def files_of(folder: Path, templates: Path) -> dict[str, bytes]:
    prepared = publish.prepare(folder, templates)
    assert prepared.document is not None
    assert prepared.pack is not None
    output, _ = publish.finish(prepared.document, prepared.pack)
    assert output is not None
    return dict(output.files)


def test_a_budget_of_a_year_between_uses_the_version_before_it(templates: Path) -> None:
    write(templates / "shanghai-2028", 模板=NEXT_YEAR.replace("2026", "2028"), 表格=NEW_COLUMN)
    chosen = {year: loader.find("上海", year, templates)[0] for year in (2025, 2027, 2028, 2030)}
    assert {year: pack.year if pack else 0 for year, pack in chosen.items()} == {
        2025: 2025, 2027: 2025, 2028: 2028, 2030: 2028,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ("名称: 甲\n沿用: 没有的\n", "P101"),
        ("名称: 甲\n沿用: 甲\n", "P117"),
        ("名称: 甲\n年度: 2025\n沿用: 河北\n", ""),
    ],
)
def test_what_a_pack_extends_must_exist_and_not_be_itself(templates: Path, manifest: str, code: str) -> None:
    write(templates / "a", 模板=manifest)
    pack, findings = loader.find("甲", 2025, templates)
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert (pack is None) == bool(code)
    assert all(place_of(finding) == "templates/a/模板.yaml" for finding in findings)


def place_of(finding: Finding) -> str:
    return finding.place.file if finding.place else ""


def test_packs_that_extend_each_other_are_a_finding(templates: Path) -> None:
    write(templates / "a", 模板="名称: 甲\n沿用: 乙\n")
    write(templates / "b", 模板="名称: 乙\n沿用: 甲\n")
    pack, findings = loader.find("甲", 2025, templates)
    assert pack is None
    assert [(finding.code, place_of(finding)) for finding in findings] == [("P117", "templates/b/模板.yaml")]
    assert "“甲”沿用了自己" in findings[0].message
    assert "是不是" not in findings[0].remedy


def test_a_budget_older_than_the_first_year_of_its_pack_is_told_so(tmp_path: Path) -> None:
    write_pack(tmp_path, 模板="年度: 2025\n")
    pack, (finding,) = loader.find("测试", 2024, tmp_path)
    assert pack is None
    assert finding.message == "模板“测试”从 2025 年度开始，没有 2024 年度可用的。"
    assert "budget template new 测试-2024 --from 测试 --name 测试 --year 2024，" in finding.remedy


def test_the_year_of_a_pack_for_every_year_is_that_of_what_it_extends(tmp_path: Path) -> None:
    write_pack(tmp_path, 模板="年度: 2025\n")
    write_pack(tmp_path, "某县", 模板="沿用: 测试\n")
    pack, findings = loader.find("某县", 2026, tmp_path)
    assert findings == ()
    assert pack is not None
    assert pack.year == 2025


def test_a_pack_without_word_styles_uses_those_of_the_nearest_that_it_extends(tmp_path: Path) -> None:
    styles = Path("templates/shanghai/样式.docx").read_bytes()
    write_pack(tmp_path, "省")
    write_pack(tmp_path, "市", 模板="沿用: 省\n")
    write_pack(tmp_path, "县", 模板="沿用: 市\n")
    for name in ("市", "县"):
        (tmp_path / name / "样式.docx").unlink()
    (tmp_path / "省/样式.docx").write_bytes(styles)
    for name in ("省", "市", "县"):
        pack, findings = loader.find(name, 2025, tmp_path)
        assert findings == ()
        assert pack is not None
        assert (pack.word, pack.word_file) == (styles, "templates/省/样式.docx")
    (tmp_path / "市/样式.docx").write_bytes(WORD.read_bytes())
    for name, used in (("省", "省"), ("市", "市"), ("县", "市")):
        pack, _ = loader.find(name, 2025, tmp_path)
        assert pack is not None
        assert pack.word_file == f"templates/{used}/样式.docx"
    for name in ("省", "市"):
        (tmp_path / name / "样式.docx").unlink()
    pack, (finding,) = loader.find("县", 2025, tmp_path)
    assert (pack, finding.code, place_of(finding)) == (None, "P102", "templates/县")
    assert "没有“样式.docx”" in finding.message


def test_a_fragment_that_is_to_replace_another_and_is_misspelt_is_told(tmp_path: Path) -> None:
    base = "片段: {功能各类: [{标签: 甲}]}\n表: {表一: {列: [{标题: 数}], 行: 功能各类}}\n"
    write_pack(tmp_path, "基", 表=base)
    write_pack(tmp_path, "县", 模板="沿用: 基\n片段: {功能个类: [{标签: 乙}]}\n")
    write_pack(tmp_path, "市", 模板="沿用: 基\n片段: {功能各类: [{标签: 乙}]}\n表: {表一: {行: [{标签: 丙}]}}\n")
    write_pack(tmp_path, "区", 模板="沿用: 基\n片段: {功能各类: [{标签: 乙}]}\n")
    _, (finding,) = loader.find("县", 2025, tmp_path)
    place = finding.place
    assert (finding.code, place and (place.file, place.line)) == ("P118", ("templates/县/模板.yaml", 3))
    assert "没有表用到片段“功能个类”" in finding.message
    assert "功能各类" in finding.remedy
    assert [one.code for one in loader.find("市", 2025, tmp_path)[1]] == ["P118"]
    assert loader.find("区", 2025, tmp_path)[1] == ()
