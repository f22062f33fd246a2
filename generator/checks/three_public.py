"""“三公”经费与项目、采购相符：项目写着公务用车、接待、出国，钱就在“三公”经费里；购置公务用车，就有采购。

应当如何：用财政拨款的项目，名称或用途写着公务用车、公务接待、因公出国的，支出写明经济科目（30231、30217、30212 等），
“三公”经费里才有这笔钱；有公务用车购置费的，政府采购里有车辆。公务交通补贴、车改不算。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：“三公”经费预算与项目、政府采购一并公开，读者会对照。

合格的例子::

    项目:
      - 名称: 公务用车运行维护费
        类别: 其他运转类
        支出: [{科目: 2060101, 经济科目: 30231, 资金性质: 一般公共预算拨款, 金额: 100000}]

不合格的例子（C626）::

    项目:
      - 名称: 公务用车运行维护费
        类别: 其他运转类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100000}]

不合格的例子（C627）::

    基本支出: [{科目: 2060101, 经济科目: 31013, 资金性质: 一般公共预算拨款, 金额: 180000}]
    政府采购: []

不合格的例子（C627）::

    基本支出: [{科目: 2060101, 经济科目: 31013, 资金性质: 一般公共预算拨款, 金额: 180000}]
    政府采购:
      - {物品名称: 停车场道闸, 目录: A02000000, 资金: [{资金性质: 一般公共预算拨款, 金额: 5000}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.base.money import total
from generator.checks.common import is_vehicle, lines, origin, said, yuan
from generator.facts.budget import Budget, Entry, Record
from generator.facts.words import FISCAL, THREE_PUBLIC
from generator.findings.finding import Kind, Problem, Severity

NOT_COUNTED = Kind(
    "C626", "项目与“三公”矛盾", Severity.WARNING, "项目写着公务用车、接待或者出国，“三公”经费里却没有这笔钱。"
)
NO_CAR = Kind("C627", "购置费与采购矛盾", Severity.WARNING, "有公务用车购置费，政府采购里却没有车辆。")

_PURCHASE = THREE_PUBLIC["公务用车购置"]
_CAR_WORDS = "公务用车|公车(?!改)|公务车|车辆(?:购置|更新|运行|运维|保险|燃油)|购置(?:公务)?车辆|车辆采购|购车"
_RECEPTION = "(?<!信访)(?<!来访)接待(?!群众|来访|信访|场所|大厅|中心|窗口|室|站|点|日|游客|旅客|能力|人数|服务)"
_SUBJECTS = (  # what a project says, the words for it, and its economic items
    (
        "公务用车",
        late.compile(_CAR_WORDS),
        (*THREE_PUBLIC["公务用车运行维护"], *_PURCHASE),
    ),
    ("公务接待", late.compile(_RECEPTION), THREE_PUBLIC["公务接待"]),
    ("因公出国（境）", late.compile("出国(?!留学)|出访|境外(?:培训|考察|交流)"), THREE_PUBLIC["因公出国（境）"]),
)
_OTHER = late.compile("补贴|改革|车改|平台|系统|充电|不含|除外|审批|管理办法|补助|奖励|消费")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare what projects and purchases say with the money of “三公”."""
    fiscal = [one for one in budget.entries if one.direction == "支出" and one.source in FISCAL and one.amount]
    for name, words, codes in _SUBJECTS:
        if not any(one.economic in codes for one in fiscal):
            yield from (_not_counted(one, name, codes) for one in budget.records["项目"] if _says(one, words, codes))
    cars = [one for one in fiscal if one.economic in _PURCHASE]
    if cars and "政府采购" in budget.data and not any(map(is_vehicle, budget.records["采购"])):
        message = f"公务用车购置费 {yuan(total(one.amount for one in cars))}，政府采购里没有车辆。"
        remedy = "请在政府采购里补上车辆（目录 A0203……），或者核对经济科目。"
        yield NO_CAR.on(cars[0].origin, message, remedy, also=lines(cars[1:], "购置费"))


def _says(project: Record, words: re.Pattern[str], codes: tuple[str, ...]) -> bool:
    """Tell whether a project is named for a subject, or its purpose is and no economic item says what it is."""
    own = _fiscal(project)
    if not own or any(one.economic in codes for one in own):
        return False
    name, purpose = said(project, "项目名称"), said(project, "用途")
    told = f"{name}，{purpose}" if not all(one.economic for one in own) else name
    return bool(words.search(told)) and not _OTHER.search(told)


def _fiscal(project: Record) -> list[Entry]:
    return [one for one in project.entries if one.source in FISCAL and one.amount]


def _not_counted(project: Record, name: str, codes: tuple[str, ...]) -> Problem:
    own = _fiscal(project)
    amount = yuan(total(one.amount for one in own))
    message = f"项目“{said(project, '项目名称')}”写着{name}（{amount}），“三公”经费里却没有{name}的钱。"
    remedy = f"是这项支出的，请给支出写明经济科目（{'、'.join(codes)}）；不是的，请改写名称和用途。"
    return NOT_COUNTED.on(origin(project, "项目名称"), message, remedy, also=lines(own, "这一行"))
