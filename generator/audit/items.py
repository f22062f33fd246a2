"""科目齐全：文字逐项说的科目与表里的一致，不多、不少、不重。

应当如何：文字按类、款或者项逐项列出一种支出时，表里同一级有数的科目都列，没有表里没有的，每个科目只列一次。
只在文字自己列到的那一级比较；表没有认出，或者表里各项相加不等于它的合计的，不说缺少。文字只举一两个例子的不算。

合格的例子::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 201 | 一般公共服务支出 | 70.00 |
    | 20106 | 财政事务 | 70.00 |
    | 2010601 | 行政运行 | 50.00 |
    | 2010602 | 一般行政管理事务 | 15.00 |
    | 2010607 | 信息化建设 | 5.00 |
    五、财政拨款支出预算情况说明
    某某局2025年财政拨款预算支出70.00万元。
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。
    2．一般公共服务支出（类）财政事务（款）一般行政管理事务（项）支出15.00万元。
    3．一般公共服务支出（类）财政事务（款）信息化建设（项）支出5.00万元。

不合格的例子（A110）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 201 | 一般公共服务支出 | 70.00 |
    | 20106 | 财政事务 | 70.00 |
    | 2010601 | 行政运行 | 50.00 |
    | 2010602 | 一般行政管理事务 | 15.00 |
    | 2010607 | 信息化建设 | 5.00 |
    五、财政拨款支出预算情况说明
    某某局2025年财政拨款预算支出70.00万元。
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。
    2．一般公共服务支出（类）财政事务（款）一般行政管理事务（项）支出15.00万元。

不合格的例子（A111）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 201 | 一般公共服务支出 | 70.00 |
    | 20106 | 财政事务 | 70.00 |
    | 2010601 | 行政运行 | 50.00 |
    | 2010602 | 一般行政管理事务 | 20.00 |
    五、财政拨款支出预算情况说明
    某某局2025年财政拨款预算支出70.00万元。
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。
    2．一般公共服务支出（类）财政事务（款）一般行政管理事务（项）支出20.00万元。
    3．一般公共服务支出（类）财政事务（款）信息化建设（项）支出5.00万元。

不合格的例子（A112）::

    2025
    五、财政拨款支出预算情况说明
    某某局2025年财政拨款预算支出70.00万元。
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。
    2．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元，用于人员经费。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.audit.document import AuditedDocument, paragraphs
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.facts import classification
from generator.facts.words import LEVELS, THIS_YEAR
from generator.findings.finding import Kind, Place, Severity
from generator.intake.pool import ConditionKey, key_of, without_zeros
from generator.recognition.figures import AMOUNT, TextFigure
from generator.recognition.free import TEXT
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount
from generator.recognition.tables import RecognisedFile

NOT_IN_TEXT = Kind("A110", "表里有的科目文字没有", Severity.WARNING, "文字逐项列出科目，表里有数的一个没有列。")
NOT_IN_TABLE = Kind("A111", "文字里的科目表里没有", Severity.ERROR, "文字里有数的科目，这种支出的表里没有。")
LISTED_TWICE = Kind("A112", "同一科目列了两遍", Severity.WARNING, "文字逐项列出科目时，同一个科目列了两遍。")

_ZERO = Decimal(0)
_ITEMS, _FUND = "功能分类", "资金性质"
_LEAST, _HALF = 2, 2  # items that are a list; the share of the table's that a list has, or it names examples
_WAN = 4  # 万元, as a power of ten
_LEVEL_NAMES = {length: level for level, length in LEVELS["功能分类"].items()}
_ListKey = tuple[str, ConditionKey, str, int]  # data set, of what, classification, length of the codes


@dataclass(slots=True)
class _Items:
    """The items of one kind of spending at one level: those of the text, and those of tables, by their codes."""

    text: dict[str, list[PrintedAmount]] = field(default_factory=lambda: defaultdict(list))
    table: dict[str, PrintedAmount] = field(default_factory=dict)
    whole: PrintedAmount | None = None  # what the table prints of all of them

    @property
    def is_complete(self) -> bool:
        """Tell whether the items of the table add up to its total: then it has no other with money."""
        if self.whole is None:
            return False
        off = self.whole.tolerance + sum((one.tolerance for one in self.table.values()), _ZERO)
        return abs(sum((one.value for one in self.table.values()), _ZERO) - self.whole.value) <= off


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the items that the text lists with those of the tables, in each document of the file."""
    for read, sentences in document.bodies:
        names = classification.load(document.year or read.form.pack.year)
        unbound = [one for one in sentences.free.figures if _is_unbound(one)]
        for key, items in _lists(read, sentences).items():
            yield from _of_list(key, items, unbound, names)
        yield from _twice(sentences.free.figures, names)


def _lists(read: RecognisedFile, sentences: ReadSentences) -> Mapping[_ListKey, _Items]:
    """Put together what is printed of each kind of spending, at each level of a classification."""
    found: dict[_ListKey, _Items] = defaultdict(_Items)
    amounts = [one for table in read.tables for one in table.amounts]
    own = [one for one in (*amounts, *sentences.every_amount) if one.book == THIS_YEAR and one.data == "收支"]
    every = list(without_zeros(own))
    for one in every:
        if one.table == TEXT:
            for dimension in LEVELS:
                codes = one.condition.get(dimension, ())
                if len(codes) == 1:
                    found[_key(one, dimension, codes[0])].text[codes[0]].append(one)
        elif one.listed and not one.within and len(one.condition.get(one.listed, ())) == 1:
            code = one.condition[one.listed][0]
            found[_key(one, one.listed, code)].table.setdefault(code, one)
    wholes = {(one.data, key_of(one.condition)): one for one in every if one.table != TEXT}
    for (data, rest, _, _), items in found.items():
        items.whole = wholes.get((data, rest))
    for key, items in list(found.items()):
        if items.text and not items.table:
            _add_up(items, [found[own] for own in _of_each_fund(key) if own in found], len(dict(key[1]).get(_FUND, ())))
    return found


def _of_each_fund(key: _ListKey) -> Iterator[_ListKey]:
    """Yield the lists of each fund of a list of several."""
    data, rest, dimension, length = key
    for fund in dict(rest).get(_FUND, ()):
        yield data, key_of({**dict(rest), _FUND: (fund,)}), dimension, length


def _add_up(items: _Items, lists: Sequence[_Items], count: int) -> None:
    """Let the items of a spending of several funds be those of all of them, if the tables print each fund's."""
    if count < _LEAST or len(lists) != count or not all(one.table and one.whole for one in lists):
        return
    for own in lists:
        for code, one in own.table.items():
            before = items.table.get(code)
            items.table[code] = replace(one, value=one.value + before.value) if before else one
    wholes = [one.whole for one in lists if one.whole]
    items.whole = replace(wholes[0], value=sum((one.value for one in wholes), _ZERO))


def _key(one: PrintedAmount, dimension: str, code: str) -> _ListKey:
    rest = {name: values for name, values in one.condition.items() if name != dimension}
    return one.data, key_of(rest), dimension, len(code)


def _of_list(
    key: _ListKey, items: _Items, unbound: Sequence[TextFigure], names: classification.Classification
) -> Iterator[AuditRemark]:
    """Compare one list of the text with the tables'. An item under another name, with its amount, is one remark."""
    dimension, money = key[2], {code: one for code, one in items.table.items() if one.value}
    extra = {code: ones[0] for code, ones in items.text.items() if code not in items.table and ones[0].value}
    missing = {code: one for code, one in money.items() if code not in items.text}
    if not items.table or not money:
        return
    for code, one in extra.items():
        other = next((each for each in missing.values() if _same(each, one)), None)
        name = names.name(dimension, code) or one.row
        message = f"文字里的“{name}”（{code}）{one.column}，表里没有这个科目。"
        related: tuple[tuple[Place, str], ...] = ()
        if other is not None:
            own = other.condition[dimension][0]
            message = (
                f"{message.removesuffix('。')}；表里这个数是“{names.name(dimension, own) or other.row}”（{own}）的。"
            )
            related = ((other.place, f"“{other.row}”{other.value:,.2f} 元"),)
            missing.pop(own)
        certainty = WRONG if items.is_complete else DOUBTFUL
        yield AuditRemark(certainty, NOT_IN_TABLE.at(one.place, message, "请核对文字和表。", related=related))
    listed = len(items.text)
    if listed < _LEAST or listed * _HALF < len(money) or not items.is_complete:
        return
    last = [ones[-1] for ones in items.text.values()][-1]
    for code, one in missing.items():
        others = (other for ones in items.text.values() for other in ones)
        if any(_equal(figure, one) for figure in unbound) or any(_same(other, one) for other in others):
            # it is there, under a name that nobody knows or another's, which is told already
            continue
        level = _LEVEL_NAMES.get(key[3], "项")
        message = f"文字按“{level}”列了 {listed} 个科目，没有“{one.row}”（{code}）{one.value:,.2f} 元，表里有。"
        related = ((one.place, f"“{one.row}”{one.value:,.2f} 元"),)
        yield AuditRemark(DOUBTFUL, NOT_IN_TEXT.at(last.place, message, "请核对是不是漏了。", related=related))


def _is_unbound(one: TextFigure) -> bool:
    """Tell whether an amount is one of an item that could not be found."""
    return one.role == AMOUNT and one.asked is None and bool(one.path or "科目" in one.why)


def _same(one: PrintedAmount, other: PrintedAmount) -> bool:
    return abs(one.value - other.value) <= one.tolerance + other.tolerance


def _equal(figure: TextFigure, one: PrintedAmount) -> bool:
    scale = figure.scale if figure.unit else _WAN  # a sentence of the form says the unit itself
    off = Decimal(5).scaleb(scale - figure.places - 1)
    return abs(Decimal(figure.text.replace("，", "")).scaleb(scale) - one.value) <= one.tolerance + off


def _twice(figures: Iterable[TextFigure], names: classification.Classification) -> Iterator[AuditRemark]:
    """Tell an item that heads two paragraphs about the same spending with one amount: two amounts contradict anyway."""
    seen: dict[tuple[str, ConditionKey], TextFigure] = {}
    for paragraph in paragraphs(figures):
        one = next((figure for figure in paragraph if figure.role == AMOUNT), None)
        if one is None or one.asked is None or one.text.strip("0.") == "":
            continue
        dimension = _ITEMS if len(one.asked.condition.get(_ITEMS, ())) == 1 else ""
        before = seen.setdefault((one.asked.data, key_of(one.asked.condition)), one) if dimension else one
        if before is not one and before.text == one.text:
            code = one.asked.condition[dimension][0]
            message = f"“{names.name(dimension, code)}”（{code}）{one.text}{one.unit}，前面已经列过。"
            related = ((before.place, "前一次在这里"),)
            yield AuditRemark(DOUBTFUL, LISTED_TWICE.at(one.place, message, "请删去重复的。", related=related))
