"""样本里的话：没有给填表人的说明，没有模板的记号，没有公式的错误，没有空着的金额。

应当如何：公开的文件里没有“请填写”“必填项”“（如无请删除）”这样的说明，没有 {{ }}、${ } 这样的记号，
没有 #REF!、#N/A 这样的公式错误，没有“N万元”“—万元”。格式自己规定印的说明不算。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：公开内容完整；照抄样本而没有改是检查中常见的问题。

合格的例子::

    2025
    三、别的说明
    本部门2025年没有其他需要说明的事项。

不合格的例子（A525）::

    2025
    三、别的说明
    {{ 部门名称 }}2025年没有其他需要说明的事项。

不合格的例子（A526）::

    2025
    三、别的说明
    本部门2025年没有其他需要说明的事项（如无此项请删除）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, UNLAWFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight
from generator.recognition.words import bare

MARKS = Kind("A525", "模板的记号没有换掉", Severity.ERROR, "文字里有模板的记号、公式的错误，或者空着的金额。")
INSTRUCTION = Kind("A526", "给填表人的说明", Severity.WARNING, "公开的文件里有写给填表人的话。")

_MARKS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\$\{[^}]*\}|<%|%>|#(?:REF|DIV/0|VALUE)!|#NAME\?|#N/A|\[objectObject\]|(?<![A-Za-z])(?:undefined|NaN|null)(?![A-Za-z])"
    r"|(?<![A-Za-z0-9.])[A-Z]万元|[—－_＿]+万元|(?<![0-9])/万元"
)
_INSTRUCTION = re.compile(
    r"[（\[【](?:请|此处|本处|填写|填报|示例|如无|如没有|若无|没有的|如有|注：请|可)[^）\]】]{0,40}?"
    r"(?:填写|填报|删除|删去|说明|选择|补充|注明|列示|修改|略)[^）\]】]{0,20}[）\]】]"
    r"|请(?:在此|在这里)?(?:填写|填报|补充完整|自行)|必填项|选填项|填表说明|填写说明|此处(?:填写|省略)"
)
_SHOWN = 12  # characters around


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Search all texts, those of tables too, for what was written for the author."""
    own = bare("".join(one.source for one in document.source.read.form.pack.texts.values()))
    notes = "".join(bare(note) for one in document.source.read.form.tables for note in one.spec.notes)
    told: set[str] = set()
    for text, place in _texts(document):
        words = tight(text)
        found = _MARKS.search(words)
        if found is not None:
            message = f"“{_around(words, found)}”里的“{found[0]}”没有换成内容。"
            yield AuditRemark(UNLAWFUL, MARKS.at(place, message, "请写明内容；没有的请删去。"))
            continue
        found = _INSTRUCTION.search(words)
        if found is not None and bare(words) not in told and bare(found[0]) not in own + notes:
            told.add(bare(words))
            certainty = UNLAWFUL if found[0][0] in "（[【" else DOUBTFUL
            message = f"“{_around(words, found)}”是写给填表人的。"
            yield AuditRemark(certainty, INSTRUCTION.at(place, message, "请删去。"))


def _texts(document: AuditedDocument) -> Iterator[tuple[str, Place]]:
    for part in document.source.file.parts:
        if isinstance(part, Passage):
            yield part.text, part.place
        else:
            yield from ((cell.text, cell.place) for cell in part.cells if cell.text)


def _around(words: str, found: re.Match[str]) -> str:
    return words[max(found.start() - _SHOWN, 0) : found.end() + _SHOWN]
