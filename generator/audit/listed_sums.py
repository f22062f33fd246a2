"""清单的算术：合计行等于各行之和；采购的数量乘单价是它的金额，预留的份额、项目的采购都不超过所在的总数。

应当如何：政府采购这样一行一项的清单，合计行印的每个数等于各行相加；写了数量和单价的，数量 × 单价 ＝ 金额
（留出单价和金额末位的误差）；预留给中小企业的份额不超过采购金额；同一项目的采购相加不超过项目的预算资金，
预算资金各行一样，也与项目绩效目标表的预算数一样；
文中说编报绩效目标的几个项目共有多少资金的，等于这些项目相加。C601、C602、C603 与检查预算的相同。

合格的例子::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 24.00 | 24.00 | 22.00 |
    | 设备更新 | 30.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 | 21.00 |
    | 设备更新 | 30.00 | 打印机 | 10 | 0.20 | 2.00 | 2.00 | 1.00 |

不合格的例子（A182）::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 24.00 | 24.00 | 12.00 |
    | 设备更新 | 30.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 | 21.00 |
    | 设备更新 | 30.00 | 打印机 | 10 | 0.20 | 2.00 | 2.00 | 1.00 |

不合格的例子（A183）::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 24.00 | 24.00 | 22.00 |
    | 设备更新 | 30.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 | 21.00 |
    | 设备更新 | 80.00 | 打印机 | 10 | 0.20 | 2.00 | 2.00 | 1.00 |

不合格的例子（C601）::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 22.00 | 22.00 | 21.00 |
    | 设备更新 | 30.00 | 台式计算机 | 44 | 0.55 | 22.00 | 22.00 | 21.00 |

不合格的例子（C602）::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 22.00 | 22.00 | 21.00 |
    | 设备更新 | 20.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 | 21.00 |

不合格的例子（C603）::

    2025 有表单的格式
    部门政府采购预算
    单位：万元
    | 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | 政府采购金额（当年部门预算安排资金） | 政府采购金额（当年部门预算安排资金） | 2025年预留中小微企业份额 |
    | 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 2025年预留中小微企业份额 |
    | 合计 |  |  |  |  | 22.00 | 22.00 | 23.00 |
    | 设备更新 | 30.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 | 23.00 |
"""  # noqa: E501 the tables of the examples

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.as_budget import projects_of
from generator.audit.counts import SAID_OF_PROJECTS
from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.checks.procurement_amount import EXCEEDS, PRODUCT
from generator.checks.sme_share import TOO_MUCH
from generator.findings.finding import Kind, Place, Severity
from generator.intake.owned import Owned
from generator.ledger import MEASURES
from generator.recognition.amounts import SCALES, decimals, number_in, tolerance
from generator.recognition.patterns import tight_text
from generator.recognition.rows import QUANTITY
from generator.recognition.statements import PrintedAmount, PrintedRecord, ReadTable
from generator.recognition.tables import RecognisedFile
from generator.recognition.words import bare

WRONG_SUM = Kind("A182", "清单的合计不符", Severity.ERROR, "清单合计行的数，不等于各行相加。")
OTHER_MONEY = Kind(
    "A183", "项目的预算资金不一致", Severity.WARNING, "同一个项目、同样几个项目的预算资金，在两个地方不一样。"
)

_WITH_GOALS = re.compile(
    "(?P<name>[^，。；：0-9]{2,40})(?P<count>[0-9]{1,4})[个项]，[^，。；0-9]{0,20}?(?P<money>[0-9]+(?:[.][0-9]+)?)(?P<unit>万元|元)"
)
_PURCHASES, _GROUPED, _TOTAL = "采购", "分组", "合计"
_NAME, _THING, _MONEY, _BUDGET, _GOALS = "项目名称", "采购物品名称", "预算资金", "预算数", "绩效目标"
_UNIT, _COUNT, _PRICE, _SHARE = "单位名称", "数量", "单价", "预留中小微企业份额"


@frozen
class _ListedNumber:
    """A number of a list or of a sentence (money in 元), with half of its own last digit, or of its column's."""

    value: Decimal
    half: Decimal
    place: Place

    @property
    def said(self) -> str:
        return f"{self.value:,.2f} 元"


@frozen
class _ListedPurchase:
    """A row of a list of purchases: whose, for which project, what it costs in all, and its other numbers."""

    unit: str
    project: str
    thing: str
    cost: _ListedNumber | None
    numbers: Mapping[str, _ListedNumber]


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Reckon each list again; then compare the purchases of each project with what the project has."""
    for read, _ in document.bodies:
        projects = projects_of(read)
        yield from _goals(read, projects)
        named = _by_name(projects)
        for table in read.tables:
            yield from _totals(table)
            bought = [_purchase(one) for one in table.records if one.list == _PURCHASES]
            for one in bought:
                yield from _product(one)
                yield from _share(one)
            for own in _by_project(bought):
                yield from _project(own, named.get(bare(own[0].project), []))


def _by_name(projects: Iterable[Owned]) -> Mapping[str, Sequence[_ListedNumber]]:
    """Give what projects have, by their names: two units may each have a project of one name."""
    found: dict[str, list[_ListedNumber]] = defaultdict(list)
    for one, _ in projects:
        has = _number(one.fields, _BUDGET, one.scale)
        if has is not None:
            found[bare(_text(one, _NAME))].append(has)
    return found


def _by_project(bought: Sequence[_ListedPurchase]) -> Iterable[Sequence[_ListedPurchase]]:
    found: dict[tuple[str, str], list[_ListedPurchase]] = defaultdict(list)
    for one in bought:
        if one.project and _MONEY in one.numbers:
            found[one.unit, one.project].append(one)
    return found.values()


def _totals(table: ReadTable) -> Iterator[AuditRemark]:
    """Compare the numbers of the only total of a list with the sums of its rows."""
    kinds = [line.row.spec.kind if line.row is not None else "" for line in table.lines]
    totals = [line for line, kind in zip(table.lines, kinds, strict=True) if kind == _TOTAL]
    lists = {one.list for one in table.records}
    if len(totals) != 1 or len(lists) != 1 or _GROUPED in lists or "" in kinds:
        return
    for name in totals[0].fields:
        said = _number(totals[0].fields, name, table.scale)
        rows = [_number(one.fields, name, table.scale) for one in table.records if name in one.fields]
        numbers = [one for one in rows if one is not None]
        if said is None or not numbers or len(numbers) < len(rows):
            continue
        total = sum((one.value for one in numbers), Decimal(0))
        apart = abs(total - said.value)
        if apart > min(one.half for one in (said, *numbers)) * (len(numbers) + 1):  # zeros at the end are dropped
            words = f"是 {totals[0].fields[name][0]}，{len(numbers)} 行相加是 {total.scaleb(-table.scale):,f}"
            texts = (one.fields[name][0] for one in table.records if name in one.fields)  # of whatever unit
            related = tuple((one.place, text) for one, text in zip(numbers, texts, strict=True))
            finding = WRONG_SUM.at(said.place, f"合计行的“{name}”{words}。", "请核对合计和各行。", related=related)
            yield AuditRemark(WRONG, finding, apart=apart)


def _product(one: _ListedPurchase) -> Iterator[AuditRemark]:
    count, price = one.numbers.get(_COUNT), one.numbers.get(_PRICE)
    if count is None or price is None or one.cost is None:
        return
    made = count.value * price.value
    apart = abs(made - one.cost.value)
    if apart > abs(count.value) * price.half + one.cost.half:
        message = (
            f"“{one.thing}”数量 {count.value:f} × 单价 {price.said} ＝ {made:,.2f} 元，"
            f"金额是 {one.cost.said}，相差 {apart:,.2f} 元。"
        )
        related = ((price.place, f"单价 {price.said}"), (count.place, f"数量 {count.value:f}"))
        finding = PRODUCT.at(one.cost.place, message, "请核对数量、单价和金额。", related=related)
        yield AuditRemark(DOUBTFUL, finding, apart=apart)


def _share(one: _ListedPurchase) -> Iterator[AuditRemark]:
    share = one.numbers.get(_SHARE)
    if share is None or one.cost is None or share.value - one.cost.value <= share.half + one.cost.half:
        return
    message = f"“{one.thing}”预留的份额 {share.said}，大于采购金额 {one.cost.said}。"
    related = ((one.cost.place, f"采购金额 {one.cost.said}"),)
    finding = TOO_MUCH.at(share.place, message, "请核对预留份额和采购金额。", related=related)
    yield AuditRemark(WRONG, finding, apart=share.value - one.cost.value)


def _project(bought: Sequence[_ListedPurchase], forms: Sequence[_ListedNumber]) -> Iterator[AuditRemark]:
    """Compare what a project has, as its purchases say, with each other, with its form, and with what they cost."""
    name, (first, *others) = bought[0].project, [one.numbers[_MONEY] for one in bought]
    found = [(one, forms[-1]) for one in (first, *others) if forms and not any(_equal(one, form) for form in forms)]
    found = found or [(first, one) for one in others if len(forms) <= 1 and not _equal(one, first)]
    for one, other in found[:1]:
        message = f"项目“{name}”的预算资金是 {one.said}，另一处是 {other.said}。"
        beside = ((other.place, other.said),)
        finding = OTHER_MONEY.at(one.place, message, "请核对项目的预算数。", related=beside)
        yield AuditRemark(DOUBTFUL, finding, apart=abs(other.value - one.value))
    costs = [one.cost for one in bought if one.cost is not None]
    more = sum((one.value for one in costs), Decimal(0)) - first.value
    if not found and len(forms) <= 1 and more > first.half + sum((one.half for one in costs), Decimal(0)):
        message = f"项目“{name}”的采购相加是 {more + first.value:,.2f} 元，大于预算资金 {first.said}。"
        related = tuple((one.place, one.said) for one in costs)
        finding = EXCEEDS.at(first.place, message, "请核对采购和项目的预算数。", related=related)
        yield AuditRemark(WRONG if forms else DOUBTFUL, finding, apart=more)


def _equal(one: _ListedNumber, other: _ListedNumber) -> bool:
    return abs(one.value - other.value) <= 2 * max(one.half, other.half)


def _goals(read: RecognisedFile, projects: Iterable[Owned]) -> Iterator[AuditRemark]:
    """Compare what the projects with targets have, as a sentence says, with the sum of as many forms."""
    forms = [one for one, indicators in projects if indicators or one.fields.get(_GOALS)]
    found = [_number(one.fields, _BUDGET, one.scale) for one in forms]
    has = [one for one in found if one is not None]
    if not has or len(has) < len(found):
        return
    total = sum((one.value for one in has), Decimal(0))
    for passage in read.passages:
        whole = tight_text(passage)
        for match in _WITH_GOALS.finditer(whole.text):
            money = number_in(match["money"])
            if money is None or not SAID_OF_PROJECTS.search(match["name"]) or int(match["count"]) != len(has):
                continue
            said = _printed(money, SCALES[match["unit"]], whole.at(*match.span("money")))
            apart = abs(total - said.value)
            if apart > said.half + sum((one.half for one in has), Decimal(0)):
                message = f"“{match[0][-40:]}”，这 {len(has)} 个项目的预算数相加是 {total:,.2f} 元。"
                related = tuple((one.place, one.said) for one in has)
                finding = OTHER_MONEY.at(said.place, message, "请核对项目的预算数。", related=related)
                yield AuditRemark(DOUBTFUL, finding, apart=apart)


def _purchase(record: PrintedRecord) -> _ListedPurchase:
    money = {name: _number(record.fields, name, record.scale) for name in (_PRICE, _SHARE, _MONEY)}
    numbers = {name: one for name, one in money.items() if one is not None}
    counts = [one for one in record.amounts if one.measure == QUANTITY and not one.blank]
    numbers |= {_COUNT: _amount(counts[0])} if counts else {}
    # its cost is that of all funds, where the form has such a column
    whole = [one for one in record.amounts if one.measure == MEASURES[0] and not one.blank and not one.condition]
    cost = _amount(whole[0]) if len(whole) == 1 else None
    return _ListedPurchase(_text(record, _UNIT), _text(record, _NAME), _text(record, _THING), cost, numbers)


def _amount(one: PrintedAmount) -> _ListedNumber:
    return _ListedNumber(one.value, one.tolerance, one.place)


def _text(record: PrintedRecord, name: str) -> str:
    return record.fields[name][0] if name in record.fields else ""


def _number(fields: Mapping[str, tuple[str, Place]], name: str, scale: int) -> _ListedNumber | None:
    """Give a number among fields, `scale` being the power of ten of the table's unit."""
    text, place = fields.get(name, ("", None))
    value = number_in(text) if text else None
    if value is None or place is None:
        return None
    return _printed(value, scale, place)


def _printed(value: Decimal, scale: int, place: Place) -> _ListedNumber:
    return _ListedNumber(value.scaleb(scale), tolerance(decimals((value,)), scale, stored=False), place)
