"""Drafts (草稿): made in spite of errors, marked on every page and in the name, blank where nothing is known."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader

from generator.cli import main
from generator.document.drafts import BLANK, MARK
from generator.publish import prepare, prepare_draft

ROOT = Path(__file__).parents[2]
TUTORIAL = "".join(re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL))
FORMATS = ("docx", "pdf", "html", "xlsx", "ofd")


def budget(root: Path, text: str) -> Path:
    folder = root / "budgets" / "2025" / "351-某某部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(text, "utf-8")
    return folder


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with the draft of a budget whose income cannot be read."""
    root = tmp_path_factory.mktemp("draft")
    budget(root, TUTORIAL.replace("金额: 860000}", "金额: 待定}"))
    shutil.copytree(ROOT / "templates", root / "templates")
    code, shown = run(root, "generate", "--draft", "-f", ",".join(FORMATS))
    assert code == 0
    assert "错误 S201" in shown
    assert "这是草稿，还有 1 个错误，不能公开。" in shown
    return root


def files(root: Path) -> dict[str, Path]:
    return {path.suffix[1:]: path for path in root.glob("out/2025/*/*")}


def test_the_name_of_every_file_says_so(draft: Path) -> None:
    assert set(files(draft)) == set(FORMATS)
    assert all(path.stem.endswith("（草稿）") for path in files(draft).values())


def test_every_page_says_so_in_every_format(draft: Path) -> None:
    made = files(draft)
    pages = [page.extract_text() for page in PdfReader(made["pdf"]).pages]
    assert pages
    assert all(MARK in page for page in pages)
    with zipfile.ZipFile(made["docx"]) as archive:
        body = archive.read("word/document.xml").decode()
        links = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        relations = {link.get("Id"): link.get("Target") for link in links}
        sections = re.findall("<w:sectPr.*?</w:sectPr>", body)
        for section in sections:
            headers = re.findall(r'<w:headerReference w:type="(\w+)" r:id="([^"]+)"', section)
            assert {kind for kind, _ in headers} == {"default", "even"}
            for _, relation in headers:
                part = str(relations[relation]).lstrip("/").removeprefix("word/")
                assert MARK in archive.read(f"word/{part}").decode()
    page = made["html"].read_text("utf-8")
    assert f'<p class="mark" role="note">{MARK}</p>' in page
    assert ".mark{position:fixed" in page  # so on every printed page
    with zipfile.ZipFile(made["xlsx"]) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(MARK in archive.read(name).decode() for name in sheets)


def test_a_figure_that_is_not_known_is_blank_and_others_are_there(draft: Path) -> None:
    page = files(draft)["html"].read_text("utf-8")
    assert "NaN" not in page
    assert f"收入{BLANK}万元" in page
    assert "86.00" in page  # of the spending, which is known


def test_verify_says_that_a_draft_is_not_to_be_published(draft: Path, tmp_path: Path) -> None:
    for suffix in ("docx", "pdf"):
        code, shown = run(draft, "verify", str(files(draft)[suffix]))
        assert code == 1
        assert "D407" in shown
        renamed = files(draft)[suffix].with_name(f"公开.{suffix}")  # whatever it is called
        shutil.copy(files(draft)[suffix], renamed)
        assert "D407" in run(draft, "verify", str(renamed))[1]
        renamed.unlink()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("金额: 10000}", "金额: }"),
        ("科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 860000", "资金性质: 一般公共预算拨款, 金额: 860000"),
        ("资金性质: 一般公共预算拨款, ", ""),
        ("名称: 车保险", "名称："),
        ("    类别: 其他运转类\n", ""),
        ("收入:\n", "收入: 很多\n"),
        ("项目:\n", "項目:\n"),
        ("基本支出:\n", "基本支出：\n"),
        ("    支出:\n", "    支出: [\n"),
        ("{支出总计: 900000, 基本", "{支出总计: 九十, 基本"),
        ("3月底: 10000", "3月: 一万"),
        ("单位:\n", "单位:\n  - {}\n"),
        ("绩效指标:", "绩效指标: 无法考核\n    备注:"),
        ("金额: 800000", "金额: 800001"),
        ("部门职责:\n", "部门职责: [\n"),
    ],
)
def test_there_is_a_draft_whatever_is_wrong(old: str, new: str, tmp_path: Path) -> None:
    assert old in TUTORIAL
    folder = budget(tmp_path, TUTORIAL.replace(old, new))
    assert prepare(folder, ROOT / "templates").document is None
    prepared = prepare_draft(folder, ROOT / "templates")
    assert prepared.document is not None, [(one.code, one.message) for one in prepared.findings]


@pytest.mark.parametrize(("old", "new"), [("年度: 2025\n", ""), ("模板: 河北", "模板: 河南"), ("模板: 河北\n", "")])
def test_a_draft_is_refused_where_nothing_can_be_built(old: str, new: str, tmp_path: Path) -> None:
    budget(tmp_path, TUTORIAL.replace(old, new))
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    code, shown = run(tmp_path, "generate", "--draft", "-f", "html")
    assert code == 1
    assert "草稿也排不出来" in shown
    assert not (tmp_path / "out").exists()


def test_a_draft_is_not_for_publication() -> None:
    assert run(ROOT, "generate", "350", "--draft", "--strict")[0] == 2
    assert run(ROOT, "generate", "350", "--draft", "--attach-data")[0] == 2
