"""Tables that name another unit than the one in which they are printed: read again in the right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.base.frozen import frozen
from generator.intake.pool import ConditionKey, key_of
from generator.intake.reading import Source
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount, ReadTable
from generator.recognition.tables import RecognisedFile

_STEP = 4  # between 元 and 万元
_FROM, _NEAR = Decimal(100), Decimal("0.001")  # 元 of an amount that is compared; how unlike, of it, equal ones may be
_COUNTED = "数量"
_FEW = 2  # amounts that show another unit where the named one is the form's
_Asked = tuple[str, str, ConditionKey]


@frozen
class OtherUnit:
    """A table, as it is read again, whose amounts make sense in another unit: an example, and what it is elsewhere."""

    table: ReadTable
    printed: int  # power of ten of the unit that it names
    count: int  # amounts that are ten thousand times what they are elsewhere, or the other way round
    example: PrintedAmount  # as the unit that is named makes it
    elsewhere: PrintedAmount


def in_their_units(source: Source) -> tuple[Source, tuple[OtherUnit, ...]]:
    """Give what was read of a file with the tables that name a wrong unit in the right one, and which these are."""
    read, found = _mended(source.read, source.sentences)
    units = []
    for unit in source.units:
        own, more = _mended(unit.read, unit.sentences)
        units.append(replace(unit, read=own))
        found += more
    return (replace(source, read=read, units=tuple(units)), tuple(found)) if found else (source, ())


def _mended(read: RecognisedFile, sentences: ReadSentences) -> tuple[RecognisedFile, list[OtherUnit]]:
    tables, found = list(read.tables), list[OtherUnit]()
    for _ in read.tables:
        others = [_apart(at, tables, sentences.every_amount) for at in range(len(tables))]
        # of two tables that only meet each other, the one that is not in the usual unit of the form
        ranks = [
            (tables[at].scale != tables[at].table.spec.number.scale, one.count, at)
            for at, one in enumerate(others)
            if one is not None
        ]
        if not ranks:
            break
        at = max(ranks)[-1]
        one = others[at]
        assert one is not None  # noqa: S101 ranked
        tables[at] = one.table
        found.append(one)
    return (replace(read, tables=tuple(tables)) if found else read), found


def _apart(at: int, tables: Sequence[ReadTable], said: Iterable[PrintedAmount]) -> OtherUnit | None:
    """Compare a table with all that is printed elsewhere: nothing agrees, and all that differs does by ten thousand."""
    table = tables[at]
    own = _by_condition(table.amounts)
    pairs = [
        (own[key], one)
        for others in (*(other.amounts for number, other in enumerate(tables) if number != at), said)
        for key, one in _by_condition(others).items()
        if key in own
    ]
    steps = [step for one, other in pairs for step in (-_STEP, 0, _STEP) if _equal(one.value.scaleb(step), other)]
    if not steps or set(steps) not in ({-_STEP}, {_STEP}) or table.scale + steps[0] not in (0, _STEP):
        return None
    if len(steps) < _FEW and table.scale == table.table.spec.number.scale:
        return None
    example, elsewhere = next((one, other) for one, other in pairs if _equal(one.value.scaleb(steps[0]), other))
    return OtherUnit(_in_unit(table, steps[0]), table.scale, len(steps), example, elsewhere)


def _by_condition(amounts: Iterable[PrintedAmount]) -> Mapping[_Asked, PrintedAmount]:
    found: dict[_Asked, PrintedAmount] = {}
    for one in amounts:
        if one.measure != _COUNTED and one.value:
            found.setdefault((one.data, one.book, key_of(one.condition)), one)
    return found


def _equal(value: Decimal, other: PrintedAmount) -> bool:
    return value > _FROM and abs(value - other.value) <= max(_NEAR * value, other.tolerance)


def _in_unit(table: ReadTable, step: int) -> ReadTable:
    """Give a table with its amounts in another unit."""
    found = replace(table, scale=table.scale + step)
    found.restate(
        lambda one: (
            replace(
                one,
                value=one.value.scaleb(step),
                tolerance=one.tolerance.scaleb(step),
                rounded=one.rounded.scaleb(step),
            )
            if one.measure != _COUNTED
            else one
        )
    )
    found.records = [replace(one, scale=found.scale) for one in found.records]
    return found
