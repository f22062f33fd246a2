"""文字里的科目名称：与表、与当年的政府收支分类科目一致，类、款、项不写错位置。

应当如何：类、款、项的名称一字不差；“其他”不写成“其它”；不用改名以前的名称；没有目录里没有的科目；
名称写在它自己的那一级；写了编码的，编码与名称是同一个科目；“主要包括”列举的科目与表里的名称相同。
文件的年度还没有改的名称，不算旧名称；文件比目录早的，只与它自己的表比较。
依据：财政部当年的《政府收支分类科目》。

合格的例子::

    2025
    三、别的说明
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。

不合格的例子（A501）::

    2025
    三、别的说明
    1．一般公共服务支出（类）财政事物（款）行政运行（项）支出50.00万元。

不合格的例子（A502）::

    2025
    三、别的说明
    1．星际航行支出（类）登月事务（款）火箭运行（项）支出50.00万元。

不合格的例子（A503）::

    2025
    三、别的说明
    1．社会保障和就业支出（类）行政事业单位养老支出（款）归口管理的行政单位离退休（项）支出50.00万元。

不合格的例子（A504）::

    2025
    三、别的说明
    1．一般公共服务支出（类）行政运行（款）财政事务（项）支出50.00万元。

不合格的例子（A505）::

    2025
    三、别的说明
    1．一般公共服务支出（201类）财政事务（20106款）行政运行（2010602项）支出50.00万元。

不合格的例子（A506）::

    2025
    2025年度某某局财政拨款基本支出预算表
    单位：万元
    | 科目编码 | 科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 301 | 工资福利支出 | 50.00 |
    | 30101 | 基本工资 | 20.00 |
    | 30102 | 津贴补贴 | 20.00 |
    | 30108 | 机关事业单位基本养老保险缴费 | 10.00 |
    三、别的说明
    主要包括：基本工资、津贴补贴、机关事业单位养老保险缴费。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.facts import classification
from generator.facts.classification import Classification
from generator.facts.words import LEVELS
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.figures import TextFigure
from generator.recognition.items import ItemLevel, ItemNames
from generator.recognition.patterns import tight
from generator.recognition.words import is_within, label

MISNAMED = Kind("A501", "科目名称不符", Severity.HINT, "名称与表或者分类目录差一两个字。")
UNKNOWN = Kind("A502", "目录里没有的科目", Severity.WARNING, "文字里的科目在表和分类目录里都找不到。")
OLD_NAME = Kind("A503", "科目的旧名称", Severity.HINT, "用了改名以前的名称。")
OTHER_LEVEL = Kind("A504", "类、款、项写错位置", Severity.WARNING, "科目的名称写在了另一级。")
OTHER_CODE = Kind("A505", "文字里的编码与名称不是一个科目", Severity.WARNING, "文字里写的编码是另一个科目的。")
LISTED_NAME = Kind("A506", "列举的科目与表里的名称不同", Severity.HINT, "“主要包括”列举的科目，名称比表里的少几个字。")

_ITEMS = "功能分类"
_LEVELS = tuple(LEVELS[_ITEMS])
_SHORTEST = 6  # characters of a name that leaves some out
_LEAST = 3  # names of a list
_LISTED = re.compile("包括：?([^。；]+、[^。；]+)")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the names of items in the text that are not those of the tables or the catalogue."""
    names = classification.load(document.year)
    later = names.year > document.year  # then only the document's own tables say what was right
    own = {key: name for table in document.tables for key, name in table.names.items()}
    for read in document.sentences:
        for printed, meant, place in dict.fromkeys(read.free.misnamed):
            renamed = [one for one in names.renames if label(printed) == label(one.old)]
            if any(one.was_right(document.year) for one in renamed) or (
                later and not renamed and meant not in own.values()
            ):
                continue
            if renamed:
                message = f"“{printed}”是改名以前的名称，现在是“{meant}”。"
                yield AuditRemark(SMALL, OLD_NAME.at(place, message, f"请改成“{meant}”。"))
            else:
                yield AuditRemark(SMALL, MISNAMED.at(place, f"“{printed}”应是“{meant}”。", f"请改成“{meant}”。"))
        items = ItemNames(names, own)
        if later and not any(dimension == _ITEMS for dimension, _ in own):
            continue
        yield from _paths(read.free.figures, items)
        for name, place in dict.fromkeys(read.unbound):  # of a sentence of the form: the last levels
            words = name.split("·")
            path = [(level, word, "") for level, word in zip(_LEVELS[-len(words) :], words, strict=False)]
            yield _unknown(path, place, items)
    yield from _lists(document)


def _paths(figures: Iterable[TextFigure], items: ItemNames) -> Iterator[AuditRemark]:
    """Tell the paths of levels that are no item's, and why, as far as that can be said."""
    told: set[tuple[str, Place]] = set()
    for one in figures:
        if not one.path or (one.name, one.place) in told:
            continue
        told.add((one.name, one.place))
        printed = [level for level, _, _ in one.path]
        wrong = printed != sorted(printed, key=lambda level: LEVELS[_ITEMS].get(level, 0))
        if wrong and all(printed):
            message = f"“{_said(one.path)}”：类、款、项的次序不对。"
            yield AuditRemark(DOUBTFUL, OTHER_LEVEL.at(one.place, message, "请按类、款、项的次序写。"))
        elif one.asked is None and items.find(one.path) is None:
            yield _unknown(one.path, one.place, items)


def _said(path: Sequence[ItemLevel]) -> str:
    return "、".join(f"{name}（{level}）" if level else name for level, name, _ in path)


def _unknown(path: Sequence[ItemLevel], place: Place, items: ItemNames) -> AuditRemark:
    """Say what is wrong with a path that is no item's: a code, a level, or that nobody knows why."""
    said, printed = _said(path), [code for _, _, code in path if code]
    found = items.find([(level, name, "") for level, name, _ in path]) if printed else None
    if found is not None:
        message = f"“{said}”的编码是 {found.code}，文字里写的是 {'、'.join(printed)}。"
        return AuditRemark(DOUBTFUL, OTHER_CODE.at(place, message, "请核对编码和名称。"))
    for level, name, _ in path:
        own = _levels_of(name, items)
        if own and level and level not in own:
            message = f"“{name}”是“{own[0]}”的名称，写在了“{level}”：{said}。"
            return AuditRemark(DOUBTFUL, OTHER_LEVEL.at(place, message, "请核对类、款、项。"))
    return AuditRemark(DOUBTFUL, UNKNOWN.at(place, f"科目“{said}”在表和目录里都找不到。", "请核对名称。"))


def _levels_of(name: str, items: ItemNames) -> Sequence[str]:
    """Say of which levels a name is, in the tables or the catalogue."""
    levels = {length: level for level, length in LEVELS[_ITEMS].items()}
    known = (*((code, one) for (_, code), one in items.printed.items()), *_names(items.names).items())
    lengths = {len(code) for code, one in known if label(one) == label(name)}
    return [levels[length] for length in sorted(lengths) if length in levels]


def _names(names: Classification) -> Mapping[str, str]:
    return {code: one.name for code, one in names.functional.items()}


def _lists(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the names of economic items that a sentence lists without amounts with those of the tables."""
    printed = {name for table in document.tables for (dimension, _), name in table.names.items() if dimension != _ITEMS}
    known = {label(name): name for name in printed}
    told: set[str] = set()
    for passage in document.passages if known else ():
        for found in _LISTED.finditer(tight(passage.text)):
            listed = [one.removesuffix("等").removesuffix("支出") for one in found[1].split("、")]
            if len(listed) < _LEAST or sum(_is_known(one, known) for one in listed) * 2 < len(listed):
                continue
            for one in listed:
                meant = [name for plain, name in known.items() if is_within(label(one), plain)]
                if len(one) >= _SHORTEST and not _is_known(one, known) and len(meant) == 1 and one not in told:
                    told.add(one)
                    message = f"列举的“{one}”，表里是“{meant[0]}”。"
                    yield AuditRemark(SMALL, LISTED_NAME.at(passage.place, message, f"请写“{meant[0]}”。"))


def _is_known(name: str, known: Mapping[str, str]) -> bool:
    return label(name) in known or f"{label(name)}支出" in known
