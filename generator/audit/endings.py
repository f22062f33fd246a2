"""句末和单位：一条一条的文字以句号结束，最后一条不以分号结束，金额写明“元”，同一种写法一致。

应当如何：编了序号的几条，要么都有句末的标点，要么都没有；以金额结束的一段也有句号；列举的最后一条用句号；“100万（含）”写成“100万元（含）”，
写了两位小数的金额有单位，单位不写重；表上“单位：万元”的冒号全角、半角一致。
依据：GB/T 15834《标点符号用法》；GB/T 9704《党政机关公文格式》。

合格的例子::

    2025
    三、别的说明
    （一）负责拟订本地区的财政发展规划和政策并且组织实施。
    （二）负责编制本地区的年度预算草案并且组织实施有关工作。
    （三）单价100万元（含）以上的设备由财政部门负责统一调配。

不合格的例子（A531）::

    2025
    三、别的说明
    （一）负责拟订本地区的财政发展规划和政策并且组织实施。
    （二）负责编制本地区的年度预算草案并且组织实施有关工作
    （三）负责本地区的国库管理和政府采购以及绩效管理工作。

不合格的例子（A531）::

    2025
    三、别的说明
    2025年本部门下属3家机关财政拨款的机关运行经费预算为464.64万元
    2025年本部门政府采购预算4821.20万元，其中货物预算21.20万元。
    2025年本部门编报绩效目标的项目3个，涉及项目预算资金5.00万元。
    截至2024年8月31日，本部门共有车辆3辆，设备5台（套）。
    2025年本部门预算安排购置车辆0辆，购置设备0台（套）。

不合格的例子（A532）::

    2025
    三、别的说明
    基本支出50.00万元，占50.00%；
    项目支出50.00万元，占50.00%；
    四、另外的说明

不合格的例子（A533）::

    2025
    三、别的说明
    单价100万（含）以上的设备0台。

不合格的例子（A534）::

    2025
    三、别的说明
    其中：办公设备购置安排的资金12.35，用于更换电脑。

不合格的例子（A535）::

    2025
    三、别的说明
    其中：办公设备购置安排的资金12.35万元元，用于更换电脑。

不合格的例子（A536）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    2025年度某某局财政拨款基本支出预算表
    单位:万元
    | 科目编码 | 科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |

不合格的例子（A537）::

    2025
    三、别的说明
    某某局2025年政府性基金支出预算支出5.00万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight
from generator.recognition.words import bare

NO_STOP = Kind("A531", "句末没有句号", Severity.HINT, "别的条、别的段都有句号，这一处没有。")
LAST_OPEN = Kind("A532", "最后一条没有用句号", Severity.HINT, "列举的最后一条以分号或者逗号结束。")
NO_YUAN = Kind("A533", "漏了“元”", Severity.HINT, "金额写了“万”，没有写“元”。")
NO_UNIT = Kind("A534", "金额没有单位", Severity.HINT, "一个数写了两位小数，后面没有单位。")
UNIT_TWICE = Kind("A535", "单位写重了", Severity.HINT, "同一个单位连写了两次。")
TWO_COLONS = Kind("A536", "冒号全角半角不一", Severity.HINT, "各表“单位：”的冒号，有的是全角，有的是半角。")
SAID_TWICE = Kind("A537", "词语重出", Severity.HINT, "“支出预算支出”这样重了的话。")

_NUMBERED = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+[、.．]|（[0-9]+）)")
_STOPS = "。；：，！？"
_SHORTEST = 20  # characters of a paragraph that is a sentence
_SHORT = 10  # characters of a line that is a label
_FIGURED = re.compile("[0-9](?:万元|元|%|辆|台（套）|个|家|项)")
_OPEN_FIGURE = re.compile("(?:[0-9](?:万元|%|辆|台（套）)|持平)$")
_LABELLED = re.compile("(?:^|[。；，])[^，。；：]{2,10}：[^。；]*$")  # 绩效指标：合格率不低于95% is no sentence
_FEW = 5  # paragraphs with a stop for each without, at least
_NAMED = 3  # tables in a message
_NO_YUAN = re.compile(r"[0-9][0-9，.]*万(?=（含|（不含|（以|以[上下内]|及以|[，。；、）]|的[货服工设])")
_NO_UNIT = re.compile(
    r"[一-鿿”）](?<!增加)(?<!减少)(?<!增长)(?<!下降)(?<!上升)([0-9][0-9，]*\.[0-9]{2})(?=[，。；、）])"
)
_TWICE = re.compile("万元元|(?<=[0-9])元元|万万元|(?<=[0-9])%%|万元万元")
_UNIT_LINE = re.compile("^(?:金额)?单位([:：])(?:人民币)?万?元|(?:　| )(?:金额)?单位([:：])(?:人民币)?万?元")
_SAID_TWICE = re.compile("(支出|收入)预算\\1(?=[0-9])")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look at how paragraphs end, and at the units of what is printed."""
    passages = document.passages
    own = bare("".join(one.source for one in document.source.read.form.pack.texts.values()))
    yield from _unstopped(passages)
    yield from _unstopped_amounts(passages)
    for number, passage in enumerate(passages):
        text = tight(passage.text)
        yield from _last(text, passages, number)
        for kind, pattern, message, remedy in (
            (NO_YUAN, _NO_YUAN, "“{}”漏了“元”。", "请写“万元”。"),
            (NO_UNIT, _NO_UNIT, "“{}”后面没有单位。", "请补上“万元”或者“%”。"),
            (UNIT_TWICE, _TWICE, "“{}”写重了。", "请删去多的。"),
            (SAID_TWICE, _SAID_TWICE, "“{}”的话重了。", "请删去重复的。"),
        ):
            found = pattern.search(text)
            if found is not None and (kind is not SAID_TWICE or f"{found[0]}{{{{" not in own):
                yield AuditRemark(SMALL, kind.at(passage.place, message.format(found[0]), remedy))
    yield from _colons(document)


def _unstopped(passages: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Tell the few of a run of paragraphs numbered in one way that have no stop at the end, where most have one."""
    for style, group in groupby(passages, key=lambda one: _style(tight(one.text))):
        long = [one for one in group if style and len(tight(one.text)) >= _SHORTEST]
        open_ = [one for one in long if not tight(one.text).rstrip("”）").endswith(tuple(_STOPS))]
        for one in open_ if len(open_) * 2 < len(long) else ():
            message = f"“……{one.text[-12:]}”后面没有句号，其他各条有。"
            yield AuditRemark(SMALL, NO_STOP.at(one.place, message, "请补上句号。"))


def _unstopped_amounts(passages: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Tell the few paragraphs that end with a figure, or 持平, and no stop, where those of the text have one."""
    texts = ((one, tight(one.text)) for one in passages)
    long = [(one, text) for one, text in texts if len(text) >= _SHORTEST and _FIGURED.search(text) and not _style(text)]
    open_ = [one for one, text in long if _OPEN_FIGURE.search(text) and not _LABELLED.search(text)]
    for one in open_ if len(open_) * _FEW <= len(long) else ():
        message = f"“……{one.text[-12:]}”后面没有句号，别的段有。"
        yield AuditRemark(SMALL, NO_STOP.at(one.place, message, "请补上句号。"))


def _style(text: str) -> str:
    """Say how a paragraph is numbered: （一）, 一、, 1、 or （1）; empty where it is not."""
    found = _NUMBERED.match(text)
    return re.sub("[一二三四五六七八九十]+", "一", re.sub("[0-9]+", "1", found[0])) if found else ""


def _last(text: str, passages: Sequence[Passage], number: int) -> Iterator[AuditRemark]:
    """Tell a paragraph that leads to more, which does not come: the next line is a heading, or there is none."""
    after = tight(passages[number + 1].text) if number + 1 < len(passages) else ""
    before = tight(passages[number - 1].text) if number else ""
    open_ = text.endswith(("；", "，")) and len(text) >= _SHORTEST // 2 and any(one.isdigit() for one in text)
    headed = text.endswith("；") and bool(_NUMBERED.match(after))
    ends = len(after) < _SHORT or not after.endswith(tuple(_STOPS))
    if open_ and ends and (headed or before.endswith(("；", "：", "，"))):
        message = f"“……{text[-12:]}”是最后一条，以“{text[-1]}”结束。"
        yield AuditRemark(SMALL, LAST_OPEN.at(passages[number].place, message, "请改成句号。"))


def _colons(document: AuditedDocument) -> Iterator[AuditRemark]:
    said = [
        (found[1] or found[2], table)
        for table in document.tables
        for line in table.head
        if (found := _UNIT_LINE.search(line))
    ]
    narrow, wide = ([table for colon, table in said if colon == one] for one in ":：")
    if narrow and wide:
        few = min((narrow, wide), key=len)
        names = "、".join(dict.fromkeys(f"“{one.table.spec.name}”" for one in few[:_NAMED]))
        shown = "半角" if few is narrow else "全角"
        message = f"{names}{'等' if len(few) > _NAMED else ''}的“单位”后面是{shown}冒号，别的表不是。"
        yield AuditRemark(SMALL, TWO_COLONS.at(few[0].grids[0].place, message, "请统一。"))
