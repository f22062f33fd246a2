"""A text that was read is written where it belongs, or told: it never disappears and never goes to another record."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.base.paths import ValuePath
from generator.facts.declaration import Declared
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile
from generator.intake.assembling import make_draft
from generator.intake.draft import BudgetDraft
from generator.intake.listed import put_declared
from generator.intake.reading import UnitPart
from generator.intake.texts import put_texts
from generator.recognition.forms import form_of
from generator.recognition.sentences import ReadSentences, ReadText
from generator.recognition.statements import PrintedAmount, PrintedRecord
from generator.recognition.tables import RecognisedFile
from tests.recognition.test_sentences import form

HERE = Place("文.docx", 3)
PROJECTS = [{"名称": "中介机构服务"}, {"名称": "财政业务费"}]


def put(content: dict[str, object], *texts: tuple[ValuePath, str]) -> BudgetDraft:
    draft = BudgetDraft(2025, "上海", "208", "某某局", content)
    put_texts(draft, ReadSentences(texts=[ReadText(path, words, HERE) for path, words in texts]))
    return draft


def test_texts_of_a_project_follow_its_name() -> None:
    draft = put(
        {"项目": [dict(one) for one in PROJECTS]},
        (("项目", 0, "名称"), "财政业务费"),
        (("项目", 0, "说明", "项目概述"), "宣传"),
    )
    assert draft.content["项目"][1] == {"名称": "财政业务费", "说明": {"项目概述": "宣传"}}
    assert draft.unplaced == []


def test_texts_after_an_unknown_name_do_not_go_to_the_project_before() -> None:
    draft = put(
        {"项目": [dict(one) for one in PROJECTS]},
        (("项目", 0, "名称"), "财政业务费"),
        (("项目", 0, "名称"), "别的项目"),
        (("项目", 0, "说明", "项目概述"), "建设"),
    )
    assert draft.content["项目"] == PROJECTS
    assert [("别的项目" in one, "建设" in one) for one in draft.unplaced] == [(True, False), (False, True)]
    assert all(one.startswith("文.docx") for one in draft.unplaced)


@pytest.mark.parametrize(("projects", "placed"), [(PROJECTS[:1], True), (PROJECTS, False), ([], False)])
def test_a_text_without_a_name_is_that_of_the_only_project(projects: list[dict[str, str]], placed: bool) -> None:
    draft = put({"项目": [dict(one) for one in projects]}, (("项目", 0, "说明", "立项依据"), "办法"))
    assert any("说明" in one for one in draft.content["项目"]) == placed
    assert [("立项依据" in one, "哪一个项目" in one) for one in draft.unplaced] == ([] if placed else [(True, True)])


def test_a_fact_that_no_table_has_is_told() -> None:
    content: dict[str, object] = {"部门": {"编码": "208", "名称": "某某局"}, "政府采购": [{"物品名称": "电脑"}]}
    draft = put(
        content,
        (("部门", "简称"), "局"),
        (("部门", "名称"), "某某局"),
        (("政府采购", 0, "物品名称"), "电脑"),
        (("政府采购", 0, "物品名称"), "打印机"),
    )
    assert draft.content["部门"]["简称"] == "局"
    assert [("打印机" in one, "政府采购" in one) for one in draft.unplaced] == [(True, True)]


def test_what_stands_where_a_key_has_other_content_is_told() -> None:
    draft = put({"说明": "一段话"}, (("说明", "机构性质"), "组成部门"))
    assert draft.content["说明"] == "一段话"
    assert ["组成部门" in one for one in draft.unplaced] == [True]


def test_texts_of_projects_in_the_document_of_a_unit_go_to_the_project_and_others_are_told() -> None:
    pack = form("上海")[0]
    whole = RecognisedFile(ForeignFile("文.docx", "docx", (), ()), form_of(pack), 2025, "部门", (), (), ())
    said = [
        ReadText(("项目", 0, "名称"), "运维", HERE),
        ReadText(("项目", 0, "说明", "项目概述"), "维护", HERE),
        ReadText(("专项资金", 0, "名称"), "扶持", HERE),
    ]
    unit = UnitPart(whole, "208001", "中心", ReadSentences(texts=said))
    project = PrintedRecord("项目", "表", {"项目名称": ("运维", HERE), "预算数": ("3", HERE)})
    table = replace_tables(whole, project)
    made = make_draft([table], [ReadSentences()], [unit], ("208", "某某局"), 2025)
    assert [one.get("说明") for one in made.draft.content["项目"]] == [{"项目概述": "维护"}]
    assert made.draft.sources["项目", 0, "说明", "项目概述"] == str(HERE)
    assert ["专项资金" in one for one in made.draft.unplaced] == [True]


def replace_tables(whole: RecognisedFile, project: PrintedRecord) -> RecognisedFile:
    from types import SimpleNamespace  # noqa: PLC0415 a table of which only its records are looked at

    spec = SimpleNamespace(data="收支", name="表")
    columns = SimpleNamespace(unread=(), found={})
    table = SimpleNamespace(
        unread=[],
        columns=columns,
        amounts=[],
        records=[project],
        lines=[],
        names={},
        rows=1,
        table=SimpleNamespace(spec=spec),
    )
    return replace(whole, tables=(table,))  # type: ignore[arg-type]


def test_two_amounts_of_a_declared_list_stay_apart() -> None:
    pack = form("北京")[0]
    fields = tuple(Declared(name, kind, HERE) for name, kind in (("名称", "文字"), ("概算", "金额"), ("金额", "金额")))
    pack = replace(pack, data={"工程": Declared("工程", "列表", HERE, fields=fields)})
    money = PrintedAmount("表", "工程", "本年预算", {}, Decimal(50000), Decimal(0), HERE, "", "")
    record = PrintedRecord("工程", "表", {"名称": ("桥", HERE), "概算": ("8.00", HERE)}, 4, (money,))
    draft = BudgetDraft(2025, "北京", "931", "样例局", {"单位": []})
    put_declared(draft, [record], pack)
    assert draft.content["工程"] == [{"名称": "桥", "概算": 80000, "金额": 50000}]
