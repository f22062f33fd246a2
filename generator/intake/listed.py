"""The lists beside the money: purchases, assets, and those that only one form has (数据)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from generator.facts.assemble import PRICE_KEYS, PURCHASE_KEYS
from generator.intake.draft import TO_VERIFY, BudgetDraft
from generator.intake.owned import text_of
from generator.intake.shares import ValueSet
from generator.pack.spec import Pack
from generator.recognition.amounts import number_in
from generator.recognition.statements import PrintedAmount, PrintedRecord
from generator.recognition.tables import RecognisedFile

ZERO = Decimal(0)
_PURCHASE_NAMES = {name: key for key, name in (*PURCHASE_KEYS.items(), *PRICE_KEYS.items())}


def put_purchases(
    draft: BudgetDraft,
    records: Sequence[PrintedRecord],
    amounts: Sequence[PrintedAmount],
    reads: Sequence[RecognisedFile],
) -> None:
    """Write the purchases that tables list; an empty table says that there are none."""
    for record in records:
        _bought(draft, record)
    if records:
        return
    items = [one for one in amounts if "采购物品" in one.condition and one.value and one.measure == "金额"]
    for one in items:
        draft.add("政府采购", _purchase_of(one, draft), str(one.place), f"{TO_VERIFY}：表里没有品目的全码和资金性质")
    told = [one for one in amounts if one.condition.get("采购目录") and one.measure == "金额" and not items]
    told = list({one.condition["采购目录"]: one for one in reversed(told)}.values())[::-1]  # each once
    fund = _only_fund(draft)
    for one in told:
        if one.value:
            funds = [{"资金性质": fund, "金额": one.value}]
            item = {"物品名称": one.row, "目录": one.condition["采购目录"][0], "资金": funds}
            draft.add("政府采购", item, str(one.place), f"{TO_VERIFY}：文中只有合计，没有品目和资金性质")
    if "政府采购" not in draft.content and (told or _has_table(reads, "采购")):
        draft.content["政府采购"] = []


def _bought(draft: BudgetDraft, record: PrintedRecord) -> None:
    """Write one purchase that a table lists."""
    item = _owner(draft, record)
    for name, (text, _) in record.fields.items():
        if name in _PURCHASE_NAMES:
            number = number_in(text)
            money = number.scaleb(record.scale) if name in PRICE_KEYS.values() and number is not None else None
            item[_PURCHASE_NAMES[name]] = money if money is not None else text
    count = next((one.value for one in record.amounts if one.measure == "数量" and one.value), None)
    item |= {} if count is None else {"数量": count}
    printed = [one for one in record.amounts if one.value and one.measure == "金额"]
    funds = [
        {"资金性质": one.condition["资金性质"][0], **_carried(one), "金额": one.value}
        for one in printed
        if len(one.condition.get("资金性质", ())) == 1
    ]
    mark = ""
    if not funds and printed:
        funds = [{"资金性质": _only_fund(draft), "金额": max(one.value for one in printed)}]
        mark = f"{TO_VERIFY}：表里没有资金性质"
    item["资金"] = funds
    draft.add("政府采购", item, "；".join(str(place) for _, place in record.fields.values()), mark)


def _owner(draft: BudgetDraft, record: PrintedRecord) -> dict[str, Any]:
    """Give the unit and the project that a record names, as far as the budget knows them."""
    item: dict[str, Any] = {}
    unit = text_of(record, "单位名称")
    code = next((one["编码"] for one in draft.content["单位"] if one["名称"] == unit), "") if unit else ""
    project = text_of(record, "项目名称")
    known = next((one for one in draft.content.get("项目", []) if one["名称"] == project), None) if project else None
    if code:
        item["单位"] = code
    if known is not None and record.list == "采购":
        item["项目"] = known.get("编码") or project
    return item


def put_declared(draft: BudgetDraft, records: Iterable[PrintedRecord], pack: Pack) -> None:
    """Write the lists that only this form has (数据), each record with the fields that it declares."""
    for record in records:
        declared = pack.data.get(record.list)
        if declared is None or declared.type != "列表":
            continue
        item = _owner(draft, record)
        for one in declared.fields:
            text = text_of(record, one.name)
            amount = next((each for each in record.amounts if each.measure == one.name), None)
            if amount is not None:
                item[one.name] = amount.value
            elif text:
                number = number_in(text) if one.type in ("整数", "数", "金额") else None
                item[one.name] = text if number is None else number.scaleb(record.scale if one.type == "金额" else 0)
        draft.add(record.list, item, "；".join(str(place) for _, place in record.fields.values()))


def _purchase_of(amount: PrintedAmount, draft: BudgetDraft) -> dict[str, Any]:
    """Give the purchase that a line of a grouped table prints."""
    said = {name: values[0] for name, values in amount.condition.items() if values}
    keys = {
        "专项名称": "专项名称",
        "经济科目": "经济分类",
        "物品名称": "采购物品",
        "目录": "采购目录",
        "组织形式": "采购组织形式",
    }
    item: dict[str, Any] = {key: said[name] for key, name in keys.items() if name in said}
    fund = said.get("资金性质") or _only_fund(draft)
    return {**item, "资金": [{"资金性质": fund, "金额": amount.value}]}


def _only_fund(draft: BudgetDraft) -> str:
    """Give the fund of the largest part of spending, for purchases of which no table says it."""
    sums: dict[str, Decimal] = {}
    for line in draft.content.get("收入", []):
        fund = line.get("资金性质", "")
        sums[fund] = sums.get(fund, ZERO) + line["金额"]
    return max(sums, key=lambda one: sums[one], default="")


def _carried(amount: PrintedAmount) -> dict[str, Any]:
    return {"上年结转": True} if amount.condition.get("上年结转") == ("是",) else {}


def _has_table(reads: Sequence[RecognisedFile], data: str) -> bool:
    return any(table.table.spec.data == data for read in reads for table in read.tables)


def put_assets(draft: BudgetDraft, amounts: Sequence[PrintedAmount], reads: Sequence[RecognisedFile]) -> None:
    """Write the assets by kind; where a kind and a part of it are printed, the rest is the other part."""
    lines: dict[ValueSet, dict[str, Any]] = {}
    for one in amounts:
        kind = one.condition.get("资产类别")
        if kind is not None:
            line = lines.setdefault(kind, {})
            line["数量" if one.measure == "数量" else "价值"] = one.value
    rows = []
    for kind, line in lines.items():
        parts = [other for own, other in lines.items() if own != kind and set(own) < set(kind)]
        rest = {key: line[key] - sum((part.get(key, ZERO) for part in parts), ZERO) for key in line}
        word = next((one for one in kind if not any(one in own for own in lines if set(own) < set(kind))), kind[0])
        if any(rest.values()):
            rows.append({"类别": word, "价值": ZERO, **{key: value for key, value in rest.items() if value}})
    if amounts or _has_table(reads, "固定资产"):
        draft.content["固定资产"] = {"截止日期": f"{draft.year - 1}-12-31", "明细": rows}
