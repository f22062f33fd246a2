"""没有说什么、或者自相矛盾的比较：增减的原因是别的口径的增减，增减了零，说“无”又写了数，增减没有写数、写了两个方向。

应当如何：基本支出增减的原因不是项目支出的增减（人员经费与公用经费、一种预算与另一种预算也是）；没有变化写“持平”，
不写增减 0；说没有的，后面不写金额；写了增加或者减少的，后面有数，只有一个方向，数前没有负号。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，主要为人员增加；项目支出10.00万元，比上年减少2.00万元，主要为项目减少。
    与上年持平。没有单价100万元以上的设备。无公务接待费。

不合格的例子（A541）::

    2025
    三、别的说明
    基本支出比上年增加34.38万元，主要为项目支出减少317.02万元。

不合格的例子（A542）::

    2025
    三、别的说明
    公务接待费与上年相比增加0万元，主要原因是接待减少。

不合格的例子（A543）::

    2025
    三、别的说明
    2025年未安排公务接待费5.00万元。

不合格的例子（A544）::

    2025
    三、别的说明
    公务接待费5.00万元，比上年增加万元。

不合格的例子（A544）::

    2025
    三、别的说明
    公务接待费5.00万元，比上年增加减少2.00万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.patterns import tight

OTHER_REASON = Kind("A541", "原因是别的口径的增减", Severity.WARNING, "一种支出增减的原因，写的是另一种支出的增减。")
CHANGED_BY_ZERO = Kind("A542", "增减了零", Severity.HINT, "写了增加或者减少，数却是零：没有变化应写“持平”。")
NOTHING_WITH_AMOUNT = Kind("A543", "说没有又写了金额", Severity.WARNING, "说没有、未安排的，后面却有不是零的金额。")
NO_CHANGE_SAID = Kind(
    "A544", "增减没有数或者有两个方向", Severity.WARNING, "增减后面没有写数，写了两个方向，或者是负数。"
)

_APART = (  # parts of a whole, of which one is no reason for another
    ("基本支出", "项目支出"),
    ("人员经费", "公用经费"),
    ("一般公共预算", "政府性基金预算", "国有资本经营预算"),
)
_WAY = "增加|减少|增长|下降|上升"
_AMOUNT = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
_REASON = "(?:主要(?:原因)?|原因)(?:为|是|系)(?:因为|由于|因)?"
_OTHERS = tuple(
    re.compile(
        f"{one}(?:预算|支出|安排|[比较与同](?:20[0-9]{{2}}年|上年)(?:预算|相比)?|，)*(?:{_WAY}){_AMOUNT}万?元"
        f"(?:，?(?:{_WAY}){_AMOUNT}%)?[，。]?{_REASON}(?:日常)?{other}(?:预算|支出|安排)*(?:{_WAY})"
        f"{_AMOUNT}万?元(?=[，。；])"
    )
    for parts in _APART
    for one, other in permutations(parts, 2)
)
_ZERO = re.compile(rf"(?<!或)(?:{_WAY})0(?:\.0+)?(?:万元|元|%)(?!以)")
_WHY = re.compile("(?:主要)?原因(?:是|为|系)")
_NOTHING = re.compile(
    rf"(?<![增减有])(?:未安排|没有安排|无|没有)(?P<what>[^，。；：、（）0-9无有]{{2,16}}?)(?:为|是|共|共计)?(?P<amount>{_AMOUNT})万?元"
    "(?![）)]?(?:以[上下内]|（含|及|（不含|的))"
)
_LIMITED = re.compile("单价|超过|达到|高于|低于|大于|小于|限额|标准|不足|变化|增减|差额|总额在|价值")
_NO_FIGURE = re.compile(rf"[比较与同](?:20[0-9]{{2}}年|上年|去年)[^，。；]{{0,12}}?(?P<said>(?:{_WAY})(?:万元|%))")
_TWO_WAYS = re.compile(
    rf"(?P<said>(?:增加|增长)(?:减少|下降){_AMOUNT}(?:万元|元|%)|(?:减少|下降)(?:增加|增长){_AMOUNT}(?:万元|元|%))"
)
_NEGATIVE = re.compile(rf"(?P<said>(?:{_WAY})[-－−]{_AMOUNT}(?:万元|元|%))")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Read every paragraph for comparisons that say nothing or contradict themselves."""
    for passage in document.passages:
        text = tight(passage.text)
        for certainty, kind, message, remedy in _of(text):
            yield AuditRemark(certainty, kind.at(passage.place, message, remedy))


def _of(text: str) -> Iterator[tuple[str, Kind, str, str]]:
    for pattern in _OTHERS:
        for found in pattern.finditer(text):
            yield DOUBTFUL, OTHER_REASON, f"“{found[0]}”：原因写的是另一种支出的增减。", "请写这种支出自己增减的原因。"
    for sentence in text.split("。"):
        zero = _ZERO.search(sentence)
        if zero:
            why = _WHY.search(sentence, zero.end())
            more = "，却写了原因" if why else ""
            yield DOUBTFUL if why else SMALL, CHANGED_BY_ZERO, f"“{zero[0]}”是没有变化{more}。", "没有变化请写“持平”。"
    for found in _NOTHING.finditer(text):
        if not _LIMITED.search(found["what"]) and found["amount"].strip("0.,，"):
            message = f"“{found[0]}”：说没有，后面却有金额。"
            yield DOUBTFUL, NOTHING_WITH_AMOUNT, message, "请核对，是没有，还是这个数。"
    for pattern in (_NO_FIGURE, _TWO_WAYS, _NEGATIVE):
        for found in pattern.finditer(text):
            what = {_NO_FIGURE: "没有写数", _TWO_WAYS: "有两个方向", _NEGATIVE: "数前又有负号"}[pattern]
            yield DOUBTFUL, NO_CHANGE_SAID, f"“{found['said']}”{what}。", "请核对，补上数，只写一个方向。"
