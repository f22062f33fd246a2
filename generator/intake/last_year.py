"""Last year's figures (上年数, 上年执行数) by 口径 and item, as sentences say them or as changes lead back to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.books.statements import Normal, normal
from generator.books.subject import SOURCES, TOTAL
from generator.facts.words import LEVELS
from generator.findings.finding import Place
from generator.intake.contradictions import Contradiction
from generator.intake.draft import BudgetDraft
from generator.pack.spec import Pack
from generator.recognition.figures import Meaning
from generator.recognition.free import ReadChange
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount

ZERO = Decimal(0)
_LED_BACK = "（按增减额倒推）"
YearKey = tuple[str, str, str]  # 上年数 or 上年执行数, the 口径, the code of an item or nothing
ThisYear = Callable[[str, Normal], Decimal | None]  # the amount of a data set under a condition, if it is known


@frozen
class LastYearFigure:
    """A figure of last year in 元: how exact, where, and whether it follows from a change."""

    value: Decimal
    tolerance: Decimal
    place: Place
    derived: bool
    order: int  # what is said outright is taken before what follows, and that before what a reason says
    reckoned: tuple[Place, ...] = ()  # from the figures at these places


def put_last_year(
    draft: BudgetDraft,
    sentences: Sequence[ReadSentences],
    pack: Pack,
    now: ThisYear,
    printed: Sequence[PrintedAmount] = (),
) -> list[Contradiction]:
    """Write last year's figures under the names of 口径, those of items by code; tell those that contradict.

    `printed` are the amounts of tables, of any year.
    """
    found: dict[YearKey, list[LastYearFigure]] = {}
    homeless = 0
    tables = ((Meaning(one.data, one.condition), one.book, one) for one in printed if one.book in SOURCES)
    told_in_tables = (
        (asked, book, LastYearFigure(one.value, one.tolerance, one.place, False, 0)) for asked, book, one in tables
    )
    for asked, book, said in (*told_in_tables, *_said(sentences, now)):
        named = _named(asked, pack)
        if named is None or book not in SOURCES:
            homeless += 1
            continue
        found.setdefault((SOURCES[book], *named), []).append(said)
    told: list[Contradiction] = []
    itemised = {(key, query) for key, query, code in found if code}
    for (key, query, code), ones in found.items():
        best = min(ones, key=lambda one: (one.order, one.tolerance))
        told += _contradictions((key, query, code), best, ones)
        if best.value < 0:
            told.append(Contradiction(best.place, f"{query}{code}的增加额比本年的数还多，上年的数成了负数"))
            continue
        holder = draft.content.setdefault(key, {})
        path: tuple[str, ...] = (key, query)
        if (key, query) in itemised:
            holder, path = holder.setdefault(query, {}), (key, query, code or TOTAL)
        holder[path[-1]] = best.value
        draft.sources[path] = f"{best.place}{_LED_BACK if best.derived else ''}"
    for key in SOURCES.values():
        if any(best.derived for (own, _, _), ones in found.items() if own == key for best in ones):
            draft.assumed.append(f"{key}：由本年的数和“比上年增减”倒推，只准到文中印出的位数，有上年的预算请核对")
    if homeless:
        draft.missing.append(f"上年的数：文中有 {homeless} 处没有对应的口径，没有导入")
    return told


def _said(sentences: Sequence[ReadSentences], now: ThisYear) -> Iterator[tuple[Meaning, str, LastYearFigure]]:
    for one in sentences:
        for asked, amount in one.free.last:
            yield asked, amount.book, LastYearFigure(amount.value, amount.tolerance, amount.place, False, 0)
        for change in one.every_change:
            this = change.now if change.now is not None else now(change.asked.data, change.asked.condition)
            if this is not None:
                value = _rounded(this, change) - change.difference
                yield (
                    change.asked,
                    change.book,
                    LastYearFigure(
                        value,
                        2 * change.tolerance,
                        change.place,
                        True,
                        1 + change.named,
                        (change.beside,) if change.beside is not None else (),
                    ),
                )


def _rounded(now: Decimal, change: ReadChange) -> Decimal:
    """Give this year's amount as the sentence shows it: the difference is that of shown figures."""
    if not change.tolerance:
        return now
    step = change.tolerance * 2
    return (now / step).to_integral_value("ROUND_HALF_UP") * step


def _contradictions(key: YearKey, best: LastYearFigure, ones: Sequence[LastYearFigure]) -> Iterator[Contradiction]:
    for one in ones:
        if one.derived and best.derived:  # changes are compared with each other (`changes`)
            continue
        if abs(one.value - best.value) > one.tolerance + best.tolerance:
            name = f"{key[0]}“{key[1]}{' ' if key[2] else ''}{key[2]}”"
            message = (
                f"{name}是 {one.value:,.2f} 元，{best.place}是 {best.value:,.2f} 元，"
                f"相差 {abs(one.value - best.value):,.2f} 元"
            )
            related = ((best.place, f"{name}是 {best.value:,.2f} 元"),)
            apart = abs(one.value - best.value)
            yield Contradiction(one.place, message, related, reckoned=(*one.reckoned, *best.reckoned), apart=apart)


def _named(asked: Meaning, pack: Pack) -> tuple[str, str] | None:
    """Give the 口径 under which a figure is written, and the code of its item; None where there is none."""
    condition: Mapping[str, tuple[str, ...]] = asked.condition
    queries = {name: normal(own) for name, (data, own) in pack.queries.items() if data == asked.data}
    named = (asked.query, *queries) if asked.query in queries else tuple(queries)
    exact = next((name for name in named if queries[name] == condition), "")
    if exact:
        return exact, ""
    for dimension in LEVELS:
        if len(condition.get(dimension, ())) == 1:
            rest = {name: values for name, values in condition.items() if name != dimension}
            code = condition[dimension][0]
            name = next((name for name in named if queries[name] == rest), "")
            if name:
                return name, code
    return None
