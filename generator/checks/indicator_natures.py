"""指标性质、指标值、度量单位和方向不矛盾，也不重复。

应当如何：分栏填写的，指标性质只写比较的符号，指标值只写数，度量单位只写单位：≥、95、%。指标值不再带符号（“≥≥95%”）和单位（“95%%”），
也不是另一个符号；定性指标的指标值是文字，不是数。正向指标（越大越好）不写 ≤、<，反向指标不写 ≥、>。
依据：财预〔2015〕88号（绩效目标细化量化）；项目绩效目标表“指标性质”“指标值”“度量单位”“指标方向”各栏。

合格的例子::

    整体绩效:
      指标:
        - {一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: ≥, 指标值: 95, 度量单位: "%", 方向: 正向}
        - {一级: 产出指标, 二级: 数量指标, 三级: 事故次数, 指标性质: ≤, 指标值: 1, 度量单位: 次, 方向: 反向}
        - {一级: 产出指标, 二级: 质量指标, 三级: 建成率, 指标值: ≥95%, 方向: 正向}
        - {一级: 产出指标, 二级: 时效指标, 三级: 完成时间, 指标性质: 定性, 指标值: 12月底前}
        - {一级: 效益指标, 二级: 社会效益指标, 三级: 服务水平, 指标性质: 定性, 指标值: 良好}

不合格的例子（C529）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: ＝, 指标值: ≥95%}]

不合格的例子（C529）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: 定性, 指标值: 95, 度量单位: "%"}]

不合格的例子（C529）::

    整体绩效:
      指标: [{一级: 效益指标, 二级: 社会效益指标, 三级: 服务水平, 指标性质: ≥, 指标值: 显著提升}]

不合格的例子（C530）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: ≥, 指标值: ≥95%}]

不合格的例子（C531）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: ≥, 指标值: 95%, 度量单位: "%"}]

不合格的例子（C532）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标性质: ≤, 指标值: 95, 度量单位: "%", 方向: 正向}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.base import late
from generator.checks.common import bare, indicators, origin, said
from generator.checks.indicator_values import is_vague
from generator.facts.budget import Budget, Record
from generator.facts.words import NATURE_SIGNS, NO_UNIT
from generator.findings.finding import Kind, Problem, Severity

CONTRADICTED = Kind("C529", "指标性质与指标值矛盾", Severity.WARNING, "指标值里的符号、数或者文字与指标性质不符。")
SIGN_TWICE = Kind("C530", "比较符号写了两遍", Severity.WARNING, "指标性质写了符号，指标值又写了一遍。")
UNIT_TWICE = Kind("C531", "度量单位写了两遍", Severity.WARNING, "度量单位已经单列，指标值里又写了单位。")
WRONG_WAY = Kind("C532", "方向与指标性质矛盾", Severity.WARNING, "正向指标写了上限，或者反向指标写了下限。")

_BEFORE: Mapping[str, str] = {  # how a value may begin, and the sign that it means; longer words first
    "≥": "≥|≧|[>＞][=＝]|大于或?等于|不低于|不少于|不小于|至少",
    "≤": "≤|≦|[<＜][=＝]|小于或?等于|不高于|不超过|不多于|不大于|至多",
    ">": "[>＞]|大于|高于|多于|超过",
    "<": "[<＜]|小于|低于|少于",
    "＝": "[=＝]|等于",
}
_AFTER: Mapping[str, str] = {"≥": "[及或]?以上", "≤": "[及或]?以下|[以之]内"}
_LEADING = late.compile("|".join(f"({words})" for words in _BEFORE.values()))
_CLOSING = late.compile("|".join(f"({words})" for words in _AFTER.values()) + "$")
_UP, _DOWN = (">", "≥"), ("<", "≤")
_NUMBER = late.compile(r"[\d〇一二三四五六七八九十百千万两半零无]|全部|所有|全覆盖")
_FIGURE = r"\d[\d,.]*(?:[-~～—至]\d[\d,.]*)?"
_LEVEL = "[级等星类档甲A-Z]"  # 3级, 4A级: a grade and no quantity
_QUANTITY = late.compile(rf"{_FIGURE}(?!(?:[月日号]|{_LEVEL}))[^\d，。；、：]{{0,6}}")
_YEAR = late.compile(r"20\d\d(?:年|$)")
_REST = late.compile(rf"{_FIGURE}(?P<rest>.*)")
_MAGNITUDE = late.compile("[十百千万亿]+")
_ABOUT = "左右|上下"
_PERCENT = {"％": "%", "百分比": "%", "百分数": "%"}


def check(budget: Budget) -> Iterator[Problem]:
    """Compare nature, value, unit and direction of every indicator."""
    for indicator in indicators(budget):
        nature, value = said(indicator, "指标性质"), bare(said(indicator, "指标值"))
        if nature in NATURE_SIGNS:
            yield from _signed(indicator, nature, value)
        elif nature:
            yield from _qualitative(indicator, value)
        yield from _unit(indicator, value)
        yield from _direction(indicator, nature, value)


def _sign(value: str) -> tuple[str, str]:
    """Give the sign that a value says itself, at its beginning or end, and the words for it."""
    for found, signs in ((_LEADING.match(value), _BEFORE), (_CLOSING.search(value), _AFTER)):
        if found:
            return tuple(signs)[(found.lastindex or 1) - 1], found[0]
    return "", ""


def _signed(indicator: Record, nature: str, value: str) -> Iterator[Problem]:
    name, path = f"“{said(indicator, '三级指标')}”", origin(indicator, "指标值")
    sign, words = _sign(value)
    also = ((origin(indicator, "指标性质"), "指标性质写在这里"),)
    closing = bool(words) and not value.startswith(words)
    same = _sense(sign) == _sense(nature) != "" if closing else sign == nature
    if sign and same:
        message = f"{name}的指标性质是“{nature}”，指标值“{value}”里又有“{words}”，连起来是“{nature}{value}”。"
        yield SIGN_TWICE.on(path, message, f"请删去指标值里的“{words}”。", also=also)
    elif sign:
        message = f"{name}的指标性质是“{nature}”，指标值“{value}”写的却是“{words}”。"
        yield CONTRADICTED.on(path, message, "请核对指标性质；指标值里不写符号。", also=also)
    elif nature != "＝" and (not _NUMBER.search(value) or is_vague(value)):
        message = f"{name}的指标性质是“{nature}”，指标值“{value}”却没有数。"
        yield CONTRADICTED.on(path, message, "请写数；不能用数衡量的，指标性质写 定性。", also=also)


def _sense(sign: str) -> str:
    return "大" if sign in _UP else "小" if sign in _DOWN else ""


def _qualitative(indicator: Record, value: str) -> Iterator[Problem]:
    words = _sign(value)[1]
    rest = value.removeprefix(words).removesuffix(words)
    united = said(indicator, "度量单位") not in ("", *NO_UNIT) and re.fullmatch(_FIGURE, rest)
    measured = bool(_QUANTITY.fullmatch(rest)) and not _YEAR.match(rest)
    compared = bool(_LEADING.match(value)) and not re.search(r"\d", rest)
    if measured or united or compared:
        whole = f"{value}{said(indicator, '度量单位')}" if united else value
        message = (
            f"“{said(indicator, '三级指标')}”的指标性质是定性，指标值“{whole}”却是{'比较' if compared else '数'}。"
        )
        remedy = "请把指标性质改为 ≥、≤、＝ 等，或者用文字写指标值。"
        also = ((origin(indicator, "指标性质"), "指标性质写在这里"),)
        yield CONTRADICTED.on(origin(indicator, "指标值"), message, remedy, also=also)


def _unit(indicator: Record, value: str) -> Iterator[Problem]:
    typed = bare(said(indicator, "度量单位"))
    unit = _PERCENT.get(typed, typed)
    if not unit or unit in NO_UNIT:
        return
    own = _own_unit(value.replace("％", "%"), unit)
    if own:
        name, path = f"“{said(indicator, '三级指标')}”", origin(indicator, "指标值")
        message = f"{name}的指标值“{value}”里有单位“{own}”，度量单位又写了“{typed}”，连起来是“{value}{typed}”。"
        also = ((origin(indicator, "度量单位"), "度量单位写在这里"),)
        yield UNIT_TWICE.on(path, message, "指标值请只写数，单位写在“度量单位”里。", also=also)


def _own_unit(value: str, unit: str) -> str:
    """Give the unit that a value has itself: what follows its number, but for 以上, 左右, and 万 of 万 + 元."""
    plain = re.sub(f"(?:{'|'.join((*_AFTER.values(), _ABOUT))})$", "", _LEADING.sub("", value, count=1))
    if plain.endswith(unit) and plain != unit:
        return unit
    found = _REST.match(plain)
    rest = found["rest"].strip() if found else ""
    if _MAGNITUDE.fullmatch(rest) and not unit.startswith(rest):
        return ""
    return rest


def _direction(indicator: Record, nature: str, value: str) -> Iterator[Problem]:
    direction = said(indicator, "方向")
    sign = nature if nature in NATURE_SIGNS else _sign(value)[0]
    wrong = {"正向": _DOWN, "反向": _UP}.get(direction, ())
    if sign in wrong:
        name, limit = f"“{said(indicator, '三级指标')}”", "上限" if sign in _DOWN else "下限"
        message = f"{name}的方向是{direction}，“{sign}”却是{limit}。"
        remedy = "正向（越大越好）写 ≥ 或者 >，反向（越小越好）写 ≤ 或者 <；请核对是哪一个写错了。"
        field = "指标性质" if nature in NATURE_SIGNS else "指标值"
        yield WRONG_WAY.on(origin(indicator, "方向"), message, remedy, also=((origin(indicator, field), "写在这里"),))
