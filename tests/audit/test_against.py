"""`--against`: a document compared with a budget says exactly what was changed, where, and where the budget has it."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import pytest

from generator import publish
from generator.audit import every
from generator.audit.against import against, joined
from generator.audit.master import Master, master_of
from generator.audit.remark import AuditRemark
from generator.base.resources import templates_folder
from generator.commands.import_ import forms_of
from tests.audit.making import FOLDERS, made, read

CODES = ("350", "207", "910", "999")
FORMATS = ("docx", "pdf", "xlsx")
BODY = "word/document.xml"


def files(folder: Path, parts: tuple[str, ...] = ()) -> Mapping[str, bytes]:
    return made(folder, FORMATS, parts=parts)[1]


@cache
def master(folder: Path, version: str = "部门", code: str = "", name: str = "") -> Master | None:
    unit = code if version == "单位" else ""
    prepared = publish.prepare(folder, templates_folder(), shown_as="b", unit=unit, every=False)
    assert prepared.budget is not None
    assert prepared.pack is not None
    assert prepared.document is not None
    forms = forms_of(templates_folder(), (prepared.budget.pack,))
    document = publish.covered(prepared.document, prepared.pack)
    parts = prepared.pack.parts
    whole = publish.prepare(folder, templates_folder(), shown_as="b", unit=unit, every=False, parts=parts).document
    return master_of(prepared.budget, prepared.pack, document, unit, forms, whole)


def compared(data: bytes, suffix: str, folder: Path) -> tuple[AuditRemark, ...]:
    prepared, _ = made(folder if folder in FOLDERS.values() else FOLDERS["350"], FORMATS)
    assert prepared.pack is not None
    return against(read(data, suffix, prepared.pack.name), partial(master, folder)).remarks


def said(found: tuple[AuditRemark, ...]) -> list[tuple[str, str]]:
    return [(one.finding.code, one.certainty) for one in found]


def edited(data: bytes, change: Callable[[str], str]) -> bytes:
    """Give the Word file with a change in its body."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == BODY:
                text = change(content.decode())
                assert text != content.decode()
                content = text.encode()
            archive.writestr(name, content)
    return result.getvalue()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("code", CODES)
def test_what_was_not_changed_is_the_budget(code: str, suffix: str) -> None:
    folder = FOLDERS[code]
    assert said(compared(files(folder)[suffix], suffix, folder)) == []


CHANGES: dict[str, tuple[str, str, str, str, str]] = {
    # pattern, new, code, certainty, and what the message says
    "a figure of a table": (r">879\.82<", ">897.82<", "A951", "矛盾", "预算是 8,798,2"),
    "a figure of a sentence": (
        r"(共计安排(?:(?!</w:p>).)*?>)21\.87<",
        r"\g<1>21.78<",
        "A951",
        "矛盾",
        "预算是 218,666.00 元",
    ),
    "a word of a sentence": (
        "承担各级科学技术类奖项的推荐",
        "承担省级科学技术类奖项的推荐",
        "A953",
        "可疑",
        "［删：各］［增：省］",
    ),
    "a sentence that is gone": (
        "推动科研条件保障、科技平台建设和科技资源开放共享。",
        "",
        "A953",
        "可疑",
        "［删：推动科研条件保障",
    ),
    "a sentence too many": (
        "承担各级科学技术类奖项",
        "本部门还负责别的一切事情。承担各级科学技术类奖项",
        "A953",
        "可疑",
        "［增：本部门还负责别的一切事情。］",
    ),
    "a paragraph that is gone": ("承担各级科学技术类奖项的推荐申报工作。", "", "A954", "可疑", "推荐申报工作"),
    "a paragraph too many": (
        "(<w:p>(?:(?!</w:p>).)*)承担各级科学技术类奖项的推荐申报工作。(.*?</w:p>)",
        r"\1本部门还负责别的一切事情。\2\g<0>",
        "A955",
        "可疑",
        "别的一切",
    ),
    "a row of money": (r"<w:tr\b(?:(?!</w:tr>).)*>2060499<.*?</w:tr>", "", "A952", "可疑", "这一行"),
    "an indicator's value": (r">1辆<", ">2辆<", "A952", "可疑", "预算是“1辆”"),
}


@pytest.mark.parametrize("kind", list(CHANGES))
def test_one_change_is_one_finding(kind: str) -> None:
    pattern, new, code, certainty, words = CHANGES[kind]
    folder = FOLDERS["350"]
    data = edited(files(folder)["docx"], lambda text: re.sub(pattern, new, text, count=1))
    found = compared(data, "docx", folder)
    assert said(found) == [(code, certainty)], [one.finding.message for one in found]
    assert words in found[0].finding.message


def newer(folder: Path, tmp_path: Path, **changes: tuple[str, str]) -> Path:
    """Copy a budget and change its files: the file's name → a text in it, and what is written instead."""
    copied = tmp_path / folder.name
    shutil.copytree(folder, copied)
    for name, (old, new) in changes.items():
        file = next(copied.glob(f"{name.partition('_')[0]}.yaml"))
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")
    return copied


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_of_an_older_version_the_fields_that_were_changed_are_found(suffix: str, tmp_path: Path) -> None:
    folder = FOLDERS["350"]
    changed = newer(
        folder,
        tmp_path,
        收支_1=(
            "经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 625000",
            "经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 630000",
        ),
        收支_2=(
            "科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1661333",
            "科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1666333",
        ),
        项目_1=("三级: 单位管理车辆数量", "三级: 单位管理车辆的数量"),
        基本情况_1=("承担各级科学技术类奖项", "承担省级科学技术类奖项"),
    )
    found = compared(files(folder)[suffix], suffix, changed)
    assert sorted(said(found)) == [("A951", "矛盾"), ("A952", "可疑"), ("A953", "可疑")]
    money, row, words = (
        next(one.finding for one in found if one.finding.code == code) for code in ("A951", "A952", "A953")
    )
    assert "同样相差的还有" in money.message
    assert [label for _, label in money.related][:2] == ["预算的数", "预算的数"]  # income, and what it pays for
    assert {place.file.rpartition("/")[2] for place, _ in money.related[:2]} == {"收支.yaml"}
    assert [(place.file.rpartition("/")[2], said) for place, said in row.related] == [("项目.yaml", "预算写的")]
    assert "［删：省］［增：各］" in words.message


def test_what_the_document_says_against_itself_is_one_with_the_figure_that_is_not_the_budget() -> None:
    folder = FOLDERS["350"]
    prepared, printed = made(folder, FORMATS)
    assert prepared.pack is not None
    data = edited(printed["docx"], lambda text: re.sub(r">879\.82<", ">897.82<", text, count=1))
    document = read(data, "docx", prepared.pack.name)
    general, found = tuple(every(document)), against(document, partial(master, folder)).remarks
    assert "A101" in {one.finding.code for one in general}
    assert [one.finding.code for one in joined(general, found) if one.certainty == "矛盾"] == ["A951"]


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("name", ["350", "207"])
def test_parts_that_were_asked_for_are_the_budget_s_too(name: str, suffix: str) -> None:
    assert compared(files(FOLDERS[name], ("图解",))[suffix], suffix, FOLDERS[name]) == ()


def test_a_changed_line_of_such_a_part_is_told() -> None:
    data = edited(files(FOLDERS["207"], ("图解",))["docx"], lambda body: body.replace("收入从哪里来", "收入自哪里来"))
    (one,) = compared(data, "docx", FOLDERS["207"])
    assert (one.finding.code, "［增：自］" in one.finding.message) == ("A953", True)


def test_quotation_marks_of_a_line_are_shown_as_printed() -> None:
    def more(body: str) -> str:
        return body.replace("<w:p>", "<w:p><w:r><w:t>另有“三公”经费的话。</w:t></w:r></w:p><w:p>", 1)

    told = compared(edited(files(FOLDERS["207"])["docx"], more), "docx", FOLDERS["207"])
    assert [one.finding.message for one in told] == ["“另有“三公”经费的话。”预算里没有。"]
