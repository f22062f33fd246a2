"""上年有没有预算：`上年: 无` 说没有，写明原因，就不再写上年数。

应当如何：“上年”只写 无，并写明原因，例如“无，2025年新设立”；写了“无”的，不再写“上年数”。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：说明预算收支增减变化情况；说“无可比”要是真的。

合格的例子::

    上年: 无，2025年新设立

不合格的例子（C711）::

    上年: 2024年预算100万元

不合格的例子（C712）::

    上年: 无，2025年新设立
    上年数: {支出总计: 100000}

不合格的例子（C713）::

    上年: 无
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.budget import Budget, Subject
from generator.facts.words import no_last_year
from generator.findings.finding import Kind, Problem, Severity

NOT_NONE = Kind("C711", "上年写的不是无", Severity.ERROR, "“上年”只用来说明上年没有可比的预算，以“无”开头，写明原因。")
BOTH = Kind("C712", "说无又写了上年数", Severity.ERROR, "写了 上年: 无，又写了上年数：不知道哪个是对的。")
NO_REASON = Kind("C713", "没有写明上年为什么没有", Severity.HINT, "写了 上年: 无，没有写原因，例如新设立。")


def check(budget: Budget) -> Iterator[Problem]:
    """Look at what the department and each unit say of last year."""
    subjects = budget.subjects
    for subject in subjects:
        if "上年" in subject.data:
            yield from _said(subject)


def _said(subject: Subject) -> Iterator[Problem]:
    typed, path = str(subject.data["上年"]), subject.at("上年")
    reason = no_last_year(typed)
    if reason is None:
        message = f"“上年”写的是“{typed}”，不是“无”。"
        remedy = "有上年的数，请写在“上年数”里；确实没有的，写 无，并写明原因，例如：无，2025年新设立。"
        yield NOT_NONE.on(path, message, remedy)
        return
    if subject.data.get("上年数"):
        remedy = "有上年的数，请删去“上年”；确实没有的，请删去“上年数”。"
        yield BOTH.on(path, "写了 上年: 无，又写了上年数。", remedy, also=((subject.at("上年数"), "上年数在这里"),))
    elif not reason:
        yield NO_REASON.on(path, "写了 上年: 无，没有写原因。", "请写明原因，例如：无，2025年新设立。")
