"""表里的编码和名称：编码在当年的目录里，位数、前面的零齐全，名称是这个编码的。

应当如何：功能分类、经济分类的编码在当年的《政府收支分类科目》里，类三位、款五位、项七位（分栏的款、项各两位，
前面的零不省）；名称与编码是同一个科目。目录可能不全，所以没有的编码只是可疑；比目录早的年度，
只看 2018 年起没有变过的部门预算支出经济分类（财预〔2017〕98号）和“其它”两个字。
同一个编码在几张表里都这样写的，只说一次。
依据：财政部当年的《政府收支分类科目》。

合格的例子::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事务 | 50.00 |
    | 2010601 | 行政运行 | 50.00 |

不合格的例子（A511）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事务 | 50.00 |
    | 2010677 | 火箭运行 | 50.00 |

不合格的例子（A512）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事务 | 50.00 |
    | 2010602 | 行政运行 | 50.00 |

不合格的例子（A513）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事务 | 50.00 |
    | 201601 | 行政运行 | 50.00 |

不合格的例子（A514）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事物 | 50.00 |
    | 2010601 | 行政运行 | 50.00 |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.base.numerals import chinese_numeral
from generator.facts import classification
from generator.facts.classification import Category, Classification
from generator.facts.words import LEVELS, OF_DIGIT
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import GridCell
from generator.pack.spec import CODES, NAMES
from generator.recognition import codes
from generator.recognition.items import nearly
from generator.recognition.statements import ReadTable
from generator.recognition.words import is_within, label

UNKNOWN = Kind("A511", "目录里没有的编码", Severity.WARNING, "表里的编码在当年的分类目录里找不到。")
OTHER_NAME = Kind("A512", "表里的编码与名称不是一个科目", Severity.WARNING, "表里的名称不是这个编码的。")
SHORT = Kind("A513", "编码的位数不对", Severity.HINT, "编码少了位数，多半丢了前面的零。")
MISNAMED = Kind("A514", "表里的科目名称不符", Severity.HINT, "名称与分类目录差一两个字，或者是改名以前的。")

_WIDTHS: Mapping[str, int] = dict(zip(CODES[1:], (3, 2, 2), strict=True))
_ECONOMIC_SINCE = 2018  # 财预〔2017〕98号: until then 30311 was 住房公积金
_SHORTEST, _LONGEST = 4, 7  # digits of a code that is checked


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look up the codes and names that the tables print beside each other; what is told once is told for all tables."""
    names = classification.load(document.year) if document.year else None
    told: set[str] = set()
    for table in document.tables:
        for remark in _of_table(table, names, document.year):
            if remark.finding.message not in told:
                told.add(remark.finding.message)
                yield remark
    if names is None or names.year > document.year:  # the catalogue says nothing of that year: the tables do
        yield from _unlike(document.tables)


def _unlike(tables: Sequence[ReadTable]) -> Iterator[AuditRemark]:
    """Tell the name of a code that other tables of the document write otherwise."""
    printed: dict[tuple[str, str], dict[str, list[ReadTable]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        for key, name in table.names.items():
            printed[key][label(name).removesuffix("支出")].append(table)
    for (dimension, code), by_name in printed.items():
        usual = max(by_name, key=lambda one: len(by_name[one]))
        for name, where in by_name.items():
            if name and usual and len(where) < len(by_name[usual]):
                said = where[0].names[dimension, code]
                meant = by_name[usual][0].names[dimension, code]
                message = f"{code} 在“{where[0].table.spec.name}”里是“{said}”，在别的表里是“{meant}”。"
                related = ((by_name[usual][0].grids[0].place, f"“{meant}”"),)
                place = _place_of(where[0], said)
                yield AuditRemark(SMALL, MISNAMED.at(place, message, "请核对名称，各表一致。", related=related))


def _place_of(table: ReadTable, name: str) -> Place:
    """Say where a name stands in a table."""
    cells = (cell for grid in table.grids for cell in grid.cells if cell.text.strip() == name)
    return next((cell.place for cell in cells), table.grids[0].place)


def _of_table(table: ReadTable, names: Classification | None, year: int) -> Iterator[AuditRemark]:
    """Look at the rows of a table of a year; a later catalogue knows the economic items, which have not changed."""
    groups = dict.fromkeys(column.group for column in table.columns.found.values())
    for group in groups:
        own = {index: one for index, one in table.columns.found.items() if one.group == group}
        code = next((index for index, one in own.items() if one.spec.content == CODES[0]), None)
        name = next((index for index, one in own.items() if one.spec.content in NAMES), None)
        parts = {index: _WIDTHS[one.spec.content] for index, one in own.items() if one.spec.content in _WIDTHS}
        yield from _parts(table, parts)
        for cells in _rows(table):
            if name is None:
                break
            printed = [cells[index] for index in ([code] if code is not None else parts)]
            digits = _code(printed)
            if digits and label(cells[name].text):
                known = names if names and _is_known(digits, cells[name].text, year, names) else None
                found = _of_row(printed[-1], digits, cells[name].text.strip(), known)
                if found is not None:
                    yield found


def _is_known(code: str, name: str, year: int, names: Classification) -> bool:
    """Tell whether a catalogue, perhaps a later one, says what a code was in a year; 其它 was never right."""
    economic = year >= _ECONOMIC_SINCE and OF_DIGIT.get(code[0]) == "经济分类"
    return names.year <= year or economic or "其它" in name


def _code(cells: Sequence[GridCell]) -> str:
    """Give the code that stands in one cell, or in those of 类, 款 and 项; empty where a name stands with it."""
    split = [codes.split(cell.text) for cell in cells]
    if not split or any(beside for _, beside in split):
        return ""
    dimension = OF_DIGIT.get(split[0][0][:1], "")
    return split[0][0] if len(cells) == 1 or not dimension else codes.joined([one.text for one in cells], dimension)


def _rows(table: ReadTable) -> Iterator[tuple[GridCell, ...]]:
    width = max(table.columns.found, default=-1)
    for grid in table.grids:
        first = table.columns.first if grid is table.grids[0] else 0
        yield from (row for row in grid.rows[first:] if len(row) > width)


def _parts(table: ReadTable, parts: Mapping[int, int]) -> Iterator[AuditRemark]:
    """Tell a column of 款 or 项 whose codes have lost the zero before them, once."""
    for index, width in parts.items():
        short = [cells[index] for cells in _rows(table) if cells[index].text.strip().isdigit()]
        short = [cell for cell in short if len(cell.text.strip()) < width]
        if short:
            text = short[0].text.strip()
            count = f"（这一栏共 {len(short)} 处）" if len(short) > 1 else ""
            message = f"“{table.table.spec.name}”里的编码“{text}”应是“{text.zfill(width)}”{count}。"
            yield AuditRemark(SMALL, SHORT.at(short[0].place, message, "请把这一栏设为文本格式，补上前面的零。"))


def _of_row(cell: GridCell, code: str, name: str, names: Classification | None) -> AuditRemark | None:
    """Compare a code with the name beside it and with the catalogue."""
    dimension = OF_DIGIT.get(code[0], "")
    if not dimension or not _SHORTEST <= len(code) <= _LONGEST:
        return None
    same = _codes_of(names, dimension).get(label(name), ()) if names else ()
    right = tuple(one for one in same if one[:3] == code[:3]) or (same if len(same) == 1 else ())  # of the same 类
    if len(code) not in LEVELS[dimension].values():
        hint = f"，“{name}”的编码是 {'、'.join(right[:3])}" if right else ""
        lengths = "、".join(chinese_numeral(one) for one in LEVELS[dimension].values())
        message = f"编码 {code}（{name}）有 {len(code)} 位，{dimension}的编码是{lengths}位{hint}。"
        return AuditRemark(SMALL, SHORT.at(cell.place, message, "请核对编码。"))
    known = names.category(dimension, code) if names else None
    if names is None or (known is not None and _same(known, name)):
        return None
    if known is None:
        hint = f"“{name}”的编码是 {'、'.join(right[:3])}。" if right else ""
        message = f"{names.year} 年的{dimension}目录里没有编码 {code}（{name}）。"
        return AuditRemark(DOUBTFUL, UNKNOWN.at(cell.place, message, f"{hint}请核对编码。"))
    return _misnamed(cell, code, name, known, right, names)


def _misnamed(
    cell: GridCell, code: str, name: str, known: Category, right: tuple[str, ...], names: Classification
) -> AuditRemark | None:
    old = any(one.code == code and label(one.old) == label(name) for one in names.renames)
    alike = nearly(label(name), label(known.name)) or is_within(label(name), label(known.name))
    if old or alike or "其它" in name:
        words = "是改名以前的名称，现在是" if old else "应是"
        message = f"{code} 的名称“{name}”{words}“{known.name}”。"
        return AuditRemark(SMALL, MISNAMED.at(cell.place, message, f"请改成“{known.name}”。"))
    if not right and not known.is_sure:  # the catalogue may be wrong
        return None
    hint = f"，“{name}”的编码是 {'、'.join(right[:3])}" if right else ""
    message = f"{code} 是“{known.name}”，表里写的是“{name}”{hint}。"
    return AuditRemark(DOUBTFUL, OTHER_NAME.at(cell.place, message, "请核对编码和名称。"))


def _same(known: Category, name: str) -> bool:
    one, other = label(name), label(known.name)
    return one.removesuffix("支出") == other.removesuffix("支出") or other.startswith(one) or one.startswith(other)


@cache
def _codes_of(names: Classification, dimension: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, one in names.categories(dimension).items():
        found[label(one.name)] = (*found.get(label(one.name), ()), code)
    return found
