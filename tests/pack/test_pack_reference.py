"""docs/模板说明.md is what the code says, and its tutorial works when it is followed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import publish
from generator.cli import main
from generator.compose import packcheck
from generator.compose.composer import compose
from generator.document.blocks import Document, Paragraph, Table
from tools.make_pack_reference import must_agree, updated

PAGE = Path("docs/模板说明.md")
BLOCK = re.compile(r"```(?:yaml|jinja)\n(?:# |\{# )((?:templates|budgets)/\S+?)(?: #\})?\n(.*?)```", re.DOTALL)


def test_the_generated_part_is_current() -> None:
    page = PAGE.read_text("utf-8")
    assert updated(page) == page, "请运行 python -m tools.make_pack_reference"


def test_a_name_that_is_not_explained_is_an_error() -> None:
    with pytest.raises(ValueError, match="乙"):
        must_agree("键", {"甲": ""}, ("甲", "乙"))


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A folder in which the tutorial was followed, step by step."""
    shutil.copytree("templates", tmp_path / "templates")
    shutil.copytree("budgets/2025", tmp_path / "budgets/2025")
    page = PAGE.read_text("utf-8")
    command = re.search(r"`budget (template new .*?)`，", page)
    assert command
    result = CliRunner().invoke(main, [*command[1].split(), "--root", str(tmp_path)])
    assert result.exit_code == 0, result.output
    blocks = BLOCK.findall(page)
    assert len(blocks) == 7
    for file, text in blocks:
        (tmp_path / file).write_text(text, "utf-8")
    return tmp_path / "templates"


def test_the_tutorial_makes_a_pack_without_fault(followed: Path) -> None:
    pack, findings = packcheck.check("河北某市", 2025, followed)
    assert pack is not None
    assert findings == ()


def tutorial_document(followed: Path) -> Document:
    pack, _ = packcheck.check("河北某市", 2025, followed)
    assert pack is not None
    document, _ = compose(packcheck.sample(packcheck.FULLEST, pack, 2025), pack)
    assert document is not None
    return document


def test_the_tutorial_adds_columns_a_sentence_and_a_row(followed: Path) -> None:
    blocks = [block for section in tutorial_document(followed).sections for block in section.blocks]
    tables = {block.name: block for block in blocks if isinstance(block, Table)}
    titles = [cell.text for row in tables["支出总表"].head for cell in row.cells]
    assert titles.index("小计") < titles.index("人员经费") < titles.index("公用经费")
    labels = [cell.text for row in tables["三公经费支出表"].body for cell in row.cells if cell.scope == "row"]
    assert labels[-2:] == ["三、公务接待费", "其中：外宾接待费"]
    (heads,) = [[cell.text for cell in row.cells] for row in tables["三公经费支出表"].head[:1]]
    assert heads == ["序号", "项 目", "上年预算数", "本年预算数", "比上年增减"]
    before = {row.cells[1].text: [cell.text for cell in row.cells[2:]] for row in tables["三公经费支出表"].body}
    assert before["三、公务接待费"][0] == "0.10", "1,000 元 of each query are stated in the sample"
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "11、培训费：是指单位开展培训发生的支出，2025年安排0.00万元。" in texts


def test_the_tutorial_gives_a_pack_data_of_its_own(followed: Path) -> None:
    (folder,) = (followed.parent / "budgets/2025").glob("350-*")
    for file in folder.glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("模板: 河北\n", "模板: 河北某市\n"), "utf-8")
    prepared = publish.prepare(folder, followed)
    assert prepared.document is not None, [one.message for one in prepared.findings]
    blocks = [block for section in prepared.document.sections for block in section.blocks]
    table = next(block for block in blocks if isinstance(block, Table) and block.name == "人员编制表")
    assert [[cell.text for cell in row.cells][1:] for row in table.body] == [["行政编制", "12", "9"], ["", "12", "9"]]
    assert "联系电话：0311-12345678" in [block.text for block in blocks if isinstance(block, Paragraph)]
    file = folder / "人员.yaml"
    text = file.read_text("utf-8")
    for right, wrong, message in (
        ("行政编制", "行政编", "类别里没有“行政编”。"),
        ("12,", "12人,", "“编制数”写成了“12人”。"),
    ):
        file.write_text(text.replace(right, wrong), "utf-8")
        (error,) = (one for one in publish.prepare(folder, followed).findings if one.severity.value == "错误")
        assert error.place is not None
        assert (error.message, error.place.line) == (message, 2)
