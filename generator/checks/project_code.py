"""项目编码的校验位：21 位项目编码的最后一位由前 20 位算出，能发现抄写错误。

应当如何：6 位行政区划 + 2 位年份 + P + 6 位业务代码 + 5 位顺序号 + 1 位校验位。校验位的字符集为
0123456789ABCDEFGHJKLMNPQRTUWXY（没有 I、O、S、V、Z），第 i 位的权数是 3 的 i 次方除以 31 的余数（i 从 0 起），
前 20 位加权和除以 31 的余数为 r，校验位是字符集里的第 30 减 r 个（从 0 数起）。其他形式的编码不检查。
依据：项目绩效目标表的项目编码（已公开的 14 个编码全部符合）；字符集和权数同 GB 32100。

合格的例子::

    项目:
      - 编码: 13030325P00385410058N
        名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C307）::

    项目:
      - 编码: 13030325P00385410085N
        名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import origin, said
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

MISTYPED = Kind("C307", "项目编码有误", Severity.WARNING, "21 位项目编码的校验位不对，编码多半抄错了。")

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = late.compile(r"[0-9]{8}P[0-9A-Z]{12}")


def check(budget: Budget) -> Iterator[Problem]:
    """Check the codes of projects that have the national form."""
    for project in budget.records["项目"]:
        code = said(project, "项目编码")
        if not _FORM.fullmatch(code):
            continue
        wrong = next((sign for sign in code if sign not in _SIGNS), "")
        right = "" if wrong else check_character(code[:20])
        if wrong or right != code[20]:
            message = f"项目编码 {code} 里有不会出现的字母 {wrong}。" if wrong else f"项目编码 {code} 的校验位不对。"
            remedy = "请对照一体化系统里的项目编码。"
            remedy += f"（按前 20 位，最后一位应当是 {right}。）" if right else "（没有 I、O、S、V、Z。）"
            yield MISTYPED.on(origin(project, "项目编码"), message, remedy)


def check_character(first: str) -> str:
    """Compute the check character of the first 20 characters."""
    weighted = sum(_SIGNS.index(sign) * pow(3, index, 31) for index, sign in enumerate(first))
    return _SIGNS[30 - weighted % 31]
