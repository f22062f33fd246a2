"""Independent checkers judge the finished Word files, and fire on planted defects."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import publish
from tools.validate_docx import CHECKERS

ROOT = Path(__file__).parents[2]
BUDGETS = (
    ROOT / "budgets/2025/350-科技和工信部门",
    ROOT / "budgets/2025/207-上海市普陀区财政局",
    ROOT / "tests/budgets/2025/999-测试综合部门（虚构）",
)
Checker = Callable[[Path], list[str] | None]


@pytest.fixture(params=list(CHECKERS))
def checker(request: pytest.FixtureRequest) -> Checker:
    return CHECKERS[request.param]


def ran(errors: list[str] | None) -> list[str]:
    if errors is None:
        pytest.skip("没有安装这个检查工具（见 tools/validate_docx.py）")
    return errors


def write(budget: Path, folder: Path) -> Path:
    prepared = publish.prepare(budget, ROOT / "templates")
    assert prepared.document is not None
    assert prepared.pack is not None
    output, findings = publish.finish(prepared.document, prepared.pack, ("docx",))
    assert output is not None, findings
    return publish.write_files(output, folder)[0]


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda path: path.name[:3])
def test_a_finished_word_file_has_no_defect(budget: Path, checker: Checker, tmp_path: Path) -> None:
    assert ran(checker(write(budget, tmp_path))) == []


@pytest.mark.parametrize("template", sorted(ROOT.glob("templates/*/样式.docx")), ids=lambda path: path.parent.name)
def test_a_word_template_has_no_defect(template: Path, checker: Checker) -> None:
    assert ran(checker(template)) == []


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("</w:tblGrid>", "</w:tblGrid><w:p/>"),  # a paragraph straight in a table
        ("<w:tblW ", '<w:jc w:val="mitte"/><w:tblW '),  # an unknown alignment, out of order
    ],
)
def test_a_planted_defect_is_found(sound: str, broken: str, checker: Checker, tmp_path: Path) -> None:
    source = write(BUDGETS[0], tmp_path)
    target = tmp_path / "broken.docx"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == "word/document.xml":
                assert sound.encode() in data
                data = data.replace(sound.encode(), broken.encode(), 1)
            after.writestr(item, data)
    assert ran(checker(target)) != []
