"""The pages and data of a year and of all years: who, how much, who is missing, projects, years side by side."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote, urlsplit

from generator.base import money
from generator.base.frozen import frozen
from generator.base.markup import escape, legal
from generator.base.workbook import finished, open_workbook
from generator.books.comparison import LEVEL, Change
from generator.district.register import Due
from generator.findings.listing import FONT, SIZE, ListedValue, add_list
from generator.ledger import Amount
from generator.website import data
from generator.website.data import Published
from generator.website.glance import COMPARED, ON_PROJECTS, PUBLIC, SPENT, WHERE, BarChart, Sum, bars_of, humane
from generator.website.pages import ROOT_OF_YEAR, SCRIPT, STYLE, script, site_page, style_sheet

WORKBOOK, PROJECTS, SEARCH, INDEX, YEARS, SITEMAP = (
    "budget.xlsx", "projects.html", "search.js", "index.html", "years.html", "sitemap.xml",
)  # fmt: skip
UNIT_LEAVES, DOCUMENTS = "unit-leaves.csv", "documents.csv"
_SUMS = dict.fromkeys((*COMPARED, "政府采购"), ("number", "", "单位：元；公开文本里没有印的空着"))
_DOCUMENT_COLUMNS: data.CsvColumns = {
    "年度": ("integer", "", ""),
    "部门编码": ("string", "", ""),
    "部门名称": ("string", "", ""),
    "单位编码": ("string", "", "部门的公开文本没有"),
    "单位名称": ("string", "", ""),
    "公开文本": ("string", "", ""),
    "页数": ("integer", "", ""),
    **_SUMS,
}
_WIDTHS = {
    "公开文本": 50, "部门名称": 30, "单位名称": 30, "功能科目名称": 24, "经济科目名称": 20, "项目": 40, "金额": 16,
}  # fmt: skip
_FILES = (
    (WORKBOOK, "Excel 表格"), (data.LEAVES, "各部门明细 CSV"), (UNIT_LEAVES, "各单位明细 CSV"),
    (DOCUMENTS, "公开文本一览 CSV"), (data.PACKAGE, "Data Package"), ("清单.json", "文件清单"),
)  # fmt: skip


@frozen
class Year:
    """All documents of a year, the departments' before the units', and who else must publish."""

    year: int
    district: str
    documents: tuple[Published, ...]
    missing: tuple[Due, ...]

    @property
    def departments(self) -> tuple[Published, ...]:
        """The documents that are no part of another: those of departments, and of units without one."""
        return tuple(one for one in self.documents if not one.whose.unit)

    def units_of(self, code: str) -> tuple[Published, ...]:
        """Give the documents of a department's units."""
        return tuple(one for one in self.documents if one.whose.unit and one.whose.code == code)


@frozen
class YearLine:
    """A line of the list of everybody."""

    name: str
    folder: str
    sums: Mapping[str, Sum]
    change: str
    width: Decimal
    units: tuple[YearLine, ...] = ()


def files(years: Sequence[Year], address: str) -> dict[str, bytes]:
    """Write all files of the site that are of no single document, by their paths. The newest year is the front page."""
    made = {STYLE: style_sheet(), SCRIPT: script()}
    for one in years:
        made |= {f"{one.year}/{name}": written for name, written in _of_year(one, years, address)}
    if years:
        made[INDEX] = _index(years[-1], years, "", f"{years[-1].year}/", address and f"{address}{INDEX}")
    if len(years) > 1:
        made[YEARS] = _years(years, address)
    made[SITEMAP] = _sitemap(years, [name for name in made if name.endswith(".html")], address)
    return made


def _of_year(one: Year, years: Sequence[Year], address: str) -> Iterator[tuple[str, bytes]]:
    yield INDEX, _index(one, years, ROOT_OF_YEAR, "", address and f"{address}{one.year}/{INDEX}")
    yield PROJECTS, _projects(one, address and f"{address}{one.year}/{PROJECTS}")
    yield SEARCH, _search(one)
    units = [each for each in one.documents if each.whose.unit]
    yield data.LEAVES, data.leaves_csv(one.departments)
    yield UNIT_LEAVES, data.leaves_csv(units)
    yield DOCUMENTS, data.as_csv(tuple(_DOCUMENT_COLUMNS), map(_document_row, one.documents))
    yield WORKBOOK, _workbook(one)
    resources = (
        (data.LEAVES, "各部门的明细，相加就是各部门的合计", data.LEAF_COLUMNS),
        (UNIT_LEAVES, "各单位的明细，已经在部门的明细里，不要相加", data.LEAF_COLUMNS),
        (DOCUMENTS, "公开文本一览", _DOCUMENT_COLUMNS),
    )
    yield data.PACKAGE, data.package(f"budget-{one.year}", f"{one.district}{one.year}年部门预算", resources)


def _index(one: Year, years: Sequence[Year], root: str, below: str, address: str) -> bytes:
    """Write the page of a year: `root` leads to the site's folder, `below` to the year's."""
    lines = sorted(_lines(one), key=lambda line: -_amount(line.sums.get(SPENT)))
    whole = Sum(SPENT, money.total(_amount(line.sums.get(SPENT)) for line in lines))
    return site_page(
        "website/year.html.jinja",
        root=root,
        scripts=True,
        title=f"{one.district}{one.year}年部门预算公开",
        address=address,
        one=one,
        below=below,
        years=[each.year for each in years],
        lines=lines,
        compared=any(line.change for each in lines for line in (each, *each.units)),
        whole=whole,
        units=sum(len(line.units) for line in lines),
        chart=_chart(one),
        missing=[_missing(due) for due in one.missing if not due.published],
        elsewhere=[_missing(due) for due in one.missing if due.published],
        files=_FILES,
    )


def _lines(one: Year) -> Iterator[YearLine]:
    longest = max((_amount(each.sums.get(SPENT)) for each in one.departments), default=Decimal(0))
    for each in one.departments:
        units = tuple(_line(unit, Decimal(0)) for unit in one.units_of(each.whose.code))
        yield _line(each, longest, units)


def _line(one: Published, longest: Decimal, units: tuple[YearLine, ...] = ()) -> YearLine:
    width = money.percent(_amount(one.sums.get(SPENT)), longest, 1) if longest > 0 else None
    return YearLine(
        one.whose.shown, one.whose.folder, one.sums, _changed(one), max(width or Decimal(0), Decimal(0)), units
    )


def _changed(one: Published) -> str:
    if SPENT not in one.before or SPENT not in one.sums:
        return ""
    change = Change(Amount(one.sums[SPENT].value), Amount(one.before[SPENT]))
    direction, difference = change.direction(4, 2), money.in_yuan(change.difference(4, 2), 4)
    return direction if direction == LEVEL else f"{direction} {humane(abs(difference))}"


def _amount(one: Sum | None) -> Decimal:
    return one.value if one else Decimal(0)


def _chart(one: Year) -> BarChart | None:
    """Add up on what the departments spend, if all of them say so."""
    parts: dict[str, list[Sum]] = defaultdict(list)
    for each in one.departments:
        if WHERE not in each.charts:
            return None
        for bar in each.charts[WHERE]:
            parts[bar.code or bar.name].append(bar)
    sums = [Sum(same[0].name, money.total(bar.value for bar in same), code=same[0].code) for same in parts.values()]
    whole = money.total(one.value for one in sums)
    if whole <= 0 or len(one.departments) < 2:  # noqa: PLR2004 of one alone it stands on its own page
        return None
    return BarChart(WHERE, Sum("合计", whole), bars_of(sums))


def _missing(due: Due) -> dict[str, str]:
    """Say of somebody who is not on the site until when he must publish, or where he did."""
    return {
        "name": due.name,
        "deadline": due.deadline.isoformat() if due.deadline and not due.published else "",
        "published": due.published.isoformat() if due.published else "",
        "address": safe_address(due.address),
    }


def safe_address(text: str) -> str:
    """Give an address of the web as it may stand in a link; nothing for what is none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _projects(one: Year, address: str) -> bytes:
    return site_page(
        "website/projects.html.jinja",
        root=ROOT_OF_YEAR,
        title=f"{one.district}{one.year}年的全部项目",
        address=address,
        one=one,
        every=[each for each in _with_projects(one) if each.projects],
    )


def _with_projects(one: Year) -> Iterator[Published]:
    """Give the documents of departments, and of one that lists no project, its units'."""
    for each in one.departments:
        yield each
        if not each.projects:
            yield from one.units_of(each.whose.code)


def _search(one: Year) -> bytes:
    """Write the projects as a script, which alone a page opened from a disk can load."""
    every = [
        (project.name, each.whose.shown, each.whose.folder, f"p{at}")
        for each in _with_projects(one)
        for at, project in enumerate(each.projects, 1)
    ]
    return f"self.budgetProjects = {json.dumps(every, separators=(',', ':'))};\n".encode()


def _document_row(one: Published) -> tuple[object, ...]:
    whose = one.whose
    own = (whose.year, whose.code, whose.name, whose.unit, whose.unit_name, one.title, one.pages)
    return (*own, *(one.sums[name].plain if name in one.sums else "" for name in _SUMS))


def _workbook(one: Year) -> bytes:
    """Write what there is and the departments' leaves as a workbook."""
    book = open_workbook(FONT, SIZE, title=f"{one.district}{one.year}年部门预算")
    rows = [_document_row(each) for each in one.documents]
    leaves = [data.leaf_row(each, leaf) for each in one.departments for leaf in each.leaves]
    for name, columns, lines in (("公开文本", _DOCUMENT_COLUMNS, rows), ("明细", data.LEAF_COLUMNS, leaves)):
        heads = [(head, _WIDTHS.get(head, 12)) for head in columns]
        numbers = [kind == "number" for kind, _, _ in columns.values()]
        add_list(book, name, heads, [_cells(line, numbers) for line in lines])
    return finished(book)


def _cells(row: Sequence[object], numbers: Sequence[bool]) -> tuple[ListedValue, ...]:
    """Give the cells of a row, its amounts as numbers."""
    return tuple(
        Decimal(str(value)) if number and value else _value(value) for value, number in zip(row, numbers, strict=True)
    )


def _value(value: object) -> ListedValue:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, int) else str(value)


def _years(years: Sequence[Year], address: str) -> bytes:
    """Write the years side by side: of each department what it spends, and “三公”."""
    tables = []
    for name, title in ((SPENT, "一共要花"), (ON_PROJECTS, ON_PROJECTS), (PUBLIC, "“三公”经费")):
        rows: dict[str, dict[int, tuple[Published, Sum]]] = defaultdict(dict)
        for one in years:
            for each in one.departments:
                if name in each.sums:
                    rows[each.whose.code][one.year] = each, each.sums[name]
        if rows:
            tables.append((title, [_beside(code, by, years) for code, by in sorted(rows.items())]))
    return site_page(
        "website/years.html.jinja",
        root="",
        title=f"{years[-1].district}部门预算历年对照",
        address=address and f"{address}{YEARS}",
        years=[one.year for one in years],
        tables=tables,
    )


def _beside(
    code: str, by: Mapping[int, tuple[Published, Sum]], years: Sequence[Year]
) -> tuple[str, str, list[tuple[str, Sum] | None]]:
    """Give a department's row: its newest name, and of each year its page and its amount, or nothing."""
    name = by[max(by)][0].whose.shown
    cells = [
        (f"{one.year}/{by[one.year][0].whose.folder}/{INDEX}", by[one.year][1]) if one.year in by else None
        for one in years
    ]
    return code, name, cells


def _sitemap(years: Sequence[Year], pages: Sequence[str], address: str) -> bytes:
    every = [*pages, *(f"{one.year}/{each.whose.folder}/{INDEX}" for one in years for each in one.documents)]
    lines = "".join(f"<url><loc>{escape(legal(address + quote(name)))}</loc></url>\n" for name in sorted(set(every)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    ).encode()
