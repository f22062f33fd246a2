"""Reading a pack's text without rendering it: names, queries, tables and styles that do not exist, numbers that lack.

A sentence inside `{% if %}` is not rendered by every budget, so what it names is looked up here, each with its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from jinja2 import TemplateSyntaxError, meta, nodes

from generator.base import late
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.pack.nodes import SHOWN, UNKNOWN_NAME, suggestion
from generator.pack.spec import PackText
from generator.prose import calls
from generator.prose.environment import PackEnvironment
from generator.prose.known import KnownNames
from generator.prose.language import BAD_TEXT

NO_NUMBER = Kind(
    "P415", "句子缺数", Severity.WARNING, "“万元”“元”前面应当是同一单位的金额，例如 {{ 金额('基本支出')|万元 }}万元。"
)
NO_STYLE = Kind("P416", "文字的样式不存在", Severity.ERROR, "文字里 [样式名] 写的样式，Word 模板（样式.docx）里没有。")
_USUAL = ("主体", "年度", "版本", "金额", "数量", "记录", "科目", "项目", "单位", "说明")
MOST_TOLD = 100  # findings of one text
_UNITS = ("万元", "亿元", "元")
_STYLE = late.compile(r"\s*(?:#{1,4}\s*)?\[([^\]{}]+)\]")
_PRINTED = late.compile(r"\s*@(表|图)\s+([^{}\s]+)\s*")
_BARE = late.compile(r"(?<![0-9０-９单位：:为以（(“、/])万元")


def assigned(environment: PackEnvironment, texts: Iterable[PackText]) -> set[str]:
    """Return the names that texts set themselves (`set`, `for`, macros and their arguments)."""
    found: set[str] = set()
    for text in texts:
        tree = _parse(environment, text)
        if tree is not None:
            found.update(node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param"))
            found.update(node.name for node in tree.find_all(nodes.Macro))
    return found


def review(environment: PackEnvironment, text: PackText, known: KnownNames) -> Iterator[Finding]:
    """Yield what is wrong with a text, line by line."""
    tree = _parse(environment, text)
    if tree is None:
        return  # what is wrong with it is reported when it is composed
    found = chain(_names(tree, text, known), calls.review(tree, text, known), _numbers(tree, text), _lines(text, known))
    yield from islice(found, MOST_TOLD)


def names(environment: PackEnvironment, text: PackText, known: KnownNames) -> Iterator[Finding]:
    """Yield only what a text names and is not there: names, queries, records, dimensions."""
    tree = _parse(environment, text)
    if tree is not None:
        yield from islice(chain(_names(tree, text, known), calls.review(tree, text, known)), MOST_TOLD)


def _parse(environment: PackEnvironment, text: PackText) -> nodes.Template | None:
    """Return the tree of a text; None where it is not one, or says what it may not."""
    try:
        tree = environment.parse(text.source, filename=text.file)
    except TemplateSyntaxError:
        return None
    return None if environment.faults_of(tree) else tree


def _at(text: PackText, node: nodes.Node) -> Place:
    return Place(text.file, node.lineno, 1)


def _undeclared(tree: nodes.Template) -> set[str]:
    """Return the names that a text asks for; none where it cannot be compiled, which is reported when it is loaded."""
    assert tree.environment is not None  # noqa: S101 the parser gave it
    tracker = meta.TrackingCodeGenerator(tree.environment)
    tracker.optimizer = None  # nothing of the text is computed here
    try:
        tracker.visit(tree)
    except TemplateSyntaxError:
        return set()
    return tracker.undeclared_identifiers


def _names(tree: nodes.Template, text: PackText, known: KnownNames) -> Iterator[Finding]:
    lacking = _undeclared(tree) - known.names
    for node in tree.find_all(nodes.Name):
        if node.name in lacking and node.ctx == "load":
            message = f"没有“{node.name}”这个名称。"
            yield BAD_TEXT.at(_at(text, node), message, suggestion(node.name, _usual_first(known.names)))
    included = [node.template for node in tree.find_all(nodes.Include)]
    included += [node.template for node in tree.find_all(nodes.Extends)]
    for file in included:
        name = _constant(file)
        if name is not None and name not in known.files:
            yield BAD_TEXT.at(_at(text, file), f"模板里没有“{name[:SHOWN]}”。", suggestion(name, sorted(known.files)))


def _usual_first(names: Iterable[str]) -> list[str]:
    """Order names that can be written: those that texts need most go first, Jinja's own (loop) are left out."""
    chinese = sorted(name for name in names if not name.isascii())
    return sorted(chinese, key=lambda name: name not in _USUAL)


def _numbers(tree: nodes.Template, text: PackText) -> Iterator[Finding]:
    for output in tree.find_all(nodes.Output):
        for before, node in zip([None, *output.nodes], output.nodes, strict=False):
            if isinstance(node, nodes.TemplateData):
                yield from _unit(before, node, text)


def _unit(before: nodes.Expr | None, node: nodes.TemplateData, text: PackText) -> Iterator[Finding]:
    unit = next((unit for unit in _UNITS if node.data.startswith(unit)), "")
    if before is not None and unit and not isinstance(before, nodes.TemplateData):
        used = before.name if isinstance(before, nodes.Filter) else ""
        if used != unit:
            given = f"前面用的是 |{used}" if used else "前面不是金额"
            remedy = f"请写成 {{{{ 金额('…')|{unit} }}}}{unit}。"
            yield NO_NUMBER.at(_at(text, node), f"“{unit}”{given}，单位不符或者没有数。", remedy)
        return
    bare = _BARE.search(node.data[1:] if before is None else node.data)
    if bare:
        line = node.lineno + node.data[: bare.start()].count("\n")
        remedy = "请在前面写上 {{ 金额('…')|万元 }}。"
        yield NO_NUMBER.at(Place(text.file, line, 1), "“万元”前面没有数。", remedy)


def _lines(text: PackText, known: KnownNames) -> Iterator[Finding]:
    for number, line in enumerate(text.source.split("\n"), 1):
        style, asked = _STYLE.match(line), _PRINTED.fullmatch(line)
        if style and style[1] not in known.styles:
            place = Place(text.file, number, style.start(1) + 1, len(style[1]))
            yield NO_STYLE.at(
                place, f"Word 模板里没有样式“{style[1][:SHOWN]}”。", suggestion(style[1], sorted(known.styles))
            )
        names = () if asked is None else known.tables if asked[1] == "表" else known.charts
        if asked and asked[2] not in names:
            place = Place(text.file, number, asked.start(2) + 1, len(asked[2]))
            message = f"没有名为“{asked[2][:SHOWN]}”的{asked[1]}。"
            yield UNKNOWN_NAME.at(place, message, suggestion(asked[2], sorted(names)))


def _constant(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def printed(texts: Iterable[PackText]) -> set[tuple[str, str]]:
    """Return what texts print: 表 or 图, each with its name."""
    lines = (line for text in texts for line in text.source.split("\n"))
    return {(match[1], match[2]) for match in map(_PRINTED.fullmatch, lines) if match}
