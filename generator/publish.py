"""Publishing: from a budget's folder to finished files, stage by stage. This is the library behind `budget generate`.

prepared = prepare(folder, templates)  # reads, builds, checks and composes
output, findings = finish(prepared.document, prepared.pack, ("docx", "pdf"))  # lays out and writes, in memory
write_files(output, out)

A stage without a result gives None, and at least one of the findings beside it is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import InvalidOperation, localcontext
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator import checks
from generator.base import late
from generator.base.files import replace_files, require_inside
from generator.base.formats import DEFAULT, OWN_FONTS
from generator.base.frozen import frozen
from generator.base.nearest import nearest
from generator.base.paths import ValuePath
from generator.compose import last_year, performance, unused
from generator.compose.composer import compose, with_cover
from generator.document.blocks import Document, Table, grid, merged
from generator.document.drafts import as_draft
from generator.facts import accepted, build, classification, location
from generator.facts.budget import Budget, Subject
from generator.facts.words import LineWords
from generator.findings.causes import without_consequences
from generator.findings.finding import Finding, Kind, Place, Severity, has_errors
from generator.ledger import unit_codes
from generator.pack import effect, loader
from generator.pack.nodes import SHOWN, suggestion
from generator.pack.spec import Pack, every_column
from generator.proof import figures
from generator.proofreading import glyphs
from generator.proofreading import review as proofreading

if TYPE_CHECKING:
    from generator.typeset.pages import NarrowTable
    from generator.word.frame import Frame
    from generator.word.template import WordTemplate
    from generator.writers.laid import Attachment, Laid

UNKNOWN_UNIT = Kind("B104", "没有这个单位", Severity.ERROR, "要生成单位预算的单位，不在预算的“单位”里。")
UNKNOWN_PART = Kind(
    "P310", "没有这个选印的部分", Severity.ERROR, "--with 后面写的部分，这份预算的模板里（“选印”）没有。"
)
OLDER_YEAR = Kind(
    "B108",
    "格式和科目是往年的",
    Severity.WARNING,
    "没有预算年度的官方格式或者科目目录时，用的是最近一年的。每年的格式和科目都可能有变化，要对照当年的文件核实。",
)
TALL_HEAD = Kind("P308", "表头太高", Severity.ERROR, "表头在每一页上重复。它几乎占满一页时，一行数也排不下。")
TOO_WIDE = Kind(
    "D510",
    "表太宽",
    Severity.ERROR,
    "列太多、数太长的表，先用小一些的字，再换成横版的页。还是放不下的，数会印在一起，不能公开。",
)
UNDATED = Kind(
    "D509",
    "没有公开日期",
    Severity.WARNING,
    "公开前的最后一次生成（--strict）要写明公开日期：封面和文件属性用它，没有写就不印日期。",
)
_FORBIDDEN = late.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]')
_RESERVED = late.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE)
MOST_NAMED = 5  # columns in one message
_NAME_LIMIT = 80  # characters
_BYTES_LIMIT = 240  # of the name in UTF-8: with the suffix under the 255 that file systems take


Reading = tuple[Budget | None, Pack | None, tuple[Finding, ...]]  # without one of them nothing can be composed


@frozen
class Output:
    """The finished files of one document: the bytes by format, and how many pages it has."""

    title: str
    folder: str  # below the output folder: 年度/编码-名称
    files: Mapping[str, bytes] = field(default_factory=dict)
    pages: int = 0


@frozen
class Filled:
    """A Word file that was filled: its name, and its bytes."""

    name: str
    data: bytes


@frozen
class Prepared:
    """A budget with its pack and its composed document, and all that was found on the way."""

    budget: Budget | None
    pack: Pack | None
    document: Document | None
    findings: tuple[Finding, ...]


@frozen
class _Framed:
    """A document with its cover, and the Word template with headers and footers filled in."""

    document: Document
    template: WordTemplate
    frame: Frame


def prepare_draft(
    folder: Path, templates: Path, *, shown_as: str = "", unit: str = "", parts: Sequence[str] = ()
) -> Prepared:
    """Compose a draft (草稿) of a budget in spite of its errors, which are the findings.

    What is not known is left blank. The document is None only where nothing can be built: there is no pack, or the
    budget does not say whose it is.
    """
    with localcontext() as context:  # an unknown amount is no number, and compares as nothing
        context.traps[InvalidOperation] = False
        budget, pack, found = _of_unit(read(folder, templates, shown_as=shown_as, draft=True), unit)
        if budget is None or pack is None:
            return Prepared(budget, None, None, found)
        found += tuple(_unknown_parts(pack, parts))
        document, more = compose(budget, pack, unit=unit, draft=True, parts=parts)
    found = accepted.apply(budget, found + more, every=False)
    return Prepared(budget, pack, as_draft(document) if document is not None else None, found)


def prepare(
    folder: Path,
    templates: Path,
    *,
    shown_as: str = "",
    unit: str = "",
    every: bool = True,
    parts: Sequence[str] = (),
) -> Prepared:
    """Load, check and compose a budget: see `read` and `composed`. Nothing is written."""
    return composed(read(folder, templates, shown_as=shown_as), unit=unit, every=every, parts=parts)


def composed(reading: Reading, *, unit: str = "", every: bool = True, parts: Sequence[str] = ()) -> Prepared:
    """Compose what was read: the department's document or that of a unit.

    The document is None if any finding is an error. With `every`, which needs time, the findings are also those of the
    units' own documents. `parts` are those of the pack's optional parts (选印) that are printed.
    """
    budget, pack, found = _of_unit(reading, unit)
    if budget is None or pack is None:
        found = found if budget is None else accepted.apply(budget, found, every=False)
        return Prepared(budget, None, None, without_consequences(found))
    found += (*_of_older_years(budget, pack), *_unknown_parts(pack, parts))
    document, more = compose(budget, pack, unit=unit, parts=parts)
    found += more
    found += () if unit else (*last_year.review(budget, pack), *performance.review(budget, pack))
    if document is not None:
        found += tuple(proofreading.review(budget, pack, document))
        found += () if unit else tuple(_of_units(budget, pack, document, found, every=every))
    found = without_consequences(accepted.apply(budget, unused.once(found), every=every and not unit))
    return Prepared(budget, pack, None if has_errors(found) else document, found)


def read(folder: Path, templates: Path, *, shown_as: str = "", draft: bool = False) -> Reading:
    """Read and check a budget and its pack, for the documents of the department and of all its units.

    `shown_as` is the folder's name in messages.
    """
    shown, folders = shown_as or folder.as_posix(), loader.list_folders(templates)
    asked: list[tuple[str, int]] = []
    budget, found = build.load(folder, shown_as=shown, words=partial(_words_of, folders, asked), draft=draft)
    if budget is None:
        return None, None, found + _of_broken_pack(asked, templates, folders)
    pack, more = loader.find(budget.pack, budget.year, templates, budget.places.get(("模板",)), folders)
    checked = replace(budget, pack_names=pack.names) if pack is not None else budget
    complete = not has_errors(found)  # what could not be read must not be found wrong once more
    found += (*location.review(folder, budget, shown), *(checks.run(checked) if complete else ()))
    more += effect.review(pack) if pack is not None else ()
    return budget, None if has_errors(more) else pack, found + more


def _of_unit(reading: Reading, unit: str) -> Reading:
    """Give what was read for the document of a unit, if the budget has such a one; of the department without one."""
    budget, _, found = reading
    if budget is not None and unit and unit not in own_budgets(budget):
        return budget, None, (*found, unknown_unit(budget, unit))
    return reading


def _words_of(folders: tuple[loader.Folder, ...], asked: list[tuple[str, int]], name: str, year: int) -> LineWords:
    asked.append((name, year))
    return loader.words_of(folders, name, year)


def _of_broken_pack(
    asked: Sequence[tuple[str, int]], templates: Path, folders: tuple[loader.Folder, ...]
) -> tuple[Finding, ...]:
    """Give what is wrong with the pack of a budget that cannot be used: what it declares may be the cause."""
    name, year = asked[0] if asked else ("", 0)
    if loader.words_of(folders, name, year).open:
        return ()  # no such pack, which does not make a budget wrong
    return tuple(one for one in loader.find(name, year, templates, None, folders)[1] if one.severity is Severity.ERROR)


def fill(
    folder: Path, templates: Path, data: bytes, name: str, *, shown_as: str = "", unit: str = ""
) -> tuple[Filled | None, tuple[Finding, ...]]:
    """Fill a Word file with tags, given as bytes and by its `name`, from a budget: the department's or a unit's.

    Nothing is written. None if a finding is an error.
    """
    from generator.compose.fill import fill as filled  # noqa: PLC0415 heavy: `budget check` must not import these
    from generator.word import filling  # noqa: PLC0415

    file, found = filling.read(data, name)
    budget, pack, more = _of_unit(read(folder, templates, shown_as=shown_as), unit)
    found += more
    if budget is None:
        return None, found
    found = accepted.apply(budget, found, every=False)
    if file is None or pack is None or has_errors(found):
        return None, found
    subject = own_budgets(budget)[unit] if unit else budget.name
    made, more = filled(file, budget, pack, f"{subject}-{Path(name).stem}", unit)
    found += more
    return None if made is None else Filled(f"{safe_name(f'{subject}-{Path(name).stem}')}.docx", made), found


def undated(budget: Budget) -> Iterator[Finding]:
    """Say that a budget which is to be published names no date."""
    if not budget.data.get("公开日期"):
        message = "没有写公开日期，封面和文件属性里没有日期。"
        yield UNDATED.at(
            budget.places.get(("年度",)), message, f"请写 公开日期: {budget.year}-02-20（实际公开的日期）。"
        )


def own_budgets(budget: Budget) -> dict[str, str]:
    """Give the names of the units that have a budget of their own (所属单位), by their codes."""
    return {unit.code: unit.name for unit in budget.units if unit.has_own_budget}


def find_units(budget: Budget, wanted: str) -> tuple[str, ...]:
    """Give the codes of the units that somebody means: by the code, the name, or a part of either."""
    known = own_budgets(budget)
    for fits in (
        lambda code, name: wanted in (code, name),
        lambda code, name: code.startswith(wanted) or code.endswith(wanted),
        lambda code, name: wanted in name,
    ):
        found = tuple(code for code, name in known.items() if fits(code, name))
        if found:
            return found
    return ()


def unknown_unit(budget: Budget, wanted: str) -> Finding:
    """Say that a budget has no such unit, or that the unit has no budget of its own."""
    known, place = own_budgets(budget), budget.places.get(("单位",))
    if wanted in unit_codes(budget):
        message = f"单位“{wanted}”写明不单列预算，没有单位预算。"
        return UNKNOWN_UNIT.at(place, message, "请生成部门预算；单位有自己的预算时，去掉“不单列预算”。")
    near = nearest(wanted, (*known, *known.values()))
    hint = f"是不是“{near}”？" if near else f"可以写：{'、'.join(known)}。"
    return UNKNOWN_UNIT.at(place, f"预算里没有单位“{wanted}”。", hint)


def _unknown_parts(pack: Pack, parts: Sequence[str]) -> Iterator[Finding]:
    """Say which optional parts (选印) that somebody asks for the pack does not have."""
    for part in (part for part in parts if part not in pack.parts):
        place, message = Place(pack.folders[0]), f"模板“{pack.name}”没有选印的部分“{part[:SHOWN]}”。"
        yield UNKNOWN_PART.at(place, message, suggestion(part, pack.parts) or "这个模板没有选印的部分。")


def _of_older_years(budget: Budget, pack: Pack) -> Iterator[Finding]:
    """Say which year's form and catalogues are used for a budget of a later one."""
    catalogue = classification.load(budget.year).year
    older = [(pack.year, "格式"), (catalogue, "科目")]
    years = sorted({year for year, _ in older if 0 < year < budget.year})
    used = [f"{year} 年的{'和'.join(what for own, what in older if own == year)}" for year in years]
    if used:
        remedy = "请核对当年文件；没有变化的，可以在“出错说明”里写明。"
        message = f"{budget.year} 年度用的是 {'、'.join(used)}。"
        yield OLDER_YEAR.at(budget.places.get(("年度",)), message, remedy, path=("年度",))


def _of_units(
    budget: Budget, pack: Pack, document: Document, told: Sequence[Finding], *, every: bool
) -> Iterator[Finding]:
    """Give what the units' own documents lack, with `every`, and what neither they nor the department's print."""
    composed: Iterable[tuple[Subject, Document | None, tuple[Finding, ...]]]
    composed = ((unit, *compose(budget, pack, unit=unit.code)) for unit in budget.units)
    if every:
        composed = tuple(composed)
        published = [(own, found) for unit, own, found in composed if unit.has_own_budget]
        read = chain(*(proofreading.review(budget, pack, own, rounding=False) for own, _ in published if own))
        more = chain(*(found for _, found in published), (one for one in read if one.severity is not Severity.HINT))
        yield from (finding for finding in dict.fromkeys(more) if finding not in told)
    yield from unused.review(budget, pack, document, (own for _, own, _ in composed if own))


def finish(
    document: Document,
    pack: Pack,
    formats: Sequence[str] = DEFAULT,
    *,
    places: Mapping[ValuePath, Place] | None = None,
    attach_data: bool = False,
) -> tuple[Output | None, tuple[Finding, ...]]:
    """Lay a document out and write it in some formats, in memory. None if a finding is an error.

    `places` are the budget's, at which findings stand. A character without a glyph is an error for the formats that
    carry fonts of ours, for others a warning.
    Raises MissingLibraryError where the library of a format is not installed.
    With `attach_data` the PDF (then PDF/A-3a) carries a JSON of every figure: what is printed, and nothing else.
    """
    laid, found = arrange(document, pack, places)
    if set(formats) & set(OWN_FONTS) and not document.mark:  # of a draft, a blank sign is better than nothing
        found = tuple(_stopping(one) if one.kind is glyphs.MISSING_GLYPH else one for one in found)
    if laid is None or has_errors(found):
        return None, found
    from generator.writers import writer  # noqa: PLC0415 heavy: `budget check` must not import these

    laid = replace(laid, attachments=_attachments(laid.document) if attach_data else ())
    files = {name: writer(name)(laid) for name in formats}
    return Output(document.title, "", files, len(laid.pages.pages)), found


def covered(document: Document, pack: Pack) -> Document:
    """Give a document with the cover of its Word template, without laying it out; as it is where that cannot be."""
    from generator.word import template as wordtemplate  # noqa: PLC0415 heavy: `budget check` must not import these

    template, _ = wordtemplate.load(pack.word, pack.word_file)
    frame = template.render_frame(document.names)[0] if template is not None else None
    return with_cover(document, frame.cover) if frame is not None else document


def _stopping(finding: Finding) -> Finding:
    return replace(finding, kind=replace(finding.kind, severity=Severity.ERROR))


def inspect(document: Document, pack: Pack, places: Mapping[ValuePath, Place] | None = None) -> tuple[Finding, ...]:
    """Give what `arrange` finds; the document is laid out only where some of it may not be shown on its pages."""
    from generator.typeset import faces  # noqa: PLC0415
    from generator.typeset.inspection import is_shown  # noqa: PLC0415 heavy: not every command needs these

    framed, found = _framed(document, pack)
    if framed is None:
        return found
    if is_shown(framed.document, framed.template.sheet, faces.load(), framed.frame.running):
        return found
    return arrange(document, pack, places)[1]


def arrange(
    document: Document, pack: Pack, places: Mapping[ValuePath, Place] | None = None, *, apart: bool = False
) -> tuple[Laid | None, tuple[Finding, ...]]:
    """Fill the cover and lay a document out by the Word template of its pack. None if a finding is an error.

    With `apart` every text keeps its own origins; printed is the same, in more pieces.
    """
    from generator.typeset import faces  # noqa: PLC0415
    from generator.typeset.fitting import turned  # noqa: PLC0415
    from generator.typeset.layout import lay_out  # noqa: PLC0415
    from generator.writers.laid import Laid  # noqa: PLC0415 heavy: not every command needs these

    framed, found = _framed(document, pack, apart=apart)
    if framed is None:
        return None, found
    composed, document, template, frame = document, framed.document, framed.template, framed.frame
    face_set = faces.load()
    pages = lay_out(document, template.sheet, face_set, frame.running)
    across = turned(document, ((one.section, one.block) for one in pages.narrow), template.sheet)
    if across is not document:
        document, pages = across, lay_out(across, template.sheet, face_set, frame.running)
    found += tuple(_too_wide(one, pack) for one in pages.narrow if one.table.name not in pages.overfull)
    found += tuple(glyphs.review(pages.missing, composed, pack, places or {}))
    found += tuple(_tall_head(name, pack) for name in dict.fromkeys(pages.overfull))
    return (None if has_errors(found) else Laid(document, template, frame, pages, face_set)), found


def _framed(document: Document, pack: Pack, *, apart: bool = False) -> tuple[_Framed | None, tuple[Finding, ...]]:
    """Give a document with cover, headers and footers by the Word template of its pack; None where that cannot be."""
    from generator.word import template as wordtemplate  # noqa: PLC0415 heavy: not every command needs these
    from generator.word.mark import marked  # noqa: PLC0415

    template, found = wordtemplate.load(pack.word, pack.word_file)
    if template is None:
        return None, found
    frame, more = template.render_frame(document.names)
    found += more
    if frame is None:
        return None, found
    frame = marked(frame, template, document.mark) if document.mark else frame
    document = with_cover(document, frame.cover)
    document = document if apart else merged(document)
    return _Framed(document, template, frame), found + template.unknown_styles(document)


def _tall_head(name: str, pack: Pack) -> Finding:
    message = f"表“{name}”的表头几乎占满一页，排不下一行数。"
    return TALL_HEAD.at(pack.tables[name].place, message, "请把列的标题写短些，或者少套几层、分成几张表。")


def _too_wide(narrow: NarrowTable, pack: Pack) -> Finding:
    """Name the columns that do not fit on the page: at the first of them in the pack, or at the table."""
    from generator.typeset.fitting import LEAST_SIZE  # noqa: PLC0415

    spec = pack.tables[narrow.table.name]
    titles = tuple(dict.fromkeys(title for number in narrow.columns if (title := _title(narrow.table, number))))
    place = next((one.place for one in every_column(spec.columns) if one.title in titles[:1]), spec.place)
    shown = "、".join(f"“{title[:SHOWN]}”" for title in titles[:MOST_NAMED])
    more = f"等 {len(titles)} 列" if len(titles) > MOST_NAMED else ""
    said = f"列{shown}{more}" if titles else "有的格子"
    message = f"表“{spec.name}”太宽：用最小的字（{LEAST_SIZE:g} 磅）和能用的最宽的纸，{said}还是印不下。"
    remedy = "请减少这张表的列或者小数位数，或者分成几张表；排在竖版里的，样式.docx 里要有【横版】的一节。"
    return TOO_WIDE.at(place, message, remedy)


def _title(table: Table, column: int) -> str:
    """Give the title of a grid column: the lowest of the headings over it that is no number (栏次)."""
    placed = (one for row in reversed(grid(tuple(row for row in table.head if not row.numbers))) for one in row)
    over = (one.cell.text for one in placed if one.column <= column < one.column + one.cell.colspan)
    return next((text for text in over if text), "")


def _attachments(document: Document) -> tuple[Attachment, ...]:
    """Return the files that the PDF carries: made of the document alone, so that only what is public can be in them."""
    from generator.writers.laid import Attachment  # noqa: PLC0415 heavy

    return (Attachment("数据.json", "application/json", figures.as_json(document)),)


def output_folder(budget: Budget, unit: str = "") -> str:
    """Return the folder of a budget's files, or of a unit's, below the output folder: 年度/编码-名称."""
    code, name = (unit, own_budgets(budget)[unit]) if unit else (budget.code, budget.name)
    return f"{budget.year}/{safe_name(f'{code}-{name}')}"


def safe_name(text: str) -> str:
    """Make a name that is a file's name on every system, and no path: forbidden characters become _."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")[:_NAME_LIMIT]
    name = name.encode()[:_BYTES_LIMIT].decode(errors="ignore").strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def file_names(output: Output) -> dict[str, str]:
    """Give the names of an output's files by format."""
    name = safe_name(output.title)
    return {suffix: f"{name}.{suffix}" for suffix in output.files}


def write_files(output: Output, root: Path) -> tuple[Path, ...]:
    """Write the files of an output into its folder below a root: all of them or none.

    Raises OSError, with the file's name, if a file cannot be written (it may be open in Word or WPS); what was
    there before is then still whole. No link below the root is followed out of it.
    """
    folder = root / output.folder
    require_inside(folder, root)
    names = file_names(output)
    paths = {folder / names[suffix]: data for suffix, data in output.files.items()}
    replace_files(paths, make_folders=True)
    return tuple(paths)
