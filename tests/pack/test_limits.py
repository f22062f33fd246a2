# ruff: noqa: E501 an attack is one line
"""A pack's YAML is untrusted: whatever it asks for, it is a finding at its line, and never more work than a form is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import publish
from generator.base import meter
from generator.compose import packcheck
from generator.findings.finding import Finding, Place, has_errors
from generator.pack import loader
from generator.prose import environment
from tests.counting import at_most
from tests.packs import BUDGET, write_pack

WORK = 3_000_000  # calls
MANY = "9" * 5000
COLUMNS = "列: [{标题: 项, 内容: 标签}, {标题: 金额}]"
ROWS = "行: [{标签: 甲}]"
HEAD = "口径:\n  支出: {方向: 支出}\n"


def table(keys: str, before: str = "") -> str:
    return f"{HEAD}{before}表:\n  表一: {{{keys}}}\n"


def nested(key: str, levels: int) -> str:
    inner = "[{标题: 甲}]" if key == "列" else "[{标签: 甲}]"
    for _ in range(levels):
        inner = f"[{{标题: 甲, 列: {inner}}}]" if key == "列" else f"[{{标签: 甲, 下级: {inner}}}]"
    return inner


def fragments(count: int, item: str, last: str) -> str:
    rows = "".join(f"  f{n}: {item.replace('下', f'f{n + 1}')}\n" for n in range(count))
    return f"片段:\n{rows}  f{count}: {last}\n"


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of what a document may use up, so that the attacks are over soon."""
    for name in ("STEPS", "CHARACTERS", "CELLS"):
        monkeypatch.setattr(meter, name, getattr(meter, name) // 10)


ATTACKS: dict[str, tuple[str, str, int]] = {  # YAML, the code of the first finding, its line
    "跨列 of 5000 digits": (table(f"列: [{{标题: 项, 跨列: {MANY}}}], {ROWS}"), "P112", 4),
    "跨列 0": (table(f"列: [{{标题: 项, 跨列: 0}}], {ROWS}"), "P112", 4),
    "many 跨列": (table(f"列: [{', '.join(['{标题: 项, 跨列: 60}'] * 40)}], {ROWS}"), "P116", 4),
    "many columns": (table(f"列: [{', '.join(['{标题: 项}'] * 64)}], {ROWS}"), "P116", 4),
    "空行 of 5000 digits": (table(f"{COLUMNS}, 行: [{{空行: {MANY}}}]"), "P112", 4),
    "空行 999": (table(f"{COLUMNS}, 行: [{{空行: 999}}]"), "P112", 4),
    "many 空行": (table(f"{COLUMNS}, 行: [{', '.join(['{空行: 100}'] * 2500)}]"), "P305", 4),
    "小数 of 5000 digits": (table(f"{COLUMNS}, {ROWS}, 数字: {{小数: {MANY}}}"), "P112", 4),
    "小数 999": (table(f"{COLUMNS}, {ROWS}, 数字: {{小数: 999}}"), "P112", 4),
    "宽 of 5000 digits": (table(f"列: [{{标题: 项, 宽: {MANY}}}], {ROWS}"), "P112", 4),
    "年度 of 5000 digits": (f"年度: {MANY}\n" + table(f"{COLUMNS}, {ROWS}"), "P112", 1),
    "年度 of a strange digit": ("年度: ²\n" + table(f"{COLUMNS}, {ROWS}"), "P112", 1),
    "columns in columns": (table(f"列: {nested('列', 20)}, {ROWS}"), "P117", 4),
    "rows in rows": (table(f"{COLUMNS}, 行: {nested('下级', 20)}"), "P117", 4),
    "all codes of all codes": (table(f"{COLUMNS}, 行: {'[{科目: 功能分类, 到: 类, 列示: 全部, 下级: ' * 6}[{{空行: 100}}]{'}]' * 6}"), "P305", 4),
    "a fragment of itself": (table(f"{COLUMNS}, 行: 甲", "片段: {甲: [甲]}\n"), "P117", 3),
    "a fragment of rows below itself": (table(f"{COLUMNS}, 行: 甲", "片段: {甲: [{标签: 甲, 下级: 甲}]}\n"), "P117", 3),
    "a fragment of columns below itself": (table(f"列: 甲, {ROWS}", "片段: {甲: [{标题: 甲, 列: 甲}]}\n"), "P117", 3),
    "two fragments of each other": (table(f"列: 甲, {ROWS}", "片段: {甲: [{标题: 甲, 列: 乙}], 乙: [{标题: 乙, 列: 甲}]}\n"), "P117", 3),
    "a chain of fragments": (table(f"列: f0, {ROWS}", fragments(400, "[{标题: 甲, 列: 下}]", "[{标题: 甲}]")), "P117", 13),
    "fragments that double": (table(f"{COLUMNS}, 行: f0", fragments(9, "[下, 下, 下]", "[{标签: 甲}]")), "P116", 13),
    "columns that double": (table(f"列: f0, {ROWS}", fragments(8, "[{标题: 甲, 列: 下}, {标题: 甲, 列: 下}, {标题: 甲, 列: 下}]", "[{标题: 甲}]")), "P116", 11),
    "a table of itself": (table("沿用: 表一"), "P117", 4),
    "a table of a list": (table("沿用: [表一]"), "P112", 4),
    "thousands of tables": ("表:\n" + "".join(f"  t{n}: {{{COLUMNS}, {ROWS}}}\n" for n in range(2000)), "P116", 302),
    "thousands of queries": ("口径:\n" + "".join(f"  q{n}: {{方向: 支出}}\n" for n in range(5000)) + "表: {}\n", "P116", 2002),
    "a chain of queries": ("口径:\n  q0: {方向: 支出}\n" + "".join(f"  q{n + 1}: {{口径: q{n}, 方向: 支出}}\n" for n in range(400)) + "表: {}\n", "P116", 152),
    "a condition of many values": (table(f"{COLUMNS}, 行: [{{标签: 甲, 条件: {{功能分类: [{', '.join(map(str, range(20_000)))}]}}}}]"), "P116", 4),
    "many unknown keys": (table(f"{COLUMNS}, {ROWS}, " + ", ".join(f"键{n}: 1" for n in range(20_000))), "P111", 4),
    "many unknown rows": (table(f"{COLUMNS}, 行: [{', '.join(f'{{标签签{n}: 1}}' for n in range(10_000))}]"), "P111", 4),
    "many demanded figures": ("正文必有: [" + ", ".join(f"甲{n}" for n in range(20_000)) + "]\n" + table(f"{COLUMNS}, {ROWS}"), "P114", 1),
    "many notes": (table(f"{COLUMNS}, {ROWS}, 附注: [" + ", ".join(["甲"] * 60_000) + "]"), "P305", 4),
    "a long text": (table(f"标题: {'甲' * 6000}, {COLUMNS}, {ROWS}"), "P116", 4),
    "a title by a loop": (table(f"标题: \"{{% for a in '{'甲' * 900}' %}}甲乙丙丁戊己庚{{% endfor %}}\", {COLUMNS}, {ROWS}"), "P305", 4),
    "a title by loops in loops": (table(f"标题: \"{{% for a in '{'甲' * 900}' %}}{{% for b in '{'甲' * 900}' %}}甲乙丙丁戊己庚{{% endfor %}}{{% endfor %}}\", {COLUMNS}, {ROWS}"), "P305", 4),
    "a title that chains": (table("标题: \"{{ " + " and ".join(["1"] * 800) + f" }}}}\", {COLUMNS}, {ROWS}"), "P301", 4),
    "a title with an unknown filter": (table(f"标题: \"{{{{ 年度|nofilter }}}}\", {COLUMNS}, {ROWS}"), "P301", 4),
    "a title that prints a list": (table(f"标题: \"{{{{ [金额('支出')]|join }}}}\", {COLUMNS}, {ROWS}"), "P301", 4),
    "a document's title that is wrong": ("文件标题: \"{{ 没有 }}\"\n" + table(f"{COLUMNS}, {ROWS}"), "P301", 1),
    "a lone surrogate": (table(f"标题: \"\\ud800\", {COLUMNS}, {ROWS}"), "P112", 4),
    "a mark": (table(f"标题: \"\\ue0000\\ue001\", {COLUMNS}, {ROWS}"), "P112", 4),
    "a control character in a key": (table(f"{COLUMNS}, {ROWS}") + '  "\\0": {标题: 甲}\n', "P112", 5),
    "a large file": ("# " + "x" * 600_000 + "\n" + table(f"{COLUMNS}, {ROWS}"), "P116", 1),
    "deep YAML": ("表: " + "[" * 60 + "]" * 60 + "\n", "Y205", 1),
    "no column that is printed": (table("列: [{标题: 项, 条件: 无, 列示: 有数}], 行: [{标签: ''}]"), "P307", 4),
    "two 补齐": (table("列: [{标题: 收, 列: [{标题: 项, 内容: 标签}], 行: [补齐, {标签: 甲}, 补齐]}]"), "P112", 4),
    "a form with a hole": (table(f"逐条: 单位, 表单: [[{{文字: 甲}}, {{文字: 乙}}], [{{文字: 甲}}]], {COLUMNS}, {ROWS}"), "P112", 4),
    "a form that reaches down": (table(f"逐条: 单位, 表单: [[{{文字: 甲, 跨行: 5}}, {{文字: 乙}}]], {COLUMNS}, {ROWS}"), "P112", 4),
    "a form that overlaps": (table(f"逐条: 单位, 表单: [[{{文字: 甲}}, {{文字: 乙, 跨行: 2}}], [{{文字: 甲, 跨列: 2}}]], {COLUMNS}, {ROWS}"), "P112", 4),
    "a form of nothing": (table(f"逐条: 单位, 表单: [[]], {COLUMNS}, {ROWS}"), "P112", 4),
    "a head that fills the page": (table(f"列: [{{标题: {'甲' * 3000}, 内容: 标签}}, {{标题: 金额}}], {ROWS}"), "P308", 4),
    "tables that are no mapping": ("表: 5\n", "P112", 1),
    "a title that is a list": ("文件标题: [甲]\n" + table(f"{COLUMNS}, {ROWS}"), "P112", 1),
}  # fmt: skip


def generated(tmp_path: Path, yaml: str, text: str = "甲\n@表 表一\n") -> tuple[Finding, ...]:
    """Do all that `budget generate` does, and return what is wrong with the pack."""
    folder = tmp_path / "350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    templates = write_pack(tmp_path / "templates", text=text, 表=yaml)
    prepared = publish.prepare(folder, templates, shown_as="预算")
    found = prepared.findings
    if prepared.document is not None and prepared.pack is not None:
        found += publish.finish(prepared.document, prepared.pack, ("docx", "pdf"))[1]
    return tuple(one for one in found if one.code[0] not in "BC")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_a_finding_at_its_line(tmp_path: Path, name: str) -> None:
    yaml, code, line = ATTACKS[name]
    with at_most(WORK):
        found = generated(tmp_path, yaml)
    assert has_errors(found)
    first = found[0]
    assert first.place is not None
    assert (first.code, first.place.file, first.place.line) == (code, "templates/测试/表.yaml", line)
    assert len(found) <= 110
    assert all(len(one.message) < 400 for one in found)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_check_of_the_pack_survives_it_and_says_the_same(tmp_path: Path, name: str) -> None:
    yaml, code, _ = ATTACKS[name]
    templates = write_pack(tmp_path / "templates", text="甲\n@表 表一\n", 表=yaml)
    with at_most(4 * WORK):
        _, found = packcheck.check("测试", 2025, templates)
    if code != "P308":  # is seen when pages are laid out
        assert code in {one.code for one in found}


def test_a_name_that_is_a_list_is_a_finding_at_its_line(tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    (templates / "测试/模板.yaml").write_text("年度: 2025\n名称: [甲]\n", "utf-8")
    _, (finding,) = loader.find("测试", 2025, templates)
    assert (finding.code, finding.place) == ("P112", Place("templates/测试/模板.yaml", 2, 5, 1))


def test_a_pack_has_a_greatest_number_of_files(tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    for number in range(loader.MOST_FILES):
        (templates / f"测试/{number}.yaml").write_text("片段: {}\n", "utf-8")
        (templates / f"测试/{number}.jinja").write_text("甲", "utf-8")
    _, found = loader.find("测试", 2025, templates)
    assert [one.code for one in found if one.code != "P102"] == ["P116", "P116"]


def test_texts_have_a_greatest_size_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MOST_OF_ALL", 150)
    templates = write_pack(tmp_path, text="甲")
    for number in range(5):
        (templates / f"测试/{number}.jinja").write_text("{{ 年度 }}" * 40, "utf-8")
    _, found = packcheck.check("测试", 2025, templates)
    assert {(one.code, one.place and one.place.file) for one in found} == {("P301", "templates/测试/4.jinja")}


@pytest.mark.parametrize("ring", [1, 2, 5])
def test_files_that_include_each_other_are_found_where_they_do(tmp_path: Path, ring: int) -> None:
    templates = write_pack(tmp_path, text='甲\n{% include "0.jinja" %}')
    for number in range(ring):
        (templates / f"测试/{number}.jinja").write_text(f'\n\n{{% include "{(number + 1) % ring}.jinja" %}}', "utf-8")
    _, found = packcheck.check("测试", 2025, templates)
    assert sorted((one.code, one.place.line) for one in found if one.place) == [("P301", 2), *[("P301", 3)] * ring]


def test_a_file_may_be_included_twice_and_doubling_ends(tmp_path: Path) -> None:
    templates = write_pack(tmp_path, text='{% include "0.jinja" %}{% include "0.jinja" %}')
    for number in range(7):
        include = f'{{% include "{number + 1}.jinja" %}}' * (1 if number < 3 else 30)
        (templates / f"测试/{number}.jinja").write_text(include if number < 6 else "甲", "utf-8")
    with at_most(WORK * 2):
        _, found = packcheck.check("测试", 2025, templates)
    assert [one.code for one in found] == ["P305"]


def test_a_pack_that_goes_to_the_limits_is_made(tmp_path: Path) -> None:
    columns = f"列: [{', '.join(['{标题: 项, 内容: 标签}'] * 63)}]"
    rows = ", ".join(["{空行: 50}"] * 5)
    assert generated(tmp_path, table(f"{columns}, 行: [{rows}, {{标签: 甲}}]")) == ()
