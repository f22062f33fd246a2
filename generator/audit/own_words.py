"""自称：部门预算写“本部门”，单位预算写“本单位”。

应当如何：部门预算里除了专说某个单位的地方，不自称“本单位”；单位预算不自称“本部门”。

合格的例子::

    2025
    三、别的说明
    本部门2025年没有政府性基金预算。

不合格的例子（A601）::

    2025
    三、别的说明
    本单位2025年没有政府性基金预算。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity

OWN_NAME = Kind("A601", "自称不对", Severity.HINT, "部门预算自称“本单位”，或者单位预算自称“本部门”。")
_WRONG = {"部门": "本单位", "单位": "本部门"}
_AROUND = 8  # characters


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Search the running text for the name that the other kind of document has for itself."""
    if document.source.units:  # documents of units stand in the same file, whose words are theirs
        return
    wrong = _WRONG.get(document.version, "")
    right = f"本{document.version}"
    for passage in document.passages:
        at = passage.text.find(wrong) if wrong else -1
        if at >= 0:
            around = passage.text[max(at - _AROUND, 0) : at + len(wrong) + _AROUND]
            message = f"“{around}”：这是{document.version}预算，写了“{wrong}”。"
            yield AuditRemark(SMALL, OWN_NAME.at(passage.place, message, f"请核对，应写“{right}”。"))
