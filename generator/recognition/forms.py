"""What a pack's tables look like and mean, without a ledger: titles, columns and rows with their conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from generator.base.frozen import frozen
from generator.base.meter import Meter
from generator.compose.scope import environment_of
from generator.ledger import EVERYTHING, Condition
from generator.pack.spec import AMOUNTS, CODES, GROUP, NAMES, ROW_NUMBER, ColumnSpec, Pack, RowSpec, TableSpec
from generator.prose.limits import METER, VALUES
from generator.prose.values import Values
from generator.recognition.words import heading, label, row_label, said_title, title
from generator.tables.columns import leaves, row_lists

VERSIONS = ("部门", "单位")
_YEAR = 2099  # stands for the year of a document
RULES = ("科目", "记录", "分组")  # rows of a form that make rows
_LEVEL_PARTS = CODES[1:]


@frozen
class FormColumn:
    """A column that a table may print: the headings above it from top to bottom, made comparable, and its meaning."""

    path: tuple[str, ...]
    spec: ColumnSpec
    condition: Condition
    group: tuple[int, ...]  # the list of rows that it belongs to
    words: str  # its own heading as it is printed, without the year

    @property
    def counts(self) -> bool:
        """Whether its cells are sums of entries."""
        return self.spec.content in AMOUNTS and not self.spec.share_of

    @property
    def names(self) -> bool:
        """Whether its cells say which row it is."""
        return self.spec.content in (GROUP, *NAMES, *CODES)


@frozen
class FormRow:
    """A row, or a rule that makes rows, with the conditions of all rows above it; `label` is made comparable."""

    label: str
    group: str
    spec: RowSpec
    condition: Condition
    parent: FormRow | None = None

    @property
    def repeats(self) -> bool:
        """Whether it may stand more than once: below a line that a rule makes."""
        return self.parent is not None and (self.parent.spec.kind in RULES or self.parent.repeats)

    def is_below(self, above: FormRow) -> bool:
        """Tell whether it stands below another row, at any depth."""
        parent = self.parent
        while parent is not None and parent is not above:
            parent = parent.parent
        return parent is above


@frozen
class FormList:
    """Rows and the columns under which they stand."""

    path: tuple[int, ...]
    rows: tuple[FormRow, ...]


@frozen
class FormTable:
    """One table of the form, in one version (部门 or 单位)."""

    spec: TableSpec
    version: str
    title: str  # made comparable
    words: str  # its title as this version prints it, without the year
    note: str  # under it where it is empty, without the year
    columns: tuple[FormColumn, ...]
    lists: tuple[FormList, ...]

    @property
    def headings(self) -> frozenset[str]:
        """All words of its headings."""
        return frozenset(word for column in self.columns for word in column.path)

    def lists_of(self, group: tuple[int, ...]) -> tuple[FormList, ...]:
        """Return the lists of rows that the cells of a column group may be of: its own first, then those around it."""
        fitting = [one for one in self.lists if group[: len(one.path)] == one.path]
        return tuple(sorted(fitting, key=lambda one: -len(one.path)))


@frozen
class Form:
    """What a pack prints: its tables, each in the versions that differ."""

    pack: Pack
    tables: tuple[FormTable, ...]


def form_of(pack: Pack) -> Form:
    """Say what the tables of a pack look like and mean, for the department's and for a unit's document."""
    return Form(pack, tuple(_tables(pack)))


def _tables(pack: Pack) -> Iterator[FormTable]:
    for version in VERSIONS:
        fill = _filler(pack, version)

        def applies(wanted: str, version: str = version) -> bool:
            return wanted in ("", version)

        for spec in pack.tables.values():
            if applies(spec.applies):
                yield _table(spec, version, fill, applies)


def _table(spec: TableSpec, version: str, fill: Callable[[str], str], applies: Callable[[str], bool]) -> FormTable:
    shown = _shown(spec.columns, applies)
    columns = tuple(_columns(shown, (), fill))
    found = leaves(shown)
    merged = tuple(
        FormColumn(path, leaf.spec, leaf.condition, leaf.group, _words(fill(leaf.spec.title)))
        for path, leaf in zip(columns, found, strict=True)
    )
    lists = tuple(
        FormList(one.path, tuple(_rows(one.rows, EVERYTHING, None, fill, applies)))
        for one in row_lists(spec, shown, applies)
    )
    note = fill(spec.empty.note).replace(str(_YEAR), "")
    words = said_title(fill(spec.title), str(_YEAR))
    return FormTable(spec, version, title(fill(spec.title)), words, note, merged, lists)


def _shown(columns: Sequence[ColumnSpec], applies: Callable[[str], bool]) -> tuple[ColumnSpec, ...]:
    kept = (column for column in columns if applies(column.applies))
    return tuple(replace(column, children=_shown(column.children, applies)) for column in kept)


def _columns(
    columns: Sequence[ColumnSpec], above: tuple[str, ...], fill: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    for column in columns:
        own = heading(fill(column.title), _YEAR)
        path = (*above, own) if own else above
        if column.children:
            yield from _columns(column.children, path, fill)
        else:
            yield path


def _words(heading: str) -> str:
    return heading.replace(f"{_YEAR - 1}年", "上年").replace(f"{_YEAR}年", "").removeprefix("度")


def _rows(
    rows: Sequence[RowSpec],
    above: Condition,
    parent: FormRow | None,
    fill: Callable[[str], str],
    applies: Callable[[str], bool],
) -> Iterator[FormRow]:
    for row in rows:
        if applies(row.applies):
            own = FormRow(row_label(fill(row.label), _YEAR), label(fill(row.group)), row, above & row.condition, parent)
            yield own
            yield from _rows(row.children, own.condition, own, fill, applies)


def _filler(pack: Pack, version: str) -> Callable[[str], str]:
    """Give a way to fill a text of the pack that knows only for which version it is: the rest is left out."""
    environment = environment_of(pack)
    known: Mapping[str, Any] = {
        "版本": version, "年度": str(_YEAR), "上年度": str(_YEAR - 1), "主体": "", "编码": "",
        "部门": {"名称": "", "编码": ""},
        "名称": "", "中文次序": "", "序号": "", "区划": "", "级次": "", "公开日期": "",
    }  # fmt: skip

    @cache
    def fill(source: str) -> str:
        if "{" not in source:
            return source
        values = Values()
        try:
            rendered = str(environment.one_line(source).render({**known, VALUES: values, METER: Meter()}))
        except Exception:  # what it asks of a budget cannot be known: its fixed words remain
            return fixed(source)
        return "".join(run.text for run in values.runs(rendered, fitting=False))

    return fill


def fixed(source: str) -> str:
    """Leave out what Jinja would fill in."""
    outside = [part.rpartition("}}")[2].rpartition("%}")[2] for part in source.replace("{%", "{{").split("{{")]
    return "".join(outside)


def is_code_part(column: FormColumn) -> bool:
    """Tell whether a column prints a part of a code (类, 款, 项)."""
    return column.spec.content in _LEVEL_PARTS


def numbers_rows(column: FormColumn) -> bool:
    """Tell whether a column only numbers the rows."""
    return column.spec.content == ROW_NUMBER
