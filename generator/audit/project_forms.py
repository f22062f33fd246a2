"""项目绩效目标表：资金支出计划，项目的名称。

应当如何：资金支出计划是累计数（金额或者百分数），后一时点不比前一时点小，最后一个时点是全部（预算数或者 100%）。
怎么读都不对的是矛盾：超过全部的，减少了又加不到全部的；各期相加正好是全部的（填的是当期数），或者最后不到全部的，要人来判断。
项目支出表列了项目的，绩效目标表里的项目名称（编码）表里都有。表里的项目不都要编绩效目标，所以反过来不说。

合格的例子::

    2025 有表单的格式
    | 项目编码 | 1 | 项目名称 | 设备更新 | |
    | 预算规模及资金用途 | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 资金支出计划（%） | 3月底 | 6月底 | 10月底 | 12月底 |
    | | 25 | 50 | 75 | 100 |
    | 绩效目标 | 更新设备。 | | | |

不合格的例子（A151）::

    2025 有表单的格式
    | 项目编码 | 1 | 项目名称 | 设备更新 | |
    | 预算规模及资金用途 | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 资金支出计划（%） | 3月底 | 6月底 | 10月底 | 12月底 |
    | | 50 | 20 | 75 | 100 |
    | 绩效目标 | 更新设备。 | | | |

不合格的例子（A152）::

    2025 有表单的格式
    | 项目编码 | 1 | 项目名称 | 设备更新 | |
    | 预算规模及资金用途 | 预算数 | 10.00 | 其中：财政资金 | 10.00 |
    | 资金支出计划（%） | 3月底 | 6月底 | 10月底 | 12月底 |
    | | 2.00 | 3.00 | 4.00 | 9.00 |
    | 绩效目标 | 更新设备。 | | | |

不合格的例子（A153）::

    2025 有项目表的格式
    表四 2025年项目支出表
    | 项目单位 | 类型 | 项目名称 | 合计 | 财政专户管理资金 | 单位资金 |
    | 某局 | 特定目标类 | 设备更新维护 | 10.00 | 10.00 | |
    表十三 2025年项目支出绩效目标表
    | 项目名称 | 预算金额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |
    | 设备更新维修 | 10.00 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 3 | 台 |
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.checks.common import bare
from generator.facts.words import PLAN
from generator.findings.finding import Kind, Severity
from generator.intake.owned import project_name, text_of
from generator.recognition.amounts import number_in
from generator.recognition.patterns import tight
from generator.recognition.performance_words import FISCAL, OTHER
from generator.recognition.statements import PrintedRecord
from generator.recognition.tables import RecognisedFile

IMPOSSIBLE_PLAN = Kind("A151", "资金支出计划不合", Severity.ERROR, "资金支出计划超过全部，或者累计数减少了。")
UNLIKE_PLAN = Kind("A152", "资金支出计划不像累计数", Severity.WARNING, "资金支出计划是当期的数，或者最后不到全部。")
OTHER_NAME = Kind("A153", "绩效目标表的项目不在项目表里", Severity.WARNING, "绩效目标表里的项目，项目支出表里没有。")

_AMOUNT, _CODE = "预算数", "项目编码"
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")
_FEWEST, _LIKE = 2, 0.75  # points of a plan; how like two names are of which one is the other's
Points = Sequence[tuple[str, Decimal]]


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look at the plan of every project, and for its name among those of the tables that list projects."""
    for read, _ in document.bodies:
        for table in read.tables:
            for record in table.records:
                if record.list == "项目":
                    yield from _plan(record)
        yield from _names(read)


def _plan(record: PrintedRecord) -> Iterator[AuditRemark]:
    points = [
        (name, number)
        for name, (text, _) in record.fields.items()
        if name.startswith(PLAN) and (number := number_in(text.rstrip("%％"))) is not None
    ]
    whole = number_in(text_of(record, _AMOUNT))
    if whole is None or whole <= 0 or len(points) < _FEWEST:
        return
    paid = [number for name in (FISCAL, OTHER) if (number := number_in(text_of(record, name))) is not None]
    wholes = {whole, _HUNDRED, sum(paid, Decimal(0)) or whole}  # that they differ is told already
    fault = _fault(points, wholes)
    if fault:
        line = "、".join(f"{name.removeprefix(PLAN)} {value:f}" for name, value in points)
        message = f"“{project_name(record)}”的资金支出计划（{line}）{fault.words}；预算数是 {whole:f}。"
        fields = ((name.removeprefix(PLAN), record.fields[name]) for name in (*fault.points, _AMOUNT))
        (place, _), *related = ((place, f"{name} {text}") for name, (text, place) in fields)
        finding = fault.kind.at(place, message, fault.remedy, related=tuple(related))
        yield AuditRemark(fault.certainty, finding)


@frozen
class _PlanFault:
    """What is wrong with a plan, and with which of its points."""

    kind: Kind
    certainty: str
    words: str
    remedy: str
    points: Sequence[str]


def _fault(points: Points, wholes: Collection[Decimal]) -> _PlanFault | None:
    """Say what is wrong with a plan: nothing if it rises to the whole, in money or in percent."""
    names, values = [name for name, _ in points], [value for _, value in points]
    off = _CENT * len(values)
    falls = next(((one, other) for one, other in pairwise(points) if other[1] < one[1]), None)
    if falls is None and any(abs(values[-1] - one) <= _CENT for one in wholes):
        return None
    if any(abs(sum(values) - one) <= off for one in wholes):
        words, remedy = "各时点相加正好是全部，像是当期的数", "请核对，应填到各时点的累计数。"
        return _PlanFault(UNLIKE_PLAN, DOUBTFUL, words, remedy, names)
    if max(values) > max(wholes) + _CENT:
        most = names[values.index(max(values))]
        return _PlanFault(IMPOSSIBLE_PLAN, WRONG, "超过了全部", "请核对资金支出计划和预算数。", [most])
    if falls is not None:
        (before, much), (after, less) = ((name.removeprefix(PLAN), value) for name, value in falls)
        words = f"减少了（{before} {much:f}，{after} {less:f}），各时点相加也不是全部"
        fallen = [name for name, _ in reversed(falls)]
        return _PlanFault(IMPOSSIBLE_PLAN, WRONG, words, "请核对，应填到各时点的累计数。", fallen)
    words = f"最后一个时点是 {values[-1]:f}，不是全部"
    return _PlanFault(UNLIKE_PLAN, DOUBTFUL, words, "请核对资金支出计划和预算数。", names[-1:])


def _names(read: RecognisedFile) -> Iterator[AuditRemark]:
    """Look for the projects of forms among those that a table lists with their money."""
    forms: list[PrintedRecord] = []
    listed: list[PrintedRecord] = []
    for table in read.tables:
        own = [one for one in table.records if one.list == "项目"]
        is_form = table.table.spec.form or any("绩效目标" in one.fields for one in own) or not table.table.version
        (forms if is_form else listed).extend(own)
    names = {_key(one): one for one in listed}
    codes = {code for one in listed if (code := text_of(one, _CODE))}
    for record in forms if names else ():
        if _key(record) in names or text_of(record, _CODE) in codes or "项目名称" not in record.fields:
            continue
        name, place = record.fields["项目名称"]
        near = max(names, key=lambda one: SequenceMatcher(None, _key(record), one).ratio())
        alike = SequenceMatcher(None, _key(record), near).ratio() >= _LIKE
        there = names[near].fields.get("项目名称")
        words = f"，相近的是“{project_name(names[near])}”" if alike else ""
        related = ((there[1], f"“{there[0]}”"),) if alike and there else ()
        message = f"绩效目标表里的项目“{name}”，项目表里没有{words}。"
        yield AuditRemark(DOUBTFUL, OTHER_NAME.at(place, message, "请核对两处的名称。", related=related))


def _key(record: PrintedRecord) -> str:
    return bare(tight(project_name(record)))
