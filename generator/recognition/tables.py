"""Which table of a form a grid is, and what it states: by its title, else by its headings; over pages too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.base.frozen import frozen
from generator.facts import classification
from generator.grids.grid import ForeignFile, Grid, GridCell, Passage
from generator.grids.stacking import stacked
from generator.recognition.amounts import unit_in
from generator.recognition.columns import Columns, holds_amounts, is_amount, match, words_of
from generator.recognition.forms import Form, FormTable
from generator.recognition.performance import Performance, blocks, go_on, performance_table, read_performance
from generator.recognition.performance_words import CODE, LEVEL_3, NAME
from generator.recognition.records import read_form
from generator.recognition.rows import NOTE, RowReader
from generator.recognition.statements import PrintedAmount, PrintedRecord, ReadTable, UnreadCell
from generator.recognition.words import is_within, plain_title, said_title, title

_ABOVE = 6  # lines of text before a grid that may be its title
_TOP = 6  # rows of a grid that may hold its title
_LONGEST_TITLE = 60  # characters
_WIDEST_TITLE = 3  # texts in a row that may be a title
_YEAR = re.compile("(?<![0-9])(20[0-9]{2})(?![0-9])")
_CONTENTS = re.compile(r"[^。；]{2,60}?[.…·\-—]*(?<![0-9][.\-/—])[0-9]{1,3}|目录")  # a heading and its page, no date
_ABOVE_TABLE = re.compile("(?:编制(?:部门|单位)|部门名称|单位名称|填报单位)[:：].{0,40}|.{0,40}单位[:：](?:万元|元)")
_SUBJECT = re.compile("[0-9]{3,12}[-_ ]?[一-鿿].{1,60}|(?:编制|填报|预算)?(?:部门|单位)(?:名称)?[:：].{1,60}")
_OF_VERSION = re.compile("^(?!.{41})[^。；，]*?(部门|单位)预算")  # of a heading
_YEAR_AND_VERSION = re.compile("[0-9]{4}年(?:度)?(?:预算)?(部门|单位)")  # at the beginning of a table's title
_SURE, _WITH_TITLE, _WITH_HINT = 0.75, 0.35, 0.55  # how well headings must fit: alone, with the title, with a like one
_UNIT_ALONE = 12  # characters of a line that says the unit of amounts and nothing else
_SHORTEST_HINT = 3
_UNIT = "单位"
_OF_TABLE = re.compile(r"表\s*(?:[（(].*[)）])?\s*$")
_OF_ALL = re.compile("(?:收支|收入|支出)(?:预算)?总表")
_ALL_FUNDS = ("财政拨款",)
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")


@frozen
class RecognisedFile:
    """What was recognised in a file: tables, the grids that are none of the form's, and the running text."""

    file: ForeignFile
    form: Form
    year: int
    version: str  # 部门 or 单位
    tables: tuple[ReadTable, ...]
    unknown: tuple[Grid, ...]
    passages: tuple[Passage, ...]
    passage_bodies: tuple[int, ...] = ()  # in which document of the file each stands

    @property
    def bodies(self) -> tuple[RecognisedFile, ...]:
        """The documents in the file one after the other: the department's, then those of its units."""
        last = max((table.body for table in self.tables), default=0)
        return tuple(
            replace(
                self,
                tables=tuple(table for table in self.tables if table.body == number),
                passages=tuple(one for one, at in zip(self.passages, self.passage_bodies, strict=True) if at == number),
                passage_bodies=tuple(at for at in self.passage_bodies if at == number),
            )
            for number in range(last + 1)
        )


@dataclass(slots=True)
class _Progress:
    """A file while it is read."""

    form: Form
    year: int
    tables: list[ReadTable] = field(default_factory=list)
    unknown: list[Grid] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    passage_bodies: list[int] = field(default_factory=list)
    body: int = 0
    readers: dict[int, RowReader] = field(default_factory=dict)
    performance: tuple[ReadTable, Performance] | None = None  # the last table of no pack
    alone: tuple[Grid, list[str]] | None = None  # the last part, if it is a grid of no table: it may be a head


def recognise(file: ForeignFile, form: Form) -> RecognisedFile:
    """Read the tables of a file as those of a form."""
    year = year_of(file)
    reading = _Progress(form, year)
    is_heading = _heads(form)
    for part in file.parts:
        if isinstance(part, Passage):
            if not is_heading(part.text):
                _say(reading, part)
            if reading.tables and NOTE.match(part.text):
                reading.tables[-1].notes.append((part.text, part.place))
            reading.above = [*reading.above[1 - _ABOVE :], part.text]
            reading.alone = None
        elif not _is_charted(part, form):
            for block in blocks(part):
                _grid(block, reading)
                reading.above = []
    for read in reading.tables:
        _of_only_unit(read)
        _leave_blank_totals(read)
        if read.gaps:
            read.restate(lambda one: replace(one, gaps=True))
    return RecognisedFile(
        file,
        form,
        year,
        _version(reading),
        tuple(reading.tables),
        tuple(reading.unknown),
        tuple(reading.passages),
        tuple(reading.passage_bodies),
    )


def _of_only_unit(read: ReadTable) -> None:
    """Let the amounts of the only unit that a list of units prints, without a total, be those of the document."""
    rules = [row for rows in read.table.lists for row in rows.rows]
    totals = any(line.row is not None and line.row.spec.kind == "合计" for line in read.lines)
    units = [one for one in read.records if one.list == _UNIT]
    if totals or len(units) != 1 or not any(row.spec.kind == "合计" for row in rules):
        return

    def whole(one: PrintedAmount) -> PrintedAmount:
        return replace(one, condition={name: values for name, values in one.condition.items() if name != _UNIT})

    read.restate(whole)


def _leave_blank_totals(read: ReadTable) -> None:
    """Take the blank cells of a line of totals for unknown, not for 0, where their column has amounts."""
    filled = {
        (line.side, at)
        for line in read.lines
        for at, one in line.amounts.items()
        if one.value and line.row is not None and line.row.spec.kind != "合计"
    }
    for number, line in enumerate(read.lines):
        unknown = {
            at: one
            for at, one in line.amounts.items()
            if one.blank and one.total and not one.formula and (line.side, at) in filled
        }
        if unknown:
            read.lines[number] = replace(line, amounts={at: a for at, a in line.amounts.items() if at not in unknown})
            read.amounts = [one for one in read.amounts if not any(one is other for other in unknown.values())]
            read.unread += [UnreadCell("没有写合计的数", one.row, one.place) for one in unknown.values()]


def _version(reading: _Progress) -> str:
    """Say whose document it is, 部门 or 单位, of the first in the file: as most titles of tables and headings say."""
    bodies = zip(reading.passages, reading.passage_bodies, strict=True)
    said = Counter(found[1] for one, body in bodies if body == 0 and (found := _OF_VERSION.search(one.text)))
    of_projects = (one for one in reading.tables if one.table.spec.each)  # their titles say only the project
    own = [one for one in reading.tables if one.body == 0 and not one.table.spec.each] or list(of_projects)
    words: dict[int, set[str]] = {}
    for table in reading.form.tables:
        words.setdefault(id(table.spec), set()).add(table.words)
    said.update(
        _version_of(one.title) or one.table.version for one in own if len(words.get(id(one.table.spec), ())) > 1
    )
    said = said or Counter(one.table.version for one in own)
    del said[""]
    most = said.most_common(2)
    tied = len(most) > 1 and most[0][1] == most[1][1]
    return most[0][0] if most and not tied else "部门"


def _version_of(said: str) -> str:
    """Say what a table's title says before the table's name: 2025年单位收入预算总表."""
    found = _YEAR_AND_VERSION.search("".join(said.split()))
    return found[1] if found is not None else ""


def _is_charted(grid: Grid, form: Form) -> bool:
    """Tell whether a sheet holds the figures of a chart (图): they are those of tables, and its blanks no zeros."""
    first = next((word for row in grid.rows for word in words_of(row)), "") if grid.sheet else ""
    return first in {chart.title for chart in form.pack.charts.values()}


def _say(reading: _Progress, passage: Passage) -> None:
    reading.passages.append(passage)
    reading.passage_bodies.append(reading.body)


def _heads(form: Form) -> Callable[[str], bool]:
    """Give a test for lines that are a table's title, stand above or under one, or are the contents'."""
    titles = {table.title for table in form.tables if table.title}
    of_records = tuple({table.title for table in form.tables if table.spec.each and table.title})

    def is_heading(text: str) -> bool:
        tight = "".join(text.split())
        if _CONTENTS.fullmatch(tight) or _ABOVE_TABLE.fullmatch(tight) or NOTE.match(tight):
            return True
        return len(tight) <= _LONGEST_TITLE and (title(tight) in titles or title(tight).endswith(of_records))

    return is_heading


def _texts(grid: Grid) -> list[Passage] | None:
    """Give the lines of a sheet that holds a text and no table: one text in a row; None for other grids."""
    rows = [(row, list(words_of(row))) for row in grid.rows]
    if not grid.sheet or any(len(words) > 1 or any(map(is_amount, row)) for row, words in rows):
        return None
    seen: dict[tuple[int, int], GridCell] = {}
    for row, _ in rows:
        for cell in row:
            if cell.text.strip():
                seen.setdefault((cell.row, cell.column), cell)
    return [Passage(line, cell.place) for cell in seen.values() for line in cell.text.split("\n") if line.strip()]


def titles_of(file: ForeignFile) -> Iterator[str]:
    """Yield what may be a title in a file: short lines, names of sheets, and the first rows of grids."""
    for part in file.parts:
        if isinstance(part, Passage):
            yield from (part.text,) if len(part.text) < _LONGEST_TITLE else ()
        else:
            yield part.sheet
            yield from (word for row in part.rows[:_TOP] for word in words_of(row))


def year_of(file: ForeignFile) -> int:
    """Return the year that a file is about: the one that its titles name most, 0 if none."""
    found: Counter[str] = Counter()
    for text in titles_of(file):
        found.update(_YEAR.findall(text))
    named = Counter({int(one): count for one, count in found.items()})
    return max(named, key=lambda one: (named[one], one), default=0)


def _grid(grid: Grid, reading: _Progress) -> None:
    grid = _with_head(grid, reading)
    titles = list(_titles(grid, reading.above))
    best = _best(grid, titles, reading)
    formed = _form(grid, reading, best)
    if formed is not None and (best is None or best[0].spec is not formed.table.spec):
        return
    if formed is None and (best is None or _has_indicators(best[0])) and _performance(grid, reading, best):
        return
    if best is None:
        lines = _texts(grid)
        if lines is not None:
            for line in lines:
                _say(reading, line)
        elif not (reading.tables and _goes_on(grid, reading)):
            reading.unknown.append(grid)
            reading.alone = (grid, reading.above)
        return
    table, columns, said = best
    last = reading.tables[-1] if reading.tables else None
    if last is not None and (formed is not None or _continues(last, table, said, columns)):
        if formed is None:
            last.grids.append(grid)
        if {*last.columns.found} != {*columns.found}:
            last.columns = columns
            reading.readers[id(last)] = RowReader(last, reading.form.pack, reading.readers[id(last)].names)
        reading.readers[id(last)].rows(grid.rows[columns.end :])
        return
    read = _begun(table, grid, columns, said, _head_texts(grid.rows[: columns.end], reading.above), reading)
    read.head = tuple(_head_texts(grid.rows[: columns.first], reading.above))
    reading.body += _begins_another(read, reading)
    read.body = reading.body
    reading.tables.append(read)
    read.unread.extend(
        UnreadCell("列", words, grid.rows[columns.first][index].place)
        for index, words in columns.unread
        if holds_amounts(grid, index, columns.end)
    )
    reading.readers[id(read)].rows(grid.rows[columns.end :])


def _with_head(grid: Grid, reading: _Progress) -> Grid:
    """Put the headings that stood alone at the foot of the page before above a grid, if that makes a table."""
    head, reading.alone = reading.alone, None
    whole = stacked(head[0], grid) if head is not None else None
    if head is None or whole is None or _best(whole, list(_titles(whole, head[1])), reading) is None:
        return grid
    reading.unknown.remove(head[0])
    reading.above = head[1]
    return whole


def _begun(
    table: FormTable, grid: Grid, columns: Columns, said: str, above: Iterable[str], reading: _Progress
) -> ReadTable:
    """Begin to read a table: in the unit that the lines above it say, else in the form's."""
    scale = next((unit for text in above if (unit := unit_in(text)) is not None), None)
    usual = table.spec.number.scale
    read = ReadTable(table, [grid], columns, said, reading.year, usual if scale is None else scale, scale is not None)
    names = classification.load(reading.year or reading.form.pack.year)
    reading.readers[id(read)] = RowReader(read, reading.form.pack, names)
    return read


def _form(grid: Grid, reading: _Progress, best: tuple[FormTable, Columns, str] | None) -> ReadTable | None:
    """Read the record that a grid prints as a form (表单), above a list or alone; None where it prints none."""
    for table in reading.form.tables:
        if not table.spec.form:
            continue
        columns = best[1] if best is not None and best[0].spec is table.spec else None
        formed = read_form(table.spec, grid, columns.first if columns else len(grid.rows))
        if formed is None:
            continue
        fields, empty = formed
        head = tuple(_head_texts(grid.rows[:_TOP], reading.above))
        read = _begun(table, grid, columns or Columns(0, 0, {}, (), 1.0), "", head, reading)
        read.head, read.body = head, reading.body
        read.records.append(PrintedRecord(table.spec.each, table.spec.name, fields, read.scale, empty=empty))
        reading.tables.append(read)
        return read
    return None


def _has_indicators(table: FormTable) -> bool:
    return any(column.spec.content == LEVEL_3 for column in table.columns)


def _names_projects(table: FormTable) -> bool:
    return any(column.spec.content in (CODE, NAME) for column in table.columns)


def _performance(grid: Grid, reading: _Progress, best: tuple[FormTable, Columns, str] | None) -> bool:
    """Read a performance table that is laid out as no form of the pack is; tell whether it is one."""
    made = read_performance(grid, reading.above)
    last = reading.tables[-1] if reading.tables else None
    if made is None:
        before = reading.performance
        return before is not None and last is before[0] and _goes_on_with_indicators(grid, *before)
    columns = Columns(0, 0, {}, (), best[1].score if best is not None else _WITH_TITLE)
    read = ReadTable(performance_table(), [grid], columns, "", reading.year, made.scale, made.unit_said)
    if best is not None and made.is_list and _names_projects(best[0]):  # a flat list that the pack has itself
        read.table, read.title = best[0], best[2]
    read.body = reading.body
    reading.performance = (read, made)
    _take(read, made)
    reading.tables.append(read)
    return True


def _goes_on_with_indicators(grid: Grid, read: ReadTable, made: Performance) -> bool:
    if not go_on(grid, made):
        return False
    read.grids.append(grid)
    _take(read, made)
    return True


def _take(read: ReadTable, made: Performance) -> None:
    read.records, read.unread, read.rows = list(made.records()), made.unread, made.rows


def _titles(grid: Grid, above: Sequence[str]) -> Iterator[str]:
    """Yield what may be the title of a grid, the likeliest first: above its headings, which are more words in a row."""
    for row in grid.rows[:_TOP]:
        words = list(words_of(row))
        if len(words) > _WIDEST_TITLE:
            break
        yield from (word for word in words if len(word) <= _LONGEST_TITLE)
    yield from (text for text in reversed(above) if len(text) <= _LONGEST_TITLE)
    if grid.sheet:
        yield grid.sheet


def _head_texts(rows: Iterable[Sequence[GridCell]], above: Sequence[str]) -> Iterator[str]:
    """Yield the texts of the rows above a table, and of the lines above its grid, the nearest first."""
    for row in rows:
        yield from words_of(row)
    yield from reversed(above)


def _begins_another(read: ReadTable, reading: _Progress) -> bool:
    """Tell whether a table begins the document of another unit: it was read already, and says that it is another's."""
    same = [one for one in reading.tables if one.table.spec is read.table.spec and one.body == reading.body]
    if not same or read.table.spec.each:
        return False
    own, other = _subject_line(read), _subject_line(same[0])
    return bool(own and other) and own != other


def _subject_line(read: ReadTable) -> str:
    """Return the line above a table that says whose it is: that with the unit of its amounts, or the nearest."""
    named = [line for line in read.head if unit_in(line) is not None and len(line) > _UNIT_ALONE]
    named = named or [line for line in read.head if _SUBJECT.fullmatch(line) and unit_in(line) is None]
    return "".join((named or [*read.head, ""])[0].split())


def _best(grid: Grid, titles: Sequence[str], reading: _Progress) -> tuple[FormTable, Columns, str] | None:
    """Choose the table whose title and headings fit best; None where none fits well enough."""
    found = []
    plain = [_known_title(title(one), reading.form) for one in titles]
    bare_titles = {plain_title(one) for one in plain}
    nearest = next((one for one in titles if _OF_TABLE.search(one) and title(one)), "")
    owner = _known_title(title(nearest), reading.form)
    owned = any(one.title == owner for one in reading.form.tables)
    for number, table in enumerate(reading.form.tables):
        columns = match(grid, table, reading.year)
        if columns is None or _is_of_another_fund(nearest, table):
            continue
        same = table.title in plain
        if owned and not same:  # the title is another table's: that has other columns here
            continue
        meant = same or (bool(table.title) and plain_title(table.title) in bare_titles)
        like = any(
            len(one) >= _SHORTEST_HINT and (is_within(one, table.title) or is_within(table.title, one)) for one in plain
        )
        least = _WITH_TITLE if meant else _WITH_HINT if like else _SURE
        if columns.score >= least:
            said = titles[plain.index(table.title)] if same else ""
            own = bool(table.words) and any(said_title(one, f"{reading.year}").endswith(table.words) for one in titles)
            own = own or (bool(table.version) and _version_of(said) == table.version)
            goes_on = _may_go_on(table, grid, reading)
            found.append((same + meant + 0.5 * like + columns.score, own, goes_on, -number, table, columns, said))
    if not found:
        return None
    *_, table, columns, said = max(found, key=lambda one: one[:4])
    return table, columns, said


def _may_go_on(table: FormTable, grid: Grid, reading: _Progress) -> bool:
    """Tell whether a table is the one before, on its page or the next: of two with these headings it is rather that."""
    last = reading.tables[-1] if reading.tables else None
    return last is not None and last.table.spec is table.spec and grid.page - last.grids[-1].page in (0, 1)


def _is_of_another_fund(said: str, table: FormTable) -> bool:
    """Tell whether a title is that of other money than a table: tables of each fund have the same columns."""
    printed, own = (_funds_in(text) for text in (said, table.title))
    if own or not printed:
        return bool(printed) and not printed & own
    return _OF_ALL.fullmatch(table.title) is not None and title(said).endswith(table.title)


def _funds_in(text: str) -> set[str]:
    """Say of which money a title is: 财政拨款 alone is that of all funds."""
    return {one for one in _FUNDS if one in text} or {one for one in _ALL_FUNDS if one in text}


def _known_title(said: str, form: Form) -> str:
    """Return the longest title of the form with which a line ends: whose table it is may stand before it.

    What names other money before it is a title of its own: 政府性基金财政拨款支出预算表, 财政拨款支出预算表.
    """
    funds = _funds_in(said)
    ending = (one.title for one in form.tables if one.title and said.endswith(one.title))
    return max((one for one in ending if funds == _funds_in(one)), key=len, default=said)


def _continues(last: ReadTable, table: FormTable, said: str, columns: Columns) -> bool:
    """Tell whether a grid with the headings of the last table goes on with it: it has no title of its own."""
    if not last.columns.found and last.table.spec is table.spec:  # the list below a form that stood alone
        return True
    if said or last.table.spec is not table.spec:
        return False
    if table.spec.each:  # the lines of a form, which made its grid finer, are not on the next page
        return {one.path for one in columns.found.values()} == {one.path for one in last.columns.found.values()}
    return {*columns.found} == {*last.columns.found}


def _goes_on(grid: Grid, reading: _Progress) -> bool:
    """Read a grid without headings on the next page as more rows of the last table, if it has as many columns."""
    last = reading.tables[-1]
    if id(last) not in reading.readers:
        return False
    if grid.width != last.grids[-1].width or (reading.above[-1:] and grid.page == last.grids[-1].page):
        return False
    last.grids.append(grid)
    reading.readers[id(last)].rows(grid.rows)
    return True
