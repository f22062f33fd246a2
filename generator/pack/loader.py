"""Loading a pack: the files of its folder, and of the packs that it extends (沿用), as one `Pack`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from generator.base import files, inputs, late
from generator.base.nearest import nearest
from generator.facts import classification
from generator.facts.classification import Classification
from generator.facts.declaration import Declarations
from generator.facts.declared import EXISTING, lists
from generator.facts.words import CHILD_LISTS, LEVELS, RECORD_LISTS, LineWords, any_words
from generator.findings.finding import Finding, Place
from generator.ledger import Queries, dimensions
from generator.pack import accepted
from generator.pack.charts import read_charts
from generator.pack.conditions import read_queries
from generator.pack.data import read_data
from generator.pack.nodes import (
    CIRCULAR,
    MISSING_FILE,
    MISSING_PACK,
    NO_EFFECT,
    SHOWN,
    TOO_LARGE,
    TWO_PACKS,
    UNKNOWN_NAME,
    UNREADABLE_PACK,
    WRONG_SHAPE,
    Reader,
    check_scalars,
)
from generator.pack.obligations import OBLIGATIONS, law, read_obligations
from generator.pack.spec import NumberFormat, Pack, PackText, TableSpec, every_row
from generator.pack.state import PackState, state_of
from generator.pack.tables import VERSIONS, TableReader
from generator.pack.words import read_words
from generator.reading import source
from generator.reading.encoding import decode_text, unreadable
from generator.reading.folder import is_beside, listed
from generator.reading.schema import load_rule
from generator.reading.source import DUPLICATE, MappingNode, Node, Scalar, pairs

PACK = "模板"  # a question of inputs
_KEPT = 64  # packs and folders of packs that a process keeps
MANIFEST = "模板.yaml"
SUMMARY = "汇总"  # the pack in which a district adds its departments up
WORD_FILE = "样式.docx"
MAIN_TEXT = "正文.jinja"
YAML_SUFFIX, TEXT_SUFFIX, WORD_SUFFIX = ".yaml", ".jinja", ".docx"
_READ = (YAML_SUFFIX, TEXT_SUFFIX, WORD_SUFFIX)
_LOCK = "~$"  # begins the names of files that Word lays beside those it has open
LONGEST_TEXT = 300_000  # characters; the longest of a real form has under 10,000
LARGEST_YAML = 500_000  # bytes of one file; the largest of a real form has 20,000
MOST_FILES = 50  # of one kind in a folder; a real form has 10
_YEAR = late.compile("[0-9]{4}")
_IDENTITY = late.compile(  # in a file without this, no key of the top is 名称, 年度 or 沿用
    rb"^(?:[^ \t\r\n#\x80-\xff]|[^ \t\r\n#:]{0,12}?(?:%b))|\0|\r(?!\n)|\A(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]+[^ \t#\r\n]"
    % b"|".join(key.encode(coding) for key in ("名称", "年度", "沿用") for coding in ("utf-8", "gb18030")),
    re.MULTILINE,
)
PACK_KEYS = (
    "名称",
    "年度",
    "沿用",
    "文件标题",
    "默认",
    "口径",
    "片段",
    "表",
    "图",
    "选印",
    "维度值",
    "数据",
    "科目名称",
    "正文必有",
    "必备",
    OBLIGATIONS,
    "增减",
    "舍入说明",
    "已核实",
)
MERGE_DEPTH: Mapping[str, int] = {
    "口径": 1, "片段": 1, "表": 2, "图": 1, "科目名称": 2, "默认": 1, "维度值": 1, "数据": 3,
    OBLIGATIONS: 2,
}  # fmt: skip
YamlRead = tuple[Node | None, tuple[Finding, ...]]  # a YAML file: what it says, and what is wrong with it


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """A pack's folder with what its YAML says, unmerged; read anew, it is another one.

    Which pack it is, is read of every folder; all that it says, of the one that is asked for.
    """

    path: Path
    shown: str  # its name in places
    identity: Mapping[str, Node]  # at least 名称, 年度, 沿用
    yaml: tuple[Path, ...] = ()
    manifest: YamlRead = (None, ())  # of 模板.yaml
    digest: str = ""  # of all its files
    is_known: bool = True  # False if its 模板.yaml cannot be read: then nobody knows which pack it is

    @property
    def keys(self) -> Mapping[str, Node]:
        """All that its files say."""
        return _whole(self)[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with its files."""
        return _whole(self)[1] if self.yaml else self.manifest[1]

    @property
    def name(self) -> str:
        """The name of the pack (名称), or that of the folder."""
        return _scalar(self.identity.get("名称")) or self.path.name

    @property
    def year(self) -> int:
        """The first budget year that this version of the form is for (年度); 0 for any."""
        text = _scalar(self.identity.get("年度"))
        return int(text) if _YEAR.fullmatch(text) else 0


def find(
    name: str, year: int, templates: Path, place: Place | None = None, folders: tuple[Folder, ...] | None = None
) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Load the pack of a name, in the version for a budget year: the latest that is not later.

    `place` is where the budget names it. Returns findings instead of a pack if it does not exist or cannot be used.
    `folders` are those of `templates`, if they have been listed already.
    """
    reader = Reader()
    folders = list_folders(templates) if folders is None else folders
    chain = _chain(name, year, folders, reader, place)
    _record(folders, name, year)
    found = (*_of_folders(folders, chain), *reader.findings)
    if not chain:
        return None, found
    pack, more = _loaded(chain, year)
    return pack, found + more


def names_of(folders: Iterable[Folder]) -> tuple[str, ...]:
    """Give the names of the packs that a department's budget may be in: all that are known, but that of summaries."""
    return tuple(dict.fromkeys(one.name for one in folders if one.is_known and one.name != SUMMARY))


def answer(templates: str, name: str, year: str) -> str:
    """Give what stands for the pack of a name for a budget year: all that is in its folders, and in what it extends."""
    return _answer(list_folders(Path(templates)), name, int(year))


def _record(folders: tuple[Folder, ...], name: str, year: int) -> None:
    """Record that a pack was asked for, among those of a templates folder."""
    templates = folders[0].path.parent if folders else ""
    inputs.record(partial(_answer, folders, name, year), PACK, inputs.whole(templates), name, year)


def _answer(folders: tuple[Folder, ...], name: str, year: int) -> str:
    chain = _chain(name, year, folders, Reader(), None)
    unread = (folder.path.name for folder in folders if not folder.is_known and folder not in chain)
    said = [f"{folder.path.name} {folder.digest}" for folder in chain] + sorted(unread)
    return inputs.digest_of("\0".join(said).encode("utf-8", "surrogateescape"))


def words_of(folders: tuple[Folder, ...], name: str, year: int) -> LineWords:
    """Give the words that a budget with a pack may use; what is wrong with the pack is told by `find`."""
    chain = _chain(name, year, folders, Reader(), None)
    _record(folders, name, year)
    return _words(chain) if chain else any_words(name, year)


@lru_cache(_KEPT)
def _words(chain: tuple[Folder, ...]) -> LineWords:
    reader, keys = Reader(), _merged(chain)
    own, names = read_data(keys.get("数据"), reader), _names(keys.get("科目名称"), reader)
    return replace(read_words(keys.get("维度值"), reader), declared=own, names=names)


def _of_folders(folders: tuple[Folder, ...], chain: tuple[Folder, ...]) -> list[Finding]:
    """Give what was found in the folders of a pack; of another one only that it may have been the one that is meant."""
    found: list[Finding] = []
    for folder in folders:
        if not chain or folder in chain:
            found += folder.findings
        elif not folder.is_known:
            first = folder.findings[0]
            remedy = "请用 budget template check 查看并改正；不要的，请移到别处。"
            found.append(UNREADABLE_PACK.at(first.place, f"{folder.shown} 没有读入：{first.message}", remedy))
    return found


def list_folders(templates: Path) -> tuple[Folder, ...]:
    """Return all packs of a templates folder, by folder name, those that cannot be read included.

    Raises OSError if the templates folder itself cannot be looked into.
    """
    return _listed(templates, state_of(templates))


@lru_cache(_KEPT)
def _listed(templates: Path, _state: PackState) -> tuple[Folder, ...]:
    """Read the packs of a templates folder; once, as long as its state is the same."""
    with inputs.recorded(None):  # a budget depends on its own pack, which `find` records
        paths = listed(templates) if os.path.isdir(templates) else []
        folders = (_folder(path, f"templates/{path.name}") for path in paths if not path.name.startswith("."))
        return tuple(folder for folder in folders if folder)


def _folder(path: Path, shown: str) -> Folder | None:
    """Read the YAML of a pack's folder; None for a file, and for a folder that is no pack."""
    if os.path.isfile(path):
        return None
    try:
        own = [file for file in listed(path) if file.suffix in _READ and not is_beside(file)]
    except OSError as error:
        found = unreadable(error, shown, is_link=os.path.islink(path))
        return Folder(path, shown, {}, manifest=(None, (found,)), is_known=False)
    if MANIFEST not in {file.name for file in own}:
        return None
    digest = _digest(own)  # before they are read: what changes in between is then not missed
    yaml = (file for file in own if file.suffix == YAML_SUFFIX)
    ordered = tuple(sorted(yaml, key=lambda file: (file.name != MANIFEST, file.name)))
    manifest = _yaml(ordered[0], f"{shown}/{MANIFEST}")
    others = (source.read_bytes(file, shown)[0] or b"" for file in ordered[1:MOST_FILES])
    folder = Folder(path, shown, _said(manifest[0]), ordered, manifest, digest, manifest[0] is not None)
    return replace(folder, identity=folder.keys) if any(map(_IDENTITY.search, others)) else folder


def _said(manifest: Node | None) -> Mapping[str, Node]:
    return {key.text: value for key, value in source.pairs(manifest)}


@lru_cache(8 * _KEPT)
def _whole(folder: Folder) -> tuple[Mapping[str, Node], tuple[Finding, ...]]:
    """Read all files of a folder, once: what they say, and what is wrong with them."""
    reader, keys = Reader(), dict[str, Node]()
    with inputs.recorded(None):  # `find` records the pack
        for file in _few(folder.yaml, folder.shown, reader):
            manifest = file.name == MANIFEST
            node, findings = folder.manifest if manifest else _yaml(file, f"{folder.shown}/{file.name}")
            reader.findings.extend(findings)
            if node is not None:
                _join(keys, node, reader)
    return keys, tuple(reader.findings)


def _digest(own: Iterable[Path]) -> str:
    said = (f"{file.name} {files.answer(str(file))}" for file in own)
    return inputs.digest_of("\0".join(said).encode("utf-8", "surrogateescape"))


def _join(keys: dict[str, Node], node: Node, reader: Reader) -> None:
    """Add what one file says to what the files before it say; of what both say one is lost, which is told."""
    said = reader.mapping(node, PACK_KEYS)
    for key in (key for key, _ in node.items if key.text in said) if isinstance(node, MappingNode) else ():
        before, own, depth = keys.get(key.text), said[key.text], MERGE_DEPTH.get(key.text, 0)
        if before is None:
            keys[key.text] = own
            continue
        for again, place in _said_again(key, before, own, depth):
            message = f"“{again.text[:SHOWN]}”写了两次，前一次在 {place.file} 第 {place.line} 行。"
            reader.report(DUPLICATE, again.place, message, "请合并成一处，删去另一处。")
        keys[key.text] = _merge(before, own, depth)


def _said_again(key: Scalar, before: Node, own: Node, depth: int) -> Iterator[tuple[Scalar, Place]]:
    """Yield the keys that two files say and that cannot be joined, each with the place of what was said before."""
    if depth == 0 or not isinstance(before, MappingNode) or not isinstance(own, MappingNode):
        yield key, before.place
        return
    said = {one.text: value for one, value in before.items}
    for one, value in own.items:
        if one.text in said:
            yield from _said_again(one, said[one.text], value, depth - 1)


def _few(files: Sequence[Path], shown: str, reader: Reader) -> Sequence[Path]:
    """Return the files of a folder, if they are no more than a pack may have."""
    if len(files) > MOST_FILES:
        reader.report(TOO_LARGE, Place(shown), f"{files[0].suffix} 文件超过 {MOST_FILES} 个。", "请合并一些文件。")
    return files[:MOST_FILES]


def _yaml(file: Path, shown: str) -> YamlRead:
    """Read a YAML file of a pack, if it is no larger than one may be."""
    data, findings = source.read_bytes(file, shown)
    if data is None:
        return None, findings
    if len(data) > LARGEST_YAML:
        place, message = Place(shown, 1, 1), f"文件超过 {LARGEST_YAML // 1000} KB。"
        return None, (*findings, TOO_LARGE.at(place, message, "请删去不用的内容。"))
    node, more = source.parse(data, shown)
    unfit = Reader()
    if node is not None:
        check_scalars(node, unfit)
    return node, (*findings, *more, *unfit.findings)


def _chain(
    name: str, year: int, folders: tuple[Folder, ...], reader: Reader, place: Place | None
) -> tuple[Folder, ...]:
    """Return the pack's folder and those it extends, nearest first.

    A pack for an earlier year may extend one that begins later: its author looked at it.
    """
    chain: list[Folder] = []
    while name:
        named = [f for f in folders if name in (f.name, f.path.name) and f not in chain]
        fitting = [f for f in named if f.year <= year]
        if chain and named and not fitting:
            fitting = [min(named, key=lambda folder: folder.year)]
        if not fitting and any(name in (folder.name, folder.path.name) for folder in chain):
            message = f"模板“{name}”沿用了自己，没有更早的一版。"
            reader.report(CIRCULAR, place or Place(chain[-1].shown), message, "请写另一个模板，或者删去“沿用”。")
            return ()
        if not fitting:
            reader.findings.append(_missing(name, year, folders, place))
            return ()
        chosen = max(fitting, key=lambda folder: folder.year)
        twins = [folder.shown for folder in fitting if folder.year == chosen.year]
        if len(twins) > 1:
            message = f"模板“{name}”同一年度有 {len(twins)} 个文件夹：{'、'.join(twins[:3])}。"
            remedy = "请只留下一个，或者改它们的“名称”“年度”。"
            reader.report(TWO_PACKS, Place(f"{chosen.shown}/{MANIFEST}", 1, 1), message, remedy)
            return ()
        chain.append(chosen)
        base = chosen.keys.get("沿用")
        name, place = reader.text(base), base.place if base is not None else None
    return tuple(chain)


def _there_are(folders: tuple[Folder, ...]) -> str:
    """List the packs that exist, each with the years from which its versions are for."""
    years: dict[str, list[int]] = {}
    for folder in folders:
        if folder.name != SUMMARY:
            years.setdefault(folder.name, []).append(folder.year)
    known = ((name, min(own)) for name, own in sorted(years.items()))
    return "、".join(f"{name}（{first} 年度起）" if first else name for name, first in known)


def _missing(name: str, year: int, folders: tuple[Folder, ...], place: Place | None) -> Finding:
    """Say that there is no pack of a name, or that it begins with a later year."""
    later = [folder for folder in folders if name in (folder.name, folder.path.name) and folder.year > year]
    if not later:
        return MISSING_PACK.at(
            place, f"没有 {year} 年度可用的模板“{name}”。", f"可以写：{_there_are(folders)}。" if folders else ""
        )
    first = min(later, key=lambda folder: folder.year)
    message = f"模板“{name}”从 {first.year} 年度开始，没有 {year} 年度可用的。"
    command = f"budget template new {first.path.name}-{year} --from {first.name} --name {first.name} --year {year}"
    remedy = f"请核对“年度”；确实是 {year} 年的预算，请运行 {command}，再对照当年的格式改。"
    return MISSING_PACK.at(place, message, remedy)


@lru_cache(_KEPT)
def _loaded(chain: tuple[Folder, ...], year: int) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Load a pack, once as long as its folders are the same."""
    reader = Reader()
    with inputs.recorded(None):
        pack = _load(chain, reader, year)
    return pack, tuple(reader.findings)


def _load(chain: tuple[Folder, ...], reader: Reader, year: int) -> Pack | None:
    keys = _merged(chain)
    names = _names(keys.get("科目名称"), reader)
    reader.codes = partial(known_code, names, classification.load(year))
    _check_year(keys.get("年度"), reader)
    title = keys.get("文件标题")
    reader.text(keys.get("名称"))  # which must be a text
    word = next((folder for folder in chain if os.path.lexists(folder.path / WORD_FILE)), None)
    texts = _texts(chain, reader)
    for missing, file in ((word is None, WORD_FILE), (MAIN_TEXT not in texts, MAIN_TEXT)):
        if missing:
            reader.report(MISSING_FILE, Place(chain[0].shown), f"模板里没有“{file}”。", "请从别的模板复制一份再改。")
    if word is None or MAIN_TEXT not in texts:
        return None
    style, findings = source.read_bytes(word.path / WORD_FILE, f"{word.shown}/{WORD_FILE}")
    reader.findings.extend(findings)
    if style is None:
        return None
    defaults = reader.mapping(keys["默认"], ("数字", "正文数字", "正文比率", "抬头")) if "默认" in keys else {}
    reader.dimensions = dimensions(read_words(keys.get("维度值"), reader))
    queries = read_queries(keys.get("口径"), reader)
    fragments = reader.mapping(keys["片段"]) if "片段" in keys else {}
    tables = TableReader(reader, queries, fragments, NumberFormat())
    tables.number = tables.number_format(defaults.get("数字"), NumberFormat())
    tables.line = tables.head_line(defaults.get("抬头")) or tables.line
    specs = tables.tables(keys.get("表"))
    data = read_data(keys.get("数据"), reader)
    _check_lists(specs, data, reader)
    if not reader.findings:  # what could not be read may use them
        _check_fragments(chain[0], tables.used, fragments, reader)
    return Pack(
        name=chain[0].name,
        title=reader.text(title, "{{ 主体 }}{{ 年度 }}年部门预算信息公开"),
        title_place=title.place if title is not None else Place(f"{chain[0].shown}/{MANIFEST}", 1, 1),
        tables=specs,
        queries=queries,
        query_places={name: node.place for name, node in _items(keys.get("口径"))},
        dimensions=reader.dimensions,
        names=names,
        texts=texts,
        number=tables.number,
        word=style,
        word_file=f"{word.shown}/{WORD_FILE}",
        year=next((folder.year for folder in chain if folder.year), 0),
        charts=read_charts(keys.get("图"), specs, reader),
        obligations=read_obligations(keys.get(OBLIGATIONS), specs, reader),
        parts=reader.texts(keys.get("选印")),
        required=_required(keys.get("正文必有"), queries, reader),
        demanded=_demanded(keys.get("必备"), data, reader),
        data=data,
        accepted=tuple(one for folder in chain for one in accepted.read(folder.keys.get(accepted.KEY), reader)),
        rounding_note=reader.text(keys.get("舍入说明")),
        exact_changes=reader.word(keys.get("增减"), ("显示数", "精确数"), "显示数") == "精确数",
        said=tables.number_format(defaults.get("正文数字"), NumberFormat(zero="0.00")),
        rates=tables.rate_format(defaults.get("正文比率")),
        folders=tuple(folder.shown for folder in chain),
    )


def _check_year(node: Node | None, reader: Reader) -> None:
    """Report a year (年度) that is none: the version would be taken for one of every year."""
    if node is not None and not _YEAR.fullmatch(_scalar(node)):
        message = f"年度应当是四位数字，写的是“{_scalar(node)[:SHOWN]}”。"
        reader.report(WRONG_SHAPE, node.place, message, "例如 2025；各年都用的，请不写。")


def known_code(names: Mapping[str, Mapping[str, str]], catalogues: Classification, dimension: str, code: str) -> bool:
    """Tell whether the catalogue, or the pack itself (科目名称), has a code that begins so."""
    own = (declared.startswith(code) or code.startswith(declared) for declared in names.get(dimension, {}))
    return catalogues.begins(dimension, code) or any(own)


def _check_lists(specs: dict[str, TableSpec], data: Declarations, reader: Reader) -> None:
    """Report lists of records that no budget has."""
    known = tuple(dict.fromkeys((*RECORD_LISTS, *CHILD_LISTS, *lists(data))))
    for spec in specs.values():
        named = [(row.records, row.place) for row in every_row(spec) if row.records]
        named += [(spec.each, spec.place)] if spec.each else []
        for name, place in named:
            if name not in known:
                reader.unknown(UNKNOWN_NAME, place, "没有名为“{}”的记录。", name, known)


def _check_fragments(folder: Folder, used: Set[str], fragments: Mapping[str, Node], reader: Reader) -> None:
    """Report the fragments that a pack itself writes and nothing uses: mostly one that was to replace another."""
    own = folder.keys.get("片段")
    for name, _ in own.items if isinstance(own, MappingNode) else ():
        if name.text not in used:
            others = [one for one in fragments if one != name.text]
            near = nearest(name.text, others)
            remedy = f"是不是“{near}”？" if near else "请在表的“列”“行”里写它的名字，或者删去。"
            reader.report(NO_EFFECT, name.place, f"没有表用到片段“{name.text[:SHOWN]}”，写了不起作用。", remedy)


def _merged(chain: tuple[Folder, ...]) -> dict[str, Node]:
    keys: dict[str, Node] = {OBLIGATIONS: base} if (base := law()) is not None else {}
    for folder in reversed(chain):
        for key, node in folder.keys.items():
            keys[key] = _merge(keys[key], node, MERGE_DEPTH.get(key, 0)) if key in keys else node
    return keys


def _merge(base: Node, own: Node, depth: int) -> Node:
    """Let a mapping add to and replace what it extends, down to a depth; places stay those of the file that says it."""
    if depth == 0 or not isinstance(base, MappingNode) or not isinstance(own, MappingNode):
        return own
    items = {key.text: (key, value) for key, value in base.items}
    for key, value in own.items:
        old = items.get(key.text)
        items[key.text] = (key, _merge(old[1], value, depth - 1) if old else value)
    return MappingNode(tuple(items.values()), own.place)


def _texts(chain: tuple[Folder, ...], reader: Reader) -> dict[str, PackText]:
    """Return all texts by file name, the nearest pack's first; `名称/文件` reaches a certain pack's own.

    Where a text is written in Word, each text has both names: who includes one need not know how it is written.
    """
    texts: dict[str, PackText] = {}
    files = [(folder, file) for folder in chain for file in _few(_text_files(folder.path), folder.shown, reader)]
    in_word = any(file.suffix == WORD_SUFFIX for _, file in files)
    for folder, file in files:
        text = _text(file, f"{folder.shown}/{file.name}", reader)
        for name in [f"{file.stem}{suffix}" for suffix in (TEXT_SUFFIX, WORD_SUFFIX)] if in_word else [file.name]:
            own = f"{folder.name}/{name}"
            if own in texts and file.suffix == WORD_SUFFIX and name == file.name:
                message = f"“{file.stem}”写了两份：{file.stem}{TEXT_SUFFIX} 和 {file.name}。"
                reader.report(WRONG_SHAPE, Place(f"{folder.shown}/{file.name}"), message, "请只留一份。")
            if text is not None:
                texts.setdefault(name, text)
                texts.setdefault(own, text)
    return texts


def _text(file: Path, shown: str, reader: Reader) -> PackText | None:
    data, findings = source.read_bytes(file, shown)
    reader.findings.extend(findings)
    if data is None:
        return None
    decoded, findings = _in_word(data, shown) if file.suffix == WORD_SUFFIX else decode_text(data, shown)
    reader.findings.extend(findings)
    if decoded is not None and len(decoded) > LONGEST_TEXT:
        reader.report(WRONG_SHAPE, Place(shown), f"文字超过 {LONGEST_TEXT} 个字。", "请拆成几个文件。")
        return None
    return PackText(shown, decoded.replace("\r\n", "\n")) if decoded is not None else None


def _in_word(data: bytes, shown: str) -> tuple[str | None, tuple[Finding, ...]]:
    from generator.word.lines import as_text  # noqa: PLC0415 heavy, and few packs write in Word

    return as_text(data, shown)


def _text_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are texts: those of Jinja first, then those of Word."""
    try:
        files = [file for file in listed(folder) if not is_beside(file) and file.name != WORD_FILE]
    except OSError:  # told already when its YAML was to be read
        return []
    own = [file for file in files if file.suffix in (TEXT_SUFFIX, WORD_SUFFIX) and not file.name.startswith(_LOCK)]
    return sorted(own, key=lambda file: file.suffix == WORD_SUFFIX)


def _names(node: Node | None, reader: Reader) -> dict[str, dict[str, str]]:
    if node is None:
        return {}
    dimensions = reader.mapping(node, LEVELS)
    for codes in (codes for name, codes in dimensions.items() if name in LEVELS):
        for code, _ in codes.items if isinstance(codes, MappingNode) else ():
            if not (code.text.isascii() and code.text.isdigit()):
                message = f"科目编码应当是数字，写的是“{code.text[:SHOWN]}”。"
                reader.report(WRONG_SHAPE, code.place, message, '例如 "2040601"。')
    return {
        dimension: {code: reader.text(name) for code, name in reader.mapping(names).items()}
        for dimension, names in dimensions.items()
    }


def _required(node: Node | None, queries: Queries, reader: Reader) -> tuple[str, ...]:
    """Read 正文必有: the queries whose figures the text must ask for."""
    names = reader.texts(node)
    for name in names:
        if name not in queries and node is not None:
            reader.unknown(UNKNOWN_NAME, node.place, "没有名为“{}”的口径。", name, queries)
    return tuple(name for name in names if name in queries)


def _demanded(node: Node | None, data: Declarations, reader: Reader) -> dict[str, tuple[str, ...]]:
    """Read 必备: the keys of the YAML that a budget must state, for each version."""
    found = reader.mapping(node, VERSIONS) if node is not None else {}
    known = (*load_rule("budget").properties, *(key for key in data if key not in EXISTING))
    demanded = {version: reader.texts(keys) for version, keys in found.items()}
    for version, keys in demanded.items():
        for key in (key for key in keys if key not in known):
            reader.unknown(UNKNOWN_NAME, found[version].place, "预算没有“{}”这个键。", key, known)
    return {version: tuple(key for key in keys if key in known) for version, keys in demanded.items()}


def _items(node: Node | None) -> Iterator[tuple[str, Node]]:
    return ((key.text, value) for key, value in pairs(node))


def _scalar(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
