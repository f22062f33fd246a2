"""Findings of a pack that its author has looked into and keeps (已核实), each with its reason, like 出错说明.

An error cannot be accepted: the pack would not work. An item that accepts nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from generator.findings.finding import Finding, Kind, Severity
from generator.pack.nodes import WRONG_SHAPE, Reader
from generator.pack.spec import Pack, Verified
from generator.reading.source import Node

UNUSED = Kind(
    "P421", "已核实没有用上", Severity.WARNING, "模板里“已核实”的问题没有出现：已经改好了，或者代码、位置写得不对。"
)
NOT_ACCEPTABLE = Kind("P422", "错误不能核实", Severity.WARNING, "只有警告和提示可以写明原因后保留；错误必须改正。")
KEY = "已核实"
CODE, REASON, FILE = "代码", "原因", "文件"
PLACES = ("口径", "表", "列", "行")  # steps of the paths of findings
ACCEPTED_KEYS = (CODE, *PLACES, FILE, REASON)
_REMEDY = "例如 已核实: [{代码: P413, 表: 收入总表, 列: 合计, 原因: ……}]。"


def read(node: Node | None, reader: Reader) -> tuple[Verified, ...]:
    """Read 已核实 of one folder."""
    return tuple(one for item in reader.items(node) for one in _read(item, reader))


def _read(node: Node, reader: Reader) -> Iterator[Verified]:
    keys = {key: reader.text(value).strip() for key, value in reader.mapping(node, ACCEPTED_KEYS).items()}
    lacking = [key for key in (CODE, REASON) if not keys.get(key)]
    for key in lacking:
        reader.report(WRONG_SHAPE, node.place, f"“{KEY}”的这一条没有写“{key}”。", _REMEDY)
    if not lacking:
        places = tuple((key, keys[key]) for key in PLACES if key in keys)
        yield Verified(keys[CODE], places, keys.get(FILE, ""), keys[REASON], node.place)


def apply(pack: Pack, findings: Iterable[Finding], *, every: bool = True) -> tuple[Finding, ...]:
    """Mark the findings that a pack accepts, and report what cannot be accepted and what is not needed.

    Without `every`, errors kept the pack from being tried out: nothing is called needless.
    """
    found = tuple(_marked(finding, pack.accepted) for finding in findings)
    return found + tuple(remark for one in pack.accepted for remark in _remarks(one, pack, found, every=every))


def covers(one: Verified, finding: Finding) -> bool:
    """Tell whether an item speaks of a finding."""
    steps = dict(zip(finding.path[::2], finding.path[1::2], strict=False))
    file = PurePosixPath(finding.place.file).name if finding.place else ""
    said = all(steps.get(key) == value for key, value in one.places)
    return one.code == finding.code and said and one.file in ("", file)


def _marked(finding: Finding, given: Sequence[Verified]) -> Finding:
    if finding.kind.severity is Severity.ERROR:
        return finding
    return replace(finding, accepted=next((one.reason for one in given if covers(one, finding)), ""))


def _remarks(one: Verified, pack: Pack, findings: Sequence[Finding], *, every: bool) -> Iterator[Finding]:
    meant = [finding for finding in findings if covers(one, finding)]
    own = one.place.file.startswith(f"{pack.folders[0]}/")  # of what it extends, others may have the finding
    if not meant and every and own:
        said = "".join(f"，{key}“{value}”" for key, value in (*one.places, *([(FILE, one.file)] if one.file else [])))
        remedy = "问题已经改好时，请删去这一条；否则核对代码和位置。"
        yield UNUSED.at(one.place, f"没有出现问题 {one.code}{said}。", remedy)
    if any(finding.kind.severity is Severity.ERROR for finding in meant):
        remedy = "请改正这个错误，并删去这一条。"
        yield NOT_ACCEPTABLE.at(one.place, f"{one.code} 是错误，写明原因也不能用。", remedy)
