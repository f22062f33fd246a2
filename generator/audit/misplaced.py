"""放错的文字：两节的内容对调，一句话里字的次序错了，正文里一个数的小数位数与别处不同。

应当如何：格式里在一节下面的话（“绩效目标：”），不在另一节下面；两处一样的字，次序也一样；正文里保留末位零的金额，位数一样。

合格的例子::

    2025 有表单的格式
    （二）分项绩效目标
    （一）支持工业技术改造。
    绩效目标：提升传统产业水平。
    绩效目标：促进节能降耗。
    （三）工作保障措施
    完善制度建设，安排1.00万元、2.50万元。

合格的例子::

    2025
    三、别的说明
    甲项目比2024年增加了323万元，乙项目比2024年增加了332万元，丙项目332人、332次。

不合格的例子（A545）::

    2025 有表单的格式
    （二）分项绩效目标
    完善制度建设。
    （三）工作保障措施
    （一）支持工业技术改造。
    绩效目标：提升传统产业水平。
    绩效目标：促进节能降耗。

不合格的例子（A546）::

    2025
    三、别的说明
    在所属行业创新发展方面实企业现提升。
    企业在所属行业创新发展方面实现提升，实现增收，实现转型。

不合格的例子（A547）::

    2025
    三、别的说明
    公用经费21.80万元，公务用车1.0万元，培训费1.10万元。
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import heading_key, known_anywhere, patterns_of, tight, unnumbered

OTHER_SECTION = Kind("A545", "另一节的内容", Severity.WARNING, "一节下面写的是格式里另一节的话，两节的内容多半对调了。")
OTHER_ORDER = Kind("A546", "字的次序错了", Severity.WARNING, "与另一处是同样的字，次序不同，其中的词断开了。")
OTHER_DECIMALS = Kind("A547", "正文小数位数不一", Severity.HINT, "正文里保留末位零的金额，小数位数与别处不同。")

_LEAST = 2  # paragraphs of another section; amounts that show what is usual
_SHORTEST, _LONGEST = 8, 40  # characters of a clause
_CLAUSE = re.compile("[^，。；：、“”（）()《》\n]+")
_LISTED = re.compile("[和与及或]")
_KEPT_ZERO = re.compile(r"(?<![0-9.])[0-9]+\.([0-9]*0)(万元|元)")
_KNOWN = 1  # how often a pair of characters stands elsewhere that is part of a word


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look for sections, words and digits that stand where others should."""
    yield from _sections(document)
    yield from _orders(document)
    yield from _decimals(document)


def _sections(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell sections of which several paragraphs are such as the form has under another heading that has none."""
    pack = document.source.read.form.pack
    every = patterns_of(pack, document.year or pack.year)
    labels = [
        one for one in every if one.section and known_anywhere(one) and [hole.kind for hole in one.holes] == ["文字"]
    ]
    known = {one.section for one in every} - {""}
    under: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    titles: dict[str, Passage] = {}
    section = ""
    for passage in document.passages:
        text = unnumbered(tight(passage.text))
        if heading_key(text) in known:
            section = heading_key(text)
            titles[section] = passage
            continue
        fitting = {one.section for one in labels if one.expression.fullmatch(text)}
        if section and fitting:
            under[section, section if section in fitting else min(fitting)].append(passage)
    for (section, other), passages in under.items():
        if section != other and len(passages) >= _LEAST and other in titles and (other, other) not in under:
            first = passages[0]
            own, wanted = (unnumbered(tight(titles[one].text)) for one in (section, other))
            message = f"“{tight(first.text)[:20]}……”等 {len(passages)} 段在“{own}”下，格式里这样的话在“{wanted}”下。"
            related = ((titles[other].place, f"“{wanted}”在这里"),)
            remedy = "请核对两节的内容是不是对调了。"
            yield AuditRemark(DOUBTFUL, OTHER_SECTION.at(first.place, message, remedy, related=related))


def _orders(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell clauses that have the characters of another in an order that breaks a word."""
    clauses: dict[str, Place] = {}
    for text, place in _texts(document):
        for found in _CLAUSE.finditer(tight(text)):
            clauses.setdefault(found[0], place)
    alike: dict[str, list[str]] = defaultdict(list)
    for clause in (one for one in clauses if _SHORTEST <= len(one) <= _LONGEST):
        alike["".join(sorted(clause))].append(clause)
    groups = [ones for ones in alike.values() if len(ones) > 1]
    pairs = _pairs_of(clauses) if groups else {}
    for ones in groups:
        own = Counter(pair for one in ones for pair in _pairs(one))
        for one in ones:
            others = [each for each in ones if each is not one]
            mended = next((each for each in others if _breaks(one, each, pairs, own)), None)
            if mended is not None:
                message = f"“{one}”与“{mended}”是同样的字，次序不同，词断开了。"
                related = ((clauses[mended], f"“{mended}”"),)
                yield AuditRemark(DOUBTFUL, OTHER_ORDER.at(clauses[one], message, "请核对字的次序。", related=related))


def _texts(document: AuditedDocument) -> Iterator[tuple[str, Place]]:
    yield from ((one.text, one.place) for one in document.passages)
    for table in document.tables:
        for record in table.records:
            yield from record.fields.values()


def _pairs(clause: str) -> set[str]:
    """Give the pairs of characters that make words: 323 and 332 are two numbers, not a word and a broken one."""
    pairs = (clause[at : at + 2] for at in range(len(clause) - 1))
    return {pair for pair in pairs if not any(map(str.isdigit, pair))}


def _pairs_of(clauses: Mapping[str, Place]) -> Counter[str]:
    return Counter(pair for clause in clauses for pair in _pairs(clause))


def _breaks(one: str, other: str, pairs: Mapping[str, int], own: Mapping[str, int]) -> bool:
    """Tell whether a word of one clause is broken: it has pairs of characters that stand nowhere else, the other not.

    Lists in another order (甲和乙, 乙和甲) break none.
    """
    if sorted(_LISTED.split(one)) == sorted(_LISTED.split(other)):
        return False
    strange, usual = _pairs(one) - _pairs(other), _pairs(other) - _pairs(one)
    elsewhere = {pair: pairs.get(pair, 0) - own.get(pair, 0) for pair in strange | usual}
    return not any(elsewhere[pair] for pair in strange) and any(elsewhere[pair] >= _KNOWN for pair in usual)


def _decimals(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell amounts whose last zero is kept that have fewer or more digits than most of the text."""
    found: dict[str, list[tuple[int, str, Passage]]] = defaultdict(list)
    for passage in document.passages:
        for one in _KEPT_ZERO.finditer(tight(passage.text)):
            found[one[2]].append((len(one[1]), one[0], passage))
    for amounts in found.values():
        ranks = Counter(places for places, _, _ in amounts).most_common(2)
        if len(ranks) < _LEAST or ranks[0][1] < _LEAST or ranks[0][1] == ranks[1][1]:
            continue
        usual = ranks[0][0]
        for places, words, passage in amounts:
            if places != usual:
                message = f"“{words}”有 {places} 位小数，正文里别的金额有 {usual} 位。"
                yield AuditRemark(SMALL, OTHER_DECIMALS.at(passage.place, message, "请统一小数位数。"))
