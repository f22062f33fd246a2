"""一段话自己的算术：本年数、上年数、增减额、增减率、比重互相算得出，增减的方向一致。

应当如何：一段话写了一个数和它比上年的增减，“增减率”等于增减额除以上年数，写了上年数的，上年数加增减额等于本年数；
增减额与增减率方向相同；“占某数的百分之几”等于两数相除；其中各项的增减相加等于总数的增减。
说的是什么，格式认不认识，都这样算；每个数按它印出的末位留出误差。格式认识的、已经由别处指出的不重复。

合格的例子::

    2025
    三、别的说明
    别的资金57.00万元，比上年增加7.00万元，增长14.00%。别的经费30.00万元，较2024年的20.00万元增加10.00万元。
    业务费100.00万元，占别的总数200.00万元的50%。甲费57.00万元（乙费20.00万元，丙费37.00万元），比上年增加7.00万元，增长14.00%。

不合格的例子（A130）::

    2025
    三、别的说明
    别的资金57.00万元，比上年增加7.00万元，增长24.00%。

不合格的例子（A130）::

    2025
    三、别的说明
    别的经费30.00万元，较2024年的20.00万元增加12.00万元。

不合格的例子（A131）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，下降4.17%。

不合格的例子（A132）::

    2025
    三、别的说明
    别的资金共57.00万元，比上年增加7.00万元，其中：甲费40.00万元，比上年增加5.00万元；乙费17.00万元，比上年增加1.00万元。

不合格的例子（A132）::

    2025
    九、“三公”经费情况说明
    公务用车购置及运行费支出10.00万元，比上年增加5.00万元，其中：公务用车购置费支出4.00万元，比上年增加2.00万元；公务用车运行费支出7.00万元，比上年增加1.00万元。

不合格的例子（A133）::

    2025
    三、别的说明
    别的资金57.00万元，比上年增加7.00万元，增长14.02%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.audit.document import AuditedDocument, paragraphs
from generator.audit.parts import in_lists
from generator.audit.remark import DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.figures import AMOUNT, DELTA, LAST, PLAN, PORTION, RATIO, TextFigure
from generator.recognition.names import plain

UNLIKE = Kind(
    "A130", "一段话里的数算不出", Severity.ERROR, "本年数、上年数、增减额、增减率或者比重，照一段话自己的数算不出来。"
)
OTHER_WAY = Kind("A131", "增减的方向相反", Severity.ERROR, "增减额与增减率，或者增减与前后两年的数，方向相反。")
UNLIKE_CHANGES = Kind(
    "A132", "各项的增减不等于总数的增减", Severity.WARNING, "其中各项比上年的增减相加，不等于总数的增减。"
)
LAST_DIGIT = Kind("A133", "一段话里的数差末位", Severity.HINT, "照一段话自己的数算，只差印出的最后一位。")

_ZERO, _HUNDRED, _HALF = Decimal(0), Decimal(100), Decimal("0.5")
_WHOSE = re.compile("^(?:[0-9]{4}年度?)?(?:我|本)?(?:部门|单位|局|院|委|年度?)?(?=.{3})")
_SHORTEST = 3  # characters of a name by which a whole is known
_PARTS = 2  # of a list, at least


@frozen
class Stated:
    """What a paragraph states of one amount: last year's, its change, the rate of it, each with how exact it is."""

    amount: TextFigure
    last: TextFigure | None
    change: TextFigure | None
    rate: TextFigure | None


@frozen
class About:
    """A value in 元, or in percent, within so much of what is printed."""

    value: Decimal
    off: Decimal

    def beyond(self, other: Decimal) -> Decimal:
        """Say how far another value is outside of this one, as a multiple of what is allowed; 1 and less is within."""
        gap = abs(self.value - other)
        return gap / self.off if self.off else Decimal(3) if gap else _ZERO


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Reckon each paragraph by its own figures, whatever they are of."""
    told = {place for one in document.made.contradictions for place in one.places}
    for sentences in document.sentences:
        named: dict[str, list[TextFigure]] = {}
        for figures in paragraphs(sentences.free.figures):
            for one in figures:
                if one.role == AMOUNT and one.name and one.value:
                    named.setdefault(_own_name(one.name), []).append(one)
            for remark in _of_paragraph(figures, named):
                finding = remark.finding
                if not told & {finding.place, *(place for place, _ in finding.related)}:
                    yield remark


def _of_paragraph(figures: Sequence[TextFigure], named: Mapping[str, Sequence[TextFigure]]) -> Iterator[AuditRemark]:
    every = {at: one for at in range(len(figures)) for one in _stated(at, figures)}
    for at, stated in every.items():
        yield from _of_change(stated, figures[:at])
    for at, one in enumerate(figures):
        if one.role == PORTION and one.of >= 0 and one.unit == "%":
            yield from _of_share(one, figures[one.of], _wholes(figures, at, named))
    yield from _of_lists(figures, every)


def _stated(at: int, figures: Sequence[TextFigure]) -> Iterator[Stated]:
    """Yield what is stated of an amount by itself: one change, one rate, one figure of last year at most."""
    amount = figures[at]
    if amount.role != AMOUNT or amount.rough:
        return
    own = [one for one in figures if one.of == at and not one.rough and one.role in (DELTA, RATIO, LAST, PLAN)]
    changes = [one for one in own if one.role == DELTA]
    rates = [one for one in own if one.role == RATIO and one.unit == "%"]
    before = [one for one in own if one.role == LAST]
    plans = [one for one in own if one.role == PLAN]
    years = {one.year[:4] for one in own if one.year[:4].isdigit() and one.role != PLAN}
    if max(map(len, (changes, rates, before, plans))) <= 1 and len(years) <= 1 and (changes or rates):
        first = (next(iter(ones), None) for ones in (before, changes, rates))
        yield Stated(plans[0] if plans else amount, *first)


def _money(one: TextFigure) -> About:
    """Give an amount with half of the last digit that it prints: others beside it may print more of them."""
    if one.role == DELTA and not one.text:  # 持平
        return About(_ZERO, _ZERO)
    value = one.value if one.role == DELTA else abs(one.value)
    return About(value.scaleb(one.scale), _HALF.scaleb(one.scale - one.places))


def _rate(one: TextFigure) -> About:
    return About(one.value, _HALF.scaleb(-one.places))


def _of_change(stated: Stated, others: Sequence[TextFigure]) -> Iterator[AuditRemark]:
    now = _money(stated.amount)
    change = None if stated.change is None else _money(stated.change)
    last = None if stated.last is None else _money(stated.last)
    if stated.change and stated.rate and stated.change.value * stated.rate.value < 0:
        message = f"增减额是“{_signed(stated.change)}”，增减率是“{_signed(stated.rate)}”，方向相反。"
        yield _remark(OTHER_WAY, WRONG, stated.rate, message, stated.change)
        return
    if stated.last and stated.change and last and change:
        made = About(now.value - last.value, now.off + last.off + change.off)
        if made.value * change.value < 0 and made.beyond(_ZERO) > 1:
            message = f"本年{_shown(stated.amount)}，上年{_shown(stated.last)}，写的是“{_signed(stated.change)}”。"
            yield _remark(OTHER_WAY, WRONG, stated.change, message, stated.amount, stated.last)
            return
        if made.beyond(change.value) > 1:
            message = (
                f"本年{_shown(stated.amount)}，上年{_shown(stated.last)}，"
                f"相差应是 {_in_unit(made.value, stated.change)}，文中是“{_signed(stated.change)}”。"
            )
            yield _told(made.beyond(change.value), stated.change, message, stated.amount, stated.last)
            return
    if stated.rate is None:
        return
    for base, part, of in _bases(now, change, last):
        yield from _of_rate(stated, base, part, of, others)
        return


def _bases(now: About, change: About | None, last: About | None) -> Iterator[tuple[About, About, str]]:
    """Yield from what a rate is reckoned: last year's amount, the change, and in words."""
    if change is not None:
        yield About(now.value - change.value, now.off + change.off), change, "增减额和本年数"
    elif last is not None:
        yield last, About(now.value - last.value, now.off + last.off), "上年数和本年数"


def _of_rate(stated: Stated, base: About, part: About, of: str, others: Sequence[TextFigure]) -> Iterator[AuditRemark]:
    made = _share(part, base)
    if made is None or stated.rate is None:
        return
    said = _rate(stated.rate)
    if part.value * said.value < 0 and abs(part.value) > part.off:
        message = f"照{of}算是{'增加' if part.value > 0 else '减少'}，文中是“{_signed(stated.rate)}”。"
        yield _remark(OTHER_WAY, WRONG, stated.rate, message, stated.amount)
        return
    beyond = About(abs(made.value), made.off + said.off).beyond(abs(said.value))
    if beyond > 1 and not _fits(stated, said, others):
        message = f"照{of}算，应是 {abs(made.value):.2f}%，文中是 {stated.rate.text}%。"
        also = (stated.change,) if stated.change else (stated.last,) if stated.last else ()
        yield _told(beyond, stated.rate, message, stated.amount, *also)


def _share(part: About, whole: About) -> About | None:
    """Give what a part is of a whole in percent; nothing where the whole may be nothing."""
    if whole.value <= 2 * whole.off:
        return None
    made = part.value / whole.value * _HUNDRED
    off = (part.off * whole.value + abs(part.value) * whole.off) / (whole.value * (whole.value - whole.off)) * _HUNDRED
    return About(made, off)


def _fits(stated: Stated, said: About, others: Sequence[TextFigure]) -> bool:
    """Tell whether a change and its rate are those of another amount before them: the nearest was not meant."""
    if stated.change is None:
        return False
    change = _money(stated.change)
    for one in others:
        if one.role == AMOUNT and one.value:
            now = _money(one)
            made = _share(change, About(now.value - change.value, now.off + change.off))
            if made and About(abs(made.value), made.off + said.off).beyond(abs(said.value)) <= 1:
                return True
    return False


def _wholes(figures: Sequence[TextFigure], at: int, named: Mapping[str, Sequence[TextFigure]]) -> list[TextFigure]:
    """Give the amounts of which a share may be: by its name, else that within which its amount stands."""
    share = figures[at]
    amount = figures[share.of]
    if share.name:
        name = _own_name(share.name)
        return list(named.get(name, ())) if len(name) >= _SHORTEST else []
    return [figures[amount.within]] if amount.within >= 0 else []


def _own_name(name: str) -> str:
    """Give a name without the words for when and whose it is."""
    return plain(_WHOSE.sub("", name))


def _of_share(share: TextFigure, amount: TextFigure, wholes: Sequence[TextFigure]) -> Iterator[AuditRemark]:
    """Compare a share with its amount and the whole, if all that it may be of agree."""
    wholes = [one for one in wholes if one is not amount]
    values = {one.value.scaleb(one.scale) for one in wholes}
    part, said = _money(amount), _rate(share)
    if len(values) != 1 or amount.rough or wholes[0].rough or wholes[0].value <= 0:
        return
    made = _share(part, _money(wholes[0]))
    if made is not None and (beyond := About(made.value, made.off + said.off).beyond(said.value)) > 1:
        message = f"{_shown(amount)}占{_shown(wholes[0])}的应是 {made.value:.2f}%，文中是 {share.text}%。"
        yield _told(beyond, share, message, amount, wholes[0])


def _of_lists(figures: Sequence[TextFigure], every: Mapping[int, Stated]) -> Iterator[AuditRemark]:
    """Compare the change of a whole with those of its parts, where the parts make the whole and each has one."""
    for at, listed in in_lists(figures).items():
        numbers = [number for number, one in enumerate(figures) if any(one is each for each in listed)]
        whole = every.get(at)
        parts = [every.get(number) for number in numbers]
        if whole is None or whole.change is None or len(parts) < _PARTS:
            continue
        changes = [one.change for one in parts if one is not None and one.change is not None]
        if len(changes) < len(parts) or not (_make(figures[at], listed) or _is_all(figures[at], listed)):
            continue
        total = sum((_money(one).value for one in changes), _ZERO)
        off = sum((_money(one).off for one in (*changes, whole.change)), _ZERO)
        own = _money(whole.change).value
        if abs(total - own) > off:
            shown = next((one for one in (whole.change, *changes) if one.unit), whole.change)
            message = (
                f"总数{_signed(whole.change)}，其中 {len(parts)} 项的增减相加是 {_in_unit(total, shown)}，"
                f"相差 {_in_unit(abs(total - own), shown)}。"
            )
            certainty = DOUBTFUL if total > own else WRONG  # last year may have had a part that is gone
            told = _remark(UNLIKE_CHANGES, certainty, whole.change, message, *changes)
            yield replace(told, apart=abs(total - own))


def _make(whole: TextFigure, listed: Sequence[TextFigure]) -> bool:
    own = _money(whole)
    parts = [_money(one) for one in listed]
    off = own.off + sum((one.off for one in parts), _ZERO)
    return abs(own.value - sum((one.value for one in parts), _ZERO)) <= off


def _is_all(whole: TextFigure, listed: Sequence[TextFigure]) -> bool:
    """Tell whether the parts are by what they mean all that the whole is, be one of the amounts mistyped."""
    asked = [one.asked.condition for one in listed if one.asked is not None]
    if whole.asked is None or len(asked) < len(listed):
        return False
    own = whole.asked.condition
    parted = [name for name in own if any(one.get(name) != own[name] for one in asked)]
    return (
        len(parted) == 1
        and all(one.keys() == own.keys() for one in asked)
        and sorted(code for one in asked for code in one[parted[0]]) == sorted(own[parted[0]])
    )


def _told(beyond: Decimal, one: TextFigure, message: str, *others: TextFigure) -> AuditRemark:
    """Tell what cannot be reckoned, a last digit apart."""
    last = beyond <= 2  # noqa: PLR2004 cut off, or rounded twice
    return _remark(LAST_DIGIT if last else UNLIKE, SMALL if last else WRONG, one, message, *others)


def _remark(kind: Kind, certainty: str, one: TextFigure, message: str, *others: TextFigure) -> AuditRemark:
    related: tuple[tuple[Place, str], ...] = tuple((other.place, _shown(other)) for other in others if other.text)
    return AuditRemark(certainty, kind.at(one.place, message, "请核对这几个数。", related=related))


def _shown(one: TextFigure) -> str:
    return f"“{one.name[-16:]}”{one.text}{one.unit}" if one.name else f" {one.text}{one.unit}"


def _signed(one: TextFigure) -> str:
    return f"{'减少' if one.value < 0 else '增加'}{one.text}{one.unit}" if one.text else "持平"


def _in_unit(value: Decimal, one: TextFigure) -> str:
    """Write an amount in the unit of a figure, with its decimals."""
    unit = one.unit or "元"
    return f"{value.scaleb(-one.scale):,.2f} {unit}"
