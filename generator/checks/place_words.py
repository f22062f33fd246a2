"""行政区划的用词：区里的预算不说“全市”，县里的预算不说“我区”。

应当如何：“全区”“我区”“全县”“全市”等与“部门”的“区划”一致；没有写区划的照名称（某某市某某区财政局是区的），
名称里也没有的，全文只用一种。“负责本市……”“负责全省……”“完成市委、市政府交办的”说的是自己的职责，也要一致；
区、县的预算里别的“全省”“本市的规定”可能说的是上级，不检查。
依据：照抄上级或者外地的文本是公开检查中常见的问题（《地方预决算公开操作规程》要求内容真实准确）。

合格的例子::

    部门: {编码: "1", 名称: 甲, 区划: 区}
    部门职责: [负责全区工业管理，服务全市场主体，落实全市统一部署。]

不合格的例子（C813）::

    部门: {编码: "1", 名称: 甲, 区划: 区}
    部门职责: [负责全市工业管理。]

不合格的例子（C813）::

    部门: {编码: "1", 名称: 海东市平川区民政局}
    部门职责: [完成市委、市政府交办的其他任务。]

不合格的例子（C813）::

    部门: {编码: "1", 名称: 海东市平川县民政局}
    部门职责: [负责全省社会救助工作；完成全省统一部署的任务。]

不合格的例子（C813）::

    部门职责: [负责全区工业管理。, 负责全区科技管理。, 负责全市信息化。]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around
from generator.checks.texts import TypedText, texts
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

OTHER_PLACE = Kind("C813", "外地的用词", Severity.WARNING, "文字里的“全市”“全县”“全区”与部门的区划不符。")

_WORD = late.compile("[全我](?<![安健保完齐]全)(?<!自我)([市县区])(?![场域值间段长委政])")
_DUTY = late.compile(
    "(?:主管|负责|承担|拟[订定])(?:本)([市县区])(?![场域值间段长委政级])|(?:主管|负责|拟[订定])[本全](省)(?![长委政级])|"
    "(?:完成|承办)([市县区])委(?:、|和)?[市县区]?(?:人民)?政府[^，。；]{0,4}交办"
)
_PLACE = "[一-鿿]{2,4}?"
_NAMED = late.compile(  # 某某市某某区财政局, not 某某市社区工作局
    f"^(?:[一-鿿]{{2,7}}?(?:省|自治区|市))?(?:{_PLACE}((?<![社地园景小灾辖])区|县|旗)|{_PLACE}(市))(?=[一-鿿]{{2}})"
)
_HIGHER, _NEAR = late.compile("落实|贯彻|按照|根据|参加|符合|位居"), 6  # what the level above decides: 落实全市统一部署
_OTHERS = {"区": "省市县", "县": "省市区", "旗": "省市县区", "市": "省县", "省": ""}  # what is not said at each level


def check(budget: Budget) -> Iterator[Problem]:
    """Find words of another place than the department's, or than most of the texts."""
    known = texts(budget)
    own = str(budget.data.get("部门", {}).get("区划", ""))[-1:] or _of_name(budget.name) or _usual(known)
    others = _OTHERS.get(own, "")
    for text in known:
        found = [*_WORD.finditer(text.value), *_DUTY.finditer(text.value)] if others else []
        found = [one for one in found if not _HIGHER.search(text.value, max(one.start() - _NEAR, 0), one.start())]
        wrong = [one for one in found if next(filter(None, one.groups())) in others]
        if wrong:
            words = "、".join(f"“{word}”" for word in dict.fromkeys(one[0] for one in wrong))
            more = f"（共 {len(wrong)} 处）" if len(wrong) > 1 else ""
            message = f"{around(text.value, *wrong[0].span())}：{own}的预算里写了{words}{more}。"
            yield text.has(OTHER_PLACE, wrong[0].span(), message, f"请核对是否应当是“全{own}”。")


def _of_name(name: str) -> str:
    """Give the level of the place that a department's name begins with."""
    found = _NAMED.match(name)
    return (found[1] or found[2]) if found else ""


def _usual(known: tuple[TypedText, ...]) -> str:
    """Give the level that the texts name most, where they name more than one and one is ahead."""
    counts = Counter(one[1] for text in known for one in _WORD.finditer(text.value))
    ranks = counts.most_common(2)
    return ranks[0][0] if len(ranks) > 1 and ranks[0][1] > ranks[1][1] else ""
