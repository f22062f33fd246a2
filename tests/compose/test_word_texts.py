"""A pack whose texts are Word files gives the same documents as with Jinja; its faults are named by paragraph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import publish
from generator.commands.template import jinja_texts
from generator.compose import packcheck
from generator.compose.composer import compose
from generator.document.blocks import Paragraph
from generator.ledger import unit_codes
from generator.pack import loader
from generator.word import template as wordtemplate
from generator.word.drafting import text_file
from tests.packs import write_pack
from tests.word_files import line, styled, word_file

TEMPLATES = Path("templates")
PACKS = [(folder.name, folder.year, folder.path.name) for folder in loader.list_folders(TEMPLATES)]
BUDGETS = [("350-科技和工信部门", "河北"), ("207-上海市普陀区财政局", "上海")]


@pytest.fixture(scope="module")
def in_word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All packs with their texts as Word files, and no Jinja."""
    folder = tmp_path_factory.mktemp("word") / "templates"
    shutil.copytree(TEMPLATES, folder)
    for name, year, own in PACKS:
        pack, _ = loader.find(name, year or 2025, TEMPLATES)
        assert pack is not None
        word, _ = wordtemplate.load(pack.word, pack.word_file)
        assert word is not None
        for file, source in jinja_texts(pack):
            (folder / own / f"{Path(file).stem}.docx").write_bytes(text_file(word, source, Path(file).stem))
    for path in folder.glob("*/*.jinja"):
        path.unlink()
    return folder


@pytest.mark.parametrize(("name", "year", "folder"), PACKS)
def test_every_pack_composes_the_same_documents_in_word(name: str, year: int, folder: str, in_word: Path) -> None:
    packs = [loader.find(name, year or 2025, templates)[0] for templates in (TEMPLATES, in_word)]
    assert packs[0] is not None
    assert packs[1] is not None
    assert {Path(text.file).suffix for text in packs[1].texts.values()} == {".docx"}
    for sample in (packcheck.SMALLEST, packcheck.FULLEST):
        budget = packcheck.sample(sample, packs[0], year or 2025)
        for unit in ("", *unit_codes(budget)):
            written, read = (compose(budget, pack, unit=unit) for pack in packs if pack)
            assert read[0] == written[0]
            assert written[0] is not None


@pytest.mark.parametrize(("budget", "name"), BUDGETS)
def test_the_real_budgets_are_the_same_byte_for_byte(budget: str, name: str, in_word: Path) -> None:
    made = []
    for templates in (TEMPLATES, in_word):
        prepared = publish.prepare(Path("budgets/2025") / budget, templates, every=False)
        assert prepared.document is not None
        assert prepared.pack is not None
        output, _ = publish.finish(prepared.document, prepared.pack, ("pdf", "docx"))
        assert output is not None
        made.append(output.files)
    assert made[0] == made[1]


def own(tmp_path: Path, *body: str, **files: str) -> list[str]:
    """Check a pack like 上海 with a text of its own in Word; say what is wrong."""
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    folder = templates / "own"
    folder.mkdir()
    (folder / "模板.yaml").write_text("名称: 自己\n年度: 2025\n沿用: 上海\n", "utf-8")
    (folder / "名词解释.docx").write_bytes(word_file(*body))
    for name, text in files.items():
        (folder / f"{name}.jinja").write_text(text, "utf-8")
    _, found = packcheck.check("自己", 2025, templates)
    return [f"{one.place} {one.code} {one.message}" for one in found]


def test_a_text_in_word_replaces_the_inherited_one_in_jinja(tmp_path: Path) -> None:
    assert (
        own(tmp_path, line("（一）支出{{ 金额(‘支出总计’)|万元 }}万元。"), line("{% include “上海/名词解释.jinja” %}"))
        == []
    )
    pack, _ = loader.find("自己", 2025, tmp_path / "templates")
    assert pack is not None
    assert pack.texts["名词解释.jinja"].file == pack.texts["名词解释.docx"].file == "templates/own/名词解释.docx"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ((line("甲"), line("{{ 主题 }}")), "第 2 段 P301 没有“主题”这个名称。"),
        ((line("甲"), line("{% if 年度 == '' %}{{ 金额('收人')|万元 }}{% endif %}")), "第 2 段 P114 没有名为“收人"),
        ((line("甲"), line(""), line("{{ 表('没有的表') }}")), "第 3 段 P114 没有名为“没有的表”的表。"),
        ((line("[没有的样式] 甲"),), "第 1 段 P416"),
        ((line("甲"), line("@没有")), "第 2 段 P303 不认识的指令“@没有”。"),
        ((line("甲"), line("{{ 年度 + 1 }}")), "第 2 段 P302"),
        ((line("甲"), line("{% for 项 in 单位 %}"), line("乙")), "P301 Jinja 写法错误"),
        ((line("甲"), line("｛｛ 主体 ｝｝")), "第 2 段 P219"),
        ((line("支出万元"),), "第 1 段 P415"),
    ],
)  # fmt: skip
def test_findings_name_the_paragraph(tmp_path: Path, body: tuple[str, ...], words: str) -> None:
    found = own(tmp_path, *body)
    assert any(one.startswith("templates/own/名词解释.docx") and words in one for one in found), found


def test_one_text_written_twice_is_told(tmp_path: Path) -> None:
    found = own(tmp_path, line("甲"), 名词解释="乙\n")
    assert ["名词解释”写了两份" in one for one in found] == [True], found


def test_a_line_break_in_word_begins_a_paragraph_of_the_same_style(tmp_path: Path) -> None:
    text = styled("文章标题", ("乙", False)).replace("<w:r>", "<w:r><w:t>甲</w:t><w:br/></w:r><w:r>", 1)
    templates = write_pack(tmp_path)
    (templates / "测试/正文.jinja").unlink()
    (templates / "测试/正文.docx").write_bytes(word_file(text, styled("Normal", ("职责：", True), ("丙", False))))
    pack, found = loader.find("测试", 2025, templates)
    assert pack is not None
    assert found == ()
    document, _ = compose(packcheck.sample(packcheck.SMALLEST, pack, 2025), pack)
    assert document is not None
    blocks = [block for block in document.sections[0].blocks if isinstance(block, Paragraph)]
    assert [(block.style, block.text) for block in blocks] == [
        ("文章标题", "甲"), ("文章标题", "乙"), ("Normal", "职责：丙"),
    ]  # fmt: skip
    assert [(run.text, run.style) for run in blocks[2].runs] == [("职责：", "引导语"), ("丙", "")]
