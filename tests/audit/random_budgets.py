"""Random budgets that reconcile: money alone, and whole ones with texts, projects, assets, last year's."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from generator.checks.project_code import check_character

PACKS = (
    ("河北", 2025),
    ("河北", 2026),
    ("上海", 2025),
    ("北京", 2025),
    ("江苏", 2018),
    ("江苏", 2019),
    ("通用", 2025),
    ("中央", 2025),
)
FUNCTIONS = {
    "一般公共预算拨款": ("2060101", "2060499", "2080501", "2101101", "2210201"),
    "政府性基金预算拨款": ("2120801", "2296003"),
    "国有资本经营预算拨款": ("2230199",),
    "事业收入": ("2060101", "2080501"),
    "其他收入": ("2060499",),
}
OWN_FUNDS = {  # of packs that name money otherwise
    "江苏": {"一般公共预算拨款": "公共财政拨款（补助）资金", "国有资本经营预算拨款": "专户管理教育收费"},
}
ECONOMIC = ("30101", "30102", "30113", "30201", "30211", "30217", "30231", "30302", "30212", "31013", "30215", "30216")
GOODS = ("A02010105", "A02021003", "B07010000", "C16060000", "C23090199")
PARTS = {"河北": ("图解",), "上海": ("图解",)}
INDICATORS = (
    ("产出指标", "数量指标", "开展检查次数", "≥", "次"),
    ("产出指标", "质量指标", "验收合格率", "≥", "%"),
    ("产出指标", "时效指标", "按期完成率", "＝", "%"),
    ("效益指标", "社会效益指标", "服务对象覆盖率", "≥", "%"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%"),
)
PLACES = ("3月底", "6月底", "10月底", "12月底")
VEHICLES = {
    "上海": ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车"),
    "江苏": ("一般公务用车", "执法执勤用车", "特种专业技术用车"),
}
_WORK = ("规划编制", "档案整理", "设备更新", "安全检查", "培训宣传", "数据治理", "平台运维", "课题研究", "应急演练")
_HOW = ("委托第三方机构承担", "按照年度计划分步实施", "由业务科室组织落实", "结合专项行动开展", "按照合同约定推进")
_WHY = ("业务量有变化", "人员有调整", "项目安排有调整", "标准有调整", "设备有更新")
Budget = dict[str, Any]


def amount(chance: random.Random) -> Decimal:
    """Give an amount of some size, to 分, to 元, or to 万元."""
    value = Decimal(chance.randint(1, 10 ** chance.randint(3, 9)))
    return value / 100 if chance.random() < 0.4 else value if chance.random() < 0.5 else value * 10_000 % 10**10 + 1


def money(pack: str, year: int, chance: random.Random) -> Budget:
    """Make a budget without texts, whose income is what it spends, by unit, fund and function."""
    units = [f"99900{number}" for number in range(1, chance.randint(1, 3) + 1)]
    basic = [_line(chance, units) for _ in range(chance.randint(1, 12))]
    projects = []
    for number in range(chance.choice((0, 0, 1, 3, 15))):
        own = [_line(chance, units) for _ in range(chance.randint(1, 3))]
        code = f"13030325P000000{number:05d}"
        code += check_character(code)
        projects.append({"编码": code, "名称": f"第{number}号业务", "类别": "特定目标类", "支出": own})
    names = [{"编码": code, "名称": f"第{code[-1]}事务所", "性质": "事业"} for code in units]
    names[0] |= {"名称": "测试局机关", "性质": "行政"}
    none_before = "无，虚构的部门"  # of every unit too: it could have come from another department
    for one in names:
        one["上年"] = none_before
    head = {"年度": str(year), "模板": pack, "部门": {"编码": "999", "名称": "测试局"}, "单位": names}
    none: Budget = {"政府采购": [], "固定资产": "无"}  # said to be nothing: of what is not said, no note can be printed
    none |= {"政府购买服务": []} if pack == "北京" else {}
    made = {**head, **none, "上年": none_before, "基本支出": basic, "项目": projects}
    for row in _lines(made):
        row["资金性质"] = OWN_FUNDS.get(pack, {}).get(row["资金性质"], row["资金性质"])
    return {**made, "收入": _income(made)}


def whole(pack: str, year: int, chance: random.Random) -> tuple[Budget, Budget | None]:
    """Make a budget with all that can be typed, and that of the year before, or none."""
    made = money(pack, year, chance)
    units = [one["编码"] for one in made["单位"]]
    for number, row in enumerate(_lines(made)):
        if chance.random() < 0.15:
            row["上年结转"] = "是"
        if number and chance.random() < 0.05:
            row["金额"] = "0"
    if chance.random() < 0.3:
        kept = {key: value for key, value in made["基本支出"][0].items() if key not in ("经济科目", "上年结转")}
        made["年终结转"] = [{**kept, "金额": str(amount(chance))}]
    for number, project in enumerate(made["项目"]):
        project.update(_project(pack, number, project, chance))
    made["收入"] = _income(made)
    made |= _texts(pack, "测试局", chance)
    made["机构设置说明"] = f"测试局设{chance.choice(('办公室、财务科', '综合科、业务科'))}两个内设机构。"
    made["科目用途"] = {code: f"{_task(chance)}{code[-4:]}" for code in sorted({row["科目"] for row in _lines(made)})}
    for unit in made["单位"]:
        unit |= {"职责": [f"承担{unit['名称']}的{_task(chance)}工作。"], "机构设置": f"{unit['名称']}设两个科室。"}
        unit |= {"经费保障形式": "财政拨款", "规格": "正科级"}
    made["政府采购"] = [_purchase(made, units, chance) for _ in range(chance.choice((0, 1, 4)))]
    made["固定资产"] = _assets(pack, year, units, chance)
    if pack == "北京":
        made["人员编制"] = [{**_unit(units, chance), "类别": "行政编制", "编制数": 20, "实有人数": 18}]
    if pack == "江苏":
        made["科目用途"] |= {code[:3]: f"{_task(chance)}等" for code in made["科目用途"]}
        made["科目用途"] = {code: words for code, words in made["科目用途"].items() if len(code) == len("206")}
    if chance.random() < 0.5:
        return made, None
    return made, _with_last_year(pack, year, made, chance)


def _with_last_year(pack: str, year: int, made: Budget, chance: random.Random) -> Budget:
    """Give the budget of the year before, and write into this year's what it needs of it."""
    for one in (made, *made["单位"]):
        del one["上年"]
    made["原因"] = {name: chance.choice(_WHY) for name in ("基本支出", "项目支出", "三公经费", "公务接待费")}
    before = last_year(pack, year, made, chance)
    if pack == "中央":
        for one in (made, *(made["单位"] if len(made["单位"]) > 1 else ())):
            one["上年执行数"] = {"一般公共预算当年拨款": _executed(before, one.get("编码", ""), chance)}
    return before


def last_year(pack: str, year: int, made: Budget, chance: random.Random) -> Budget:
    """Make the budget of the year before: some lines alike, some with other amounts, some gone."""
    head = {"年度": str(year - 1), "模板": pack, "部门": made["部门"], "上年": "无，虚构的部门"}
    units = [{key: one[key] for key in ("编码", "名称", "性质")} for one in made["单位"]]
    basic = [_earlier(row, chance) for row in made["基本支出"] if chance.random() < 0.9]
    projects = [
        {**{key: one[key] for key in ("编码", "名称", "类别")}, "支出": [_earlier(row, chance) for row in one["支出"]]}
        for one in made["项目"]
        if chance.random() < 0.8
    ]
    found: Budget = {**head, "单位": units, "基本支出": basic or [made["基本支出"][0]], "项目": projects}
    return {**found, "收入": _income(found)}


def _executed(before: Budget, unit: str, chance: random.Random) -> Budget:
    """What of last year's budget was spent of the general fund, by item, in all or by a unit."""
    spent: dict[str, Decimal] = {}
    for row in _lines(before):
        if row["资金性质"] == "一般公共预算拨款" and row.get("上年结转") != "是" and unit in ("", row.get("单位")):
            own = (Decimal(row["金额"]) * chance.randint(90, 110) / 100).quantize(Decimal("0.01"))
            spent[row["科目"]] = spent.get(row["科目"], Decimal(0)) + own
    return {"合计": str(sum(spent.values(), Decimal(0))), **{code: str(value) for code, value in spent.items()}}


def _line(chance: random.Random, units: list[str]) -> Budget:
    fund = chance.choice(list(FUNCTIONS)) if chance.random() < 0.5 else "一般公共预算拨款"
    found = {"科目": chance.choice(FUNCTIONS[fund]), "经济科目": chance.choice(ECONOMIC), "资金性质": fund}
    return {**found, **_unit(units, chance), "金额": str(amount(chance))}


def _unit(units: list[str], chance: random.Random) -> Budget:
    return {"单位": chance.choice(units)} if len(units) > 1 else {}


def _lines(made: Budget) -> list[Budget]:
    return [*made["基本支出"], *made.get("年终结转", []), *(row for one in made["项目"] for row in one["支出"])]


def _income(made: Budget) -> list[Budget]:
    """What comes in, of what is spent and carried forward."""
    needed: dict[tuple[str, ...], Decimal] = {}
    for one in _lines(made):
        key = one["科目"], one["资金性质"], one.get("单位", ""), one.get("上年结转", "")
        needed[key] = needed.get(key, Decimal(0)) + Decimal(one["金额"])
    names = ("科目", "资金性质", "单位", "上年结转")
    return [
        {**{name: value for name, value in zip(names, key, strict=True) if value}, "金额": str(total)}
        for key, total in needed.items()
    ]


def _earlier(row: Budget, chance: random.Random) -> Budget:
    return {**row, "金额": chance.choice((row["金额"], str(amount(chance))))}


def _task(chance: random.Random) -> str:
    return f"{chance.choice(_WORK)}和{chance.choice(_WORK)}" if chance.random() < 0.5 else chance.choice(_WORK)


def _texts(pack: str, name: str, chance: random.Random) -> Budget:
    found: Budget = {"部门职责": [f"负责{_task(chance)}。", f"承担{_task(chance)}，指导所属单位开展工作。"]}
    if chance.random() < 0.5:
        found["其他说明"] = f"{name}没有其他需要说明的事项。"
    if chance.random() < 0.5:
        found["机关运行经费用途"] = "办公、差旅和公务用车运行维护等日常支出"
    if chance.random() < 0.7:
        found["整体绩效"] = {
            "总体目标": [f"完成{_task(chance)}任务。"],
            "分项目标": [{"任务": f"做好{_task(chance)}", "目标": "按期完成", "指标": "完成率不低于95%"}],
            "保障措施": [f"加强{_task(chance)}的组织领导。"],
        }
        if pack == "北京":
            found["整体绩效"] = {"总体目标": ["完成全年任务。"], "指标": _indicators(chance, weights=False)}
    if pack == "河北" and chance.random() < 0.5:
        found["专项资金"] = [
            {"名称": f"{_task(chance)}专项资金", "金额": str(amount(chance)), "说明": "按因素法分配。"}
        ]
    if pack == "江苏":
        found["说明"] = {"工作任务": f"推进{_task(chance)}。", "预算单位构成": "纳入本部门预算的单位见部门收支表。"}
    if pack == "上海":
        found["说明"] = {"机构性质": "主管综合事务的政府工作部门"}
    return found


def _indicators(chance: random.Random, *, weights: bool) -> list[Budget]:
    every = chance.sample(INDICATORS, chance.randint(2, len(INDICATORS)))
    found = []
    for first, second, third, way, unit in sorted(every, key=INDICATORS.index):
        value = {"指标性质": way, "指标值": f"{chance.randint(90, 100)}", "度量单位": unit}
        found.append(
            {"一级": first, "二级": second, "三级": third, **value, "描述": f"反映{third}", "依据": "工作计划"}
        )
    for number, one in enumerate(found if weights else ()):
        one["权重"] = 100 - 10 * (len(found) - 1) if number == 0 else 10
    return found


def _project(pack: str, number: int, project: Budget, chance: random.Random) -> Budget:
    """The texts of a project, its indicators, and its plan."""
    found: Budget = {"用途": f"{_task(chance)}，{chance.choice(_HOW)}，第{number}批。"}
    if chance.random() < 0.8:
        found["绩效目标"] = [f"完成第{number}批{_task(chance)}。"]
        found["绩效指标"] = _indicators(chance, weights=chance.random() < 0.3)
    if pack == "河北":
        total = sum((Decimal(row["金额"]) for row in project["支出"]), Decimal(0))
        found["资金支出计划"] = {name: str(total * part // 4) for part, name in enumerate(PLACES, 1)}
        found["资金支出计划"][PLACES[-1]] = str(total)
    if pack == "上海" and chance.random() < 0.5:
        found["说明"] = {"项目概述": f"{_task(chance)}，{chance.choice(_HOW)}。", "立项依据": "年度工作要点。"}
    return found


def _purchase(made: Budget, units: list[str], chance: random.Random) -> Budget:
    rows = [row for row in _lines(made) if Decimal(row["金额"]) > 1 and "经济科目" in row]
    row = chance.choice(rows)
    own = {key: row[key] for key in ("单位",) if key in row}
    value = (Decimal(row["金额"]) / 50).quantize(Decimal("0.01"))
    spent = {"资金性质": row["资金性质"], "金额": str(value), **({"上年结转": "是"} if row.get("上年结转") else {})}
    goods = {"物品名称": f"{chance.choice(_WORK)}用品", "目录": chance.choice(GOODS), "资金": [spent]}
    some = {"数量": 1, "计量单位": "批", "单价": str(value)} if chance.random() < 0.7 else {}
    owner = [one for one in made["项目"] if any(each is row for each in one["支出"])]
    return {**own, **goods, **some, **({"项目": owner[0]["编码"]} if owner else {})}


def _assets(pack: str, year: int, units: list[str], chance: random.Random) -> Any:
    if chance.random() < 0.3:
        return "无"
    found = []
    for kind in ("车辆", "大型设备", "办公用房", "其他固定资产"):
        if chance.random() < 0.7:
            mark = {"用途标记": chance.choice(VEHICLES[pack])} if kind == "车辆" and pack in VEHICLES else {}
            more = {"数量": chance.randint(1, 40)} if kind != "其他固定资产" else {}
            found.append({**_unit(units, chance), "类别": kind, **mark, **more, "价值": str(amount(chance))})
    return {"截止日期": f"{year - 1}-12-31", "明细": found}
