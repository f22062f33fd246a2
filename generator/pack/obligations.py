"""Reading what must be published (公开要求): by the law, for every form, and how and what else the form of a pack does.

The law's own stands in `schema/disclosure.yaml`, in the same words; a pack says which of its tables and headings fulfil
it, and adds its own. What a pack prints and nobody names (a table, a heading) is not repeated here: it is seen there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from generator.base import late
from generator.base.nearest import nearest
from generator.base.resources import schema_folder
from generator.findings.finding import Finding, Kind, Severity
from generator.pack.nodes import NO_EFFECT, SHOWN, TOO_LARGE, UNKNOWN_NAME, WRONG_SHAPE, Reader
from generator.pack.spec import Obligation, Pack, TableSpec
from generator.pack.tables import VERSIONS
from generator.reading import source
from generator.reading.source import MappingNode, Node, Scalar, pairs

NO_HEADING = Kind(
    "P423",
    "公开要求的标题不在模板里",
    Severity.WARNING,
    "审核照这个标题找，模板自己印的却不是它。",
)
NEARLY_LAW = Kind(
    "P424",
    "公开要求的名称像写错了",
    Severity.WARNING,
    "名称与法律要求的差一两个字，现在是格式自己的一条；法律要求的那一条没有写由什么做到。",
)
OBLIGATIONS = "公开要求"
OBLIGATION_KEYS = (
    "要求", "类别", "依据", "栏目", "适用", "表", "标题", "文字", "列出", "到", "期限", "印", "不得有",
)  # fmt: skip
SIDES = COMPLETE, DETAILED, TIMELY, TRUE, WHERE = ("完整性", "细化", "及时性", "真实性", "公开方式")
PRINTED = ("封面", "目录")
LEVELS_TO = ("项", "款")
NOT_HERE = "无"  # the form does not have it
LAW = "disclosure.yaml"
MOST_OBLIGATIONS = 200  # a real form has 40
_HOW = ("表", "标题", "文字", "列出", "到", "期限", "印", "不得有")  # of which one says when it is met
_LONGEST_HEADING = 60  # characters
_NEARLY = 0.74  # of the characters of a short name: one of four may differ
_REMARKS = late.compile("[A-Z][0-9]{3}|矛盾|不合规定|细小|可疑")  # what an audit calls its remarks
_MARKS = late.compile(r"^\s*#*\s*(?:\[[^\]]*\]\s*)?")
_FILLED = late.compile(r"\{\{.*?\}\}|\{%.*?%\}|部门|单位|[\s*]")


@cache
def law() -> Node | None:
    """What the law demands of every form."""
    data, _ = source.read_bytes(schema_folder() / LAW, LAW)
    tree = source.parse(data, LAW)[0] if data is not None else None
    return {key.text: value for key, value in pairs(tree)}.get(OBLIGATIONS)


def read_obligations(node: Node | None, tables: Mapping[str, TableSpec], reader: Reader) -> tuple[Obligation, ...]:
    """Read 公开要求, in its order; what names no table of the form, and what can never be met, is told."""
    nodes = pairs(node)
    for _, value in nodes[MOST_OBLIGATIONS : MOST_OBLIGATIONS + 1]:
        reader.report(TOO_LARGE, value.place, f"公开要求超过 {MOST_OBLIGATIONS} 条。", "请删去不用的。")
    if node is not None and not isinstance(node, MappingNode):
        reader.wrong(node, "一组“名称: 要求”")
    return tuple(_obligation(key, value, tables, reader) for key, value in nodes[:MOST_OBLIGATIONS])


def _obligation(name: Scalar, node: Node, tables: Mapping[str, TableSpec], reader: Reader) -> Obligation:
    if isinstance(node, Scalar):
        reader.word(node, (NOT_HERE,), NOT_HERE)
        own = next((one for key, one in pairs(law()) if key.text == name.text and isinstance(one, MappingNode)), None)
        said = {key.text: reader.text(one) for key, one in pairs(own) if key.text in ("要求", "栏目")}
        column = said.get("栏目", name.text)
        return Obligation(name.text, name.place, said.get("要求", name.text), column=column, absent=True)
    keys = reader.mapping(node, OBLIGATION_KEYS)
    found = Obligation(
        name=name.text,
        place=name.place,
        demand=reader.text(keys.get("要求"), name.text),
        side=reader.word(keys.get("类别"), SIDES, COMPLETE),
        sources=_sources(keys.get("依据"), reader),
        column=reader.text(keys.get("栏目"), name.text),
        applies=reader.word(keys.get("适用"), VERSIONS, ""),
        tables=reader.texts(keys.get("表")),
        headings=reader.texts(keys.get("标题")),
        words=reader.texts(keys.get("文字")),
        listed=reader.texts(keys.get("列出")),
        level=reader.word(keys.get("到"), LEVELS_TO, ""),
        days=reader.number(keys.get("期限"), 0, 1),
        printed=reader.word(keys.get("印"), PRINTED, ""),
        without=reader.texts(keys.get("不得有")),
    )
    _check(found, keys, tables, reader)
    return found


def _sources(node: Node | None, reader: Reader) -> Mapping[str, str]:
    """Read 依据: one for both versions, or one for each."""
    if isinstance(node, MappingNode):
        return {version: reader.text(one) for version, one in reader.mapping(node, VERSIONS).items()}
    said = reader.text(node)
    return dict.fromkeys(VERSIONS, said) if said else {}


def _check(one: Obligation, keys: Mapping[str, Node], tables: Mapping[str, TableSpec], reader: Reader) -> None:
    for name in (name for name in one.tables if name not in tables):
        reader.unknown(UNKNOWN_NAME, keys["表"].place, "没有名为“{}”的表。", name, tables)
    if one.place.file != LAW and one.side != WHERE and not any(key in keys for key in _HOW):
        message = f"“{one.name[:SHOWN]}”没有写怎样算做到了。"
        reader.report(NO_EFFECT, one.place, message, f"请写{'、'.join(_HOW)}里的一个，或者改成“{NOT_HERE}”。")
    for words in (words for words in one.without if not _REMARKS.fullmatch(words)):
        message = f"“不得有”写的“{words[:SHOWN]}”不是审核的意见。"
        reader.report(WRONG_SHAPE, keys["不得有"].place, message, "请写 矛盾、不合规定，或者意见的代码，例如 A202。")


def review(pack: Pack) -> Iterator[Finding]:
    """Yield the obligations whose headings no text of the pack has (a pack that extends it may have changed them).

    And its own, whose names are nearly those of the law: they were meant to say how the law's is met.
    """
    lawful = [key.text for key, _ in pairs(law())]
    for one in pack.obligations:
        meant = get_close_matches(one.name, lawful, n=1, cutoff=_NEARLY) if one.name not in lawful else []
        if meant:
            message = f"公开要求“{one.name[:SHOWN]}”不是法律要求的一条。"
            yield NEARLY_LAW.at(one.place, message, f"是不是“{meant[0]}”？格式自己的一条，请换一个名称。")
    lines = tuple(dict.fromkeys(_short_lines(pack)))
    for one in pack.obligations:
        if one.headings and not any(bare(words) in line for words in one.headings for line in lines):
            words = one.headings[0]
            message = f"公开要求“{one.name}”的标题“{words[:SHOWN]}”，模板的文字里没有。"
            near = nearest(words, lines)
            remedy = f"是不是“{near}”？" if near else "请在“公开要求”里写这一格式的标题。"
            yield NO_HEADING.at(one.place, message, remedy)


def _short_lines(pack: Pack) -> Iterator[str]:
    """Yield the short lines of a pack's texts, as far as they are fixed words."""
    for text in pack.texts.values():
        for line in text.source.splitlines():
            words = bare(_MARKS.sub("", line))
            if len(words) <= _LONGEST_HEADING:
                yield words


def bare(words: str) -> str:
    """Make a heading comparable: without what is filled in, without 部门 and 单位."""
    return _FILLED.sub("", words)
