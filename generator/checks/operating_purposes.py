"""机关运行经费的用途：说到的费用，基本支出里有这笔钱。

应当如何：“机关运行经费用途”里说到维修、水电、取暖、物业、会议、培训等的，这个部门（单位）的基本支出里有相应的经济分类款的金额；
往年照抄的文字里，常有今年一分钱也没有安排的用途。基本支出没有写到经济分类的不检查，写“不含”“不再安排”的话不检查。
依据：部门预算支出经济分类科目；《地方预决算公开操作规程》（财预〔2016〕143号）：公开的内容应当真实、准确。

合格的例子::

    基本支出: [{科目: 2060101, 经济科目: 30209, 资金性质: 一般公共预算拨款, 金额: 100}]
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    机关运行经费用途: 办公用房物业管理费等日常运行支出，不含取暖费

不合格的例子（C628）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    机关运行经费用途: 日常办公费、会议费和培训费
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.base import late
from generator.facts.budget import ZERO, Budget, Subject
from generator.findings.finding import Kind, Problem, Severity

NO_MONEY = Kind("C628", "用途没有钱", Severity.HINT, "机关运行经费的用途里说到的费用，基本支出里没有安排。")

_KEY = "机关运行经费用途"
_CODES: Mapping[str, tuple[str, ...]] = {  # what is said, and where its money is; what stands first is looked for first
    r"(?:公务)?用?车辆?购置": ("30913", "31013"),
    r"(?:公务用车|公车|车辆)(?!租)(?:的|运行|维护|维修|运维|保养|保险|燃油|及|和)*": ("30231",),
    r"(?:其他)?交通(?:费|补贴|补助)|车补": ("30239",),
    r"办公设备购置|设备购置|购置(?:办公)?设备": ("30902", "30903", "30907", "31002", "31003", "31007"),
    r"办公费|办公用品|办公耗材|日常办公(?!用房|楼|场所)": ("30201",),
    r"印刷": ("30202",),
    r"咨询费": ("30203",),
    r"手续费": ("30204",),
    r"邮电|邮寄|电话费|通[讯信]费|网络费": ("30207",),
    r"水电": ("30205", "30206"),
    r"(?<![污废])水费": ("30205",),
    r"电费": ("30206",),
    r"取暖|供暖|采暖|暖气": ("30208",),
    r"物业": ("30209",),
    r"差旅": ("30211",),
    r"出国": ("30212",),
    r"维修|维护费": ("30213",),
    r"租赁|租金|房租": ("30214",),
    r"会议(?!室|中心)": ("30215",),
    r"培训(?!中心|楼|室)": ("30216",),
    r"接待(?!室|中心)": ("30217",),
    r"被装": ("30224",),
    r"劳务费": ("30226",),
    r"委托业务": ("30227",),
    r"工会": ("30228",),
    r"福利费": ("30229",),
}
_WORD = late.compile("|".join(f"({pattern})" for pattern in _CODES))
_DENIED = late.compile("不含|不包括|不再|没有|未安排|除外")
_CLAUSE = late.compile("[^，。；]+")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the purposes that the department and its units state with the basic spending of each."""
    subjects = {subject.at(_KEY): subject for subject in budget.subjects if subject.data.get(_KEY)}
    for subject in subjects.values():
        yield from _check(budget, subject, str(subject.data[_KEY]))


def _check(budget: Budget, subject: Subject, text: str) -> Iterator[Problem]:
    basic = [
        entry
        for entry in budget.entries
        if entry.spending_type == "基本支出" and (subject.version == "部门" or entry.unit == subject.code)
    ]
    if not basic or not all(entry.economic for entry in basic):
        return
    funded = {entry.economic for entry in basic if entry.amount > ZERO}
    missing = {word: codes for word, codes in _named(text).items() if not funded & set(codes)}
    if missing:
        said = "、".join(f"{word}（{'、'.join(codes)}）" for word, codes in missing.items())
        message = f"用途里说到{said}，基本支出里没有这些经济科目的钱。"
        remedy = "请照今年的预算改写；删去这段话，就按金额最大的几个科目说明。"
        yield NO_MONEY.on(subject.at(_KEY), message, remedy)


def _named(text: str) -> dict[str, tuple[str, ...]]:
    """Give the costs that a text names, with the codes (款) of each."""
    codes = tuple(_CODES.values())
    clauses = (clause[0] for clause in _CLAUSE.finditer(text) if not _DENIED.search(clause[0]))
    found = (one for clause in clauses for one in _WORD.finditer(clause))
    return {one[0]: codes[(one.lastindex or 1) - 1] for one in found}
