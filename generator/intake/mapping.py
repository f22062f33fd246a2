"""`导入.yaml` at the root: what columns of other people's lists are called here, said once and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.base.nearest import nearest
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.intake.leaf_words import IGNORED, WORDS
from generator.reading.source import Broken, MappingNode, Node, Scalar, pairs, read

NAME = "导入.yaml"
_MISNAMED = ("导入.yml", "导入.yaml.txt", "导入.yml.txt")
_COLUMNS = "列"

_EXAMPLE = f"例如：{_COLUMNS}: {{支出科目: 功能分类, 经办人: {IGNORED}}}"

MAPPING = Kind("I201", "导入.yaml 写得不对", Severity.ERROR, f"“{_COLUMNS}”下面一行一个：他们的列名: 我们的词。")


def column_mapping(root: Path) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Read the words for names of columns; there need not be any."""
    path = root / NAME
    if not path.exists():
        return {}, tuple(_misnamed(root))
    node, findings = read(path, NAME)
    found: dict[str, str] = {}
    wrong = list(_read(node, found)) if node is not None and not isinstance(node, Broken) else []
    return found, (*findings, *wrong)


def _misnamed(root: Path) -> Iterator[Finding]:
    """Tell of a file that is meant and has another ending: it would be passed over in silence."""
    for name in _MISNAMED:
        if (root / name).exists():
            yield MAPPING.at(Place(name), f"这个文件没有读，名称应当是 {NAME}。", f"请改名为 {NAME}。")


def _read(node: Node, found: dict[str, str]) -> Iterator[Finding]:
    if not isinstance(node, MappingNode):
        yield MAPPING.at(node.place, f"这里要写“{_COLUMNS}:”。", _EXAMPLE)
        return
    for key, value in pairs(node):
        if key.text != _COLUMNS:
            yield MAPPING.at(key.place, f"没有“{key.text}”这个键，只有“{_COLUMNS}”。", _EXAMPLE)
        elif not isinstance(value, MappingNode):
            yield MAPPING.at(value.place, f"“{_COLUMNS}”下面要一行一个：他们的列名: 我们的词。", _EXAMPLE)
        else:
            yield from _columns(value, found)


def _columns(node: MappingNode, found: dict[str, str]) -> Iterator[Finding]:
    for theirs, ours in pairs(node):
        if isinstance(ours, Scalar) and ours.text in WORDS:
            found[theirs.text] = ours.text
            continue
        text = ours.text if isinstance(ours, Scalar) else ""
        near = nearest(text, WORDS)
        message = f"“{text}”不是导入用的词。" if text else f"“{theirs.text}”后面要写一个词。"
        yield MAPPING.at(ours.place, message, f"{f'是不是“{near}”？' if near else ''}可以写：{'、'.join(WORDS)}。")
