"""人员经费、公用经费包括的科目：文字列举的，与基本支出表里有数的一样。

应当如何：“人员经费……万元，主要包括：基本工资、津贴补贴……”列举的经济科目，基本支出表里都有数，表里有数的都列到；
离休费这样的个人补助不列在公用经费里；同一科目不列两遍。写了“等”的，不说缺少；只列了不到一半的是举例，也不说缺少。
名称与目录不完全一样的不说，基本支出表没有认出的不说。

合格的例子::

    2025
    2025年度某某局财政拨款基本支出预算表（经济科目）
    单位：万元
    | 科目编码 | 科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 301 | 工资福利支出 | 50.00 |
    | 30101 | 基本工资 | 30.00 |
    | 30102 | 津贴补贴 | 20.00 |
    | 302 | 商品和服务支出 | 20.00 |
    | 30201 | 办公费 | 20.00 |
    | 30211 | 差旅费 | 0.00 |
    六、财政拨款基本支出预算情况说明
    某某局2025年度财政拨款基本支出预算70.00万元，其中：
    （一）人员经费50.00万元。主要包括：基本工资、津贴补贴。
    （二）公用经费20.00万元。主要包括：办公费、差旅费。

不合格的例子（A174）::

    2025
    2025年度某某局财政拨款基本支出预算表（经济科目）
    单位：万元
    | 科目编码 | 科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 301 | 工资福利支出 | 50.00 |
    | 30101 | 基本工资 | 30.00 |
    | 30102 | 津贴补贴 | 20.00 |
    | 302 | 商品和服务支出 | 20.00 |
    | 30201 | 办公费 | 20.00 |
    六、财政拨款基本支出预算情况说明
    某某局2025年度财政拨款基本支出预算70.00万元，其中：
    （一）人员经费50.00万元。主要包括：基本工资、津贴补贴、奖金。
    （二）公用经费20.00万元。主要包括：办公费。

不合格的例子（A174）::

    2025
    2025年度某某局财政拨款基本支出预算表（经济科目）
    单位：万元
    | 科目编码 | 科目名称 | 金额 |
    | 合计 | 合计 | 70.00 |
    | 301 | 工资福利支出 | 50.00 |
    | 30101 | 基本工资 | 30.00 |
    | 30102 | 津贴补贴 | 20.00 |
    | 302 | 商品和服务支出 | 20.00 |
    | 30201 | 办公费 | 20.00 |
    六、财政拨款基本支出预算情况说明
    某某局2025年度财政拨款基本支出预算70.00万元，其中：
    （一）人员经费50.00万元。主要包括：基本工资。
    （二）公用经费20.00万元。主要包括：办公费。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.base.frozen import frozen
from generator.facts import classification
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight_text
from generator.recognition.statements import PrintedAmount, ReadTable
from generator.recognition.words import bare, is_within

OTHER_ITEMS = Kind(
    "A174", "列举的经济科目与表不同", Severity.WARNING, "人员经费、公用经费包括的科目，与基本支出表里有数的不同。"
)

_STAFF, _RUNNING, _OFFICES = "人员经费", "公用经费", "机关运行经费"
_LIST = re.compile(
    f"(?P<what>{_STAFF}|{_RUNNING}|{_OFFICES})[^。；]{{0,40}}?元[，。；]?(?:主要|具体)?(?:包括|用于)：?(?P<list>[^。；]+)"
)
_BETWEEN = re.compile("、|，|以及|和(?!服务|家庭|培训)")
_CLOSED = re.compile("等(?:支出|费用|方面|项目|经费)*$")
_ITEMS, _KIND, _BASIC = "经济分类", "支出类型", ("基本支出",)
_OF_STAFF = ("301", "303")  # what is paid to people is never 公用经费
_LENGTH = 5  # characters of a code of 款
_HALF = 2


@frozen
class _Listed:
    """What a sentence lists: 人员经费 or 公用经费, its items, and whether they are all."""

    what: str
    items: tuple[str, ...]
    open: bool
    place: Place

    def names(self, name: str, known: Mapping[str, str]) -> bool:
        """Tell whether an item of a table is among those that are listed, perhaps in fewer words."""
        if name in self.items:
            return True
        return any(is_within(one, name) or is_within(name, one) for one in self.items if one not in known)


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the lists of economic items with the tables of basic spending, in each document of the file."""
    catalogue = classification.load(document.year)
    known = {bare(one.name): code for code, one in catalogue.categories(_ITEMS).items() if len(code) == _LENGTH}
    for read, _ in document.bodies:
        lists = [one for passage in read.passages if id(passage) not in document.beside for one in _lists(passage)]
        tables = [spent for table in read.tables if (spent := _spent(table))]
        for one in lists if tables else ():
            others = [other for other in lists if other.what != one.what]
            ways = [[*_added(one, spent, known), *_missing(one, spent, others, known)] for spent in tables]
            words = [*min(ways, key=len), *_twice(one)]  # one table is of all funds, another of one
            if words:
                message = f"“{one.what}”{'；'.join(words)}。"
                yield AuditRemark(DOUBTFUL, OTHER_ITEMS.at(one.place, message, "请照基本支出表核对列举的科目。"))


def _lists(passage: Passage) -> Iterator[_Listed]:
    whole = tight_text(passage)
    for found in _LIST.finditer(whole.text):
        parts = _BETWEEN.split(found["list"])
        items = [_CLOSED.sub("", one) for one in parts]  # “等” also stands behind one of them
        names = tuple(bare(one) for one in items if bare(one))
        yield _Listed(found["what"], names, items != parts, whole.at(*found.span("list")))


def _spent(table: ReadTable) -> Mapping[str, PrintedAmount]:
    """Give the items that a table of basic spending prints, by their codes; 0.00 may be some 元."""
    found: dict[str, PrintedAmount] = {}
    for one in table.amounts:
        codes = one.condition.get(_ITEMS, ())
        basic = one.data == "收支" and one.book == THIS_YEAR and one.condition.get(_KIND) == _BASIC
        if basic and one.listed == _ITEMS and len(codes) == 1 and len(codes[0]) == _LENGTH and not one.blank:
            found.setdefault(codes[0], one)
    return found


def _added(one: _Listed, spent: Mapping[str, PrintedAmount], known: Mapping[str, str]) -> Iterator[str]:
    """Say which listed items have nothing in the table, and which are of the other kind of spending."""
    names = [bare(amount.row) for amount in spent.values()]
    extra = [item for item in one.items if item in known and known[item] not in spent and item not in names]
    if extra and one.what != _OFFICES:  # which other funds pay too
        yield f"列了{_quoted(extra)}，基本支出表里没有数"
    other = [item for item in one.items if known.get(item, "").startswith(_OF_STAFF) and known[item] in spent]
    if other and one.what != _STAFF:
        yield f"列了{_quoted(other)}，是{_STAFF}的科目"


def _missing(
    one: _Listed, spent: Mapping[str, PrintedAmount], others: Sequence[_Listed], known: Mapping[str, str]
) -> Iterator[str]:
    """Say which items of the table a list lacks that has most of them."""
    money = {code: each for code, each in spent.items() if each.value}
    own = {code: each for code, each in money.items() if code.startswith(_OF_STAFF) == (one.what == _STAFF)}
    lacking = [each for each in own.values() if not one.names(bare(each.row), known)]
    lacking = [each for each in lacking if not any(other.names(bare(each.row), known) for other in others)]
    if lacking and not one.open and one.what != _OFFICES and len(lacking) * _HALF <= len(own):
        said = "、".join(f"“{each.row}”（{each.value:,.2f} 元）" for each in lacking)
        yield f"没有列{said}，基本支出表里有"


def _twice(one: _Listed) -> Iterator[str]:
    doubled = [item for item, count in Counter(one.items).items() if count > 1]
    if doubled:
        yield f"把{_quoted(doubled)}列了两遍"


def _quoted(items: Sequence[str]) -> str:
    return "".join(f"“{one}”" for one in items)
