"""`budget audit` on real documents: what is known to be wrong is found at its page, and nothing else is called so."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.acceptance.command import ROOT, budget

PUBLISHED = ROOT / "tests/reference/shanghai-putuo-finance-2025/published.pdf"
FOLDERS = ("350-科技和工信部门", "207-上海市普陀区财政局")
PLANTED = [
    ("1,623.18", "1,632.18", "A101", "矛盾"),  # an amount of a sentence
    ("16,231,840.80", "16,231,840.70", "A101", "矛盾"),  # an amount of a table
    ("16,093,326.00", "16,903,326.00", "A101", "矛盾"),
    ("与2024年预算持平", "与2023年预算持平", "A401", "可疑"),
    ("（款）其他行政事业单位养老支出（项）", "（款）其它行政事业单位养老支出（项）", "A501", "细小"),
    ("无国有资本经营预算财政拨款安排的预算", "无政府性基金预算财政拨款安排的预算", "A201", "不合规定"),
    ("本部门中，行政单位", "本单位中，行政单位", "A601", "细小"),
    ("财政业务指导与宣传", "财政业务指导指导与宣传", "C811", "可疑"),
    ("比2024年预算增加107.62万元", "比2024年预算增加107.62", "A104", "细小"),
    ("与2024年预算持平", "与2024年预算持平0万元", "A105", "细小"),
    ("四、部门预算编制说明", "四、部门预算编写说明", "A701", "细小"),
    ("主要用于财政业务指导与宣传", "主要用于XX", "C812", "不合规定"),
    ("主要用于缴纳职业年金支出。", "主要用于缴纳职业年金支出，。", "C806", "可疑"),
    ("主要用于缴纳职业年金支出。", "主要用于（缴纳职业年金支出。", "C802", "可疑"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("审核")
    folders = [ROOT / "budgets/2025" / one for one in FOLDERS]
    done = budget("generate", *folders, "-f", "docx,pdf", "-o", output)
    assert done.returncode == 0, done.stdout + done.stderr
    return output / "2025"


def audited(*names: Path | str, code: int | None = None) -> list[dict[str, Any]]:
    done = budget("audit", *names, "-f", "json")
    assert code is None or done.returncode == code, done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    return found


def remarks(found: dict[str, Any], *certainties: str) -> list[tuple[str, int | None]]:
    return [(one["code"], one["page"]) for one in found["remarks"] if one["certainty"] in certainties]


def test_what_is_wrong_in_a_published_document_is_found_at_its_page_and_nothing_else() -> None:
    (found,) = audited(PUBLISHED, code=1)
    assert remarks(found, "矛盾") == [("A101", 7)]
    assert remarks(found, "不合规定") == [("A301", 8), ("A201", 18)]
    (wrong,) = (one for one in found["remarks"] if one["certainty"] == "矛盾")
    assert "职业年金" in wrong["message"]
    assert "887.36" in wrong["message"]
    assert "873,617.00" in wrong["message"]
    small = remarks(found, "细小")
    assert small.count(("A102", 7)) == 4  # cut off instead of rounded
    assert ("A501", 7) in small  # 其它
    assert small.count(("A601", 22)) == 2  # 本单位
    assert [part for part in found["parts"] if part["state"] == "没有找到"] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_we_make_contradicts_nothing(printed: Path, folder: str) -> None:
    files = sorted(path for path in (printed / folder).iterdir() if path.suffix in (".docx", ".pdf"))
    assert len(files) == 2
    for found in audited(*files, code=0):
        assert remarks(found, "矛盾", "不合规定") == []
        assert [part["what"] for part in found["parts"] if part["state"] == "没有找到"] == []
        assert sum(part["state"] == "核对了" for part in found["parts"]) >= 9


def test_a_budget_is_made_and_audited(tmp_path: Path) -> None:
    (found,) = audited(ROOT / "budgets/2025" / FOLDERS[1], code=0)
    assert "A601" not in [one["code"] for one in found["remarks"]]  # 本单位 is its own name
    assert "207-上海市普陀区财政局" in found["file"]


def test_a_budget_with_errors_has_nothing_to_audit(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/207-上海市普陀区财政局"
    shutil.copytree(ROOT / "budgets/2025" / FOLDERS[1], folder)
    (folder / "错.yaml").write_text("没有这个键: 1\n", "utf-8")
    (found,) = audited(folder, code=1)
    assert "budget check" in found["problem"]


def edited(source: Path, target: Path, old: str, new: str) -> Path:
    """Write a copy of a Word file in which a text that stands in it once or more is another where it first stands."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == "word/document.xml":
                text = data.decode()
                assert old in text, old
                data = text.replace(old, new, 1).encode()
            after.writestr(item.filename, data)
    return target


@pytest.mark.parametrize(("old", "new", "code", "certainty"), PLANTED)
def test_a_defect_that_somebody_types_is_found(
    printed: Path, tmp_path: Path, old: str, new: str, code: str, certainty: str
) -> None:
    (source,) = (printed / FOLDERS[1]).glob("*.docx")
    (found,) = audited(edited(source, tmp_path / "改.docx", old, new))
    told = [one for one in found["remarks"] if one["code"] == code and one["certainty"] == certainty]
    assert told, found["remarks"]
    assert told[0]["place"]


def test_what_cannot_be_read_is_told_and_stops_no_other(printed: Path, tmp_path: Path) -> None:
    for path in (printed / FOLDERS[1]).glob("*.docx"):
        shutil.copy(path, tmp_path / "好.docx")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no file")
    (tmp_path / "别的.txt").write_text("x", "utf-8")
    (tmp_path / "空.pdf").write_bytes(b"")
    found = {one["file"].rpartition("/")[2]: one for one in audited(tmp_path, code=1)}
    assert found["坏.docx"]["problem"]
    assert found["空.pdf"]["problem"]
    assert found["好.docx"]["problem"] == ""
    assert found["好.docx"]["remarks"] == []


def lines_of(path: Path) -> Iterator[str]:
    for sheet in load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            yield "|".join(str(value) for value in row if value is not None)


def test_reports_are_a_workbook_and_a_page_that_say_the_same(tmp_path: Path) -> None:
    book, page = tmp_path / "审核.xlsx", tmp_path / "审核.html"
    assert budget("audit", PUBLISHED, "-f", "xlsx", "-o", book).returncode == 1
    assert budget("audit", PUBLISHED, "-f", "html", "-o", page).returncode == 1
    rows = list(lines_of(book))
    assert any("矛盾|A101|前后矛盾|第 7 页" in row for row in rows)
    assert any("核对了" in row and "331" not in row for row in rows)
    html = page.read_text("utf-8")
    assert "887.36" in html
    assert "<script" not in html
    shown = budget("audit", PUBLISHED)
    assert "矛盾 1 处" in shown.stdout
    assert "没有核对的" in shown.stdout
    assert budget("audit", PUBLISHED, "-f", "xlsx").returncode == 2
    missing = budget("audit", tmp_path / "没有.pdf")
    assert missing.returncode == 2
    assert "没有文件" in missing.stderr


def test_a_unit_is_known_by_the_titles_of_its_tables_whatever_its_name_says(tmp_path: Path) -> None:
    done = budget("generate", ROOT / "budgets/2025" / FOLDERS[0], "--unit", "350001", "-f", "docx", "-o", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = tmp_path.rglob("*.docx")
    (found,) = audited(file, code=0)
    assert "，单位，" in found["whose"]
    assert "A601" not in [one["code"] for one in found["remarks"]]  # 本单位 is its own name


def test_files_that_are_broken_or_hostile_are_told_and_stop_no_other(printed: Path, tmp_path: Path) -> None:
    (good,) = printed.glob("207*/*.docx")
    whole = good.read_bytes()
    (tmp_path / "好.docx").write_bytes(whole)
    (tmp_path / "半份.docx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "半份.pdf").write_bytes(PUBLISHED.read_bytes()[:20000])
    (tmp_path / "乱码.xlsx").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "空.pdf").write_bytes(b"")
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(tmp_path / "实体.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                body = re.sub(r"<\?xml[^>]*\?>", "", data.decode())
                data = (entity + body.replace("</w:t>", "&e;</w:t>", 1)).encode()
            new.writestr(name, data)
    found = {Path(one["file"]).name: one for one in audited(tmp_path, code=1)}
    problems = {name for name, one in found.items() if one["problem"]}
    assert {"半份.docx", "半份.pdf", "乱码.xlsx", "空.pdf"} <= problems
    assert "好.docx" not in problems
    assert all("Traceback" not in one["problem"] for one in found.values())
    assert "机密内容" not in json.dumps(found, ensure_ascii=False)
