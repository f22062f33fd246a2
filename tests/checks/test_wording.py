"""The checks of wording, on single sentences: what is reported, and what looks like it and is right."""

import tempfile
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import checks
from generator.base.paths import said
from generator.checks.texts import texts
from generator.facts.budget import Budget
from generator.facts.build import load
from generator.findings.finding import Finding

BASE = {"年度": "2025", "模板": "甲", "部门": {"编码": "1", "名称": "甲"}, "单位": [{"编码": "001", "名称": "本级"}]}


def budget_of(**keys: object) -> Budget:
    with tempfile.TemporaryDirectory() as folder:
        text = yaml.safe_dump({**BASE, **keys}, allow_unicode=True, sort_keys=False, width=10_000)
        (Path(folder) / "a.yaml").write_text(text, "utf-8")
        budget, findings = load(Path(folder), shown_as="b")
    assert budget is not None, findings
    return budget


@cache
def found_in(sentence: str) -> tuple[Finding, ...]:
    return checks.run(budget_of(其他说明=sentence))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("C801", "列在2080501归口管理的行政单位离退休。"),
        ("C801", "列在医疗卫生与计划生育支出类。"),
        ("C802", "见“三公经费表。"),
        ("C802", "见《预算法。"),
        ("C802", "见表）。"),
        ("C803", "见附表(一）。"),
        ("C804", '见通知"。'),
        ("C805", "经研究,同意。"),
        ("C805", "项目(含续建)两个。"),
        ("C806", "完成任务。。"),
        ("C806", "完成甲，、乙。"),
        ("C807", "财政厅 科技厅。"),
        ("C811", "保障机关的的运转。"),
        ("C811", "奖励资金奖励资金拨付。"),
        ("C812", "比上年增加XX万元。"),
        ("C812", "比上年增加××万元。"),
        ("C812", "比上年增加____万元。"),
        ("C812", "比上年增加/减少10万元。"),
        ("C812", "比上年增加10万元，主要原因是。"),
        ("C812", "比上年增加10万元，主要原因是（）。"),
        ("C812", "……"),
        ("C812", "（待填）"),
        ("C816", "包括：（一）甲。（二）乙。（二）丙。"),
        ("C816", "包括：1.甲；2.乙；4.丙。"),
        ("C818", "市财改局的通知。"),
        ("C818", "资金按排及时。"),
        ("C812", "某某〇〇局。"),
        ("C812", "2025年 月 日。"),
        ("C812", "负责某某工作……。"),
        ("C821", "联系人张某，138 0013 8000。"),
        ("C821", "电话：１３８００１３８０００。"),
        ("C821", "身份证11010519491231002X。"),
        ("C821", "账户：6222 0200 0000 0000 123"),
        ("C821", "卡号为6222021234567890128。"),
        ("C822", "机密"),
        ("C822", "本文件属绝密。"),
        ("C822", "（秘密）"),
        ("C822", "秘密★5年"),
        ("C822", "内部资料 注意保存"),
        ("C822", "仅供内部使用。"),
        ("C823", "拟订规划 ＃内部：待核"),
        ("C823", "拟订规划。＃ 待核"),
        ("C823", "拟订规划＃王科长看过"),
        ("C823", "＃内部：待核"),
        ("C823", "拟订规划#内部：待核"),
        ("C823", "拟订规划。#（待核）"),
        ("C823", "拟订规划 # 内部：待核"),
        ("C823", "拟订规划。\n# 内部：待核\n完成任务。"),
        ("C823", "开展#节能宣传周#活动 ＃话题待定"),
        ("C819", "严格执行2024年部门预算。"),
        ("C819", "落实2023年预算。"),
    ],
)
def test_a_defect_of_wording_is_found(code: str, sentence: str) -> None:
    assert code in [one.code for one in found_in(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "列在2080501行政单位离退休。",
        "负责技术推广与培训、农田建设和文化工作。",
        "卫生健康支出和文化旅游体育与传媒支出。",
        "包括（一）甲；（二）乙。",
        "1）甲；2）乙。",
        "按照《预算法》《预算法实施条例》（以下简称“条例”）。",
        "维修(护)费和因公出国(境)费。",
        "增长3.5%，共1,234.56万元，比例1:3，时间8:30，网址http://www.example.cn/a,b。",
        "使用Word, Excel等软件，version 2.0 (beta)。",
        "2025 年预算 100 万元，GDP 增长 5%。",
        "实现目的的过程；为了了解情况；总和和平均数；的的确确。",
        "加强项目管理管理人员培训。",
        "常常、天天、多多、一一、种种、层层、人人。",
        "XXL号工作服；ISO 9001；第Ⅱ期。",
        "待完善的制度……等。",
        "原因是人员增加，主要为绩效工资。",
        "增加、减少的情况说明。",
        "安全市场、健全县域经济、全市场、自我区分。",
        "第一，甲；第二，乙。",
        "20、21世纪；3.5亿元；一、二级公路。",
        "其中：1、甲。2、乙。其中：1、丙。2、丁。",
        "资全面、预算安排、部署、账户、坐落。",
        "“十四五”规划，‘双碳’目标，it's ok。",
        "自二〇〇八年起；二〇〇〇年。",
        "咨询电话：0311-87908012，邮编050000，金额13800138000元，比例13800138000.5。",
        "统一社会信用代码11130000000218003X；项目编码13030325P00385410058N；身份证号110105194912310021不对。",
        "保守国家秘密、商业秘密；负责机密级、秘密级载体的管理；保密工作；机要通信用车；涉密采购事项按照规定执行。",
        "编印连续性内部资料；内部控制；内部资料整理归档。",
        "较2024年预算减少；2024年预算执行情况；完成2025年预算。",
        "＃3机组、3＃机组、＃ 2锅炉、3#楼、甲#二号、C#语言、A＃座、附件 #3、＃三炉。",
        "微博话题#节能宣传周#和＃安全生产月＃活动。",
        "见http://www.example.cn/a#说明。",
    ],
)
def test_a_sentence_that_is_right_has_no_finding(sentence: str) -> None:
    assert [(one.code, one.message) for one in found_in(sentence)] == []


def test_the_same_words_in_many_places_are_one_finding_that_names_the_others() -> None:
    project = {"名称": "甲", "类别": "特定目标类", "支出": [{"科目": "2060101", "资金性质": "其他收入", "金额": "0"}]}
    wrong = {"一级": "产出指标", "二级": "数量指标", "依据": "省财改厅的通知", "指标值": "3个"}
    budget = budget_of(项目=[{**project, "绩效指标": [{**wrong, "三级": f"第{i}"} for i in range(20)]}])
    (finding,) = (one for one in checks.run(budget) if one.code == "C818")
    assert said(finding.path) == "项目[0].绩效指标[0].依据"
    assert len(finding.related) == 8
    assert "共 19 处" in finding.related[-1][1]
    assert finding.replacement is None  # one edit would leave the other places as they are


@pytest.mark.parametrize(
    ("sentence", "start", "words", "right"), [("经研究,同意。", 3, ",", "，"), ("资金按排。", 2, "按排", "安排")]
)
def test_a_safe_correction_stands_at_the_very_characters(sentence: str, start: int, words: str, right: str) -> None:
    (finding,) = found_in(sentence)
    assert finding.place is not None
    assert (finding.place.column, finding.place.length) == (len("其他说明: ") + start + 1, len(words))
    assert finding.replacement == right


@pytest.mark.parametrize(
    ("sentence", "start", "remedy"),
    [
        ("拟订规划 ＃内部", 5, "空格加半角“#”"),
        ("拟订规划#内部", 4, "前面空一格"),
        ("拟订规划 # 内部", 5, "移到这段文字"),
    ],
)
def test_a_note_that_gets_published_is_told_at_its_sign(sentence: str, start: int, remedy: str) -> None:
    (finding,) = found_in(sentence)
    column = len("其他说明: ") + start + 1 + (" #" in sentence)  # that one is in quotes
    assert finding.place is not None
    assert (finding.place.column, finding.place.length) == (column, 1)
    assert remedy in finding.remedy
    assert "后面的“内部”会印出来" in finding.message
    assert finding.replacement is None


def test_a_folded_text_gets_no_correction_since_its_characters_cannot_be_told(tmp_path: Path) -> None:
    text = yaml.safe_dump(BASE, allow_unicode=True) + "其他说明: >-\n  经研究,同意。\n  资金按排。\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    budget, _ = load(tmp_path, shown_as="b")
    assert budget is not None
    found = checks.run(budget)
    assert [one.code for one in found] == ["C805", "C818"]
    assert [one.replacement for one in found] == [None, None]


def test_the_texts_of_units_folders_are_read_and_codes_and_notes_are_not(tmp_path: Path) -> None:
    tree = {key: value for key, value in BASE.items() if key != "单位"}
    tree |= {"出错说明": [{"代码": "C818", "位置": "项目[0]", "原因": "XX"}], "其他说明": "无。"}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    unit = tmp_path / "单位" / "002-乙"
    unit.mkdir(parents=True)
    line = {"科目": "2060101", "资金性质": "其他收入", "金额": "0", "备注": "按排"}
    own = {
        "单位": {"编码": "002", "名称": "乙", "职责": ["负责按排。"]},
        "项目": [{"名称": "乙项目", "类别": "特定目标类", "支出": [line], "绩效目标": ["做好布署。"]}],
    }
    (unit / "a.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), "utf-8")
    budget, findings = load(tmp_path, shown_as="b")
    assert budget is not None, findings
    found = [(one.code, said(one.path)) for one in checks.run(budget) if one.code == "C818"]
    assert found == [("C818", "002-乙/单位.职责[0]"), ("C818", "002-乙/项目[0].绩效目标[0]")]
    assert {text.value for text in texts(budget)} >= {"无。", "乙项目"}
    assert not {"XX", "按排", "2060101", "特定目标类"} & {text.value for text in texts(budget)}


@pytest.mark.parametrize("name", ["002-乙", "002-乙.分局", "002-乙[二].丙"])
def test_a_unit_may_call_itself_a_unit_whatever_its_folder_is_called(name: str, tmp_path: Path) -> None:
    tree = {key: value for key, value in BASE.items() if key != "单位"} | {"部门职责": ["编制本部门预算。"]}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    unit = tmp_path / "单位" / name
    unit.mkdir(parents=True)
    own = {"单位": {"编码": "002", "名称": "乙", "职责": ["1、做好本单位按排。"]}}
    (unit / "a.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), "utf-8")
    budget, findings = load(tmp_path, shown_as="b")
    assert budget is not None, findings
    found = [(one.code, said(one.path), str(one.place)) for one in checks.run(budget)]
    assert found == [
        ("C817", f"{name}/单位.职责[0]", f"b/单位/{name}/a.yaml:5:5"),
        ("C818", f"{name}/单位.职责[0]", f"b/单位/{name}/a.yaml:5:12"),
    ]


def test_the_name_of_a_units_project_is_read_once_though_purchases_have_it_too(tmp_path: Path) -> None:
    tree = {key: value for key, value in BASE.items() if key != "单位"}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    unit = tmp_path / "单位" / "002-乙"
    unit.mkdir(parents=True)
    line = {"资金性质": "其他收入", "金额": "1"}
    project = {"名称": "资金按排", "类别": "特定目标类", "支出": [{"科目": "2060101", **line}]}
    bought = {"项目": "资金按排", "物品名称": "甲", "目录": "A02010105", "资金": [dict(line)]}
    own = {"单位": {"编码": "002", "名称": "乙"}, "项目": [project], "政府采购": [bought]}
    (unit / "a.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), "utf-8")
    budget, findings = load(tmp_path, shown_as="b")
    assert budget is not None, findings
    (finding,) = (one for one in checks.run(budget) if one.code == "C818")
    assert (said(finding.path), finding.related, finding.replacement) == ("002-乙/项目[0].名称", (), "安排")


def test_a_text_of_the_department_is_read_once_though_its_key_has_a_slash() -> None:
    line = {"科目": "2060101", "资金性质": "其他收入", "金额": "0"}
    project = {"名称": "甲", "类别": "特定目标类", "支出": [line], "说明": {"依据/文号": "资金按排。"}}
    (finding,) = (one for one in checks.run(budget_of(项目=[project])) if one.code == "C818")
    assert (finding.related, finding.replacement) == ((), "安排")


@settings(max_examples=150)
@given(
    st.text('（）()“”"《》，,。；:： \u3000的了和全我市县区一二三1234、.XX×_增加减少/年前率%≥>情况户元万', max_size=40)
)
def test_any_text_gives_findings_and_never_a_traceback(sentence: str) -> None:
    project: dict[str, object] = {"名称": sentence or "甲", "类别": "特定目标类", "用途": sentence or "乙"}
    project |= {"支出": [{"科目": "2060101", "资金性质": "其他收入", "金额": "1"}], "绩效目标": [sentence or "丙"]}
    fields = ("一级", "二级", "三级", "描述", "指标值", "依据")
    try:
        budget = budget_of(
            项目=[{**project, "绩效指标": [dict.fromkeys(fields, sentence or "丁")]}], 其他说明=sentence or "无"
        )
    except AssertionError:
        return  # refused by the schema, such as a text of nothing but spaces
    for finding in checks.run(budget):
        assert finding.place is not None
        assert finding.message.endswith(("。", "）"))
        assert finding.remedy


@pytest.mark.parametrize(
    "goal",
    [
        "2024年全面完成各项任务。",
        "2024年底前完成。",
        "确保安全，2024年12月底前实现全覆盖。",
        "力争2023年末建成。",
        "2024年度，做好服务。",
        "二〇二四年全面完成各项任务。",
    ],
)
def test_a_goal_of_a_year_that_is_over_is_found(goal: str) -> None:
    assert "C819" in [one.code for one in checks.run(budget_of(整体绩效={"总体目标": [goal]}))]


@pytest.mark.parametrize(
    "goal",
    [
        "在2024年的基础上，全面完成任务。",
        "2024年已完成一期，今年完成二期。",
        "较2024年实现增长5%。",
        "2025年底前完成。",
        "2026年实现全覆盖。",
        "完成2024年决算公开。",
        "落实《2024年工作要点》，完成任务。",
        "2024年结转项目继续推进。",
        "2021—2025年实现目标。",
        "2024年以来，持续做好服务。",
        "2024年下达的任务完成。",
    ],
)
def test_a_goal_that_names_a_past_year_for_a_reason_is_right(goal: str) -> None:
    assert "C819" not in [one.code for one in checks.run(budget_of(整体绩效={"总体目标": [goal]}))]


def test_a_published_contact_may_be_a_mobile_phone() -> None:
    assert [one.code for one in checks.run(budget_of(说明={"联系电话": "13800138000"})) if one.code == "C821"] == []


def test_the_words_of_a_units_folder_are_read_as_the_departments(tmp_path: Path) -> None:
    tree = {key: value for key, value in BASE.items() if key != "单位"}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    unit = tmp_path / "单位" / "002-乙"
    unit.mkdir(parents=True)
    own = {"单位": {"编码": "002", "名称": "乙"}, "其他说明": "机密"}
    (unit / "a.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), "utf-8")
    budget, findings = load(tmp_path, shown_as="b")
    assert budget is not None, findings
    assert [(one.code, said(one.path)) for one in checks.run(budget)] == [("C822", "002-乙/其他说明")]


@pytest.mark.parametrize(
    ("goal", "codes"),
    [("2024年全面完成设备采购。", ["C819"]), ("2024年底前完成。", ["C513"]), ("2025年全面完成。", [])],
)
def test_a_projects_goal_of_a_past_year_is_told_once(goal: str, codes: list[str]) -> None:
    line = {"科目": "2060101", "资金性质": "其他收入", "金额": "1"}
    budget = budget_of(项目=[{"名称": "甲", "类别": "特定目标类", "支出": [line], "绩效目标": [goal]}])
    assert [one.code for one in checks.run(budget) if one.code in ("C513", "C819")] == codes
