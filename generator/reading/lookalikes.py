"""Signs that look like those of YAML (相似的符号): `｛` for `{`, `：` for `:`, `—` for `-`, a Tab for blanks.

Read only where a file has an error. A reader of our own goes through the lines with the schema in hand: where the
schema wants a list, `【` opens one; in a text it is a bracket like any other. So every such sign of a file is found at
once, and nothing has to be guessed. What the mended text then still has wrong is told beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading.indentation import WIDE_BLANKS, Level, fitting
from generator.reading.rule import SchemaRule, items_of
from generator.reading.schema import WIDE_COLON, WIDE_INDENT
from generator.reading.source import MAX_DEPTH, SYNTAX

LOOKALIKE = Kind(
    "Y207",
    "全角或者相似的符号",
    Severity.ERROR,
    "YAML 的括号、引号、逗号、短横和井号只认半角的；从 Word 或者输入法来的｛｝【】，；、“”—•＃看上去相似，不起作用。",
)

_OPEN = {"{": "{", "｛": "{", "[": "[", "［": "[", "【": "["}
_CLOSE = {"}": "{", "｝": "{", "]": "[", "］": "[", "】": "["}
_HALF = {
    "｛": "{", "｝": "}", "［": "[", "【": "[", "］": "]", "】": "]", "，": ",", "；": ",", ";": ",", "、": ",",
}  # fmt: skip
_QUOTES = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "”": "”", "「": "」"}
_COLONS = ":：=＝∶︰"
_BLANKS = f" {WIDE_BLANKS}"
_DASH = re.compile(rf"(?P<sign>-|[－—–−‐‑•●▪◦·・*]|——)(?P<blank>[{_BLANKS}]*)(?=[^-－—{_BLANKS}])")
_KEY = re.compile(
    r"(?P<open>[\"'“‘＂]?)(?P<key>[^\s:：=＝∶︰,，;；、{}｛｝\[\]［］【】\"'“”‘’＂#＃]{1,40})(?P<close>[\"'”’＂]?)"
    rf"(?P<before>[{_BLANKS}]*)(?P<colon>[{_COLONS}])(?P<blank>[{_BLANKS}]*)"
)
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(#.*)?$")
_TEXTS = frozenset(("text", "word", "enum"))
_NAMES = {
    "｛": "全角大括号", "｝": "全角大括号", "［": "全角方括号", "］": "全角方括号", "【": "方头括号", "】": "方头括号",
    "，": "全角逗号", "；": "全角分号", ";": "分号", "、": "顿号", "＃": "全角井号", "•": "圆点", "=": "等号",
    "＝": "全角等号", "：": "全角冒号",
}  # fmt: skip


@frozen
class Sign:
    """A sign that is not what it looks like: line and column from 0, what should stand there (None: not certain)."""

    kind: Kind
    line: int
    column: int
    length: int
    new: str | None
    message: str
    remedy: str
    read_as: str | None = None  # where it is not certain: how the file is read meanwhile

    def finding(self, name: str) -> Finding:
        """Tell of it, in the file `name`."""
        place = Place(name, self.line + 1, self.column + 1, max(self.length, 1))
        return self.kind.at(place, self.message, self.remedy, replacement=self.new)


def signs_of(lines: list[str], rule: SchemaRule) -> list[Sign]:
    """Find all such signs in the lines of a file with the schema `rule`."""
    reader = _LineReader(lines, rule)
    reader.read()
    return sorted(reader.signs, key=lambda one: (one.line, one.column))


class _UnclosedError(Exception):
    """Raised where a bracket is not closed before the next entry of the file."""


Rules = tuple[SchemaRule, ...]


@dataclass(slots=True)
class _LineReader:
    """Reads lines as YAML would if its signs were right; `number` and `at` are where it stands."""

    lines: list[str]
    rule: SchemaRule
    number: int = 0
    at: int = 0
    signs: list[Sign] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    pending: Level | None = None  # what a key without a value on its line opens
    text: int | None = None  # the column of the entry whose text may go on in deeper lines

    @property
    def rest(self) -> str:
        return self.lines[self.number][self.at :]

    def read(self) -> None:
        self.levels = [Level(0, "", "", self.rule.shapes)]
        while self.number < len(self.lines):
            self.at = 0
            start = self.number
            try:
                self.entry()
            except _UnclosedError:
                self.number = max(self.number, start + 1)  # this line is an entry of its own
                continue
            except _UnclosedAtEndError:
                return
            self.number += 1

    def entry(self) -> None:
        """Read what begins on this line."""
        line = self.lines[self.number]
        content = line.lstrip(_BLANKS)
        raw = line[: len(line) - len(content)]
        spaces = not raw.strip(" ")
        if not content or content.startswith("#"):
            if not spaces:
                self.blanks(raw, 0 if not content else len(raw.expandtabs(2)))
            return
        if self.text is not None and spaces and len(raw) > self.text:
            return  # a text goes on
        if self.text is not None and not spaces and len(raw.expandtabs(8)) > self.text and not _is_entry(content):
            return
        dash, key = _DASH.match(content), _KEY.match(content)
        column = fitting(self.levels, self.pending, raw, self.wants(content, dash, key))
        if column is None:
            self.blanks(raw, None)
            return
        if raw != " " * column and (not spaces or column != len(raw)):
            self.blanks(raw, column)
        self.text, self.at = None, len(raw)
        self.place(column, raw, is_dash=bool(dash))
        self.item(column, raw)

    def wants(self, content: str, dash: re.Match[str] | None, key: re.Match[str] | None) -> tuple[str, str]:
        """Say what a line is: an item of a list, or a key of a mapping; and which key is the first."""
        if dash and ((dash["sign"] == "-" and dash["blank"]) or not key or key["key"].startswith(dash["sign"])):
            inner = _KEY.match(content[dash.end() :].lstrip("{｛"))
            return "list", inner["key"] if inner else ""
        return ("mapping", key["key"]) if key else ("", "")

    def place(self, column: int, raw: str, *, is_dash: bool) -> None:
        """Open and close the levels so that the innermost is the one of this column."""
        pending, self.pending = self.pending, None
        self.levels = [one for one in self.levels if one.column <= column] or self.levels[:1]
        top = self.levels[-1]
        if pending and (column > pending.column or (is_dash and column == pending.column)):
            self.levels.append(Level(column, raw, "list" if is_dash else "mapping", pending.rules))
        elif top.column == column and top.kind == "list" and not is_dash and len(self.levels) > 1:
            self.levels.pop()

    def item(self, column: int, raw: str) -> None:
        """Read `- …`, `key: …` or a lone value, at this column of the mended line."""
        level = self.levels[-1]
        rules = level.rules
        lists = [one for one in rules if one.type == "list"]
        dash = _DASH.match(self.rest)
        if dash and (lists or (dash["sign"] == "-" and dash["blank"] == " ")) and level.kind != "mapping":
            self.dash(dash)
            level.kind = "list"
            inner = items_of(rules)
            column += max(len(dash["blank"]), 1) + 1
            raw += " " * len(dash.group())
            if self.rest[:1] not in "\"'{[" and self.key(column, raw, inner):
                return
            self.value(column - 1, inner)
        elif not self.key(column, raw, rules):
            self.value(level.column, rules)

    def dash(self, dash: re.Match[str]) -> None:
        sign, blank = dash["sign"], dash["blank"]
        if sign != "-":
            self.sign(len(dash.group()), "- ", f"列表的短横写成了“{sign}”。", "请改成半角短横加一个空格“- ”。")
        elif not blank:
            self.sign(1, "- ", "列表的短横后面没有空格。", "请在“-”后面加一个空格。")
        elif blank.strip(" "):
            self.at += 1
            self.sign(len(blank), " ", "短横后面不是半角空格。", "请改成一个半角空格。")
            self.at -= 1
        self.at += len(dash.group())

    def key(self, column: int, raw: str, rules: Rules) -> bool:
        """Read a key and its value, if this is one."""
        found = _KEY.match(self.rest)
        if found is None or not self.is_key(found, rules):
            return False
        level = self.levels[-1]
        if level.column != column or level.kind == "list":
            self.levels.append(level := Level(column, raw, "mapping", rules))
        level.kind = "mapping"
        level.keys.add(found["key"])
        self.colon(found)
        below = _below(rules, found["key"])
        rest = self.rest
        if not rest.strip() or rest.startswith("#"):
            self.pending = Level(column, raw, "", below)
        else:
            self.value(column, below)
        return True

    def is_key(self, found: re.Match[str], rules: Rules) -> bool:
        """Tell whether a word before a colon is a key: YAML says so, or the schema knows it here."""
        end = self.at + found.end()
        ended = found["blank"] or end == len(self.lines[self.number])
        if found["colon"] == ":" and ended and found["open"] in ("", '"', "'"):
            return True
        if found["colon"] in "=＝" and self.lines[self.number][end : end + 1] in "=＝":
            return False
        return bool(_below(rules, found["key"]))

    def colon(self, found: re.Match[str]) -> None:
        """Say what is wrong with a key and its colon, and pass them."""
        key, colon, blank = found["key"], found["colon"], found["blank"]
        start = self.at
        for group in ("open", "close"):
            if found[group] and found[group] not in "\"'":
                self.at = start + found.start(group)
                self.quote(found[group])
        self.at = start + found.start("colon")
        at_end = self.at + 1 == len(self.lines[self.number])
        quoted = found["close"] in ("'", '"') and found["open"] == found["close"]
        if colon != ":" or not (blank or at_end or quoted):
            what = f"后面写成了{_NAMES.get(colon, '')}“{colon}”" if colon != ":" else "的冒号后面没有空格"
            new = ":" if at_end or blank.startswith(" ") else ": "
            remedy = f"请写成“{key}: ”，半角冒号后面加一个空格。"
            self.sign(1, new, f"“{key}”{what}。", remedy, WIDE_COLON)
        self.at += 1
        if blank.strip(" ") and self.at + len(blank) < len(self.lines[self.number]):
            self.sign(len(blank), " ", "冒号后面不是半角空格。", "请改成一个半角空格。")
        self.at += len(blank)

    def value(self, column: int, rules: Rules) -> None:
        """Read what stands after a key or a dash; it may go on in lines deeper than `column`."""
        rest = self.rest
        first = rest[:1]
        if first and first in _OPEN and (_HALF.get(first) is None or _is_structure(rules)):
            self.flow(rules, 0)
            self.note(self.rest)
        elif first and first in "\"'":
            self.quoted(first)
            self.note(self.rest)
        elif _BLOCK.match(rest):
            self.text = column
        elif not self.curly(rules, ends=True):
            self.text = column
            if rules and not _may_be_text(rules):
                self.note(rest)

    def note(self, rest: str) -> None:
        """Mend a full-width ＃ after a value that is no text."""
        found = re.search(rf"[{_BLANKS}]*＃", rest)
        if found:
            self.at += found.end() - 1
            gap = "" if rest[found.start()] == " " else " "
            after = "" if rest[found.end() : found.end() + 1] == " " else " "
            self.sign(1, f"{gap}#{after}", "注释的井号写成了全角“＃”。", "请改成半角“#”，前面空一格。")

    def curly(self, rules: Rules, *, ends: bool) -> bool:
        """Read a value in curly quotes; True if they were meant as quotes."""
        rest = self.rest
        partner = _QUOTES.get(rest[:1], "")
        end = rest.find(partner, 1) if partner else -1
        if end < 0:
            return False
        if not rules or _may_be_text(rules):
            inside = rest[1:end]
            if not ends and re.search(r"[,{}\[\]]|: ", inside):
                message = f"{rest[0]}{partner} 不是 YAML 的引号，里面的半角标点把这段文字拆开了。"
                remedy = f'请给整段文字加英文双引号："{rest[: end + 1]}"。'
                self.sign(end + 1, None, message, remedy, read_as="'" + rest[: end + 1].replace("'", "''") + "'")
                self.at += end + 1
                return True
            return False
        self.quote(rest[0])
        self.at += end
        self.quote(partner)
        self.at += 1
        return True

    def quote(self, sign: str) -> None:
        self.sign(1, '"', f"引号写成了 {sign}，YAML 只认半角引号。", '请改成半角双引号 "。')

    def quoted(self, quote: str) -> None:
        """Pass a quoted value, which may have several lines."""
        end = re.compile(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'")
        self.at += 1
        start = self.number
        while (found := end.match(self.rest)) is None:
            if self.number + 1 >= len(self.lines) or self.number - start > _MOST_LINES:
                self.number, self.at = start, len(self.lines[start])
                return
            self.number, self.at = self.number + 1, 0
        self.at += found.end()

    def flow(self, rules: Rules, depth: int) -> None:
        """Read `{…}` or `[…]`, whatever brackets it has."""
        if depth > MAX_DEPTH:
            raise _UnclosedError
        kind = _OPEN[self.rest[0]]
        self.half()
        inner = rules if kind == "{" else items_of(rules)
        while True:
            self.skip()
            sign = self.rest[0]
            if sign in _CLOSE:
                if _CLOSE[sign] == kind:
                    self.half()
                else:
                    self.at += 1
                return
            if sign == "," or _HALF.get(sign) == ",":
                self.half()
            elif kind == "{":
                found = _KEY.match(self.rest)
                known = _below(rules, found["key"]) if found else ()
                if found and self.is_key(found, rules):
                    self.colon(found)
                self.flow_value(known, rules, kind, depth)
            else:
                self.flow_value(inner, inner, kind, depth)

    def flow_value(self, rules: Rules, around: Rules, kind: str, depth: int) -> None:
        """Read a value within brackets; `around` are the rules of what holds it."""
        self.skip()
        rest = self.rest
        if rest[0] in _OPEN and (_HALF.get(rest[0]) is None or _is_structure(rules)):
            self.flow(rules, depth + 1)
            return
        if rest[0] in "\"'":
            self.quoted(rest[0])
            return
        if self.curly(rules, ends=False):
            return
        self.plain(rules, around, kind)

    def plain(self, rules: Rules, around: Rules, kind: str) -> None:
        """Pass a value without quotes, up to what ends it."""
        opened = 0
        is_text = not rules or _may_be_text(rules)
        while self.at < len(self.lines[self.number]):
            sign = self.rest[0]
            opened += (sign in "｛［【") - (sign in "｝］】" and opened > 0)
            closing = sign in _CLOSE and _CLOSE[sign] == kind and not opened and self.closes()
            after_blank = bool(self.at) and self.lines[self.number][self.at - 1] in _BLANKS
            if sign in ",}]" or closing or (sign in "，；;、" and self.separates(around, kind)):
                return
            if (sign == "#" and after_blank) or (sign == "＃" and not is_text):
                self.note(self.rest if sign == "＃" else "")
                self.at = len(self.lines[self.number])
                return
            self.at += 1

    def closes(self) -> bool:
        """Tell whether a full-width bracket that nothing opened within its text ends the value."""
        after = self.rest[1:].lstrip(_BLANKS)
        return not after or after[0] in ",，;；、#＃" or after[0] in _CLOSE

    def separates(self, around: Rules, kind: str) -> bool:
        """Tell whether `，` or `、` stands between two entries, not within a text."""
        following = self.lines[self.number + 1] if self.number + 1 < len(self.lines) else ""
        after = self.rest[1:].lstrip(_BLANKS) or following.lstrip(_BLANKS)
        if kind == "{":
            found = _KEY.match(after)
            return bool(found and _below(around, found["key"]))
        if after[:1] in ("{", "｛") and _is_structure(around):
            return True
        return bool(around) and not _is_structure(around) and not _may_be_text(around)

    def skip(self) -> None:
        """Pass blanks, comments and ends of lines; an entry of the file says that a bracket was not closed."""
        while True:
            line = self.lines[self.number]
            stripped = line[self.at :].lstrip(_BLANKS)
            start = self.at
            self.at = len(line) - len(stripped)
            if start == 0 and stripped and (line[: self.at].strip(" ")):
                self.blanks(line[: self.at], len(line[: self.at].expandtabs(2)))
            if stripped and not stripped.startswith("#"):
                return
            if self.number + 1 >= len(self.lines):
                raise _UnclosedAtEndError
            self.number, self.at = self.number + 1, 0
            top = _KEY.match(self.lines[self.number])
            if top and top["key"] in self.rule.properties:
                raise _UnclosedError

    def half(self) -> None:
        """Pass a bracket or a comma; say so if it is full-width."""
        sign = self.rest[0]
        new = _HALF.get(sign)
        if new:
            gap = " " if new == "," and self.rest[1:2] not in ("", *_BLANKS) else ""
            where = "各项之间" if new == "," else "这里"
            self.sign(1, new + gap, f"{where}写成了{_NAMES[sign]}“{sign}”。", f"请改成半角“{new}”。")
        self.at += 1

    def blanks(self, raw: str, column: int | None) -> None:
        """Say that an indentation is not made of blanks, and how many there should be."""
        self.at = 0
        tab = "\t" in raw
        wide = bool(raw.strip(" "))
        what = "用制表符（Tab）缩进，YAML 只认空格" if tab else "用全角空格缩进，YAML 只认半角空格"
        what = what if wide else "的缩进与同一层的其他行不一致"
        remedy = (
            "请把行首改成空格：看不出它属于哪一层，所以不自动改。"
            if column is None
            else f"行首应为 {column} 个半角空格。"
        )
        start = next((at for at, one in enumerate(raw) if one != " "), 0)
        new = None if column is None else " " * column
        kind = SYNTAX if tab or not wide else WIDE_INDENT
        if new is not None and len(new) >= start:
            self.at, raw, new = start, raw[start:], new[start:]
        self.sign(len(raw), new, f"这一行{what}。", remedy, kind)
        self.at = 0

    def sign(
        self,
        length: int,
        new: str | None,
        message: str,
        remedy: str,
        kind: Kind = LOOKALIKE,
        *,
        read_as: str | None = None,
    ) -> None:
        self.signs.append(Sign(kind, self.number, self.at, length, new, message, remedy, read_as))


class _UnclosedAtEndError(Exception):
    """Raised at the end of the file."""


_MOST_LINES = 200  # of one quoted text


def _is_entry(content: str) -> bool:
    return bool(_KEY.match(content) or _DASH.match(content))


def _below(rules: Iterable[SchemaRule], key: str) -> Rules:
    """Give the rules of the value of a key; none where no rule knows it."""
    found = (one.properties.get(key, one.extra) for one in rules if one.type == "mapping")
    return tuple(shape for one in found if one is not None for shape in one.shapes)


def _is_structure(rules: Rules) -> bool:
    """Tell whether only a list or a mapping may stand here (or one of a few words)."""
    inside = any(one.type in ("list", "mapping") for one in rules)
    return inside and all(one.type in ("list", "mapping") or one.expected.choices for one in rules)


def _may_be_text(rules: Rules) -> bool:
    return any(one.type in _TEXTS and not one.expected.choices for one in rules)


def edits_of(signs: Iterable[Sign]) -> Iterator[tuple[int, int, int, str]]:
    """Give the edits (line, column, length, new text) with which the file can be read."""
    for one in signs:
        new = one.read_as if one.new is None else one.new
        if new is not None:
            yield one.line, one.column, one.length, new
