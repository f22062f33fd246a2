"""The beginning of a budget (新建): the files of a department in a form, with an example of each subject as a comment.

What stands there as a fact was given: whose budget it is, of which year and form, and its units. Lines that begin with
`# ` are examples, with `## ` explanations; an example has no figure of last year and “……” for every text, so that one
that is taken over unchanged is told by the checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.base import resources
from generator.compose import trial
from generator.compose.composer import compared
from generator.compose.scope import environment_of
from generator.facts import build
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING, GROUP, LINES, LIST
from generator.pack.spec import Pack
from generator.prose.vocabulary import Vocabulary, fields_of, words_of

DOTS = "……"
_PLAIN = re.compile(r"[一-鿿A-Za-z（][一-鿿A-Za-z0-9（）“”、·]*")
_FUND, _FUNCTION, _BASIC = "一般公共预算拨款", 2010301, ((30101, 800000, "基本工资"), (30201, 50000, "办公费"))
_INCOME, _SPENT, _BOUGHT = 900000, 50000, 3000
_VALUES = {
    "金额": "1000", "数": "1", "整数": "1", "是否": "是", "功能分类": str(_FUNCTION), "经济分类": "30201",
    "政府经济分类": "50201",
}  # fmt: skip
_INDICATORS = (
    ("产出指标", "数量指标", "培训人数……", "≥10人"),
    ("产出指标", "质量指标", "合格率……", "100%"),
    ("产出指标", "时效指标", "完成时间……", "12月底前"),
    ("产出指标", "成本指标", "项目成本……", "≤5万元"),
    ("效益指标", "社会效益指标", "受益单位比例……", "≥90%"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度……", "≥95%"),
)
_ON_COVER = "区划"  # which the Word template of a pack may print
_HEAD = "## 以“# ”开头的是例子：去掉“# ”，改成自己的；不要的删去。以“## ”开头的是说明。"


@dataclass(frozen=True)
class Starting:
    """Whose budget begins: year, pack, code and name of the department, codes and names of its units."""

    year: int
    pack: Pack
    code: str
    name: str
    units: tuple[tuple[str, str], ...]

    def files(self) -> dict[str, str]:
        """Give the files by their names."""
        parts = {
            "基本情况": ("基本情况、单位和文字", (*self._whose(), *_examples(self._texts()))),
            "收支": ("收入和基本支出（元），不写合计", _examples(self._money())),
            "项目": ("项目；预算数由“支出”各行相加", _examples(self._projects())),
            "上年": ("上年的数和增减原因", _examples(self._before())),
            "采购资产绩效": ("采购、资产、专项资金和整体绩效；没有的写 []，不写就不作说明", _examples(self._records())),
        }
        if self._own:
            parts["格式数据"] = (f"“{self.pack.name}”格式自己的数据", _examples(self._declared()))
        title = f"## {self.name} {self.year} 年部门预算"
        return {
            f"{name}.yaml": _text((f"{title}：{said}。", _HEAD, "", *lines)) for name, (said, lines) in parts.items()
        }

    @cached_property
    def _words(self) -> Vocabulary:
        return words_of(self.pack, environment_of(self.pack))

    @cached_property
    def _used(self) -> str:
        """All texts of the pack and the fields of its tables: what they do not name is not printed."""
        texts = "\n".join(text.source for text in self.pack.texts.values())
        demanded = (name for names in self.pack.demanded.values() for name in names)
        return "\n".join((texts, *fields_of(self.pack), *demanded))

    @cached_property
    def _own(self) -> tuple[Declared, ...]:
        return tuple(one for key, one in self.pack.data.items() if key not in EXISTING)

    @cached_property
    def _compared(self) -> Mapping[str, tuple[str, ...]]:
        return compared_names(self.pack)

    def _uses(self, word: str) -> bool:
        return word in self._used

    def _whose(self) -> Iterator[str]:
        yield from (f"年度: {self.year}", f"模板: {_written(self.pack.name)}")
        yield f"# 公开日期: {self.year}-02-20"
        yield from ("", "部门:", f'  编码: "{self.code}"', f"  名称: {_written(self.name)}")
        yield from (f"  # {key}: {DOTS}" for key in ("简称", "区划") if key == _ON_COVER or self._uses(key))
        yield from ("", "单位:")
        for code, name in self.units:
            yield from (f'  - 编码: "{code}"', f"    名称: {_written(name)}")
            yield from (f"    # {line}" for line in self._of_unit())
        yield ""

    def _of_unit(self) -> Iterator[str]:
        yield "性质: 行政"
        if self._uses("规格"):
            yield "规格: 正科级"
        if self._uses("经费保障形式"):
            yield "经费保障形式: 财政拨款"
        yield from self._fields("单位", "")
        yield f"职责: [{DOTS}]"
        yield from self._stated()
        if self._uses("科目用途"):
            yield f"科目用途: {{{_FUNCTION}: {DOTS}}}"

    def _texts(self) -> Iterator[str]:
        yield from ("部门职责:", f"  - {DOTS}")
        for key in ("机构设置说明", "机关运行经费用途", "其他说明"):
            if self._uses(key):
                yield f"{key}: {DOTS}"
        if self._words.texts:
            yield from ("说明:", *(f"  {_written(name)}: {DOTS}" for name in self._words.texts))
        if self._uses("科目用途"):
            yield from ("科目用途:", f"  {_FUNCTION}: {DOTS}")

    def _money(self) -> Iterator[str]:
        yield from ("收入:", f"  - {{{self._line()}, 金额: {_INCOME}}}", "基本支出:")
        for economic, amount, name in _BASIC:
            yield f"  - {{{self._line(economic)}, 金额: {amount}}} # {name}"

    def _line(self, economic: int = 0, *, of_unit: bool = True) -> str:
        unit = f'单位: "{self.units[0][0]}", ' if of_unit and len(self.units) > 1 else ""
        also = f", 经济科目: {economic}" if economic else ""
        return f"{unit}科目: {_FUNCTION}{also}, 资金性质: {self._fund}"

    @property
    def _fund(self) -> str:
        known = self.pack.dimensions["资金性质"]
        parts = (known.groups or {}).get(_FUND, ())
        return next((one for one in (_FUND, *parts) if not known.values or one in known.values), _FUND)

    def _projects(self) -> Iterator[str]:
        yield from ("项目:", f"  - 名称: {DOTS}", "    类别: 特定目标类", f'    编码: "{self.code}{self.year}0001"')
        if len(self.units) > 1:
            yield f'    单位: "{self.units[0][0]}"'
        if self._uses("用途"):
            yield f"    用途: {DOTS}"
        yield from self._fields("项目", "    ")
        yield from ("    支出:", f"      - {{{self._line(30227, of_unit=False)}, 金额: {_SPENT}}}")
        if points := self._words.plan:
            yield f"    资金支出计划: {{{', '.join(f'{one}: {_SPENT}' for one in points)}}} # 到各时点的累计数"
        if self._uses("绩效目标"):
            yield from ("    绩效目标:", f"      - {DOTS}")
        if self._uses("指标"):
            yield "    绩效指标:"
            yield from (f"      - {{{self._indicator(*one)}}}" for one in _INDICATORS)
        if names := self._words.project_texts:
            yield from ("    说明:", *(f"      {_written(name)}: {DOTS}" for name in names))

    def _indicator(self, first: str, second: str, third: str, value: str) -> str:
        more = "".join(
            f", {key}: {DOTS}" for key in ("描述", "依据") if self._uses(f"指标{key}") or self._uses(f"确定{key}")
        )
        own = "".join(f", {one}" for one in self._fields("绩效指标", ""))
        return f"一级: {first}, 二级: {second}, 三级: {third}{more}, 指标值: {value}{own}"

    def _before(self) -> Iterator[str]:
        yield f"# 旁边有上年的预算文件夹（budgets/{self.year - 1}/{self.code}-…）的，由它比较，不用写上年数。"
        yield f"# 上年确实没有预算的，只写一行  上年: 无，{self.year}年新设"
        yield from self._stated()

    def _stated(self) -> Iterator[str]:
        """Give the names of last year's figures without figures, and of the reasons."""
        for key, names in self._compared.items():
            yield from (f"{key}:", *(f"  {_written(name)}:" for name in names))
        every = dict.fromkeys(name for names in self._compared.values() for name in names)
        reasons = [name for name in every if name in self._words.reasons]
        if reasons:
            yield from ("原因:", *(f"  {_written(name)}: {DOTS}" for name in reasons))

    def _records(self) -> Iterator[str]:
        unit = f'单位: "{self.units[0][0]}", '
        own = "".join(f", {one}" for one in self._fields("政府采购", ""))
        yield "政府采购:"
        price = f", 单价: {_BOUGHT}" if self._uses("单价") else ""
        paid = f"资金: [{{资金性质: {self._fund}, 金额: {_BOUGHT}}}]"
        yield f"  - {{{unit}物品名称: {DOTS}, 目录: A02010105, 计量单位: 台, 数量: 1{price}, {paid}{own}}}"
        yield from ("固定资产:", f"  截止日期: {self.year - 1}-12-31", "  明细:")
        yield f"    - {{{unit}类别: 其他固定资产, 数量: 1, 价值: {_BOUGHT}}}"
        if self._uses("专项资金"):
            own = "".join(f", {one}" for one in self._fields("专项资金", ""))
            yield from ("专项资金:", f"  - {{名称: {DOTS}, 金额: {_BOUGHT}{own}}}")
        if self._uses("整体绩效") or self._uses("总体目标"):
            yield from ("整体绩效:", f"  总体目标: [{DOTS}]")
            if self._uses("分项目标"):
                yield from ("  分项目标:", f"    - {{任务: {DOTS}, 目标: {DOTS}, 指标: {DOTS}}}")
            if self._uses("保障措施"):
                yield f"  保障措施: [{DOTS}]"

    def _fields(self, key: str, indent: str) -> list[str]:
        one = self.pack.data.get(key)
        return [f"{indent}{_written(field.name)}: {self._value(field)}" for field in (one.fields if one else ())]

    def _declared(self) -> Iterator[str]:
        for one in self._own:
            if one.help:
                yield f"# {one.help}"
            line = ", ".join(f"{_written(field.name)}: {self._value(field)}" for field in one.fields)
            if one.type == LIST:
                yield from (f"{_written(one.name)}:", f"  - {{{line}}}")
            elif one.type == GROUP:
                yield f"{_written(one.name)}: {{{line}}}"
            else:
                yield f"{_written(one.name)}: {f'[{DOTS}]' if one.type == LINES else self._value(one)}"

    def _value(self, one: Declared) -> str:
        """Give an example of a value that a pack declares."""
        if one.choices:
            return _written(one.choices[0])
        known = {**_VALUES, "日期": f"{self.year}-02-20", "单位": f'"{self.units[0][0]}"'}
        return known.get(one.type, DOTS)


def compared_names(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Give the 口径 that a form compares with last year, by the keys of its figures (上年数, 上年执行数).

    Tried with a budget that has money for every query.
    """
    budget, _ = build.load(resources.schema_folder() / "samples" / "最全", shown_as="samples/最全")
    if budget is None:
        return {}
    return compared(trial.fitted(trial.with_own_data(budget, pack, full=True), pack), pack)


def _written(text: str) -> str:
    """Write a text as a YAML value: in quotes where a sign in it could mean something."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _examples(lines: Iterable[str]) -> tuple[str, ...]:
    """Write examples as comments; what is a comment already becomes an explanation."""
    made = (f"#{line}" if line.startswith("#") else f"# {line}" for line in lines)
    return tuple(made)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
