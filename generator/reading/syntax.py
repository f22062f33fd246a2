"""Why a file is not YAML, in Chinese: the parser's complaint and the typed line → the likely reason and the remedy."""

from __future__ import annotations

import re

import yaml

Explanation = tuple[int, int, str, str]  # line, column (from 1), message, remedy

_QUOTE = '请给整段文字加上英文双引号，例如 名称: "…"。'

# The typed line tells more than the parser: each pattern is looked for in the lines concerned, in this order.
# The group `at` is the character to point at.
_TYPED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"^[ ]*(?P<at>\t)"),
        "这一行用制表符（Tab）缩进，YAML 只认空格。",
        "请把行首的制表符换成空格（每层两个）。",
    ),
    (
        re.compile("^[ \\t]*(?P<at>[\u3000\u00a0])"),
        "这一行用全角空格缩进，YAML 只认半角空格。",
        "请把行首的全角空格换成半角空格（每层两个）。",
    ),
    (
        re.compile(r"^\s*(?:- +)?[^\s:：\"'#{\[【（(]{1,20}(?P<at>：)"),
        "键后面写成了全角冒号“：”。",
        "请改成半角冒号加一个空格“: ”。",
    ),
    (
        re.compile(r"\{[^{}\"']*(?P<at>，)\s*[^\s,，:：}]{1,20}[:：]"),
        "大括号里的各项之间写成了全角逗号“，”。",
        "请改成半角逗号加一个空格“, ”。",
    ),
    (re.compile(r"(?:[-:,] +)(?P<at>[@`%])"), "文字以 @、` 或 % 开头，YAML 里这些字符有特殊含义。", _QUOTE),
    (re.compile(r"(?:[-:,] +)(?P<at>[>|])(?=\s*[^\s+\-])"), "文字以 > 或 | 开头，YAML 里它们表示成段的文字。", _QUOTE),
    (re.compile(r"(?:[-:,] +)(?P<at>[&*!])"), "文字以 &、* 或 ! 开头，YAML 里这些字符有特殊含义。", _QUOTE),
    (
        re.compile(r"(?:[-:] +|^)(?P<at>\[)[^\]]*\]\s*[^\s,\]}#]"),
        "文字以 [ 开头，YAML 把它当成了列表。",
        _QUOTE,
    ),
    (
        re.compile(r"(?:[-:] +|^)(?P<at>\{)[^}]*\}\s*[^\s,\]}#]"),
        "文字以 { 开头，YAML 把它当成了映射。",
        _QUOTE,
    ),
    (
        re.compile(r"[-:,{] +(?P<at>[\"'])(?:(?!\1).)*\1\s*[^\s,\]}:#]".replace(r"\1", "(?P=at)")),
        "引号后面还有文字：一段文字以引号开头，就必须以同一个引号结束。",
        "文字里的引号请用中文引号“”，或者把整段文字放进单引号里。",
    ),
    (
        re.compile(r"^\s*(?:- +)?[^\s:：\"'#{\[]{1,20}(?P<at>:)(?!//)[^\s:]"),
        "键的冒号后面没有空格。",
        "请在冒号后面加一个空格。",
    ),
)

_LOOKED_AT = 4000  # characters of a line: more is not typed by hand, and some patterns take the square of it

# What the parser says, for the rest. The first pattern found in its problem or context decides.
_SAID: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "这里多出一个冒号：文字里有“: ”，或者这一行缩进不对。",
        "文字里有冒号加空格时，请给整段文字加引号；否则检查缩进，同一层的键要对齐。",
    ),
    (
        "could not find expected ':'",
        "这一行没有读到“键: 值”的冒号。",
        "请在键的后面写半角冒号和一个空格，例如 年度: 2025。",
    ),
    ("while scanning a quoted scalar", "引号没有成对：从这里开始的文字找不到结尾的引号。", "请补上结尾的引号。"),
    ("found unknown escape character", "双引号里的反斜杠 \\ 有特殊含义。", "请改用单引号，或者把 \\ 写成 \\\\。"),
    ("escape sequence", "双引号里的反斜杠 \\ 有特殊含义。", "请改用单引号，或者把 \\ 写成 \\\\。"),
    ("while scanning a block scalar", "文字以 > 或 | 开头，YAML 里它们表示成段的文字。", _QUOTE),
    ("while scanning an alias", "文字以 * 开头，YAML 里它有特殊含义。", _QUOTE),
    ("while scanning an anchor", "文字以 & 开头，YAML 里它有特殊含义。", _QUOTE),
    ("while scanning a tag", "文字以 ! 开头，YAML 里它有特殊含义。", _QUOTE),
    ("while scanning a directive", "行首的 % 在 YAML 里有特殊含义。", _QUOTE),
    ("tab", "这里有制表符（Tab），YAML 的缩进只认空格。", "请把制表符换成空格。"),
    ("cannot start any token", "这个字符不能作为文字的开头。", _QUOTE),
    (
        "sequence entries are not allowed",
        "这里不能写“- ”：列表要另起一行，并与同一列表的其他“- ”对齐。",
        "请检查缩进；如果短横是文字的一部分，请加引号。",
    ),
    ("expected ',' or ']'", "方括号里的各项之间缺少逗号，或者缺少结尾的 ]。", "请用半角逗号分隔，并检查括号是否成对。"),
    ("expected ',' or '}'", "大括号里的各项之间缺少逗号，或者缺少结尾的 }。", "请用半角逗号分隔，并检查括号是否成对。"),
    (
        "while parsing a flow",
        "括号没有成对，或者括号里少了内容。",
        "请检查 { }、[ ] 是否成对，各项之间用半角逗号分隔。",
    ),
    (
        "<block end>",
        "这一行的缩进与上面不一致，或者上面一项没有写完。",
        "同一层的键（或“- ”）要左端对齐，每深一层多缩进两个空格。",
    ),
    ("<document start>", "这一行与前面的内容接不上。", "请检查缩进，以及前面是否多写了内容。"),
    (
        "expected the node content",
        "这里应当有内容，却是一个符号。",
        "请检查是否多写了逗号或者括号；如果符号是文字的一部分，请加引号。",
    ),
)
_OTHER = ("这里不符合 YAML 的写法。", "请检查这一行和上一行的冒号、缩进、引号和括号。")


def explain(error: yaml.YAMLError, lines: list[str]) -> Explanation:
    """Explain a syntax error: the place to look at, what is wrong there, and what to do."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return (1, 1, *_OTHER)
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None]
    return _by_line(marks, lines) or _by_words(error, marks, lines)


def _by_line(marks: list[yaml.Mark], lines: list[str]) -> Explanation | None:
    """Look for a usual slip in the last two lines that the parser names, the nearest first."""
    numbers = [min(mark.line, len(lines) - 1) for mark in reversed(marks)]
    for number in dict.fromkeys([*numbers, *(_line_before(number, lines) for number in numbers)]):
        for pattern, message, remedy in _TYPED:
            found = pattern.search(lines[number], 0, _LOOKED_AT)
            if found and not _commented(lines[number], found.start("at")):
                return number + 1, found.start("at") + 1, message, remedy
    return None


def _line_before(number: int, lines: list[str]) -> int:
    """Find the last line before `number` that is neither blank nor a comment."""
    earlier = range(number - 1, -1, -1)
    return next((one for one in earlier if lines[one].strip() and not lines[one].lstrip().startswith("#")), number)


def _by_words(error: yaml.MarkedYAMLError, marks: list[yaml.Mark], lines: list[str]) -> Explanation:
    said = f"{error.problem} {error.context}"
    message, remedy = next(((words, cure) for pattern, words, cure in _SAID if pattern in said), _OTHER)
    opened = "quoted scalar" in said or "while parsing a flow" in said or "expected ':'" in said
    mark = marks[0] if opened else marks[-1] if marks else None
    if mark is None:
        return 1, 1, message, remedy
    line = min(mark.line, len(lines) - 1)  # an error at the end of the file is told at its last line
    return line + 1, min(mark.column, len(lines[line])) + 1, message, remedy


def _commented(line: str, column: int) -> bool:
    comment = re.search(r"(^|\s)#", line)
    return comment is not None and comment.start() < column
