"""用途和原因：说的是这个科目自己，方向与增减一致，不是空话。

应当如何：一个科目的用途、原因说的是这个科目，不是从别的科目抄来的；减少的原因不只说增加，增加的原因不只说减少；
写了持平的，原因不说增减。列举好几样的（“人员经费、住房公积金等”）不算抄错。退休人员增加而支出减少，也可能是对的，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    1．社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）支出50.00万元，主要用于缴纳职业年金。
    2．住房保障支出（类）住房改革支出（款）住房公积金（项）支出50.00万元，主要用于缴纳在职人员住房公积金。
    公务接待费5.00万元，比上年减少1.00万元，主要原因是压减一般性支出。

不合格的例子（A160）::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比增加5.00万元，增长11.11%。
    财政拨款收入支出减少的主要原因是项目到期。

不合格的例子（A521）::

    2025
    三、别的说明
    1．社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）支出50.00万元，主要用于缴纳在职人员住房公积金。
    2．住房保障支出（类）住房改革支出（款）住房公积金（项）支出50.00万元，主要用于缴纳在职人员住房公积金。

不合格的例子（A522）::

    2025
    三、别的说明
    公务接待费5.00万元，比上年减少1.00万元，主要原因是接待批次增加。

不合格的例子（A523）::

    2025
    三、别的说明
    公务接待费5.00万元，比上年增加1.00万元，主要原因是与上年持平。

不合格的例子（A524）::

    2025
    三、别的说明
    公务接待费5.00万元，与上年持平，主要原因是接待批次增加。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark, moved
from generator.checks.prior_year import directions, is_level
from generator.facts import classification
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.free import ReadChange
from generator.recognition.patterns import tight
from generator.recognition.phrases import phrases
from generator.recognition.words import is_within

COPIED = Kind(
    "A521", "用途或原因说的是别的科目", Severity.WARNING, "写的是本文另一个科目的用途或者原因，多半是抄来没有改。"
)
OPPOSITE = Kind("A522", "原因与增减方向相反", Severity.WARNING, "金额减少了，原因只说增加；或者相反。")
SAID_LEVEL = Kind("A523", "原因与增减不符：说持平", Severity.WARNING, "金额有增减，原因却说没有变化。")
WAS_LEVEL = Kind("A524", "原因与持平不符：说增减", Severity.WARNING, "写了与上年持平，原因却说增加或者减少。")

OTHER_DIRECTION = Kind("A160", "说原因时方向相反", Severity.ERROR, "前面写的是增加，后面说的是减少的原因；或者相反。")

_CALLED = re.compile(
    r"(?:^|(?<=。))(?:[0-9]{4}年(?:度)?)?([^，。；：0-9]{4,20}?)(增加|增长|上升|减少|下降|降低)的?(?:主要)?原因"
)
_PEOPLE = re.compile("社会保障和就业|卫生健康|住房保障")  # what is paid for people in several items, in the same words
_LONG_PURPOSE, _PAIR = 8, 2  # characters; items
_MORE, _LESS, _LEVEL = "增加", "减少", "持平"
_CHANGED = re.compile(
    "(?:比|较|与|同)[^，。；]{0,40}?(增加|增长|上升|提高|减少|下降|降低|压减)(?=[0-9])|(持平|一致|不变)(?=[，。；])"
)
_COMPARED = re.compile(
    "(?:大于|小于|高于|低于|多于|少于|超过)[^，。；]{0,8}(?:预算|决算|年初)|(?:增加|减少|增长|下降)0(?:[.]0+)?(?:万元|元|%)"
)
_SHRINKS = ("减少", "下降", "降低", "压减")
_SEVERAL = re.compile("[、和及与等]")
_BEFORE = re.compile("^(?:机关事业单位|行政事业单位|行政单位|事业单位|其他)")
_AFTER = re.compile("(?:缴费支出|缴费|支出|经费|补助|资金)$")
_SHORTEST = 3  # characters by which an item is known


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare what sentences say of purposes and reasons with the item and the change that they are about."""
    stems = _stems(document)
    for passage in document.passages:
        text = tight(passage.text)
        yield from _copied(text, passage, stems)
        yield from _directions(text, passage)
    yield from _same_purposes(document.passages)
    for _, sentences in document.bodies:
        yield from _of_other_paragraphs(document.passages, sentences.every_change)


def _stems(document: AuditedDocument) -> Mapping[str, str]:
    """Give the words by which the items of the document are known, each with the name."""
    names = classification.load(document.year)
    known = [
        name for table in document.tables for (dimension, _), name in table.names.items() if dimension == "功能分类"
    ]
    for read in document.sentences:
        codes = (code for one in read.every_amount for code in one.condition.get("功能分类", ()))
        known += [names.name("功能分类", code) for code in codes]
        known += [name for one in read.free.figures for level, name, _ in one.path if level == "项"]
    found = {_stem(name): name for name in known if name}
    return {stem: name for stem, name in found.items() if len(stem) >= _SHORTEST}


def _stem(name: str) -> str:
    plain = tight(name)
    while (short := _AFTER.sub("", _BEFORE.sub("", plain))) != plain:
        plain = short
    return plain


def _copied(text: str, passage: Passage, stems: Mapping[str, str]) -> Iterator[AuditRemark]:
    """Tell a purpose or reason that names one other item and not its own, and lists nothing."""
    levels = list(phrases().level.finditer(text))
    items = [one for one in levels if one["级"] == "项"]
    if len(items) != 1:
        return
    own = "".join(one["名"] for one in levels)
    for pattern, what in ((phrases().purpose, "用途"), (phrases().reason, "原因")):
        for found in pattern.finditer(text, items[0].end()):
            words = found["话"]
            named = [stem for stem in stems if stem in words]
            longest = [one for one in named if not any(one != other and one in other for other in named)]
            if (
                len(longest) == 1
                and longest[0] not in own
                and not _is_listed(words, longest[0], people=bool(_PEOPLE.search(own)))
                and _stem(items[0]["名"]) not in words
            ):
                message = f"“{items[0]['名']}”的{what}写的是“{words}”，说的像是“{stems[longest[0]]}”。"
                yield AuditRemark(DOUBTFUL, COPIED.at(passage.place, message, f"请核对{what}是不是这个科目的。"))


def _is_listed(words: str, stem: str, *, people: bool) -> bool:
    """Tell whether words list several things; of what is paid for people, one of which is the item that is named.

    机关和事业单位缴纳基本养老保险 is of one item.
    """
    if not people:
        return bool(_SEVERAL.search(words))
    return bool(re.search(f"[、和及与]{re.escape(stem)}|{re.escape(stem)}(?:缴费|支出|费用)*[、和及与等]", words))


def _same_purposes(passages: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Tell a purpose that is that of another item to the letter, where no other item shares it too."""
    found: dict[str, dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        text = tight(passage.text)
        levels = list(phrases().level.finditer(text))
        items = [one for one in levels if one["级"] == "项"]
        purpose = phrases().purpose.search(text, items[0].end()) if len(items) == 1 else None
        if purpose is not None and len(purpose["话"]) >= _LONG_PURPOSE and not _PEOPLE.search(levels[0]["名"]):
            found[purpose["话"]].setdefault(items[0]["名"], passage)
    for words, items_of in found.items():
        if len(items_of) == _PAIR and not any(_stem(name) in words for name in items_of):
            (first, there), (second, here) = items_of.items()
            message = f"“{second}”的用途与“{first}”的一字不差：{words[:40]}。"
            related = ((there.place, f"“{first}”的用途"),)
            yield AuditRemark(DOUBTFUL, COPIED.at(here.place, message, "请核对用途是不是这个科目的。", related=related))


def _of_other_paragraphs(passages: Sequence[Passage], changes: Sequence[ReadChange]) -> Iterator[AuditRemark]:
    """Compare 财政拨款收入支出增加的主要原因 with the changes of that name that the paragraphs before it state."""
    for passage in passages:
        found = _CALLED.search(tight(passage.text))
        if found is None:
            continue
        named = [one for one in changes if one.difference and one.asked.query and is_within(one.asked.query, found[1])]
        ways = {one.difference > 0 for one in named}
        if len(ways) == 1 and (found[2] in _SHRINKS) == ways.pop():
            message = (
                f"这里说“{found[1]}{found[2]}”，前面写的“{named[0].asked.query}”比上年{moved(named[0].difference)}。"
            )
            related = tuple((one.place, f"“{one.asked.query}”的增减") for one in named)
            yield AuditRemark(WRONG, OTHER_DIRECTION.at(passage.place, message, "请核对增减的方向。", related=related))


def _directions(text: str, passage: Passage) -> Iterator[AuditRemark]:
    """Compare each reason with the changes that the words before it state, if all are of one direction."""
    end = 0
    for found in phrases().reason.finditer(text):
        changes = {_direction(one) for one in _CHANGED.finditer(text, end, found.start())}
        if _COMPARED.search(text, end, found.start()):
            changes = set()
        end = found.end()
        words = found["话"]
        up, down = directions(words)
        if len(changes) != 1:
            continue
        (change,) = changes
        kind = None
        if change != _LEVEL and is_level(words):
            kind = SAID_LEVEL
        elif change == _LEVEL and up != down and not is_level(words):
            kind = WAS_LEVEL
        elif (change == _MORE and (up, down) == (False, True)) or (change == _LESS and (up, down) == (True, False)):
            kind = OPPOSITE
        if kind is not None:
            message = f"前面写的是“{change}”，原因是“{words[:40]}”。"
            yield AuditRemark(DOUBTFUL, kind.at(passage.place, message, "请核对数和原因。"))


def _direction(found: re.Match[str]) -> str:
    return _LEVEL if found[2] else _LESS if found[1] in _SHRINKS else _MORE
