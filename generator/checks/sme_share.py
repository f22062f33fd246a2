"""预留中小企业份额：不超过采购金额，达到规定的比例。

应当如何：预留份额不超过该项采购的金额，其中预留给小微企业的不超过预留份额。
适宜由中小企业提供的：200 万元以下的货物和服务、400 万元以下的工程，全部预留；超过的，预留 30% 以上，
其中预留给小微企业的不低于 60%。不适宜的，可以在“出错说明”里写明。
没有一项采购写预留份额的预算（公开的格式不要求）不检查比例。
依据：《政府采购促进中小企业发展管理办法》（财库〔2020〕46号）第七条、第八条，及在部门预算中单独列示的规定。

合格的例子::

    政府采购:
      - {物品名称: 台式计算机, 目录: A02010105, 预留中小企业份额: 15000, 预留小微企业份额: 9000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}

不合格的例子（C603）::

    政府采购:
      - {物品名称: 台式计算机, 目录: A02010105, 预留中小企业份额: 16000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}

不合格的例子（C604）::

    政府采购:
      - {物品名称: 台式计算机, 目录: A02010105, 预留中小企业份额: 5000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}

不合格的例子（C605）::

    政府采购:
      - {物品名称: 设备, 目录: A02010105, 预留中小企业份额: 500000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 3000000}]}

不合格的例子（C606）::

    政府采购:
      - {物品名称: 台式计算机, 目录: A02010105, 预留中小企业份额: 15000, 预留小微企业份额: 5000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import total
from generator.base.paths import ValuePath
from generator.checks.common import also, origin, said, yuan
from generator.facts.budget import ZERO, Budget, Record
from generator.findings.finding import Kind, Problem, Severity

TOO_MUCH = Kind("C603", "预留份额超过金额", Severity.ERROR, "预留份额大于采购金额，或者小微企业的份额大于预留份额。")
NOT_WHOLE = Kind("C604", "没有全部预留", Severity.HINT, "小额采购原则上全部预留给中小企业。")
BELOW_MINIMUM = Kind("C605", "预留不到三成", Severity.HINT, "超过限额的采购，预留给中小企业的份额不到 30%。")
SMALL_SHARE = Kind("C606", "小微份额不到六成", Severity.HINT, "预留份额中，预留给小微企业的不到 60%。")

_LIMIT, _WORKS_LIMIT = Decimal(2_000_000), Decimal(4_000_000)
_RESERVED, _SMALL = Decimal("0.30"), Decimal("0.60")
_BASIS = "（财库〔2020〕46号）"


@frozen
class _Purchase:
    name: str
    path: ValuePath
    amount: Decimal
    reserved: Decimal
    small: Decimal | None
    is_large: bool


def check(budget: Budget) -> Iterator[Problem]:
    """Check each share against its purchase, then the shares of all purchases against the minima."""
    purchases = [_read(record) for record in budget.records["采购"]]
    for one in purchases:
        for share, of, word in ((one.reserved, one.amount, "采购金额"), (one.small or ZERO, one.reserved, "预留份额")):
            if share > of:
                message = f"“{one.name}”的份额 {yuan(share)} 大于{word} {yuan(of)}，多 {yuan(share - of)}。"
                yield TOO_MUCH.on(one.path, message, "请核对预留份额。")
    if not any("预留中小微企业份额" in record.fields for record in budget.records["采购"]):
        return
    yield from _small([one for one in purchases if not one.is_large and one.reserved < one.amount])
    large = [one for one in purchases if one.is_large]
    yield from _minimum(BELOW_MINIMUM, large, "reserved", "amount", _RESERVED)
    told = [one for one in purchases if one.small is not None]
    yield from _minimum(SMALL_SHARE, told, "small", "reserved", _SMALL)


def _read(record: Record) -> _Purchase:
    amount = total(entry.amount for entry in record.entries)
    limit = _WORKS_LIMIT if record.entries[0].catalogue.startswith("B") else _LIMIT
    shares = [record.fields.get(name) for name in ("预留中小微企业份额", "预留小微企业份额")]
    reserved, small = (Decimal(share.value) if share else None for share in shares)
    path = origin(record, "预留中小微企业份额") or origin(record, "采购物品名称")
    return _Purchase(said(record, "采购物品名称"), path, amount, reserved or ZERO, small, amount > limit)


def _small(purchases: list[_Purchase]) -> Iterator[Problem]:
    if purchases:
        first = purchases[0]
        message = (
            f"“{first.name}”采购 {yuan(first.amount)}，预留 {yuan(first.reserved)}"
            f"{f'；这样的采购共 {len(purchases)} 项' if len(purchases) > 1 else ''}。"
            f"200 万元以下的货物和服务、400 万元以下的工程，适宜由中小企业提供的应当全部预留{_BASIS}。"
        )
        others = also((one.path for one in purchases[1:]), "这里也没有全部预留")
        yield NOT_WHOLE.on(first.path, message, "请核对；不适宜的请写明原因。", also=others)


def _minimum(kind: Kind, purchases: list[_Purchase], part: str, whole: str, least: Decimal) -> Iterator[Problem]:
    share, base = (total(getattr(one, name) for one in purchases) for name in (part, whole))
    if base and share < base * least:
        words = "超过限额的采购" if kind is BELOW_MINIMUM else "预留份额"
        message = f"{words}合计 {yuan(base)}，其中预留 {yuan(share)}，不到 {least:.0%}{_BASIS}。"
        others = also((one.path for one in purchases[1:]), "计入的还有这里")
        yield kind.on(purchases[0].path, message, f"应当不少于 {yuan(base * least)}，请核对。", also=others)
