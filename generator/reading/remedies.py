"""Remedies of the schema walk (改法): a line that can be written there, never what the schema says about the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.base import late
from generator.reading.rule import SchemaRule
from generator.reading.scalars import ExpectedScalar, convert

LONGEST = 24  # characters of a typed text that a remedy repeats
_DEEPEST = 4  # levels of an example
_FEWEST = 2  # cells of a row
_MOST_KEYS = 6  # of an example
_BLANK = "……"
_TOTAL = late.compile(r".*(?:合计|总计|小计|总额|总数|汇总|合计数|总计数)|收支平衡|总收入|总支出|总预算")
_DASH = late.compile(r"\s*(?:[-－—–•·●]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）.．、])\s*")
_LINE = "例如 基本支出: [{{科目: 2060101, 经济科目: {}, 资金性质: 一般公共预算拨款, 金额: 1000}}]。"
_ELSEWHERE: tuple[tuple[str, str, str], ...] = (  # what is typed as a key, a key that stands beside it, and the remedy
    (
        r"人员(?:经费|支出|费用)|.*(?:工资|津贴|补贴|奖金|社会?保障?缴费|公积金|离退休|退休费|抚恤).*|对个人和家庭的?补助",
        "基本支出",
        f"人员经费写在“基本支出”里，一个经济科目一行（工资福利 301、对个人和家庭的补助 303），{_LINE.format(30101)}",
    ),
    (
        r"(?:日常)?公用(?:经费|支出|费用)|商品和?服务支出|(?:办公|差旅|会议|培训|物业|水电?|电|邮电|取暖|维修|印刷).*费.*|运转?行?经费",
        "基本支出",
        f"公用经费写在“基本支出”里，一个经济科目一行（商品和服务 302、资本性 310），{_LINE.format(30201)}",
    ),
    (
        r"(?:本年)?(?:项目|专项|部门预算)(?:支出|经费|预算)(?:明细|情况)?",
        "项目",
        "项目支出写在“项目”里，一个项目一项，例如 项目: [{名称: ……, 类别: 特定目标类, "
        "支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1000}]}]。",
    ),
    (
        r"(?:一般公共预算|政府性基金|国有资本经营|财政|财政专户).*(?:拨款|收入|预算|资金)(?:收入)?|(?:事业|经营|单位|其他)收入|单位资金",
        "收入",
        "收入都写在“收入”里，由“资金性质”区分，例如 收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1000}]。",
    ),
    (
        r"[“\"]?三公[”\"]?(?:经费)?.*|因公出国.*|公务接待.*|公务用?车.*",
        "基本支出",
        "“三公”经费由经济科目算出，不用另写：因公出国（境）30212、公务接待 30217、公务用车运行维护 30231、购置 31013；"
        "上年的数写在“上年数”里。",
    ),
    (
        r"(?:上年|年初)?结转(?:结余|资金|收入)?|年初结转",
        "收入",
        "上年结转的收入写在“收入”里，例如 "
        "收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 1000}]。",
    ),
    (
        r"(?:项目)?预算(?:数|金额|资金|总额)|项目(?:金额|资金|总投资)|(?:总)?投资额?|金额",
        "资金支出计划",
        "项目的预算数由“支出”各行相加，不用另写；例如 "
        "支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1000}]。",
    ),
)
_SUITS: tuple[str, ...] = ("code", "word", "enum", "amount", "yesno")  # types by which a pasted cell is recognised


def of_key(rule: SchemaRule, key: str) -> str:
    """Say where the content of a key belongs that is a word of every finance office, but no key; else nothing."""
    plain = "".join(key.split())
    if _TOTAL.fullmatch(plain) and not any(_TOTAL.fullmatch(one) for one in rule.properties):
        return "合计由软件计算，不用写：请删去这一行。"
    return next(
        (said for typed, beside, said in _ELSEWHERE if beside in rule.properties and re.fullmatch(typed, plain)), ""
    )


def line_of(key: str, rule: SchemaRule) -> str:
    """Write a line that can stand there: `收入: [{科目: 2060101, …}]`."""
    return f"{key}: {example(rule)}"


def example(rule: SchemaRule, depth: int = 0) -> str:
    """Write an example of a rule in one line of YAML, made of the examples and the choices of the schema."""
    rule = next((one for one in rule.either if one.type in ("list", "mapping")), rule)
    if rule.type == "list" and rule.items is not None:
        return f"[{example(rule.items, depth + 1)}]"
    if rule.type == "mapping" and not rule.expected.example:
        keys = (rule.required or tuple(rule.properties)[:2])[:_MOST_KEYS] if depth < _DEEPEST else ()
        return f"{{{', '.join(f'{key}: {example(rule.properties[key], depth + 1)}' for key in keys)}}}"
    return _scalar(rule.expected)


def _scalar(expected: ExpectedScalar) -> str:
    text = (
        expected.example
        or next(iter(expected.choices), "")
        or {"yesno": "是", "amount": "1000"}.get(expected.type, _BLANK)
    )
    return f'"{text}"' if text.isdigit() and text.startswith("0") else text


def of_shape(rule: SchemaRule, node_is: str, text: str) -> str:
    """Say what to write where a rule wants another shape; `node_is` is what stands there, `text` its text."""
    if rule.type == "list" and rule.items is not None:
        return _as_list(rule.items, node_is, text)
    if rule.type == "mapping":
        dash = "去掉行首的“- ”，" if node_is == "list" else ""
        return f"{dash}写成“键: 值”，例如 {example(rule)}。"
    if rule.type in ("text", "word", "enum"):
        return "文字以 [ 或 { 开头时，请给整段文字加引号。"
    return f"请只写一个值，例如 {_scalar(rule.expected)}。"


def _as_list(items: SchemaRule, node_is: str, text: str) -> str:
    if node_is == "mapping":
        return f"每一项前面写“- ”（短横和一个空格），例如 - {example(items)}。"
    if items.type not in ("list", "mapping"):
        glued = "短横后面要空一格；" if re.match(r"\s*-\S", text) else ""
        return f"{glued}每一条写一行，前面写“- ”，例如 - {shortened(_DASH.sub('', text, count=1)) or example(items)}。"
    if re.match(r"\s*-\S", text):
        return f"短横后面要空一格，例如 - {example(items)}。"
    return f"写成几行，每一行以“- ”开头，例如 - {example(items)}。"


def shortened(text: str) -> str:
    """Give the beginning of a text, as far as a remedy repeats it."""
    first = re.split(r"[\n\t]|\s-(?=\S)", text.strip())[0].rstrip("。")
    return first if len(first) <= LONGEST else f"{first[:LONGEST]}{_BLANK}"


def pasted(
    rule: SchemaRule, text: str, words: Callable[[str], tuple[str, ...]], unit: str
) -> tuple[str, str | None] | None:
    """Judge a row pasted from a workbook, its cells apart by tabs: the remedy, and the line itself if all is certain.

    None where it is no such row.
    """
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    if "\t" not in text.strip() or len(cells) < _FEWEST:
        return None
    found = tuple(_columns(rule, cells, words, unit))
    columns = {key: typed for key, typed in found if key}
    if len(columns) < _FEWEST:
        return f"像是从 Excel 粘贴来的一行（{len(cells)} 列）。请写成“键: 值”，例如 - {example(rule)}。", None
    line = f"{{{', '.join(f'{key}: {cell}' for key, cell in columns.items())}}}"
    lacking = [key for key in rule.required if key not in columns]
    rest = [typed for key, typed in found if not key]
    more = f"；没有用上的列：{'、'.join(map(shortened, rest))}" if rest else ""
    more += f"；还缺 {'、'.join(lacking)}" if lacking else ""
    told = f"像是从 Excel 粘贴来的一行，各列是 {'、'.join(columns)}{more}。请写成 - {line}。"
    return told, None if rest or lacking else line


def _columns(
    rule: SchemaRule, cells: list[str], words: Callable[[str], tuple[str, ...]], unit: str
) -> Iterator[tuple[str, str]]:
    """Yield each cell with the key that it seems to be of, those that must be written first; no key if of none."""
    free = [*rule.required, *(key for key in rule.properties if key not in rule.required)]
    for cell in cells:
        key = next((one for one in free if _suits(rule.properties[one].expected, cell, words, unit)), "")
        free = [one for one in free if one != key]
        yield key, _typed(rule.properties[key].expected, cell, unit) if key else cell


def _suits(expected: ExpectedScalar, cell: str, words: Callable[[str], tuple[str, ...]], unit: str) -> bool:
    if expected.type == "word":
        return cell in words(expected.dimension)
    return expected.type in _SUITS and convert(expected, cell, unit)[0] is not None


def _typed(expected: ExpectedScalar, cell: str, unit: str) -> str:
    """Give a cell as it is typed by the rules: a number without its thousands."""
    remark = convert(expected, cell, unit)[1] if expected.type != "word" else None
    return remark.replacement if remark is not None and remark.replacement else cell
