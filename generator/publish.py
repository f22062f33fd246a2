"""Publishing: from a budget's folder to finished files, stage by stage. This is the library behind `budget generate`.

budget, findings = build.load(folder)
pack, findings = loader.find(budget.pack, budget.year, templates)
document, findings = compose.compose(budget, pack)
output, findings = finish(document, pack, ("docx", "pdf"))
write_files(output, folder)
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import checks
from generator.base.files import NotWrittenError, replace_files
from generator.base.formats import DEFAULT
from generator.base.nearest import nearest
from generator.compose import unused
from generator.compose.composer import compose, with_cover
from generator.document.blocks import Document, merged
from generator.facts import accepted, build
from generator.facts.budget import Budget
from generator.findings.finding import Finding, Kind, Severity, has_errors
from generator.ledger import unit_codes
from generator.pack import loader
from generator.pack.spec import Pack
from generator.proof import figures

if TYPE_CHECKING:
    from generator.writers.laid import Attachment, Laid

UNKNOWN_UNIT = Kind("B104", "没有这个单位", Severity.ERROR, "要生成单位预算的单位，不在预算的“单位”里。")
TALL_HEAD = Kind("P308", "表头太高", Severity.ERROR, "表头在每一页上重复。它几乎占满一页时，一行数也排不下。")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE)
_NAME_LIMIT = 80  # characters
_BYTES_LIMIT = 240  # of the name in UTF-8: with the suffix under the 255 that file systems take


@dataclass(frozen=True, slots=True)
class Output:
    """The finished files of one document: the bytes by format, and how many pages it has."""

    title: str
    folder: str  # below the output folder: 年度/编码-名称
    files: Mapping[str, bytes] = field(default_factory=dict)
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A budget with its pack and its composed document, and all that was found on the way."""

    budget: Budget | None
    pack: Pack | None
    document: Document | None
    findings: tuple[Finding, ...]


def prepare(folder: Path, templates: Path, *, shown_as: str = "", unit: str = "") -> Prepared:
    """Load, check and compose a budget. Nothing is written.

    `shown_as` is the folder's name in messages. The document is None if any finding is an error.
    """
    budget, found = build.load(folder, shown_as=shown_as or folder.as_posix())
    if budget is None:
        return Prepared(None, None, None, found)
    found += checks.run(budget)
    if unit and unit not in unit_codes(budget):
        known = nearest(unit, unit_codes(budget))
        hint = f"是不是“{known}”？" if known else ""
        missing = UNKNOWN_UNIT.at(budget.places.get(("单位",)), f"预算里没有编码为“{unit}”的单位。", hint)
        return Prepared(budget, None, None, (*found, missing))
    pack, more = loader.find(budget.pack, budget.year, templates, budget.places.get(("模板",)))
    found += more
    if pack is None or has_errors(more):
        return Prepared(budget, None, None, accepted.apply(budget, found))
    document, more = compose(budget, pack, unit=unit)
    if document is not None and not unit:
        more += tuple(unused.review(budget, pack, document))
    found = accepted.apply(budget, found + more)
    return Prepared(budget, pack, None if has_errors(found) else document, found)


def finish(
    document: Document, pack: Pack, formats: Sequence[str] = DEFAULT, *, attach: Mapping[str, str] | None = None
) -> tuple[Output | None, tuple[Finding, ...]]:
    """Lay a document out and write it in some formats, in memory. None if a finding is an error.

    Raises MissingLibraryError where the library of a format is not installed.
    `attach` are texts by file name (the budget's YAML) that the PDF carries, with a JSON of every figure (PDF/A-3a).
    """
    laid, found = arrange(document, pack)
    if laid is None:
        return None, found
    from generator.writers import writer  # noqa: PLC0415 heavy: `budget check` must not import these

    laid = replace(laid, attachments=_attachments(laid.document, attach))
    files = {name: writer(name)(laid) for name in formats}
    return Output(document.title, "", files, len(laid.pages.pages)), found


def arrange(document: Document, pack: Pack) -> tuple[Laid | None, tuple[Finding, ...]]:
    """Fill the cover and lay a document out by the Word template of its pack. None if a finding is an error."""
    from generator.typeset import faces  # noqa: PLC0415
    from generator.typeset.layout import lay_out  # noqa: PLC0415
    from generator.word import template as wordtemplate  # noqa: PLC0415 heavy: `budget check` must not import these
    from generator.writers.laid import Laid  # noqa: PLC0415

    template, found = wordtemplate.load(pack.word, pack.word_file)
    if template is None:
        return None, found
    frame, more = template.render_frame(document.names)
    found += more
    if frame is None:
        return None, found
    document = merged(with_cover(document, frame.cover))
    found += template.unknown_styles(document)
    face_set = faces.load()
    pages, more = lay_out(document, template.sheet, face_set, frame.running)
    found += (*more, *(_tall_head(name, pack) for name in dict.fromkeys(pages.overfull)))
    return (None if has_errors(found) else Laid(document, template, frame, pages, face_set)), found


def _tall_head(name: str, pack: Pack) -> Finding:
    message = f"表“{name}”的表头几乎占满一页，排不下一行数。"
    return TALL_HEAD.at(pack.tables[name].place, message, "请把列的标题写短些，或者少套几层、分成几张表。")


def _attachments(document: Document, texts: Mapping[str, str] | None) -> tuple[Attachment, ...]:
    """Return the files that the PDF carries."""
    from generator.writers.laid import Attachment  # noqa: PLC0415 heavy

    if texts is None:
        return ()
    yaml = (Attachment(name, "application/yaml", text.encode()) for name, text in texts.items())
    return (*yaml, Attachment("数据.json", "application/json", figures.as_json(document)))


def output_folder(budget: Budget, unit: str = "", unit_name: str = "") -> str:
    """Return the folder of a budget's files below the output folder: 年度/编码-名称."""
    code, name = (unit, unit_name) if unit else (budget.code, budget.name)
    return f"{budget.year}/{safe_name(f'{code}-{name}')}"


def safe_name(text: str) -> str:
    """Make a name that is a file's name on every system, and no path: forbidden characters become _."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")[:_NAME_LIMIT]
    name = name.encode()[:_BYTES_LIMIT].decode(errors="ignore").strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def write_files(output: Output, root: Path) -> tuple[Path, ...]:
    """Write the files of an output into its folder below a root: all of them or none.

    Raises OSError, with the file's name, if a file cannot be written (it may be open in Word or WPS); what was
    there before is then still whole. No link below the root is followed out of it.
    """
    folder = root / output.folder
    if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
        raise NotWrittenError(errno.EXDEV, os.strerror(errno.EXDEV), str(folder))
    name = safe_name(output.title)
    paths = {folder / f"{name}.{suffix}": data for suffix, data in output.files.items()}
    replace_files(paths, make_folders=True)
    return tuple(paths)
