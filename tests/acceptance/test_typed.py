"""The published document of 350 typed into Word and audited: which of the anomalies that its analysis lists are found.

The analysis (`domain/TABLES.md` of the project, section 5) lists 50. What this one text cannot show, and what is no
defect by itself, stands in NOT_SHOWN with its reason; all others are found.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.command import ROOT, budget
from tests.acceptance.typed import typed

FOUND = [  # number of the anomaly, code, certainty, words of the message
    (1, "A101", "矛盾", "公务用车购置及运维费"),
    (2, "A547", "细小", "1.0万元"),
    (3, "C803", "可疑", "万元)；"),
    (4, "A541", "可疑", "主要为项目支出减少317.02万元"),
    (6, "A123", "细小", "（二十一）"),
    (7, "C803", "可疑", "(二十一）"),
    (7, "C803", "可疑", "(二十四）"),
    (8, "C805", "细小", "同意,确定为"),
    (8, "C805", "细小", "(一)支持工业新型发展"),
    (8, "C805", "细小", "(七)科技创新项目支撑"),
    (9, "A545", "可疑", "在“工作保障措施”下"),
    (10, "C805", "细小", "加强支出管理。(通过优化"),
    (10, "C803", "可疑", "奠定制度基础 )。"),
    (11, "C813", "可疑", "组织全市工业技术改造"),
    (11, "C813", "可疑", "推进全市信息化建设"),
    (12, "C807", "细小", "绩效目标 ："),
    (12, "C807", "细小", "产 业发展"),
    (13, "C517", "可疑", "增长情况≥90%"),
    (13, "C515", "细小", "完成年度目标率80%"),
    (13, "C516", "细小", "培育规上企业4家"),
    (17, "C309", "可疑", "工业和信息化局本级"),
    (27, "C818", "可疑", "财改厅"),
    (28, "A546", "可疑", "实企业现提升"),
    (29, "C505", "可疑", "“服务对象满意度指标”，这是指标级别的名称"),
    (29, "C505", "可疑", "“成本指标”，这是指标级别的名称"),
    (30, "C507", "可疑", "三级指标“在所属行业"),
    (31, "C508", "可疑", "创新发展方面实现提升"),
    (32, "C804", "可疑", '通知"'),
    (33, "C513", "可疑", "2024年底前"),
    (34, "C521", "可疑", "山财企【2024】16号"),
    (35, "C523", "可疑", "科技创新和科技普及"),
    (36, "C523", "可疑", "奖励奖金拨付及时"),
    (37, "C509", "可疑", "“奖励资金拨付及时”（及时）列在质量指标下"),
    (37, "C510", "可疑", "“申请专利”的指标值“≤3个”"),
    (38, "C509", "可疑", "“完成工作站建设数”（8个）列在时效指标下"),
    (39, "C524", "可疑", "研发费用总额占营业收入比重3%以上"),
    (39, "C504", "细小", "比重3%以上。"),
    (40, "C512", "可疑", "“精简”没有金额"),
    (42, "C518", "细小", ">2.1%"),
    (43, "C522", "可疑", "名称里写的是 2023 年"),
    (48, "C818", "可疑", "全国科普活动日"),
]
NOT_SHOWN = {  # of the 50, and why nobody can call it wrong by this one text
    5: "与上年持平: where nothing changed no reason is demanded",
    14: "the purposes of 机关运行经费 that have no money: reasons may be the form's own sentence",
    15: "a trait of the form: a table that it names and does not have",
    16: "绩效工资 in a department of one 行政 unit: who is paid is not printed",
    **dict.fromkeys((18, 19, 20, 21, 22, 23, 46, 50), "a trait of the form"),
    24: "a car is insured and no asset: it may be another's",
    25: "0.00 万元 and 详见: the form's own sentence",
    26: "special funds handed down are not those that the department manages",
    41: "a cost for each firm, and who is satisfied: knowledge of the matter",
    44: "of the extraction",
    45: "rounding that is right",
    47: "a comma between titles: arguable",
    49: "of the extraction",
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("手工")
    done = budget("generate", ROOT / "budgets/2025/350-科技和工信部门", "-f", "docx", "-o", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.rglob("*.docx")
    done = budget("audit", typed(made, folder / "手工.docx"), "-f", "json", "--pack", "河北")
    (found,) = json.loads(done.stdout)["files"]
    return dict(found)


@pytest.mark.parametrize(("number", "code", "certainty", "words"), FOUND)
def test_an_anomaly_is_found(audited: dict[str, Any], number: int, code: str, certainty: str, words: str) -> None:
    own = [one for one in audited["remarks"] if one["code"] == code and words in one["message"]]
    assert [one["certainty"] for one in own[:1]] == [certainty], number
    assert own[0]["place"]


def test_nothing_else_is_called_a_contradiction_or_unlawful(audited: dict[str, Any]) -> None:
    certain = [one for one in audited["remarks"] if one["certainty"] in ("矛盾", "不合规定")]
    assert [one["code"] for one in certain] == ["A101"]
    assert {number for number, *_ in FOUND} | NOT_SHOWN.keys() == set(range(1, 51))
    assert not {number for number, *_ in FOUND} & NOT_SHOWN.keys()


def test_the_tables_and_forms_that_were_typed_are_read(audited: dict[str, Any]) -> None:
    lacking = [one["what"] for one in audited["parts"] if one["state"] in ("没有找到", "不是格式里的表")]
    assert lacking == []
    assert len([one for one in audited["parts"] if one["state"] == "核对了"]) >= 13
