"""`budget template`: which packs (官方格式) there are, what one contains, a new one from another, checking one."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator.base import files
from generator.base.nearest import nearest
from generator.commands import console, crash
from generator.commands.chinese import Command, Group
from generator.commands.codes import ERRORS, OK
from generator.commands.common import root_option, say, say_report, text_of, workspace_of
from generator.findings import text as report
from generator.findings.finding import Finding, Place, has_errors
from generator.pack import loader
from generator.pack.spec import Pack
from generator.reading import source
from generator.reading.encoding import MAX_BYTES, decode
from generator.reading.folder import listed
from generator.reading.source import MappingNode

NO_YEAR = 0
_WORD = re.compile(r"""^(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s,{}#'"][^,{}#\r\n]*?(?=\s*(?:[,}#]|$)))""")
year_option = click.option("--year", type=int, metavar="年度", help="按哪个预算年度取版本，默认最新的一版。")


@click.group(cls=Group)
def template() -> None:
    """列出、查看、新建和检查模板（官方格式）。"""


@template.command("list", cls=Command)
@root_option
def list_packs(root: Path | None) -> None:
    """列出全部模板：名称、年度、文件夹、沿用的模板、文件标题和表的个数。"""
    templates = workspace_of(root).templates
    for folder in loader.list_folders(templates):
        pack = _loaded(folder, templates)
        base = f"，沿用 {'、'.join(pack.folders[1:])}" if pack and len(pack.folders) > 1 else ""
        said = f"{pack.title}，{len(pack.tables)} 张表{base}" if pack else "不能用，请用 budget template check 查看"
        say(f"{folder.name}  {folder.year or '各年'}  {folder.shown}  {said}")


@template.command(cls=Command)
@click.argument("name", metavar="名称")
@year_option
@root_option
def show(name: str, year: int | None, root: Path | None) -> None:
    """查看一个模板：文字的大纲、表、口径等名称（各是什么、在哪一行用）和 Word 样式。"""
    from generator.compose import names, packcheck  # noqa: PLC0415 heavy
    from generator.compose.composer import compose  # noqa: PLC0415
    from generator.word import template as wordtemplate  # noqa: PLC0415 heavy

    templates = workspace_of(root).templates
    pack = _pack(name, year, templates)
    budget = packcheck.sample(packcheck.FULLEST, pack, year or latest_year(templates))
    document, _ = compose(budget, pack)
    lines = [
        f"{pack.name}（{pack.year or '各年'}）：{pack.title}",
        f"文件夹：{'，沿用 '.join(pack.folders)}",
        "",
        "大纲：",
    ]
    lines += [f"{'  ' * heading.level}{heading.text}" for heading in (document.headings() if document else ())]
    lines += ["", "表：", *(f"  {table}：{spec.title}" for table, spec in pack.tables.items())]
    drawn = [f"  {chart}：{one.title}（{one.kind}，{one.table}）" for chart, one in pack.charts.items()]
    lines += ["", "图：", *drawn] if drawn else []
    if pack.parts:
        lines += ["", f"选印的部分（budget generate --with 名称）：{'、'.join(pack.parts)}"]
    lines += names.lines_of(pack)
    word, _ = wordtemplate.load(pack.word, pack.word_file)
    lines += ["", f"Word 样式（{pack.word_file}）：", f"  {'、'.join(sorted(word.style_ids)) if word else '打不开'}"]
    say(*lines)


@template.command(cls=Command)
@click.argument("folder", metavar="文件夹")
@click.option("--from", "base", required=True, metavar="名称", help="沿用哪个模板。")
@click.option("--name", metavar="名称", help="新模板的名称，默认与文件夹同名。")
@click.option("--year", type=int, required=True, metavar="年度", help="新模板从哪个预算年度起使用，例如 2026。")
@root_option
def new(folder: str, base: str, name: str | None, year: int, root: Path | None) -> None:
    """从另一个模板开始一个新模板：只写不同的地方，其余沿用。"""
    from generator.publish import safe_name  # noqa: PLC0415 heavy

    workspace = workspace_of(root)
    old = _pack(base, max(year, min(_years(base, workspace.templates), default=NO_YEAR)), workspace.templates)
    own = workspace.root / "templates"
    target = own / folder
    if safe_name(folder) != folder:
        raise click.UsageError(f"“{folder}”不能作文件夹的名称，请写一个简单的名称，例如 my-city。")
    if os.path.lexists(target):
        raise click.UsageError(f"“templates/{folder}”已经有了，请换一个名称。")
    if not _plain(name or folder):
        raise click.UsageError("模板的名称只能是文字、数字和横线，例如 某省某市。")
    if year in _years(name or folder, workspace.templates):
        raise click.UsageError(f"“{name or folder}”已经有 {year} 年度的一版，请写另一个 --year，或者换一个 --name。")
    manifest = _manifest(name or folder, year, old).encode()
    if os.path.isdir(own):
        files.make_folder(target, {loader.MANIFEST: manifest})
    else:  # the program's packs no longer count once there is a folder: bring along what is needed
        used = [workspace.templates / Path(shown).name for shown in old.folders]
        copied = {f"{path.name}/{name}": data for path in used for name, data in _contents(path).items()}
        files.make_folder(own, {**copied, f"{folder}/{loader.MANIFEST}": manifest})
    say(f"已新建 templates/{folder}，沿用“{old.name}”。改好以后运行：budget template check {name or folder}")


@template.command("to-word", cls=Command)
@click.argument("name", metavar="名称")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="只写文字的 Word 文件，写到这个新的文件夹；不写就在 templates 下新建整个模板，名称后面加“-Word”。",
)
@year_option
@root_option
def to_word(name: str, output: Path | None, year: int | None, root: Path | None) -> None:
    """把模板的文字（.jinja）写成 Word 文件：在 Word 里改字句，生成的公开文本不变。"""
    from generator.word import template as wordtemplate  # noqa: PLC0415 heavy
    from generator.word.drafting import text_file  # noqa: PLC0415

    workspace = workspace_of(root)
    pack = _pack(name, year, workspace.templates)
    word, found = wordtemplate.load(pack.word, pack.word_file)
    if word is None:
        say_report(report.render(found, {}, columns=console.columns()))
        sys.exit(ERRORS)
    own = workspace.templates / Path(pack.folders[0]).name
    texts = {
        f"{Path(file).stem}{loader.WORD_SUFFIX}": text_file(word, text, Path(file).stem)
        for file, text in jinja_texts(pack)
    }
    if not texts:
        raise click.UsageError(f"“{pack.name}”没有 .jinja 的文字可写。")
    target = output or workspace.root / "templates" / f"{own.name}-word"
    if os.path.lexists(target):
        raise click.UsageError(f"“{target}”已经有了，请用 -o 写一个新的文件夹。")
    contents = {} if output else _renamed(_contents(own), pack.name)
    files.make_folder(target, {**contents, **texts})
    said = "放进模板的文件夹，并删去同名的 .jinja 就可以使用。" if output else f"名称是“{pack.name}-Word”。"
    say(f"已写成 {len(texts)} 个 Word 文件：{target}。{said}")


def jinja_texts(pack: Pack) -> list[tuple[str, str]]:
    """Give the texts that a pack uses and that are written in Jinja, inherited ones included, with their files."""
    used = dict.fromkeys(text for name, text in pack.texts.items() if "/" not in name)
    return [(text.file, text.source) for text in used if text.file.endswith(loader.TEXT_SUFFIX)]


def _renamed(contents: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Give a copy of a pack's files, without its Jinja texts, under another name."""
    kept = {file: data for file, data in contents.items() if not file.endswith(loader.TEXT_SUFFIX)}
    new = f"{name}-Word"
    for file in sorted(one for one in kept if one.endswith(".yaml")):
        text, node = decode(kept[file], file)[0], source.parse(kept[file], file)[0]
        named = [value for key, value in node.items if key.text == "名称"] if isinstance(node, MappingNode) else []
        if text is not None and named:
            kept[file] = _replaced(text, named[0].place, new).encode()
            return kept
    text = decode(kept[loader.MANIFEST], loader.MANIFEST)[0] or ""
    kept[loader.MANIFEST] = f"名称: {new}\n{text}".encode()
    return kept


def _replaced(text: str, place: Place, new: str) -> str:
    """Write another word instead of the one at a place of a YAML text."""
    lines = text.splitlines(keepends=True)
    line, start = (place.line or 1) - 1, (place.column or 1) - 1
    lines[line] = lines[line][:start] + _WORD.sub(lambda _: new, lines[line][start:], count=1)
    return "".join(lines)


@template.command(cls=Command)
@click.argument("name", metavar="[名称]", required=False)
@click.option("--all", "every", is_flag=True, help="已核实的也列出来，带原因。")
@year_option
@root_option
def check(name: str | None, every: bool, year: int | None, root: Path | None) -> None:
    """检查模板：用最小和最全的预算试排，逐字核对名称、样式、列和合计。没有错误时退出码为 0，有错误为 1。"""
    from generator.compose import packcheck  # noqa: PLC0415 heavy

    templates = workspace_of(root).templates
    folders = loader.list_folders(templates)
    if name and name not in {known for folder in folders for known in (folder.name, folder.path.name)}:
        _pack(name, year, templates)
    found: list[Finding] = []
    for folder in folders:
        if name in (None, folder.name, folder.path.name) and (year is None or folder.year <= year):
            try:
                found.extend(packcheck.check(folder.name, year or folder.year or latest_year(templates), templates)[1])
            except Exception as error:  # one pack stops no other
                found.append(crash.finding_of(error, folder.shown))
    found = list(dict.fromkeys(found))
    told = [finding for finding in found if every or not finding.accepted]
    texts = _texts(told, templates)
    say_report(report.render(report.in_order(told), texts, hints=True, columns=console.columns()))
    if len(told) < len(found):
        say(f"另有 {len(found) - len(told)} 个已核实，用 --all 列出。")
    sys.exit(ERRORS if has_errors(found) else OK)


def latest_year(templates: Path) -> int:
    """Return the latest year for which there is a version of some pack."""
    return max((folder.year for folder in loader.list_folders(templates)), default=NO_YEAR)


def _years(name: str, templates: Path) -> tuple[int, ...]:
    """Return the years with which the versions of a pack begin."""
    return tuple(one.year for one in loader.list_folders(templates) if name in (one.name, one.path.name))


def _loaded(folder: loader.Folder, templates: Path) -> Pack | None:
    """Load a pack for the list; one that cannot be used, for whatever reason, is listed as such."""
    try:
        pack, found = loader.find(folder.name, folder.year or latest_year(templates), templates)
    except Exception:
        return None
    return None if has_errors(found) else pack


def _pack(name: str, year: int | None, templates: Path) -> Pack:
    pack, findings = loader.find(name, year or latest_year(templates), templates)
    if pack is None:
        known = sorted({folder.name for folder in loader.list_folders(templates)})
        near = nearest(name, known)
        hint = f"是不是“{near}”？" if near else f"可以写：{'、'.join(known)}。"
        usual = f"没有模板“{name}”。{hint}"
        raise click.UsageError(findings[0].message if findings and name in known else usual)
    return pack


def _manifest(name: str, year: int, base: Pack) -> str:
    return (
        f"# 沿用“{base.name}”：这里只写不同的地方，没有写的都与它相同。写法见 docs/模板说明.md。\n"
        f"名称: {name}\n年度: {year}\n沿用: {base.name}\n\n"
        "# 印出来的分项加起来与合计差 0.01 的表和句子后面印这句话；当地的格式没有的，改成空的两个引号。\n"
        "舍入说明: 部分数据因四舍五入，分项之和与合计略有差异\n\n"
        "# 改一张表：写表名和要改的键，例如\n#   表:\n"
        f"#     {next(iter(base.tables), '表名')}:\n#       附注: [注：……]\n"
        "# 改一段文字：放一个同名的 .jinja 文件；在原文前后加话，文件里写\n"
        f'#   {{% include "{base.name}/名词解释.jinja" %}}\n'
    )


def _plain(name: str) -> bool:
    return all(char.isalnum() or char in "-_" for char in name)


def _texts(findings: Iterable[Finding], templates: Path) -> dict[str, str]:
    """Read the files that findings point into, for excerpts."""
    names = {finding.place.file for finding in findings if finding.place}
    return {name: text for name in names if (text := text_of(templates / name.removeprefix("templates/")))}


def _contents(folder: Path) -> dict[str, bytes]:
    """Read the files of a pack's folder."""
    return {path.name: files.read_file(path, MAX_BYTES) for path in listed(folder) if path.is_file()}
