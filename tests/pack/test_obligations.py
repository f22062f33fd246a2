"""What must be published (公开要求): the law's for every form, how a pack fulfils it, and each mistake at its place."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.compose import packcheck
from generator.findings.finding import Finding
from generator.pack import loader
from generator.pack.obligations import LAW, MOST_OBLIGATIONS
from generator.pack.spec import Obligation, Pack
from tests.pack.test_manual_examples import example
from tests.pack.test_pack_schema import validator as validator  # noqa: PLC0414 a fixture
from tests.packs import write_pack

ROWS = "列: [{标题: 金额}], 行: [{标签: 甲}]"
TABLES = f"表: {{收支总表: {{标题: 收支总表, {ROWS}}}, 三公经费支出表: {{标题: 三公, {ROWS}}}}}\n"
HEADING = "# 三、机关运行经费安排情况\n有。"
FORMS = [("河北", 2025), ("河北", 2026), ("上海", 2025), ("江苏", 2018), ("江苏", 2019), ("北京", 2025), ("通用", 2025)]


def read(tmp_path: Path, text: str) -> tuple[Pack, tuple[Finding, ...]]:
    pack, found = loader.find("测试", 2025, write_pack(tmp_path, text=HEADING, 表=TABLES, 要求=text))
    assert pack is not None
    return pack, found


def named(pack: Pack, name: str) -> Obligation:
    (found,) = [one for one in pack.obligations if one.name == name]
    return found


def test_the_law_is_part_of_every_pack_and_a_pack_says_how_it_is_met(tmp_path: Path) -> None:
    pack, found = read(tmp_path, example("公开要求"))
    assert found == ()
    money = named(pack, "收支总体情况表")
    assert money.tables == ("收支总表",)
    assert money.sources["部门"].startswith("《预算法》第十四条")
    assert money.place.file.endswith("要求.yaml")
    assert named(pack, "机关运行经费").words == ("机关运行经费",)
    assert named(pack, "国有资产").absent
    own = named(pack, "会议费")
    assert (own.listed, own.column, own.sources["单位"]) == (("会议费",), "三公经费支出情况表", "本省部门预算公开通知")
    assert named(pack, "目录").place.file == LAW
    assert [one.name for one in pack.obligations][:2] == ["及时性", "公开方式"]


def test_a_pack_inherits_what_the_one_that_it_extends_says(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "省", text="# 一、职责\n有。", 要求="公开要求: {部门职责: {标题: 职责}, 国有资产: {标题: 职责}}\n"
    )
    pack, found = loader.find("测试", 2025, write_pack(tmp_path, 模板="沿用: 省\n公开要求: {国有资产: 无}\n"))
    assert found == ()
    assert pack is not None
    assert named(pack, "部门职责").headings == ("职责",)
    assert named(pack, "国有资产").absent


@pytest.mark.parametrize(
    ("text", "code", "message", "remedy"),
    [
        ("{收支总体情况表: {表: 收支总计表}}", "P114", "没有名为“收支总计表”的表。", "是不是“收支总表”？"),
        ("{收支总体情况表: {表: 收支总表, 表名: 收支总表}}", "P111", "不认识的键“表名”。", "表"),
        ("{会议费: {类别: 完整, 文字: 会议费}}", "P113", "不认识的词“完整”。", "完整性"),
        ("{会议费: {要求: 公开会议费}}", "P118", "“会议费”没有写怎样算做到了。", "请写表、标题"),
        ("{会议费: {不得有: [错误]}}", "P112", "“不得有”写的“错误”不是审核的意见。", "A202"),
        ("{会议费: 有}", "P113", "不认识的词“有”。", "可以写：无。"),
        ("{会议费: {依据: {市: 法}, 文字: 会议费}}", "P111", "不认识的键“市”。", "可以写：部门、单位。"),
        ("{及时性: {期限: 二十}}", "P112", "这里应当是 1 到 999 的整数，写的是“二十”。", "例如 2。"),
        ("[会议费]", "P112", "这里应当是一组“名称: 要求”。", "请对照"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, text: str, code: str, message: str, remedy: str) -> None:
    _, (found,) = read(tmp_path, f"公开要求: {text}\n")
    assert (found.code, found.message) == (code, message)
    assert remedy in found.remedy
    assert found.place is not None
    assert (found.place.file.endswith("要求.yaml"), found.place.line) == (True, 1)


def test_too_many_are_told(tmp_path: Path) -> None:
    own = ", ".join(f"要求{number}: {{文字: 甲}}" for number in range(MOST_OBLIGATIONS + 1))
    pack, found = read(tmp_path, f"公开要求: {{{own}}}\n")
    assert [one.code for one in found] == ["P116"]
    assert len(pack.obligations) == MOST_OBLIGATIONS


def test_a_heading_that_no_text_has_is_told_by_the_check_of_the_pack(tmp_path: Path) -> None:
    own = "公开要求: {机关运行经费: {标题: 机关运行经费的安排情况}}\n"
    _, found = loader.find("测试", 2025, write_pack(tmp_path, text=HEADING, 要求=own))
    assert found == ()  # documents do not depend on it
    told = [one for one in packcheck.check("测试", 2025, tmp_path)[1] if one.code == "P423"]
    assert [one.remedy for one in told] == ["是不是“三、机关运行经费安排情况”？"]


@pytest.mark.parametrize(("name", "near"), [("收支总体情况裱", ["收支总体情况表"]), ("项目公示", [])])
def test_a_name_that_is_nearly_one_of_the_law_is_told(name: str, near: list[str], tmp_path: Path) -> None:
    loader.find("测试", 2025, write_pack(tmp_path, text=HEADING, 要求=f"公开要求: {{{name}: {{文字: 有}}}}\n"))
    told = [one for one in packcheck.check("测试", 2025, tmp_path)[1] if one.code == "P424"]
    assert [one.remedy.split("“")[1].split("”")[0] for one in told] == near


@pytest.mark.parametrize(("name", "year"), FORMS)
def test_each_form_says_which_table_or_heading_fulfils_the_law(name: str, year: int) -> None:
    pack, found = loader.find(name, year, Path("templates"))
    assert pack is not None
    assert found == ()
    lawful = [one for one in pack.obligations if one.sources and one.column == one.name]
    unsaid = [one.name for one in lawful if one.name.endswith("表") and not (one.tables or one.absent)]
    assert unsaid == []
    columns = {one.name for one in pack.obligations}
    assert {one.column for one in pack.obligations if one.level or one.listed} <= columns


def test_the_law_is_written_in_the_words_of_a_pack(validator: jsonschema.Draft202012Validator) -> None:
    data = yaml.safe_load(Path("schema/disclosure.yaml").read_text("utf-8"))
    assert list(validator.iter_errors(data)) == []
